package fuzz

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

// person is somebody with a token.
type person struct {
	name  string
	role  models.Role
	token string
}

// vendorRoles are the roles of the vendor's people.
var vendorRoles = []models.Role{models.RoleReviewer, models.RoleVendorFinance, models.RoleOperator, models.RoleAuditor, models.RoleService}

// partnerRoles are the roles of a partner's people.
var partnerRoles = []models.Role{models.RoleAdministrator, models.RoleAccountManager, models.RoleSupervisor, models.RoleFinance, models.RoleMember}

// actor plays the people of one partner and some people of the vendor. It has
// numbers and memories of its own: what it asks depends on the seed and on the
// answers it got, and not on the other actors.
type actor struct {
	*generator
	wire       *wire
	operations []*operation
	org        uuid.UUID
	people     []person
	nobody     person // of the partner, with a role of another side
	partner    memory
	vendor     memory
	known      []map[string]string // customers that were spoken of
	done       []request           // changes that were carried out
	put        []string            // organisations of the actor's own making
	abroad     string              // an organisation of another realm
	chosen     map[string]string   // the customer that the next requests speak of, if it matters
	resale     string              // the customer that the partner pays for
	receiver   string              // an address that takes events
}

func newActor(w *kit.World, wire *wire, operations []*operation, org uuid.UUID, seed, number uint64) *actor {
	a := &actor{
		generator: &generator{Rand: rand.New(rand.NewPCG(seed, number)), ordinary: 0.6},
		wire:      wire, operations: operations, org: org, partner: newMemory(), vendor: newMemory(),
	}
	a.nobody = person{name: "nobody", role: models.RoleCustomer, token: w.Token("nobody", org, models.RoleCustomer)}
	a.partner.ids["organisation_id"] = []string{org.String()}
	for _, role := range partnerRoles {
		name := fmt.Sprintf("%s-%d", role, number)
		a.people = append(a.people, person{name, role, w.Token(name, org, role)})
	}
	for _, role := range vendorRoles {
		for n := range 2 {
			name := fmt.Sprintf("%s-%d-%d", role, number, n)
			a.people = append(a.people, person{name, role, w.Token(name, w.Vendor, role)})
		}
	}
	return a
}

// actions are the operations that follow an entry of `allowed_actions`, or a state.
var actions = map[string]string{
	"releaseRegistration": "release", "releaseRegistrations": "release", "reviewRegistration": "review", "submitHistoricalRegistration": "submit",
	"createInvitations": "reported", "previewInvitations": "reported", "resendInvitation": "resend", "cancelInvitation": "cancel", "revokeInvitationLink": "revoke",
	"createAssociationRequest": "leave", "checkAssociationRequest": "leave", "decideAssociationRequest": "request_decide", "cancelAssociationRequest": "request_cancel",
	"retrySettlementStep": "settlement_retry",
	"claimTopUp":          "claim", "refuseTopUp": "refuse", "reviewAccountChange": "change_review",
	"getSubscription": "subscription", "changeSubscription": "subscription", "rotateSubscriptionSecret": "subscription", "enableSubscription": "subscription",
	"replaySubscription": "subscription", "listDeliveries": "subscription", "deleteSubscription": "subscription",
	"reviewWithdrawal": "withdrawal_review", "cancelWithdrawal": "withdrawal_cancel", "deleteWithdrawal": "withdrawal_delete", "unmaskWithdrawal": "withdrawal_unmask",
}

// lasting are those that use nothing up: what they were tried on is there for the next.
var lasting = []string{
	"previewInvitations", "checkAssociationRequest", "getSubscription", "changeSubscription", "rotateSubscriptionSecret", "enableSubscription", "replaySubscription", "listDeliveries",
	"unmaskWithdrawal",
}

// caller picks somebody who may call an operation; administrators more often
// than others, as they see everything of their partner.
func (a *actor) caller(o *operation) person {
	if slices.Contains(o.roles, models.RoleAdministrator) && a.chance(0.5) {
		return a.people[0]
	}
	able := slices.Clone(a.people)
	able = slices.DeleteFunc(able, func(p person) bool { return !slices.Contains(o.roles, p.role) })
	return able[a.IntN(len(able))]
}

// outsider picks somebody who may not.
func (a *actor) outsider(o *operation) person {
	unable := append(slices.Clone(a.people), a.nobody)
	unable = slices.DeleteFunc(unable, func(p person) bool { return slices.Contains(o.roles, p.role) })
	return unable[a.IntN(len(unable))]
}

func (a *actor) memory(p person) *memory {
	if slices.Contains(vendorRoles, p.role) {
		return &a.vendor
	}
	return &a.partner
}

// pick answers an id for a parameter: of something that the operation is allowed
// on, if there is one, else of anything of the kind, else one that nobody has.
func (a *actor) pick(m *memory, o *operation, name string) string {
	if o.id == "putOrganisation" && name == "organisation_id" || name == "customer_id" {
		if a.chosen == nil && a.chance(0.02) {
			return a.abroad
		}
		if len(a.put) == 0 || a.chance(0.5) {
			return a.id()
		}
		return a.put[a.IntN(len(a.put))]
	}
	if o.id == "putFundsFacts" && a.chance(0.8) {
		return a.org.String()
	}
	if name == "partner_id" {
		if a.chosen == nil && a.chance(0.03) {
			return a.id()
		}
		return a.org.String()
	}
	action := actions[o.id]
	if open := m.open[action]; action != "" && len(open) > 0 {
		id := open[len(open)-1]
		if !slices.Contains(lasting, o.id) {
			m.open[action] = open[:len(open)-1]
		}
		return id
	}
	if o.id == "getSettlement" && len(m.ids["settled_id"]) > 0 && a.chance(0.8) {
		name = "settled_id"
	}
	if ids := m.ids[name]; len(ids) > 0 {
		return ids[a.IntN(len(ids))]
	}
	return a.id()
}

// good makes a request of an operation that nothing is wrong with.
func (a *actor) good(o *operation, p person) request {
	m := a.memory(p)
	a.ids = func(name string) string { return a.pick(m, o, name) }
	a.who = a.customer(o)
	r := request{op: o, token: p.token, header: map[string]string{"Accept-Language": "en"}, path: a.path(m, o)}
	if o.takes("header", "Idempotency-Key") {
		r.header["Idempotency-Key"] = a.letters(20)
	}
	if tag := m.etag[strings.TrimSuffix(r.path, r.path[strings.LastIndexByte(r.path, '/'):])]; tag != "" && o.takes("header", "If-Match") && a.chance(0.3) {
		r.header["If-Match"] = tag
	}
	if schema := o.body(); schema != nil {
		r.header["Content-Type"] = "application/json"
		body := a.value("", schema)
		if object, ok := body.(map[string]any); ok {
			a.shape(o, object)
		}
		r.body = kit.Encode(body)
	}
	return r
}

// shape makes a body more likely to get somewhere than chance would.
func (a *actor) shape(o *operation, body map[string]any) {
	if o.id == "submitRegistration" && (a.chosen != nil || a.chance(0.8)) {
		body["review"] = a.value("review", o.body().Value.Properties["review"])
	}
	if o.id == "createAssociationRequest" || o.id == "checkAssociationRequest" {
		if body["kind"] = models.RequestUnlink; a.chance(0.2) {
			body["kind"] = models.RequestSwitch
		}
		delete(body, "verification_code")
		delete(body, "association_type")
		if wrong := a.chosen == nil && a.chance(0.05); body["kind"] == models.RequestSwitch != wrong {
			body["association_type"] = models.Consultant
		}
	}
	if _, ticks := o.body().Value.Properties["accept_notice"]; ticks {
		body["accept_notice"] = a.chosen != nil || a.chance(0.95)
	}
	switch o.id {
	case "createWithdrawal", "reviewWithdrawal", "quoteWithdrawal":
		a.shapeWithdrawal(o, body)
	case "createSubscription", "changeSubscription", "replaySubscription":
		a.shapeSubscription(o, body)
	case "createAccountChange":
		a.shapeChange(body)
	case "allocate", "reclaim", "chargeConsumption":
		if a.resale != "" && a.chance(0.9) {
			body["customer_id"], body["amount"] = a.resale, map[string]any{"amount": fmt.Sprintf("%d.%02d", a.IntN(20), 1+a.IntN(99)), "currency": "CNY"}
		}
		if o.id == "chargeConsumption" {
			body["event_id"], body["consumed_at"] = a.letters(16), time.Now().UTC().Format(time.RFC3339Nano)
		}
	}
	if a.chosen != nil && o.id != "putCustomerFacts" {
		delete(body, "account_name") // a phone that no account is on has none to choose
	}
}

// customer is whom a request speaks of: somebody new, or somebody whom the
// directory's feed has spoken of.
func (a *actor) customer(o *operation) map[string]string {
	if a.chosen != nil {
		return a.chosen
	}
	if (o.id == "submitRegistration" || o.id == "checkRegistration" || o.id == "importHistoricalCustomer") && len(a.known) > 0 && a.chance(0.75) {
		return a.known[a.IntN(len(a.known))]
	}
	fresh := a.stranger()
	if o.id == "putCustomerFacts" {
		a.known = append(a.known, fresh)
	}
	return fresh
}

// path fills the parameters of path and query in.
func (a *actor) path(m *memory, o *operation) string {
	path, query := o.route.Path, url.Values{}
	for _, parameter := range o.spec().Parameters {
		p := parameter.Value
		switch {
		case p.In == "path" && p.Name == "version" && len(m.ids["version"]) > 0:
			site, version, _ := strings.Cut(m.ids["version"][len(m.ids["version"])-1], "/")
			m.ids["version"] = m.ids["version"][:len(m.ids["version"])-1]
			return "/v1/policies/" + site + "/" + version + "/approve"
		case p.In == "path" && p.Name == "delivery_id" && len(m.open["resend_delivery"]) > 0:
			return m.resend()
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", fmt.Sprint(a.value(p.Name, p.Schema)))
		case p.In == "query" && p.Name != "cursor" && a.chance(0.3):
			query.Set(p.Name, fmt.Sprint(a.value(p.Name, p.Schema)))
		}
	}
	if o.takes("query", "limit") && !query.Has("limit") {
		query.Set("limit", fmt.Sprint(1+a.IntN(5)))
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// step asks for one thing and remembers what it learns.
func (a *actor) step(ctx context.Context) {
	a.ask(ctx, a.operations[a.IntN(len(a.operations))])
}

// ask sends one request of an operation and learns from the answer.
func (a *actor) ask(ctx context.Context, o *operation) {
	p := a.caller(o)
	m, action := a.memory(p), actions[o.id]
	open := slices.Clone(m.open[action])
	r, carries := a.request(o, &p)
	if !carries {
		m.open[action] = open // what a broken request named is still to be had
	}
	var told *offered
	if carries {
		told = a.foretold(ctx, r)
	}
	got := a.wire.send(ctx, r)
	a.holds(ctx, told, r, got)
	if got.status >= 300 || !carries {
		return
	}
	if r.op.route.Method != http.MethodGet && r.op.takes("header", "Idempotency-Key") {
		a.done = append(a.done, r)
	}
	a.learn(m, r, got)
}

// request is a good request, or one with one thing wrong; then it carries
// nothing to learn from.
func (a *actor) request(o *operation, p *person) (r request, carries bool) {
	switch draw := a.Float64(); {
	case draw < 0.03:
		return a.good(o, a.outsider(o)), false
	case draw < 0.06:
		r = a.good(o, *p)
		r.token = []string{"", "no-token", r.token + "x"}[a.IntN(3)]
		return r, false
	case draw < 0.10:
		return a.elsewhere(o, *p), false
	case draw < 0.18 && o.body() != nil:
		return a.spoilt(o, *p), false
	case draw < 0.22:
		r = a.good(o, *p)
		r.path += map[bool]string{true: "&", false: "?"}[strings.Contains(r.path, "?")] + a.letters(4) + "=1"
		return r, false
	case draw < 0.25 && len(a.done) > 0:
		return a.done[a.IntN(len(a.done))], false // the same again
	case draw < 0.29 && o.takes("header", "Idempotency-Key"):
		return a.reused(o, *p), false
	case draw < 0.33 && o.takes("header", "If-Match"):
		r = a.good(o, *p)
		r.header["If-Match"] = `"987654321"`
		return r, false
	case draw < 0.36 && o.body() != nil:
		r = a.good(o, *p)
		r.header["Content-Type"] = "text/plain"
		return r, false
	case draw < 0.38 && o.body() != nil:
		r = a.good(o, *p)
		r.body += strings.Repeat(" ", 1<<20)
		return r, false
	case draw < 0.45 && len(a.memory(*p).next) > 0:
		if page, ok := a.page(o, *p); ok {
			return page, true
		}
	}
	return a.good(o, *p), true
}

// elsewhere names things that are not there, or are somebody else's.
func (a *actor) elsewhere(o *operation, p person) request {
	m := memory{ids: map[string][]string{}, open: map[string][]string{}, etag: map[string]string{}}
	if a.chance(0.5) {
		m.ids = a.vendor.ids // the vendor has seen everybody's
	}
	r := a.good(o, p)
	a.ids = func(name string) string { return a.pick(&m, o, name) }
	r.path = a.path(&m, o)
	if schema := o.body(); schema != nil {
		body := a.value("", schema)
		if object, ok := body.(map[string]any); ok && strings.HasSuffix(o.id, "AssociationRequest") {
			a.shape(o, object) // nothing else is wrong with it
		}
		r.body = kit.Encode(body)
	}
	return r
}

func (a *actor) spoilt(o *operation, p person) request {
	r := a.good(o, p)
	var body any
	_ = json.Unmarshal([]byte(r.body), &body) // it was encoded a moment ago
	switch {
	case a.chance(0.2):
		r.body = r.body[:len(r.body)/2]
	case a.chance(0.3):
		r.body = meaningless(r.body)
	default:
		r.body = kit.Encode(a.spoil(body, o.body().Value))
	}
	return r
}

var (
	phones  = regexp.MustCompile(`"phone":"[^"]*"`)
	instant = regexp.MustCompile(`"(as_of|effective_from)":"[^"]*"`)
)

// meaningless puts values in that have the form of the document and no sense.
func meaningless(body string) string {
	body = phones.ReplaceAllString(body, `"phone":"00000"`)
	return instant.ReplaceAllString(body, `"$1":"`+map[bool]string{true: "2900", false: "1950"}[strings.Contains(body, "as_of")]+`-01-01T00:00:00Z"`)
}

// reused uses the key of an earlier change of the same person again.
func (a *actor) reused(o *operation, p person) request {
	r := a.good(o, p)
	alike := o.body() == nil && !strings.Contains(o.route.Path, "{") // all its requests are the same one
	for _, earlier := range a.done {
		if alike && earlier.op != o && earlier.token == r.token || !alike && earlier.op == o {
			r.token, r.header["Idempotency-Key"] = earlier.token, earlier.header["Idempotency-Key"]
		}
	}
	return r
}

// page goes on with a list.
func (a *actor) page(o *operation, p person) (request, bool) {
	m := a.memory(p)
	for i, address := range m.next {
		owner, path, _ := strings.Cut(address, " ")
		if owner == o.id+"/"+p.name {
			m.next = slices.Delete(m.next, i, i+1)
			r := a.good(o, p)
			r.path = path
			return r, o.body() == nil
		}
	}
	return request{}, false
}
