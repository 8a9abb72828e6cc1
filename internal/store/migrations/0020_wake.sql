-- +goose Up
-- Notes that rows have got workflows which were told the rows as they were written, and
-- answers those that had moved by then. It waits for nobody: who holds a row locked is
-- about to move it, and tells its workflow.
-- +goose StatementBegin
CREATE FUNCTION mark_started(p_table text, p_now timestamptz, p_ids uuid[], p_versions bigint[], p_looks timestamptz[]) RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('WITH free AS (
            SELECT r.id, s.look FROM %1$I AS r JOIN unnest($2, $3, $4) AS s (id, version, look) ON r.id = s.id
            WHERE r.realm = current_setting(''app.realm'') AND r.version = s.version AND r.acted_at IS NULL AND r.next_wake_at IS NOT NULL
            FOR NO KEY UPDATE OF r SKIP LOCKED)
        UPDATE %1$I AS r SET acted_at = $1, next_wake_at = free.look FROM free WHERE r.id = free.id', p_table) USING p_now, p_ids, p_versions, p_looks;
    RETURN QUERY EXECUTE format('SELECT r.id FROM %1$I AS r JOIN unnest($1, $2) AS s (id, version) ON r.id = s.id
        WHERE r.realm = current_setting(''app.realm'') AND r.version <> s.version AND r.acted_at IS NULL', p_table) USING p_ids, p_versions;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION mark_started(text, timestamptz, uuid[], bigint[], timestamptz[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mark_started(text, timestamptz, uuid[], bigint[], timestamptz[]) TO app_vendor;
