-- What an act was about: its subject, each entry that it changed, and everything above these, so that a person finds by one name all that
-- was done to it.
alter table audit_entry add column about text[] not null default '{}';

create index audit_entry_about on audit_entry using gin (about);
create index audit_entry_actor on audit_entry (actor, entry);
create index audit_entry_act on audit_entry (act, entry);
drop index audit_entry_subject;

comment on column audit_entry.about is 'paths such as accounts/acme-connect, and accounts';
