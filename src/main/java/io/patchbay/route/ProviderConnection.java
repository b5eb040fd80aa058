package io.patchbay.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriterFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.LazyLaxLineParser;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection to a provider that knows in microseconds whether it can be used again, over a socket of a {@link SocketChannel}: it looks at what has
 * come and waits for nothing. It writes nothing to any log, for there are keys in what goes over it.
 */
final class ProviderConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

    private final AnswerParser answers;
    private volatile boolean closed;
    private Timeout patience;

    /** @param head how long the head of an answer can be */
    ProviderConnection(Http1Config head) {
        this(head, new AnswerParser(head));
    }

    private ProviderConnection(Http1Config head, AnswerParser answers) {
        super(head, null, null, null, null, new DefaultHttpRequestWriterFactory(head), unused -> answers);
        this.answers = answers;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket secure, Socket socket) throws IOException {
        bind(new SocketHolder(secure, socket));
    }

    /** @throws InterruptedIOException if it was closed while it was made; nothing has been sent */
    @Override
    protected void bind(SocketHolder holder) throws IOException {
        super.bind(holder);
        patience = Timeout.ofMilliseconds(holder.getSocket().getSoTimeout());
        if (closed) {
            close(CloseMode.IMMEDIATE);
            throw new InterruptedIOException("Closed while it was made");
        }
    }

    @Override
    public Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    /**
     * Whether the provider hung up or said what nobody asked for: a 408, a TLS alert, a second answer. An order sent after that would count as maybe sent, or
     * would take for its answer what is none. What was looked at is lost, so such a connection is closed.
     */
    @Override
    public boolean isStale() {
        if (isSilent()) {
            return false;
        }
        close(CloseMode.IMMEDIATE);
        return true;
    }

    private boolean isSilent() {
        SocketHolder holder = getSocketHolder();
        try {
            return holder != null && !isMoreToRead(holder) && nothingCame(holder.getBaseSocket().getChannel());
        } catch (IOException broken) {
            return false;
        }
    }

    /** What has been taken from the socket already, with the last answer. */
    private boolean isMoreToRead(SocketHolder holder) throws IOException {
        return answers.isMoreToRead() || holder.getSSLSocket() != null && holder.getInputStream().available() > 0;
    }

    /** Under TLS, too, it is the bare channel that is read: to know that something came it need not be understood. */
    private static boolean nothingCame(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } finally {
            channel.configureBlocking(true);
        }
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        super.setSocketTimeout(timeout);
        patience = timeout;
    }

    @Override
    public void passivate() {
        super.setSocketTimeout(Timeout.ZERO_MILLISECONDS);
    }

    @Override
    public void activate() {
        super.setSocketTimeout(patience);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        super.close();
    }

    @Override
    public void close(CloseMode mode) {
        closed = true;
        super.close(mode);
    }

    /** Remembers what answers are read from, because the connection does not show it. */
    private static final class AnswerParser extends DefaultHttpResponseParser {

        private SessionInputBuffer input;

        AnswerParser(Http1Config head) {
            super(head, LazyLaxLineParser.INSTANCE, null);
        }

        @Override
        public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream stream) throws IOException, HttpException {
            input = buffer;
            return super.parse(buffer, stream);
        }

        boolean isMoreToRead() {
            return input != null && input.length() > 0;
        }
    }
}
