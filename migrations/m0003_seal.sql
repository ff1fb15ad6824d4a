-- How the passphrase becomes the seal key (Argon2id). No row: the store is sealed by a key from elsewhere.

CREATE TABLE seal (
    row INTEGER PRIMARY KEY CHECK (row = 1),
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    operations INTEGER NOT NULL,
    memory_bytes INTEGER NOT NULL
) STRICT;
