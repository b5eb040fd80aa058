package io.patchbay.route;

import io.patchbay.provider.Waits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * The body of an answer that is given up when it is too long or takes too long. A time-out of the socket begins anew with every byte,
 * so a provider that drips would otherwise be listened to for ever.
 */
final class LimitedAnswer extends FilterInputStream {

    private final long longest;
    private final BooleanSupplier late;
    private final Waits waits;
    private long length;

    /**
     * @param longest in bytes, as they come
     * @param late    whether the call has had its time
     * @param waits   told how long the body was waited for
     */
    LimitedAnswer(InputStream answer, long longest, BooleanSupplier late, Waits waits) {
        super(answer);
        this.longest = longest;
        this.late = late;
        this.waits = waits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (late.getAsBoolean()) {
            throw new AnswerTooSlow();
        }
        int read = waited(bytes, offset, count);
        length += Math.max(read, 0);
        if (length > longest) {
            throw new AnswerTooLong(longest);
        }
        return read;
    }

    private int waited(byte[] bytes, int offset, int count) throws IOException {
        long begun = waits.begin();
        try {
            return super.read(bytes, offset, count);
        } finally {
            waits.end(begun);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[Math.clamp(count, 0, 8_192)]));
    }

    /** The answer was longer than any a provider sends. Whether the request was carried out is not known. */
    static final class AnswerTooLong extends IOException {
        AnswerTooLong(long longest) {
            super("The answer is longer than " + longest + " bytes");
        }
    }

    /** The answer had begun but did not end in time. Whether the request was carried out is not known. */
    static final class AnswerTooSlow extends IOException {
        AnswerTooSlow() {
            super("The answer did not end in time");
        }
    }
}
