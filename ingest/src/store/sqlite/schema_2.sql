-- Version 2 of the embedded store: what reaches people, and what they set up for it. Instants as in version 1.

ALTER TABLE acknowledgements ADD COLUMN asks_help INTEGER NOT NULL DEFAULT 0; -- 1: they ask the next level for help

CREATE INDEX notices_pending ON notices (date) WHERE state = 'pending';

CREATE TABLE messages (
    message TEXT PRIMARY KEY,      -- the key that travels along in every attempt, so that receivers can tell a repeated one
    recipient TEXT NOT NULL,       -- whom it is for: window:W-09, department_head:D-05, county_leader, supervision …
    reader TEXT NOT NULL,          -- who reads it: the recipient, or the deputy while the recipient is away
    channel TEXT NOT NULL,         -- mail, wecom, dingtalk, feishu, http, file
    address TEXT NOT NULL,         -- the e-mail address, the robot's URL, the telephone number, the folder
    round INTEGER NOT NULL,        -- 1 for the first time that its notices are told, 2 for the repeat
    made INTEGER NOT NULL,         -- when it was put into the outbox
    letter TEXT NOT NULL,          -- what it says, as JSON: subject, text, html, markdown, brief, link
    state TEXT NOT NULL,           -- waiting, sending, sent, dead (given up), withdrawn (a notice of it was taken back)
    attempts INTEGER NOT NULL,     -- how often it was tried
    next INTEGER NOT NULL,         -- when it may be tried next; while sending, until when whoever sends it has it
    settled INTEGER                -- when it was sent, given up or withdrawn
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_open ON messages (next) WHERE state IN ('waiting', 'sending');
CREATE INDEX messages_by_recipient ON messages (recipient, made);

CREATE TABLE told (                -- which notice went into which message; what is here is not told again
    notice TEXT NOT NULL,          -- notices.identity
    recipient TEXT NOT NULL,       -- messages.recipient
    round INTEGER NOT NULL,        -- messages.round
    message TEXT NOT NULL,         -- messages.message
    PRIMARY KEY (notice, recipient, round, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_by_message ON told (message);

CREATE TABLE attempts (
    message TEXT NOT NULL,         -- messages.message
    attempt INTEGER NOT NULL,      -- from 1
    begun INTEGER NOT NULL,        -- when
    ended INTEGER,                 -- when; null where nobody knows how it ended
    outcome TEXT,                  -- delivered, later, never; null where nobody knows
    detail TEXT NOT NULL,          -- what the other side said
    PRIMARY KEY (message, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE addressees (          -- what is known of recipients beyond the registry
    recipient TEXT PRIMARY KEY,    -- as in notices.recipients
    settings TEXT NOT NULL,        -- JSON: addresses, language, level 1 muted, deputy, away from and to
    changed INTEGER NOT NULL,      -- when
    changed_by TEXT NOT NULL       -- who
) STRICT, WITHOUT ROWID;

CREATE TABLE letters (             -- templates that the bureau has changed; the others are the built-in ones
    letter TEXT NOT NULL,          -- which
    lang TEXT NOT NULL,            -- zh, en
    text TEXT NOT NULL,            -- the template
    changed INTEGER NOT NULL,      -- when
    changed_by TEXT NOT NULL,      -- who
    PRIMARY KEY (letter, lang)
) STRICT, WITHOUT ROWID;

CREATE TABLE public_notices (      -- months whose results were put up for objections (公示)
    month TEXT PRIMARY KEY,        -- YYYY-MM
    published INTEGER NOT NULL,    -- when
    published_by TEXT NOT NULL,    -- who
    until TEXT NOT NULL            -- the last day for an appeal, YYYY-MM-DD
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,         -- what it is for: links of messages
    secret BLOB NOT NULL           -- 32 bytes of chance, made by this store
) STRICT, WITHOUT ROWID;
