-- Which provider units have passed the gate of which build of the gateway. A start only makes a unit that is here; any other is proved in full.
create table unit_proof (
    build text        not null,
    proof text        not null,
    at    timestamptz not null default now(),
    primary key (build, proof)
);

comment on column unit_proof.build is 'SHA-256 of what is in the gateway''s jar, and of the JVM''s version';
comment on column unit_proof.proof is 'SHA-256 of a unit''s files and of those that all units share';
