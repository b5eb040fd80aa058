package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of one contract case; a single exchange may do without a number. */
record CaseFiles(UnitDirectories dirs, Path folder) {

    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    JsonNode json(String name) throws IOException {
        if (!has(name)) {
            throw new IOException(name + " is missing");
        }
        return Trees.json(text(name));
    }

    String shown(String name) {
        return dirs.shown(folder.resolve(name));
    }

    String request(int exchange) {
        return file("request", exchange);
    }

    String response(int exchange) {
        return file("response", exchange);
    }

    boolean hasRequest(int exchange) {
        return has(request(exchange));
    }

    boolean hasResponse(int exchange) {
        return has(response(exchange));
    }

    private String file(String side, int exchange) {
        return exchange == 1 && !has("request-1.http") ? side + ".http" : side + "-" + exchange + ".http";
    }
}
