package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One request to a provider, complete but for base URL, authorisation and derived secrets.
 *
 * @param call    name of the call in provider.yaml
 * @param method  HTTP method
 * @param path    path with its parameters filled in and percent-encoded
 * @param query   query parameters, not encoded
 * @param headers headers the mapping asks for, with the content type when there is a body
 * @param body    serialised once, so that a repeat is identical to the byte; null = none
 */
public record ProviderRequest(String call, String method, String path, Map<String, String> query,
                              Map<String, String> headers, byte[] body) {

    /** Path and encoded query, as they stand on the request line. */
    public String target() {
        return query.isEmpty() ? path : path + "?" + encoded(query);
    }

    /** For keeping: a repeat made of it by {@link #of} is the same to the byte. */
    public ObjectNode tree() {
        ObjectNode tree = Trees.object().put("call", call).put("method", method).put("path", path);
        query.forEach(tree.putObject("query")::put);
        headers.forEach(tree.putObject("headers")::put);
        return body == null ? tree : tree.put("body", Base64.getEncoder().encodeToString(body));
    }

    /** What {@link #tree} kept. */
    public static ProviderRequest of(JsonNode tree) {
        String body = Trees.text(tree, "body");
        return new ProviderRequest(Trees.text(tree, "call"), Trees.text(tree, "method"), Trees.text(tree, "path"),
                texts(tree.path("query")), texts(tree.path("headers")), body == null ? null : Base64.getDecoder().decode(body));
    }

    private static Map<String, String> texts(JsonNode fields) {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return Collections.unmodifiableMap(texts);
    }

    /** SHA-256 in hex over method, path, query and body: tells whether a repeat is the same request. */
    public String digest() {
        ByteArrayOutputStream material = new ByteArrayOutputStream();
        material.writeBytes((method + " " + path + "?" + encoded(new TreeMap<>(query)) + "\n").getBytes(StandardCharsets.UTF_8));
        material.writeBytes(body == null ? new byte[0] : body);
        return HexFormat.of().formatHex(sha256().digest(material.toByteArray()));
    }

    private static String encoded(Map<String, String> query) {
        return query.isEmpty() ? "" : query.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Percent-encoding by RFC 3986: only unreserved characters stay. */
    static String encoded(String text) {
        return isUnreserved(text) ? text
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    private static boolean isUnreserved(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (!isUnreserved(text.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(int sign) {
        return sign >= 'a' && sign <= 'z' || sign >= 'A' && sign <= 'Z' || sign >= '0' && sign <= '9' || "-._~".indexOf(sign) >= 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
