-- +goose Up
-- Invitations, offline links, acceptances and the associations they lead to.

CREATE TABLE invitations (
    id               uuid PRIMARY KEY,
    realm            text NOT NULL,
    partner_id       uuid NOT NULL,
    reference        text NOT NULL,
    state            text NOT NULL,
    state_since      timestamptz NOT NULL,
    version          bigint NOT NULL,
    policy_id        uuid NOT NULL,
    evaluation_id    uuid NOT NULL REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    next_wake_at     timestamptz,
    acted_at         timestamptz,
    created_at       timestamptz NOT NULL,
    registration_id  uuid NOT NULL REFERENCES registrations (id),
    batch_id         uuid NOT NULL,
    association_type text NOT NULL,
    contact_id       uuid NOT NULL REFERENCES contacts (id),
    locale           text NOT NULL,
    inviter          text NOT NULL,
    account_manager  text NOT NULL DEFAULT '',
    key_id           text NOT NULL,
    generation       int NOT NULL,
    code_hash        bytea NOT NULL,
    sent_at          timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    resend_until     timestamptz NOT NULL,
    failure_codes    jsonb NOT NULL,
    acceptance_id    uuid,
    association_id   uuid,
    CONSTRAINT invitations_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT invitations_policy_fkey FOREIGN KEY (policy_id, realm) REFERENCES policies (id, realm),
    CONSTRAINT invitations_reference_key UNIQUE (realm, reference),
    CONSTRAINT invitations_code_hash_key UNIQUE (code_hash),
    CONSTRAINT invitations_type_check CHECK (association_type IN ('consultant', 'resale')),
    CONSTRAINT invitations_state_check CHECK (state IN ('sent', 'associated', 'failed', 'expired', 'cancelled', 'closed')),
    CONSTRAINT invitations_wake_check CHECK (next_wake_at IS NULL OR state IN ('sent', 'failed', 'expired'))
);
-- One invitation of a registration can be open or sent again.
CREATE UNIQUE INDEX invitations_registration_open_key ON invitations (registration_id) WHERE state IN ('sent', 'failed', 'expired') AND next_wake_at IS NOT NULL;
CREATE INDEX invitations_realm_idx ON invitations (realm, id);
CREATE INDEX invitations_realm_state_idx ON invitations (realm, state, id);
CREATE INDEX invitations_partner_idx ON invitations (partner_id, id);
CREATE INDEX invitations_partner_state_idx ON invitations (partner_id, state, id);
CREATE INDEX invitations_partner_manager_idx ON invitations (partner_id, account_manager, id);
CREATE INDEX invitations_partner_manager_state_idx ON invitations (partner_id, account_manager, state, id);
CREATE INDEX invitations_partner_expires_idx ON invitations (partner_id, expires_at) WHERE state = 'sent';
CREATE INDEX invitations_realm_expires_idx ON invitations (realm, expires_at) WHERE state = 'sent';
CREATE INDEX invitations_registration_idx ON invitations (registration_id, id);
CREATE INDEX invitations_batch_idx ON invitations (batch_id, id);
CREATE INDEX invitations_wake_idx ON invitations (next_wake_at) WHERE next_wake_at IS NOT NULL;

-- A code hash that was replaced by a later generation: its link answers
-- "used", not "never existed".
CREATE TABLE invitation_codes (
    code_hash     bytea PRIMARY KEY,
    invitation_id uuid NOT NULL REFERENCES invitations (id),
    generation    int NOT NULL
);

-- How many mails an operator sent on a day of the programme's zone.
CREATE TABLE invitation_counts (
    org_id  uuid NOT NULL,
    subject text NOT NULL,
    day     date NOT NULL,
    sent    int NOT NULL,
    PRIMARY KEY (org_id, subject, day)
);

CREATE TABLE invitation_links (
    id               uuid PRIMARY KEY,
    realm            text NOT NULL,
    partner_id       uuid NOT NULL,
    reference        text NOT NULL,
    kind             text NOT NULL,
    tag              text NOT NULL,
    campaign         text NOT NULL DEFAULT '',
    association_type text NOT NULL,
    creator          text NOT NULL,
    account_manager  text NOT NULL DEFAULT '',
    key_id           text NOT NULL,
    generation       int NOT NULL,
    code_hash        bytea NOT NULL,
    state            text NOT NULL,
    state_since      timestamptz NOT NULL,
    version          bigint NOT NULL,
    evaluation_id    uuid NOT NULL REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    created_at       timestamptz NOT NULL,
    CONSTRAINT invitation_links_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT invitation_links_reference_key UNIQUE (realm, reference),
    CONSTRAINT invitation_links_code_hash_key UNIQUE (code_hash),
    CONSTRAINT invitation_links_kind_check CHECK (kind IN ('general', 'custom', 'campaign')),
    CONSTRAINT invitation_links_state_check CHECK (state IN ('active', 'revoked')),
    CONSTRAINT invitation_links_type_check CHECK (association_type IN ('consultant', 'resale'))
);
CREATE INDEX invitation_links_realm_idx ON invitation_links (realm, id);
CREATE INDEX invitation_links_partner_idx ON invitation_links (partner_id, id);
CREATE INDEX invitation_links_partner_creator_idx ON invitation_links (partner_id, creator, id);

CREATE TABLE acceptances (
    id               uuid PRIMARY KEY,
    realm            text NOT NULL,
    partner_id       uuid NOT NULL,
    reference        text NOT NULL,
    state            text NOT NULL,
    state_since      timestamptz NOT NULL,
    version          bigint NOT NULL,
    policy_id        uuid NOT NULL,
    evaluation_id    uuid NOT NULL REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    next_wake_at     timestamptz,
    acted_at         timestamptz,
    created_at       timestamptz NOT NULL,
    customer_id      uuid NOT NULL,
    invitation_id    uuid REFERENCES invitations (id),
    generation       int NOT NULL,
    link_id          uuid REFERENCES invitation_links (id),
    registration_id  uuid,
    association_type text NOT NULL,
    account_manager  text NOT NULL DEFAULT '',
    notice_version   text NOT NULL DEFAULT '',
    consented_at     timestamptz NOT NULL,
    give_up_at       timestamptz NOT NULL,
    facts_id         uuid,
    failure_codes    jsonb NOT NULL,
    association_id   uuid,
    locale           text NOT NULL,
    CONSTRAINT acceptances_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT acceptances_policy_fkey FOREIGN KEY (policy_id, realm) REFERENCES policies (id, realm),
    CONSTRAINT acceptances_customer_fkey FOREIGN KEY (customer_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT acceptances_reference_key UNIQUE (realm, reference),
    CONSTRAINT acceptances_state_check CHECK (state IN ('checking', 'associated', 'failed')),
    CONSTRAINT acceptances_through_check CHECK ((invitation_id IS NULL) <> (link_id IS NULL)),
    CONSTRAINT acceptances_wake_check CHECK ((state = 'checking') = (next_wake_at IS NOT NULL))
);
CREATE INDEX acceptances_realm_idx ON acceptances (realm, id);
CREATE INDEX acceptances_partner_idx ON acceptances (partner_id, id);
CREATE INDEX acceptances_partner_manager_idx ON acceptances (partner_id, account_manager, id);
CREATE INDEX acceptances_customer_idx ON acceptances (customer_id, id);
CREATE INDEX acceptances_wake_idx ON acceptances (next_wake_at) WHERE next_wake_at IS NOT NULL;

CREATE TABLE associations (
    id               uuid PRIMARY KEY,
    realm            text NOT NULL,
    partner_id       uuid NOT NULL,
    customer_id      uuid NOT NULL,
    reference        text NOT NULL,
    association_type text NOT NULL,
    effective_from   timestamptz NOT NULL,
    effective_until  timestamptz,
    account_manager  text NOT NULL DEFAULT '',
    tag              text NOT NULL DEFAULT '',
    notice_version   text NOT NULL DEFAULT '',
    registration_id  uuid REFERENCES registrations (id),
    invitation_id    uuid REFERENCES invitations (id),
    link_id          uuid REFERENCES invitation_links (id),
    acceptance_id    uuid NOT NULL REFERENCES acceptances (id),
    version          bigint NOT NULL,
    created_at       timestamptz NOT NULL,
    CONSTRAINT associations_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT associations_customer_fkey FOREIGN KEY (customer_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT associations_reference_key UNIQUE (realm, reference),
    CONSTRAINT associations_acceptance_key UNIQUE (acceptance_id),
    -- Proof, not lock: racers queue on the customer's row before they get here.
    CONSTRAINT associations_customer_excl EXCLUDE USING gist (customer_id WITH =, tstzrange(effective_from, effective_until) WITH &&)
);
CREATE INDEX associations_realm_idx ON associations (realm, effective_from, id);
CREATE INDEX associations_realm_type_idx ON associations (realm, association_type, effective_from, id);
CREATE INDEX associations_realm_type_tag_idx ON associations (realm, association_type, tag, effective_from, id);
CREATE INDEX associations_realm_tag_idx ON associations (realm, tag, effective_from, id);
CREATE INDEX associations_partner_idx ON associations (partner_id, effective_from, id);
CREATE INDEX associations_partner_type_idx ON associations (partner_id, association_type, effective_from, id);
CREATE INDEX associations_partner_type_tag_idx ON associations (partner_id, association_type, tag, effective_from, id);
CREATE INDEX associations_partner_tag_idx ON associations (partner_id, tag, effective_from, id);
CREATE INDEX associations_partner_manager_idx ON associations (partner_id, account_manager, effective_from, id);
CREATE INDEX associations_customer_idx ON associations (customer_id, effective_from, id);

-- The customers that any of the keys recognises, with their newest facts and
-- whether they are associated now, and with the asking partner.
-- +goose StatementBegin
CREATE FUNCTION matched_customers(p_realm text, p_partner uuid, p_kinds text[], p_hashes bytea[], p_code bytea, p_now timestamptz)
RETURNS TABLE (customer_id uuid, facts_id uuid, as_of timestamptz, facts jsonb, associated boolean, own boolean, matched text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT m.customer_id, f.id, f.as_of, f.facts, a.id IS NOT NULL, COALESCE(a.partner_id = p_partner, false), m.matched
    FROM (
        SELECT k.customer_id, array_agg(DISTINCT k.kind ORDER BY k.kind) AS matched
        FROM unnest(p_kinds, p_hashes) AS t (k, h)
        JOIN customer_keys k ON k.realm = p_realm AND k.kind = t.k AND k.key_hash = t.h
        WHERE k.code_hash = '' OR p_code = '' OR k.code_hash = p_code
        GROUP BY k.customer_id
    ) AS m
    LEFT JOIN LATERAL (
        SELECT id, as_of, facts FROM customer_facts f WHERE f.customer_id = m.customer_id ORDER BY f.as_of DESC LIMIT 1
    ) AS f ON true
    LEFT JOIN associations a ON a.customer_id = m.customer_id AND a.effective_from <= p_now AND (a.effective_until IS NULL OR a.effective_until > p_now)
    ORDER BY m.customer_id;
END $$;
-- +goose StatementEnd

-- How old the newest facts about a customer are; what they are stays closed.
-- +goose StatementBegin
CREATE FUNCTION facts_as_of(p_customer uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT max(as_of) FROM customer_facts WHERE customer_id = p_customer
$$;
-- +goose StatementEnd

-- The name of a customer, for whoever is or was associated with it.
-- +goose StatementBegin
CREATE FUNCTION customer_name(p_customer uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT name FROM organisations WHERE id = p_customer AND kind = 'customer'
$$;
-- +goose StatementEnd

-- What the page of a code may show before anybody has signed in.
-- +goose StatementBegin
CREATE FUNCTION find_code(p_code_hash bytea)
RETURNS TABLE (invitation_id uuid, link_id uuid, realm text, partner_id uuid, partner_name text, partner_site text, partner_prepaid boolean, partner_frozen boolean,
    association_type text, state text, expires_at timestamptz, generation int, current_generation int, registration_id uuid, account_manager text, tag text, locale text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, NULL::uuid, i.realm, i.partner_id, o.name, o.site, o.prepaid, o.frozen,
           i.association_type, i.state, i.expires_at, c.generation, i.generation, i.registration_id, i.account_manager, ''::text, i.locale
    FROM invitation_codes c JOIN invitations i ON i.id = c.invitation_id JOIN organisations o ON o.id = i.partner_id
    WHERE c.code_hash = p_code_hash
    UNION ALL
    SELECT NULL, l.id, l.realm, l.partner_id, o.name, o.site, o.prepaid, o.frozen,
           l.association_type, l.state, NULL, l.generation, l.generation, NULL, l.account_manager, l.tag, ''
    FROM invitation_links l JOIN organisations o ON o.id = l.partner_id
    WHERE l.code_hash = p_code_hash
$$;
-- +goose StatementEnd
