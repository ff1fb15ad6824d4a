-- Tells an older copy of the store from the store itself.
CREATE TABLE store_sequence (
    row INTEGER PRIMARY KEY CHECK (row = 1),
    -- Goes up with each start, each end, and while anything is written. The anchor beside the store holds the last one.
    sequence INTEGER NOT NULL CHECK (sequence >= 0)
) STRICT;

INSERT INTO store_sequence VALUES (1, 0);
