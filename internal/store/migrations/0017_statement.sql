-- +goose Up
-- What payment channels state is matched with top-ups as what the bank states is with payouts: by the reference that both sides
-- have. A line's payout_id is not written any more; it stays until no version that reads it runs.
CREATE INDEX statement_lines_reference_idx ON statement_lines (realm, source, reference);
CREATE INDEX statement_lines_ahead_idx ON statement_lines (realm, source, line) WHERE difference = 'missing_here';
CREATE INDEX top_ups_channel_idx ON top_ups (realm, channel, created_at);
