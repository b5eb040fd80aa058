package io.patchbay.routing;

import io.patchbay.provider.Account;
import java.util.Optional;

/**
 * What is in force at one moment: one revision for everybody, and while another one is being tried out, that one for a part. Immutable: a
 * request takes it once and stays on what it chose.
 *
 * @param step      larger is newer
 * @param stable    for everybody whom the candidate does not take
 * @param candidate what is being tried out
 */
public record InForce(long step, Configuration stable, Optional<Candidate> candidate) {

    /** A revision that is being tried out, and for whom. */
    public record Candidate(Configuration configuration, Slice slice) {
    }

    /** The configuration for a request. @param draw a number 0..99 that was drawn for it */
    public Configuration of(String tenant, int draw) {
        return candidate.filter(tried -> tried.slice().takes(tenant, draw)).map(Candidate::configuration).orElse(stable);
    }

    /** The configuration for what the gateway does of itself for a tenant. A share of all requests takes none of it, for none was sent. */
    public Configuration unasked(String tenant) {
        return candidate.filter(tried -> tried.slice().takes(tenant, 100)).map(Candidate::configuration).orElse(stable);
    }

    /** The configuration for an order that was decided on a revision before: still that one if it is in force, otherwise the one for everybody. */
    public Configuration of(long revision) {
        return candidate.map(Candidate::configuration).filter(tried -> tried.revision() == revision).orElse(stable);
    }

    /** Whether an account is in use exactly as it is configured there. */
    public boolean names(Account account) {
        return account.equals(stable.accounts().get(account.name()))
                || candidate.filter(tried -> account.equals(tried.configuration().accounts().get(account.name()))).isPresent();
    }
}
