-- +goose Up
-- Whom the customer directory must be asked about before anybody can say what a
-- partner may withdraw: some of his resale customers whom the facts do not know or
-- know too long ago, those of whom least is known first.
-- +goose StatementBegin
CREATE FUNCTION stale_customers(p_partner uuid, p_now timestamptz, p_oldest timestamptz, p_limit int)
RETURNS TABLE (customer_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.customer_id
    FROM associations a
    LEFT JOIN LATERAL (SELECT c.as_of FROM customer_facts c WHERE c.customer_id = a.customer_id ORDER BY c.as_of DESC LIMIT 1) f ON true
    WHERE a.partner_id = p_partner AND a.association_type = 'resale' AND a.effective_from <= p_now AND (a.effective_until IS NULL OR a.effective_until > p_now)
        AND (f.as_of IS NULL OR f.as_of < p_oldest)
        AND (current_setting('role') <> 'app_partner' OR p_partner = current_setting('app.org')::uuid)
    ORDER BY f.as_of NULLS FIRST LIMIT p_limit
$$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION stale_customers(uuid, timestamptz, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stale_customers(uuid, timestamptz, timestamptz, int) TO app_partner, app_vendor, app_system;
