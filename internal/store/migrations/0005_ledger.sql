-- +goose Up
-- The ledger: double entry in one book per organisation, append-only, chained,
-- and counted without gaps. Σ = 0 in each of two sets of accounts: money, which
-- says what there is, and allotment, which says who may spend it.

-- The programme's currencies; models.Currency names the same.
CREATE TABLE currencies (
    code  text PRIMARY KEY,
    scale int NOT NULL,
    CONSTRAINT currencies_scale_check CHECK (scale BETWEEN 0 AND 4),
    -- Amounts reference (code, scale), so that their CHECK knows the scale.
    CONSTRAINT currencies_code_scale_key UNIQUE (code, scale)
);
INSERT INTO currencies (code, scale) VALUES ('CNY', 2), ('EUR', 2), ('HKD', 2), ('JPY', 0), ('USD', 2);

-- A book is its own chain, so that partners do not wait for each other. Its row
-- is the lock of all its accounts and lots.
CREATE TABLE books (
    partner_id  uuid PRIMARY KEY,
    realm       text NOT NULL,
    seq         bigint NOT NULL DEFAULT 0,
    head        bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    recorded_at timestamptz NOT NULL DEFAULT '-infinity',
    CONSTRAINT books_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT books_head_check CHECK (octet_length(head) = 32)
);
CREATE INDEX books_realm_idx ON books (realm, partner_id);

CREATE TABLE accounts (
    id          uuid PRIMARY KEY,
    realm       text NOT NULL,
    partner_id  uuid NOT NULL REFERENCES books (partner_id),
    kind        text NOT NULL,
    -- Whose allotment it is; the zero id for accounts of the partner himself.
    customer_id uuid NOT NULL,
    currency    text NOT NULL,
    scale       int NOT NULL,
    balance     numeric NOT NULL DEFAULT 0,
    seq         bigint NOT NULL DEFAULT 0,
    CONSTRAINT accounts_key UNIQUE (partner_id, kind, customer_id, currency),
    CONSTRAINT accounts_kind_check CHECK (kind IN ('cash', 'credit', 'frozen', 'rebate', 'suspense', 'clearing', 'allocatable', 'customer', 'issued')),
    CONSTRAINT accounts_customer_check CHECK ((kind = 'customer') = (customer_id <> '00000000-0000-0000-0000-000000000000')),
    CONSTRAINT accounts_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    -- The bound also keeps NaN and the infinities out.
    CONSTRAINT accounts_balance_check CHECK (balance = round(balance, scale) AND abs(balance) < 1e15),
    -- The last wall: a rule refuses before. The contra accounts mirror the world,
    -- and suspense may be owed: money that left although its payout had failed.
    CONSTRAINT accounts_floor_check CHECK (balance >= 0 OR kind IN ('clearing', 'issued', 'suspense'))
);
CREATE INDEX accounts_realm_idx ON accounts (realm, id);
CREATE INDEX accounts_partner_idx ON accounts (partner_id, id);

CREATE TABLE ledger_transactions (
    id           uuid PRIMARY KEY,
    realm        text NOT NULL,
    partner_id   uuid NOT NULL REFERENCES books (partner_id),
    book_seq     bigint NOT NULL,
    kind         text NOT NULL,
    -- The real system's name of it. Source: 7d.
    trade_type   text NOT NULL,
    subject_kind text NOT NULL,
    subject_id   uuid NOT NULL,
    -- One cause posts once, however often it is told.
    cause        text NOT NULL,
    -- Under which association it was spent: it may be told after that has ended.
    association_id uuid,
    reverses_id  uuid REFERENCES ledger_transactions (id),
    effective_at timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL,
    previous     bytea NOT NULL,
    hash         bytea NOT NULL,
    CONSTRAINT ledger_transactions_book_key UNIQUE (partner_id, book_seq),
    CONSTRAINT ledger_transactions_cause_key UNIQUE (partner_id, cause),
    CONSTRAINT ledger_transactions_reverses_key UNIQUE (reverses_id)
);
CREATE INDEX ledger_transactions_subject_idx ON ledger_transactions (subject_id, id);
CREATE INDEX ledger_transactions_association_idx ON ledger_transactions (association_id, book_seq) WHERE association_id IS NOT NULL;

CREATE TABLE postings (
    transaction_id uuid NOT NULL REFERENCES ledger_transactions (id),
    line           int NOT NULL,
    realm          text NOT NULL,
    partner_id     uuid NOT NULL,
    account_id     uuid NOT NULL REFERENCES accounts (id),
    account_seq    bigint NOT NULL,
    -- The set of accounts in which the line is summed.
    side           text NOT NULL,
    trade_type     text NOT NULL,
    amount         numeric NOT NULL,
    currency       text NOT NULL,
    scale          int NOT NULL,
    balance_after  numeric NOT NULL,
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (transaction_id, line),
    CONSTRAINT postings_account_key UNIQUE (account_id, account_seq),
    CONSTRAINT postings_transaction_account_key UNIQUE (transaction_id, account_id),
    CONSTRAINT postings_side_check CHECK (side IN ('money', 'allotment')),
    CONSTRAINT postings_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT postings_amount_check CHECK (amount <> 0 AND amount = round(amount, scale) AND abs(amount) < 1e15),
    CONSTRAINT postings_balance_check CHECK (balance_after = round(balance_after, scale) AND abs(balance_after) < 1e15)
);
CREATE INDEX postings_account_type_idx ON postings (account_id, trade_type, account_seq);
-- A statement as of an instant is the last line at or before it.
CREATE INDEX postings_account_recorded_idx ON postings (account_id, recorded_at, account_seq);

-- Every inflow of cash is a lot, and every decrease of cash draws on lots: how
-- money may go back depends on how it came.
CREATE TABLE lots (
    id             uuid PRIMARY KEY,
    realm          text NOT NULL,
    partner_id     uuid NOT NULL REFERENCES books (partner_id),
    transaction_id uuid NOT NULL REFERENCES ledger_transactions (id),
    channel        int NOT NULL,
    signing_entity text NOT NULL,
    -- Who paid is personal data and lies in contacts.
    payer_id       uuid,
    reference      text NOT NULL,
    arrived_at     timestamptz NOT NULL,
    currency       text NOT NULL,
    scale          int NOT NULL,
    amount         numeric NOT NULL,
    remaining      numeric NOT NULL,
    invoiced       numeric NOT NULL DEFAULT 0,
    -- Its way back failed once: from then on by bank card only.
    bank_card      boolean NOT NULL DEFAULT false,
    CONSTRAINT lots_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT lots_amount_check CHECK (amount > 0 AND amount = round(amount, scale) AND abs(amount) < 1e15),
    CONSTRAINT lots_remaining_check CHECK (remaining BETWEEN 0 AND amount AND remaining = round(remaining, scale) AND abs(remaining) < 1e15),
    CONSTRAINT lots_invoiced_check CHECK (invoiced BETWEEN 0 AND amount AND invoiced = round(invoiced, scale) AND abs(invoiced) < 1e15)
);
CREATE INDEX lots_partner_idx ON lots (partner_id, currency, arrived_at, id) WHERE remaining > 0;
CREATE INDEX lots_transaction_idx ON lots (transaction_id);
CREATE INDEX lots_partner_id_idx ON lots (partner_id, id);

-- A positive amount was taken from the lot, a negative one returned to it.
CREATE TABLE lot_draws (
    transaction_id uuid NOT NULL REFERENCES ledger_transactions (id),
    lot_id         uuid NOT NULL REFERENCES lots (id),
    realm          text NOT NULL,
    partner_id     uuid NOT NULL,
    amount         numeric NOT NULL,
    currency       text NOT NULL,
    scale          int NOT NULL,
    PRIMARY KEY (transaction_id, lot_id),
    CONSTRAINT lot_draws_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT lot_draws_amount_check CHECK (amount <> 0 AND amount = round(amount, scale) AND abs(amount) < 1e15)
);
CREATE INDEX lot_draws_lot_idx ON lot_draws (lot_id, transaction_id);

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['ledger_transactions', 'postings', 'lot_draws'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t || '_append_only', t);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t || '_no_truncate', t);
    END LOOP;
END $$;
-- +goose StatementEnd

-- Money neither appears nor vanishes: looked at when the transaction commits.
-- +goose StatementBegin
CREATE FUNCTION postings_sum_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM postings WHERE transaction_id = NEW.transaction_id GROUP BY side, currency HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'the lines of transaction % do not sum to zero', NEW.transaction_id USING ERRCODE = 'check_violation', CONSTRAINT = 'postings_zero_check';
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER postings_zero AFTER INSERT ON postings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION postings_sum_to_zero();

-- The text that is hashed: every field after its length in bytes, so that no two
-- transactions have the same.
-- +goose StatementBegin
CREATE FUNCTION ledger_field(p_value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT octet_length(p_value) || ':' || p_value
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION ledger_instant(p_at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT ledger_field((EXTRACT(epoch FROM p_at) * 1000000)::bigint::text)
$$;
-- +goose StatementEnd

-- Opens the books that are new and locks all of them, in the order of their ids.
-- +goose StatementBegin
CREATE FUNCTION lock_books(p_realm text, p_books uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO books (partner_id, realm) SELECT b, p_realm FROM unnest(p_books) AS b WHERE NOT EXISTS (SELECT FROM books WHERE partner_id = b) ORDER BY b ON CONFLICT DO NOTHING;
    PERFORM 1 FROM books WHERE partner_id = ANY (p_books) ORDER BY partner_id FOR NO KEY UPDATE;
END $$;
-- +goose StatementEnd

-- Writes the lines of a transaction, opens the accounts that are new, and
-- answers how many lines it wrote.
-- +goose StatementBegin
CREATE FUNCTION post_lines(p_book uuid, p_transaction uuid, p_type text, p_at timestamptz, p_lines jsonb) RETURNS int LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    written int;
BEGIN
    INSERT INTO accounts (id, realm, partner_id, kind, customer_id, currency, scale)
    SELECT gen_random_uuid(), b.realm, p_book, l.kind, l.customer, c.code, c.scale
    FROM jsonb_to_recordset(p_lines) AS l (kind text, customer uuid, currency text)
    JOIN currencies c ON c.code = l.currency
    JOIN books b ON b.partner_id = p_book
    WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.partner_id = p_book AND a.kind = l.kind AND a.customer_id = l.customer AND a.currency = l.currency);

    WITH moved AS (
        UPDATE accounts a SET balance = a.balance + (l.v->>'amount')::numeric, seq = a.seq + 1
        FROM jsonb_array_elements(p_lines) WITH ORDINALITY AS l (v, n)
        WHERE a.partner_id = p_book AND a.kind = l.v->>'kind' AND a.customer_id = (l.v->>'customer')::uuid AND a.currency = l.v->>'currency'
        RETURNING a.*, l.n AS line, (l.v->>'amount')::numeric AS amount
    )
    INSERT INTO postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at)
    SELECT p_transaction, m.line, m.realm, p_book, m.id, m.seq, CASE WHEN m.kind IN ('allocatable', 'customer', 'issued') THEN 'allotment' ELSE 'money' END, p_type,
        m.amount, m.currency, m.scale, m.balance, p_at
    FROM moved m;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;
-- +goose StatementEnd

-- Opens the lots of a transaction and moves those it draws on or returns to. Cash
-- and lots move by the same amount: Σ remaining = cash at every step.
-- +goose StatementBegin
CREATE FUNCTION move_lots(p_book uuid, p_transaction uuid, p_tx jsonb) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    INSERT INTO lots (id, realm, partner_id, transaction_id, channel, signing_entity, payer_id, reference, arrived_at, currency, scale, amount, remaining)
    SELECT l.id, b.realm, p_book, p_transaction, l.channel, l.signing_entity, l.payer, l.reference, l.arrived_at, c.code, c.scale, l.amount, l.amount
    FROM jsonb_to_recordset(COALESCE(p_tx->'lots', '[]')) AS l (id uuid, channel int, signing_entity text, payer uuid, reference text, arrived_at timestamptz, currency text, amount numeric)
    JOIN currencies c ON c.code = l.currency
    JOIN books b ON b.partner_id = p_book;

    WITH drawn AS (
        UPDATE lots t SET remaining = t.remaining - d.amount, bank_card = t.bank_card OR COALESCE(d.bank_card, false)
        FROM jsonb_to_recordset(COALESCE(p_tx->'draws', '[]')) AS d (lot uuid, amount numeric, bank_card boolean)
        WHERE t.id = d.lot AND t.partner_id = p_book
        RETURNING t.id, t.realm, d.amount, t.currency, t.scale
    )
    INSERT INTO lot_draws (transaction_id, lot_id, realm, partner_id, amount, currency, scale)
    SELECT p_transaction, d.id, d.realm, p_book, d.amount, d.currency, d.scale FROM drawn d;

    IF EXISTS (
        SELECT FROM (
            SELECT p.currency, p.amount FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.transaction_id = p_transaction AND a.kind = 'cash'
            UNION ALL
            SELECT t.currency, -t.amount FROM lots t WHERE t.transaction_id = p_transaction
            UNION ALL
            SELECT d.currency, d.amount FROM lot_draws d WHERE d.transaction_id = p_transaction
        ) AS moves (currency, amount)
        GROUP BY currency HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION 'transaction % moves cash and lots by different amounts', p_transaction USING ERRCODE = 'check_violation', CONSTRAINT = 'lots_cash_check';
    END IF;
END $$;
-- +goose StatementEnd

-- Posts transactions of one or more books in one round trip, in the order given,
-- and answers the place of each. Books are locked in the order of their ids, and
-- a book's lock is that of its accounts and lots. A cause that was posted before
-- is answered with the transaction it made then. An account has at most one line
-- in a transaction. The shape of p_transactions is store.ledgerTransaction.
-- +goose StatementBegin
CREATE FUNCTION post_ledger(p_realm text, p_now timestamptz, p_transactions jsonb)
RETURNS TABLE (id uuid, book_seq bigint, recorded_at timestamptz, hash bytea, replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_tx    jsonb;
    v_id    uuid;
    v_book  books;
    v_known ledger_transactions;
    v_at    timestamptz;
    v_text  text;
    v_hash  bytea;
    v_lines int;
BEGIN
    PERFORM lock_books(p_realm, ARRAY(SELECT DISTINCT (x->>'book')::uuid FROM jsonb_array_elements(p_transactions) AS x));
    FOR v_tx IN SELECT x FROM jsonb_array_elements(p_transactions) AS x LOOP
        v_id := (v_tx->>'id')::uuid;
        SELECT b.* INTO STRICT v_book FROM books b WHERE b.partner_id = (v_tx->>'book')::uuid AND b.realm = p_realm;
        SELECT l.* INTO v_known FROM ledger_transactions l WHERE l.partner_id = v_book.partner_id AND l.cause = v_tx->>'cause';
        IF FOUND THEN
            RETURN QUERY SELECT v_known.id, v_known.book_seq, v_known.recorded_at, v_known.hash, true;
            CONTINUE;
        END IF;
        -- The order of the book is the order of recorded_at, whatever a clock does.
        v_at := greatest(p_now, v_book.recorded_at);
        SELECT concat(
            ledger_field(encode(v_book.head, 'hex')), ledger_field(v_id::text), ledger_field(p_realm), ledger_field(v_book.partner_id::text),
            ledger_field((v_book.seq + 1)::text), ledger_field(v_tx->>'kind'), ledger_field(v_tx->>'trade_type'), ledger_field(v_tx->>'subject_kind'),
            ledger_field(v_tx->>'subject_id'), ledger_field(v_tx->>'cause'), ledger_field(COALESCE(v_tx->>'association', '')), ledger_field(COALESCE(v_tx->>'reverses', '')),
            ledger_instant((v_tx->>'effective_at')::timestamptz), ledger_instant(v_at),
            string_agg(concat(ledger_field(l.v->>'kind'), ledger_field(l.v->>'customer'), ledger_field(l.v->>'amount'), ledger_field(l.v->>'currency')), '' ORDER BY l.n)),
            count(*)
        INTO STRICT v_text, v_lines
        FROM jsonb_array_elements(v_tx->'postings') WITH ORDINALITY AS l (v, n);
        v_hash := sha256(convert_to(v_text, 'UTF8'));

        UPDATE books b SET seq = b.seq + 1, head = v_hash, recorded_at = v_at WHERE b.partner_id = v_book.partner_id;
        INSERT INTO ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash)
        VALUES (v_id, p_realm, v_book.partner_id, v_book.seq + 1, v_tx->>'kind', v_tx->>'trade_type', v_tx->>'subject_kind', (v_tx->>'subject_id')::uuid,
            v_tx->>'cause', (v_tx->>'association')::uuid, (v_tx->>'reverses')::uuid, (v_tx->>'effective_at')::timestamptz, v_at, v_book.head, v_hash);
        IF post_lines(v_book.partner_id, v_id, v_tx->>'trade_type', v_at, v_tx->'postings') < v_lines THEN
            RAISE EXCEPTION 'transaction % has a line without an account', v_id USING ERRCODE = 'foreign_key_violation';
        END IF;
        IF v_tx ? 'lots' OR v_tx ? 'draws' OR v_tx->'postings' @> '[{"kind": "cash"}]' THEN
            PERFORM move_lots(v_book.partner_id, v_id, v_tx);
        END IF;
        RETURN QUERY SELECT v_id, v_book.seq + 1, v_at, v_hash, false;
    END LOOP;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['books', 'accounts', 'ledger_transactions', 'postings', 'lots', 'lot_draws'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY system ON %I TO app_system USING (true)', t);
        EXECUTE format('CREATE POLICY vendor ON %I TO app_vendor USING (realm = (SELECT current_setting(''app.realm'')))', t);
        EXECUTE format('CREATE POLICY partner ON %I TO app_partner USING (partner_id = (SELECT current_setting(''app.org'')::uuid))', t);
        -- Nobody writes but post_ledger.
        EXECUTE format('GRANT SELECT ON %I TO app_system, app_vendor, app_partner', t);
    END LOOP;
END $$;
-- +goose StatementEnd
ALTER TABLE currencies ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON currencies FOR SELECT TO app_vendor, app_partner, app_customer, app_system USING (true);
GRANT SELECT ON currencies TO app_vendor, app_partner, app_customer, app_system;
REVOKE EXECUTE ON FUNCTION lock_books(text, uuid[]), post_lines(uuid, uuid, text, timestamptz, jsonb), move_lots(uuid, uuid, jsonb), post_ledger(text, timestamptz, jsonb),
    ledger_field(text), ledger_instant(timestamptz), postings_sum_to_zero() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION post_ledger(text, timestamptz, jsonb), lock_books(text, uuid[]) TO app_system;
