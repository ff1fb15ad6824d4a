-- What lets one client redeem tokens of one grant. Each has a record key of its own: with it the tag, a keyed hash of the
-- handle and of the row, is made. The handle itself is nowhere.
CREATE TABLE delegations (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    grant_id INTEGER NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    -- The clients that made it and that may redeem it.
    creator TEXT NOT NULL,
    client TEXT NOT NULL,
    -- Separated by spaces, sorted; NULL for all that the grant has.
    scopes TEXT,
    full_token INTEGER NOT NULL CHECK (full_token IN (0, 1)),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- NULL: as often as wanted.
    max_uses INTEGER CHECK (max_uses > 0),
    uses INTEGER NOT NULL CHECK (uses >= 0 AND uses <= coalesce(max_uses, uses)),
    last_used_at INTEGER,
    purpose TEXT,
    -- Of the session that it ends with; none has one yet.
    session_id INTEGER,
    tag BLOB NOT NULL CHECK (length(tag) = 32)
) STRICT;

CREATE INDEX delegations_by_grant ON delegations (grant_id);
CREATE INDEX delegations_by_expiry ON delegations (expires_at);

-- Also where a delegation goes with its grant.
CREATE TRIGGER delegations_take_their_keys AFTER DELETE ON delegations
BEGIN
    DELETE FROM record_keys WHERE id = OLD.id;
END;
