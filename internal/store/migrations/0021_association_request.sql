-- +goose Up
-- When the customer of an association has asked to leave, whoever its partner was
-- then: a customer that came from a partner that it had left by its own request
-- is not led on at once by the next one. Who that was is not told.
-- +goose StatementBegin
CREATE FUNCTION customer_asked_to_leave(p_association uuid) RETURNS SETOF timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT r.created_at
    FROM associations a JOIN association_requests r ON r.customer_id = a.customer_id AND r.initiator = 'customer'
    WHERE a.id = p_association AND (current_setting('role') = 'app_system' OR current_setting('app.org')::uuid IN (a.partner_id, a.customer_id))
    ORDER BY r.created_at;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION customer_asked_to_leave(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION customer_asked_to_leave(uuid) TO app_partner, app_customer, app_system;
