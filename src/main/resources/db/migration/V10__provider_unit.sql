-- Every version of a provider unit that was ever put into service. The newest row of a provider says what every node has; none is ever changed.
CREATE TABLE provider_unit (
    version  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    provider text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    kind     text        NOT NULL CHECK (kind IN ('FILES', 'UPLOADED', 'REVERTED', 'WITHDRAWN')),
    restores bigint REFERENCES provider_unit,
    digest   text,
    files    jsonb,
    author   text        NOT NULL,
    reason   text        NOT NULL,
    CHECK ((kind = 'REVERTED') = (restores IS NOT NULL)),
    CHECK ((kind = 'WITHDRAWN') = (files IS NULL)),
    CHECK ((digest IS NULL) = (files IS NULL))
);

CREATE INDEX provider_unit_newest ON provider_unit (provider, version DESC);

COMMENT ON COLUMN provider_unit.kind IS 'FILES: read from the directories of a node; UPLOADED; REVERTED to an older version; WITHDRAWN: its files were taken away';
COMMENT ON COLUMN provider_unit.restores IS 'the version a REVERTED one is the same as';
COMMENT ON COLUMN provider_unit.digest IS 'SHA-256 of the files';
COMMENT ON COLUMN provider_unit.files IS 'text by path';
