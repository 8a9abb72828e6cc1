-- +goose Up
-- What the vendor's finance changes in partners' books: credit granted and taken
-- back, cash designated and released. Large ones take a second person.

CREATE TABLE account_changes (
    id             uuid PRIMARY KEY,
    realm          text NOT NULL,
    partner_id     uuid NOT NULL,
    reference      text NOT NULL,
    state          text NOT NULL,
    state_since    timestamptz NOT NULL,
    version        bigint NOT NULL,
    kind           text NOT NULL,
    amount         numeric NOT NULL,
    currency       text NOT NULL,
    scale          int NOT NULL,
    maker          text NOT NULL,
    opinion        text NOT NULL,
    checker        text NOT NULL DEFAULT '',
    check_opinion  text NOT NULL DEFAULT '',
    evaluation_id  uuid NOT NULL REFERENCES evaluations (id) DEFERRABLE INITIALLY DEFERRED,
    transaction_id uuid REFERENCES ledger_transactions (id) DEFERRABLE INITIALLY DEFERRED,
    created_at     timestamptz NOT NULL,
    CONSTRAINT account_changes_partner_fkey FOREIGN KEY (partner_id, realm) REFERENCES organisations (id, realm),
    CONSTRAINT account_changes_reference_key UNIQUE (realm, reference),
    CONSTRAINT account_changes_transaction_key UNIQUE (transaction_id),
    CONSTRAINT account_changes_kind_check CHECK (kind IN ('grant_credit', 'take_credit', 'designate', 'release')),
    CONSTRAINT account_changes_state_check CHECK (state IN ('pending', 'booked', 'rejected') AND (state = 'booked') = (transaction_id IS NOT NULL)),
    CONSTRAINT account_changes_checker_check CHECK (checker <> maker AND (state <> 'pending' OR checker = '') AND (state <> 'rejected' OR checker <> '')),
    CONSTRAINT account_changes_currency_fkey FOREIGN KEY (currency, scale) REFERENCES currencies (code, scale),
    CONSTRAINT account_changes_amount_check CHECK (amount > 0 AND amount = round(amount, scale) AND abs(amount) < 1e15)
);
CREATE INDEX account_changes_realm_idx ON account_changes (realm, id);
CREATE INDEX account_changes_realm_state_idx ON account_changes (realm, state, id);
CREATE INDEX account_changes_partner_idx ON account_changes (partner_id, id);
CREATE INDEX account_changes_partner_state_idx ON account_changes (partner_id, state, id);
ALTER TABLE account_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON account_changes TO app_system USING (true);
CREATE POLICY vendor ON account_changes TO app_vendor USING (realm = (SELECT current_setting('app.realm'))) WITH CHECK (realm = (SELECT current_setting('app.realm')));
-- What the vendor has not decided yet is his.
CREATE POLICY partner ON account_changes TO app_partner USING (partner_id = (SELECT current_setting('app.org')::uuid) AND state = 'booked');
GRANT SELECT, INSERT, UPDATE ON account_changes TO app_vendor;
GRANT SELECT ON account_changes TO app_partner, app_system;
