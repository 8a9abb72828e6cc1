package tenancy

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api"
	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

// route is one operation of the document.
type route struct {
	id, method, path string
	roles            []models.Role
	deliveries       map[string]string // of subscriptions, for paths that name both
}

func routes(t *testing.T) []route {
	t.Helper()
	document, err := api.Document()
	require.NoError(t, err)
	table, err := api.Authorisation(document)
	require.NoError(t, err)
	var all []route
	for _, path := range document.Paths.InMatchingOrder() {
		operations := document.Paths.Value(path).Operations()
		for _, method := range slices.Sorted(maps.Keys(operations)) {
			id := operations[method].OperationID
			all = append(all, route{id: id, method: method, path: path, roles: table[id]})
		}
	}
	require.NotEmpty(t, all)
	return all
}

// subject is the kind of thing that a route's path names, "" where it names none.
func (r route) subject() string {
	for _, kind := range []string{"registration", "invitation", "link", "acceptance", "association", "account", "account_change", "top_up", "evaluation", "organisation", "request", "withdrawal", "subscription"} {
		if strings.Contains(r.path, "{"+kind+"_id}") {
			return kind
		}
	}
	return ""
}

// isFeed: the vendor's feed may name a thing that is not there yet.
func (r route) isFeed() bool { return r.method == http.MethodPut && r.subject() != "subscription" }

// bodies are what each operation that takes one is sent. A body is good, so that
// nothing but right and reach decides.
func (w *town) body(id string) string {
	customer := func() string { return kit.NewCustomer().JSON() }
	switch id {
	case "submitRegistration", "checkRegistration":
		return customer()
	case "searchRegistrations":
		return `{"phone":"+8613800000000"}`
	case "releaseRegistrations":
		return fmt.Sprintf(`{"ids":[%q]}`, uuid.NewString())
	case "submitHistoricalRegistration":
		return `{}`
	case "reviewRegistration":
		return `{"verdict":"reject","opinion":"no"}`
	case "allocate", "reclaim":
		return fmt.Sprintf(`{"customer_id":%q,"amount":{"amount":"1.00","currency":"CNY"}}`, uuid.NewString())
	case "chargeConsumption":
		return fmt.Sprintf(`{"event_id":%[1]q,"customer_id":%[1]q,"amount":{"amount":"1.00","currency":"CNY"},"consumed_at":"2026-01-01T00:00:00Z"}`, uuid.NewString())
	case "createAccountChange":
		return changing(w.Aurora, "1.00")
	case "reviewAccountChange":
		return `{"verdict":"reject","opinion":"no"}`
	case "claimTopUp":
		return fmt.Sprintf(`{"partner_id":%q,"opinion":"the receipt fits"}`, w.Aurora)
	case "refuseTopUp":
		return `{"opinion":"nobody knows the payer"}`
	case "unmaskRegistration", "unmaskTopUp", "unmaskWithdrawal":
		return `{"reason":"a call"}`
	case "importHistoricalCustomer":
		c := kit.NewCustomer()
		return fmt.Sprintf(`{"partner_id":%q,"company_name":%q,"phone":%q,"email":%q}`, w.Aurora, c.Company, c.Phone, c.Email)
	case "createInvitations", "previewInvitations":
		return kit.InvitationJSON(uuid.NewString())
	case "createInvitationLink":
		return `{"kind":"general","association_type":"consultant"}`
	case "createAssociationRequest":
		return leaving(uuid.NewString())
	case "checkAssociationRequest":
		return fmt.Sprintf(`{"association_id":%q,"kind":"unlink"}`, uuid.NewString())
	case "decideAssociationRequest":
		return `{"verdict":"reject","reason":"no"}`
	case "retrySettlementStep":
		return `{"reason":"once more"}`
	case "putOrganisation":
		return `{"kind":"partner","site":"cn","name":"Renamed","country":"CN"}`
	case "putCustomerFacts":
		return w.facts()
	case "createWithdrawal":
		return `{"route":"original","amount":{"amount":"1.00","currency":"CNY"}}`
	case "quoteWithdrawal":
		return `{"currency":"CNY"}`
	case "reviewWithdrawal":
		return `{"verdict":"approve","opinion":"no"}`
	case "putFundsFacts":
		return fmt.Sprintf(`{"as_of":%q,"source":"billing","owed_invoices":[],"unbilled":[],"restricted":false,"real_name":%q}`, time.Now().UTC().Format(time.RFC3339Nano), kit.RealName)
	case "createSubscription", "changeSubscription":
		return subscribing
	case "replaySubscription":
		return `{"after":0}`
	case "proposePolicy":
		return w.proposal()
	default:
		return ""
	}
}

// subscribing names a receiver that is not there.
const subscribing = `{"url":"http://127.0.0.1:9/"}`

// changing designates a part of a partner's cash.
func changing(partner uuid.UUID, amount string) string {
	return fmt.Sprintf(`{"partner_id":%q,"kind":"designate","amount":{"amount":%q,"currency":"CNY"},"opinion":"for a project"}`, partner, amount)
}

// leaving is a request to end an association.
func leaving(association string) string {
	return fmt.Sprintf(`{"association_id":%q,"kind":"unlink","reason":"It is over.","accept_notice":true}`, association)
}

func (w *town) facts() string {
	return fmt.Sprintf(`{"as_of":%q,"source":"directory","account_name":"a","name":"Somebody Ltd","phone":"+8613800000000","facts":{
		"site":"cn","registered_at":"2026-01-01T00:00:00Z","country":"CN","cloud_enabled":true,"real_name_verified":true,"consumer_cloud_user":false,
		"internal_account":false,"has_cash_consumption":false,"followed_by_direct_sales":false,"registered_by_vendor":false,"online_sales_team":false,
		"authorised_sales_centre":false,"contracts":[],"unified_accounting_member":false,"independent_accounting_member":false,
		"master_with_independent_members":false,"reward_programme":"none","subsidy_programme":"none","partner_status":"none","in_arrears":false,
		"owed_invoices":false,"unexpired_reserved_instances":false,"stored_value_card_balance":false,"top_up_bonus_balance":false,
		"orders_awaiting_partner":false,"partner_support_plan":false,"unused_pick_up_vouchers":false,"account_balance":false,"account_frozen":false}}`, time.Now().UTC().Format(time.RFC3339Nano))
}

// proposal is the policy in force, from tomorrow on.
func (w *town) proposal() string {
	var document string
	require.NoError(w.T, w.Admin.QueryRow(w.T.Context(), "SELECT document::text FROM policies WHERE realm = $1 AND site = 'cn' AND version = 1", w.Realm).Scan(&document))
	return fmt.Sprintf(`{"effective_from":%q,"document":%s}`, time.Now().Add(24*time.Hour).UTC().Format(time.RFC3339), document)
}

// at is the path of a route for a thing.
func (r route) at(id string) string {
	path := r.path
	if kind := r.subject(); kind != "" {
		path = strings.ReplaceAll(path, "{"+kind+"_id}", id)
	}
	delivery, known := r.deliveries[id]
	if !known {
		delivery = uuid.NewString()
	}
	return strings.NewReplacer("{delivery_id}", delivery, "{customer_id}", id, "{site}", "cn", "{version}", "1", "{step}", "allotment_return").Replace(path)
}

// ask sends a route's request and answers its status and its problem's code.
func (w *town) ask(r route, token, id string) (int, string) {
	status, answer := w.Call(w.URLs[0], r.method, r.at(id), token, w.body(r.id))
	if status < 400 {
		return status, ""
	}
	return status, member(w.T, answer, "code")
}

// everything is a print of all that requests could have changed; refusals leave
// evaluations and denials, and nothing else.
func (w *town) everything() (seen string) {
	tables := []string{"organisations", "contacts", "customer_facts", "customer_keys", "registrations", "protection_slots", "invitations", "invitation_links",
		"acceptances", "associations", "books", "accounts", "postings", "top_ups", "adjustments", "account_changes", "consumptions", "association_requests", "settlements", "settlement_steps", "closing_statements", "step_up_codes", "(SELECT id, url, state, generation FROM subscriptions)", "tasks", "decisions", "(SELECT * FROM events WHERE type NOT IN ('access.denied', 'ledger.anchored'))", "policies", "idempotency_records"}
	selects := make([]string, len(tables))
	for i, table := range tables {
		selects[i] = fmt.Sprintf("SELECT $$%[1]s $$ || md5(COALESCE(string_agg(t::text, ',' ORDER BY t::text), '')) AS line FROM %[1]s t", table)
	}
	require.NoError(w.T, w.Admin.QueryRow(w.T.Context(), "SELECT string_agg(line, E'\n') FROM ("+strings.Join(selects, " UNION ALL ")+") AS all_tables").Scan(&seen))
	return seen
}

// settled waits until the workflows have said their last word about the town.
func (w *town) settled() {
	require.Eventually(w.T, func() bool {
		var waiting int
		err := w.Admin.QueryRow(w.T.Context(), `SELECT (SELECT count(*) FROM registrations WHERE next_wake_at IS NOT NULL AND acted_at IS NULL)
			+ (SELECT count(*) FROM invitations WHERE next_wake_at IS NOT NULL AND acted_at IS NULL) + (SELECT count(*) FROM acceptances WHERE state = 'checking')
			+ (SELECT count(*) FROM settlements WHERE next_wake_at <= now() + interval '1 minute')
			+ (SELECT count(*) FROM withdrawals WHERE acted_at IS NULL)
			+ (SELECT count(*) FROM notifications WHERE state = 'queued')`).Scan(&waiting)
		return err == nil && waiting == 0
	}, kit.Patience, 50*time.Millisecond) // a row that was locked at its first reading waits for the sweep
}

func TestEverybodyReachesWhatIsHisAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.settled()
	all := routes(t)
	for i := range all {
		all[i].deliveries = w.deliveries
	}
	before := w.everything()
	t.Run("nobody passes without a token that proves who asks", func(t *testing.T) { w.strangers(t, all) })
	t.Run("nobody passes without the right", func(t *testing.T) { w.unauthorised(t, all) })
	t.Run("what is out of reach is not there", func(t *testing.T) { w.outOfReach(t, all) })
	t.Run("nor is it there inside a body", func(t *testing.T) { w.outOfReachInBodies(t) })
	t.Run("what was refused changed nothing", func(t *testing.T) { require.Equal(t, before, w.everything()) })
	t.Run("lists hold what is in reach, all of it", func(t *testing.T) { w.lists(t) })
	t.Run("a search finds what is in reach", func(t *testing.T) { w.search(t) })
	t.Run("a former partner reads his own period", func(t *testing.T) { w.formerPartner(t) })
	t.Run("a realm makes its own rules", func(t *testing.T) { w.ownRules(t) })
	t.Run("who may and can, does", func(t *testing.T) { w.inReach(t, all) })
}

func (w *town) strangers(t *testing.T, all []route) {
	t.Helper()
	ada := w.people["ada"]
	unknown := w.Token("stranger", uuid.New(), models.RoleAdministrator)
	for _, r := range all {
		for name, token := range map[string]string{"no token": "", "a word": "administrator", "an unknown organisation": unknown, "a token cut short": ada.token[:len(ada.token)-9]} {
			status, _ := w.ask(r, token, uuid.NewString())
			require.Equal(t, http.StatusUnauthorized, status, "%s with %s", r.id, name)
		}
	}
}

func (w *town) unauthorised(t *testing.T, all []route) {
	t.Helper()
	customer := w.Token("customer", w.Aurora, models.RoleCustomer)
	asked := 0
	denied := []string{}
	for _, r := range all {
		id := uuid.NewString()
		status, _ := w.ask(r, customer, id)
		require.Equal(t, http.StatusForbidden, status, "%s as a customer", r.id)
		denied = append(denied, r.denial("customer", w.Realm, w.Aurora, id))
		for _, p := range w.people {
			if p.may(r) {
				continue
			}
			for _, x := range w.of(r) {
				status, code := w.ask(r, p.token, x.id)
				require.Equal(t, http.StatusForbidden, status, "%s as %s on %s", r.id, p.name, x.of)
				require.Equal(t, "forbidden", code)
				partner := p.org
				if p.side == models.SideVendor {
					partner = uuid.Nil
				}
				denied = append(denied, r.denial(p.name, p.realm, partner, x.id))
				asked++
			}
		}
	}
	require.Greater(t, asked, 500)
	require.ElementsMatch(t, denied, w.denials(), "each refusal is one event of the caller's realm")
}

// denial is the print of the event that a refusal leaves.
func (r route) denial(actor, realm string, partner uuid.UUID, id string) string {
	named := ""
	if strings.Contains(r.at(id), id) {
		named = id
	}
	return fmt.Sprintf("%s of %s for %s: %s %s", actor, realm, partner, r.id, named)
}

// denials are the prints of the denials that have their position, with what
// leads from the event to the log.
func (w *town) denials() []string {
	var prints []string
	require.Eventually(w.T, func() bool {
		var queued int
		err := w.Admin.QueryRow(w.T.Context(), "SELECT count(*) FROM event_queue").Scan(&queued)
		return err == nil && queued == 0
	}, kit.Patience, 50*time.Millisecond)
	require.NoError(w.T, w.Admin.QueryRow(w.T.Context(), `SELECT array_agg(actor || ' of ' || e.realm || ' for ' || COALESCE(e.partner_id, $1) || ': ' || (data->>'operation') || ' ' || COALESCE(data->>'named_id', ''))
		FROM events e JOIN event_positions ON event_id = id WHERE e.type = 'access.denied' AND request_id <> ''`, uuid.Nil).Scan(&prints))
	return prints
}

// may reports whether a person's role is in the table's row; a role of another
// side is none.
func (p person) may(r route) bool {
	vendors := []models.Role{models.RoleReviewer, models.RoleVendorFinance, models.RoleOperator, models.RoleAuditor, models.RoleService}
	return slices.Contains(r.roles, p.role) && slices.Contains(vendors, p.role) == (p.side == models.SideVendor)
}

// of are the things that a route's path can name: one of each owner, and one
// that does not exist. A route without a subject is asked once.
func (w *town) of(r route) []thing {
	things := []thing{{kind: r.subject(), id: uuid.NewString(), of: "nobody's"}}
	if r.subject() == "" {
		return things
	}
	for _, x := range w.things {
		if x.kind == r.subject() {
			things = append(things, x)
		}
	}
	return things
}

func (w *town) outOfReach(t *testing.T, all []route) {
	t.Helper()
	asked := 0
	for _, r := range all {
		if r.subject() == "" {
			continue
		}
		for _, p := range w.people {
			for _, x := range w.of(r) {
				if !p.may(r) || p.reaches(x) && x.org != uuid.Nil || r.isFeed() && x.org == uuid.Nil {
					continue
				}
				status, code := w.ask(r, p.token, x.id)
				require.Equal(t, http.StatusNotFound, status, "%s as %s on %s %s", r.id, p.name, x.of, x.kind)
				require.Equal(t, "not_found", code)
				asked++
			}
		}
	}
	require.Greater(t, asked, 500)
}

// outOfReachInBodies names foreign rows where a path does not show them.
func (w *town) outOfReachInBodies(t *testing.T) {
	t.Helper()
	for _, p := range w.people {
		for _, x := range w.things {
			if p.side == models.SidePartner && p.role == models.RoleAdministrator || p.role == models.RoleAccountManager {
				if x.kind == "registration" && !p.reaches(x) {
					for _, path := range []string{"/v1/invitations", "/v1/invitations/preview"} {
						status, answer := w.Call(w.URLs[0], http.MethodPost, path, p.token, kit.InvitationJSON(x.id))
						require.Equal(t, http.StatusNotFound, status, "%s as %s on %s: %s", path, p.name, x.of, answer)
					}
					require.Empty(t, w.page(t, p, "/v1/invitations?registration_id="+x.id))
				}
			}
			if p.role == models.RoleAdministrator && p.side == models.SidePartner && x.kind == "association" && !p.reaches(x) {
				for path, body := range map[string]string{
					"/v1/association-requests": leaving(x.id), "/v1/association-requests/check": fmt.Sprintf(`{"association_id":%q,"kind":"unlink"}`, x.id),
				} {
					status, answer := w.Call(w.URLs[0], http.MethodPost, path, p.token, body)
					require.Equal(t, http.StatusNotFound, status, "%s as %s on %s: %s", path, p.name, x.of, answer)
				}
				require.Empty(t, w.page(t, p, "/v1/association-requests?association_id="+x.id))
			}
			if p.role == models.RoleService && p.side == models.SideVendor && x.kind == "organisation" && !p.reaches(x) {
				c := kit.NewCustomer()
				status, answer := w.Call(w.URLs[0], http.MethodPost, "/v1/historical-customers", p.token,
					fmt.Sprintf(`{"partner_id":%q,"company_name":%q,"phone":%q,"email":%q}`, x.id, c.Company, c.Phone, c.Email))
				require.Equal(t, http.StatusNotFound, status, "import for %s as %s: %s", x.of, p.name, answer)
				status, answer = w.Call(w.URLs[0], http.MethodPut, "/v1/customers/"+x.id+"/facts", p.token, w.facts())
				require.Equal(t, http.StatusNotFound, status, "facts of %s as %s: %s", x.of, p.name, answer)
			}
		}
	}
}

// ownRules: what the people of one realm propose and approve is nothing to another.
func (w *town) ownRules(t *testing.T) {
	t.Helper()
	ask := func(name, method, path string) (int, string) {
		status, body := w.Call(w.URLs[0], method, path, w.people[name].token, "")
		return status, string(body)
	}
	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/policies/cn", w.people["elsewhere's operator"].token, w.proposal())
	require.Equal(t, http.StatusCreated, status, "%s", body)
	proposed := member(t, body, "id")

	status, _ = ask("vendor's reviewer", http.MethodPost, "/v1/policies/cn/2/approve")
	require.Equal(t, http.StatusNotFound, status)
	_, versions := ask("vendor's auditor", http.MethodGet, "/v1/policies/cn")
	require.NotContains(t, versions, proposed)
	status, approved := ask("elsewhere's reviewer", http.MethodPost, "/v1/policies/cn/2/approve")
	require.Equal(t, http.StatusOK, status, approved)
	require.Contains(t, approved, proposed)
	status, body = w.Call(w.URLs[0], http.MethodPost, "/v1/policies/cn", w.people["vendor's operator"].token, w.proposal())
	require.Equal(t, http.StatusCreated, status, "%s", body)
	require.Contains(t, string(body), `"version":2`, "versions are counted per realm")
}

// inReach comes last: what is allowed is done, whatever the rules then say of it.
func (w *town) inReach(t *testing.T, all []route) {
	t.Helper()
	done := map[string]bool{"streamEvents": true} // it has no end; package events listens
	// What takes a thing away comes last, and does so once.
	slices.SortStableFunc(all, func(a, b route) int { return cmp.Compare(ends(a), ends(b)) })
	for _, r := range all {
		for _, name := range slices.Sorted(maps.Keys(w.people)) {
			p := w.people[name]
			for _, x := range w.of(r) {
				needsOne := r.subject() != "" && !r.isFeed()
				if r.id == "streamEvents" || ends(r) > 0 && done[r.id] || !p.may(r) || x.org == uuid.Nil && needsOne || x.org != uuid.Nil && !p.reaches(x) {
					continue
				}
				status, code := w.ask(r, p.token, x.id)
				require.NotContains(t, []int{http.StatusUnauthorized, http.StatusForbidden}, status, "%s as %s on %s", r.id, p.name, x.of)
				require.Less(t, status, 500, "%s as %s on %s", r.id, p.name, x.of)
				if needsOne {
					require.NotEqual(t, http.StatusNotFound, status, "%s as %s on %s", r.id, p.name, x.of)
				}
				if r.method == http.MethodGet {
					require.Equal(t, http.StatusOK, status, "%s as %s on %s: %s", r.id, p.name, x.of, code)
				}
				done[r.id] = true
			}
		}
		require.True(t, done[r.id], "nobody did %s", r.id)
	}
}

func ends(r route) int {
	if r.id == "deleteSubscription" {
		return 1
	}
	return 0
}
