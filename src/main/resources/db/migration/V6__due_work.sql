-- What this gateway has promised to do at a moment. One narrow row for each promise, apart from the subscription it is for, so that finding
-- what is due costs by what is due and not by what is stored. Written in the transaction that changes the subscription.

alter table subscription add column ends_at timestamptz;

comment on column subscription.ends_at is 'When this gateway has to end it at its provider; null if nothing was ordered or the provider sees to it.';

create table due_work (
    subscription_id text        not null references subscription on delete cascade,
    -- ACTIVATE, END, or LOOK: to ask a provider that tells nothing by itself
    kind            text        not null,
    tenant          text        not null,
    account         text        not null,
    -- the moment it was promised for
    due_at          timestamptz not null,
    -- when the next node may take it: that moment, then the end of each claim or rest
    try_at          timestamptz not null,
    -- how often it has been taken
    tries           int         not null default 0,
    -- AT_RISK or MISSED by the last forecast, and when it will be done by that; null while it is on time
    jeopardy        text,
    expected_at     timestamptz,
    primary key (subscription_id, kind)
) with (fillfactor = 80);

create index due_work_to_carry on due_work (account, try_at) where kind in ('ACTIVATE', 'END');
create index due_work_to_look on due_work (account, try_at) where kind = 'LOOK';
create index due_work_promised on due_work (account, due_at) where kind in ('ACTIVATE', 'END');
create index due_work_in_jeopardy on due_work (tenant, jeopardy) where jeopardy is not null;

drop index subscription_due;

-- What was promised before this table was there. A cancellation that a provider has planned took the activation with it.
insert into due_work (subscription_id, kind, tenant, account, due_at, try_at)
select subscription_id, 'ACTIVATE', tenant, account, scheduled_at, scheduled_at from subscription
where scheduled_at is not null and status not in ('CANCELLED', 'EXPIRED', 'FAILED')
  and not (provider_subscription_id is not null and coalesce(details #>> '{pendingStatus,status}', '') = 'CANCELLED');

update subscription set scheduled_at = null, version = version + 1
where scheduled_at is not null and provider_subscription_id is not null and details #>> '{pendingStatus,status}' = 'CANCELLED';

-- Providers announce a moment or a day, the day in UTC; what cannot be read announces nothing.
create function announced(text) returns timestamptz language plpgsql as $$
begin
    return case when $1 like '%T%' then $1::timestamptz when $1 <> '' then ($1 || 'T00:00:00Z')::timestamptz end;
exception when others then
    return null;
end $$;

insert into due_work (subscription_id, kind, tenant, account, due_at, try_at)
select subscription_id, 'LOOK', tenant, account, at, at
from (select subscription_id, tenant, account,
        -- for an activation of which no moment is announced
        status in ('SCHEDULED', 'PENDING') and not (status = 'PENDING' and coalesce((details ->> 'shell')::boolean, false))
          and not (coalesce(details #>> '{pendingStatus,status}', '') = 'ACTIVATED' and details #>> '{pendingStatus,scheduledAt}' is not null) as waits,
        least(announced(details #>> '{pendingStatus,scheduledAt}'), announced(details ->> 'expiresAt')) as announced
      from subscription
      where provider_subscription_id is not null and scheduled_at is null and status not in ('CANCELLED', 'EXPIRED', 'FAILED')) as held,
  lateral (select case when waits then now() else announced end as at) as moment
where at is not null;

drop function announced(text);
