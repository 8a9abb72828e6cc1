-- +goose Up
-- Designated money (专款专用): cash that nobody may spend or withdraw until the
-- vendor releases it. It is an account of the allotments, taken out of what no
-- customer may spend yet.

ALTER TABLE accounts DROP CONSTRAINT accounts_kind_check;
ALTER TABLE accounts ADD CONSTRAINT accounts_kind_check CHECK (kind IN ('cash', 'credit', 'frozen', 'rebate', 'suspense', 'clearing', 'allocatable', 'customer', 'designated', 'issued'));

-- The last wall, as the floors of the accounts are: a rule refuses before. Credit
-- pays for what is spent, and never for what cash was set aside for.
-- +goose StatementBegin
CREATE FUNCTION keep_designated(p_book uuid) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF EXISTS (
        SELECT FROM accounts d LEFT JOIN accounts c ON c.partner_id = d.partner_id AND c.kind = 'cash' AND c.currency = d.currency
        WHERE d.partner_id = p_book AND d.kind = 'designated' AND d.balance > COALESCE(c.balance, 0)
    ) THEN
        RAISE EXCEPTION 'more of book % is designated than there is cash', p_book USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_floor_check';
    END IF;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION keep_designated(uuid) FROM PUBLIC;

-- Posts transactions of one or more books in one round trip, in the order given,
-- and answers the place of each. Books are locked in the order of their ids, and
-- a book's lock is that of its accounts and lots. A cause that was posted before
-- is answered with the transaction it made then. The shape of p_transactions is
-- store.ledgerTransaction. Plans are generic: planning anew took longer than
-- carrying out.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION post_ledger(p_realm text, p_now timestamptz, p_transactions jsonb)
RETURNS TABLE (id uuid, book_seq bigint, recorded_at timestamptz, hash bytea, replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    v_tx      jsonb;
    v_id      uuid;
    v_book    books;
    v_known   uuid;
    v_found   int;
    v_written int;
    v_at      timestamptz;
    v_hash    bytea;
BEGIN
    -- One book is locked where it is read.
    IF jsonb_array_length(p_transactions) > 1 THEN
        PERFORM lock_books(p_realm, ARRAY(SELECT DISTINCT (x->>'book')::uuid FROM jsonb_array_elements(p_transactions) AS x));
    END IF;
    FOR v_n IN 0 .. jsonb_array_length(p_transactions) - 1 LOOP
        v_tx := p_transactions->v_n;
        v_id := (v_tx->>'id')::uuid;
        SELECT b.* INTO v_book FROM books b WHERE b.partner_id = (v_tx->>'book')::uuid AND b.realm = p_realm FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            PERFORM lock_books(p_realm, ARRAY[(v_tx->>'book')::uuid]);
            SELECT b.* INTO STRICT v_book FROM books b WHERE b.partner_id = (v_tx->>'book')::uuid AND b.realm = p_realm;
        END IF;
        SELECT (SELECT l.id FROM ledger_transactions l WHERE l.partner_id = v_book.partner_id AND l.cause = v_tx->>'cause'), (
                SELECT count(*) FROM jsonb_array_elements(v_tx->'postings') AS l
                JOIN accounts a ON a.partner_id = v_book.partner_id AND a.kind = l->>'kind' AND a.customer_id = (l->>'customer')::uuid AND a.currency = l->>'currency')
            INTO v_known, v_found;
        IF v_known IS NOT NULL THEN
            RETURN QUERY SELECT l.id, l.book_seq, l.recorded_at, l.hash, true FROM ledger_transactions l WHERE l.id = v_known;
            CONTINUE;
        END IF;
        IF v_found < jsonb_array_length(v_tx->'postings') THEN
            PERFORM open_accounts(v_book.partner_id, v_tx->'postings');
        END IF;
        -- The order of the book is the order of recorded_at, whatever a clock does.
        v_at := greatest(p_now, v_book.recorded_at);
        -- Every field is hashed after its length in bytes, so that no two transactions
        -- have the same text.
        WITH fields AS (
            SELECT ARRAY[
                encode(v_book.head, 'hex'), v_id::text, p_realm, v_book.partner_id::text, (v_book.seq + 1)::text, v_tx->>'kind', v_tx->>'trade_type', v_tx->>'subject_kind',
                v_tx->>'subject_id', v_tx->>'cause', COALESCE(v_tx->>'association', ''), COALESCE(v_tx->>'reverses', ''),
                (EXTRACT(epoch FROM (v_tx->>'effective_at')::timestamptz) * 1000000)::bigint::text, (EXTRACT(epoch FROM v_at) * 1000000)::bigint::text
            ] || ARRAY(SELECT unnest(ARRAY[l->>'kind', l->>'customer', l->>'amount', l->>'currency']) FROM jsonb_array_elements(v_tx->'postings') AS l) AS list
        ), link AS (
            SELECT sha256(convert_to(string_agg(octet_length(f) || ':' || f, '' ORDER BY n), 'UTF8')) AS hash FROM fields, unnest(fields.list) WITH ORDINALITY AS u (f, n)
        ), head AS (
            UPDATE books b SET seq = b.seq + 1, head = link.hash, recorded_at = v_at FROM link WHERE b.partner_id = v_book.partner_id
        ), chained AS (
            INSERT INTO ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash)
            SELECT v_id, p_realm, v_book.partner_id, v_book.seq + 1, v_tx->>'kind', v_tx->>'trade_type', v_tx->>'subject_kind', (v_tx->>'subject_id')::uuid,
                v_tx->>'cause', (v_tx->>'association')::uuid, (v_tx->>'reverses')::uuid, (v_tx->>'effective_at')::timestamptz, v_at, v_book.head, link.hash FROM link
        ), moved AS (
            UPDATE accounts a SET balance = a.balance + (l.v->>'amount')::numeric, seq = a.seq + 1
            FROM jsonb_array_elements(v_tx->'postings') WITH ORDINALITY AS l (v, n)
            WHERE a.partner_id = v_book.partner_id AND a.kind = l.v->>'kind' AND a.customer_id = (l.v->>'customer')::uuid AND a.currency = l.v->>'currency'
            RETURNING a.id, a.kind, a.seq, a.currency, a.scale, a.balance, l.n AS line, (l.v->>'amount')::numeric AS amount
        ), lines AS (
            INSERT INTO postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at)
            SELECT v_id, m.line, p_realm, v_book.partner_id, m.id, m.seq, CASE WHEN m.kind IN ('allocatable', 'customer', 'designated', 'issued') THEN 'allotment' ELSE 'money' END, v_tx->>'trade_type',
                m.amount, m.currency, m.scale, m.balance, v_at
            FROM moved m RETURNING 1
        )
        SELECT link.hash, (SELECT count(*) FROM lines) INTO v_hash, v_written FROM link;
        IF v_written < jsonb_array_length(v_tx->'postings') THEN
            RAISE EXCEPTION 'transaction % has a line without an account', v_id USING ERRCODE = 'foreign_key_violation';
        END IF;
        IF v_tx ? 'lots' OR v_tx ? 'draws' OR v_tx->'postings' @> '[{"kind": "cash"}]' THEN
            PERFORM move_lots(v_book.partner_id, v_id, v_tx);
        END IF;
        IF v_tx->'postings' @> '[{"kind": "cash"}]' OR v_tx->'postings' @> '[{"kind": "designated"}]' THEN
            PERFORM keep_designated(v_book.partner_id);
        END IF;
        IF v_tx->>'kind' = 'write_off' THEN
            PERFORM pay_arrears(v_book.partner_id, v_tx);
        END IF;
        id := v_id; book_seq := v_book.seq + 1; recorded_at := v_at; hash := v_hash; replayed := false;
        RETURN NEXT;
    END LOOP;
END $$;
-- +goose StatementEnd
