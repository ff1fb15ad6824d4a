-- Takes back what migrations/m0015_audit_outbox.sql did, so that a store is one schema step behind, with all that is in it.
BEGIN;
DROP TABLE audit_outbox;
ALTER TABLE store_sequence DROP COLUMN audited;
DELETE FROM migrations WHERE version = 15;
PRAGMA user_version = 14;
COMMIT;
