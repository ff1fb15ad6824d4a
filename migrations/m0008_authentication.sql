-- How and when the user had signed in when the grant was put (OpenID Connect Core section 2); NULL where it is not known.
ALTER TABLE grants ADD COLUMN acr TEXT;
-- A line feed between two methods.
ALTER TABLE grants ADD COLUMN amr TEXT;
-- Seconds, as a provider says it.
ALTER TABLE grants ADD COLUMN auth_time INTEGER;
