-- How orders of callers were answered while a revision is tried out, by the minute. Every node adds what it has counted.
CREATE TABLE rollout_tally (
    step     bigint      NOT NULL REFERENCES configuration_step,
    revision bigint      NOT NULL,
    minute   timestamptz NOT NULL,
    requests bigint      NOT NULL,
    errors   bigint      NOT NULL,
    unknown  bigint      NOT NULL,
    PRIMARY KEY (step, revision, minute)
);

COMMENT ON COLUMN rollout_tally.step IS 'the step that said for whom the candidate is in force; the next one counts from nought';
COMMENT ON COLUMN rollout_tally.revision IS 'the one by which the order was decided: the candidate or the stable one';
COMMENT ON COLUMN rollout_tally.requests IS 'orders that got an answer, the failed and unknown ones among them';
