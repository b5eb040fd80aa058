package io.patchbay.killmatrix;

/**
 * One answer to an order.
 *
 * @param code      of a problem, else null
 * @param operation the operation it names, else null
 * @param body      of the answer; where there was none, what is known of its loss
 */
record Heard(String node, int status, String code, String operation, String body) {

    private static final int NO_ANSWER = 0;

    static Heard of(Node node, Http.Reply reply) {
        String operation = reply.location().filter(at -> at.startsWith("/v1/operations/")).map(at -> at.substring(at.lastIndexOf('/') + 1))
                .orElseGet(() -> reply.text("/operationId"));
        return new Heard(node.name, reply.status(), reply.text("/code"), operation, reply.body());
    }

    boolean isSuccess() {
        return status == 200 || status == 201;
    }

    /** The connection ended, and with it whatever would have been said. */
    static Heard nothing(Node node, Http.Lost lost) {
        return new Heard(node.name, NO_ANSWER, null, null, lost.toString());
    }

    boolean isNothing() {
        return status == NO_ANSWER;
    }

    /** There and back, or not written down at all: either way it says nothing about the order. */
    boolean saysNothing() {
        return isNothing() || status == 503;
    }

    /** An answer that asks for the same request again, later. */
    boolean asksForPatience() {
        boolean busy = "idempotency-key-in-flight".equals(code) || "operation-in-progress".equals(code);
        return status == 503 || status == 429 || status == 500 || busy;
    }

    /** Written down with the order's outcome, so it has to come back the same for ever. */
    boolean isKept() {
        return isSuccess() || "refused-by-provider".equals(code);
    }

    @Override
    public String toString() {
        return isNothing() ? node + ": " + body : node + " said " + status + (code == null ? "" : " " + code) + (operation == null ? "" : " " + operation);
    }
}
