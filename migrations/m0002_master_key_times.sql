-- When a master key changed its state; NULL where it has not, or where it did before this step.
ALTER TABLE master_keys ADD COLUMN activated_at INTEGER;
ALTER TABLE master_keys ADD COLUMN retired_at INTEGER;
ALTER TABLE master_keys ADD COLUMN destroyed_at INTEGER;

-- Two rotations at once: one of them finds the other's key.
CREATE UNIQUE INDEX master_keys_one_prepared ON master_keys (state) WHERE state = 'prepared';
