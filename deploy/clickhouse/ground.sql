-- Ground state in ClickHouse, version 1 of the format: what arrived, once, for ever. Instants are nanoseconds since
-- 1970-01-01T00:00:00Z as in the core; the views of views.sql show them as dates.
--
-- {on_cluster} and {replicated} are filled in by `flagpost cluster init`: with nothing for a single server, with
-- `ON CLUSTER …` and `Replicated` where a cluster is named. No test has run the replicated form: see
-- docs/operations/clickhouse.md.
--
-- How a batch is whole without transactions. Events, rejections, arrivals and files have numbers from 1 without gaps within
-- their region. A batch writes its rows, then, last and in one block, the heads of its regions: how many rows of each table
-- count. A row counts if its number is within its region's head; of several with one number, the one with the highest
-- version. What a batch that failed has left lies beyond the head until a later batch, whose version is higher, takes the
-- same numbers.
--
-- Why the key is (region, number) and not the identity (source, id). An identity is decided before a row is written, by the
-- log in memory of the one owner of the region's lane, as in the embedded store; a conflict must be found then, and what was
-- answered must not change by a merge. The number is what versions, published sets of events and a restart count by; rows of
-- a region lie together in the order in which they are read back; and a retried row replaces itself whatever it holds.
--
-- Every insert is on the disk when it is answered (fsync), as positions in Kafka are kept here too and not read again.

CREATE TABLE IF NOT EXISTS events{on_cluster} (
    region LowCardinality(String) COMMENT 'the GB/T 2260 code of the county',
    number UInt64 COMMENT 'its place in the order of arrival in the region, from 1 without gaps' CODEC(DoubleDelta, ZSTD(1)),
    version UInt64 COMMENT 'the epoch of the lane and the batch that wrote the row: epoch * 2^32 + batch' CODEC(Delta, ZSTD(1)),
    content UInt64 COMMENT 'digest of its content; equal contents have equal digests' CODEC(NONE),
    received Int64 COMMENT 'when it was taken in' CODEC(Delta, ZSTD(1)),
    road LowCardinality(String) COMMENT 'how it came: kafka, http, folder, page, replay',
    place LowCardinality(String) COMMENT 'where it came from: the lane, as flagpost.events.all/3; else the request, file or account' CODEC(ZSTD(1)),
    site LowCardinality(String) COMMENT 'the site whose token spoke; empty where none was needed',
    item UInt64 COMMENT 'its place there: the offset in the lane; else from 1' CODEC(Delta, ZSTD(1)),
    source LowCardinality(String) COMMENT 'the site that it is from',
    id String COMMENT 'its id; source and id are its identity' CODEC(ZSTD(1)),
    type LowCardinality(String) COMMENT 'its type, as case.accepted',
    time Int64 COMMENT 'when it happened' CODEC(Delta, ZSTD(1)),
    raw String COMMENT 'the event as it was sent: the CloudEvents JSON object' CODEC(ZSTD(3))
)
-- A region is read back as a whole and in order; analysts ask by region too.
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, number)
-- By the month of arrival: parts stay below what a merge can take, and an old month can be moved to cheaper disks. A retry
-- after midnight of the first leaves the same number in two partitions; FINAL looks at both.
PARTITION BY toYYYYMM(fromUnixTimestamp64Nano(received, 'UTC'))
-- What one insert brings is one file and not one a column, each of which would be synchronised with the disk by itself:
-- measured, an insert takes two thirds of the time. Merges make columns of it once it is large.
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
    min_bytes_for_wide_part = 268435456, min_rows_for_wide_part = 1000000
COMMENT 'accepted events, each once';

CREATE TABLE IF NOT EXISTS rejections{on_cluster} (
    region LowCardinality(String) COMMENT 'the county; the name of the lane where no county is known',
    number UInt64 COMMENT 'its place in the order of arrival in the region, from 1 without gaps' CODEC(DoubleDelta, ZSTD(1)),
    version UInt64 COMMENT 'as in events' CODEC(Delta, ZSTD(1)),
    identity FixedString(16) COMMENT 'digest of road, site or place, and raw text: the same one sent again',
    received Int64 COMMENT 'when it was taken in' CODEC(Delta, ZSTD(1)),
    road LowCardinality(String) COMMENT 'how it came: kafka, http, folder, page',
    place LowCardinality(String) COMMENT 'where it came from: the lane; else the request or file',
    site LowCardinality(String) COMMENT 'the site whose token spoke; empty where none was needed',
    item UInt64 COMMENT 'its place there: the offset in the lane; else from 1' CODEC(Delta, ZSTD(1)),
    code LowCardinality(String) COMMENT 'why, by the code of the contract',
    message String COMMENT 'what is wrong and how to mend it, Chinese and English' CODEC(ZSTD(3)),
    source LowCardinality(String) COMMENT 'the site that it says it is from; empty where that cannot be read',
    type LowCardinality(String) COMMENT 'the type that it says it has; empty where that cannot be read',
    raw String COMMENT 'the bytes as they were sent' CODEC(ZSTD(3))
)
-- One row each time it was sent; how often and when last is counted by identity. Nothing goes by time: what was rejected is
-- kept until it is mended.
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, number)
PARTITION BY toYYYYMM(fromUnixTimestamp64Nano(received, 'UTC'))
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'events that failed validation, each time they were sent';

CREATE TABLE IF NOT EXISTS arrivals{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    number UInt64 COMMENT 'number of the row in the region, from 1 without gaps' CODEC(DoubleDelta, ZSTD(1)),
    version UInt64 COMMENT 'as in events' CODEC(Delta, ZSTD(1)),
    site LowCardinality(String) COMMENT 'the source',
    stream LowCardinality(String) COMMENT 'the first part of the type: case, attendance, queue, rating …; - where unreadable',
    hour Int64 COMMENT 'hours since 1970-01-01T00:00:00Z, of arrival' CODEC(Delta, ZSTD(1)),
    accepted UInt64 COMMENT 'new events' CODEC(T64, ZSTD(1)),
    duplicates UInt64 COMMENT 'events that were there already' CODEC(T64, ZSTD(1)),
    rejected UInt64 COMMENT 'events that failed validation' CODEC(T64, ZSTD(1)),
    lag_seconds Int64 COMMENT 'sum of arrival minus time over the new events' CODEC(T64, ZSTD(1)),
    lag_seconds_max Int64 COMMENT 'the largest of them' CODEC(T64, ZSTD(1)),
    last_received Int64 COMMENT 'when the last one arrived' CODEC(Delta, ZSTD(1)),
    last_time Nullable(Int64) COMMENT 'the latest time that a new event bears' CODEC(ZSTD(1))
)
-- What a batch adds to an hour of a stream; added up when read. It says how feeds do and nothing else, so it may go.
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, number)
PARTITION BY intDiv(hour, 24 * 30)
-- Since 2020, before which there was no cluster: an hour that is no date must not go at once.
TTL toDateTime(hour * 3600) + INTERVAL 400 DAY DELETE WHERE hour >= 438300
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'what arrived of each stream of each source, hour by hour';

CREATE TABLE IF NOT EXISTS files{on_cluster} (
    region LowCardinality(String) COMMENT 'the county',
    number UInt64 COMMENT 'number of the row in the region, from 1 without gaps',
    version UInt64 COMMENT 'as in events',
    name String COMMENT 'the name of the file in the drop folder',
    digest FixedString(32) COMMENT 'SHA-256 of its bytes',
    lines UInt64 COMMENT 'how many lines or rows of it are durable with this row',
    accepted UInt64 COMMENT 'new events in what this row adds',
    duplicates UInt64 COMMENT 'events in it that were there already',
    rejected UInt64 COMMENT 'events in it that failed validation',
    done Nullable(Int64) COMMENT 'when all of it was durable; null while it is being read'
)
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (region, number)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'how far files were read, a row a stretch';

CREATE TABLE IF NOT EXISTS claims{on_cluster} (
    lane String COMMENT 'topic and partition, as flagpost.events.all/3',
    epoch UInt64 COMMENT 'higher for each owner; within a lane the highest is the owner',
    nonce UInt64 COMMENT 'drawn at random by the one who claims',
    holder String COMMENT 'who: worker, machine, process',
    at DateTime DEFAULT now() COMMENT 'when, by the clock of the server'
)
-- Of two who claim the same epoch the first gets it: the second insert has the same deduplication token and is dropped.
ENGINE = {replicated}MergeTree
ORDER BY (lane, epoch)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000,
    replicated_deduplication_window = 10000
COMMENT 'who has had which lane';

CREATE TABLE IF NOT EXISTS heads{on_cluster} (
    lane LowCardinality(String) COMMENT 'topic and partition',
    region LowCardinality(String) COMMENT 'the county; empty in the row of the lane itself',
    version UInt64 COMMENT 'epoch * 2^32 + batch; a row of an earlier epoch than the one of its lane does not count',
    position Nullable(Int64) COMMENT 'in the row of the lane: the next offset to read; null before the first',
    events UInt64 COMMENT 'so many events of the region count',
    rejections UInt64 COMMENT 'so many rejections',
    arrivals UInt64 COMMENT 'so many arrivals',
    files UInt64 COMMENT 'so many files'
)
-- Not partitioned, so that one insert is one part, which is there wholly or not at all.
ENGINE = {replicated}ReplacingMergeTree(version)
ORDER BY (lane, region)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
COMMENT 'what counts: how many rows of each region, and the position of each lane';

CREATE TABLE IF NOT EXISTS topics{on_cluster} (
    topic String COMMENT 'the full name of a topic with events',
    partitions UInt32 COMMENT 'how many partitions it had when it was first used; another number would move regions to other lanes',
    at DateTime64(3) DEFAULT now64(3) COMMENT 'when, by the clock of the server'
)
ENGINE = {replicated}MergeTree
ORDER BY topic
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 100
COMMENT 'the topics that the lanes come from';
