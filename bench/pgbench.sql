-- What the journal of one order costs at the least: an intent and an outcome, each durable by itself.
begin;
insert into bench_order (id, client, state, request) values (gen_random_uuid(), :client_id, 'SENDING', '{"productOfferingId": "mobile-10gb", "customerId": "customer"}') returning id \gset
commit;
begin;
update bench_order set state = 'SUCCEEDED', outcome = '{"status": "PENDING"}' where id = :id;
commit;
