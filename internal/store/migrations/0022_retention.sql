-- +goose Up
-- Whether something open still needs a contact whose retention is over.
CREATE INDEX registrations_open_contact_idx ON registrations (contact_id) WHERE state IN ('unreported', 'pending_review', 'reported');
CREATE INDEX top_ups_unmatched_payer_idx ON top_ups (payer_id) WHERE state = 'unmatched';
CREATE INDEX withdrawals_open_contact_idx ON withdrawals (contact_id) WHERE state IN ('submitted', 'paying');
