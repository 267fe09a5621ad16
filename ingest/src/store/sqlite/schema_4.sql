-- Version 4 of the embedded store: documents of the schedule that were begun and not ended.

CREATE TABLE draft_attempts (      -- while one is made; who is killed, or ends by a fault in its making, leaves it behind
    draft TEXT PRIMARY KEY,        -- drafts.draft
    day INTEGER NOT NULL,          -- the day of the newest attempt, as days since 1970-01-01
    attempts INTEGER NOT NULL      -- how many of that day have begun
) STRICT, WITHOUT ROWID;
