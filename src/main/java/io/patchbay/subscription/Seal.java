package io.patchbay.subscription;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Seals what has to be stored for a while but must not be readable in a row: AES-256-GCM with the key in {@code patchbay.seal-key}
 * (Base64, 32 bytes, the same on every node). Without one, a key is made and kept in the database: that keeps secrets out of rows,
 * dumps of single tables and query logs, but not from somebody who has the whole database.
 */
@Component
public class Seal {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final JdbcClient jdbc;
    private volatile SecretKeySpec key;

    Seal(JdbcClient jdbc, @Value("${patchbay.seal-key:}") String given) {
        this.jdbc = jdbc;
        if (!given.isBlank()) {
            this.key = key(Base64.getDecoder().decode(given.trim()));
        }
    }

    public byte[] seal(byte[] open) {
        byte[] nonce = random(NONCE_BYTES);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, open, 0, open.length);
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    }

    public byte[] open(byte[] sealed) {
        return crypt(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] input, int from, int length) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input, from, length);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("A sealed value cannot be read or made; is patchbay.seal-key the one it was sealed with?", broken);
        }
    }

    private SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known == null) {
            known = key(stored());
            key = known;
        }
        return known;
    }

    /** Two nodes may come here at once; the first one's key counts. */
    private byte[] stored() {
        jdbc.sql("insert into seal_key (key) values (:key) on conflict do nothing").param("key", random(KEY_BYTES)).update();
        return jdbc.sql("select key from seal_key").query(byte[].class).single();
    }

    private static SecretKeySpec key(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("patchbay.seal-key must be 32 bytes in Base64");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
