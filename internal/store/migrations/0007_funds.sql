-- +goose Up
-- Money in: what partners and the vendor read of the ledger and post to it.

-- The lists of accounts and their filters.
CREATE INDEX accounts_partner_kind_idx ON accounts (partner_id, kind, id);
CREATE INDEX accounts_partner_customer_idx ON accounts (partner_id, customer_id, id);
CREATE INDEX accounts_realm_kind_idx ON accounts (realm, kind, id);
CREATE INDEX accounts_realm_customer_idx ON accounts (realm, customer_id, id);

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
