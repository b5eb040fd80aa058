package io.patchbay.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection: sends a request, collects its answer, and is opened again where the other side closes it in order. */
final class Caller implements AutoCloseable {

    private final InetSocketAddress address;
    private final Selector selector;
    final Answer answer = new Answer();
    private SocketChannel channel;
    private long since;
    private boolean waiting;

    Caller(InetSocketAddress address, Selector selector) throws IOException {
        this.address = address;
        this.selector = selector;
        open();
    }

    private void open() throws IOException {
        channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** @param since when it was meant to be sent, as {@link System#nanoTime()} */
    void send(ByteBuffer request, long since) throws IOException {
        if (answer.isLast() || !channel.isOpen()) {
            reopen();
        }
        this.since = since;
        waiting = true;
        answer.clear();
        // a socket takes a kilobyte at once but for a machine that has no memory left
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    long since() {
        return since;
    }

    /** @return whether the answer is whole now */
    boolean read() throws IOException {
        byte[] bytes = answer.bytes();
        int count = channel.read(ByteBuffer.wrap(bytes, answer.length(), bytes.length - answer.length()));
        if (count < 0) {
            channel.close();
            if (waiting) {
                throw new IOException("the connection was closed before its answer was whole: " + answer.text());
            }
        }
        boolean whole = count > 0 && answer.arrived(count);
        waiting &= !whole;
        return whole;
    }

    private void reopen() throws IOException {
        channel.close();
        open();
        answer.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
