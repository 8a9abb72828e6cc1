-- +goose Up
-- Withdrawals, their payouts, and what the bank says of them.

-- A bank account is personal data.
ALTER TABLE contacts
    ADD COLUMN bank         text NOT NULL DEFAULT '',
    ADD COLUMN bank_branch  text NOT NULL DEFAULT '',
    ADD COLUMN bank_account text NOT NULL DEFAULT '';

-- Versions of what the vendor's other systems say of a partner's money.
CREATE TABLE partner_facts (
    id          uuid PRIMARY KEY,
    partner_id  uuid NOT NULL,
    realm       text NOT NULL,
    as_of       timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    source      text NOT NULL,
    facts       jsonb NOT NULL,
    CONSTRAINT partner_facts_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT partner_facts_partner_id_as_of_key UNIQUE (partner_id, as_of)
);

CREATE TABLE withdrawals (
    id                uuid PRIMARY KEY,
    realm             text NOT NULL,
    partner_id        uuid NOT NULL,
    reference         text NOT NULL,
    state             text NOT NULL,
    state_since       timestamptz NOT NULL,
    version           bigint NOT NULL,
    policy_id         uuid NOT NULL,
    evaluation_id     uuid NOT NULL REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    next_wake_at      timestamptz,
    acted_at          timestamptz,
    created_at        timestamptz NOT NULL,
    route             text NOT NULL,
    amount            numeric NOT NULL,
    currency          text NOT NULL,
    scale             int NOT NULL,
    decline_original  boolean NOT NULL DEFAULT false,
    maker             text NOT NULL,
    contact_id        uuid REFERENCES contacts (id),
    account_hash      bytea NOT NULL DEFAULT '',
    two_reviews       boolean NOT NULL DEFAULT false,
    first_reviewer    text NOT NULL DEFAULT '',
    first_opinion     text NOT NULL DEFAULT '',
    first_reviewed_at timestamptz,
    reviewer          text NOT NULL DEFAULT '',
    opinion           text NOT NULL DEFAULT '',
    review_target_at  timestamptz NOT NULL,
    escalated_at      timestamptz,
    reminded_at       timestamptz,
    provisional       boolean NOT NULL DEFAULT false,
    approved_at       timestamptz,
    deleted_at        timestamptz,
    CONSTRAINT withdrawals_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT withdrawals_policy_fkey FOREIGN KEY (policy_id, realm) REFERENCES policies (id, realm),
    CONSTRAINT withdrawals_reference_key UNIQUE (realm, reference),
    CONSTRAINT withdrawals_state_check CHECK (state IN ('submitted', 'paying', 'succeeded', 'partly_failed', 'failed', 'rejected', 'cancelled', 'superseded')),
    CONSTRAINT withdrawals_wake_check CHECK (state NOT IN ('submitted', 'paying') OR next_wake_at IS NOT NULL),
    CONSTRAINT withdrawals_route_check CHECK (route IN ('original', 'bank_card', 'rebate')),
    CONSTRAINT withdrawals_account_check CHECK (route = 'original' OR contact_id IS NOT NULL),
    CONSTRAINT withdrawals_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT withdrawals_amount_check CHECK (amount > 0 AND amount = round(amount, scale) AND abs(amount) < 1e15),
    -- Maker is not checker, and two reviews are two people.
    CONSTRAINT withdrawals_reviewers_check CHECK (maker <> reviewer AND maker <> first_reviewer AND (first_reviewer = '' OR first_reviewer <> reviewer)),
    CONSTRAINT withdrawals_two_reviews_check CHECK (NOT two_reviews OR approved_at IS NULL OR (first_reviewer <> '' AND reviewer <> '')),
    CONSTRAINT withdrawals_deleted_check CHECK (deleted_at IS NULL OR state = 'rejected')
);
CREATE INDEX withdrawals_realm_idx ON withdrawals (realm, id);
CREATE INDEX withdrawals_realm_state_idx ON withdrawals (realm, state, id);
CREATE INDEX withdrawals_partner_idx ON withdrawals (partner_id, id);
CREATE INDEX withdrawals_partner_state_idx ON withdrawals (partner_id, state, id);
CREATE INDEX withdrawals_account_idx ON withdrawals (partner_id, account_hash, id);
CREATE INDEX withdrawals_wake_idx ON withdrawals (next_wake_at) WHERE next_wake_at IS NOT NULL;
CREATE INDEX withdrawals_open_idx ON withdrawals (id) WHERE next_wake_at IS NOT NULL;

-- A payout is told to the bank under a reference that is fixed with its row.
CREATE TABLE payouts (
    id               uuid PRIMARY KEY,
    realm            text NOT NULL,
    partner_id       uuid NOT NULL,
    withdrawal_id    uuid NOT NULL REFERENCES withdrawals (id),
    reference        text NOT NULL,
    route            text NOT NULL,
    -- Of the top-up that goes back over its channel; 0 and empty otherwise.
    channel          int NOT NULL DEFAULT 0,
    source_reference text NOT NULL DEFAULT '',
    amount           numeric NOT NULL,
    currency         text NOT NULL,
    scale            int NOT NULL,
    state            text NOT NULL,
    attempts         int NOT NULL DEFAULT 0,
    next_ask_at      timestamptz,
    sent_at          timestamptz,
    settled_at       timestamptz,
    expected_by      timestamptz,
    provisional      boolean NOT NULL DEFAULT false,
    overdue_at       timestamptz,
    held             boolean NOT NULL DEFAULT false,
    answer           text NOT NULL DEFAULT '',
    created_at       timestamptz NOT NULL,
    CONSTRAINT payouts_reference_key UNIQUE (reference),
    CONSTRAINT payouts_route_check CHECK (route IN ('original', 'bank_card', 'rebate')),
    CONSTRAINT payouts_state_check CHECK (state IN ('prepared', 'sent', 'unknown', 'succeeded', 'failed', 'superseded')),
    CONSTRAINT payouts_open_check CHECK ((state IN ('prepared', 'sent', 'unknown')) = (next_ask_at IS NOT NULL)),
    CONSTRAINT payouts_sent_check CHECK (state IN ('prepared', 'superseded') OR sent_at IS NOT NULL),
    CONSTRAINT payouts_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT payouts_amount_check CHECK (amount > 0 AND amount = round(amount, scale) AND abs(amount) < 1e15)
);
CREATE INDEX payouts_realm_idx ON payouts (realm, id);
CREATE INDEX payouts_partner_idx ON payouts (partner_id, id);
CREATE INDEX payouts_withdrawal_idx ON payouts (withdrawal_id, id);
CREATE INDEX payouts_settled_idx ON payouts (realm, settled_at) WHERE state = 'succeeded';

CREATE TABLE withdrawal_lots (
    withdrawal_id uuid NOT NULL REFERENCES withdrawals (id),
    lot_id        uuid NOT NULL REFERENCES lots (id),
    realm         text NOT NULL,
    partner_id    uuid NOT NULL,
    amount        numeric NOT NULL,
    currency      text NOT NULL,
    scale         int NOT NULL,
    payout_id     uuid REFERENCES payouts (id),
    held          boolean NOT NULL,
    PRIMARY KEY (withdrawal_id, lot_id),
    CONSTRAINT withdrawal_lots_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT withdrawal_lots_amount_check CHECK (amount > 0 AND amount = round(amount, scale) AND abs(amount) < 1e15)
);
-- A lot is on one route at a time. Proof, not lock: racers queue on the partner.
CREATE UNIQUE INDEX withdrawal_lots_held_key ON withdrawal_lots (lot_id) WHERE held;
CREATE INDEX withdrawal_lots_partner_idx ON withdrawal_lots (partner_id, lot_id) WHERE held;
CREATE INDEX withdrawal_lots_payout_idx ON withdrawal_lots (payout_id);

-- What the bank called to say. The workflow of the withdrawal takes it in.
CREATE TABLE bank_messages (
    id            uuid PRIMARY KEY,
    realm         text NOT NULL,
    partner_id    uuid NOT NULL,
    withdrawal_id uuid NOT NULL REFERENCES withdrawals (id),
    payout_id     uuid NOT NULL REFERENCES payouts (id),
    event_id      text NOT NULL,
    status        text NOT NULL,
    amount        numeric NOT NULL,
    currency      text NOT NULL,
    scale         int NOT NULL,
    received_at   timestamptz NOT NULL,
    taken_at      timestamptz,
    CONSTRAINT bank_messages_event_key UNIQUE (realm, event_id),
    CONSTRAINT bank_messages_status_check CHECK (status IN ('processing', 'succeeded', 'failed')),
    CONSTRAINT bank_messages_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT bank_messages_amount_check CHECK (amount = round(amount, scale) AND abs(amount) < 1e15)
);
CREATE INDEX bank_messages_untaken_idx ON bank_messages (withdrawal_id, id) WHERE taken_at IS NULL;

-- How far each statement of the world outside has been read, and its lines.
CREATE TABLE statement_positions (
    realm  text NOT NULL,
    source text NOT NULL,
    after  bigint NOT NULL,
    PRIMARY KEY (realm, source)
);
CREATE TABLE statement_lines (
    id         uuid PRIMARY KEY,
    realm      text NOT NULL,
    source     text NOT NULL,
    line       bigint NOT NULL,
    reference  text NOT NULL,
    amount     numeric NOT NULL,
    currency   text NOT NULL,
    scale      int NOT NULL,
    stated_at  timestamptz NOT NULL,
    read_at    timestamptz NOT NULL,
    payout_id  uuid REFERENCES payouts (id),
    -- Empty where the line says what the books say.
    difference text NOT NULL DEFAULT '',
    CONSTRAINT statement_lines_line_key UNIQUE (realm, source, line),
    CONSTRAINT statement_lines_difference_check CHECK (difference IN ('', 'missing_here', 'other_amount', 'twice', 'not_settled_here')),
    CONSTRAINT statement_lines_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT statement_lines_amount_check CHECK (amount = round(amount, scale) AND abs(amount) < 1e15)
);
CREATE INDEX statement_lines_payout_idx ON statement_lines (payout_id) WHERE payout_id IS NOT NULL;
CREATE INDEX statement_lines_realm_idx ON statement_lines (realm, id);

-- What a partner's resale customers owe in a currency, and how many of them the
-- facts do not know or know too long ago. The customers' facts are out of a
-- partner's reach; the sum over his own customers is his.
-- +goose StatementBegin
CREATE FUNCTION customers_arrears(p_partner uuid, p_currency text, p_now timestamptz, p_oldest timestamptz)
RETURNS TABLE (arrears numeric, stale bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT COALESCE(sum((f.facts->'arrears'->>'amount')::numeric) FILTER (WHERE f.facts->'arrears'->>'currency' = p_currency), 0),
        count(*) FILTER (WHERE f.as_of IS NULL OR f.as_of < p_oldest)
    FROM associations a
    LEFT JOIN LATERAL (SELECT c.facts, c.as_of FROM customer_facts c WHERE c.customer_id = a.customer_id ORDER BY c.as_of DESC LIMIT 1) f ON true
    WHERE a.partner_id = p_partner AND a.association_type = 'resale' AND a.effective_from <= p_now AND (a.effective_until IS NULL OR a.effective_until > p_now)
        AND (current_setting('role') <> 'app_partner' OR p_partner = current_setting('app.org')::uuid)
$$;
-- +goose StatementEnd

-- Whose payout the bank speaks of, before anybody is a principal.
-- +goose StatementBegin
CREATE FUNCTION find_payout(p_reference text) RETURNS TABLE (realm text, vendor_id uuid, partner_id uuid, withdrawal_id uuid, payout_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.realm, v.id, p.partner_id, p.withdrawal_id, p.id
    FROM payouts p JOIN organisations v ON v.realm = p.realm AND v.kind = 'vendor' WHERE p.reference = p_reference
$$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['partner_facts', 'withdrawals', 'payouts', 'withdrawal_lots', 'bank_messages', 'statement_positions', 'statement_lines'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY system ON %I TO app_system USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY vendor ON %I TO app_vendor USING (realm = (SELECT current_setting(''app.realm''))) WITH CHECK (realm = (SELECT current_setting(''app.realm'')))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO app_system', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['partner_facts', 'statement_lines'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t || '_append_only', t);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t || '_no_truncate', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['partner_facts', 'withdrawals', 'payouts', 'withdrawal_lots'] LOOP
        EXECUTE format('CREATE POLICY partner ON %I TO app_partner USING (partner_id = (SELECT current_setting(''app.org'')::uuid)) WITH CHECK (partner_id = (SELECT current_setting(''app.org'')::uuid))', t);
        EXECUTE format('GRANT SELECT ON %I TO app_partner', t);
    END LOOP;
END $$;
-- +goose StatementEnd
GRANT INSERT ON withdrawals, withdrawal_lots TO app_partner;
GRANT UPDATE (deleted_at) ON withdrawals TO app_partner;
GRANT SELECT, INSERT ON partner_facts, bank_messages TO app_vendor;
GRANT SELECT ON withdrawals, payouts, withdrawal_lots, statement_lines TO app_vendor;
GRANT UPDATE (next_wake_at) ON withdrawals TO app_vendor;
REVOKE EXECUTE ON FUNCTION customers_arrears(uuid, text, timestamptz, timestamptz), find_payout(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION customers_arrears(uuid, text, timestamptz, timestamptz) TO app_partner, app_vendor, app_system;
GRANT EXECUTE ON FUNCTION find_payout(text) TO app_vendor, app_customer, app_system;

ALTER TABLE contacts DROP CONSTRAINT contacts_purpose_check;
ALTER TABLE contacts ADD CONSTRAINT contacts_purpose_check CHECK (purpose IN ('registration', 'partner', 'account', 'payer', 'bank_account'));

