//go:build bench

package bench

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

const (
	pageSize = 50
	// depth is how many long pages lie before the deep one.
	depth    = 10
	longPage = 200
	// times is how often a page is asked for: PostgreSQL may change the plan of a prepared
	// statement after its fifth execution, and the dearest one counts.
	times = 6
	// fewRows is the size that the lists are compared with.
	fewRows = 1000
)

// list is one question to the API that is answered in pages.
type list struct {
	who    string
	method string
	path   string
	query  url.Values
	body   string
}

func (l list) String() string {
	text := l.method + " " + l.path
	if len(l.query) > 0 {
		text += "?" + strings.ReplaceAll(l.query.Encode(), "%3A", ":")
	}
	if l.body != "" {
		text += " " + l.body
	}
	return text + " as " + l.who
}

// sort is what the question has in common with those that only ask for other values.
func (l list) sort() string {
	text := l.method + " " + l.path
	if strings.HasSuffix(l.path, "/timeline") || strings.HasSuffix(l.path, "/entries") {
		parts := strings.Split(l.path, "/")
		parts[3] = "{id}"
		text = l.method + " " + strings.Join(parts, "/")
	}
	if filters := slices.Sorted(maps.Keys(l.query)); len(filters) > 0 {
		text += "?" + strings.Join(filters, "&")
	}
	return text + " as " + l.who
}

// Every list and every filter of it costs a million rows what it costs a thousand: each has an
// index that begins with the tenant, ends with the order, and leaves little to throw away.
func TestLists(t *testing.T) {
	w := kit.NewWorld(t, kit.Options{Shipped: true, Stopped: true, Env: map[string]string{"LOOKUP_KEY": base64.StdEncoding.EncodeToString(lookupKey)}})
	b := &lists{World: w, t: t, log: explain(t, w), tokens: map[string]string{
		"administrator": w.Token("boss", w.Aurora, models.RoleAdministrator),
		"alice":         w.Token("alice", w.Aurora, models.RoleAccountManager),
		"rare":          w.Token("rare", w.Aurora, models.RoleAccountManager),
		"small partner": w.Token("boss", rarePartner, models.RoleAdministrator),
		"reviewer":      w.Token("reviewer", w.Vendor, models.RoleReviewer),
		"finance":       w.Token("finance", w.Vendor, models.RoleVendorFinance),
	}}
	// A thousand rows are read fastest from end to end. They are to cost what the same way of reading
	// costs at that size, so PostgreSQL may only go by index, row by row.
	setForAPI(t, w, map[string]string{"enable_seqscan": "off", "enable_bitmapscan": "off"})
	w.Product.Start("api") // no worker: nobody acts on the rows
	w.Seed()
	a := openArchive(t, w)
	many := scaled(1_000_000, 10_000)
	a.fill(t, 0, fewRows)
	asked := questions(a, w, many)
	sizes := growth(many)
	curve := [][]pages{b.measure(asked)}
	for i, size := range sizes[1:] {
		w.Product.Stop("api")
		a.fill(t, sizes[i], size)
		if size == many {
			setForAPI(t, w, map[string]string{"enable_seqscan": "on", "enable_bitmapscan": "on"})
		}
		w.Product.Start("api")
		curve = append(curve, b.measure(asked))
	}
	b.judge(asked, curve[0], curve[len(curve)-1])
	b.draw(asked, sizes, curve)
}

// growth is the sizes that are measured, each ten times the one before.
func growth(many int) []int {
	var sizes []int
	for size := fewRows; size < many; size *= 10 {
		sizes = append(sizes, size)
	}
	return append(sizes, many)
}

// rarePartner is a partner with three rows in each table.
var rarePartner = uuid.MustParse("a7a18995-1821-c2eb-f7bf-3167ec3f9fbe")

type lists struct {
	*kit.World
	t      *testing.T
	log    *planLog
	tokens map[string]string
}

// cost is what the dearest answer of one page of a list took.
type cost struct {
	effort
	dearest int // rows read by one statement
	plans   []statement
}

// pages are the first and a deep page of a list.
type pages struct{ first, deep cost }

// dearer is the page to compare with: of a thousand rows, the last page may have a handful.
func (p pages) dearer() cost {
	if p.deep.buffers > p.first.buffers {
		return p.deep
	}
	return p.first
}

func (b *lists) measure(asked []list) []pages {
	b.t.Helper()
	for range times {
		b.ask(asked[0], pageSize, "") // a fresh session reads the catalogue first
	}
	measured := make([]pages, len(asked))
	for i, question := range asked {
		measured[i] = pages{first: b.cost(question, ""), deep: b.cost(question, b.deepCursor(question))}
	}
	return measured
}

// deepCursor is where the page begins that is deep in the list, or the last whole one of a short list.
func (b *lists) deepCursor(question list) string {
	b.t.Helper()
	cursor := ""
	for range depth {
		next := b.ask(question, longPage, cursor)
		if next == "" {
			break
		}
		cursor = next
	}
	if cursor == "" {
		cursor = b.ask(question, pageSize, "")
	}
	return cursor
}

func (b *lists) cost(question list, cursor string) cost {
	b.t.Helper()
	var dearest cost
	for range times {
		b.log.skip(b.t)
		b.ask(question, pageSize, cursor)
		var c cost
		for _, s := range b.log.read(b.t) {
			e := s.effort()
			c.add(e)
			c.dearest = max(c.dearest, e.rows)
			c.plans = append(c.plans, s)
		}
		require.NotEmpty(b.t, c.plans, "PostgreSQL logged no plan of %s", question)
		if dearest.plans == nil || c.buffers > dearest.buffers {
			dearest = c
		}
	}
	return dearest
}

// ask answers the cursor of the page after the one it reads, or nothing.
func (b *lists) ask(question list, limit int, cursor string) string {
	b.t.Helper()
	query := url.Values{"limit": {fmt.Sprint(limit)}}
	maps.Copy(query, question.query)
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	header := []string{}
	if question.method == http.MethodPost {
		header = append(header, "Idempotency-Key", "") // a search changes nothing
	}
	status, answer := b.Call(b.URLs[0], question.method, question.path+"?"+query.Encode(), b.tokens[question.who], question.body, header...)
	require.Equal(b.t, http.StatusOK, status, "%s: %s", question, answer)
	var page struct {
		NextCursor *string `json:"next_cursor"`
	}
	require.NoError(b.t, json.Unmarshal(answer, &page))
	if page.NextCursor == nil {
		return ""
	}
	return *page.NextCursor
}

// judge holds every page against its budget and reports the worst of each sort.
func (b *lists) judge(asked []list, few, many []pages) {
	b.t.Helper()
	var sorts []string
	worst := map[string]verdict{}
	for i, question := range asked {
		for _, v := range []verdict{judgePage(question, "first", few[i].dearer(), many[i].first), judgePage(question, "deep", few[i].dearer(), many[i].deep)} {
			b.explain(question, v)
			known, found := worst[question.sort()]
			if !found {
				sorts = append(sorts, question.sort())
			}
			if !found || v.overrun > known.overrun {
				worst[question.sort()] = v
			}
		}
	}
	for _, sort := range sorts {
		report(b.t, worst[sort].row)
	}
}

// draw logs how the dearest page of each list grows with the rows.
func (b *lists) draw(asked []list, sizes []int, curve [][]pages) {
	b.t.Helper()
	b.t.Logf("buffers of the dearest page at %v rows", sizes)
	dearest := map[string][]int{}
	for i, question := range asked {
		path, _, _ := strings.Cut(strings.Fields(question.sort())[1], "?")
		if dearest[path] == nil {
			dearest[path] = make([]int, len(sizes))
		}
		for n, measured := range curve {
			dearest[path][n] = max(dearest[path][n], measured[i].first.buffers, measured[i].deep.buffers)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(dearest)) {
		b.t.Logf("%-45s %5d", path, dearest[path])
	}
}

// explain logs the plans of a page that is over its budget.
func (b *lists) explain(question list, v verdict) {
	b.t.Helper()
	if v.row.verdict == met {
		return
	}
	b.t.Logf("%s, %s against %s, budget %s", question, v.row.product, v.row.baseline, v.row.budget)
	for _, s := range v.plans {
		b.t.Logf("\t%s\n\t%s", s.Query, s.Plan.outline())
	}
}

// verdict is one page against its budget; overrun is the share of the budget that it needs.
type verdict struct {
	row     row
	overrun float64
	plans   []statement
}

func judgePage(question list, page string, few, many cost) verdict {
	most := few.buffers*3/2 + 50
	overrun := max(float64(many.buffers)/float64(most), float64(many.dearest)/(3*pageSize))
	if len(many.scanned) > 0 {
		overrun += 1000 // worse than anything that is only dear
	}
	return verdict{overrun: overrun, plans: many.plans, row: row{
		what:     question.sort(),
		product:  fmt.Sprintf("%s (%s)", many.effort, page),
		baseline: few.String(),
		ratio:    fmt.Sprintf("%.2f", float64(many.buffers)/float64(few.buffers)),
		budget:   fmt.Sprintf("≤ %d rows a statement, ≤ %d buffers, no scan", 3*pageSize, most),
		verdict:  judge(overrun <= 1),
	}}
}

// questions are all lists with all their filters, as those who ask them.
func questions(a *archive, w *kit.World, many int) []list {
	var asked []list
	get := func(path string, people []string, filters ...url.Values) {
		for _, who := range people {
			for _, filter := range filters {
				asked = append(asked, list{who: who, method: http.MethodGet, path: path, query: filter})
			}
		}
	}
	everybody := []string{"administrator", "alice", "rare", "small partner", "reviewer"}
	all := url.Values{}

	states := []string{
		models.RegistrationUnreported, models.RegistrationPending, models.RegistrationReported, models.RegistrationRejected,
		models.RegistrationLapsed, models.RegistrationExpired, models.RegistrationAssociated, models.RegistrationReleased,
	}
	byState := each("state", states...)
	get("/v1/registrations", everybody, append(byState, all)...)
	byManager := append(each("account_manager", "alice", "rare"), cross(each("account_manager", "alice", "rare"), byState)...)
	get("/v1/registrations", []string{"administrator", "reviewer"}, byManager...)
	byPartner := append(each("partner_id", w.Aurora.String(), rarePartner.String()), cross(each("partner_id", w.Aurora.String(), rarePartner.String()), byState)...)
	get("/v1/registrations", []string{"reviewer"}, byPartner...)
	get("/v1/registrations", []string{"reviewer"}, cross(each("partner_id", w.Aurora.String()), byManager)...)
	for _, who := range []string{"administrator", "alice", "reviewer"} {
		for _, search := range searches() {
			asked = append(asked, list{who: who, method: http.MethodPost, path: "/v1/registrations/search", body: search})
		}
	}

	invitationStates := each("state", models.InvitationSent, models.InvitationAssociated, models.InvitationFailed,
		models.InvitationExpired, models.InvitationCancelled, models.InvitationClosed)
	ofRegistration := each("registration_id", a.subjects[models.SubjectRegistration].String())
	get("/v1/invitations", everybody, append(invitationStates, all)...)
	get("/v1/invitations", []string{"administrator", "alice", "reviewer"}, append(ofRegistration, cross(ofRegistration, invitationStates)...)...)
	get("/v1/invitation-links", everybody, all)
	get("/v1/acceptances", everybody, all)

	requestStates := each("state", models.AssociationRequestSubmitted, models.AssociationRequestApproved, models.AssociationRequestRejected,
		models.AssociationRequestCancelled, models.AssociationRequestLapsed)
	ofAssociation := each("association_id", a.subjects[models.SubjectAssociation].String())
	get("/v1/association-requests", everybody, append(requestStates, all)...)
	get("/v1/association-requests", []string{"administrator", "alice", "reviewer"}, append(ofAssociation, cross(ofAssociation, requestStates)...)...)

	asOf := each("as_of", a.at(w.T, fewRows*9/10), a.at(w.T, many/2), a.at(w.T, many))
	types, tags := each("association_type", "resale", "consultant"), each("tag", "spring", "rare")
	get("/v1/associations", everybody, all)
	get("/v1/associations", everybody, asOf...)
	get("/v1/associations", everybody, types...)
	get("/v1/associations", everybody, tags...)
	get("/v1/associations", everybody, cross(types, tags)...)
	get("/v1/associations", []string{"administrator", "reviewer"}, cross(asOf, append(types, tags...))...)

	parties, kinds := each("party", "vendor", "partner"), each("kind", "review_registration", "resend_invitation", "rare_errand")
	get("/v1/tasks", []string{"administrator", "small partner", "reviewer"}, all)
	get("/v1/tasks", []string{"administrator", "small partner", "reviewer"}, append(append(parties, kinds...), cross(parties, kinds)...)...)

	for _, kind := range subjectKinds {
		get(fmt.Sprintf("/v1/%ss/%s/timeline", strings.ReplaceAll(kind, "_", "-"), a.subjects[kind]), []string{"administrator", "alice", "reviewer"}, all)
	}
	return append(asked, moneyQuestions(a, w)...)
}

// moneyQuestions are the lists of money, as those who ask them.
func moneyQuestions(a *archive, w *kit.World) []list {
	var asked []list
	get := func(path string, people []string, filters ...url.Values) {
		for _, who := range people {
			for _, filter := range filters {
				asked = append(asked, list{who: who, method: http.MethodGet, path: path, query: filter})
			}
		}
	}
	// as asks with every filter, the vendor also for one partner at a time.
	partners := each("partner_id", w.Aurora.String(), rarePartner.String())
	as := func(path string, filters ...url.Values) {
		get(path, []string{"administrator", "small partner", "finance"}, filters...)
		get(path, []string{"finance"}, cross(partners, filters)...)
	}
	all, ofCustomer := url.Values{}, each("customer_id", a.customer.String())
	as("/v1/accounts", append(append(each("kind", models.AccountCustomer, models.AccountCash, models.AccountFrozen), ofCustomer...), all)...)
	as("/v1/top-ups", append(each("state", models.TopUpArrived, models.TopUpUnmatched, models.TopUpRefused), all)...)
	kinds := each("type", models.TradeAllocate, models.TradeReclaim, models.TradeUnlink)
	as("/v1/adjustments", append(append(append(kinds, ofCustomer...), cross(kinds, ofCustomer)...), all)...)
	as("/v1/account-changes", append(each("state", models.AccountChangePending, models.AccountChangeBooked, models.AccountChangeRejected), all)...)
	get("/v1/withdrawals", []string{"administrator", "small partner", "finance"}, append(each("state", models.WithdrawalSubmitted, models.WithdrawalPaying, models.WithdrawalSucceeded,
		models.WithdrawalPartlyFailed, models.WithdrawalFailed, models.WithdrawalRejected, models.WithdrawalCancelled, models.WithdrawalSuperseded), all)...)

	from, to := each("from", a.at(w.T, fewRows/10)), each("to", a.at(w.T, fewRows*9/10))
	windows := append(append(from, to...), cross(from, to)...)
	types := each("trade_type", models.TradeRecharge, models.TradeAllocate, models.TradeReclaim, models.TradeUnlink)
	filters := append(append(append(windows, types...), cross(windows, types)...), all)
	get(fmt.Sprintf("/v1/accounts/%s/entries", a.cash), []string{"administrator", "finance"}, filters...)
	return asked
}

func each(name string, values ...string) []url.Values {
	var filters []url.Values
	for _, value := range values {
		filters = append(filters, url.Values{name: {value}})
	}
	return filters
}

// cross combines every filter with every other.
func cross(a, b []url.Values) []url.Values {
	var filters []url.Values
	for _, x := range a {
		for _, y := range b {
			both := url.Values{}
			for _, filter := range []url.Values{x, y} {
				maps.Copy(both, filter)
			}
			filters = append(filters, both)
		}
	}
	return filters
}

// searches are the sought customer by each of its values and by all.
func searches() []string {
	var bodies []string
	all := map[string]string{"company_name": sought.Company, "phone": sought.Phone, "email": sought.Email}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		bodies = append(bodies, kit.Encode(map[string]string{name: all[name]}))
	}
	return append(bodies, kit.Encode(all))
}
