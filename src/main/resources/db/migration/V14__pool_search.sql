-- Where the search for free items of a pool was last: a provider that lists what is used among what is free would be read from its first page
-- again and again, each time a little longer.
create table pool_search (
    account  text  not null,
    pool     text  not null,
    pool_key text  not null,
    page     jsonb not null,
    primary key (account, pool, pool_key)
);
