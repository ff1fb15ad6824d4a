-- Records of changes, written in the transaction of the change and kept until the audit log surely has them: a process that dies between
-- the two loses none.

-- One row for each commit that told of something.
CREATE TABLE audit_outbox (
    -- Of the commit, as in store_sequence.
    sequence INTEGER PRIMARY KEY,
    -- One a line, as they stand in the log; nothing in them is secret.
    records BLOB NOT NULL CHECK (length(records) > 0)
) STRICT;

-- The last commit the records of which were known to be on the disk. A log that tells of less was cut.
ALTER TABLE store_sequence ADD COLUMN audited INTEGER NOT NULL DEFAULT 0;
