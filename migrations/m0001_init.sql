-- The first schema. Times are milliseconds since 1970-01-01 UTC; NULL means not known. Blobs named token, refresh_token
-- and wrapped hold ciphertext only. An id names one grant or one revocation job for ever (store_info.id_mark).

CREATE TABLE migrations (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- FNV-1a of the step's text: finds an edited step, not a forged one.
    checksum INTEGER NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE store_info (
    row INTEGER PRIMARY KEY CHECK (row = 1),
    store_id BLOB NOT NULL CHECK (length(store_id) = 16),
    created_at INTEGER NOT NULL,
    -- No id above it was ever stored.
    id_mark INTEGER NOT NULL CHECK (id_mark >= 0)
) STRICT;

CREATE TABLE master_keys (
    version INTEGER PRIMARY KEY CHECK (version > 0),
    state TEXT NOT NULL CHECK (state IN ('prepared', 'active', 'retiring', 'destroyed')),
    wrapped BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX master_keys_one_active ON master_keys (state) WHERE state = 'active';

-- Narrow, so that rewrapping all of it under a new master key touches few pages. The id is that of a grant or of a
-- revocation job.
CREATE TABLE record_keys (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    master_key INTEGER NOT NULL,
    wrapped BLOB NOT NULL CHECK (length(wrapped) > 0)
) STRICT;

-- Finds what a rotation has left to do and proves that it is done.
CREATE INDEX record_keys_by_master_key ON record_keys (master_key);

CREATE TABLE grants (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    subject TEXT NOT NULL,
    provider TEXT NOT NULL,
    -- Empty where the provider's identifier of the subject is not known.
    account TEXT NOT NULL,
    generation INTEGER NOT NULL CHECK (generation > 0),
    -- NULL while the grant is active.
    reauth_reason TEXT,
    -- Separated by spaces, sorted.
    scopes TEXT NOT NULL,
    pin_sub TEXT,
    pin_tenant TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    minted_at INTEGER,
    last_used_at INTEGER,
    refresh_token_expires_at INTEGER,
    -- Last, because it is the long one: what stands before it can be read without it.
    refresh_token BLOB NOT NULL CHECK (length(refresh_token) > 0),
    UNIQUE (subject, provider, account)
) STRICT;

CREATE TABLE grant_labels (
    grant_id INTEGER NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (grant_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX grant_labels_by_name ON grant_labels (name, value);

-- With a rowid: a table without one keeps rows of this length on overflow pages.
CREATE TABLE access_tokens (
    id INTEGER PRIMARY KEY,
    grant_id INTEGER NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    -- Empty for the grant's full token; one space for a token that was asked for without any scope.
    requested_scopes TEXT NOT NULL,
    granted_scopes TEXT NOT NULL,
    generation INTEGER NOT NULL CHECK (generation > 0),
    minted_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    token BLOB NOT NULL CHECK (length(token) > 0),
    UNIQUE (grant_id, requested_scopes)
) STRICT;

-- The journal of refreshes: a row stands here from before the provider is asked until its answer is stored.
CREATE TABLE refresh_intents (
    grant_id INTEGER PRIMARY KEY REFERENCES grants (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL CHECK (generation > 0),
    started_at INTEGER NOT NULL
) STRICT;

-- Refresh tokens that are still to be revoked at their provider; their grants are gone.
CREATE TABLE revocations (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    subject TEXT NOT NULL,
    provider TEXT NOT NULL,
    account TEXT NOT NULL,
    generation INTEGER NOT NULL CHECK (generation > 0),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    queued_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    token BLOB NOT NULL CHECK (length(token) > 0)
) STRICT;

CREATE INDEX revocations_by_due ON revocations (due_at);
