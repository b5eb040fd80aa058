-- Every configuration that was ever in force. Rows are only added: a rollback is a new row with the content of an old one.
CREATE TABLE configuration_revision (
    revision   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(),
    author     text        NOT NULL,
    reason     text        NOT NULL,
    digest     text        NOT NULL,
    document   jsonb       NOT NULL
);

COMMENT ON COLUMN configuration_revision.digest IS 'SHA-256 of the document in canonical form; equal digests mean equal content';
COMMENT ON COLUMN configuration_revision.document IS 'The whole configuration; holds hashes and references, never a secret';
