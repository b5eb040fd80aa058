package io.patchbay.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** The line to a database, which can be told to carry a commit there and to break before its answer comes back. */
public final class LossyLine implements AutoCloseable {

    /** How what the database carries out ends: with a Sync, or as a statement by itself. Of less it would not carry out the commit in it. */
    private static final List<String> WHOLE = List.of("S\0\0\0\4", "COMMIT\0");
    private static final Pattern ORDER = Pattern.compile("(?s)insert into operation.*COMMIT");

    private final ServerSocket door;
    private final URI server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger passing = new AtomicInteger();
    private volatile boolean losing;
    private volatile boolean broken;
    private volatile boolean silent;

    private LossyLine(ServerSocket door, URI server) {
        this.door = door;
        this.server = server;
    }

    public static LossyLine to(TestDatabase database) {
        try {
            URI server = URI.create(database.url().substring("jdbc:".length()));
            LossyLine line = new LossyLine(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
            Thread.ofVirtual().start(line::accept);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In which a commit can be seen: no statement is sent by its number only. */
    public String url() {
        return "jdbc:postgresql://localhost:" + door.getLocalPort() + server.getPath() + "?prepareThreshold=0";
    }

    /** Of an order: what the clock commits meanwhile comes through. */
    public void loseTheAnswerToTheNextCommit() {
        loseTheAnswerToACommitAfter(0);
    }

    /** @param others that come through before */
    public void loseTheAnswerToACommitAfter(int others) {
        passing.set(others);
        losing = true;
    }

    /** Nobody is connected any more, and nobody gets through until it is mended. */
    public void cut() {
        broken = true;
        closeAll();
    }

    /** It stays open, and nothing comes through any more. */
    public void fallSilent() {
        silent = true;
    }

    public void mend() {
        broken = false;
        silent = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (broken) {
                    client.close();
                } else {
                    connect(client, new Socket(server.getHost(), server.getPort()));
                }
            } catch (IOException ended) {
                closeAll();
            }
        }
    }

    private void connect(Socket client, Socket database) {
        open.add(client);
        open.add(database);
        Thread.ofVirtual().start(() -> carry(client, database, true));
        Thread.ofVirtual().start(() -> carry(database, client, false));
    }

    private void carry(Socket from, Socket to, boolean there) {
        byte[] buffer = new byte[65_536];
        String sent = "";
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sent += there ? new String(buffer, 0, read, StandardCharsets.ISO_8859_1) : "";
                boolean whole = WHOLE.stream().anyMatch(sent::endsWith);
                if (whole && losing && ORDER.matcher(sent).find() && passing.getAndDecrement() == 0) {
                    breakDown(out, buffer, read, to);
                    return;
                }
                // a transaction may go there in several pieces, and a piece in several packets
                sent = whole && sent.contains("COMMIT") ? "" : sent;
                if (!broken && !silent) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException ended) {
            open.remove(from);
        }
    }

    /** The database ends the connection only after it has carried out what came before. */
    private void breakDown(OutputStream out, byte[] commit, int length, Socket database) throws IOException {
        losing = false;
        broken = true;
        out.write(commit, 0, length);
        out.flush();
        database.shutdownOutput();
        closeAll();
    }

    private void closeAll() {
        open.forEach(socket -> {
            try {
                socket.close();
            } catch (IOException gone) {
                open.remove(socket);
            }
        });
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeAll();
    }
}
