-- Subscriptions, operations and what guards them. All times are UTC instants. What nodes have to agree on is measured by the database's
-- clock: leases, locks and expiries, and an operation's updated_at once it is under way. The other times are told by the clock of the node
-- that writes: created_at, a subscription's updated_at, and when an attempt began and ended.

create table subscription (
    subscription_id          text primary key,
    tenant                   text        not null,
    reference_id             text,
    status                   text        not null,
    provider                 text        not null,
    account                  text        not null,
    provider_subscription_id text,
    offering_id              text        not null,
    customer_id              text        not null,
    msisdn                   text,
    iccid                    text,
    -- when a held activation is due
    scheduled_at             timestamptz,
    -- the operation that may still change this subscription; one at a time
    open_operation           text,
    -- canonical fields nobody filters by, the held activation (what is secret in it sealed) and the provider's handles
    details                  jsonb       not null,
    version                  bigint      not null default 0,
    created_at               timestamptz not null,
    updated_at               timestamptz not null
);

-- A refused create frees its reference, so that the corrected order can carry it again.
create unique index subscription_reference on subscription (tenant, reference_id) where reference_id is not null and status <> 'FAILED';
create index subscription_by_tenant on subscription (tenant, subscription_id desc);
create index subscription_by_status on subscription (tenant, status, subscription_id desc);
create index subscription_by_customer on subscription (tenant, customer_id, subscription_id desc);
create index subscription_by_msisdn on subscription (tenant, msisdn) where msisdn is not null;
create index subscription_by_iccid on subscription (tenant, iccid) where iccid is not null;
create index subscription_by_provider_id on subscription (account, provider_subscription_id);
create index subscription_due on subscription (scheduled_at) where status = 'SCHEDULED';

create table operation (
    operation_id    text primary key,
    tenant          text        not null,
    subscription_id text        not null,
    kind            text        not null,
    state           text        not null,
    reference_id    text,
    provider        text        not null,
    account         text        not null,
    revision        bigint      not null,
    -- the canonical request; porting data and lease tokens are sealed, and struck out once the outcome is final
    command         jsonb       not null,
    -- where the steps stand, enough to go on from here; null once the outcome is final
    progress        jsonb,
    outcome         jsonb,
    notices         jsonb       not null default '[]',
    lease_owner     text,
    lease_until     timestamptz,
    fence           bigint      not null default 0,
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);

create index operation_by_tenant on operation (tenant, operation_id desc);
create index operation_by_subscription on operation (subscription_id, operation_id desc);
create index operation_open on operation (state, lease_until) where state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN', 'NEEDS_ATTENTION');

create table attempt (
    operation_id text        not null references operation on delete cascade,
    number       int         not null,
    step         text        not null,
    phase        text        not null,
    started_at   timestamptz not null,
    ended_at     timestamptz,
    http_status  int,
    class        text,
    rule         text,
    digest       text        not null,
    -- the exact body, sealed, kept while it may have to be sent again, dropped when the outcome is final; never holds a credential
    request_body bytea,
    -- method, path and both bodies as a person may read them: scrubbed
    exchange     jsonb       not null,
    primary key (operation_id, number)
);

create table idempotency (
    tenant       text        not null,
    key          text        not null,
    fingerprint  text        not null,
    operation_id text        not null,
    -- the first answer; null while the request is in flight
    status       int,
    headers      jsonb,
    body         bytea,
    locked_until timestamptz not null,
    expires_at   timestamptz not null,
    primary key (tenant, key)
);

create index idempotency_expired on idempotency (expires_at);

-- Things a provider would pick at random and we pick ourselves, so that a lost answer can be asked for.
create table pool_item (
    account      text        not null,
    pool         text        not null,
    pool_key     text        not null,
    item         text        not null,
    operation_id text,
    seen_at      timestamptz not null default now(),
    primary key (account, pool, item)
);

create index pool_free on pool_item (account, pool, pool_key) where operation_id is null;

-- The key of the seal where the operator gives none: made once, by the node that starts first, before it takes an order.
create table seal_key (
    only_one boolean primary key default true check (only_one),
    key      bytea not null
);
