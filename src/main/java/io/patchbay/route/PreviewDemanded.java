package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.routing.Previews;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * A change that names a preview comes into force only as it was previewed, against the revision it was previewed against; with
 * {@code patchbay.preview.required} every change has to name one, but for the way back.
 */
@Component
@Order(0)
class PreviewDemanded implements ChangeCondition {

    private final Previews previews;
    private final boolean required;

    PreviewDemanded(Previews previews, @Value("${patchbay.preview.required:false}") boolean required) {
        this.previews = previews;
        this.required = required;
    }

    @Override
    public Optional<Problem> refuses(ProposedChange change) {
        if (change.preview() == null) {
            return required && change.purpose() != Purpose.RESTORE ? Optional.of(Problem.of(ProblemCode.PREVIEW_REQUIRED, "This gateway takes no change that was not previewed. Send it to "
                    + "POST /admin/v1/revisions/preview, look at what it does, and send it again with the preview's id.")) : Optional.empty();
        }
        boolean seen = previews.find(change.preview()).filter(preview -> preview.isOf(change.before().revision(), change.document())).isPresent();
        return seen ? Optional.empty() : Optional.of(Problem.of(ProblemCode.PREVIEW_OUTDATED, "The preview that is named is not of this change to revision "
                + change.before().revision() + ", or older than a day. Preview the change as it is now and send it with the new id. Nothing was changed."));
    }
}
