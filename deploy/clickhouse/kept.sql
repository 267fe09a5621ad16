-- What is derived from the events, and what was published, sent and decided. Placeholders as in ground.sql.
--
-- Results and ledgers can be thrown away: the owner of the lane writes them again, as differences against what it wrote
-- last. Only the owner of a lane writes here, and looks that it still is before each write. A late write of an earlier owner
-- has a lower version than whatever the present one has written since.
--
-- Messages to people are told apart more strictly, since a late one would be a second one. A message that waits or is being
-- sent counts only where its version is of the epoch of the lane's owner: whoever takes a lane over writes those that it
-- finds again under its own epoch, and what an earlier owner writes after that counts no more. Settled ones count for ever.
-- What a message tells counts where the message does; so the one row of the message makes all of it so.

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
    recipients Array(String) COMMENT 'window:W-09, department_head:D-05, county_leader, supervision, operator:SITE, administrator' CODEC(ZSTD(1)),
    body String COMMENT 'the notice as JSON' CODEC(ZSTD(3)),
    derived Int64 COMMENT 'when the service first knew of it' CODEC(ZSTD(1)),
    state LowCardinality(String) COMMENT 'pending, sent, failed, withdrawn (its cause was taken back before it was sent), muted (not wanted)',
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

CREATE TABLE IF NOT EXISTS messages{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    message String COMMENT 'the key that travels along in every attempt, so that receivers can tell a repeated one' CODEC(ZSTD(1)),
    version UInt64 COMMENT 'as in results; one that waits or is being sent counts only in the epoch of the owner of its lane' CODEC(Delta, ZSTD(1)),
    lane LowCardinality(String) COMMENT 'the lane of the region, whose owner sends it',
    recipient String COMMENT 'whom it is for: window:W-09, department_head:D-05, county_leader, supervision …' CODEC(ZSTD(1)),
    reader String COMMENT 'who reads it: the recipient, or the deputy while the recipient is away' CODEC(ZSTD(1)),
    channel LowCardinality(String) COMMENT 'mail, wecom, dingtalk, feishu, http, file',
    address String COMMENT 'the e-mail address, the name of the robot, the telephone number, the folder' CODEC(ZSTD(1)),
    round UInt8 COMMENT '1 for the first time that its notices are told, 2 for the repeat',
    notices Array(String) COMMENT 'the identities of the notices that it tells; by notice they are in told' CODEC(ZSTD(3)),
    made Int64 COMMENT 'when it was put into the outbox' CODEC(Delta, ZSTD(1)),
    letter String COMMENT 'what it says, as JSON: subject, text, html, markdown, brief, link' CODEC(ZSTD(3)),
    state LowCardinality(String) COMMENT 'waiting, sending, sent, dead (given up), withdrawn (a notice of it was taken back)',
    attempts UInt32 COMMENT 'how often it was tried' CODEC(T64, ZSTD(1)),
    next Int64 COMMENT 'when it may be tried next; while sending, until when whoever sends it has it' CODEC(Delta, ZSTD(1)),
    settled Nullable(Int64) COMMENT 'when it was sent, given up or withdrawn' CODEC(ZSTD(1)),
    INDEX by_lane lane TYPE set(16)
)
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, message)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'messages to people, each once, with what has become of it';

CREATE TABLE IF NOT EXISTS told{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    notice String COMMENT 'notices.identity' CODEC(ZSTD(1)),
    recipient String COMMENT 'messages.recipient' CODEC(ZSTD(1)),
    round UInt8 COMMENT 'messages.round',
    message String COMMENT 'messages.message; empty where the recipient does not want to be told' CODEC(ZSTD(1)),
    version UInt64 COMMENT 'as in results; rows never change' CODEC(Delta, ZSTD(1))
)
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, notice, recipient, round, message)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'which notice went into which message; it counts where the message counts and is not withdrawn';

CREATE TABLE IF NOT EXISTS attempts{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    message String COMMENT 'messages.message' CODEC(ZSTD(1)),
    attempt UInt32 COMMENT 'from 1',
    version UInt64 COMMENT 'as in results' CODEC(Delta, ZSTD(1)),
    begun Int64 COMMENT 'when it began' CODEC(Delta, ZSTD(1)),
    ended Nullable(Int64) COMMENT 'when it ended; null where nobody knows how' CODEC(ZSTD(1)),
    outcome LowCardinality(String) COMMENT 'delivered, later, never; empty where nobody knows',
    detail String COMMENT 'what the other side said' CODEC(ZSTD(3))
)
-- How an attempt ended is written also by who has lost the lane meanwhile: what was delivered was delivered.
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, message, attempt)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'every attempt to send a message';

CREATE TABLE IF NOT EXISTS addressees{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    recipient String COMMENT 'as in notices.recipients',
    version UInt64 COMMENT 'as in results' CODEC(Delta, ZSTD(1)),
    settings String COMMENT 'JSON: addresses, language, level 1 muted, deputy, away from and to' CODEC(ZSTD(3)),
    changed Int64 COMMENT 'when',
    changed_by String COMMENT 'who'
)
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, recipient)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'what is known of recipients beyond the registry';

CREATE TABLE IF NOT EXISTS letters{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    letter LowCardinality(String) COMMENT 'which',
    lang LowCardinality(String) COMMENT 'zh, en',
    version UInt64 COMMENT 'as in results' CODEC(Delta, ZSTD(1)),
    is_deleted UInt8 COMMENT '1 where the built-in one is in force again; merges remove it',
    text String COMMENT 'the template' CODEC(ZSTD(3)),
    changed Int64 COMMENT 'when',
    changed_by String COMMENT 'who'
)
ENGINE = {replicated}ReplacingMergeTree(version, is_deleted)
ORDER BY (region, letter, lang)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'letters that a bureau has changed; the others are the built-in ones';

CREATE TABLE IF NOT EXISTS secrets{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    name LowCardinality(String) COMMENT 'what it is for: links of messages',
    version UInt64 COMMENT 'as in results' CODEC(Delta, ZSTD(1)),
    secret FixedString(32) COMMENT '32 bytes of chance, made by the owner of the lane: grant nobody this table who only reads results'
)
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, name)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'what personal links are signed with';

CREATE TABLE IF NOT EXISTS acknowledgements{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    notice String COMMENT 'the identity of the notice' CODEC(ZSTD(1)),
    event UInt64 COMMENT 'the number of the event notice.acknowledged that says so' CODEC(Delta, ZSTD(1)),
    version UInt64 COMMENT 'that of the event: where the event that counts has another one, this row does not count' CODEC(Delta, ZSTD(1)),
    acknowledged_by String COMMENT 'who' CODEC(ZSTD(1)),
    reason Nullable(String) COMMENT 'what they say' CODEC(ZSTD(3)),
    asks_help UInt8 COMMENT '1: they ask the next level for help'
)
-- Written with the events of its batch, before the heads, as events of one type cannot be found without looking at all.
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, notice, event)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'what people said to notices';
