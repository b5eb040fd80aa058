package io.patchbay.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentPageTest {

    @TempDir
    Path workspace;

    private Path page(String text) throws IOException {
        return Files.writeString(workspace.resolve("page.md"), text);
    }

    @Test
    void what_was_measured_fills_its_own_place_and_leaves_the_rest_alone() throws IOException {
        Path page = page("# All\n<!-- one begin -->\nold\n<!-- one end -->\nbetween\n<!-- two begin -->\nkept\n<!-- two end -->\n");
        new DocumentPage(page).write("one", "new\nlines\n");
        new DocumentPage(page).write("one", "newer\nlines");
        assertThat(page).hasContent("# All\n<!-- one begin -->\nnewer\nlines\n<!-- one end -->\nbetween\n<!-- two begin -->\nkept\n<!-- two end -->\n");
    }

    @Test
    void a_page_without_its_place_is_not_touched() throws IOException {
        Path page = page("# All\n<!-- one end --><!-- one begin -->\n");
        assertThatThrownBy(() -> new DocumentPage(page).write("one", "new")).hasMessageContaining("one begin");
        assertThat(page).hasContent("# All\n<!-- one end --><!-- one begin -->\n");
    }

    @Test
    void the_pages_of_the_documentation_have_their_places() throws IOException {
        assertThat(Files.readString(DocumentPage.BENCHMARKS.file())).contains("<!-- scheduler begin -->", "<!-- scheduler end -->");
        assertThat(Files.readString(DocumentPage.CORRECTNESS.file())).contains("<!-- kill matrix begin -->", "<!-- rerouting begin -->");
    }
}
