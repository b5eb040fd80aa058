-- What an administrator has ruled about the circuit breaker of a provider account; every node follows it.
CREATE SEQUENCE breaker_ruling_number;

CREATE TABLE breaker_ruling (
    account text PRIMARY KEY,
    number  bigint      NOT NULL UNIQUE DEFAULT nextval('breaker_ruling_number'),
    verdict text        NOT NULL CHECK (verdict IN ('FORCED_OPEN', 'FORCED_CLOSED', 'RESET', 'EXPIRED')),
    by      text        NOT NULL,
    reason  text        NOT NULL,
    at      timestamptz NOT NULL,
    until   timestamptz,
    CHECK ((until IS NOT NULL) = (verdict IN ('FORCED_OPEN', 'FORCED_CLOSED')))
);

ALTER SEQUENCE breaker_ruling_number OWNED BY breaker_ruling.number;

COMMENT ON COLUMN breaker_ruling.number IS 'larger is newer, over all accounts';
COMMENT ON COLUMN breaker_ruling.by IS 'id of the administrator''s key';

-- How each node sees the circuit breakers; for administrators only, nothing is decided by it.
CREATE TABLE breaker_state (
    account text        NOT NULL,
    node    text        NOT NULL,
    state   text        NOT NULL,
    since   timestamptz NOT NULL,
    seen    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account, node)
);

COMMENT ON COLUMN breaker_state.since IS 'by the clock of that node';
COMMENT ON COLUMN breaker_state.seen IS 'by the clock of the database; a node that is silent for a minute is taken for gone';
