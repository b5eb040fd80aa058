package io.patchbay.contract;

import java.util.Locale;

/**
 * Every reason for which the API refuses or fails a request, with its HTTP status. The names are part of the contract: callers
 * branch on {@link #code()}, so a constant may be added but never renamed.
 */
public enum ProblemCode {
    MALFORMED_JSON(400, false, "The body is not readable JSON"),
    MALFORMED_REQUEST(400, false, "The request is not readable"),
    UNAUTHENTICATED(401, false, "No valid API key"),
    SCOPE_MISSING(403, false, "This API key may not do that"),
    NOT_FOUND(404, false, "Not found"),
    METHOD_NOT_ALLOWED(405, false, "This path does not take that method"),
    NOT_ACCEPTABLE(406, false, "No answer in an accepted media type"),
    IDEMPOTENCY_KEY_REUSED(409, false, "The idempotency key belongs to another request"),
    IDEMPOTENCY_KEY_IN_FLIGHT(409, true, "A request with this idempotency key is still running"),
    REFERENCE_TAKEN(409, false, "The referenceId is already in use"),
    WRONG_STATE(409, false, "The subscription's status does not allow this"),
    OPERATION_IN_PROGRESS(409, true, "Another operation on this subscription is still open"),
    ALREADY_SETTLED(409, false, "The operation has its outcome already"),
    OPERATION_BUSY(409, true, "A node is working on the operation"),
    PROVIDER_SUBSCRIPTION_TAKEN(409, false, "Another subscription has this provider subscription id"),
    REVISION_CONFLICT(409, true, "The configuration has changed meanwhile"),
    ROLLOUT_IN_PROGRESS(409, true, "Another revision is being tried out"),
    ACCOUNT_IN_USE(409, false, "The account still holds subscriptions"),
    TENANT_IN_USE(409, false, "The tenant still has subscriptions"),
    PREVIEW_OUTDATED(409, false, "The preview is of another change"),
    PRECONDITION_FAILED(412, false, "It has changed since it was read"),
    BODY_TOO_LARGE(413, false, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, false, "The media type is not supported"),
    INVALID(422, false, "The request is not valid"),
    INVALID_CONFIGURATION(422, false, "The configuration would not be valid"),
    CAPABILITY_MISSING(422, false, "The provider cannot do this"),
    REFUSED_BY_PROVIDER(422, false, "The provider refused the order"),
    CREDENTIALS_REFUSED(422, false, "The credentials of a provider account cannot be used"),
    CREDENTIALS_UNVERIFIED(422, true, "The credentials of a provider account could not be tried"),
    NO_ROUTE(422, false, "No provider account is configured for this request"),
    PRECONDITION_REQUIRED(428, false, "What is changed must have been read before"),
    PREVIEW_REQUIRED(428, false, "The change must have been previewed"),
    PROVIDER_THROTTLED(429, true, "The provider asks to slow down"),
    INTERNAL(500, true, "Something went wrong in the gateway"),
    PROVIDER_UNAVAILABLE(503, true, "The provider cannot be reached"),
    PROVIDER_CREDENTIALS_REFUSED(503, true, "The provider refuses the gateway's credentials"),
    ACCOUNT_DRAINING(503, true, "The provider takes no new subscriptions at the moment"),
    NOT_READY(503, true, "Patchbay is not ready");

    private final int status;
    private final boolean retryable;
    private final String title;

    ProblemCode(int status, boolean retryable, String title) {
        this.status = status;
        this.retryable = retryable;
        this.title = title;
    }

    /** The word callers branch on, such as {@code idempotency-key-reused}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean retryable() {
        return retryable;
    }

    public String title() {
        return title;
    }
}
