package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.ProviderUnits;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.mapping.Walk;
import io.patchbay.operation.Pool;
import io.patchbay.operation.PoolSearch;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.provider.Scheduling;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The search for free items, with the made-up provider acme and a pool that knows every item already. */
class RestockerTest {

    private static final Path UNITS = Path.of("src/test/resources/units");
    private static final String ENDLESS = "{\"sims\": [{\"iccid\": \"8937\"}], \"next\": \"again\"}";

    private final Connection connection = mock(Connection.class);
    private final Pool pool = mock(Pool.class);
    private final PoolSearch search = mock(PoolSearch.class);
    private final Restocker restocker = new Restocker(pool, search);
    private final Order order = order();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void begin() {
        restocker.begin(order, (Next.Reserve) order.walk.next());
    }

    @Test
    void a_list_that_does_not_end_ends_the_order_and_nothing_was_sent() {
        int pages = 0;
        for (; order.isCalling() && pages <= Restocker.MOST_PAGES; pages++) {
            answered(200, ENDLESS);
        }
        assertThat(pages).isEqualTo(Restocker.MOST_PAGES);
        assertThat(order.walk.verdict().orElseThrow().outcome()).isEqualTo(OutcomeClass.UNAVAILABLE_NOT_SENT);
    }

    @Test
    void a_refused_authorisation_is_renewed_once() {
        when(connection.renew(any())).thenReturn(true);

        answered(401, "{}");
        assertThat(order.restocking).as("asked again").isNotNull();

        answered(401, "{}");
        assertThat(order.restocking).isNull();
        assertThat(order.walk.verdict().orElseThrow().outcome()).isEqualTo(OutcomeClass.UNAUTHORISED);
    }

    @Test
    void after_a_renewal_the_search_goes_on_where_it_was() {
        when(connection.renew(any())).thenReturn(true);

        answered(401, "{}");
        answered(200, "{\"sims\": []}");

        assertThat(order.restockedInVain).isTrue();
    }

    @Test
    void an_authorisation_that_cannot_be_renewed_ends_the_order() {
        answered(401, "{}");
        assertThat(order.walk.verdict().orElseThrow().outcome()).isEqualTo(OutcomeClass.UNAUTHORISED);
    }

    @Test
    void it_begins_where_the_last_search_was_and_reads_what_lies_before_once_the_list_has_ended() {
        beginAt("page-7");

        answered(200, "{\"sims\": [], \"next\": \"page-8\"}");
        answered(200, "{\"sims\": []}");
        answered(200, "{\"sims\": [], \"next\": \"page-2\"}");
        answered(200, "{\"sims\": [], \"next\": \"page-7\"}");

        assertThat(asked).containsExactly("page-7", "page-8", null, "page-2");
        assertThat(order.restockedInVain).isTrue();
    }

    @Test
    void each_page_is_written_down_for_the_next_search() {
        answered(200, "{\"sims\": [], \"next\": \"page-2\"}");
        answered(200, "{\"sims\": []}");

        verify(search).reached("acme-test", "iccid", "green", null);
        verify(search).reached("acme-test", "iccid", "green", TextNode.valueOf("page-2"));
    }

    @Test
    void a_place_that_the_provider_does_not_know_any_more_is_none() {
        beginAt("expired");

        answered(404, "{}");
        assertThat(order.isCalling()).isTrue();

        answered(404, "{}");
        assertThat(asked).containsExactly("expired", null);
        assertThat(order.walk.verdict().orElseThrow().outcome()).isEqualTo(OutcomeClass.REJECTED);
    }

    @Test
    void an_answer_that_is_in_no_table_makes_a_place_none_too() {
        beginAt("expired");

        answered(418, "{}");
        assertThat(order.isCalling()).isTrue();

        answered(418, "{}");
        assertThat(asked).containsExactly("expired", null);
        assertThat(order.walk.verdict().orElseThrow().outcome()).isEqualTo(OutcomeClass.UNKNOWN);
    }

    @Test
    void what_another_order_has_put_there_meanwhile_ends_the_search() {
        when(pool.hasFree("acme-test", "iccid", "green")).thenReturn(true);

        answered(200, ENDLESS);

        assertThat(order.restocking).isNull();
        assertThat(order.restockedInVain).isFalse();
    }

    private void beginAt(String page) {
        when(search.page("acme-test", "iccid", "green")).thenReturn(Optional.of(TextNode.valueOf(page)));
        begin();
    }

    private void answered(int status, String body) {
        JsonNode page = order.restocking.page();
        asked.add(page == null ? null : page.asText());
        restocker.ask(order);
        order.sending.answer = new ProviderAnswer.Answered(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        Walk after = order.walking().answered(order.sending.answer);
        restocker.absorb(order, after, after.verdict().orElseThrow());
    }

    private Order order() {
        when(connection.account()).thenReturn(new Account("acme-test", "acme", "Acme", URI.create("http://localhost"), Map.of(),
                JsonNodeFactory.instance.objectNode(), Scheduling.GATEWAY, true, null));
        Order made = new Order(null, null, "op_1", Instant.EPOCH);
        made.connection = connection;
        made.unit = ProviderUnits.load(new UnitDirectories(UNITS.resolve("routes"), UNITS.resolve("mappings"), Path.of("contracts")), Clock.systemUTC())
                .unit("acme").orElseThrow();
        made.walk = made.unit.walk(CanonicalOperation.CREATE, tree("""
                {"operation": {"id": "op_1", "kind": "create"}, "offering": {"plan": {"planId": "P1", "shelf": "green"}},
                 "account": {"settings": {"role": "Subscriber"}}, "handles": {}, "command": {"subscriber": {"name": "Ada"}}}"""))
                .answered(new ProviderAnswer.Answered(200, Map.of(), "{\"id\": \"H1\"}".getBytes(StandardCharsets.UTF_8)));
        return made;
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
