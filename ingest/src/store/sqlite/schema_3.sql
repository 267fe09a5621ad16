-- Version 3 of the embedded store: people with roles, what they upload, and what is kept of them. Instants as in version 1.

ALTER TABLE accounts ADD COLUMN scope TEXT NOT NULL DEFAULT '[]';      -- JSON list of what a head, lead or operator answers for: department:D-05, window:W-09, site:hall
ALTER TABLE accounts ADD COLUMN person TEXT NOT NULL DEFAULT '';       -- the person's own name
ALTER TABLE accounts ADD COLUMN outside TEXT;                          -- issuer and subject of the sign-on by OpenID Connect, as JSON list; null without
ALTER TABLE accounts ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;-- 1: the password was given by somebody else and must be changed
ALTER TABLE accounts ADD COLUMN last_login INTEGER;                    -- when somebody last logged in; null: never
ALTER TABLE sessions ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;       -- when it was last used, within some minutes
ALTER TABLE sessions ADD COLUMN place TEXT NOT NULL DEFAULT '';        -- the address that logged in, where it is known
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
    erased INTEGER,                -- when its bytes were erased; null while they are there
    erased_by TEXT                 -- who erased it, or the retention period
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
