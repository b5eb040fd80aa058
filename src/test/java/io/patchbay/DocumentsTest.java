package io.patchbay;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the code, as far as a machine can tell. */
class DocumentsTest {

    private static final Pattern LOG_LINE = Pattern.compile("^\\| `(.+?)` \\| (?:WARN|ERROR) \\|", Pattern.MULTILINE);
    private static final Pattern OWN_METRIC = Pattern.compile("^\\| `patchbay_(\\w+)`", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");
    private static final Pattern JOINED_TEXT = Pattern.compile("\"\\s*\\+\\s*\"");

    @Test
    void every_log_line_of_the_runbook_is_one_that_the_code_writes() {
        String code = JOINED_TEXT.matcher(code()).replaceAll("");
        assertThat(found(LOG_LINE, "docs/operations.md")).isNotEmpty().allSatisfy(line ->
                assertThat(code).contains(List.of(line.split("\\s*…\\s*:?|\\s*…\\s*")).stream().filter(part -> part.length() > 3).map(String::strip).toList()));
    }

    @Test
    void every_metric_of_ours_in_the_runbook_is_one_that_the_code_keeps() {
        String code = code();
        assertThat(found(OWN_METRIC, "docs/operations.md")).isNotEmpty().allSatisfy(name ->
                assertThat(code).contains("\"patchbay." + name.replaceAll("_(total|seconds)$", "").replace('_', '.') + "\""));
    }

    @Test
    void every_link_within_the_repository_leads_somewhere() {
        try (Stream<Path> pages = Stream.concat(Stream.of(Path.of("README.md")), Files.walk(Path.of("docs")).filter(page -> page.toString().endsWith(".md")))) {
            pages.forEach(page -> assertThat(found(LINK, page.toString())).as(page.toString())
                    .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> found(Pattern pattern, String page) {
        return pattern.matcher(read(Path.of(page))).results().map((MatchResult match) -> match.group(1)).toList();
    }

    private static String code() {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).map(DocumentsTest::read).collect(joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
