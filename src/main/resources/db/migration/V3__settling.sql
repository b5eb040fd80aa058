-- What is needed to find out, on any node, what became of an operation, and to carry on with one that waits.

alter table operation
    -- what the provider's mappings saw when it began, with the secrets of its command sealed; null once the outcome is final
    add column context         jsonb,
    add column idempotency_key text,
    -- when the last request that may change something was written down to leave
    add column sent_at         timestamptz,
    -- when its answer was found lost; the grace for late requests counts from here
    add column lost_at         timestamptz,
    -- how often it was asked about since
    add column looks           int not null default 0,
    -- how often of these, past the grace, the provider had nothing of it, and when it last had not
    add column absences        int not null default 0,
    add column absent_at       timestamptz,
    -- how often it has been put back into the queue
    add column tries           int not null default 0,
    -- when the next node may take it up; null where only a person can do anything, or nobody has to
    add column due_at          timestamptz,
    -- the open state its caller was last told it is in, by the answer or an event; null if of none
    add column told            text;

comment on column operation.fence is
    'Goes up whenever a node takes the operation over. Every write names the number it knows, so that a node that was paused meanwhile writes nothing.';

update operation set due_at = coalesce(lease_until, clock_timestamp()), lost_at = case when state = 'UNKNOWN' then updated_at end
where state in ('RECEIVED', 'SENDING', 'UNKNOWN');

update operation set told = state where state in ('RECEIVED', 'QUEUED', 'UNKNOWN', 'NEEDS_ATTENTION');

create index operation_due on operation (due_at) where state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN');

-- Which way of finding out a request belongs to, and what came of it; null for a request of the operation itself.
alter table attempt
    add column probe   text,
    add column finding text,
    -- which account it went to: an order of which nothing was done may have gone on to another one
    add column account text;

-- The exact request, not only its body: the same bytes on the same path.
alter table attempt rename column request_body to request;
update attempt set request = null;

-- Until when an item of a subscription that has ended stays reserved, because a request that ends it may still be on its way and would
-- end whatever has the item by then; null while its order holds it for good.
alter table pool_item add column free_at timestamptz;

-- A provider's subscription belongs to one of ours, whoever finds it first.
drop index subscription_by_provider_id;
create unique index subscription_by_provider_id on subscription (account, provider_subscription_id) where provider_subscription_id is not null;
