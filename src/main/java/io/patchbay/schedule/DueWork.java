package io.patchbay.schedule;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.utc;
import static io.patchbay.subscription.Script.moments;
import static io.patchbay.subscription.Script.texts;

import io.patchbay.subscription.RowStatement;
import io.patchbay.subscription.Script;
import io.patchbay.subscription.Subscription;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What this gateway has promised to do and when, one row for each. A row follows its subscription: it is written in the same transaction and
 * goes when the promise is kept or taken back. A claim only keeps the other nodes from trying the same at once; what makes sure that nothing
 * is done twice is the operation that each promise becomes.
 */
@Repository
public class DueWork {

    private static final RowStatement BEGIN = RowStatement.of("""
            insert into due_work (subscription_id, kind, tenant, account, due_at, try_at, promised_at, keep_by)
            select id, kind, tenant, account, at::timestamptz, at::timestamptz, promised::timestamptz, keep_by::timestamptz
            from %s""",
            "id text", "kind text", "tenant text", "account text", "at text", "promised text", "keep_by text");

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;

    DueWork(JdbcClient jdbc, TransactionTemplate transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** For a subscription that is new. Runs inside the transaction that writes it, as the other methods that follow one. */
    public void begin(Subscription made) {
        Due.of(made).forEach(due -> promise(made, due));
    }

    /** For a subscription that changes. @param before as it stood; what was owed then and is owed still is not touched */
    public void follow(Subscription before, Subscription next) {
        Set<Due> was = Due.of(before);
        Set<Due> is = Due.of(next);
        was.stream().filter(due -> is.stream().noneMatch(other -> other.kind() == due.kind())).forEach(due -> forget(next.id(), due.kind()));
        is.stream().filter(due -> !was.contains(due)).forEach(due -> promise(next, due));
    }

    /** @return all that a new subscription is owed */
    public List<Owed> owed(Subscription made) {
        return owed(made, Due.of(made));
    }

    /** @return what a subscription is owed more than before; empty if anything that was owed is not owed any more, or at another moment */
    public Optional<List<Owed>> added(Subscription before, Subscription next) {
        Set<Due> was = Due.of(before);
        Set<Due> is = Due.of(next);
        return is.containsAll(was) ? Optional.of(owed(next, is.stream().filter(due -> !was.contains(due)).collect(Collectors.toSet()))) : Optional.empty();
    }

    private List<Owed> owed(Subscription subscription, Set<Due> all) {
        Instant now = clock.instant();
        return all.stream().map(due -> new Owed(subscription, due.kind(), Moments.of(subscription, due, now))).toList();
    }

    /** For subscriptions that are new or owed more than before. */
    public void begin(Script script, List<Owed> all) {
        script.then(BEGIN, all.size(),
                texts(all, owed -> owed.subscription.id()), texts(all, owed -> owed.kind.name()), texts(all, owed -> owed.subscription.tenant()),
                texts(all, owed -> owed.subscription.account()), moments(all, owed -> owed.moments.dueAt()),
                moments(all, owed -> owed.moments.promisedAt()), moments(all, owed -> owed.moments.keepBy()),
                Script.places(all));
    }

    /** Something that a subscription is owed from now on. */
    public static final class Owed {
        private final Subscription subscription;
        private final DueKind kind;
        private final Moments moments;

        private Owed(Subscription subscription, DueKind kind, Moments moments) {
            this.subscription = subscription;
            this.kind = kind;
            this.moments = moments;
        }
    }

    /** For a subscription that another account carries from now on. */
    public void assign(String subscriptionId, String account) {
        jdbc.sql("update due_work set account = :account where subscription_id = :id").param("account", account).param("id", subscriptionId).update();
    }

    /**
     * Puts the rows of a subscription right where one of them was found to promise what it is not owed: written by hand, or beside a node of a
     * version that did not know them. Unless somebody is changing it, who then does that.
     */
    public void correct(Subscription known) {
        transactions.executeWithoutResult(status -> {
            boolean still = jdbc.sql("select true from subscription where subscription_id = :id and version = :version for share skip locked")
                    .param("id", known.id()).param("version", known.version()).query(Boolean.class).optional().isPresent();
            if (still) {
                Set<Due> is = Due.of(known);
                Stream.of(DueKind.values()).filter(kind -> is.stream().noneMatch(due -> due.kind() == kind)).forEach(kind -> forget(known.id(), kind));
                is.forEach(due -> promise(known, due));
            }
        });
    }

    private void promise(Subscription subscription, Due due) {
        Moments moments = Moments.of(subscription, due, clock.instant());
        // the same promise once more is none to tell of anew
        jdbc.sql("""
                        insert into due_work (subscription_id, kind, tenant, account, due_at, try_at, promised_at, keep_by)
                        values (:id, :kind, :tenant, :account, :at, :at, :promised, :keepBy)
                        on conflict (subscription_id, kind) do update set due_at = excluded.due_at, try_at = excluded.try_at, account = excluded.account,
                          promised_at = excluded.promised_at, tries = 0, jeopardy = null, expected_at = null,
                          keep_by = case when due_work.due_at = excluded.due_at then due_work.keep_by else excluded.keep_by end,
                          told = case when due_work.due_at = excluded.due_at then due_work.told end""")
                .param("id", subscription.id()).param("kind", due.kind().name()).param("tenant", subscription.tenant())
                .param("account", subscription.account()).param("at", utc(moments.dueAt()))
                .param("promised", utc(moments.promisedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("keepBy", utc(moments.keepBy()), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    private void forget(String subscriptionId, DueKind kind) {
        jdbc.sql("delete from due_work where subscription_id = :id and kind = :kind").param("id", subscriptionId).param("kind", kind.name()).update();
    }

    /** Those of the accounts for which there is something to do now. */
    public List<String> accountsDue(Collection<String> accounts, DueKind... kinds) {
        return jdbc.sql("select account from unnest(:accounts::text[]) as account where exists (select from due_work"
                        + " where due_work.account = account.account and try_at <= :now and " + among(kinds) + ")")
                .param("accounts", accounts.toArray(String[]::new)).param("now", utc(clock.instant()))
                .query(String.class).list();
    }

    /**
     * Takes what is due of an account, the longest waiting first, and what no other node is about to take.
     *
     * @param claim how long the other nodes leave it alone
     */
    public List<DueTask> take(String account, int most, Duration claim, DueKind... kinds) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        with due as materialized (
                          select subscription_id, kind from due_work where account = :account and try_at <= :now and %s
                          order by try_at limit :most for update skip locked)
                        update due_work set try_at = :until, tries = tries + 1 from due
                        where due_work.subscription_id = due.subscription_id and due_work.kind = due.kind
                        returning due_work.*""".formatted(among(kinds)))
                .param("account", account).param("now", utc(now)).param("until", utc(now.plus(claim))).param("most", most)
                .query(DueWork::task).list();
    }

    /**
     * Lets a promise rest that could not be kept yet. One that was moved meanwhile keeps its new moment.
     *
     * @param counts whether it was tried at all
     */
    public void rest(DueTask task, Duration rest, boolean counts) {
        jdbc.sql("update due_work set try_at = :until, tries = tries - :not where subscription_id = :id and kind = :kind and due_at = :dueAt")
                .param("until", utc(clock.instant().plus(rest))).param("not", counts ? 0 : 1).param("id", task.subscriptionId()).param("kind", task.kind().name())
                .param("dueAt", utc(task.dueAt()))
                .update();
    }

    /** Lets looks rest that were taken and not made. */
    public void rest(List<DueTask> looks, Duration rest) {
        if (looks.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        update due_work set try_at = :until from unnest(:ids::text[], :dueAts::timestamptz[]) as taken(id, due_at)
                        where subscription_id = taken.id and kind = 'LOOK' and due_work.due_at = taken.due_at""")
                .param("until", utc(clock.instant().plus(rest))).param("ids", looks.stream().map(DueTask::subscriptionId).toArray(String[]::new))
                .param("dueAts", looks.stream().map(look -> look.dueAt().toString()).toArray(String[]::new))
                .update();
    }

    /**
     * What waits although its moment has come, over all accounts. What a node has taken, or lets rest, of the orders waits still; a look
     * that rests does not. Goes from account to account, so that it costs by what is due and not by what is stored.
     */
    public Backlog backlog(DueKind... kinds) {
        return jdbc.sql(Accounts.owed(among(kinds)) + """
                        select coalesce(sum(due), 0) as due, min(oldest) as oldest
                        from known cross join lateral (select count(*) as due, min(%2$s) as oldest from due_work
                          where account = known.account and %2$s <= :now and %1$s) as late""".formatted(among(kinds), moment(kinds)))
                .param("now", utc(clock.instant()))
                .query((rs, number) -> new Backlog(rs.getLong("due"), instant(rs, "oldest"))).single();
    }

    private static String moment(DueKind... kinds) {
        return Stream.of(kinds).anyMatch(kind -> kind == DueKind.LOOK) ? "try_at" : "due_at";
    }

    /** The partial indexes are found by the very words. */
    private static String among(DueKind... kinds) {
        return Stream.of(kinds).anyMatch(kind -> kind == DueKind.LOOK) ? "kind = 'LOOK'" : Accounts.PROMISED;
    }

    private static DueTask task(ResultSet rs, int number) throws SQLException {
        return new DueTask(rs.getString("subscription_id"), DueKind.valueOf(rs.getString("kind")), rs.getString("tenant"), rs.getString("account"),
                instant(rs, "due_at"), rs.getInt("tries"));
    }
}
