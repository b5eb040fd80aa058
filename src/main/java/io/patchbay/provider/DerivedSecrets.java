package io.patchbay.provider;

import io.patchbay.mapping.ProviderSheet;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets that a provider wants in a body, such as a subscriber's password. They are worked out from a credential at the moment of
 * sending, the same every time, so that they need not be stored and a repeated request has the same bytes.
 */
final class DerivedSecrets {

    /** Makes the result fit the usual password rules: an upper-case and a lower-case letter, a digit and a sign. */
    private static final String RULES = "Aa1!";

    private final Map<String, ProviderSheet.Derived> derived;
    private final Supplier<Map<String, String>> credentials;

    DerivedSecrets(Map<String, ProviderSheet.Derived> derived, Supplier<Map<String, String>> credentials) {
        this.derived = derived;
        this.credentials = credentials;
    }

    /** Replaces every <code>{{derived:name}}</code> in the body. */
    byte[] filled(byte[] body, String operationId) {
        if (body == null || derived.isEmpty()) {
            return body;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        for (Map.Entry<String, ProviderSheet.Derived> entry : derived.entrySet()) {
            String placeholder = "{{derived:" + entry.getKey() + "}}";
            if (text.contains(placeholder)) {
                text = text.replace(placeholder, secret(entry.getKey(), entry.getValue(), operationId));
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256 in hex over the credentials, each with its name. */
    String digest() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(credentials.get()).forEach((name, secret) -> text.append(name).append('=').append(secret.length()).append(':').append(secret));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private String secret(String name, ProviderSheet.Derived recipe, String operationId) {
        byte[] key = credentials.get().get(recipe.credential()).getBytes(StandardCharsets.UTF_8);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(key, operationId + ":" + name));
        return RULES + text.substring(0, Math.min(text.length(), recipe.length() - RULES.length()));
    }

    private static byte[] hmac(byte[] key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
