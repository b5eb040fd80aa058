package io.patchbay.bench;

import java.util.List;

/** What one part of the bench found. @param text a table or more, as Markdown */
record Part(String name, String text, List<Goal> goals) {
}
