package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Refusal;
import io.patchbay.mapping.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

    @ParameterizedTest
    @CsvSource({"refused:create,CAPABILITY_MISSING", "cannot:/activation/porting,CAPABILITY_MISSING",
        "refuse:subscriber-needed,INVALID", "not-valid,REFUSED_BY_PROVIDER"})
    void who_refuses_decides_what_the_caller_is_told(String rule, ProblemCode code) {
        Order order = new Order(null, null, "op_1", Instant.EPOCH);
        Refusal refusal = new Refusal("capability-missing", null, "Umbra orders no lines.", List.of());

        assertThat(Judgement.problem(order, verdict(OutcomeClass.REJECTED, rule, refusal)).code()).isEqualTo(code);
    }

    @Test
    void what_is_absent_at_the_provider_does_not_exist_for_a_reader() {
        Order order = new Order(null, null, "op_1", Instant.EPOCH);
        Verdict absent = verdict(OutcomeClass.REJECTED, "unknown-line", new Refusal("not-found", null, "Umbra does not know it.", List.of()));

        assertThat(Judgement.ofRead(order, absent).code()).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN,unmapped,200,true", "UNKNOWN,unreadable-answer,200,true", "UNKNOWN,server-fault,503,true", "UNAVAILABLE_NOT_SENT,maintenance,503,true",
        "UNKNOWN,unmappable-answer,200,false", "UNKNOWN,unmapped,418,false", "SUCCEEDED,done,200,false",
        "REJECTED,refused,422,false", "THROTTLED,throttled,429,false"})
    void only_what_the_provider_is_to_blame_for_counts_in_its_breaker(OutcomeClass outcome, String rule, int status, boolean counts) {
        assertThat(ProviderCall.countsAgainstProvider(verdict(outcome, rule, null), status)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE_NOT_SENT,true", "THROTTLED,true", "UNAUTHORISED,false", "REJECTED,false", "UNKNOWN,false", "SUCCEEDED,false"})
    void only_what_was_not_done_for_a_reason_that_passes_may_be_sent_again(OutcomeClass outcome, boolean passing) {
        assertThat(Judgement.isPassing(new Order(null, null, "op_1", Instant.EPOCH), verdict(outcome, "any", null))).isEqualTo(passing);
    }

    private static Verdict verdict(OutcomeClass outcome, String rule, Refusal refusal) {
        return new Verdict(outcome, rule, refusal, null, null);
    }
}
