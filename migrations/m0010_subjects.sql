-- Who gets no new session and no new grant until an operator enables them again.
CREATE TABLE disabled_subjects (
    subject TEXT PRIMARY KEY,
    disabled_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The session that the grant ends with; NULL: with none.
ALTER TABLE grants ADD COLUMN bound_session INTEGER;

CREATE INDEX grants_by_bound_session ON grants (bound_session) WHERE bound_session IS NOT NULL;
-- Over for every caller; what is left is to delete them and to tell their providers.
CREATE INDEX grants_that_ended ON grants (id) WHERE reauth_reason = 'ended';

CREATE TRIGGER sessions_end_their_grants BEFORE DELETE ON sessions
BEGIN
    UPDATE grants SET reauth_reason = 'ended', claims = NULL WHERE bound_session = OLD.id;
END;

CREATE TRIGGER grants_end_with_what_they_gave AFTER UPDATE OF reauth_reason ON grants WHEN NEW.reauth_reason = 'ended'
BEGIN
    DELETE FROM access_tokens WHERE grant_id = NEW.id;
    DELETE FROM delegations WHERE grant_id = NEW.id;
END;
