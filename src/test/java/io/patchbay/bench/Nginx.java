package io.patchbay.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** An nginx in the foreground with one of the configurations in {@code bench/nginx}. */
final class Nginx implements AutoCloseable {

    private final Process process;
    final int port;

    /** @param provider port to pass on to; of no meaning for the provider itself */
    Nginx(String name, Path workspace, int provider) {
        try {
            Path work = Files.createDirectories(workspace.resolve(name).toAbsolutePath());
            port = freePort();
            Path settings = work.resolve("nginx.conf");
            Files.writeString(settings, Files.readString(Path.of("bench/nginx", name + ".conf")).replace("@WORK@", work.toString())
                    .replace("@PORT@", String.valueOf(port)).replace("@PROVIDER@", "127.0.0.1:" + provider));
            process = new ProcessBuilder("nginx", "-e", work.resolve("start.log").toString(), "-c", settings.toString()).redirectErrorStream(true)
                    .redirectOutput(work.resolve("output.log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            await().atMost(Duration.ofSeconds(10)).until(this::listens);
        } catch (RuntimeException | Error failed) {
            // nobody else knows of it yet
            close();
            throw failed;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx has ended with " + process.exitValue());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** By its own way, for killed it would leave its workers behind. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
