package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.killmatrix.Recorded.Op;
import io.patchbay.killmatrix.Recorded.Sub;
import io.patchbay.killmatrix.Story.Opening;
import io.patchbay.killmatrix.Told.End;
import io.patchbay.killmatrix.Verdict.Failure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The comparison on records made by hand: it has to find each of the four failures, and nothing where nothing is wrong. */
class ComparisonTest {

    private static final Story AT_CONNECT = story(1, Provider.CONNECT, Opening.NOW);
    private static final Story SHELL = story(1, Provider.CONNECT, Opening.SHELL);
    private static final Story AT_TELEGENT = story(2, Provider.TELEGENT, Opening.NOW);
    private static final Story AT_TELLISIM = story(3, Provider.TELLISIM, Opening.NOW);
    private static final Op DONE = op("op1", "create", "SUCCEEDED");

    private static Story story(int number, Provider provider, Opening opening) {
        return new Story(number, provider, opening, true, false, false, List.of());
    }

    private static Op op(String id, String kind, String state) {
        return new Op(id, "sub1", kind, state, null);
    }

    private static Sub sub(Story story, String status, String providerId) {
        return new Sub("sub1", story.provider(), story.customer(), status, providerId, null, null);
    }

    private static Held held(Story story, String id) {
        return new Held(story.provider(), id, story.provider() == Provider.TELEGENT ? null : "sub1", "890" + id, null, true, false, false, false);
    }

    private static Held cancelled(Held one) {
        return new Held(one.provider(), one.id(), one.mark(), one.iccid(), one.subscriber(), one.equipped(), true, true, one.suspended());
    }

    private static Told told(Story story, Act act, End end, Heard... heard) {
        List<String> operations = end == End.OPEN ? List.of("op1") : List.of();
        return new Told(story, new Step(act, null, true, false, true), end, "sub1", List.of(heard), operations, List.of());
    }

    private static Heard heard(int status, String body) {
        return new Heard("a", status, Http.json(body).path("code").asText(null), null, body);
    }

    private static Stream<Failure> failures(List<Told> told, List<Sub> subs, List<Op> ops, List<Held> held) {
        return Comparison.of(told, new Recorded(subs, ops), held, Map.of()).findings().stream().map(Verdict.Finding::failure);
    }

    @Test
    void what_was_told_done_and_is_held_is_no_finding() {
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.DONE, heard(201, "{}"), heard(201, "{}"))),
                List.of(sub(AT_CONNECT, "ACTIVATED", "p1")), List.of(DONE), List.of(held(AT_CONNECT, "p1")))).isEmpty();
    }

    @Test
    void what_was_refused_and_is_not_held_is_no_finding() {
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.REFUSED)), List.of(sub(AT_CONNECT, "FAILED", null)),
                List.of(op("op1", "create", "REJECTED")), List.of())).isEmpty();
    }

    @Test
    void a_creation_told_done_that_no_provider_holds_is_lost() {
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.DONE)), List.of(sub(AT_CONNECT, "ACTIVATED", "p1")), List.of(DONE), List.of()))
                .contains(Failure.LOST).doesNotContain(Failure.DUPLICATED);
    }

    @Test
    void a_creation_told_done_that_the_gateway_forgot_is_lost() {
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.DONE)), List.of(), List.of(), List.of())).contains(Failure.LOST);
    }

    @Test
    void a_cancellation_told_done_that_did_not_happen_is_lost() {
        assertThat(failures(List.of(told(AT_TELEGENT, Act.CREATE, End.DONE), told(AT_TELEGENT, Act.CANCEL, End.DONE)),
                List.of(sub(AT_TELEGENT, "ACTIVATED", "p1")), List.of(DONE), List.of(held(AT_TELEGENT, "p1")))).containsExactly(Failure.LOST);
    }

    @Test
    void an_activation_told_done_that_did_not_happen_is_lost() {
        Held shell = new Held(Provider.CONNECT, "p1", "sub1", null, null, false, false, false, false);
        assertThat(failures(List.of(told(SHELL, Act.CREATE, End.DONE), told(SHELL, Act.ACTIVATE, End.DONE)),
                List.of(sub(SHELL, "PENDING", "p1")), List.of(DONE), List.of(shell))).containsExactly(Failure.LOST);
    }

    @Test
    void a_pause_told_done_that_did_not_happen_is_lost() {
        assertThat(failures(List.of(told(AT_TELEGENT, Act.CREATE, End.DONE), told(AT_TELEGENT, Act.PAUSE, End.DONE)),
                List.of(sub(AT_TELEGENT, "PAUSED", "p1")), List.of(DONE), List.of(held(AT_TELEGENT, "p1")))).containsExactly(Failure.LOST);
    }

    @Test
    void a_promised_operation_that_is_gone_is_lost() {
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.OPEN)), List.of(sub(AT_CONNECT, "ACTIVATED", "p1")), List.of(),
                List.of(held(AT_CONNECT, "p1")))).contains(Failure.LOST);
    }

    @Test
    void what_nobody_points_to_is_duplicated() {
        assertThat(failures(List.of(told(AT_TELEGENT, Act.CREATE, End.DONE)), List.of(sub(AT_TELEGENT, "ACTIVATED", "p1")), List.of(DONE),
                List.of(held(AT_TELEGENT, "p1"), held(AT_TELEGENT, "p2")))).containsExactly(Failure.DUPLICATED);
    }

    @Test
    void a_duplicate_that_was_deleted_again_is_still_one() {
        assertThat(failures(List.of(told(AT_TELLISIM, Act.CREATE, End.DONE)), List.of(sub(AT_TELLISIM, "PENDING", "p1")), List.of(DONE),
                List.of(held(AT_TELLISIM, "p1"), cancelled(held(AT_TELLISIM, "p2"))))).containsOnly(Failure.DUPLICATED);
    }

    @Test
    void one_order_taken_twice_is_duplicated() {
        Sub second = new Sub("sub2", Provider.TELEGENT, AT_TELEGENT.customer(), "ACTIVATED", "p2", null, null);
        assertThat(failures(List.of(told(AT_TELEGENT, Act.CREATE, End.DONE)), List.of(second, sub(AT_TELEGENT, "ACTIVATED", "p1")), List.of(DONE),
                List.of(held(AT_TELEGENT, "p1"), held(AT_TELEGENT, "p2")))).containsOnly(Failure.DUPLICATED);
    }

    @Test
    void two_living_on_one_sim_are_duplicated_but_a_sim_given_out_again_is_not() {
        Story next = story(4, Provider.TELLISIM, Opening.NOW);
        Sub other = new Sub("sub2", Provider.TELLISIM, next.customer(), "PENDING", "p2", null, null);
        Held first = new Held(Provider.TELLISIM, "p1", "sub1", "8901", null, true, false, false, false);
        Held second = new Held(Provider.TELLISIM, "p2", "sub2", "8901", null, true, false, false, false);
        List<Sub> subs = List.of(sub(AT_TELLISIM, "PENDING", "p1"), other);
        assertThat(failures(List.of(), subs, List.of(), List.of(first, second))).containsExactly(Failure.DUPLICATED);
        assertThat(failures(List.of(), subs, List.of(), List.of(cancelled(first), second))).isEmpty();
    }

    @Test
    void two_of_ours_that_point_to_one_there_are_duplicated() {
        Sub other = new Sub("sub2", Provider.CONNECT, "customer-9", "ACTIVATED", "p1", null, null);
        assertThat(failures(List.of(), List.of(sub(AT_CONNECT, "ACTIVATED", "p1"), other), List.of(), List.of(held(AT_CONNECT, "p1"))))
                .containsExactly(Failure.DUPLICATED);
    }

    @Test
    void a_message_carried_out_twice_is_duplicated() {
        List<Told> told = List.of(told(AT_TELLISIM, Act.CREATE, End.DONE), told(AT_TELLISIM, Act.SEND_SMS, End.NEEDS_ATTENTION));
        Recorded recorded = new Recorded(List.of(sub(AT_TELLISIM, "PENDING", "p1")), List.of(DONE, op("op2", "send-sms", "NEEDS_ATTENTION")));
        assertThat(Comparison.of(told, recorded, List.of(held(AT_TELLISIM, "p1")), Map.of(AT_TELLISIM.message(), 2L)).findings())
                .extracting(Verdict.Finding::failure).containsExactly(Failure.DUPLICATED);
        assertThat(Comparison.of(told, recorded, List.of(held(AT_TELLISIM, "p1")), Map.of(AT_TELLISIM.message(), 1L)).isClean()).isTrue();
    }

    @Test
    void an_operation_without_an_end_is_unsettled_and_nothing_else() {
        Sub waiting = new Sub("sub1", Provider.CONNECT, AT_CONNECT.customer(), "PENDING", null, null, "op1");
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.OPEN)), List.of(waiting), List.of(op("op1", "create", "UNKNOWN")),
                List.of(held(AT_CONNECT, "p1")))).containsExactly(Failure.UNSETTLED);
    }

    @Test
    void a_question_for_a_person_is_unsettled_unless_nobody_could_have_found_out() {
        assertThat(failures(List.of(), List.of(), List.of(op("op1", "create", "NEEDS_ATTENTION")), List.of())).containsExactly(Failure.UNSETTLED);
        assertThat(failures(List.of(), List.of(), List.of(op("op1", "send-sms", "NEEDS_ATTENTION")), List.of())).isEmpty();
    }

    @Test
    void a_subscription_that_waits_for_an_operation_that_is_over_is_unsettled() {
        Sub waiting = new Sub("sub1", Provider.CONNECT, AT_CONNECT.customer(), "ACTIVATED", "p1", null, "op1");
        assertThat(failures(List.of(), List.of(waiting), List.of(DONE), List.of(held(AT_CONNECT, "p1")))).containsExactly(Failure.UNSETTLED);
    }

    @Test
    void a_creation_called_refused_that_the_provider_holds_is_a_wrong_answer() {
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.REFUSED)), List.of(sub(AT_CONNECT, "FAILED", null)),
                List.of(op("op1", "create", "REJECTED")), List.of(held(AT_CONNECT, "p1")))).containsExactly(Failure.WRONGLY_ANSWERED);
    }

    @Test
    void a_cancellation_called_refused_that_happened_is_a_wrong_answer() {
        assertThat(failures(List.of(told(AT_TELEGENT, Act.CREATE, End.DONE), told(AT_TELEGENT, Act.CANCEL, End.REFUSED)),
                List.of(sub(AT_TELEGENT, "ACTIVATED", "p1")), List.of(DONE), List.of(cancelled(held(AT_TELEGENT, "p1")))))
                .containsExactly(Failure.WRONGLY_ANSWERED);
    }

    @Test
    void another_answer_under_the_same_key_is_a_wrong_answer() {
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.DONE, heard(503, "{}"), heard(201, "{\"a\":1}"), heard(201, "{\"a\":2}"))),
                List.of(sub(AT_CONNECT, "ACTIVATED", "p1")), List.of(DONE), List.of(held(AT_CONNECT, "p1"))))
                .containsExactly(Failure.WRONGLY_ANSWERED);
    }

    @Test
    void an_answer_that_names_another_subscription_is_a_wrong_answer() {
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.DONE, heard(201, "{\"provider\":{\"subscriptionId\":\"p7\"}}"))),
                List.of(sub(AT_CONNECT, "ACTIVATED", "p1")), List.of(DONE), List.of(held(AT_CONNECT, "p1"))))
                .containsExactly(Failure.WRONGLY_ANSWERED);
    }

    @Test
    void a_fault_of_the_gateway_is_a_wrong_answer_but_being_out_of_reach_is_not() {
        List<Sub> subs = List.of(sub(AT_CONNECT, "ACTIVATED", "p1"));
        List<Held> held = List.of(held(AT_CONNECT, "p1"));
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.DONE, heard(500, "{}"), heard(201, "{}"))), subs, List.of(DONE), held))
                .containsExactly(Failure.WRONGLY_ANSWERED);
        assertThat(failures(List.of(told(AT_CONNECT, Act.CREATE, End.DONE, heard(503, "{}"), heard(201, "{}"))), subs, List.of(DONE), held))
                .isEmpty();
    }
}
