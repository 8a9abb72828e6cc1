-- +goose Up
-- Leaving: requests to end or change an association, and what follows its end.

-- A switch of type replaces the association: the new one keeps the acceptance.
ALTER TABLE associations ADD COLUMN replaces_id uuid REFERENCES associations (id);
ALTER TABLE associations ADD CONSTRAINT associations_replaces_key UNIQUE (replaces_id);
ALTER TABLE associations DROP CONSTRAINT associations_acceptance_key;
CREATE UNIQUE INDEX associations_acceptance_key ON associations (acceptance_id) WHERE replaces_id IS NULL;

CREATE TABLE association_requests (
    id                 uuid PRIMARY KEY,
    realm              text NOT NULL,
    partner_id         uuid NOT NULL,
    reference          text NOT NULL,
    state              text NOT NULL,
    state_since        timestamptz NOT NULL,
    version            bigint NOT NULL,
    policy_id          uuid NOT NULL,
    evaluation_id      uuid NOT NULL REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    next_wake_at       timestamptz,
    acted_at           timestamptz,
    created_at         timestamptz NOT NULL,
    association_id     uuid NOT NULL REFERENCES associations (id),
    customer_id        uuid NOT NULL,
    kind               text NOT NULL,
    initiator          text NOT NULL,
    from_type          text NOT NULL,
    to_type            text NOT NULL DEFAULT '',
    requester          text NOT NULL,
    reason             text NOT NULL,
    account_manager    text NOT NULL DEFAULT '',
    lapse_at           timestamptz NOT NULL,
    reminded_at        timestamptz,
    decider            text NOT NULL DEFAULT '',
    opinion            text NOT NULL DEFAULT '',
    effective_at       timestamptz,
    new_association_id uuid REFERENCES associations (id),
    CONSTRAINT association_requests_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT association_requests_customer_fkey FOREIGN KEY (customer_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT association_requests_policy_fkey FOREIGN KEY (policy_id, realm) REFERENCES policies (id, realm),
    CONSTRAINT association_requests_reference_key UNIQUE (realm, reference),
    CONSTRAINT association_requests_state_check CHECK (state IN ('submitted', 'approved', 'rejected', 'cancelled', 'lapsed')),
    CONSTRAINT association_requests_wake_check CHECK ((state = 'submitted') = (next_wake_at IS NOT NULL)),
    CONSTRAINT association_requests_effective_check CHECK ((state = 'approved') = (effective_at IS NOT NULL)),
    CONSTRAINT association_requests_initiator_check CHECK (initiator IN ('partner', 'customer')),
    CONSTRAINT association_requests_kind_check CHECK (kind IN ('unlink', 'switch')),
    -- A customer does not start a switch; a switch names another type.
    CONSTRAINT association_requests_switch_check CHECK (
        (kind = 'switch') = (to_type <> '') AND to_type <> from_type AND (kind = 'unlink' OR initiator = 'partner')),
    CONSTRAINT association_requests_new_check CHECK ((new_association_id IS NOT NULL) = (kind = 'switch' AND state = 'approved')),
    -- One open request per association at any instant. Proof, not lock: racers
    -- queue on the association's row. A request is open until its answer, or its
    -- lapse, whether or not somebody has written that down yet.
    CONSTRAINT association_requests_open_excl EXCLUDE USING gist (
        association_id WITH =, tstzrange(created_at, CASE state WHEN 'submitted' THEN lapse_at ELSE state_since END) WITH &&)
);
CREATE INDEX association_requests_realm_idx ON association_requests (realm, id);
CREATE INDEX association_requests_realm_state_idx ON association_requests (realm, state, id);
CREATE INDEX association_requests_partner_idx ON association_requests (partner_id, id);
CREATE INDEX association_requests_partner_state_idx ON association_requests (partner_id, state, id);
CREATE INDEX association_requests_partner_manager_idx ON association_requests (partner_id, account_manager, id);
CREATE INDEX association_requests_partner_manager_state_idx ON association_requests (partner_id, account_manager, state, id);
CREATE INDEX association_requests_customer_idx ON association_requests (customer_id, id);
CREATE INDEX association_requests_association_idx ON association_requests (association_id, id);
CREATE INDEX association_requests_partner_lapse_idx ON association_requests (partner_id, lapse_at) WHERE state = 'submitted';
CREATE INDEX association_requests_realm_lapse_idx ON association_requests (realm, lapse_at) WHERE state = 'submitted';
CREATE INDEX association_requests_wake_idx ON association_requests (next_wake_at) WHERE next_wake_at IS NOT NULL;

-- What follows an association's end. The id is the association's.
CREATE TABLE settlements (
    id            uuid PRIMARY KEY REFERENCES associations (id),
    realm         text NOT NULL,
    partner_id    uuid NOT NULL,
    customer_id   uuid NOT NULL,
    request_id    uuid NOT NULL UNIQUE REFERENCES association_requests (id),
    reference     text NOT NULL,
    state         text NOT NULL,
    state_since   timestamptz NOT NULL,
    version       bigint NOT NULL,
    policy_id     uuid NOT NULL,
    evaluation_id uuid NOT NULL REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    next_wake_at  timestamptz,
    acted_at      timestamptz,
    created_at    timestamptz NOT NULL,
    CONSTRAINT settlements_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT settlements_customer_fkey FOREIGN KEY (customer_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT settlements_policy_fkey FOREIGN KEY (policy_id, realm) REFERENCES policies (id, realm),
    CONSTRAINT settlements_state_check CHECK (state IN ('running', 'blocked', 'done')),
    CONSTRAINT settlements_wake_check CHECK ((state = 'done') = (next_wake_at IS NULL))
);
CREATE INDEX settlements_realm_idx ON settlements (realm, id);
CREATE INDEX settlements_partner_idx ON settlements (partner_id, id);
CREATE INDEX settlements_wake_idx ON settlements (next_wake_at) WHERE next_wake_at IS NOT NULL;

CREATE TABLE settlement_steps (
    id              uuid PRIMARY KEY,
    realm           text NOT NULL,
    partner_id      uuid NOT NULL,
    customer_id     uuid NOT NULL,
    association_id  uuid NOT NULL REFERENCES settlements (id),
    position        int NOT NULL,
    name            text NOT NULL,
    state           text NOT NULL,
    attempts        int NOT NULL DEFAULT 0,
    error_code      text NOT NULL DEFAULT '',
    result          jsonb NOT NULL,
    next_attempt_at timestamptz,
    started_at      timestamptz,
    finished_at     timestamptz,
    CONSTRAINT settlement_steps_name_key UNIQUE (association_id, name),
    CONSTRAINT settlement_steps_position_key UNIQUE (association_id, position),
    CONSTRAINT settlement_steps_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT settlement_steps_customer_fkey FOREIGN KEY (customer_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT settlement_steps_state_check CHECK (state IN ('pending', 'running', 'done', 'failed', 'not_needed')),
    CONSTRAINT settlement_steps_finished_check CHECK ((state IN ('done', 'not_needed')) = (finished_at IS NOT NULL)),
    CONSTRAINT settlement_steps_next_check CHECK ((finished_at IS NULL) = (next_attempt_at IS NOT NULL))
);

CREATE TABLE closing_statements (
    association_id uuid PRIMARY KEY REFERENCES settlements (id),
    realm          text NOT NULL,
    partner_id     uuid NOT NULL,
    customer_id    uuid NOT NULL,
    reference      text NOT NULL,
    effective_from timestamptz NOT NULL,
    effective_to   timestamptz NOT NULL,
    closed_at      timestamptz NOT NULL,
    book_seq       bigint NOT NULL,
    lines          jsonb NOT NULL,
    CONSTRAINT closing_statements_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT closing_statements_customer_fkey FOREIGN KEY (customer_id, realm) REFERENCES organisations (id, realm)
);
CREATE TRIGGER closing_statements_append_only BEFORE UPDATE OR DELETE ON closing_statements FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closing_statements_no_truncate BEFORE TRUNCATE ON closing_statements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Codes by which somebody proves himself again; the code itself is nowhere.
CREATE TABLE step_up_codes (
    id         uuid PRIMARY KEY,
    realm      text NOT NULL,
    partner_id uuid NOT NULL,
    subject    text NOT NULL,
    key_id     text NOT NULL,
    code_hash  bytea NOT NULL,
    attempts   int NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT step_up_codes_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm)
);
CREATE INDEX step_up_codes_subject_idx ON step_up_codes (partner_id, subject, id);

-- The newest facts about the customers of associations, for whoever belongs to them.
-- +goose StatementBegin
CREATE FUNCTION association_facts(p_associations uuid[]) RETURNS TABLE (association_id uuid, id uuid, as_of timestamptz, facts jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.id, f.id, f.as_of, f.facts
    FROM associations a CROSS JOIN LATERAL (SELECT * FROM customer_facts f WHERE f.customer_id = a.customer_id ORDER BY f.as_of DESC LIMIT 1) AS f
    WHERE a.id = ANY (p_associations) AND (current_setting('role') = 'app_system' OR current_setting('app.org')::uuid IN (a.partner_id, a.customer_id));
END $$;
-- +goose StatementEnd

-- Owes a party of an association a mail, at the address that only its own
-- organisation reads. Nothing is owed to who has no contact.
-- +goose StatementBegin
CREATE FUNCTION notify_party(p_id uuid, p_association uuid, p_party text, p_kind text, p_subject_kind text, p_subject uuid, p_generation int, p_now timestamptz)
RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, next_attempt_at, created_at)
    SELECT p_id, a.realm, a.partner_id, p_subject_kind, p_subject, p_kind, o.contact_id, p_generation, CASE o.site WHEN 'cn' THEN 'zh-CN' ELSE 'en' END, 'queued', p_now, p_now
    FROM associations a JOIN organisations o ON o.id = CASE p_party WHEN 'partner' THEN a.partner_id ELSE a.customer_id END
    WHERE a.id = p_association AND o.contact_id IS NOT NULL
      AND (current_setting('role') = 'app_system' OR current_setting('app.org')::uuid IN (a.partner_id, a.customer_id))
    ON CONFLICT ON CONSTRAINT notifications_cause_key DO NOTHING;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['association_requests', 'settlements', 'settlement_steps', 'closing_statements', 'step_up_codes'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY system ON %I TO app_system USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY partner ON %I TO app_partner USING (partner_id = (SELECT current_setting(''app.org'')::uuid)) WITH CHECK (partner_id = (SELECT current_setting(''app.org'')::uuid))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO app_system', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['association_requests', 'settlements', 'settlement_steps', 'closing_statements'] LOOP
        EXECUTE format('CREATE POLICY vendor ON %I TO app_vendor USING (realm = (SELECT current_setting(''app.realm'')))', t);
        EXECUTE format('GRANT SELECT ON %I TO app_vendor, app_partner', t);
    END LOOP;
END $$;
-- +goose StatementEnd
CREATE POLICY customer ON association_requests TO app_customer
    USING (customer_id = (SELECT current_setting('app.org')::uuid)) WITH CHECK (customer_id = (SELECT current_setting('app.org')::uuid));
GRANT INSERT ON association_requests TO app_partner;
GRANT SELECT, INSERT ON association_requests TO app_customer;
GRANT SELECT, INSERT, UPDATE ON step_up_codes TO app_partner;
-- Only to lock the row: a partner or customer changes no association.
GRANT UPDATE (version) ON associations TO app_partner, app_customer;
-- What people type with an answer, and what waits for the partner whom a customer asked.
GRANT INSERT ON decision_texts TO app_partner, app_customer;
CREATE POLICY answer ON decision_texts FOR INSERT TO app_partner, app_customer WITH CHECK (realm = (SELECT current_setting('app.realm')));
GRANT INSERT, SELECT (subject_id, kind, closed_at) ON tasks TO app_customer;
CREATE POLICY answer ON tasks TO app_customer
    USING (EXISTS (SELECT FROM association_requests r WHERE r.id = subject_id AND r.customer_id = (SELECT current_setting('app.org')::uuid)))
    WITH CHECK (EXISTS (SELECT FROM association_requests r WHERE r.id = subject_id AND r.customer_id = (SELECT current_setting('app.org')::uuid)));
REVOKE EXECUTE ON FUNCTION association_facts(uuid[]), notify_party(uuid, uuid, text, text, text, uuid, int, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION association_facts(uuid[]), notify_party(uuid, uuid, text, text, text, uuid, int, timestamptz) TO app_partner, app_customer, app_system;
