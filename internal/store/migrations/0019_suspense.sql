-- +goose Up
-- What payouts left in suspense is settled by a change of the partner's account.

ALTER TABLE account_changes ADD COLUMN payout_id uuid REFERENCES payouts (id);
ALTER TABLE account_changes DROP CONSTRAINT account_changes_kind_check;
ALTER TABLE account_changes ADD CONSTRAINT account_changes_kind_check
    CHECK (kind IN ('grant_credit', 'take_credit', 'designate', 'release', 'charge_suspense', 'clear_suspense') AND (kind IN ('charge_suspense', 'clear_suspense')) = (payout_id IS NOT NULL));
