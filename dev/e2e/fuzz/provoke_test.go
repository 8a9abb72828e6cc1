package fuzz

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

// Some answers need more than a request: a database that is busy, a worker that
// is away, a budget that is spent. They are asked for here.

func (a *actor) operation(id string) *operation {
	for _, o := range a.operations {
		if o.id == id {
			return o
		}
	}
	return nil
}

func (a *actor) by(role models.Role) person {
	for _, p := range a.people {
		if p.role == role {
			return p
		}
	}
	return person{}
}

// choose lets the next requests speak of one new customer, and leaves nothing
// of them to chance that the rules decide by.
func (a *actor) choose() { a.chosen, a.ordinary = a.stranger(), 1 }

// decidable is a good request of a decision on a subject made for it.
func (a *actor) decidable(t *testing.T, id string) request {
	t.Helper()
	p := a.by(models.RoleAdministrator)
	a.choose()
	if id == "reviewRegistration" {
		p = a.by(models.RoleReviewer)
		a.stateFacts(t, time.Now(), true)
	}
	m := a.memory(p)
	if strings.HasSuffix(id, "Withdrawal") {
		return a.asks(t, id)
	}
	if id == "retrySettlementStep" {
		p = a.by(models.RoleOperator)
		m = a.memory(p)
	}
	if strings.HasSuffix(id, "AssociationRequest") || id == "retrySettlementStep" {
		if id == "cancelAssociationRequest" {
			m.open[actions[id]] = nil
			m.open["leave"] = m.open["leave"][1:] // the first is of a customer of whom too little is known
			a.one(t, "createAssociationRequest")
		}
		r := a.good(a.operation(id), p)
		delete(r.header, "If-Match")
		return r
	}
	m.open[actions[id]], a.partner.open[models.RegistrationReported] = nil, nil
	a.one(t, "submitRegistration")
	if strings.HasSuffix(id, "Invitation") {
		a.one(t, "createInvitations")
	}
	require.Len(t, m.open[actions[id]], 1, "what allows %s", id)
	r := a.good(a.operation(id), p)
	delete(r.header, "If-Match")
	return r
}

// stateFacts lets the directory's feed speak of the chosen customer as of an
// instant: a customer of whom nothing is known but, perhaps, that the vendor
// registered him.
func (a *actor) stateFacts(t *testing.T, asOf time.Time, vendors bool) {
	t.Helper()
	r := a.good(a.operation("putCustomerFacts"), a.by(models.RoleService))
	r.path = "/v1/customers/" + a.id() + "/facts"
	r.body = kit.Encode(map[string]any{
		"as_of": asOf.UTC().Format(time.RFC3339), "source": "directory", "account_name": a.chosen["AccountName"], "name": a.chosen["CompanyName"],
		"phone": a.chosen["Phone"], "email": a.chosen["Email"],
		"facts": map[string]any{
			"site": "cn", "registered_at": asOf.UTC().Format(time.RFC3339), "country": "CN", "cloud_enabled": true, "real_name_verified": true,
			"consumer_cloud_user": false, "internal_account": false, "has_cash_consumption": false, "followed_by_direct_sales": false,
			"registered_by_vendor": vendors, "online_sales_team": false, "authorised_sales_centre": false, "contracts": []string{},
			"unified_accounting_member": false, "independent_accounting_member": false, "master_with_independent_members": false,
			"reward_programme": "none", "subsidy_programme": "none", "partner_status": "none", "in_arrears": false, "owed_invoices": false,
			"unexpired_reserved_instances": false, "stored_value_card_balance": false, "top_up_bonus_balance": false, "orders_awaiting_partner": false, "partner_support_plan": false,
			"unused_pick_up_vouchers": false, "account_balance": false, "account_frozen": false,
		},
	})
	got := a.wire.send(t.Context(), r)
	require.Equal(t, http.StatusOK, got.status, "%s", got.body)
}

// one asks a good request of an operation and learns from the answer.
func (a *actor) one(t *testing.T, id string) {
	t.Helper()
	o, p := a.operation(id), a.by(models.RoleAdministrator)
	for _, role := range []models.Role{models.RoleService, models.RoleReviewer} {
		if o.roles[0] == role {
			p = a.by(role)
		}
	}
	r := a.good(o, p)
	got := a.wire.send(t.Context(), r)
	require.Less(t, got.status, 300, "%s: %s", id, got.body)
	a.learn(a.memory(p), r, got)
}

var decisions = []string{"reviewRegistration", "releaseRegistration", "resendInvitation", "cancelInvitation", "decideAssociationRequest", "cancelAssociationRequest", "retrySettlementStep", "reviewWithdrawal", "cancelWithdrawal"}

// slowDecisions: a decision that the engine took and the database keeps waiting
// is answered 202; the same request later gets its outcome. Each is somebody
// else's, so that none takes another's subject away.
func slowDecisions(t *testing.T, w *kit.World, cast []*actor) {
	t.Helper()
	taken := make([]request, len(decisions))
	tx := begin(t, w)
	for i, id := range decisions {
		taken[i] = cast[i].decidable(t, id)
		path := strings.Split(taken[i].path, "/") // /v1/registrations/{id}/release
		table, key := strings.ReplaceAll(path[2], "-", "_"), "id"
		if id == "retrySettlementStep" {
			table, key = "settlements", "request_id"
		}
		require.Eventually(t, func() bool {
			var acted bool
			err := w.Admin.QueryRow(t.Context(), "SELECT acted_at IS NOT NULL FROM "+table+" WHERE "+key+" = $1", path[3]).Scan(&acted)
			return err == nil && acted
		}, kit.Patience, 20*time.Millisecond, "the workflow has read its row")
		_, err := tx.Exec(t.Context(), "SELECT FROM "+table+" WHERE "+key+" = $1 FOR UPDATE", path[3])
		require.NoError(t, err)
	}
	for i, got := range all(taken, func(r request) answer {
		got := cast[0].wire.send(t.Context(), r)
		for again := 0; got.status == http.StatusServiceUnavailable && again < 10; again++ {
			got = cast[0].wire.send(t.Context(), r) // a busy engine has not taken it yet
		}
		return got
	}) {
		require.Equal(t, http.StatusAccepted, got.status, "%s: %s", taken[i].op.id, got.body)
	}
	require.NoError(t, tx.Rollback(t.Context()))
	for _, r := range taken {
		require.Eventually(t, func() bool { return cast[0].wire.send(t.Context(), r).status == http.StatusOK }, kit.Patience, 100*time.Millisecond, "the outcome of %s", r.op.id)
	}
}

// heldKeys: a request whose twin still runs is told so.
func heldKeys(t *testing.T, w *kit.World, a *actor) {
	t.Helper()
	callers := map[string]models.Role{
		"importHistoricalCustomer": models.RoleService, "putOrganisation": models.RoleService, "putCustomerFacts": models.RoleService, "putFundsFacts": models.RoleService,
		"proposePolicy": models.RoleOperator, "createInvitationLink": models.RoleAdministrator, "unmaskRegistration": models.RoleAdministrator, "unmaskTopUp": models.RoleAdministrator, "unmaskWithdrawal": models.RoleVendorFinance,
		"sendVerificationCode": models.RoleAdministrator, "releaseRegistrations": models.RoleAdministrator, "createInvitations": models.RoleAdministrator, "submitRegistration": models.RoleAdministrator,
		"createSubscription": models.RoleAdministrator, "changeSubscription": models.RoleAdministrator, "deleteSubscription": models.RoleAdministrator, "rotateSubscriptionSecret": models.RoleAdministrator,
		"enableSubscription": models.RoleAdministrator, "replaySubscription": models.RoleAdministrator, "resendDelivery": models.RoleAdministrator,
	}
	a.choose()
	a.one(t, "submitRegistration")
	a.one(t, "listTopUps")
	var requests []request
	tx := begin(t, w)
	for id, role := range callers {
		p := a.by(role)
		r := a.good(a.operation(id), p)
		requests = append(requests, r)
		org := a.org
		if a.memory(p) == &a.vendor {
			org = w.Vendor
		}
		_, err := tx.Exec(t.Context(), `INSERT INTO idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at)
			VALUES ($1, $2, $3, $4, '', 200, 'test', $2, now())`, w.Realm, org, p.name, r.header["Idempotency-Key"])
		require.NoError(t, err)
	}
	for i, got := range all(requests, func(r request) answer { return a.wire.send(t.Context(), r) }) {
		require.Equal(t, http.StatusConflict, got.status, "%s: %s", requests[i].op.id, got.body)
		require.Contains(t, string(got.body), "idempotency_in_progress")
	}
	require.NoError(t, tx.Rollback(t.Context()))
}

// outage: without workers no decision is taken; with the partner's row locked no
// invitation is. Nothing was changed then, and the answer says so.
func outage(t *testing.T, w *kit.World, a *actor) {
	t.Helper()
	var requests []request
	for _, id := range append([]string{"releaseRegistrations"}, decisions...) {
		requests = append(requests, a.decidable(t, id))
	}
	invite := a.good(a.operation("createInvitations"), a.by(models.RoleAdministrator))
	w.Product.Stop("worker")
	tx := begin(t, w)
	var locked int
	require.NoError(t, tx.QueryRow(t.Context(), "SELECT 1 FROM organisations WHERE id = $1 FOR UPDATE", a.org).Scan(&locked))
	// So is no reclaim with the partner's book locked.
	reclaim := a.good(a.operation("reclaim"), a.by(models.RoleAdministrator))
	require.NoError(t, tx.QueryRow(t.Context(), "SELECT 1 FROM books WHERE partner_id = $1 FOR UPDATE", a.org).Scan(&locked))
	requests = append(requests, invite, reclaim)
	for i, got := range all(requests, func(r request) answer { return a.wire.send(t.Context(), r) }) {
		require.Equal(t, http.StatusServiceUnavailable, got.status, "%s: %s", requests[i].op.id, got.body)
		require.NotEmpty(t, got.header.Get("Retry-After"))
	}
	require.NoError(t, tx.Rollback(t.Context()))
}

// tooOften: an API that lets nobody ask twice turns everybody away, whatever is asked.
func tooOften(t *testing.T, w *kit.World, a *actor) {
	t.Helper()
	var requests []request
	for _, o := range slices.Compact(slices.Clone(a.operations)) {
		r := a.good(o, a.caller(o))
		r.token = ""
		requests = append(requests, r)
	}
	w.Product.Restart("api", map[string]string{"RATE_LIMIT_ADDRESS": "0.001/1"})
	a.wire.send(t.Context(), requests[0]) // the one that is let in
	for _, r := range requests {
		got := a.wire.send(t.Context(), r)
		require.Equal(t, http.StatusTooManyRequests, got.status, "%s: %s", r.op.id, got.body)
		require.NotEmpty(t, got.header.Get("Retry-After"))
	}
}

// poorPartner is a partner of a site whose budget is one customer a day: the
// second is too much, a new one or a historical one.
func poorPartner(t *testing.T, w *kit.World, a *actor) {
	t.Helper()
	_, err := w.Admin.Exec(t.Context(), `INSERT INTO policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document)
		SELECT gen_random_uuid(), realm, site, 1000000, schema, now() - interval '1 minute', 'a', 'b', now(), now(),
			jsonb_set(document, '{registration,distinct_customers_per_day}', '1') FROM policies WHERE realm = $1 AND site = 'eu' AND version = 1`, w.Realm)
	require.NoError(t, err)
	_, err = w.Admin.Exec(t.Context(), "UPDATE organisations SET site = 'eu' WHERE id = $1", a.org)
	require.NoError(t, err)
	submit := func() int {
		a.choose()
		return a.wire.send(t.Context(), a.good(a.operation("submitRegistration"), a.by(models.RoleAdministrator))).status
	}
	require.Eventually(t, func() bool { return submit() == http.StatusTooManyRequests }, kit.Patience, 100*time.Millisecond, "versions are known for a second")
	require.Equal(t, http.StatusTooManyRequests, a.historical(t, func(*request) {}))
}

// historical imports the chosen customer, submits it and answers the status.
func (a *actor) historical(t *testing.T, change func(*request)) int {
	t.Helper()
	a.partner.open[models.VerbSubmit] = nil
	a.one(t, "importHistoricalCustomer")
	r := a.good(a.operation("submitHistoricalRegistration"), a.by(models.RoleAdministrator))
	delete(r.header, "If-Match")
	change(&r)
	return a.wire.send(t.Context(), r).status
}

// historicalStates: what a historical customer can be told, but for the budget.
func historicalStates(t *testing.T, a *actor) {
	t.Helper()
	var first request
	a.choose()
	require.Equal(t, http.StatusOK, a.historical(t, func(r *request) { first = *r }))
	first.header = withKey(first.header, a.letters(20))
	require.Equal(t, http.StatusConflict, a.wire.send(t.Context(), first).status, "it is registered already")
	a.choose()
	require.Equal(t, http.StatusPreconditionFailed, a.historical(t, func(r *request) { r.header["If-Match"] = `"99"` }))
	a.choose()
	a.stateFacts(t, time.Now().Add(-48*time.Hour), false)
	require.Equal(t, http.StatusServiceUnavailable, a.historical(t, func(*request) {}), "what is known is too old, and the directory knows no more")
}

func withKey(header map[string]string, key string) map[string]string {
	again := map[string]string{"Idempotency-Key": key}
	for name, value := range header {
		if name != "Idempotency-Key" && name != "If-Match" {
			again[name] = value
		}
	}
	return again
}

// begin opens a transaction that ends with the test at the latest: the world
// waits for its connection.
func begin(t *testing.T, w *kit.World) pgx.Tx {
	t.Helper()
	tx, err := w.Admin.Begin(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) })
	return tx
}

// all sends several requests at once and answers what came, in their order.
func all(requests []request, send func(request) answer) []answer {
	var group sync.WaitGroup
	answers := make([]answer, len(requests))
	for i, r := range requests {
		group.Go(func() { answers[i] = send(r) })
	}
	group.Wait()
	return answers
}
