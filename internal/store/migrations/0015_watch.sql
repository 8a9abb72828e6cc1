-- +goose Up
-- What the watchers' figures are counted by.
CREATE INDEX notifications_failed_idx ON notifications (realm, created_at) WHERE state = 'failed';
CREATE INDEX registrations_expired_idx ON registrations (realm, state_since) WHERE state = 'expired';
