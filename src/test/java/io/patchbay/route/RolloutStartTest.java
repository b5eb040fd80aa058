package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.routing.Activation;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.Proposed;
import io.patchbay.routing.Revision;
import io.patchbay.routing.Rollouts;
import io.patchbay.routing.Step;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands against a rollout although its configuration is valid. */
class RolloutStartTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Configuration CONFIGURATION = new Configuration(7, Map.of(), List.of(), Map.of(), Map.of(), List.of());

    private final Rollouts rollouts = mock();
    private final ConfigurationStore configurations = mock();
    private final List<ProposedChange> asked = new ArrayList<>();

    @BeforeEach
    void revision_7_is_in_force() {
        when(configurations.configuration(any())).thenReturn(CONFIGURATION);
        when(configurations.proposed(any())).thenReturn(new Proposed.Valid(CONFIGURATION));
        inForce(7);
    }

    private void inForce(long revision) {
        Instant now = Instant.EPOCH;
        when(configurations.step()).thenReturn(new Step(revision, now, Step.Kind.ACTIVATED, revision, null, null, null, "ops", "because"));
        when(configurations.revision(revision)).thenReturn(new Revision(revision, now, "ops", "because", "digest", JsonNodeFactory.instance.objectNode().put("a", 1)));
    }

    @Test
    void a_condition_that_refuses_the_change_keeps_it_from_beginning() throws IOException {
        ChangeCondition condition = change -> {
            asked.add(change);
            return Optional.of(Problem.of(ProblemCode.INVALID, "The differences were not accepted."));
        };

        JsonNode answer = begun(condition, "\"preview\": \"prv_1\", \"skipCredentialCheck\": \"no network here\"");

        assertThat(answer.path("detail").asText()).isEqualTo("The differences were not accepted.");
        assertThat(asked).singleElement().satisfies(change -> {
            assertThat(change.actor()).isEqualTo("demo");
            assertThat(change.preview()).isEqualTo("prv_1");
            assertThat(change.unchecked()).isEqualTo("no network here");
            assertThat(change.document().toString()).isEqualTo("{\"a\":1,\"b\":{\"c\":2}}");
        });
        verify(rollouts, never()).begin(any(), any(), any(), anyLong(), any());
    }

    @Test
    void where_others_are_faster_again_and_again_it_gives_up() throws IOException {
        when(rollouts.begin(any(), any(), any(), anyLong(), any())).thenReturn(new Activation.Outdated(8));

        assertThat(begun(change -> Optional.empty(), "\"slice\": {\"percent\": 5}").path("code").asText()).isEqualTo("revision-conflict");
        verify(rollouts, atLeast(2)).begin(any(), any(), any(), anyLong(), any());
    }

    @Test
    void who_named_what_they_have_seen_is_told_at_once() throws IOException {
        when(rollouts.begin(any(), any(), any(), anyLong(), any())).thenAnswer(others -> {
            inForce(8);
            return new Activation.Outdated(8);
        });

        assertThat(begun(change -> Optional.empty(), "\"based\": 7").path("code").asText()).isEqualTo("revision-conflict");
        verify(rollouts, times(1)).begin(any(), any(), any(), anyLong(), any());
    }

    @Test
    void another_one_that_began_just_then_is_not_disturbed() throws IOException {
        when(rollouts.begin(any(), any(), any(), anyLong(), any())).thenReturn(new Activation.Occupied(8));

        assertThat(begun(change -> Optional.empty(), "\"based\": 7").path("code").asText()).isEqualTo("rollout-in-progress");
    }

    private JsonNode begun(ChangeCondition condition, String more) throws IOException {
        Exchange exchange = exchange("{\"reason\": \"r\", \"patch\": {\"b\": {\"c\": 2, \"d\": null}}, " + more + "}");
        new RolloutStart(rollouts, mock(), new Authoring(configurations, List.of(condition))).begin(exchange);
        return JSON.readTree(exchange.getMessage().getBody(byte[].class));
    }

    private static Exchange exchange(String body) throws JsonProcessingException {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        Inbound inbound = new Inbound("beginRollout", null, Map.of(), Map.of(), (ObjectNode) JSON.readTree(body), true, null, false, null, "demo");
        exchange.setProperty(Order.PROPERTY, new Order(inbound, CONFIGURATION, "op", Instant.EPOCH));
        return exchange;
    }
}
