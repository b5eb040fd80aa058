-- What is in force, as the newest line says it. Each change of that is a line; none is ever changed.
CREATE TABLE configuration_step (
    step      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL DEFAULT now(),
    kind      text        NOT NULL,
    stable    bigint      NOT NULL REFERENCES configuration_revision,
    candidate bigint REFERENCES configuration_revision,
    slice     jsonb,
    guard     jsonb,
    author    text        NOT NULL,
    reason    text        NOT NULL,
    CHECK ((candidate IS NULL) = (slice IS NULL))
);

COMMENT ON COLUMN configuration_step.kind IS 'ACTIVATED, BEGUN, WIDENED, COMPLETED or ROLLED_BACK';
COMMENT ON COLUMN configuration_step.stable IS 'the revision in force for everybody whom no candidate takes';
COMMENT ON COLUMN configuration_step.candidate IS 'the revision that is being tried out, null if there is none';
COMMENT ON COLUMN configuration_step.slice IS 'for whom the candidate is in force: {"percent": 1..99} or {"tenants": [name, ...]}';
COMMENT ON COLUMN configuration_step.guard IS 'what takes the candidate back by itself';

INSERT INTO configuration_step (at, kind, stable, author, reason)
SELECT created_at, 'ACTIVATED', revision, author, reason FROM configuration_revision ORDER BY revision DESC LIMIT 1;

-- Every act of an administrator, and what the gateway decided in their place. Rows are only added.
CREATE TABLE audit_entry (
    entry   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now(),
    actor   text        NOT NULL,
    act     text        NOT NULL,
    subject text        NOT NULL,
    reason  text,
    before  jsonb,
    after   jsonb
);

CREATE INDEX audit_entry_subject ON audit_entry (subject, entry);

COMMENT ON COLUMN audit_entry.actor IS 'id of the administrator''s key, or what in the gateway acted by itself';
COMMENT ON COLUMN audit_entry.act IS 'such as configuration.activated';
COMMENT ON COLUMN audit_entry.subject IS 'what it was done to, as a path below /admin/v1, such as accounts/acme-connect';
COMMENT ON COLUMN audit_entry.before IS 'what was there before and is not any more; holds no secret';
