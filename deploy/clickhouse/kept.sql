-- What is derived from the events, and what was published, sent and decided. Placeholders as in ground.sql.
--
-- Results and ledgers can be thrown away: the owner of the lane writes them again, as differences against what it wrote
-- last. Only the owner of a lane writes here, and looks that it still is before each write. A late write of an earlier owner
-- has a lower version than whatever the present one has written since.

CREATE TABLE IF NOT EXISTS results{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    month LowCardinality(String) COMMENT 'YYYY-MM',
    version UInt64 COMMENT 'the epoch of the lane and a number within it: epoch * 2^32 + number; the highest counts',
    generation UInt64 COMMENT 'the version with which the ledger was last written as a whole',
    as_of Int64 COMMENT 'the instant of the results' CODEC(ZSTD(1)),
    result String COMMENT 'result.json of outputs.md' CODEC(ZSTD(3)),
    notices String COMMENT 'notices.ndjson; what has become of each is in the table notices' CODEC(ZSTD(3))
)
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, month)
COMMENT 'the results of months as they were last published, open and closed';

CREATE TABLE IF NOT EXISTS ledger{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    month LowCardinality(String) COMMENT 'YYYY-MM',
    book LowCardinality(String) COMMENT 'window or staff',
    subject String COMMENT 'the window or staff member' CODEC(ZSTD(1)),
    place UInt32 COMMENT 'the order of application within the book of the subject, from 1' CODEC(ZSTD(1)),
    version UInt64 COMMENT 'as in results' CODEC(Delta, ZSTD(1)),
    generation UInt64 COMMENT 'a line of another generation than the results of its month does not count' CODEC(Delta, ZSTD(1)),
    is_deleted UInt8 COMMENT '1 where the line is no more; merges remove it',
    line String COMMENT 'the line of ledger.ndjson' CODEC(ZSTD(3))
)
-- By subject and place, so that a new finding of one window rewrites the lines of that window alone, and the file can be put
-- together again in its order.
ENGINE = {replicated}ReplacingMergeTree(version, is_deleted)
ORDER BY (region, month, book, subject, place)
COMMENT 'the entries of the ledgers of months as they were last published; see v_ledger';

CREATE TABLE IF NOT EXISTS notices{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    identity String COMMENT 'kind/subject/level/due or month: the same notice has the same identity for ever' CODEC(ZSTD(1)),
    version UInt64 COMMENT 'as in results' CODEC(Delta, ZSTD(1)),
    kind LowCardinality(String) COMMENT 'as in notices.ndjson, and feed_silent, feed_rubbish of the service itself',
    level UInt8 COMMENT '1 to 4',
    subject String COMMENT 'the case, share, complaint, rating, window, target or feed' CODEC(ZSTD(1)),
    date String COMMENT 'the working day from which it is due to be sent, YYYY-MM-DD' CODEC(ZSTD(1)),
    recipients Array(String) COMMENT 'window:W-09, department_head:D-05, county_leader, supervision, operator:SITE' CODEC(ZSTD(1)),
    body String COMMENT 'the notice as JSON' CODEC(ZSTD(3)),
    derived Int64 COMMENT 'when the service first knew of it' CODEC(ZSTD(1)),
    state LowCardinality(String) COMMENT 'pending, sent, failed, withdrawn (its cause was taken back before it was sent)',
    sent Nullable(Int64) COMMENT 'when it was sent' CODEC(ZSTD(1))
)
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, identity)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'notices, each once, with what has become of it';

CREATE TABLE IF NOT EXISTS closed_months{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    month LowCardinality(String) COMMENT 'YYYY-MM',
    version UInt32 COMMENT '1 for the close, then one more for each reissue',
    written UInt64 COMMENT 'the epoch of the lane and a number within it, of who wrote it',
    closed Int64 COMMENT 'when',
    closed_by String COMMENT 'the account, or the operator at the command line',
    reason Nullable(String) COMMENT 'why it was reissued',
    as_of Int64 COMMENT 'the instant of the results',
    events UInt64 COMMENT 'the set of events it saw: all of the region up to this number',
    digest String COMMENT 'SHA-256 of that set, in hex',
    givens FixedString(32) COMMENT 'the registry, rulebook and calendar it saw: givens.digest',
    result String COMMENT 'result.json' CODEC(ZSTD(6)),
    ledger String COMMENT 'ledger.ndjson' CODEC(ZSTD(6)),
    notices String COMMENT 'notices.ndjson' CODEC(ZSTD(6)),
    changes Nullable(String) COMMENT 'what changed against the version before, with reasons: JSON' CODEC(ZSTD(6))
)
-- Never replaced: of two who write the same version of a month the first stands, by the deduplication token; see claims.
ENGINE = {replicated}MergeTree
ORDER BY (region, month, version)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000,
    replicated_deduplication_window = 10000
COMMENT 'what was published of months, version by version, for ever';

CREATE TABLE IF NOT EXISTS givens{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    digest FixedString(32) COMMENT 'SHA-256 over the files',
    first_used Int64 COMMENT 'when a worker first started with them',
    files String COMMENT 'JSON: registry, rulebooks, calendar, each a list of name and text' CODEC(ZSTD(6))
)
ENGINE = {replicated}ReplacingMergeTree
ORDER BY (region, digest)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'the registries, rulebooks and calendars that regions were scored with, for ever';

CREATE TABLE IF NOT EXISTS answers{on_cluster} (
    answer String COMMENT 'the name that who gave the order waits for',
    region LowCardinality(String) COMMENT 'the county',
    is_done UInt8 COMMENT '1 where it was done, 0 where it was declined',
    told String COMMENT 'what it came to, in words' CODEC(ZSTD(3)),
    at DateTime DEFAULT now() COMMENT 'when, by the clock of the server'
)
ENGINE = {replicated}MergeTree
ORDER BY answer
TTL at + INTERVAL 90 DAY
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'what orders came to: closing, reissuing, comparing months';
