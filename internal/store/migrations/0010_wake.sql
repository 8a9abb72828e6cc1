-- +goose Up
-- Notes that the workflow of a row has read it. Reading must not wait for deciding:
-- a row that somebody holds locked for longer than a moment is left as it is, and
-- the sweep has it read again.
-- +goose StatementBegin
CREATE FUNCTION mark_acted(p_table text, p_id uuid, p_now timestamptz, p_wake timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM set_config('lock_timeout', '500ms', true);
    EXECUTE format('UPDATE %I SET acted_at = COALESCE(acted_at, $1), next_wake_at = $2 WHERE id = $3 AND next_wake_at IS NOT NULL', p_table) USING p_now, p_wake, p_id;
    PERFORM set_config('lock_timeout', '0', true);
EXCEPTION
    WHEN lock_not_available THEN
        NULL; -- the setting is taken back with what was tried
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION mark_acted(text, uuid, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mark_acted(text, uuid, timestamptz, timestamptz) TO app_system;
