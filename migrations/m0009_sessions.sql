-- Server-side sessions. What the auth backend keeps in one is sealed under the record key and the handle, which is nowhere
-- here: without the browser's cookie nothing opens it.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    subject TEXT NOT NULL,
    class TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- The absolute end.
    expires_at INTEGER NOT NULL,
    idle_seconds INTEGER NOT NULL CHECK (idle_seconds > 0),
    last_seen_at INTEGER NOT NULL,
    -- The first of expires_at and last_seen_at with idle_seconds: what finds those that are over.
    ends_at INTEGER NOT NULL,
    -- How and where the user signed in, under the record key alone.
    details BLOB NOT NULL CHECK (length(details) > 0)
) STRICT;

CREATE INDEX sessions_by_subject ON sessions (subject, class, created_at);
CREATE INDEX sessions_by_end ON sessions (ends_at);

-- All handles that a session ever had, so that one which comes back after it was replaced is known for what it is.
CREATE TABLE session_handles (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    session_id INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    -- NULL for the newest; the others are good until then.
    overlap_ends_at INTEGER,
    tag BLOB NOT NULL CHECK (length(tag) = 32),
    -- NULL once it is no longer good.
    content BLOB
) STRICT;

CREATE INDEX session_handles_by_session ON session_handles (session_id);
CREATE UNIQUE INDEX session_handles_one_newest ON session_handles (session_id) WHERE overlap_ends_at IS NULL;

CREATE TABLE session_grants (
    session_id INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    grant_id INTEGER NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    PRIMARY KEY (session_id, grant_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX session_grants_by_grant ON session_grants (grant_id);
CREATE INDEX delegations_by_session ON delegations (session_id) WHERE session_id IS NOT NULL;

CREATE TRIGGER sessions_take_what_is_theirs AFTER DELETE ON sessions
BEGIN
    DELETE FROM delegations WHERE session_id = OLD.id;
    DELETE FROM record_keys WHERE id = OLD.id;
END;
