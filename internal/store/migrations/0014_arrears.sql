-- +goose Up
-- Arrears: what a consumption left unpaid, and how much of it still is. They are
-- paid by transactions of the ledger, oldest first, and the book proves them.

CREATE TABLE arrears (
    consumption_id uuid PRIMARY KEY REFERENCES consumptions (id) DEFERRABLE INITIALLY DEFERRED,
    realm          text NOT NULL,
    partner_id     uuid NOT NULL REFERENCES books (partner_id),
    customer_id    uuid NOT NULL,
    association_id uuid NOT NULL REFERENCES associations (id),
    amount         numeric NOT NULL,
    remaining      numeric NOT NULL,
    currency       text NOT NULL,
    scale          int NOT NULL,
    -- 1 when it was charged, one more per payment.
    version        bigint NOT NULL,
    consumed_at    timestamptz NOT NULL,
    CONSTRAINT arrears_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT arrears_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT arrears_amount_check CHECK (amount > 0 AND amount = round(amount, scale) AND abs(amount) < 1e15),
    CONSTRAINT arrears_remaining_check CHECK (remaining BETWEEN 0 AND amount AND remaining = round(remaining, scale) AND abs(remaining) < 1e15)
);
CREATE INDEX arrears_open_idx ON arrears (partner_id, currency, consumed_at, consumption_id) WHERE remaining > 0;
-- The proof of a book looks for consumptions whose arrears are not kept.
CREATE INDEX consumptions_arrears_idx ON consumptions (partner_id) WHERE arrears > 0;
CREATE INDEX arrears_association_idx ON arrears (association_id) WHERE remaining > 0;
INSERT INTO arrears (consumption_id, realm, partner_id, customer_id, association_id, amount, remaining, currency, scale, version, consumed_at)
SELECT id, realm, partner_id, customer_id, association_id, arrears, arrears, currency, scale, 1, consumed_at FROM consumptions WHERE arrears > 0;

ALTER TABLE arrears ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON arrears TO app_system USING (true) WITH CHECK (true);
CREATE POLICY vendor ON arrears TO app_vendor USING (realm = (SELECT current_setting('app.realm'))) WITH CHECK (realm = (SELECT current_setting('app.realm')));
CREATE POLICY partner ON arrears TO app_partner USING (partner_id = (SELECT current_setting('app.org')::uuid));
GRANT SELECT ON arrears TO app_partner;
GRANT SELECT, INSERT ON arrears TO app_vendor, app_system;

-- Pays arrears by what a transaction moves out. Its subject is the consumption:
-- what was paid is never more than was owed, and never to another book.
-- +goose StatementBegin
CREATE FUNCTION pay_arrears(p_book uuid, p_tx jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    UPDATE arrears a SET remaining = a.remaining - (l->>'amount')::numeric, version = a.version + 1
    FROM jsonb_array_elements(p_tx->'postings') AS l
    WHERE l->>'kind' = 'clearing' AND (l->>'amount')::numeric > 0 AND a.currency = l->>'currency'
        AND a.consumption_id = (p_tx->>'subject_id')::uuid AND a.partner_id = p_book;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there are no arrears of % to pay', p_tx->>'subject_id' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'arrears_paid_check';
    END IF;
END $$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION pay_arrears(uuid, jsonb) FROM PUBLIC;

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
            SELECT v_id, m.line, p_realm, v_book.partner_id, m.id, m.seq, CASE WHEN m.kind IN ('allocatable', 'customer', 'issued') THEN 'allotment' ELSE 'money' END, v_tx->>'trade_type',
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
        IF v_tx->>'kind' = 'write_off' THEN
            PERFORM pay_arrears(v_book.partner_id, v_tx);
        END IF;
        id := v_id; book_seq := v_book.seq + 1; recorded_at := v_at; hash := v_hash; replayed := false;
        RETURN NEXT;
    END LOOP;
END $$;
-- +goose StatementEnd

-- A partner who allots pays the customer's arrears of it, and one who takes back
-- pays his own: money leaves his book only for what pay_arrears finds owed.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION post_own_ledger(p_realm text, p_now timestamptz, p_transactions jsonb)
RETURNS TABLE (id uuid, book_seq bigint, recorded_at timestamptz, hash bytea, replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF p_realm <> current_setting('app.realm') OR EXISTS (
        SELECT FROM jsonb_array_elements(p_transactions) AS x
        WHERE (x->>'book')::uuid <> current_setting('app.org')::uuid OR x->>'kind' NOT IN ('allocate', 'reclaim', 'freeze', 'write_off')
    ) THEN
        RAISE EXCEPTION 'a partner posts no such transaction' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT * FROM post_ledger(p_realm, p_now, p_transactions);
END $$;
-- +goose StatementEnd

-- What a partner's resale customers owe in a currency, and how many of them the
-- facts do not know or know too long ago. The directory and the books may both
-- know of a debt: of the two the greater counts. What ended associations left is
-- the partner's own. The customers' facts are out of a partner's reach; the sum
-- over his own customers is his.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION customers_arrears(p_partner uuid, p_currency text, p_now timestamptz, p_oldest timestamptz)
RETURNS TABLE (arrears numeric, stale bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH owed AS (
        SELECT o.association_id, sum(o.remaining) AS remaining FROM arrears o
        WHERE o.partner_id = p_partner AND o.currency = p_currency AND o.remaining > 0 GROUP BY o.association_id
    ), live AS (
        SELECT a.id, f.as_of, greatest(
            COALESCE((f.facts->'arrears'->>'amount')::numeric * (f.facts->'arrears'->>'currency' = p_currency)::int, 0), COALESCE(o.remaining, 0)) AS owes
        FROM associations a
        LEFT JOIN owed o ON o.association_id = a.id
        LEFT JOIN LATERAL (SELECT c.facts, c.as_of FROM customer_facts c WHERE c.customer_id = a.customer_id ORDER BY c.as_of DESC LIMIT 1) f ON true
        WHERE a.partner_id = p_partner AND a.association_type = 'resale' AND a.effective_from <= p_now AND (a.effective_until IS NULL OR a.effective_until > p_now)
    )
    SELECT (SELECT COALESCE(sum(owes), 0) FROM live) + (SELECT COALESCE(sum(o.remaining), 0) FROM owed o WHERE o.association_id NOT IN (SELECT id FROM live)),
        (SELECT count(*) FROM live WHERE as_of IS NULL OR as_of < p_oldest)
    WHERE current_setting('role') <> 'app_partner' OR p_partner = current_setting('app.org')::uuid
$$;
-- +goose StatementEnd

-- The newest facts about the customers of associations, for whoever belongs to
-- them. What the books say is owed under an association counts as the directory's word.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION association_facts(p_associations uuid[]) RETURNS TABLE (association_id uuid, id uuid, as_of timestamptz, facts jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT a.id, f.id, f.as_of,
        CASE WHEN EXISTS (SELECT FROM arrears o WHERE o.association_id = a.id AND o.remaining > 0) THEN f.facts || '{"in_arrears": true}' ELSE f.facts END
    FROM associations a CROSS JOIN LATERAL (SELECT * FROM customer_facts f WHERE f.customer_id = a.customer_id ORDER BY f.as_of DESC LIMIT 1) AS f
    WHERE a.id = ANY (p_associations) AND (current_setting('role') = 'app_system' OR current_setting('app.org')::uuid IN (a.partner_id, a.customer_id));
END $$;
-- +goose StatementEnd
