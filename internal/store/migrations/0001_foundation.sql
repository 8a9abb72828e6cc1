-- +goose Up
-- The people, the policy and the records that every process shares.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Business now of a realm = real now + shift. Production has no row.
CREATE TABLE clocks (
    realm text PRIMARY KEY,
    shift interval NOT NULL
);

CREATE TABLE organisations (
    id          uuid PRIMARY KEY,
    realm       text NOT NULL,
    kind        text NOT NULL,
    parent_id   uuid REFERENCES organisations (id),
    site        text NOT NULL,
    name        text NOT NULL,
    country     text NOT NULL DEFAULT '',
    credit_code text NOT NULL DEFAULT '',
    frozen      boolean NOT NULL DEFAULT false,
    prepaid     boolean NOT NULL DEFAULT false,
    has_contact boolean NOT NULL DEFAULT false,
    contact_id  uuid,
    version     bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    -- Tenant columns reference (id, realm), so that no row joins two realms.
    CONSTRAINT organisations_id_realm_key UNIQUE (id, realm),
    CONSTRAINT organisations_kind_check CHECK (kind IN ('vendor', 'distributor', 'partner', 'reseller', 'customer')),
    CONSTRAINT organisations_site_check CHECK (site IN ('cn', 'intl', 'eu'))
);
CREATE INDEX organisations_realm_kind_idx ON organisations (realm, kind, id);

-- The only table with personal data.
CREATE TABLE contacts (
    id           uuid PRIMARY KEY,
    realm        text NOT NULL,
    owner_id     uuid NOT NULL,
    purpose      text NOT NULL,
    person_name  text NOT NULL DEFAULT '',
    account_name text NOT NULL DEFAULT '',
    phone        text NOT NULL DEFAULT '',
    email        text NOT NULL DEFAULT '',
    retain_until timestamptz NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT contacts_owner_fkey FOREIGN KEY (owner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT contacts_purpose_check CHECK (purpose IN ('registration', 'partner', 'account'))
);
CREATE INDEX contacts_retain_until_idx ON contacts (retain_until);

CREATE TABLE policies (
    id             uuid PRIMARY KEY,
    realm          text NOT NULL,
    site           text NOT NULL,
    version        int NOT NULL,
    schema         int NOT NULL,
    effective_from timestamptz NOT NULL,
    author         text NOT NULL,
    approver       text NOT NULL DEFAULT '',
    approved_at    timestamptz,
    created_at     timestamptz NOT NULL,
    document       jsonb NOT NULL,
    CONSTRAINT policies_realm_site_version_key UNIQUE (realm, site, version),
    -- Rows that keep a version reference (id, realm): a sandbox's people write no
    -- rules for production.
    CONSTRAINT policies_id_realm_key UNIQUE (id, realm),
    CONSTRAINT policies_maker_checker_check CHECK (approver <> author),
    CONSTRAINT policies_approved_check CHECK ((approver = '') = (approved_at IS NULL))
);

CREATE TABLE customer_facts (
    id          uuid PRIMARY KEY,
    customer_id uuid NOT NULL,
    realm       text NOT NULL,
    as_of       timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    source      text NOT NULL,
    facts       jsonb NOT NULL,
    CONSTRAINT customer_facts_customer_fkey FOREIGN KEY (customer_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT customer_facts_customer_id_as_of_key UNIQUE (customer_id, as_of)
);

-- Keyed hashes by which a customer account is recognised. 'line' is the phone
-- alone and finds the accounts on it; 'phone' is phone and account together.
CREATE TABLE customer_keys (
    realm       text NOT NULL,
    kind        text NOT NULL,
    key_hash    bytea NOT NULL,
    customer_id uuid NOT NULL,
    code_hash   bytea NOT NULL DEFAULT '',
    source      text NOT NULL,
    PRIMARY KEY (realm, kind, key_hash, customer_id),
    CONSTRAINT customer_keys_customer_fkey FOREIGN KEY (customer_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT customer_keys_kind_check CHECK (kind IN ('code', 'email', 'name', 'phone', 'line'))
);
CREATE INDEX customer_keys_customer_id_idx ON customer_keys (customer_id);

CREATE TABLE evaluations (
    id           uuid PRIMARY KEY,
    realm        text NOT NULL,
    org_id       uuid NOT NULL,
    rule_set     text NOT NULL,
    subject_kind text NOT NULL,
    subject_id   uuid,
    policy_id    uuid NOT NULL,
    facts_ids    jsonb NOT NULL,
    outcome      text NOT NULL,
    blockers     jsonb NOT NULL,
    actor        text NOT NULL,
    request_id   text NOT NULL,
    at           timestamptz NOT NULL,
    CONSTRAINT evaluations_policy_fkey FOREIGN KEY (policy_id, realm) REFERENCES policies (id, realm)
);
CREATE INDEX evaluations_org_id_idx ON evaluations (org_id, id);

-- What only the vendor may know of an evaluation: which keys matched.
CREATE TABLE evaluation_notes (
    evaluation_id uuid PRIMARY KEY REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    realm         text NOT NULL,
    matched_keys  jsonb NOT NULL
);

CREATE TABLE events (
    id             uuid PRIMARY KEY,
    realm          text NOT NULL,
    partner_id     uuid,
    customer_id    uuid,
    association_id uuid,
    subject_kind   text NOT NULL,
    subject_id     uuid NOT NULL,
    subject_seq    bigint NOT NULL,
    type           text NOT NULL,
    actor          text NOT NULL,
    on_behalf_of   text NOT NULL DEFAULT '',
    at             timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    request_id     text NOT NULL DEFAULT '',
    trace_id       text NOT NULL DEFAULT '',
    workflow_id    text NOT NULL DEFAULT '',
    run_id         text NOT NULL DEFAULT '',
    decision_id    uuid,
    policy_id      uuid,
    data           jsonb NOT NULL,
    -- A version of a subject happens once: two writers cannot both make it.
    CONSTRAINT events_subject_key UNIQUE (subject_id, subject_seq, type)
);
CREATE INDEX events_partner_id_idx ON events (partner_id, subject_id, id);
CREATE INDEX events_realm_idx ON events (realm, subject_id, id);

-- An event waits here, in the transaction that wrote it, for its position.
CREATE TABLE event_queue (event_id uuid PRIMARY KEY);

-- Positions are given out after the commit by the only relay, so that a late
-- commit never gets a position that a reader has already passed.
CREATE TABLE event_positions (
    position bigint PRIMARY KEY,
    event_id uuid NOT NULL UNIQUE REFERENCES events (id)
);

CREATE TABLE decisions (
    id            uuid PRIMARY KEY,
    realm         text NOT NULL,
    partner_id    uuid NOT NULL,
    subject_kind  text NOT NULL,
    subject_id    uuid NOT NULL,
    verb          text NOT NULL,
    outcome       text NOT NULL,
    opinion       text NOT NULL DEFAULT '',
    maker         text NOT NULL DEFAULT '',
    actor         text NOT NULL,
    evaluation_id uuid NOT NULL,
    request_id    text NOT NULL,
    version       bigint NOT NULL,
    at            timestamptz NOT NULL,
    CONSTRAINT decisions_maker_checker_check CHECK (verb <> 'review' OR maker <> actor)
);
CREATE INDEX decisions_subject_id_idx ON decisions (subject_id, id);

-- What a person typed with a decision. It is kept here before the engine is
-- asked, so that free text never travels through the engine.
CREATE TABLE decision_texts (
    decision_id uuid PRIMARY KEY,
    realm       text NOT NULL,
    opinion     text NOT NULL
);

-- Why somebody looked at a contact in clear: free text, which an event must not
-- hold, as nothing ever leaves an event again.
CREATE TABLE unmask_reasons (
    id         uuid PRIMARY KEY,
    realm      text NOT NULL,
    partner_id uuid NOT NULL,
    reason     text NOT NULL
);

CREATE TABLE notifications (
    id              uuid PRIMARY KEY,
    realm           text NOT NULL,
    partner_id      uuid NOT NULL,
    subject_kind    text NOT NULL,
    subject_id      uuid NOT NULL,
    kind            text NOT NULL,
    contact_id      uuid NOT NULL,
    generation      int NOT NULL,
    locale          text NOT NULL,
    state           text NOT NULL,
    attempts        int NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    last_error      text NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL,
    sent_at         timestamptz,
    CONSTRAINT notifications_cause_key UNIQUE (subject_id, kind, contact_id, generation),
    CONSTRAINT notifications_state_check CHECK (state IN ('queued', 'sent', 'void', 'failed'))
);
CREATE INDEX notifications_queue_idx ON notifications (next_attempt_at) WHERE state = 'queued';

CREATE TABLE tasks (
    id           uuid PRIMARY KEY,
    realm        text NOT NULL,
    partner_id   uuid NOT NULL,
    party        text NOT NULL,
    kind         text NOT NULL,
    subject_kind text NOT NULL,
    subject_id   uuid NOT NULL,
    reference    text NOT NULL,
    account_manager text NOT NULL DEFAULT '',
    since        timestamptz NOT NULL,
    due_at       timestamptz,
    on_silence   text NOT NULL DEFAULT '',
    escalated    boolean NOT NULL DEFAULT false,
    closed_at    timestamptz
);
CREATE UNIQUE INDEX tasks_open_key ON tasks (subject_id, kind) WHERE closed_at IS NULL;
CREATE INDEX tasks_realm_idx ON tasks (realm, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_realm_party_idx ON tasks (realm, party, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_realm_kind_idx ON tasks (realm, kind, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_realm_party_kind_idx ON tasks (realm, party, kind, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_partner_idx ON tasks (partner_id, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_partner_party_idx ON tasks (partner_id, party, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_partner_party_kind_idx ON tasks (partner_id, party, kind, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_partner_manager_idx ON tasks (partner_id, account_manager, id) WHERE closed_at IS NULL;
CREATE INDEX tasks_partner_kind_idx ON tasks (partner_id, kind, id) WHERE closed_at IS NULL;

CREATE TABLE idempotency_records (
    realm         text NOT NULL,
    org_id        uuid NOT NULL,
    subject       text NOT NULL,
    key           text NOT NULL,
    fingerprint   bytea NOT NULL,
    status        int NOT NULL,
    resource_kind text NOT NULL,
    resource_id   uuid NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (realm, org_id, subject, key)
);
CREATE INDEX idempotency_records_created_at_idx ON idempotency_records (created_at);

-- The customers that an organisation asked about on a day of its zone.
CREATE TABLE customer_probes (
    org_id      uuid NOT NULL,
    day         date NOT NULL,
    fingerprint bytea NOT NULL,
    PRIMARY KEY (org_id, day, fingerprint)
);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER evaluations_append_only BEFORE UPDATE OR DELETE ON evaluations FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER customer_facts_append_only BEFORE UPDATE OR DELETE ON customer_facts FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION queue_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO event_queue (event_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER events_queue AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION queue_event();

-- A policy version is never edited; only its approval is added, once.
-- +goose StatementBegin
CREATE FUNCTION keep_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.approver <> '' OR
       (to_jsonb(NEW) - 'approver' - 'approved_at') <> (to_jsonb(OLD) - 'approver' - 'approved_at') THEN
        RAISE EXCEPTION 'a policy version is never edited' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER policies_keep BEFORE UPDATE OR DELETE ON policies FOR EACH ROW EXECUTE FUNCTION keep_policy();

-- What a rule must know of other tenants comes from functions like these, which
-- run as the owner and answer as little as the rule needs. Those on the way of
-- every request are plpgsql: a session keeps its plans, while a function in sql
-- that cannot be inlined is planned at every call.

-- +goose StatementBegin
CREATE FUNCTION clock_shift(p_realm text) RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN COALESCE((SELECT (EXTRACT(epoch FROM shift) * 1000000)::bigint FROM clocks WHERE realm = p_realm), 0);
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION resolve_organisation(p_id uuid) RETURNS SETOF organisations LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM organisations WHERE id = p_id
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION accounts_on_line(p_realm text, p_line bytea) RETURNS TABLE (customer_id uuid, account_name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT l.customer_id, c.account_name
    FROM customer_keys l
    JOIN organisations o ON o.id = l.customer_id
    JOIN contacts c ON c.id = o.contact_id
    WHERE l.realm = p_realm AND l.kind = 'line' AND l.key_hash = p_line
    ORDER BY c.account_name;
END $$;
-- +goose StatementEnd

-- Counts the fingerprint against the organisation's day and answers how many
-- other customers the organisation asked about on that day.
-- +goose StatementBegin
CREATE FUNCTION count_probe(p_org uuid, p_day date, p_fingerprint bytea) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO customer_probes (org_id, day, fingerprint) VALUES (p_org, p_day, p_fingerprint) ON CONFLICT DO NOTHING;
    RETURN (SELECT count(*) FROM customer_probes WHERE org_id = p_org AND day = p_day AND fingerprint <> p_fingerprint);
END $$;
-- +goose StatementEnd

-- Waits at most two seconds for a request with the same key that is still
-- running; then lock_not_available says so.
-- +goose StatementBegin
CREATE FUNCTION claim_key(p_realm text, p_org uuid, p_subject text, p_key text, p_fingerprint bytea, p_kind text, p_resource uuid, p_status int, p_now timestamptz)
RETURNS SETOF idempotency_records LANGUAGE plpgsql VOLATILE SET lock_timeout = '2s' AS $$
BEGIN
    INSERT INTO idempotency_records VALUES (p_realm, p_org, p_subject, p_key, p_fingerprint, p_status, p_kind, p_resource, p_now)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT * FROM idempotency_records r
        WHERE r.realm = p_realm AND r.org_id = p_org AND r.subject = p_subject AND r.key = p_key;
END $$;
-- +goose StatementEnd
