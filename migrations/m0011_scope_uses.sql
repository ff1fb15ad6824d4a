-- How often clients asked for which scopes, by day: what the report on scopes is made from. Counts, no secret and no user.
CREATE TABLE scope_uses (
    -- Days of UTC since 1970-01-01.
    day INTEGER NOT NULL CHECK (day >= 0),
    client TEXT NOT NULL,
    -- Empty where it was not told.
    provider TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Empty for what is not counted by scope.
    scope TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (day, client, provider, kind, scope)
) STRICT, WITHOUT ROWID;

-- One row from when counting began; without it nobody could tell what was never used from what was never looked at.
CREATE TABLE scope_tally (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    recorded_since INTEGER NOT NULL
) STRICT;
