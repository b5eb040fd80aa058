package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** TelliSIM's paging: 1 to 25 rows, 10 unless told, and an opaque cursor that ends with null. */
final class TellisimPages {

    private static final int LARGEST = 25;

    private TellisimPages() {
    }

    static Answer of(Request request, List<ObjectNode> rows) {
        Optional<Integer> size = number(request.parameter("page_size").orElse("10"))
                .filter(rowsPerPage -> rowsPerPage >= 1 && rowsPerPage <= LARGEST);
        Optional<Integer> page = request.parameter("page").map(TellisimPages::page).orElse(Optional.of(0));
        if (size.isEmpty() || page.isEmpty()) {
            return TellisimErrors.of(400, size.isEmpty() ? "Invalid page_size" : "Invalid page");
        }
        return of(rows, size.get(), page.get());
    }

    private static Answer of(List<ObjectNode> rows, int size, int page) {
        ObjectNode json = Json.object().put("error", false);
        json.putArray("data").addAll(rows.stream().skip((long) page * size).limit(size).toList());
        boolean more = (page + 1L) * size < rows.size();
        return Answer.json(200, json.put("next_page", more ? cursor(page + 1) : null));
    }

    private static String cursor(int page) {
        return Base64.getEncoder().encodeToString(String.valueOf(page).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Integer> page(String cursor) {
        try {
            return number(new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException noCursor) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String text) {
        return Optional.of(text).filter(digits -> digits.matches("\\d{1,7}")).map(Integer::valueOf);
    }
}
