package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;

import io.patchbay.Patchbay;
import io.patchbay.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Route;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.platform.http.DefaultPlatformHttpConsumer;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.processor.WireTapProcessor;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** The routes as a reader and as a message meets them; behind {@code direct:carry} nothing is called. */
@CamelSpringBootTest
@DirtiesContext
@MockEndpointsAndSkip("direct:carry")
@SpringBootTest(classes = Patchbay.class, webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "patchbay.config-dir=config/demo"})
class CoreRoutesTest {

    private static final String ORDER = "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"cust-1\", \"activation\": {}}";

    @EndpointInject("mock:direct:carry")
    private MockEndpoint carry;

    @MockitoSpyBean
    private Validation validation;

    @Autowired
    private CamelContext context;

    @Autowired
    private EntranceTable table;

    @Autowired
    private TestRestTemplate http;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        TestDatabase database = TestDatabase.empty();
        registry.add("spring.datasource.url", database::url);
        registry.add("spring.datasource.username", database::username);
        registry.add("spring.datasource.password", database::password);
    }

    @BeforeEach
    void forget() {
        carry.reset();
    }

    @Test
    void an_accepted_order_travels_as_one_property_and_without_loose_headers() throws InterruptedException {
        carry.expectedMessageCount(1);
        carry.expectedMessagesMatches(exchange -> Order.of(exchange).getProvider().equals("connect"));

        order(ORDER);

        carry.assertIsSatisfied();
    }

    @Test
    void every_operation_has_an_entrance_of_its_own() {
        List<Entrance> entrances = context.getRoutes().stream().map(Route::getConsumer).filter(DefaultPlatformHttpConsumer.class::isInstance)
                .map(consumer -> (Entrance) ((DefaultPlatformHttpConsumer) consumer).getPlatformHttpConsumer()).toList();

        assertThat(entrances).hasSizeGreaterThan(20).allSatisfy(entrance -> assertThat(entrance.methods()).isNotEmpty().allSatisfy(method ->
                assertThat(table.find(method, entrance.path().replaceAll("[{][^}]+}", "x")).orElseThrow().entrance()).isSameAs(entrance)));
    }

    @Test
    void what_no_route_takes_is_answered_by_spring_mvc() {
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Api-Key", "pb_test_acme_demo");

        assertThat(http.exchange("/v1/operations", HttpMethod.HEAD, new HttpEntity<>(headers), String.class).getStatusCode().value()).isEqualTo(200);
        assertThat(http.exchange("/v1/operations", HttpMethod.DELETE, new HttpEntity<>(headers), String.class).getHeaders().getAllow())
                .containsExactly(HttpMethod.GET);
        assertThat(http.exchange("/v1/operations/", HttpMethod.GET, new HttpEntity<>(headers), String.class).getStatusCode().value()).isEqualTo(404);
    }

    @Test
    void a_refused_order_never_gets_as_far_as_being_carried() throws InterruptedException {
        carry.expectedMessageCount(0);

        ResponseEntity<String> answer = order("{\"productOfferingId\": \"no-such-thing\", \"customerId\": \"cust-1\"}");

        assertThat(answer.getStatusCode().value()).isEqualTo(422);
        carry.assertIsSatisfied();
    }

    @Test
    void every_route_says_what_it_is_for() {
        List<String> silent = definitions().stream().filter(route -> !isRest(route) && !made(route)).filter(route -> route.getDescriptionText() == null)
                .map(RouteDefinition::getId).toList();

        assertThat(silent).isEmpty();
    }

    @Test
    void orders_behind_their_answer_wait_for_no_thread() throws Exception {
        WireTapProcessor tap = context.getProcessor("behind-the-answer", WireTapProcessor.class);
        ExecutorService executor = context.getRegistry().lookupByNameAndType("behindTheAnswer", ExecutorService.class);

        assertThat(tap).extracting("executorService").isSameAs(executor);
        assertThat(executor.submit(() -> Thread.currentThread().isVirtual()).get()).isTrue();
    }

    @Test
    void every_step_has_a_name_of_its_own() {
        List<String> nameless = definitions().stream().filter(route -> !isRest(route))
                .flatMap(route -> route.getOutputs().stream()).filter(step -> !hasOwnId(step)).map(ProcessorDefinition::getShortName).toList();

        assertThat(nameless).isEmpty();
    }

    @Test
    void a_fault_in_a_route_that_others_hand_messages_to_is_answered_by_the_outermost() throws InterruptedException {
        carry.expectedMessageCount(0);
        doThrow(new IllegalStateException("a fault")).when(validation).validate(any());

        ResponseEntity<String> answer = order(ORDER);

        assertThat(answer.getStatusCode().value()).isEqualTo(500);
        assertThat(answer.getBody()).contains("\"code\":\"internal\"");
        carry.assertIsSatisfied();
    }

    @Test
    void a_message_that_nobody_hands_on_is_in_a_route_that_answers_its_faults() {
        Set<String> begun = Set.of("direct:to-provider-later", "direct:carry-out", "direct:look", "direct:settle", "direct:settle-due-here",
                "direct:carry-out-due-here", "direct:look-due-here");

        assertThat(definitions()).extracting(route -> route.getInput().getEndpointUri()).containsAll(begun);
        assertThat(definitions()).filteredOn(route -> "inner".equals(route.getRouteConfigurationId())).isNotEmpty()
                .extracting(route -> route.getInput().getEndpointUri()).allSatisfy(uri -> assertThat(uri).startsWith("direct:").isNotIn(begun));
    }

    @Test
    void no_events_are_made_of_messages_for_nobody() {
        assertThat(context.getCamelContextExtension().isEventNotificationApplicable()).isFalse();
    }

    @Test
    void every_direct_endpoint_that_is_called_has_a_route_behind_it() {
        Set<String> consumed = Set.copyOf(definitions().stream().map(route -> route.getInput().getEndpointUri()).toList());

        assertThat(definitions()).filteredOn(CoreRoutesTest::isRest)
                .allSatisfy(route -> assertThat(consumed).contains(((ToDefinition) route.getOutputs().getLast()).getEndpointUri()));
    }

    @Test
    void every_route_that_the_clock_wakes_can_be_paused_and_is_written_down_and_stays_when_one_node_stops() {
        assertThat(context.getRoutes()).filteredOn(route -> route.getEndpoint() instanceof QuartzEndpoint).isNotEmpty().allSatisfy(route -> {
            QuartzEndpoint clock = (QuartzEndpoint) route.getEndpoint();
            assertThat(clock.getTriggerName()).isEqualTo(route.getRouteId());
            assertThat(clock.isDeleteJob()).isFalse();
            assertThat(clock.isStateful()).as("a trigger that waits for another can be left waiting").isFalse();
            List<ProcessorDefinition<?>> steps = ((ModelCamelContext) context).getRouteDefinition(route.getRouteId()).getOutputs().stream()
                    .filter(step -> !(step instanceof OnExceptionDefinition)).toList();
            assertThat(steps.getFirst()).isInstanceOfSatisfying(BeanDefinition.class, step -> assertThat(step.getRef() + "." + step.getMethod())
                    .isEqualTo("wakeUps.begin"));
            assertThat(steps.getLast()).isInstanceOfSatisfying(BeanDefinition.class, step -> assertThat(step.getRef() + "." + step.getMethod())
                    .isEqualTo("wakeUps.end"));
        });
    }

    private ResponseEntity<String> order(String body) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Api-Key", "pb_test_acme_demo");
        headers.setContentType(MediaType.APPLICATION_JSON);
        // a connection kept since the last test may just be ending, and this client does not repeat a POST
        headers.setConnection("close");
        return http.postForEntity("/v1/subscriptions", new HttpEntity<>(body, headers), String.class);
    }

    private List<RouteDefinition> definitions() {
        return ((ModelCamelContext) context).getRouteDefinitions();
    }

    private static boolean isRest(RouteDefinition route) {
        return Boolean.TRUE.equals(route.isRest());
    }

    /** Made from a template, which says it once for all. */
    private static boolean made(RouteDefinition route) {
        return Boolean.TRUE.equals(route.isTemplate());
    }

    private static boolean hasOwnId(OptionalIdentifiedDefinition<?> step) {
        return step.hasCustomIdAssigned();
    }
}
