package io.patchbay.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Seals what has to be stored for a while but must not be readable in a row: AES-256-GCM with the key in {@code patchbay.seal-key}
 * (Base64, 32 bytes, the same on every node). Without one, a key is made and kept in the database: that keeps secrets out of rows,
 * dumps of single tables and query logs, but not from somebody who has the whole database.
 *
 * <p>A sealed value is one byte that tells the key, a nonce of 12 bytes, and the ciphertext with its tag. What was sealed under
 * another key cannot be opened ({@link IllegalStateException}), so it is opened only where it is needed and never to show a row.
 */
@Component
@DependsOnDatabaseInitialization
public class Seal {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int HEAD_BYTES = 1 + NONCE_BYTES;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final byte keyId;

    /** Finding one costs more than using it. One that failed is not used again. As many as were ever used at once. */
    private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

    /** The key is settled before the first order: made inside an order's transaction, it could be rolled back and yet have sealed something. */
    Seal(JdbcClient jdbc, @Value("${patchbay.seal-key:}") String given) throws GeneralSecurityException {
        byte[] bytes = given.isBlank() ? stored(jdbc) : Base64.getDecoder().decode(given.trim());
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("patchbay.seal-key must be 32 bytes in Base64");
        }
        this.key = new SecretKeySpec(bytes, "AES");
        this.keyId = MessageDigest.getInstance("SHA-256").digest(bytes)[0];
    }

    /** Two nodes may come here at once; the first one's key counts. */
    private static byte[] stored(JdbcClient jdbc) {
        jdbc.sql("insert into seal_key (key) values (:key) on conflict do nothing").param("key", random(KEY_BYTES)).update();
        return jdbc.sql("select key from seal_key").query(byte[].class).single();
    }

    public byte[] seal(byte[] open) {
        byte[] nonce = random(NONCE_BYTES);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, new GCMParameterSpec(TAG_BITS, nonce), open, 0);
        return ByteBuffer.allocate(HEAD_BYTES + sealed.length).put(keyId).put(nonce).put(sealed).array();
    }

    public byte[] open(byte[] sealed) {
        if (sealed.length < HEAD_BYTES || sealed[0] != keyId) {
            throw unreadable(null);
        }
        return crypt(Cipher.DECRYPT_MODE, new GCMParameterSpec(TAG_BITS, sealed, 1, NONCE_BYTES), sealed, HEAD_BYTES);
    }

    private byte[] crypt(int mode, GCMParameterSpec nonce, byte[] input, int from) {
        try {
            Cipher rested = idle.poll();
            Cipher cipher = rested == null ? Cipher.getInstance("AES/GCM/NoPadding") : rested;
            cipher.init(mode, key, nonce);
            byte[] output = cipher.doFinal(input, from, input.length - from);
            idle.offer(cipher);
            return output;
        } catch (GeneralSecurityException broken) {
            throw unreadable(broken);
        }
    }

    private static IllegalStateException unreadable(Exception cause) {
        return new IllegalStateException("A sealed value cannot be read or made; is patchbay.seal-key the one it was sealed with?", cause);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
