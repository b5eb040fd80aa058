package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** TelliSIM's plans, its coverage and its operators. */
final class TellisimCatalogue {

    private static final String OPERATOR_ID = "2dea792a-2dea-492c-815d-8fb826be8d49";
    private static final String CREATED_AT = "2025-01-01T00:00:00Z";

    private final Map<String, TellisimPlan> plans = new LinkedHashMap<>();

    TellisimCatalogue() {
        add(new TellisimPlan("0a3ee1d6-fe5e-4561-91a0-d4649aaf0754", "USA 10 GB", TellisimLabel.GREEN, 10_240, false, 1));
        add(new TellisimPlan("39c3ae26-22a5-49cb-93ca-2fe65b3a5c69", "USA 1 GB monthly", TellisimLabel.BLUE, 1_024, true, 12));
    }

    private void add(TellisimPlan plan) {
        plans.put(plan.id(), plan);
    }

    Optional<TellisimPlan> plan(String id) {
        return Optional.ofNullable(plans.get(id));
    }

    Answer getPlan(String id) {
        return plan(id).map(plan -> data(plan.json())).orElseGet(() -> TellisimErrors.of(404, "Plan not found"));
    }

    Answer listPlans(Request request) {
        return TellisimPages.of(request, plans.values().stream().filter(plan -> wanted(plan, request))
                .map(plan -> plan.json().put("created_at", CREATED_AT)).toList());
    }

    private static boolean wanted(TellisimPlan plan, Request request) {
        return !"true".equals(request.parameter("archived").orElse(null))
                && request.parameter("label").map(label -> label.equalsIgnoreCase(plan.label().spelling())).orElse(true)
                && request.parameter("search_query").map(TellisimCatalogue::lower).map(lower(plan.name())::contains).orElse(true)
                && request.parameter("country_iso_2").map(list -> List.of(list.split(",")).contains("US")).orElse(true);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    Answer listCoverage(Request request) {
        boolean wanted = request.parameter("region_code").map("US"::equals).orElse(true)
                && request.parameter("label").map("Green"::equalsIgnoreCase).orElse(true);
        return list(wanted ? List.of(coverage()) : List.of());
    }

    Answer getCoverage(String id) {
        return id.equals(TellisimPlan.COVERAGE_ID) ? data(coverage()) : TellisimErrors.of(404, "Coverage not found");
    }

    Answer listOperators(Request request) {
        boolean wanted = request.parameter("iso2_codes").map(list -> List.of(list.split(",")).contains("US")).orElse(true);
        return list(wanted ? List.of(operator().put("iso2", "US")) : List.of());
    }

    Answer getOperator(String id) {
        return id.equals(OPERATOR_ID) ? data(operator().put("iso2", "US")) : TellisimErrors.of(404, "Operator not found");
    }

    private static ObjectNode coverage() {
        ObjectNode coverage = Json.object().put("coverage_id", TellisimPlan.COVERAGE_ID).put("label", "Green")
                .put("region_name", "United States").put("region_code", "US");
        coverage.putArray("countries").addObject().put("iso2", "US").put("iso3", "USA").put("name", "United States")
                .putArray("operators").add(operator());
        return coverage;
    }

    private static ObjectNode operator() {
        ObjectNode operator = Json.object().put("operator_id", OPERATOR_ID).put("name", "AT&T USA");
        operator.putArray("supported_rats").add("4G").add("5G");
        operator.putArray("mcc_mnc").add("310-680").add("310-410");
        return operator;
    }

    static Answer data(ObjectNode data) {
        return Answer.json(200, Json.object().put("error", false).set("data", data));
    }

    static Answer list(List<ObjectNode> rows) {
        ArrayNode data = Json.array().addAll(rows);
        return Answer.json(200, Json.object().put("error", false).set("data", data));
    }
}
