package io.patchbay.mapping;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The requests and answers of one contract case, in order: compares what is sent with what is written down, and answers as written. */
final class Exchanges {
    private final CaseFiles files;
    private final ProviderUnit unit;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> calls = new LinkedHashSet<>();
    private int made;

    Exchanges(CaseFiles files, ProviderUnit unit) {
        this.files = files;
        this.unit = unit;
    }

    List<Problem> problems() {
        return problems;
    }

    Set<String> calls() {
        return calls;
    }

    void problem(String file, String pointer, String message) {
        problems.add(new Problem(files.shown(file), pointer, message));
    }

    ProviderAnswer answer(Next.Send send) throws IOException {
        made++;
        calls.add(send.call().name());
        HttpText actual = HttpText.of(send.request(), unit.sheet().authorisation());
        if (!files.hasRequest(made)) {
            problem(files.request(made), "", "is missing, but this is sent:\n" + actual);
        } else {
            HttpText expected = HttpText.parse(files.text(files.request(made)));
            problems.addAll(Difference.between(files.shown(files.request(made)), "", expected, actual));
        }
        return files.hasResponse(made)
                ? HttpText.parse(files.text(files.response(made))).answer()
                : new ProviderAnswer.NotAnswered(Phase.MAYBE_SENT, "no answer in time");
    }

    /** After the last exchange: whatever is written down beyond it is never sent. */
    void over(String how) {
        if (files.hasRequest(made + 1)) {
            problem(files.request(made + 1), "", "is never sent: " + how);
        }
    }
}
