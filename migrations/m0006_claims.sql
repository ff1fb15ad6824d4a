-- The claims challenge of an API (JSON text) that the next sign-in must answer; it counts only where reauth_reason is
-- 'step_up_required'.
ALTER TABLE grants ADD COLUMN claims TEXT;
