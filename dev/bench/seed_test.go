//go:build bench

package bench

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/internal/store"
	"partnercenter/models"
)

// bigTables are those that grow with the programme; a list that reads one of them from end to end
// gets slower every day.
var bigTables = []string{"contacts", "registrations", "invitations", "invitation_links", "acceptances", "organisations", "associations", "association_requests", "tasks", "events",
	"accounts", "ledger_transactions", "postings", "top_ups", "adjustments", "account_changes", "withdrawals", "withdrawal_lots", "payouts"}

// sought is the customer that searches look for: Aurora registered it again and again.
var sought = kit.Customer{Company: "晨星寻找科技有限公司", Phone: "+8613800000000", Email: "sought@customer.example"}

// lookupKey is the key of the world's keyed hashes: the rows are written past the product.
var lookupKey = []byte("benchmarks look up with this key")

// archive fills a database as years would. Row n of each table belongs together: registration n
// has contact n, invitation n, acceptance n, association n of customer n. Nine rows in ten are
// Aurora's, six in ten of them alice's; values that hardly ever occur (a manager, a tag, a
// partner) occur as rarely however many rows there are: they tempt a planner to walk the others.
type archive struct {
	db *pgx.Conn
	// subjects are the rows with a long timeline, by kind; the registration has many invitations.
	subjects map[string]uuid.UUID
	// customer is the customer with many adjustments, cash the account with all the entries.
	customer, cash uuid.UUID
}

const (
	// timeline is how many events the subjects have: more than any process leaves, and several pages.
	timeline = 120
	// stragglers are open rows past their end that no workflow has got to yet.
	stragglers = 200
)

var subjectKinds = []string{models.SubjectRegistration, models.SubjectInvitation, models.SubjectLink, models.SubjectAcceptance, models.SubjectAssociation, models.SubjectRequest}

func openArchive(t *testing.T, w *kit.World) *archive {
	t.Helper()
	db, err := pgx.ConnectConfig(t.Context(), w.Admin.Config().ConnConfig.Copy())
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close(context.Background()) })
	a := &archive{db: db, subjects: map[string]uuid.UUID{}}
	hash := func(kind models.KeyKind, value string, normalise func(string) (string, error)) string {
		normal, err := normalise(value)
		require.NoError(t, err)
		return fmt.Sprintf("%x", store.NewHasher(lookupKey).Hash(w.Realm, kind, normal))
	}
	a.run(t, strings.NewReplacer(
		"$realm", w.Realm, "$aurora", w.Aurora.String(),
		"$name", hash(models.KeyName, sought.Company, models.NormaliseCompanyName),
		"$phone", hash(store.KeyLine, sought.Phone, func(raw string) (string, error) { return models.NormalisePhone(raw, "CN") }),
		"$email", hash(models.KeyEmail, sought.Email, models.NormaliseEmail),
	).Replace(archiveFunctions))
	return a
}

// fill adds the rows after from up to to, and leaves the database as it is some time later:
// vacuumed and analysed.
func (a *archive) fill(t *testing.T, from, to int) {
	t.Helper()
	restore := a.dropIndexes(t)
	// What the rows refer to is there or does not matter, and no event waits for its position.
	a.run(t, "SET session_replication_role = replica")
	for _, insert := range archiveRows {
		a.run(t, strings.NewReplacer("$from", fmt.Sprint(from+1), "$to", fmt.Sprint(to)).Replace(insert))
	}
	a.run(t, "SET session_replication_role = origin")
	for _, statement := range restore {
		a.run(t, statement)
	}
	for _, table := range bigTables {
		a.run(t, "VACUUM ANALYZE "+table)
	}
	for _, kind := range subjectKinds {
		var id uuid.UUID
		require.NoError(t, a.db.QueryRow(t.Context(), "SELECT bench_subject($1)", kind).Scan(&id))
		a.subjects[kind] = id
	}
	require.NoError(t, a.db.QueryRow(t.Context(), "SELECT bench_subject('customer'), bench_cash()").Scan(&a.customer, &a.cash))
}

// firstEvents are the types that the events about each subject have.
func firstEvents() []string {
	types := make([]string, len(subjectKinds))
	for i, kind := range subjectKinds {
		types[i] = models.EventsAbout(kind)[0]
	}
	return types
}

// array writes words as an array of SQL.
func array(words []string) string { return "(ARRAY['" + strings.Join(words, "', '") + "'])" }

// dropIndexes makes room for many rows and answers what brings the indexes back.
func (a *archive) dropIndexes(t *testing.T) []string {
	t.Helper()
	// The proofs that associations and requests do not overlap take minutes to build, and no list reads them.
	a.run(t, "ALTER TABLE associations DROP CONSTRAINT IF EXISTS associations_customer_excl")
	a.run(t, "ALTER TABLE association_requests DROP CONSTRAINT IF EXISTS association_requests_open_excl")
	rows, err := a.db.Query(t.Context(), `
		SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
		FROM pg_index i WHERE i.indrelid = ANY ($1::text[]::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)`, bigTables)
	require.NoError(t, err)
	type pair struct{ Drop, Restore string }
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[pair])
	require.NoError(t, err)
	var restore []string
	for _, p := range found {
		a.run(t, p.Drop)
		restore = append(restore, p.Restore)
	}
	return restore
}

// at is the instant of row n.
func (a *archive) at(t *testing.T, n int) string {
	t.Helper()
	var at time.Time
	require.NoError(t, a.db.QueryRow(t.Context(), "SELECT bench_at($1)", n).Scan(&at))
	return at.UTC().Format(time.RFC3339)
}

func (a *archive) run(t *testing.T, statement string) {
	t.Helper()
	_, err := a.db.Exec(t.Context(), statement)
	require.NoError(t, err, statement)
}

// archiveFunctions say what row n is. Draws are hashes, so that a row is the same however many
// there are; each purpose has a salt of its own, so that they are independent.
const archiveFunctions = `
CREATE FUNCTION bench_draw(n int, salt int, sides int) RETURNS int LANGUAGE sql IMMUTABLE AS $f$
	SELECT ((hashint8(n::bigint * 1000 + salt)::bigint & 2147483647) % sides)::int $f$;
-- A row a minute, since two years ago.
CREATE FUNCTION bench_at(n int) RETURNS timestamptz LANGUAGE sql STABLE AS $f$
	SELECT date_trunc('day', transaction_timestamp()) - interval '2 years' + n * interval '1 minute' $f$;
-- Time-ordered like the product's own ids.
CREATE FUNCTION bench_id(n int, kind text) RETURNS uuid LANGUAGE sql STABLE AS $f$
	SELECT (lpad(to_hex((extract(epoch FROM bench_at(n)) * 1000)::bigint), 12, '0') || '7' || substr(md5(kind || n), 1, 3) || '8' || substr(md5(kind || n), 4, 15))::uuid $f$;
CREATE FUNCTION bench_partner(n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $f$
	SELECT CASE WHEN n = ANY ('{5,6,7}') THEN md5('rare')::uuid WHEN bench_draw(n, 1, 10) > 0 THEN '$aurora' ELSE md5('partner' || bench_draw(n, 2, 20))::uuid END $f$;
CREATE FUNCTION bench_person(n int) RETURNS text LANGUAGE sql IMMUTABLE AS $f$
	SELECT CASE WHEN n = ANY ('{8,9,10}') THEN 'rare' WHEN bench_draw(n, 3, 10) < 6 THEN 'alice' ELSE 'bob' END $f$;
-- The rows with a long timeline are the first of Aurora's and alice's.
CREATE FUNCTION bench_subject(kind text) RETURNS uuid LANGUAGE sql STABLE AS $f$
	SELECT bench_id(min(n), kind) FROM generate_series(11, 100) n WHERE bench_partner(n) = '$aurora' AND bench_person(n) = 'alice' $f$;
-- One row in eight is the sought customer, among the first thousand.
CREATE FUNCTION bench_hash(n int, salt text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $f$
	SELECT CASE WHEN n <= 1000 AND n % 8 = 0 THEN decode(CASE salt WHEN 'name' THEN '$name' WHEN 'phone' THEN '$phone' ELSE '$email' END, 'hex')
	ELSE sha256((salt || n)::bytea) END $f$;
-- The account that all entries are of.
CREATE FUNCTION bench_cash() RETURNS uuid LANGUAGE sql IMMUTABLE AS $f$ SELECT md5('cash')::uuid $f$;
CREATE FUNCTION bench_trade(n int) RETURNS text LANGUAGE sql IMMUTABLE AS $f$
	SELECT CASE WHEN n = ANY ('{17,18,19}') THEN 'SOURCE_OPERATION_BEUNBIND'
	ELSE (ARRAY['SOURCE_OPERAIION_RECHARGE', 'SOURCE_OPERATION_BEADJUST', 'SOURCE_OPERATION_BERETRIEVE'])[1 + bench_draw(n, 13, 3)] END $f$;
INSERT INTO organisations (id, realm, kind, site, name, country, has_contact, version, created_at, updated_at)
	SELECT md5(name)::uuid, '$realm', 'partner', 'cn', name, 'CN', true, 1, now(), now()
	FROM (SELECT 'rare' AS name UNION ALL SELECT 'partner' || n FROM generate_series(0, 19) n) AS partners;
INSERT INTO evaluations (id, realm, org_id, rule_set, subject_kind, policy_id, facts_ids, outcome, blockers, actor, request_id, at)
	SELECT md5('evaluation')::uuid, '$realm', '$aurora', 'registration.register', 'registration', id, '[]', 'allow', '[]', 'alice', '', now()
	FROM policies WHERE realm = '$realm' AND site = 'cn' ORDER BY version LIMIT 1;
CREATE VIEW bench_process AS SELECT '$realm'::text AS realm, '$aurora'::uuid AS aurora, id AS evaluation_id, policy_id FROM evaluations WHERE id = md5('evaluation')::uuid;
`

// archiveRows insert the rows from $from to $to of each table.
var archiveRows = []string{
	`INSERT INTO organisations (id, realm, kind, site, name, country, version, created_at, updated_at)
	SELECT bench_id(n, 'customer'), realm, 'customer', 'cn', 'Customer ' || n, 'CN', 1, bench_at(n), bench_at(n)
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO contacts (id, realm, owner_id, purpose, person_name, phone, email, retain_until, created_at)
	SELECT bench_id(n, 'contact'), realm, bench_partner(n), 'registration', 'Person ' || n, '+86138' || lpad(n::text, 8, '0'), 'p' || n || '@customer.example',
		bench_at(n) + interval '5 years', bench_at(n)
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO registrations (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, acted_at, created_at,
		company_name, contact_id, name_hash, phone_hash, email_hash, reporter, account_manager, review_type, submitted_at, held_until, valid_until, review_lapse_at)
	SELECT bench_id(n, 'registration'), realm, bench_partner(n), 'REG-' || n, state, bench_at(n), 1, policy_id, evaluation_id, ending, bench_at(n), bench_at(n),
		'Company ' || n, bench_id(n, 'contact'), bench_hash(n, 'name'), bench_hash(n, 'phone'), bench_hash(n, 'email'), bench_person(n), bench_person(n),
		'auto', bench_at(n), ending, ending, ending
	FROM (
		SELECT n, state, CASE WHEN state IN ('reported', 'pending_review') THEN now() + CASE WHEN n <= ` + fmt.Sprint(stragglers) + ` THEN -1 ELSE 10 END * interval '1 day' END AS ending
		FROM (SELECT n, (ARRAY['unreported', 'pending_review', 'reported', 'rejected', 'lapsed', 'expired', 'associated', 'released'])[1 + bench_draw(n, 4, 8)] AS state
			FROM generate_series($from, $to) n) AS drawn
	) AS r, bench_process`,

	`INSERT INTO invitations (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, created_at, registration_id, batch_id,
		association_type, contact_id, locale, inviter, account_manager, key_id, generation, code_hash, sent_at, expires_at, resend_until, failure_codes)
	SELECT bench_id(n, 'invitation'), realm, bench_partner(n), 'INV-' || n, (ARRAY['sent', 'associated', 'failed', 'expired', 'cancelled', 'closed'])[1 + bench_draw(n, 5, 6)],
		bench_at(n), 1, policy_id, evaluation_id, bench_at(n), CASE WHEN n <= 1000 AND n % 8 = 0 THEN bench_subject('registration') ELSE bench_id(n, 'registration') END,
		bench_id(n, 'batch'), 'resale', bench_id(n, 'contact'), 'en', bench_person(n), bench_person(n), 'k1', 1, sha256(('invitation' || n)::bytea), bench_at(n),
		now() + CASE WHEN n <= ` + fmt.Sprint(stragglers) + ` THEN -1 ELSE 5 END * interval '1 day', now() + interval '10 days', '[]'
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO invitation_links (id, realm, partner_id, reference, kind, tag, association_type, creator, account_manager, key_id, generation, code_hash, state,
		state_since, version, evaluation_id, created_at)
	SELECT bench_id(n, 'invitation_link'), realm, bench_partner(n), 'LNK-' || n, 'custom', 'spring', 'resale', bench_person(n), bench_person(n), 'k1', 1,
		sha256(('link' || n)::bytea), 'active', bench_at(n), 1, evaluation_id, bench_at(n)
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO acceptances (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, created_at, customer_id, invitation_id, generation,
		association_type, account_manager, consented_at, give_up_at, failure_codes, locale)
	SELECT bench_id(n, 'acceptance'), realm, bench_partner(n), 'ACC-' || n, 'associated', bench_at(n), 1, policy_id, evaluation_id, bench_at(n), bench_id(n, 'customer'),
		bench_id(n, 'invitation'), 1, 'resale', bench_person(n), bench_at(n), bench_at(n), '[]', 'en'
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO associations (id, realm, partner_id, customer_id, reference, association_type, effective_from, effective_until, account_manager, tag, registration_id,
		invitation_id, acceptance_id, version, created_at)
	SELECT bench_id(n, 'association'), realm, bench_partner(n), bench_id(n, 'customer'), 'ASC-' || n, CASE WHEN bench_draw(n, 6, 3) = 0 THEN 'consultant' ELSE 'resale' END,
		bench_at(n), CASE WHEN bench_draw(n, 7, 5) = 0 THEN bench_at(n) + interval '90 days' END, bench_person(n),
		CASE WHEN n = ANY ('{11,12,13}') THEN 'rare' WHEN bench_draw(n, 8, 3) = 0 THEN 'spring' ELSE '' END,
		bench_id(n, 'registration'), bench_id(n, 'invitation'), bench_id(n, 'acceptance'), 1, bench_at(n)
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO association_requests (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, created_at, association_id, customer_id,
		kind, initiator, from_type, requester, reason, account_manager, lapse_at, effective_at)
	SELECT bench_id(n, 'association_request'), realm, bench_partner(n), 'REQ-' || n, state, bench_at(n), 1, policy_id, evaluation_id, CASE WHEN state = 'submitted' THEN ending END, bench_at(n),
		bench_id(n, 'association'), bench_id(n, 'customer'), 'unlink', CASE WHEN bench_draw(n, 12, 2) = 0 THEN 'customer' ELSE 'partner' END, 'resale', 'somebody', 'It is over.',
		bench_person(n), ending, CASE WHEN state = 'approved' THEN bench_at(n) END
	FROM (
		SELECT n, (ARRAY['submitted', 'approved', 'rejected', 'cancelled', 'lapsed'])[1 + bench_draw(n, 11, 5)] AS state,
			now() + CASE WHEN n <= ` + fmt.Sprint(stragglers) + ` THEN -1 ELSE 10 END * interval '1 day' AS ending
		FROM generate_series($from, $to) n) AS r, bench_process`,

	`INSERT INTO tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, since, due_at, on_silence, closed_at)
	SELECT bench_id(n, 'task'), realm, bench_partner(n), CASE WHEN bench_draw(n, 9, 2) = 0 THEN 'vendor' ELSE 'partner' END,
		CASE WHEN n = ANY ('{14,15,16}') THEN 'rare_errand' WHEN bench_draw(n, 9, 2) = 0 THEN 'review_registration' ELSE 'resend_invitation' END,
		'registration', bench_id(n, 'registration'), 'REG-' || n, bench_at(n), now() + CASE WHEN n <= ` + fmt.Sprint(stragglers) + ` THEN -1 ELSE 10 END * interval '1 day', 'lapsed',
		CASE WHEN bench_draw(n, 10, 2) = 0 THEN bench_at(n) END
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO events (id, realm, partner_id, subject_kind, subject_id, subject_seq, type, actor, at, recorded_at, data)
	SELECT bench_id(n, 'event'), realm, CASE WHEN kind IS NULL THEN bench_partner(n) ELSE aurora END, COALESCE(kind, 'registration'),
		CASE WHEN kind IS NULL THEN bench_id(n, 'registration') ELSE bench_subject(kind) END, n, COALESCE(type, 'registration.reported'), 'alice', bench_at(n), bench_at(n), '{}'
	FROM (SELECT n, ` + array(subjectKinds) + `[1 + (n - 1) / ` + fmt.Sprint(timeline) + `] AS kind, ` + array(firstEvents()) + `[1 + (n - 1) / ` + fmt.Sprint(timeline) + `] AS type
		FROM generate_series($from, $to) n) AS e, bench_process`,

	`INSERT INTO accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq)
	SELECT bench_cash(), realm, aurora, 'cash', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 0, 0 FROM bench_process WHERE $from = 1`,

	`INSERT INTO accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq)
	SELECT bench_id(n, 'account'), realm, bench_partner(n), 'customer', bench_id(n, 'customer'), 'CNY', 2, 1, 1
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, effective_at, recorded_at, previous, hash)
	SELECT bench_id(n, 'transaction'), realm, aurora, n, 'allocate', bench_trade(n), 'adjustment', bench_id(n, 'adjustment'), 'cause-' || n, bench_id(n, 'association'),
		bench_at(n), bench_at(n), '', ''
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at)
	SELECT bench_id(n, 'transaction'), 1, realm, aurora, bench_cash(), n, 'money', bench_trade(n), 1, 'CNY', 2, 1, bench_at(n)
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO top_ups (id, realm, partner_id, reference, state, state_since, version, channel, channel_number, event_id, channel_reference, signing_entity, payment_account,
		payer_id, amount, currency, scale, arrived_at, decider, evaluation_id, created_at)
	SELECT bench_id(n, 'top_up'), realm, bench_partner(n), 'TOP-' || n, state, bench_at(n), 1, 'alipay', 1, 'event-' || n, 'payment-' || n, 'software', '',
		bench_id(n, 'contact'), 1, 'CNY', 2, bench_at(n), CASE state WHEN 'refused' THEN 'vera' ELSE '' END, CASE state WHEN 'refused' THEN evaluation_id END, bench_at(n)
	FROM (SELECT n, (ARRAY['arrived', 'unmatched', 'refused'])[1 + bench_draw(n, 14, 3)] AS state FROM generate_series($from, $to) n) AS u, bench_process`,

	`INSERT INTO adjustments (id, realm, partner_id, customer_id, association_id, reference, kind, fund_type, amount, currency, scale, operator, evaluation_id, transaction_id, created_at)
	SELECT bench_id(n, 'adjustment'), realm, bench_partner(n), CASE WHEN n <= 1000 AND n % 8 = 0 THEN bench_subject('customer') ELSE bench_id(n, 'customer') END,
		bench_id(n, 'association'), 'ADJ-' || n, kind, CASE kind WHEN 'allocate' THEN 'cash' ELSE '' END, 1, 'CNY', 2, 'finn', evaluation_id, bench_id(n, 'transaction'), bench_at(n)
	FROM (SELECT n, (ARRAY['allocate', 'reclaim', 'unlink'])[1 + bench_draw(n, 15, 3)] AS kind FROM generate_series($from, $to) n) AS a, bench_process`,

	// A change that is not booked is the vendor's alone.
	`INSERT INTO account_changes (id, realm, partner_id, reference, state, state_since, version, kind, amount, currency, scale, maker, opinion, checker, evaluation_id,
		transaction_id, created_at)
	SELECT bench_id(n, 'account_change'), realm, bench_partner(n), 'CHG-' || n, state, bench_at(n), 1, 'grant_credit', 1, 'CNY', 2, 'vera', 'ja',
		CASE state WHEN 'rejected' THEN 'vince' ELSE '' END, evaluation_id, CASE state WHEN 'booked' THEN bench_id(n, 'transaction') END, bench_at(n)
	FROM (SELECT n, (ARRAY['pending', 'booked', 'rejected'])[1 + bench_draw(n, 18, 3)] AS state FROM generate_series($from, $to) n) AS c, bench_process`,

	// Most of what was rejected is deleted: a partner's list does not have it.
	`INSERT INTO withdrawals (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, acted_at, created_at, route, amount,
		currency, scale, maker, review_target_at, deleted_at)
	SELECT bench_id(n, 'withdrawal'), realm, bench_partner(n), 'WDR-' || n, state, bench_at(n), 1, policy_id, evaluation_id,
		CASE WHEN state IN ('submitted', 'paying') THEN now() + interval '10 days' END, bench_at(n), bench_at(n), 'original', 1, 'CNY', 2, 'finn', bench_at(n),
		CASE WHEN state = 'rejected' AND bench_draw(n, 17, 20) > 0 THEN bench_at(n) END
	FROM (SELECT n, (ARRAY['submitted', 'paying', 'succeeded', 'partly_failed', 'failed', 'rejected', 'cancelled', 'superseded'])[1 + bench_draw(n, 16, 8)] AS state
		FROM generate_series($from, $to) n) AS w, bench_process`,

	`INSERT INTO withdrawal_lots (withdrawal_id, lot_id, realm, partner_id, amount, currency, scale, payout_id, held)
	SELECT bench_id(n, 'withdrawal'), bench_id(n, 'lot'), realm, bench_partner(n), 1, 'CNY', 2, bench_id(n, 'payout'), false
	FROM generate_series($from, $to) n, bench_process`,

	`INSERT INTO payouts (id, realm, partner_id, withdrawal_id, reference, route, amount, currency, scale, state, sent_at, settled_at, created_at)
	SELECT bench_id(n, 'payout'), realm, bench_partner(n), bench_id(n, 'withdrawal'), 'payout-' || n, 'original', 1, 'CNY', 2, 'succeeded', bench_at(n), bench_at(n), bench_at(n)
	FROM generate_series($from, $to) n, bench_process`,
}
