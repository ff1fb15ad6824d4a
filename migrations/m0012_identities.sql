-- Which account at a provider is which subject, so that a second account for one subject, and a second subject for one account,
-- are noticed. Accounts stand here as keyed hashes only.
CREATE TABLE identity_key (
    row INTEGER PRIMARY KEY CHECK (row = 1),
    -- Whose record key all accounts are hashed with.
    id INTEGER NOT NULL CHECK (id > 0)
) STRICT;

CREATE TABLE identities (
    provider TEXT NOT NULL,
    account_tag BLOB NOT NULL CHECK (length(account_tag) = 32),
    subject TEXT NOT NULL,
    -- Keyed hash of account and subject: a row that was changed does not match it.
    proof BLOB NOT NULL CHECK (length(proof) = 32),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (provider, account_tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX identities_by_subject ON identities (subject);
