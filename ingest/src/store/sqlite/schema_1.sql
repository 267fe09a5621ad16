-- Version 1 of the embedded store. Instants are nanoseconds since 1970-01-01T00:00:00Z, as in the core.
-- Ground state: deliveries, events, rejections. What is derived from them (standings, ledgers, notices that are due) is
-- computed again; what was decided, published, sent or permitted is kept in the other tables.

CREATE TABLE deliveries (
    delivery INTEGER PRIMARY KEY, -- number in the order of arrival, from 1
    road TEXT NOT NULL,           -- how it came: http, folder, page, replay
    place TEXT NOT NULL,          -- where it came from: the request's id, the file's name, the account, the rejection
    site TEXT,                    -- the site whose token spoke; null where none was needed
    received INTEGER NOT NULL     -- when it was taken in
) STRICT;

CREATE TABLE events (
    event INTEGER PRIMARY KEY,    -- number in the order of arrival, from 1 without gaps
    delivery INTEGER NOT NULL,    -- what it came with: deliveries.delivery
    item INTEGER NOT NULL,        -- its place there, from 1: the line of a file, the element of a request
    content INTEGER NOT NULL,     -- digest of its content; equal contents have equal digests on every machine
    raw TEXT NOT NULL             -- the event as it was sent: the CloudEvents JSON object
) STRICT;

CREATE VIEW v_events AS           -- the events with their attributes, for people who ask with SQL
SELECT event, json_extract(raw, '$.source') AS source, json_extract(raw, '$.id') AS id,
       json_extract(raw, '$.type') AS type, json_extract(raw, '$.time') AS time,
       json_extract(raw, '$.data') AS data, deliveries.received, road, place, item
FROM events JOIN deliveries USING (delivery);

CREATE TABLE rejections (
    rejection INTEGER PRIMARY KEY, -- number in the order of arrival, from 1
    identity BLOB NOT NULL UNIQUE, -- digest of road, place and raw text: sent again, it is counted, not kept twice
    delivery INTEGER NOT NULL,     -- what it first came with: deliveries.delivery
    item INTEGER NOT NULL,         -- its place there, from 1
    code TEXT NOT NULL,            -- why, by the contract's code
    message TEXT NOT NULL,         -- what is wrong and how to mend it, Chinese and English
    source TEXT,                   -- the site that it says it is from, as far as it can be read
    type TEXT,                     -- the type that it says it has, as far as it can be read
    raw BLOB NOT NULL,             -- the bytes as they were sent
    times INTEGER NOT NULL,        -- how often it was sent
    last_received INTEGER NOT NULL,-- when it was sent last
    state TEXT NOT NULL,           -- open, accepted (by a replay), duplicate (its event is there), dismissed (by a person)
    settled INTEGER,               -- when it left the state open
    settled_by TEXT,               -- who replayed or dismissed it
    reason TEXT                    -- why it was dismissed
) STRICT;
CREATE INDEX rejections_open ON rejections (state, source, code);

CREATE TABLE feed_hours (
    site TEXT NOT NULL,            -- the source
    stream TEXT NOT NULL,          -- the first part of the type: case, attendance, queue, rating …; - where unreadable
    hour INTEGER NOT NULL,         -- hours since 1970-01-01T00:00:00Z, of arrival
    accepted INTEGER NOT NULL,     -- new events
    duplicates INTEGER NOT NULL,   -- events that were there already
    rejected INTEGER NOT NULL,     -- events that failed validation
    lag_seconds INTEGER NOT NULL,  -- sum of arrival minus time over the new events
    lag_seconds_max INTEGER NOT NULL, -- the largest of them
    last_received INTEGER NOT NULL,-- when the last one arrived
    last_time INTEGER,             -- the latest time that a new event bears
    PRIMARY KEY (site, stream, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE listening (
    one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
    since INTEGER NOT NULL,        -- from when on the service has been there to take events in, gaps of a few minutes aside
    until INTEGER NOT NULL,        -- the latest time at which it said so; the service shows nothing older afterwards
    limits TEXT NOT NULL           -- when it takes a feed to be in trouble, as JSON
) STRICT;

CREATE TABLE files (
    file INTEGER PRIMARY KEY,      -- number in the order in which they were begun, from 1
    name TEXT NOT NULL,            -- the file's name in the drop folder
    digest BLOB NOT NULL,          -- SHA-256 of its bytes
    lines INTEGER NOT NULL,        -- how many lines or rows of it are durable
    accepted INTEGER NOT NULL,     -- new events in them
    duplicates INTEGER NOT NULL,   -- events in them that were there already
    rejected INTEGER NOT NULL,     -- events in them that failed validation
    done INTEGER,                  -- when all of it was durable; null while it is being read
    filed INTEGER,                 -- when it was moved away with its result beside it; null while it is to be
    UNIQUE (name, digest)
) STRICT;
CREATE INDEX files_unfiled ON files (file) WHERE filed IS NULL;

CREATE TABLE file_rejections (     -- the first 1,000 of each file, for the result beside it
    file INTEGER NOT NULL,         -- files.file
    line INTEGER NOT NULL,         -- the line or row
    rejection INTEGER NOT NULL,    -- rejections.rejection
    PRIMARY KEY (file, line, rejection)
) STRICT, WITHOUT ROWID;

CREATE TABLE givens (
    digest BLOB PRIMARY KEY,       -- SHA-256 over the files
    first_used INTEGER NOT NULL,   -- when the service first started with them
    last_used INTEGER NOT NULL,    -- when it last did
    files TEXT NOT NULL            -- JSON: registry, rulebooks, calendar, each a list of name and text
) STRICT;

CREATE TABLE closed_months (
    month TEXT NOT NULL,           -- YYYY-MM
    version INTEGER NOT NULL,      -- 1 for the close, then one more for each reissue
    closed INTEGER NOT NULL,       -- when
    closed_by TEXT NOT NULL,       -- the account, or the operator at the command line
    reason TEXT,                   -- why it was reissued
    as_of INTEGER NOT NULL,        -- the instant of the results
    events INTEGER NOT NULL,       -- the set of events it saw: all up to this number
    digest TEXT NOT NULL,          -- SHA-256 of that set, in hex; see store/digest.rs
    givens BLOB NOT NULL,          -- the registry, rulebook and calendar it saw: givens.digest
    result BLOB NOT NULL,          -- result.json, zstd
    ledger BLOB NOT NULL,          -- ledger.ndjson, zstd
    notices BLOB NOT NULL,         -- notices.ndjson, zstd
    changes BLOB,                  -- what changed against the version before, with reasons: JSON, zstd; null for version 1
    PRIMARY KEY (month, version)
) STRICT;

CREATE TABLE notices (
    identity TEXT PRIMARY KEY,     -- kind/subject/level/due or month: the same notice has the same identity for ever
    kind TEXT NOT NULL,            -- as in notices.ndjson, and feed_silent, feed_rubbish of the service itself
    level INTEGER NOT NULL,        -- 1 to 4
    subject TEXT NOT NULL,         -- the case, share, complaint, rating, window, target or feed
    date TEXT NOT NULL,            -- the working day from which it is due to be sent
    recipients TEXT NOT NULL,      -- JSON list: window:W-09, department_head:D-05, county_leader, supervision, operator:SITE
    body TEXT NOT NULL,            -- the notice as JSON
    derived INTEGER NOT NULL,      -- when the service first knew of it
    state TEXT NOT NULL,           -- pending, sent, failed, withdrawn (its cause was taken back before it was sent)
    sent INTEGER                   -- when it was sent
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_by_date ON notices (date, kind);

CREATE TABLE acknowledgements (
    notice TEXT NOT NULL,          -- notices.identity as the event names it
    event INTEGER NOT NULL,        -- the event notice.acknowledged: events.event
    acknowledged_by TEXT NOT NULL, -- who
    reason TEXT,                   -- what they say
    PRIMARY KEY (notice, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    account TEXT PRIMARY KEY,      -- the name at the login
    role TEXT NOT NULL,            -- analyst, viewer
    password TEXT NOT NULL,        -- argon2id, in PHC form
    created INTEGER NOT NULL,      -- when
    disabled INTEGER               -- when it was shut; null while it is open
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    session BLOB PRIMARY KEY,      -- SHA-256 of the cookie's secret
    account TEXT NOT NULL,         -- accounts.account
    form_secret TEXT NOT NULL,     -- what a form must bring back, against forged requests
    created INTEGER NOT NULL,      -- when
    expires INTEGER NOT NULL       -- until when
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    token TEXT PRIMARY KEY,        -- the public part, which names it in lists
    site TEXT NOT NULL,            -- the only source that it may speak for
    label TEXT NOT NULL,           -- what it is for, in the operator's words
    secret BLOB NOT NULL,          -- SHA-256 of the secret part
    created INTEGER NOT NULL,      -- when
    revoked INTEGER                -- when it was revoked; null while it holds
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    entry INTEGER PRIMARY KEY,     -- number, from 1 without gaps
    at INTEGER NOT NULL,           -- when
    who TEXT NOT NULL,             -- the account, or operator (command line), or service
    what TEXT NOT NULL,            -- token.created, month.closed, rejection.replayed, login.failed …
    subject TEXT NOT NULL,         -- on which thing
    detail TEXT NOT NULL,          -- what else is worth knowing
    chain BLOB NOT NULL            -- SHA-256 over the chain of the entry before and this entry: a changed entry shows
) STRICT;
