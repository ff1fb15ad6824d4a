-- The key that a grant's tokens are bound to at its provider (RFC 9449), sealed under the grant's record key; no row: to none.
CREATE TABLE proof_keys (
    id INTEGER PRIMARY KEY REFERENCES grants (id) ON DELETE CASCADE,
    key BLOB NOT NULL CHECK (length(key) > 0)
) STRICT;

-- How an API wants the token.
ALTER TABLE access_tokens ADD COLUMN token_type TEXT NOT NULL DEFAULT 'Bearer';
