-- Version 3 of the embedded store: people with roles, what they upload, and what is kept of them. Instants as in version 1.

ALTER TABLE accounts ADD COLUMN scope TEXT NOT NULL DEFAULT '[]';      -- JSON list of what a head, lead or operator answers for: department:D-05, window:W-09, site:hall
ALTER TABLE accounts ADD COLUMN person TEXT NOT NULL DEFAULT '';       -- the person's own name
ALTER TABLE accounts ADD COLUMN outside TEXT;                          -- issuer and subject of the sign-on by OpenID Connect, as JSON list; null without
ALTER TABLE accounts ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;-- 1: the password was given by somebody else and must be changed
ALTER TABLE accounts ADD COLUMN last_login INTEGER;                    -- when somebody last logged in; null: never
ALTER TABLE sessions ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;       -- when it was last used, within some minutes
ALTER TABLE sessions ADD COLUMN place TEXT NOT NULL DEFAULT '';        -- the address that logged in, where it is known
ALTER TABLE sessions ADD COLUMN signed_on INTEGER NOT NULL DEFAULT 0; -- 1: it began by sign-on from outside, without the account's password
CREATE UNIQUE INDEX accounts_outside ON accounts (outside); -- somebody from outside has one account
UPDATE sessions SET seen = created;
UPDATE accounts SET role = 'auditor' WHERE role = 'viewer';            -- now: administrator, analyst, inspector, county_leader, department_head, window_lead, operator, auditor

CREATE TABLE invitations (         -- one-time links by which somebody sets the own password
    invitation BLOB PRIMARY KEY,   -- SHA-256 of the link's secret
    account TEXT NOT NULL,         -- the account whose password it sets; empty: it makes the first administrator, who chooses a name
    made INTEGER NOT NULL,         -- when
    made_by TEXT NOT NULL,         -- who
    expires INTEGER NOT NULL,      -- until when
    used INTEGER                   -- when it was used; null while it holds
) STRICT, WITHOUT ROWID;

CREATE TABLE photos (              -- evidence that people uploaded
    photo TEXT PRIMARY KEY,        -- SHA-256 of the bytes, in hex; what data.photos of the event names
    media_type TEXT NOT NULL,      -- image/jpeg, image/png
    bytes BLOB NOT NULL,           -- the picture, written anew without what cameras add; empty once it is erased
    added INTEGER NOT NULL,        -- when
    added_by TEXT NOT NULL,        -- who
    entered INTEGER NOT NULL DEFAULT 0, -- 1: an event that names it is in the log; without one it is dropped after a day
    erased INTEGER,                -- when its bytes were erased; null while they are there
    erased_by TEXT                 -- who erased it, or the retention period
) STRICT, WITHOUT ROWID;

CREATE TABLE photo_uses (          -- which events name a photo
    photo TEXT NOT NULL,           -- its digest
    source TEXT NOT NULL,          -- the event's source
    event TEXT NOT NULL,           -- the event's id; the event itself may be missing where its form was never entered
    PRIMARY KEY (photo, source, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE week_remarks (        -- what the duty supervisor remarks on a week's sheet
    week TEXT PRIMARY KEY,         -- ISO week, 2026-W38
    remark TEXT NOT NULL,          -- the words
    changed INTEGER NOT NULL,      -- when
    changed_by TEXT NOT NULL       -- who
) STRICT, WITHOUT ROWID;

CREATE TABLE given_changes (       -- registry, rulebook and calendar files as they were changed at the pages
    change INTEGER PRIMARY KEY,    -- number, from 1
    kind TEXT NOT NULL,            -- registry, rulebook, calendar
    name TEXT NOT NULL,            -- the file's name
    text BLOB NOT NULL,            -- its text, zstd
    before BLOB,                   -- the text that it replaced, zstd; null where there was none
    at INTEGER NOT NULL,           -- when it took effect
    changed_by TEXT NOT NULL,      -- who
    reason TEXT NOT NULL           -- why
) STRICT;

CREATE TABLE erasures (            -- staff whose personal data was erased after they had left
    staff TEXT PRIMARY KEY,        -- the id, which stays in closed months
    at INTEGER NOT NULL,           -- when
    erased_by TEXT NOT NULL,       -- who
    reason TEXT NOT NULL           -- why
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (            -- what is set at the pages
    name TEXT PRIMARY KEY,         -- which: public_page, retention
    value TEXT NOT NULL,           -- JSON
    changed INTEGER NOT NULL,      -- when
    changed_by TEXT NOT NULL       -- who
) STRICT, WITHOUT ROWID;

ALTER TABLE rejections ADD COLUMN mended TEXT; -- the text that a person entered in place of raw; null where it was tried as it was sent
ALTER TABLE tokens ADD COLUMN last_used INTEGER; -- when a request last came with it, to the hour; null: never, or before version 3

CREATE TABLE redactions (          -- events of which words were erased; everything else of them is as it was sent
    event INTEGER PRIMARY KEY,     -- events.event
    line BLOB NOT NULL,            -- SHA-256 of the event's line before: what digests of months go on to count; see store/digest.rs
    fields TEXT NOT NULL,          -- JSON list of the fields of data that were erased
    at INTEGER NOT NULL,           -- when
    erased_by TEXT NOT NULL        -- who, or retention
) STRICT;

CREATE TABLE audit_erasures (      -- entries of the audit log whose detail was erased; the chain goes on from what they were
    entry INTEGER PRIMARY KEY,     -- audit.entry
    at INTEGER NOT NULL,           -- when
    erased_by TEXT NOT NULL        -- who
) STRICT;

CREATE TABLE audit_cuts (          -- old entries of the audit log that were removed; the chain goes on from what the last of them was
    entry INTEGER PRIMARY KEY,     -- audit.entry of the last one removed
    chain BLOB NOT NULL,           -- its link of the chain
    last_at INTEGER NOT NULL,      -- when it was written
    removed INTEGER NOT NULL,      -- how many were removed
    noted INTEGER NOT NULL,        -- the entry that notes the cut
    at INTEGER NOT NULL,           -- when they were removed
    cut_by TEXT NOT NULL           -- who removed them
) STRICT;

CREATE TABLE plain_applicants (    -- sources that sent an identity or telephone number where a pseudonym belongs
    site TEXT PRIMARY KEY,         -- the source
    events INTEGER NOT NULL,       -- in how many events
    last INTEGER NOT NULL          -- when the last of them arrived
) STRICT, WITHOUT ROWID;

CREATE TABLE displays (            -- links that show the wall display without a login
    display INTEGER PRIMARY KEY,   -- number, from 1
    key BLOB NOT NULL UNIQUE,      -- SHA-256 of the link's secret
    name TEXT NOT NULL,            -- where the display hangs
    made INTEGER NOT NULL,         -- when
    made_by TEXT NOT NULL,         -- who
    seen INTEGER,                  -- when it was last used, to the minute; null: not yet
    revoked INTEGER                -- when it was taken back; null while it holds
) STRICT;

CREATE TABLE month_sheets (        -- what stands beside a version of a closed month
    month TEXT NOT NULL,           -- YYYY-MM
    version INTEGER NOT NULL,      -- closed_months.version
    proposals TEXT NOT NULL,       -- its flags and consequences with what was decided about each: JSON list; empty where it was closed before such was kept
    open TEXT NOT NULL,            -- what the check list still had when it was closed: JSON list of line and count
    reason TEXT,                   -- why it was closed all the same
    published INTEGER,             -- when it was published; null while it was not
    published_by TEXT,             -- who published it
    PRIMARY KEY (month, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE month_checks (        -- lines of a month's check list that somebody looked at
    month TEXT NOT NULL,           -- YYYY-MM
    item TEXT NOT NULL,            -- the line: evaluations, feeds, rejected, and so on
    count INTEGER NOT NULL,        -- how many there were then; the mark holds for no more than these
    remark TEXT NOT NULL,          -- what was said about it
    at INTEGER NOT NULL,           -- when
    checked_by TEXT NOT NULL,      -- who
    PRIMARY KEY (month, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE month_previews (      -- months that go on, as they were last kept for comparison
    month TEXT PRIMARY KEY,        -- YYYY-MM
    at INTEGER NOT NULL,           -- when
    previewed_by TEXT NOT NULL,    -- who
    result BLOB NOT NULL,          -- result.json, zstd
    ledger BLOB NOT NULL,          -- ledger.ndjson, zstd
    notices BLOB NOT NULL          -- notices.ndjson, zstd
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (              -- documents that the schedule made by itself, each once
    draft TEXT PRIMARY KEY,        -- kind and period: bulletin/2026-09, weekly-brief/2026-W40
    name TEXT NOT NULL,            -- the files' name without ending
    code TEXT NOT NULL,            -- the document's code, which is printed in it
    version INTEGER,               -- the version of the closed month that it is of; null while the month was open
    made INTEGER NOT NULL,         -- when
    erased INTEGER                 -- when its files were erased; null while they are there
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_code ON drafts (code);

CREATE TABLE draft_files (         -- their files, as they were mailed; not packed, since PDF and XLSX are packed in themselves
    draft TEXT NOT NULL,           -- drafts.draft
    format TEXT NOT NULL,          -- pdf, xlsx
    name TEXT NOT NULL,            -- the file's name
    media_type TEXT NOT NULL,      -- as in mail and HTTP
    bytes BLOB NOT NULL,           -- the file
    PRIMARY KEY (draft, format)
) STRICT, WITHOUT ROWID;

CREATE TABLE report_texts (        -- the bureau's own words in documents: every version, the newest in force
    number INTEGER PRIMARY KEY,    -- from 1
    text TEXT NOT NULL,            -- TOML that holds only what is said otherwise; empty: the built-in words again
    changed INTEGER NOT NULL,      -- when
    changed_by TEXT NOT NULL       -- who
) STRICT;
