package io.patchbay.route;

import io.patchbay.audit.Act;
import io.patchbay.audit.Audit;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.provider.Account;
import io.patchbay.provider.AccountState;
import io.patchbay.routing.Configuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What an account is called with must work before it comes into force: a wrong key would be met by the orders of resellers first. Only
 * accounts that are new or are called otherwise than before are tried, all at once. What was in force before is not kept waiting for a provider.
 */
@Component
class CredentialsCondition implements ChangeCondition {

    private static final Logger log = LoggerFactory.getLogger(CredentialsCondition.class);

    private final CredentialTrial trial;
    private final Audit audit;
    private final Duration patience;

    /** @param patience for all accounts together */
    CredentialsCondition(CredentialTrial trial, Audit audit, @Value("${patchbay.credentials.patience:10s}") Duration patience) {
        this.trial = trial;
        this.audit = audit;
        this.patience = patience;
    }

    @Override
    public Optional<Problem> refuses(ProposedChange change) {
        List<Account> accounts = toTry(change.before(), change.after());
        if (accounts.isEmpty()) {
            return Optional.empty();
        }
        if (change.unchecked() != null) {
            log.warn("The credentials of {} come into force untried, as administrator {} asks for; the reason is in the audit",
                    accounts.stream().map(Account::name).toList(), change.actor());
            return Optional.empty();
        }
        if (change.purpose() == Purpose.RESTORE) {
            log.warn("The credentials of {} come into force untried, as administrator {} restores what was in force before; if they do not work any more, "
                    + "orders get provider-credentials-refused", accounts.stream().map(Account::name).toList(), change.actor());
            return Optional.empty();
        }
        List<FieldError> errors = tried(accounts);
        accounts.forEach(account -> audit.record(new Act(change.actor(), "credentials.tried", "accounts/" + account.name(), outcome(account, errors), null, null)));
        return problem(errors);
    }

    private static List<Account> toTry(Configuration before, Configuration after) {
        return after.accounts().values().stream().filter(account -> account.state() != AccountState.MAINTENANCE)
                .filter(account -> isCalledOtherwise(before.accounts().get(account.name()), account))
                .sorted(Comparator.comparing(Account::name)).toList();
    }

    /** What changed during its maintenance has not been tried, so it is when that ends. */
    private static boolean isCalledOtherwise(Account before, Account after) {
        return before == null || before.state() == AccountState.MAINTENANCE || !before.provider().equals(after.provider()) || !before.baseUrl().equals(after.baseUrl())
                || !before.credentials().equals(after.credentials()) || !before.settings().equals(after.settings());
    }

    private List<FieldError> tried(List<Account> accounts) {
        List<FieldError> errors = new ArrayList<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<List<FieldError>>> trials = threads.invokeAll(accounts.stream()
                    .map(account -> (Callable<List<FieldError>>) () -> trial.of(account)).toList(), patience.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < trials.size(); i++) {
                errors.addAll(result(accounts.get(i), trials.get(i)));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            accounts.forEach(account -> errors.addAll(CredentialTrial.unverified(account, "This node is being stopped")));
        } finally {
            threads.shutdownNow();
        }
        return errors;
    }

    private List<FieldError> result(Account account, Future<List<FieldError>> trial) throws InterruptedException {
        try {
            return trial.get();
        } catch (CancellationException tooLong) {
            return CredentialTrial.unverified(account, "There was no answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException fault) {
            log.error("The credentials of account {} could not be tried; the change is refused until they can be, or it is asked for without a check",
                    account.name(), fault.getCause());
            return CredentialTrial.unverified(account, "They could not be tried (" + fault.getCause().getClass().getSimpleName() + "); the log says more");
        }
    }

    /** A secret went to an address that somebody chose; whether the change comes into force or not, it is known who chose it. */
    private static String outcome(Account account, List<FieldError> errors) {
        return errors.stream().filter(error -> error.pointer().split("/")[2].equals(account.name())).map(FieldError::code).findFirst().orElse("accepted");
    }

    private static Optional<Problem> problem(List<FieldError> errors) {
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        boolean untriedOnly = errors.stream().allMatch(error -> error.code().equals(CredentialTrial.UNVERIFIED));
        return Optional.of(untriedOnly
                ? Problem.of(ProblemCode.CREDENTIALS_UNVERIFIED, "The credentials of " + count(errors)
                        + " could not be tried; see errors. Nothing has changed. Try again, or skip the check with a reason.").errors(errors)
                : Problem.of(ProblemCode.CREDENTIALS_REFUSED, "The credentials of " + count(errors)
                        + " cannot be used; see errors. Nothing has changed.").errors(errors));
    }

    private static String count(List<FieldError> errors) {
        long accounts = errors.stream().map(error -> error.pointer().split("/")[2]).distinct().count();
        return accounts == 1 ? "1 account" : accounts + " accounts";
    }
}
