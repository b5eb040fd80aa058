-- How many requests each provider account may still make, counted over all nodes. Not logged: it is written with every request, is worth
-- nothing after a minute, and a lost row is made anew.
create unlogged table rate_limit (
    account text primary key,
    -- the bucket of tokens in the form of the library that keeps it; null until it is first used
    state   bytea
) with (fillfactor = 50);
