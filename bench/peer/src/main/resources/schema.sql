create table if not exists peer_subscription (
    subscription_id          text primary key,
    tenant                   text        not null,
    reference_id             text,
    status                   text        not null,
    provider_subscription_id text,
    customer_id              text        not null,
    iccid                    text        not null,
    details                  jsonb       not null,
    created_at               timestamptz not null,
    updated_at               timestamptz not null
);
create unique index if not exists peer_subscription_reference on peer_subscription (tenant, reference_id) where reference_id is not null;
create index if not exists peer_subscription_tenant on peer_subscription (tenant, subscription_id desc);
create table if not exists peer_operation (
    operation_id    text primary key,
    tenant          text        not null,
    subscription_id text        not null,
    state           text        not null,
    request         jsonb       not null,
    outcome         jsonb,
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);
create index if not exists peer_operation_open on peer_operation (state) where state = 'SENDING';
create table if not exists peer_idempotency (
    tenant       text        not null,
    key          text        not null,
    fingerprint  text        not null,
    operation_id text        not null,
    status       int,
    body         text,
    primary key (tenant, key)
);
