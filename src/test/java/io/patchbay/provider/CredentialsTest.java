package io.patchbay.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

    private static final String SECRET = "s3cr3t-value";

    @TempDir
    Path directory;

    private Credentials credentials;

    @BeforeEach
    void open() {
        credentials = new Credentials(directory, Map.of("CONNECT_KEY", SECRET)::get, Map.of("vault.connect", SECRET)::get);
    }

    @Test
    void a_reference_may_name_an_environment_variable_a_file_or_a_property() throws IOException {
        Files.writeString(directory.resolve("key"), SECRET + "\n");
        assertThat(credentials.of(account(Map.of("a", "env:CONNECT_KEY", "b", "file:key", "c", "property:vault.connect"))))
                .isEqualTo(Map.of("a", SECRET, "b", SECRET, "c", SECRET));
    }

    @Test
    void a_windows_line_end_is_dropped_but_blanks_within_stay() throws IOException {
        Files.writeString(directory.resolve("key"), "two words\r\n\r\n");
        assertThat(credentials.of(account(Map.of("a", "file:key")))).containsEntry("a", "two words");
    }

    @Test
    void an_absolute_path_is_taken_as_it_is() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), SECRET);
        Credentials elsewhere = new Credentials(Path.of("nowhere"), name -> null, name -> null);
        assertThat(elsewhere.of(account(Map.of("a", "file:" + file.toAbsolutePath())))).containsEntry("a", SECRET);
    }

    @Test
    void a_rotated_file_is_read_again() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "old-key");
        Account account = account(Map.of("a", "file:key"));
        assertThat(credentials.of(account)).containsEntry("a", "old-key");
        Files.writeString(file, "new-key");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
        assertThat(credentials.of(account)).containsEntry("a", "new-key");
    }

    @Test
    void an_unchanged_file_is_not_read_again() throws IOException {
        FileTime then = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Path file = Files.writeString(directory.resolve("key"), "old-key");
        Files.setLastModifiedTime(file, then);
        Account account = account(Map.of("a", "file:key"));
        credentials.of(account);
        Files.writeString(file, "new-key");
        Files.setLastModifiedTime(file, then);
        assertThat(credentials.of(account)).containsEntry("a", "old-key");
    }

    @Test
    void a_missing_credential_names_its_reference() {
        assertThatThrownBy(() -> credentials.of(account(Map.of("apiKey", "env:NOT_THERE"))))
                .isInstanceOf(MissingCredential.class)
                .hasMessageContaining("acme-connect").hasMessageContaining("apiKey").hasMessageContaining("env:NOT_THERE");
    }

    @Test
    void all_missing_references_can_be_listed_at_once() throws IOException {
        Files.writeString(directory.resolve("empty"), "\n");
        Account account = account(Map.of("a", "env:NOT_THERE", "b", "file:not-there", "c", "property:not.there", "d", "file:empty",
                "e", "env:CONNECT_KEY"));
        assertThat(credentials.missing(account)).extracting(MissingCredential::credential).containsExactly("a", "b", "c", "d");
    }

    @Test
    void a_secret_pasted_in_place_of_a_reference_is_not_repeated() {
        assertThat(credentials.missing(account(Map.of("a", SECRET))).getFirst())
                .hasMessageNotContaining(SECRET)
                .extracting(MissingCredential::reference).isEqualTo("(not a reference)");
    }

    @Test
    void nothing_that_can_be_printed_shows_a_secret() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), SECRET);
        credentials.of(account(Map.of("a", "file:key", "b", "env:CONNECT_KEY")));
        assertThat(credentials.toString() + CredentialFile.read(file)).doesNotContain(SECRET);
    }

    private static Account account(Map<String, String> references) {
        return new Account("acme-connect", "connect", "Acme at Connect", URI.create("http://localhost"), references,
                JsonNodeFactory.instance.objectNode(), Scheduling.GATEWAY, true, null);
    }
}
