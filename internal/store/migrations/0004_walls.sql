-- +goose Up
-- The second wall: row-level security per side. Every policy is one plain
-- equality with a setting that the transaction made, so that it uses the index
-- that starts with the tenant column.

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['clocks', 'organisations', 'contacts', 'policies', 'customer_facts', 'customer_keys', 'evaluations', 'evaluation_notes',
        'events', 'event_queue', 'event_positions', 'decisions', 'decision_texts', 'unmask_reasons', 'notifications', 'tasks', 'idempotency_records', 'customer_probes',
        'registrations', 'protection_slots', 'invitations', 'invitation_codes', 'invitation_counts', 'invitation_links', 'acceptances', 'associations'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        -- The worker carries out what the API let in; it crosses tenants.
        EXECUTE format('CREATE POLICY system ON %I TO app_system USING (true) WITH CHECK (true)', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['organisations', 'contacts', 'policies', 'customer_facts', 'customer_keys', 'evaluations', 'evaluation_notes', 'events', 'decisions', 'decision_texts', 'unmask_reasons', 'notifications',
        'tasks', 'idempotency_records', 'registrations', 'invitations', 'invitation_links', 'acceptances', 'associations'] LOOP
        EXECUTE format('CREATE POLICY vendor ON %I TO app_vendor USING (realm = (SELECT current_setting(''app.realm''))) WITH CHECK (realm = (SELECT current_setting(''app.realm'')))', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['events', 'decisions', 'unmask_reasons', 'notifications', 'tasks', 'registrations', 'invitations', 'invitation_links', 'acceptances', 'associations'] LOOP
        EXECUTE format('CREATE POLICY partner ON %I TO app_partner USING (partner_id = (SELECT current_setting(''app.org'')::uuid)) WITH CHECK (partner_id = (SELECT current_setting(''app.org'')::uuid))', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['events', 'acceptances', 'associations'] LOOP
        EXECUTE format('CREATE POLICY customer ON %I TO app_customer USING (customer_id = (SELECT current_setting(''app.org'')::uuid)) WITH CHECK (customer_id = (SELECT current_setting(''app.org'')::uuid))', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['evaluations', 'idempotency_records', 'invitation_counts'] LOOP
        EXECUTE format('CREATE POLICY organisation ON %I TO app_partner, app_customer USING (org_id = (SELECT current_setting(''app.org'')::uuid)) WITH CHECK (org_id = (SELECT current_setting(''app.org'')::uuid))', t);
    END LOOP;
END $$;
-- +goose StatementEnd
CREATE POLICY organisation ON organisations TO app_partner, app_customer USING (id = (SELECT current_setting('app.org')::uuid));
CREATE POLICY organisation ON contacts TO app_partner, app_customer USING (owner_id = (SELECT current_setting('app.org')::uuid)) WITH CHECK (owner_id = (SELECT current_setting('app.org')::uuid));
CREATE POLICY realm ON policies TO app_partner, app_customer USING (realm = (SELECT current_setting('app.realm')));
CREATE POLICY note ON evaluation_notes FOR INSERT TO app_partner, app_customer WITH CHECK (realm = (SELECT current_setting('app.realm')));
CREATE POLICY code ON invitation_codes FOR INSERT TO app_partner WITH CHECK (true);

GRANT USAGE ON SCHEMA public TO app_vendor, app_partner, app_customer, app_system, pc_api, pc_worker;

GRANT SELECT, INSERT, UPDATE ON organisations, contacts TO app_vendor;
GRANT SELECT, INSERT ON customer_facts, evaluations, evaluation_notes, events, decisions, decision_texts, unmask_reasons, idempotency_records, policies TO app_vendor;
GRANT UPDATE (approver, approved_at) ON policies TO app_vendor;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_keys TO app_vendor;
GRANT SELECT ON notifications, invitations, invitation_links, acceptances, associations TO app_vendor;
GRANT SELECT, INSERT, UPDATE ON tasks TO app_vendor;
GRANT SELECT, INSERT ON registrations TO app_vendor;

GRANT SELECT, UPDATE (version) ON organisations TO app_partner;
GRANT SELECT, INSERT ON contacts, evaluations, events, idempotency_records, notifications TO app_partner;
GRANT SELECT ON policies, decisions, acceptances, associations TO app_partner;
GRANT INSERT ON evaluation_notes, invitation_codes, unmask_reasons TO app_partner;
GRANT SELECT, INSERT, UPDATE ON registrations, invitations, invitation_links, tasks, invitation_counts TO app_partner;

GRANT SELECT, UPDATE (version) ON organisations TO app_customer;
GRANT SELECT ON contacts, policies, associations TO app_customer;
GRANT SELECT, INSERT ON evaluations, events, idempotency_records, acceptances TO app_customer;
GRANT INSERT ON evaluation_notes TO app_customer;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app_system;
-- Which migrations ran is the owner's to write.
REVOKE ALL ON goose_db_version FROM app_system;

-- Readiness asks for it before it is anybody.
-- +goose StatementBegin
CREATE FUNCTION schema_version() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT COALESCE(max(version_id), 0) FROM goose_db_version WHERE is_applied
$$;
-- +goose StatementEnd

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO app_vendor, app_partner, app_customer, app_system;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clock_shift(text), schema_version() TO pc_api, pc_worker;
