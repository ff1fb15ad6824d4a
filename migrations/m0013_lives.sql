-- When grants die, so that it is told beforehand and what is dead can be found without looking through all of them.

-- When the lineage that stands was put; NULL where that was when the grant was created.
ALTER TABLE grants ADD COLUMN put_at INTEGER;
-- When the refresh token dies, as far as that is known; of a grant that was condemned, when that was.
ALTER TABLE grants ADD COLUMN dies_at INTEGER;
-- Of what: a word of GrantDeath. NULL exactly where dies_at is.
ALTER TABLE grants ADD COLUMN dies_of TEXT;
-- The dies_at that the audit log was told ahead of time. A death that moved is not told yet.
ALTER TABLE grants ADD COLUMN death_told INTEGER;

UPDATE grants SET dies_at = updated_at, dies_of = 'condemned'
WHERE reauth_reason IS NOT NULL AND reauth_reason NOT IN ('ended', 'step_up_required');
UPDATE grants SET dies_at = refresh_token_expires_at, dies_of = 'refresh_token_expires_at'
WHERE dies_at IS NULL AND refresh_token_expires_at IS NOT NULL;

-- Costs nothing for a grant of which no death is known.
CREATE INDEX grants_by_death ON grants (dies_at) WHERE dies_at IS NOT NULL;

-- Counts the grants of one account at its provider, for the provider's cap.
CREATE INDEX grants_by_account ON grants (provider, account) WHERE account <> '';

-- Which lives of refresh tokens, in seconds, the column above was last computed with; a provider without a row: with none.
CREATE TABLE provider_lives (
    provider TEXT PRIMARY KEY,
    absolute_seconds INTEGER CHECK (absolute_seconds > 0),
    idle_seconds INTEGER CHECK (idle_seconds > 0)
) STRICT, WITHOUT ROWID;
