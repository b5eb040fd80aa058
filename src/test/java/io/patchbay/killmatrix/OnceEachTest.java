package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.killmatrix.Recorded.Op;
import io.patchbay.killmatrix.Recorded.Sub;
import io.patchbay.killmatrix.Story.Opening;
import io.patchbay.killmatrix.Verdict.Failure;
import io.patchbay.killmatrix.Verdict.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The proof of scheduled activations on records made by hand: one that is missing, doubled or still due among thirty has to be found. */
class OnceEachTest {

    private final Map<Story, String> scheduled = new LinkedHashMap<>();
    private final Map<String, Sub> shown = new LinkedHashMap<>();
    private final List<Op> operations = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final List<String> due = new ArrayList<>();

    OnceEachTest() {
        IntStream.range(0, 30).forEach(this::activated);
    }

    private void activated(int number) {
        Provider provider = Provider.values()[number % 3];
        Story story = new Story(number, provider, Opening.SCHEDULED, true, provider == Provider.TELEGENT, false, List.of());
        String id = "sub" + number;
        scheduled.put(story, id);
        operations.add(new Op("made" + number, id, "create", "SUCCEEDED", null));
        operations.add(new Op("done" + number, id, "activate", "SUCCEEDED", null));
        held.add(held(story, "p" + number));
        shown.put(id, new Sub(id, provider, story.customer(), provider == Provider.TELLISIM ? "PENDING" : "ACTIVATED", "p" + number, "890" + number, null));
    }

    private static Held held(Story story, String id) {
        boolean marked = story.provider() != Provider.TELEGENT;
        return new Held(story.provider(), id, marked ? "sub" + story.number() : null, "890" + story.number(), marked ? null : "person" + story.number(),
                true, false, false, false);
    }

    private Story story(int number) {
        return scheduled.keySet().stream().filter(story -> story.number() == number).findFirst().orElseThrow();
    }

    private void shown(int number, String status, String providerId, String iccid) {
        Story story = story(number);
        shown.put("sub" + number, new Sub("sub" + number, story.provider(), story.customer(), status, providerId, iccid, null));
    }

    private Stream<Failure> failures() {
        Recorded recorded = new Recorded(List.copyOf(shown.values()), operations);
        return OnceEach.of(scheduled, shown, recorded, held, due).findings().stream().map(Finding::failure);
    }

    @Test
    void each_activated_once_is_no_finding() {
        assertThat(failures()).isEmpty();
    }

    @Test
    void one_that_a_provider_made_twice_is_found_whichever_provider_that_is() {
        for (int number = 3; number < 6; number++) {
            Held second = held(story(number), "q" + number);
            held.add(second);
            assertThat(failures()).contains(Failure.DUPLICATED);
            held.remove(second);
        }
        assertThat(failures()).isEmpty();
    }

    @Test
    void one_that_no_provider_holds_is_found() {
        held.removeIf(one -> one.id().equals("p7"));
        assertThat(failures()).containsOnly(Failure.LOST);
    }

    @Test
    void one_that_is_held_as_a_shell_only_is_found() {
        held.replaceAll(one -> one.id().equals("p9")
                ? new Held(one.provider(), one.id(), one.mark(), one.iccid(), one.subscriber(), false, false, false, false) : one);
        assertThat(failures()).containsOnly(Failure.LOST);
    }

    @Test
    void one_that_was_never_carried_out_is_found() {
        operations.removeIf(op -> op.id().equals("done8"));
        held.removeIf(one -> one.id().equals("p8"));
        shown(8, "SCHEDULED", null, null);
        assertThat(failures()).containsOnly(Failure.LOST);
    }

    @Test
    void one_that_was_carried_out_twice_is_found() {
        operations.add(new Op("again8", "sub8", "activate", "SUCCEEDED", null));
        assertThat(failures()).containsExactly(Failure.DUPLICATED);
    }

    @Test
    void one_that_was_refused_before_it_was_carried_out_is_no_finding() {
        operations.add(new Op("before8", "sub8", "activate", "REJECTED", null));
        assertThat(failures()).isEmpty();
    }

    @Test
    void one_that_is_still_due_is_found() {
        due.add("sub5");
        assertThat(failures()).containsExactly(Failure.UNSETTLED);
    }

    @Test
    void an_operation_that_came_to_no_end_is_found() {
        operations.add(new Op("open5", "sub5", "activate", "UNKNOWN", null));
        assertThat(failures()).containsExactly(Failure.UNSETTLED);
    }

    @Test
    void one_that_the_gateway_shows_otherwise_or_not_at_all_is_found() {
        shown(3, "SCHEDULED", "p3", "8903");
        assertThat(failures()).containsExactly(Failure.WRONGLY_ANSWERED);
        shown(3, "ACTIVATED", "p3", "8900");
        assertThat(failures()).containsExactly(Failure.WRONGLY_ANSWERED);
        shown.remove("sub3");
        assertThat(failures()).contains(Failure.LOST);
    }
}
