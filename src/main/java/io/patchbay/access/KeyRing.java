package io.patchbay.access;

import io.patchbay.routing.Configuration;
import io.patchbay.routing.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every valid key of one configuration. */
final class KeyRing {

    private record Entry(byte[] hash, Caller caller) {
    }

    private final List<Entry> entries = new ArrayList<>();

    KeyRing(Configuration configuration) {
        configuration.tenants().values().forEach(tenant -> tenant.keys().forEach(key ->
                entries.add(new Entry(bytes(key.hash()), new Caller(tenant.name(), key.id(), key.scopes(), configuration)))));
        configuration.administrators().forEach(administrator ->
                entries.add(new Entry(bytes(administrator.hash()), new Caller(null, administrator.id(), Set.of(Scope.ADMIN), configuration))));
    }

    /** Looks at every entry, whether or not one matched before, so that the time tells nothing about the keys. */
    Optional<Caller> caller(String key) {
        byte[] hash = sha256(key);
        Caller found = null;
        for (Entry entry : entries) {
            found = MessageDigest.isEqual(entry.hash(), hash) ? entry.caller() : found;
        }
        return Optional.ofNullable(found);
    }

    private static byte[] bytes(String hash) {
        return HexFormat.of().parseHex(hash, "sha256:".length(), hash.length());
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
