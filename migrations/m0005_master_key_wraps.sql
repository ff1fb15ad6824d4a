-- How many record keys were ever stored wrapped under this master key; for a key from before this step, those that use it now
-- and what comes after.
ALTER TABLE master_keys ADD COLUMN wraps INTEGER NOT NULL DEFAULT 0 CHECK (wraps >= 0);

UPDATE master_keys
SET wraps = (SELECT count(*) FROM record_keys WHERE record_keys.master_key = master_keys.version);
