package io.patchbay.access;

import io.patchbay.routing.Configuration;
import io.patchbay.routing.InForce;
import java.util.Optional;

/**
 * The valid keys of what is in force. Who comes in is decided by the very configuration that the request is then decided by, so that a key
 * that was revoked ends with the configuration that revoked it.
 */
record KeyRings(InForce inForce, KeyRing stable, Optional<KeyRing> candidate) {

    static KeyRings of(InForce inForce) {
        return new KeyRings(inForce, new KeyRing(inForce.stable()), inForce.candidate().map(tried -> new KeyRing(tried.configuration())));
    }

    /** @param draw a number 0..99 for this request, drawn by chance */
    Optional<Caller> caller(String key, int draw) {
        Optional<Caller> known = stable.caller(key);
        Optional<Caller> tried = candidate.flatMap(ring -> ring.caller(key));
        return known.or(() -> tried).map(caller -> choose(caller, draw)).flatMap(chosen -> chosen == inForce.stable() ? known : tried);
    }

    /** Nothing is tried out on administrators, so that they can always end the trial. */
    private Configuration choose(Caller caller, int draw) {
        return caller.tenant() == null ? inForce.stable() : inForce.of(caller.tenant(), draw);
    }
}
