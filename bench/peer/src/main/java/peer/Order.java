package peer;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What a reseller orders. */
record Order(
        @NotBlank @Size(max = 128) String productOfferingId,
        @NotBlank @Size(max = 128) String customerId,
        @Size(max = 128) String referenceId,
        @NotNull @Valid Subscriber subscriber,
        @NotNull @Valid Activation activation) {

    record Subscriber(@NotBlank @Size(max = 200) String name, @Email String email) {
    }

    record Activation(@NotNull @Valid Sim sim) {
    }

    record Sim(@NotNull @Pattern(regexp = "\\d{18,22}") String iccid, boolean esim) {
    }
}
