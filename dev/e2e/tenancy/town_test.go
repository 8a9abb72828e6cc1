package tenancy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/channel"
	"partnercenter/models"
)

// elsewhere is a second realm in the same database.
const elsewhere = "elsewhere"

// person is somebody with a token.
type person struct {
	name  string
	realm string
	side  models.Side
	org   uuid.UUID
	role  models.Role
	token string
}

// thing is a row that somebody owns. Manager is the account manager who sees it;
// nobody but the wider roles sees a thing without one.
type thing struct {
	kind    string
	id      string
	org     uuid.UUID
	manager string
	of      string // whose, in the words of a failure
}

// town is a world with its people and their things.
type town struct {
	*kit.World
	people map[string]person
	things []thing
	// deliveries are one delivery each of the subscriptions.
	deliveries map[string]string
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{World: kit.NewWorld(t, kit.Options{}), people: map[string]person{}, deliveries: map[string]string{}}
	w.openElsewhere()
	for _, role := range []models.Role{models.RoleReviewer, models.RoleVendorFinance, models.RoleOperator, models.RoleAuditor, models.RoleService} {
		w.add("vendor's "+string(role), w.Realm, models.SideVendor, w.Vendor, role)
	}
	w.add("ada", w.Realm, models.SidePartner, w.Aurora, models.RoleAdministrator)
	w.add("max", w.Realm, models.SidePartner, w.Aurora, models.RoleAccountManager)
	w.add("nora", w.Realm, models.SidePartner, w.Aurora, models.RoleAccountManager)
	w.add("sue", w.Realm, models.SidePartner, w.Aurora, models.RoleSupervisor)
	w.add("finn", w.Realm, models.SidePartner, w.Aurora, models.RoleFinance)
	w.add("mia", w.Realm, models.SidePartner, w.Aurora, models.RoleMember)
	w.add("bob", w.Realm, models.SidePartner, w.Borealis, models.RoleAdministrator)
	w.add("ben", w.Realm, models.SidePartner, w.Borealis, models.RoleAccountManager)
	// A role of another side is none.
	w.add("aurora's reviewer", w.Realm, models.SidePartner, w.Aurora, models.RoleReviewer)
	w.settle()
	return w
}

func (w *town) add(name, realm string, side models.Side, org uuid.UUID, role models.Role) {
	w.people[name] = person{name: name, realm: realm, side: side, org: org, role: role, token: w.Token(name, org, role)}
}

// openElsewhere opens the second realm with a vendor and a partner of its own.
func (w *town) openElsewhere() {
	vendor, partner := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	w.OpenRealm(elsewhere, vendor)
	_, err := w.Admin.Exec(w.T.Context(), `INSERT INTO organisations (id, realm, kind, site, name, country, version, created_at, updated_at)
		VALUES ($1, $2, 'partner', 'cn', 'Elsewhere', 'CN', 1, now(), now())`, partner, elsewhere)
	require.NoError(w.T, err)
	for _, role := range []models.Role{models.RoleReviewer, models.RoleVendorFinance, models.RoleOperator, models.RoleAuditor, models.RoleService} {
		w.add("elsewhere's "+string(role), elsewhere, models.SideVendor, vendor, role)
	}
	w.add("eve", elsewhere, models.SidePartner, partner, models.RoleAdministrator)
	w.things = append(w.things, thing{kind: "organisation", id: partner.String(), org: partner, of: "elsewhere's"})
}

// settle gives everybody something of every kind.
func (w *town) settle() {
	for _, org := range []uuid.UUID{w.Aurora, w.Borealis} {
		w.things = append(w.things, thing{kind: "organisation", id: org.String(), org: org, of: "a partner's"})
	}
	for _, name := range []string{"max", "nora", "ada", "ben"} {
		w.own(w.people[name])
	}
	for _, name := range []string{"ada", "bob", "vendor's operator"} {
		w.subscribe(w.people[name])
	}
	w.handOver()
	w.fund()
	for subscription := range w.deliveries {
		var delivery string
		require.Eventually(w.T, func() bool {
			return w.Admin.QueryRow(w.T.Context(), "SELECT id::text FROM deliveries WHERE subscription_id = $1 LIMIT 1", subscription).Scan(&delivery) == nil
		}, kit.Patience, 50*time.Millisecond)
		w.deliveries[subscription] = delivery
	}
}

// subscribe has what happens sent to a receiver that is not there.
func (w *town) subscribe(p person) {
	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/subscriptions", p.token, subscribing)
	require.Equal(w.T, http.StatusCreated, status, "%s", body)
	w.deliveries[w.keep("subscription", p, member(w.T, body, "id"))] = ""
}

// fund gives every partner a book, and the vendor money of nobody.
func (w *town) fund() {
	ada, bob, eve := w.people["ada"], w.people["bob"], w.people["eve"]
	w.keep("top_up", ada, w.pay("Aurora"))
	w.keep("top_up", bob, w.pay("Borealis"))
	w.Fund(eve.realm, eve.org, "100.00")
	for _, p := range []person{ada, bob} {
		w.allocate(p)
		w.withdraw(p)
		w.keep("account_change", p, w.change(changing(p.org, "1.00")))
	}
	house := person{name: "the vendor", realm: w.Realm, side: models.SideVendor, org: w.Vendor}
	// What waits for a second person is the vendor's alone.
	pending := w.keep("account_change", house, w.change(strings.Replace(changing(w.Aurora, "500000.01"), "designate", "grant_credit", 1)))
	w.keep("task", house, w.ids("SELECT id::text FROM tasks WHERE subject_id = $1", pending)[0])
	w.keep("top_up", house, w.pay("Nobody"))
	for _, id := range w.ids("SELECT id::text FROM tasks WHERE kind = 'claim_top_up'") {
		w.keep("task", house, id)
	}
	for _, p := range []person{ada, bob, eve, house} {
		for _, id := range w.ids("SELECT id::text FROM accounts WHERE partner_id = $1", p.org) {
			w.things = append(w.things, thing{kind: "account", id: id, org: p.org, of: map[bool]string{true: "elsewhere's", false: p.name + "'s"}[p.realm == elsewhere]})
		}
	}
}

// change changes a partner's account and answers the change's id.
func (w *town) change(body string) string {
	status, answer := w.Call(w.URLs[0], http.MethodPost, "/v1/account-changes", w.people["vendor's vendor_finance"].token, body)
	require.Equal(w.T, http.StatusCreated, status, "%s", answer)
	return member(w.T, answer, "id")
}

// withdraw lets a partner ask for a part of his money, which is a task for the vendor.
func (w *town) withdraw(p person) {
	w.Funds(p.org, nil)
	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/withdrawals", p.token, kit.Encode(map[string]any{
		"route": "original", "amount": kit.Money("10.00"),
		"bank_account": map[string]string{"holder": kit.RealName, "bank": "ICBC", "branch": "Shenzhen", "number": "622202020011"},
	}))
	require.Equal(w.T, http.StatusCreated, status, "%s", body)
	id := w.keep("withdrawal", p, member(w.T, body, "id"))
	var task string
	require.NoError(w.T, w.Admin.QueryRow(w.T.Context(), "SELECT id::text FROM tasks WHERE subject_id = $1", id).Scan(&task))
	w.keep("task", p, task)
}

// allocate lets a resale customer of a partner spend.
func (w *town) allocate(p person) {
	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/invitation-links", p.token, `{"kind":"general","association_type":"resale"}`)
	require.Equal(w.T, http.StatusCreated, status, "%s", body)
	w.keep("link", p, member(w.T, body, "id"))
	account := w.accept(kit.NewCustomer(), member(w.T, body, "url"))
	w.keep("association", p, w.ids("SELECT id::text FROM associations WHERE customer_id = $1", account)[0])
	w.keep("acceptance", p, w.ids("SELECT id::text FROM acceptances WHERE customer_id = $1", account)[0])
	status, body = w.Call(w.URLs[0], http.MethodPost, "/v1/allocations", p.token, fmt.Sprintf(`{"customer_id":%q,"amount":{"amount":"10.00","currency":"CNY"}}`, account))
	require.Equal(w.T, http.StatusCreated, status, "%s", body)
	w.keep("adjustment", p, member(w.T, body, "id"))
}

// pay pays 100.00 to a partner's account and answers the top-up's id.
func (w *town) pay(partner string) string {
	told, err := w.Sims.Channels().Pay(w.T.Context(), channel.Payment{Channel: "alipay", Notice: channel.Notice{
		PaymentAccount: kit.PaymentAccount(partner), SigningEntity: models.SigningEntitySoftware, Amount: channel.Money{Amount: "100.00", Currency: "CNY"},
	}})
	require.NoError(w.T, err)
	require.Equal(w.T, http.StatusCreated, told.Status, told.Body)
	return member(w.T, []byte(told.Body), "id")
}

// ids reads ids past all walls.
func (w *town) ids(query string, args ...any) []string {
	rows, err := w.Admin.Query(w.T.Context(), query, args...)
	require.NoError(w.T, err)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(w.T, err)
	return ids
}

// own gives a person a registration of each kind, an invitation, a link, and a
// customer that accepted.
func (w *town) own(p person) {
	accepted, open, pending := kit.NewCustomer(), kit.NewCustomer(), kit.NewCustomer()
	registration := w.keep("registration", p, w.Registered(p.token, accepted))
	invitation := w.keep("invitation", p, w.Invited(p.token, registration)[0])
	account := w.accept(accepted, w.LinkIn(accepted.Email))
	w.leave(p, w.bond(p, invitation), account)

	w.keep("invitation", p, w.Invited(p.token, w.keep("registration", p, w.Registered(p.token, open)))[0])
	review := w.keep("registration", p, w.AwaitingReview(p.token, pending))
	w.keep("task", p, w.read(p, "/v1/tasks")[0])
	w.keep("evaluation", p, w.field(p, "/v1/registrations/"+review, "evaluation_id"))
	w.keep("registration", p, w.imported(p))
	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/invitation-links", p.token, `{"kind":"general","association_type":"consultant"}`)
	require.Equal(w.T, http.StatusCreated, status, "%s", body)
	w.keep("link", p, member(w.T, body, "id"))
}

// keep notes a thing of a person and answers its id. What an administrator makes
// has no account manager.
func (w *town) keep(kind string, p person, id string) string {
	manager := ""
	if p.role == models.RoleAccountManager || kind == "evaluation" || kind == "link" {
		manager = p.name
	}
	w.things = append(w.things, thing{kind: kind, id: id, org: p.org, manager: manager, of: p.name + "'s"})
	return id
}

// accept lets a customer come in by a link.
func (w *town) accept(c kit.Customer, link string) uuid.UUID {
	account := w.Account(c, nil)
	w.agree(link, account)
	return account
}

func (w *town) agree(link string, account uuid.UUID) {
	status, err := w.Browse(link, account).Agree(w.T.Context())
	require.NoError(w.T, err)
	require.Equal(w.T, http.StatusOK, status)
}

// bond notes the acceptance and the association that an invitation led to.
func (w *town) bond(p person, invitation string) (association string) {
	w.keep("acceptance", p, w.field(p, "/v1/invitations/"+invitation, "acceptance_id"))
	return w.keep("association", p, w.field(p, "/v1/invitations/"+invitation, "association_id"))
}

// leave ends an association by a request of the partner's administrator.
func (w *town) leave(p person, association string, account uuid.UUID) {
	chief := w.people["ada"]
	if p.org == w.Borealis {
		chief = w.people["bob"]
	}
	status, body := w.Call(w.URLs[0], http.MethodPost, "/v1/association-requests", chief.token, leaving(association))
	require.Equal(w.T, http.StatusCreated, status, "%s", body)
	w.keep("request", p, member(w.T, body, "id"))
	require.NoError(w.T, w.AtPartnerPage(account).Submit(w.T.Context(), "/agree", "", map[string]string{"reason": "Yes.", "notice": "read"}))
}

// handOver lets a customer leave Aurora for Borealis.
func (w *town) handOver() {
	ada, bob, c := w.people["ada"], w.people["bob"], kit.NewCustomer()
	registration := w.keep("registration", ada, w.Registered(ada.token, c))
	invitation := w.keep("invitation", ada, w.Invited(ada.token, registration)[0])
	first := w.LinkIn(c.Email)
	account := w.accept(c, first)
	former := w.bond(ada, invitation)
	_, err := w.Admin.Exec(w.T.Context(), "UPDATE associations SET effective_until = now(), version = version + 1 WHERE id = $1", former)
	require.NoError(w.T, err)

	registration = w.keep("registration", bob, w.Registered(bob.token, c))
	invitation = w.keep("invitation", bob, w.Invited(bob.token, registration)[0])
	w.agree(w.LinkIn(c.Email, first), account) // the second mail may still be on its way
	w.bond(bob, invitation)
}

// imported is a historical customer of a person.
func (w *town) imported(p person) string {
	c := kit.NewCustomer()
	in := map[string]string{"partner_id": p.org.String(), "company_name": c.Company, "phone": c.Phone, "email": c.Email}
	if p.role == models.RoleAccountManager {
		in["account_manager"] = p.name
	}
	body, err := json.Marshal(in)
	require.NoError(w.T, err)
	status, answer := w.Call(w.URLs[0], http.MethodPost, "/v1/historical-customers", w.people["vendor's service"].token, string(body))
	require.Equal(w.T, http.StatusCreated, status, "%s", answer)
	return member(w.T, answer, "id")
}

func (w *town) field(p person, path, name string) string {
	status, body := w.Call(w.URLs[0], http.MethodGet, path, p.token, "")
	require.Equal(w.T, http.StatusOK, status, "%s: %s", path, body)
	return member(w.T, body, name)
}

func member(t *testing.T, body []byte, name string) string {
	t.Helper()
	var object map[string]any
	require.NoError(t, json.Unmarshal(body, &object))
	text, ok := object[name].(string)
	require.True(t, ok, "%s in %s", name, body)
	return text
}

// read is the ids of a list, all pages of it.
func (w *town) read(p person, path string) []string {
	ids, cursor := []string{}, ""
	for {
		address := path + "?limit=8"
		if cursor != "" {
			address += "&cursor=" + cursor
		}
		status, body := w.Call(w.URLs[0], http.MethodGet, address, p.token, "")
		require.Equal(w.T, http.StatusOK, status, "%s as %s: %s", address, p.name, body)
		var page struct {
			NextCursor *string `json:"next_cursor"`
		}
		require.NoError(w.T, json.Unmarshal(body, &page))
		ids = append(ids, idsIn(w.T, body)...)
		if page.NextCursor == nil {
			return ids
		}
		cursor = *page.NextCursor
	}
}

// idsIn are the ids of a page's items.
func idsIn(t *testing.T, body []byte) []string {
	t.Helper()
	var page struct{ Items []struct{ ID string } }
	require.NoError(t, json.Unmarshal(body, &page))
	ids := make([]string, len(page.Items))
	for i, item := range page.Items {
		ids[i] = item.ID
	}
	return ids
}

// reaches reports whether a thing is within a person's reach, his right to the
// operation apart.
func (p person) reaches(x thing) bool {
	switch {
	case x.kind == "subscription":
		return p.org == x.org // the vendor's people have the vendor's
	case p.side == models.SideVendor:
		return p.realm == elsewhere == (x.of == "elsewhere's")
	case p.org != x.org:
		return false
	case x.kind == "organisation":
		return true
	default:
		return p.role != models.RoleAccountManager || p.name == x.manager
	}
}
