-- What every order paid for and none asked for.

-- What is open is found by operation_due as well, but for what waits for a person, and no plain order does. One index less to write for each order; and the
-- planner took it for a way to the row of an order, which is its key.
create index operation_for_a_person on operation (created_at) where state = 'NEEDS_ATTENTION';
drop index operation_open;

-- An order that is under way is a little longer than the two kilobytes from which PostgreSQL compresses a row, and a moment later, when it is over, much shorter.
alter table operation set (toast_tuple_target = 8160);
