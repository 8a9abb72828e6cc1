-- +goose Up
-- A partner's list leaves out what he has deleted: it does not walk past it either.
DROP INDEX withdrawals_partner_idx;
DROP INDEX withdrawals_partner_state_idx;
CREATE INDEX withdrawals_partner_idx ON withdrawals (partner_id, id) WHERE deleted_at IS NULL;
CREATE INDEX withdrawals_partner_state_idx ON withdrawals (partner_id, state, id) WHERE deleted_at IS NULL;

-- The payouts of a page of withdrawals are found by their tenant as well.
DROP INDEX payouts_partner_idx;
CREATE INDEX payouts_partner_idx ON payouts (partner_id, withdrawal_id, id);
