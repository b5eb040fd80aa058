package io.patchbay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path directory;

    @Test
    void a_demo_that_cannot_keep_its_data_says_so_and_ends() throws Exception {
        Files.writeString(directory.resolve(".data"), "a file where a directory has to be");
        Process demo = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Demo.class.getName()).directory(directory.toFile()).redirectErrorStream(true).start();

        String told = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(demo.waitFor()).isEqualTo(1);
        assertThat(told).contains("The demo cannot start").contains(".data").doesNotContain("\tat ");
    }
}
