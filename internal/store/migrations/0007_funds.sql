-- +goose Up
-- Money in: what partners and the vendor read of the ledger and post to it.

-- The lists of accounts and their filters.
CREATE INDEX accounts_partner_kind_idx ON accounts (partner_id, kind, id);
CREATE INDEX accounts_partner_customer_idx ON accounts (partner_id, customer_id, id);
CREATE INDEX accounts_realm_kind_idx ON accounts (realm, kind, id);
CREATE INDEX accounts_realm_customer_idx ON accounts (realm, customer_id, id);

-- What is paid to a seller's own account is matched by itself.
ALTER TABLE organisations ADD COLUMN payment_account text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX organisations_payment_account_key ON organisations (realm, payment_account) WHERE payment_account <> '';

ALTER TABLE contacts DROP CONSTRAINT contacts_purpose_check;
ALTER TABLE contacts ADD CONSTRAINT contacts_purpose_check CHECK (purpose IN ('registration', 'partner', 'account', 'payer'));

-- Payments that channels told of. A message may come again, late or under another
-- id: the payment is there once.
CREATE TABLE top_ups (
    id                uuid PRIMARY KEY,
    realm             text NOT NULL,
    -- The vendor's own organisation for as long as the money is nobody's.
    partner_id        uuid NOT NULL,
    reference         text NOT NULL,
    state             text NOT NULL,
    state_since       timestamptz NOT NULL,
    version           bigint NOT NULL,
    channel           text NOT NULL,
    channel_number    int NOT NULL,
    event_id          text NOT NULL,
    channel_reference text NOT NULL,
    signing_entity    text NOT NULL,
    payment_account   text NOT NULL,
    payer_id          uuid NOT NULL REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED,
    amount            numeric NOT NULL,
    currency          text NOT NULL,
    scale             int NOT NULL,
    arrived_at        timestamptz NOT NULL,
    decider           text NOT NULL DEFAULT '',
    opinion           text NOT NULL DEFAULT '',
    evaluation_id     uuid REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    created_at        timestamptz NOT NULL,
    CONSTRAINT top_ups_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT top_ups_reference_key UNIQUE (realm, reference),
    CONSTRAINT top_ups_event_key UNIQUE (realm, channel, event_id),
    CONSTRAINT top_ups_channel_reference_key UNIQUE (realm, channel, channel_reference),
    CONSTRAINT top_ups_state_check CHECK (state IN ('arrived', 'unmatched', 'refused')),
    CONSTRAINT top_ups_decided_check CHECK ((decider = '') = (evaluation_id IS NULL) AND (state <> 'unmatched' OR decider = '') AND (state <> 'refused' OR decider <> '')),
    CONSTRAINT top_ups_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT top_ups_amount_check CHECK (amount > 0 AND amount = round(amount, scale) AND abs(amount) < 1e15)
);
CREATE INDEX top_ups_realm_idx ON top_ups (realm, id);
CREATE INDEX top_ups_realm_state_idx ON top_ups (realm, state, id);
CREATE INDEX top_ups_partner_idx ON top_ups (partner_id, id);
CREATE INDEX top_ups_partner_state_idx ON top_ups (partner_id, state, id);
ALTER TABLE top_ups ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON top_ups TO app_system USING (true) WITH CHECK (true);
CREATE POLICY vendor ON top_ups TO app_vendor USING (realm = (SELECT current_setting('app.realm'))) WITH CHECK (realm = (SELECT current_setting('app.realm')));
CREATE POLICY partner ON top_ups TO app_partner USING (partner_id = (SELECT current_setting('app.org')::uuid));
GRANT SELECT, INSERT, UPDATE ON top_ups TO app_vendor;
GRANT SELECT ON top_ups TO app_partner, app_system;

-- What went between partners and customers: allocations, reclaims, and what ended
-- associations gave back.
CREATE TABLE adjustments (
    id             uuid PRIMARY KEY,
    realm          text NOT NULL,
    partner_id     uuid NOT NULL,
    customer_id    uuid NOT NULL,
    association_id uuid NOT NULL REFERENCES associations (id),
    reference      text NOT NULL,
    kind           text NOT NULL,
    fund_type      text NOT NULL DEFAULT '',
    amount         numeric NOT NULL,
    currency       text NOT NULL,
    scale          int NOT NULL,
    operator       text NOT NULL,
    evaluation_id  uuid REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    transaction_id uuid NOT NULL REFERENCES ledger_transactions (id) DEFERRABLE INITIALLY DEFERRED,
    created_at     timestamptz NOT NULL,
    CONSTRAINT adjustments_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT adjustments_customer_fkey FOREIGN KEY (customer_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT adjustments_reference_key UNIQUE (realm, reference),
    CONSTRAINT adjustments_transaction_key UNIQUE (transaction_id),
    CONSTRAINT adjustments_kind_check CHECK (kind IN ('allocate', 'reclaim', 'unlink') AND fund_type IN ('', 'cash', 'credit') AND (fund_type <> '') = (kind = 'allocate')),
    CONSTRAINT adjustments_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT adjustments_amount_check CHECK (amount > 0 AND amount = round(amount, scale) AND abs(amount) < 1e15)
);
CREATE INDEX adjustments_realm_idx ON adjustments (realm, id);
CREATE INDEX adjustments_realm_kind_idx ON adjustments (realm, kind, id);
CREATE INDEX adjustments_realm_customer_idx ON adjustments (realm, customer_id, id);
CREATE INDEX adjustments_partner_idx ON adjustments (partner_id, id);
CREATE INDEX adjustments_partner_kind_idx ON adjustments (partner_id, kind, id);
CREATE INDEX adjustments_partner_customer_idx ON adjustments (partner_id, customer_id, id);

-- What customers spent, as the vendor's billing tells it, once per its event.
CREATE TABLE consumptions (
    id             uuid PRIMARY KEY,
    realm          text NOT NULL,
    partner_id     uuid NOT NULL,
    customer_id    uuid NOT NULL,
    association_id uuid NOT NULL REFERENCES associations (id),
    event_id       text NOT NULL,
    amount         numeric NOT NULL,
    -- The part that nothing was there for.
    arrears        numeric NOT NULL,
    currency       text NOT NULL,
    scale          int NOT NULL,
    consumed_at    timestamptz NOT NULL,
    evaluation_id  uuid NOT NULL REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    transaction_id uuid REFERENCES ledger_transactions (id) DEFERRABLE INITIALLY DEFERRED,
    created_at     timestamptz NOT NULL,
    CONSTRAINT consumptions_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT consumptions_customer_fkey FOREIGN KEY (customer_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT consumptions_event_key UNIQUE (realm, event_id),
    CONSTRAINT consumptions_charged_check CHECK ((arrears < amount) = (transaction_id IS NOT NULL)),
    CONSTRAINT consumptions_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT consumptions_amount_check CHECK (amount > 0 AND amount = round(amount, scale) AND abs(amount) < 1e15),
    CONSTRAINT consumptions_arrears_check CHECK (arrears BETWEEN 0 AND amount AND arrears = round(arrears, scale) AND abs(arrears) < 1e15)
);
CREATE INDEX consumptions_association_idx ON consumptions (association_id, id);

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['adjustments', 'consumptions'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY system ON %I TO app_system USING (true) WITH CHECK (true)', t);
        EXECUTE format('CREATE POLICY vendor ON %I TO app_vendor USING (realm = (SELECT current_setting(''app.realm''))) WITH CHECK (realm = (SELECT current_setting(''app.realm'')))', t);
        EXECUTE format('CREATE POLICY partner ON %I TO app_partner USING (partner_id = (SELECT current_setting(''app.org'')::uuid)) WITH CHECK (partner_id = (SELECT current_setting(''app.org'')::uuid))', t);
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t || '_append_only', t);
        EXECUTE format('GRANT SELECT ON %I TO app_vendor, app_partner', t);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO app_system', t);
    END LOOP;
END $$;
-- +goose StatementEnd
GRANT INSERT ON adjustments TO app_partner;
GRANT INSERT ON consumptions TO app_vendor;
-- An allocation and a consumption hold the association's row, as its end does.
GRANT UPDATE (version) ON associations TO app_partner, app_vendor;

-- What a partner's rule must know of a customer's account: fees that are not
-- settled yet, for as long as the association is in force.
-- +goose StatementBegin
CREATE FUNCTION unsettled_fees(p_association uuid, p_now timestamptz) RETURNS TABLE (facts_id uuid, as_of timestamptz, fees jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.id, f.as_of, f.facts->'unsettled_fees'
    FROM associations a JOIN customer_facts f ON f.customer_id = a.customer_id
    WHERE a.id = p_association AND a.partner_id = current_setting('app.org')::uuid AND (a.effective_until IS NULL OR a.effective_until > p_now)
    ORDER BY f.as_of DESC LIMIT 1;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION unsettled_fees(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION unsettled_fees(uuid, timestamptz) TO app_partner;

-- post_ledger and lock_books know no wall; these are the doors in it. A partner
-- locks and posts to the book of his own and moves nothing into or out of the
-- world: he allots, takes back, and sets aside what he wants to withdraw.

-- +goose StatementBegin
CREATE FUNCTION lock_own_books(p_realm text, p_books uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_realm <> current_setting('app.realm') OR p_books <> ARRAY[current_setting('app.org')::uuid] THEN
        RAISE EXCEPTION 'a partner locks no book but his own' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM lock_books(p_realm, p_books);
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION post_own_ledger(p_realm text, p_now timestamptz, p_transactions jsonb)
RETURNS TABLE (id uuid, book_seq bigint, recorded_at timestamptz, hash bytea, replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_realm <> current_setting('app.realm') OR EXISTS (
        SELECT FROM jsonb_array_elements(p_transactions) AS x
        WHERE (x->>'book')::uuid <> current_setting('app.org')::uuid OR x->>'kind' NOT IN ('allocate', 'reclaim', 'freeze')
    ) THEN
        RAISE EXCEPTION 'a partner posts no such transaction' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT * FROM post_ledger(p_realm, p_now, p_transactions);
END $$;
-- +goose StatementEnd

-- The vendor's wall is his realm.
-- +goose StatementBegin
CREATE FUNCTION lock_realm_books(p_realm text, p_books uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_realm <> current_setting('app.realm') OR EXISTS (SELECT FROM organisations WHERE id = ANY (p_books) AND realm <> p_realm) THEN
        RAISE EXCEPTION 'the vendor locks books of his realm' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM lock_books(p_realm, p_books);
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION post_realm_ledger(p_realm text, p_now timestamptz, p_transactions jsonb)
RETURNS TABLE (id uuid, book_seq bigint, recorded_at timestamptz, hash bytea, replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_realm <> current_setting('app.realm') THEN
        RAISE EXCEPTION 'the vendor posts to books of his realm' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT * FROM post_ledger(p_realm, p_now, p_transactions);
END $$;
-- +goose StatementEnd

-- Whoever was told what a book held at an instant is told the same for ever: what
-- is posted from now on is recorded after that instant, also where the one who
-- posts asked his clock before it and waited for the book.
-- +goose StatementBegin
CREATE FUNCTION close_book(p_book uuid, p_at timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE books SET recorded_at = p_at + interval '1 microsecond'
    WHERE partner_id = p_book AND realm = current_setting('app.realm') AND recorded_at <= p_at;
END $$;
-- +goose StatementEnd

REVOKE EXECUTE ON FUNCTION lock_own_books(text, uuid[]), post_own_ledger(text, timestamptz, jsonb), lock_realm_books(text, uuid[]),
    post_realm_ledger(text, timestamptz, jsonb), close_book(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_own_books(text, uuid[]), post_own_ledger(text, timestamptz, jsonb) TO app_partner;
GRANT EXECUTE ON FUNCTION lock_realm_books(text, uuid[]), post_realm_ledger(text, timestamptz, jsonb) TO app_vendor;
GRANT EXECUTE ON FUNCTION close_book(uuid, timestamptz) TO app_partner, app_vendor, app_system;
