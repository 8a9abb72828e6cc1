-- +goose Up
-- Registrations and the exclusive leases behind them.

CREATE TABLE registrations (
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
    company_name       text NOT NULL,
    contact_id         uuid NOT NULL REFERENCES contacts (id),
    credit_code        text NOT NULL DEFAULT '',
    external_reference text NOT NULL DEFAULT '',
    name_hash          bytea NOT NULL,
    phone_hash         bytea NOT NULL,
    email_hash         bytea NOT NULL,
    code_hash          bytea NOT NULL DEFAULT '',
    account_hash       bytea NOT NULL DEFAULT '',
    reporter           text NOT NULL,
    account_manager    text NOT NULL DEFAULT '',
    review_type        text NOT NULL,
    submitted_at       timestamptz NOT NULL,
    held_until         timestamptz,
    valid_until        timestamptz,
    review_target_at   timestamptz,
    review_lapse_at    timestamptz,
    review_provisional boolean NOT NULL DEFAULT false,
    escalated_at       timestamptz,
    reminded_at        timestamptz,
    expected_amount    numeric,
    expected_currency  text,
    project_details    text NOT NULL DEFAULT '',
    communication      text NOT NULL DEFAULT '',
    customer_account   text NOT NULL DEFAULT '',
    reviewer           text NOT NULL DEFAULT '',
    opinion            text NOT NULL DEFAULT '',
    customer_id        uuid,
    association_id     uuid,
    CONSTRAINT registrations_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT registrations_policy_fkey FOREIGN KEY (policy_id, realm) REFERENCES policies (id, realm),
    CONSTRAINT registrations_reference_key UNIQUE (realm, reference),
    CONSTRAINT registrations_state_check CHECK (state IN ('unreported', 'pending_review', 'reported', 'rejected', 'lapsed', 'expired', 'associated', 'released')),
    CONSTRAINT registrations_held_check CHECK ((state IN ('pending_review', 'reported')) = (held_until IS NOT NULL)),
    CONSTRAINT registrations_wake_check CHECK ((state IN ('pending_review', 'reported')) = (next_wake_at IS NOT NULL)),
    CONSTRAINT registrations_reviewer_check CHECK (reviewer <> reporter),
    -- NaN and the infinities pass a plain numeric; the bound keeps them out.
    CONSTRAINT registrations_expected_check CHECK (
        (expected_amount IS NULL) = (expected_currency IS NULL)
        AND (expected_amount IS NULL OR (abs(expected_amount) < 1e15 AND expected_amount = round(expected_amount, 2))))
);
CREATE INDEX registrations_realm_idx ON registrations (realm, id);
CREATE INDEX registrations_realm_state_idx ON registrations (realm, state, id);
CREATE INDEX registrations_realm_manager_idx ON registrations (realm, account_manager, id);
CREATE INDEX registrations_realm_manager_state_idx ON registrations (realm, account_manager, state, id);
CREATE INDEX registrations_partner_idx ON registrations (partner_id, id);
CREATE INDEX registrations_partner_state_idx ON registrations (partner_id, state, id);
CREATE INDEX registrations_partner_manager_idx ON registrations (partner_id, account_manager, id);
CREATE INDEX registrations_partner_manager_state_idx ON registrations (partner_id, account_manager, state, id);
-- Open claims of a partner by their end: the cap of open registrations, and
-- those whose stored state lags behind the clock.
CREATE INDEX registrations_partner_held_idx ON registrations (partner_id, held_until) WHERE held_until IS NOT NULL;
CREATE INDEX registrations_realm_held_idx ON registrations (realm, held_until) WHERE held_until IS NOT NULL;
CREATE INDEX registrations_partner_name_idx ON registrations (partner_id, name_hash, id);
CREATE INDEX registrations_partner_phone_idx ON registrations (partner_id, phone_hash, id);
CREATE INDEX registrations_partner_email_idx ON registrations (partner_id, email_hash, id);
CREATE INDEX registrations_realm_name_idx ON registrations (realm, name_hash, id);
CREATE INDEX registrations_realm_phone_idx ON registrations (realm, phone_hash, id);
CREATE INDEX registrations_realm_email_idx ON registrations (realm, email_hash, id);
CREATE INDEX registrations_wake_idx ON registrations (next_wake_at) WHERE next_wake_at IS NOT NULL;

-- One live claim per customer is a lease per matching key. code_hash separates
-- customers with different unified social credit codes; a row with an empty
-- code_hash and no holder is only a guard (see take_slots).
CREATE TABLE protection_slots (
    realm           text NOT NULL,
    kind            text NOT NULL,
    key_hash        bytea NOT NULL,
    code_hash       bytea NOT NULL DEFAULT '',
    registration_id uuid NOT NULL,
    partner_id      uuid NOT NULL,
    held_until      timestamptz NOT NULL,
    PRIMARY KEY (realm, kind, key_hash, code_hash)
);
CREATE INDEX protection_slots_registration_id_idx ON protection_slots (registration_id);

-- Takes all keys of a registration until p_until, or takes none that is held by
-- a live claim, and answers the keys that are held, and whether by the partner
-- itself. The caller rolls back when it does not like the answer.
--
-- Rows are locked in the order of the primary key, whoever asks, so racers queue
-- and never deadlock; a row that is held is locked too, although not changed.
-- A claim with a credit code holds (kind, key, code), one without (kind, key, '').
-- The former also locks the latter's row as a guard, so that the two kinds meet
-- on one row and the second always sees the first.
-- With p_until = p_now the call only locks: what is free stays free. p_with names
-- a registration whose own rows are locked in the same pass.
-- +goose StatementBegin
CREATE FUNCTION take_slots(p_realm text, p_partner uuid, p_registration uuid, p_kinds text[], p_hashes bytea[], p_code bytea, p_until timestamptz, p_now timestamptz, p_with uuid)
RETURNS TABLE (kind text, own boolean) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO protection_slots AS s (realm, kind, key_hash, code_hash, registration_id, partner_id, held_until)
    SELECT p_realm, w.k, w.h, w.c, p_registration, p_partner, max(w.until)
    FROM (
        SELECT t.k, t.h, CASE WHEN t.k = 'code' THEN ''::bytea ELSE p_code END AS c, p_until AS until
        FROM unnest(p_kinds, p_hashes) AS t (k, h)
        UNION ALL
        SELECT t.k, t.h, ''::bytea, '-infinity'::timestamptz
        FROM unnest(p_kinds, p_hashes) AS t (k, h)
        WHERE p_code <> '' AND t.k <> 'code'
        UNION ALL
        SELECT x.kind, x.key_hash, x.code_hash, '-infinity'::timestamptz
        FROM protection_slots x
        WHERE x.registration_id = p_with
    ) AS w
    GROUP BY w.k, w.h, w.c
    ORDER BY w.k, w.h, w.c
    ON CONFLICT ON CONSTRAINT protection_slots_pkey DO UPDATE
        SET registration_id = EXCLUDED.registration_id, partner_id = EXCLUDED.partner_id, held_until = EXCLUDED.held_until
        WHERE s.held_until <= p_now;
    -- A new statement sees what committed while the insert waited.
    RETURN QUERY SELECT * FROM held_slots(p_realm, p_partner, p_registration, p_kinds, p_hashes, p_code, p_now);
END $$;
-- +goose StatementEnd

-- The keys that a live claim other than p_registration holds.
-- +goose StatementBegin
CREATE FUNCTION held_slots(p_realm text, p_partner uuid, p_registration uuid, p_kinds text[], p_hashes bytea[], p_code bytea, p_now timestamptz)
RETURNS TABLE (kind text, own boolean) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT DISTINCT s.kind, s.partner_id = p_partner
    FROM unnest(p_kinds, p_hashes) AS t (k, h)
    JOIN protection_slots s ON s.realm = p_realm AND s.kind = t.k AND s.key_hash = t.h
    WHERE s.held_until > p_now AND s.registration_id <> p_registration
      AND (s.code_hash = '' OR p_code = '' OR s.code_hash = p_code)
    ORDER BY 1, 2;
END $$;
-- +goose StatementEnd

-- Locks the slots that a registration holds, in the order of the primary key.
-- +goose StatementBegin
CREATE FUNCTION lock_slots(p_registration uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM protection_slots WHERE registration_id = p_registration ORDER BY realm, kind, key_hash, code_hash FOR UPDATE;
END $$;
-- +goose StatementEnd

-- Moves the end of the slots that a registration holds; p_until in the past frees them.
-- +goose StatementBegin
CREATE FUNCTION hold_slots(p_registration uuid, p_until timestamptz) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE protection_slots SET held_until = p_until WHERE registration_id = p_registration AND held_until <> '-infinity';
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION free_slots(p_registration uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM protection_slots WHERE registration_id = p_registration;
END $$;
-- +goose StatementEnd
