-- An order that is under way is a little longer than the two kilobytes from which PostgreSQL compresses a row, and a moment later, when it is over, much shorter.
alter table operation set (toast_tuple_target = 8160);
