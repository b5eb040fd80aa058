package io.patchbay.schedule;

/** The accounts at which something is owed, in SQL. */
final class Accounts {

    /** What was ordered for a moment. The partial indexes are found by the very words. */
    static final String PROMISED = "kind in ('ACTIVATE', 'END')";

    private Accounts() {
    }

    /** The start of a statement that knows them as {@code known}: looks at one row of each account and not at all of them. */
    static String owed(String among) {
        return """
                with recursive next (account) as (
                  (select account from due_work where %1$s order by account limit 1)
                  union all
                  select (select account from due_work where %1$s and account > next.account order by account limit 1)
                  from next where next.account is not null),
                known as (select account from next where account is not null)
                """.formatted(among);
    }
}
