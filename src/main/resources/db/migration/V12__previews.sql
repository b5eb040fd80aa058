-- Changes that somebody has looked at beforehand. Kept for a day: a preview of orders that are older says little.
create table configuration_preview (
    preview text        primary key,
    made_at timestamptz not null default clock_timestamp(),
    actor   text        not null,
    based   bigint      not null references configuration_revision,
    digest  text        not null,
    summary jsonb       not null
);

create index configuration_preview_made on configuration_preview (made_at);

comment on column configuration_preview.based is 'the revision in force that the change was held against';
comment on column configuration_preview.digest is 'of the document as it would be, in canonical form';
comment on column configuration_preview.summary is 'how many orders would have been the same, gone elsewhere, been refused';
