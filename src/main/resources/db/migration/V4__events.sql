-- What happened to operations, for resellers to read on from where they were; and what keeps both tables from growing for ever.

-- Ordered by the clock of the database, whichever node writes: a UUID of version 7 as hex digits.
create function event_id(moment timestamptz) returns text language sql volatile as $$
    select 'evt_' || lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0')
        || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14)
$$;

create table event (
    event_id        text primary key,
    tenant          text        not null,
    type            text        not null,
    -- whole milliseconds, the same as in the id: events of one moment become readable together
    at              timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    operation_id    text,
    subscription_id text,
    -- no secrets and no personal data
    data            jsonb       not null default '{}'
);

create index event_by_tenant on event (tenant, event_id);
create index event_at on event (at);

create index operation_final on operation (updated_at) where state in ('SUCCEEDED', 'REJECTED');
