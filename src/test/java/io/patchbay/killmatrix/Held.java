package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One subscription as a provider really holds it.
 *
 * @param mark       the gateway's id of the subscription where the provider keeps it, else null
 * @param equipped   it has its number or SIM, which for Connect means that its activation was ordered
 * @param cancelled  ended, or (Connect) about to end on a day
 * @param suspended  its SIM or its plan attachment is
 */
record Held(Provider provider, String id, String mark, String iccid, String subscriber, boolean equipped, boolean deleted, boolean cancelled,
            boolean suspended) {

    static Held of(Provider provider, JsonNode truth) {
        String status = truth.path("status").asText();
        boolean deleted = truth.path("deleted").asBoolean();
        boolean ending = truth.at("/record/pendingStatus/status").asText().equals("CANCELLED");
        String iccid = truth.path("iccid").asText(null);
        return new Held(provider, truth.path("id").asText(), mark(provider, truth), iccid, truth.path("subscriber").asText(null),
                provider != Provider.CONNECT || iccid != null, deleted, deleted || ending, status.equals("SUSPENDED"));
    }

    private static String mark(Provider provider, JsonNode truth) {
        return switch (provider) {
            case CONNECT -> truth.at("/record/metadata/patchbaySubscriptionId").asText(null);
            case TELLISIM -> truth.path("reference").asText("").replaceFirst("^patchbay:", "");
            case TELEGENT -> null;
        };
    }

    @Override
    public String toString() {
        return provider.word() + " holds " + id + (deleted ? " deleted" : cancelled ? " ending" : " alive") + (equipped ? "" : " as a shell")
                + (suspended ? " suspended" : "") + (mark == null ? "" : " marked " + mark) + (iccid == null ? "" : " on SIM " + iccid);
    }
}
