package chaos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/channel"
	"partnercenter/dev/sim/directory"
	"partnercenter/dev/visitor"
	"partnercenter/internal/store"
	"partnercenter/models"
)

// note is what one person was told for good.
type note struct {
	intent *kit.Intent
	verb   string // what was asked for
	answer kit.Answer
}

// journal is what all people were told, in the order in which they heard it.
type journal struct {
	mu    sync.Mutex
	notes []note
	wrong []string // what nobody should ever be told
}

func (j *journal) add(n note) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.notes = append(j.notes, n)
	if n.answer.Status >= http.StatusInternalServerError {
		j.wrong = append(j.wrong, fmt.Sprintf("%s answered %d: %s", n.verb, n.answer.Status, n.answer.Body))
	}
}

func (j *journal) fault(what string, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.wrong = append(j.wrong, fmt.Sprintf("%s: %v", what, err))
}

// granted are the notes of a verb that was granted.
func (j *journal) granted(verbs ...string) []note {
	var found []note
	for _, n := range j.notes {
		if slices.Contains(verbs, n.verb) && n.answer.OK() {
			found = append(found, n)
		}
	}
	return found
}

func (j *journal) summary() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	granted, refused := map[string]int{}, map[string]int{}
	for _, n := range j.notes {
		if n.answer.OK() {
			granted[n.verb]++
		} else {
			refused[n.verb]++
		}
	}
	return fmt.Sprintf("granted %v, refused %v", granted, refused)
}

// crowd is people at work, each for a partner of his own.
type crowd struct {
	*stage
	log      *journal
	people   []*person
	long     bool                // everything comes up often enough to count on it
	before   map[string][]string // what was there before the people began, by the verb that makes it
	payments []string            // taken by the payment channels, by reference
	agreed   []string            // accounts that were told that they are associated
	parted   map[string]string   // requests to end an association that the customer answered, and how
}

// leaver is a customer who will be asked to go, in front of the page of his partner.
type leaver struct {
	association string
	page        *visitor.Visitor
}

// consent is a customer in front of the consent form.
type consent struct {
	account string
	browser *kit.Browser
}

// invited is an invitation and the registration that it stands on.
type invited struct{ id, registration string }

// person works for a partner; the vendor's people decide for him.
type person struct {
	*crowd
	random           *rand.Rand
	org              uuid.UUID
	name             string
	admin, finance   string
	reviewer, feed   string
	cashier, checker string // two people of the vendor's finance
	operator         string
	customers        []string   // resale customers
	bonds            []kit.Bond // those of them who will be asked to go, one in each round
	leavers          []leaver
	consents         []consent
	watched          []kit.Customer // whom the vendor has to look at before they are protected
	reviewing        []string       // registrations that wait for that
	open             []string       // registrations
	invited          []invited
	leaving          []string // requests to end an association
	withdrawals      []string
	changes          []string // of the partner's account
	subscriptions    []*subscription
	spent            int
}

func newCrowd(s *stage, seed uint64) *crowd {
	s.T.Helper()
	c := &crowd{stage: s, log: &journal{}, parted: map[string]string{}, before: map[string][]string{}}
	for n := range people {
		p := &person{crowd: c, random: rand.New(rand.NewPCG(seed, uint64(n))), org: store.NewID(), name: fmt.Sprintf("Chaos%d", n)}
		s.AddPartner(p.org, p.name)
		p.admin, p.finance = s.Token("admin", p.org, models.RoleAdministrator), s.Token("finn", p.org, models.RoleFinance)
		p.reviewer, p.cashier = s.Token("rita", s.Vendor, models.RoleReviewer), s.Token(fmt.Sprintf("vera%d", n), s.Vendor, models.RoleVendorFinance)
		p.checker, p.operator = s.Token(fmt.Sprintf("vince%d", n), s.Vendor, models.RoleVendorFinance), s.Token("olga", s.Vendor, models.RoleOperator)
		p.feed = s.Token("feed", s.Vendor, models.RoleService)
		p.pays(s.T.Context(), "1000.00")
		for range stays {
			p.customers = append(p.customers, s.Bonded(p.admin, models.Resale, nil).Account.String())
		}
		for range rounds {
			b := s.Bonded(p.admin, models.Resale, nil)
			p.bonds, p.customers = append(p.bonds, b), append(p.customers, b.Account.String())
		}
		link := p.link()
		for range consents {
			account := s.Account(kit.NewCustomer(), nil)
			p.consents = append(p.consents, consent{account: account.String(), browser: s.Browse(link, account)})
		}
		c.people = append(c.people, p)
	}
	c.log.notes = nil // the people's work begins now
	for verb, query := range made {
		c.before[verb] = s.column(query)
	}
	for _, p := range c.people {
		p.awaits(s.T.Context())
	}
	return c
}

const (
	// stays is how many resale customers of each partner stay.
	stays = 2
	// consents is how many customers of each partner agree to a link in the midst of it; one more agrees to a mail.
	consents = 2
	// watched is how many customers of each partner need a review in each round.
	watched = 4
)

// prepare is what happens while nothing dies: the vendor's billing states what it knows of each partner, as it does each day,
// customers turn up whom the vendor has to look at, and one who will be asked to go looks at the page of his partner.
func (c *crowd) prepare() {
	c.T.Helper()
	for _, p := range c.people {
		c.Funds(p.org, nil)
		p.watched = nil
		for range watched {
			customer := kit.NewCustomer()
			c.KnownAccount(customer, func(r *directory.Record) { r.Facts.RegisteredByVendor = true })
			p.watched = append(p.watched, customer)
		}
		b := p.bonds[0]
		p.bonds, p.leavers = p.bonds[1:], []leaver{{association: b.Association.String(), page: c.AtPartnerPage(b.Account)}}
	}
}

// awaits registers and invites a customer, who has opened the mail and stands before the consent form.
func (p *person) awaits(ctx context.Context) {
	p.T.Helper()
	customer := kit.NewCustomer()
	registered := p.asks(ctx, "register", kit.Post("/v1/registrations", p.admin, customer.JSON()))
	require.True(p.T, p.asks(ctx, "invite", kit.Post("/v1/invitations", p.admin, kit.InvitationJSON(registered.ID()))).OK())
	account := p.Account(customer, nil)
	p.consents = append(p.consents, consent{account: account.String(), browser: p.Browse(p.LinkIn(customer.Email), account)})
}

// link is an offline link of the partner.
func (p *person) link() string {
	p.T.Helper()
	status, body := p.Call(p.URLs[0], http.MethodPost, "/v1/invitation-links", p.admin, `{"kind":"general","association_type":"consultant"}`)
	require.Equal(p.T, http.StatusCreated, status, "%s", body)
	var link struct{ URL string }
	require.NoError(p.T, json.Unmarshal(body, &link))
	return link.URL
}

// work lets everybody work until ctx ends; what was begun is carried to its answer.
func (c *crowd) work(ctx context.Context) {
	var group sync.WaitGroup
	for _, p := range c.people {
		group.Go(func() {
			for ctx.Err() == nil {
				p.act(c.T.Context())
			}
		})
	}
	group.Wait()
}

// act does one thing that a person of this partner, or one of the vendor for him, does.
func (p *person) act(ctx context.Context) {
	acts := []func(context.Context){
		p.registers, p.registers, p.registers, p.asksForReview, p.asksForReview, p.reviews, p.reviews, p.releases, p.invites, p.invites, p.resends, p.cancels,
		p.allocates, p.allocates, p.reclaims, p.spends, p.tops, p.tellsAgain, p.withdraws, p.withdraws, p.decidesWithdrawal, p.decidesWithdrawal, p.takesBack,
		p.asksToLeave, p.staysAfterAll, p.parts, p.agrees, p.agrees, p.changesAccount, p.changesAccount, p.checksChange, p.subscribes, p.rotates, p.replays,
	}
	acts[p.random.IntN(len(acts))](ctx)
}

// asks carries an intent to its answer and notes it.
func (p *person) asks(ctx context.Context, verb string, i *kit.Intent) kit.Answer {
	ctx, cancel := context.WithTimeout(ctx, kit.Patience)
	defer cancel()
	answer, err := i.Persist(ctx, p.World)
	if err != nil {
		p.log.fault(verb+" was not answered", err)
		return answer
	}
	p.log.add(note{intent: i, verb: verb, answer: answer})
	return answer
}

// take takes one of the things out of a list.
func take[T any](p *person, things *[]T) (thing T, ok bool) {
	if len(*things) == 0 {
		return thing, false
	}
	n := p.random.IntN(len(*things))
	thing = (*things)[n]
	*things = slices.Delete(*things, n, n+1)
	return thing, true
}

// registers a customer; where the cap is reached, another one has to go.
func (p *person) registers(ctx context.Context) {
	if a := p.asks(ctx, "register", kit.Post("/v1/registrations", p.admin, kit.NewCustomer().JSON())); a.OK() {
		p.open = append(p.open, a.ID())
		return
	}
	p.releases(ctx)
}

// asksForReview sends the form of a review for a customer who needs one; when there is none any more, for one who does not.
func (p *person) asksForReview(ctx context.Context) {
	customer := kit.NewCustomer()
	needed := len(p.watched) > 0
	if needed {
		customer, p.watched = p.watched[0], p.watched[1:]
	}
	if a := p.asks(ctx, "register", kit.Post("/v1/registrations", p.admin, customer.ReviewJSON())); a.OK() && needed {
		p.reviewing = append(p.reviewing, a.ID())
	}
}

// reviews decides on a registration that waits for it, but for one, which lapses; some wait for nothing, and their refusal
// is the answer.
func (p *person) reviews(ctx context.Context) {
	from := &p.reviewing
	if p.random.IntN(4) == 0 {
		from = &p.open
	} else if len(p.reviewing) < 2 {
		return
	}
	id, ok := take(p, from)
	if !ok {
		return
	}
	verdict := []string{"approve", "approve", "reject"}[p.random.IntN(3)]
	a := p.asks(ctx, "review", kit.Post("/v1/registrations/"+id+"/review", p.reviewer, kit.Encode(map[string]string{"verdict": verdict, "opinion": "Looked at."})))
	if from == &p.open || a.OK() && verdict == "approve" {
		p.open = append(p.open, id)
	}
}

func (p *person) releases(ctx context.Context) {
	if id, ok := take(p, &p.open); ok {
		p.asks(ctx, "release", kit.Post("/v1/registrations/"+id+"/release", p.admin, ""))
	}
}

func (p *person) invites(ctx context.Context) {
	id, ok := take(p, &p.open)
	if !ok {
		return
	}
	answer := p.asks(ctx, "invite", kit.Post("/v1/invitations", p.admin, kit.InvitationJSON(id)))
	var batch struct{ Items []struct{ ID string } }
	if answer.OK() && json.Unmarshal(answer.Body, &batch) == nil && len(batch.Items) == 1 {
		p.invited = append(p.invited, invited{batch.Items[0].ID, id})
		return
	}
	p.open = append(p.open, id) // the day's invitations are used up
}

func (p *person) resends(ctx context.Context) {
	if i, ok := take(p, &p.invited); ok {
		p.asks(ctx, "resend", kit.Post("/v1/invitations/"+i.id+"/resend", p.admin, ""))
		p.invited = append(p.invited, i)
	}
}

func (p *person) cancels(ctx context.Context) {
	if i, ok := take(p, &p.invited); ok {
		p.asks(ctx, "cancel", kit.Post("/v1/invitations/"+i.id+"/cancel", p.admin, ""))
		p.open = append(p.open, i.registration)
	}
}

func (p *person) customer() string { return p.customers[p.random.IntN(len(p.customers))] }

func (p *person) adjustment() string {
	return kit.Encode(map[string]any{"customer_id": p.customer(), "amount": kit.Money(fmt.Sprintf("%d.00", 1+p.random.IntN(20)))})
}

func (p *person) allocates(ctx context.Context) {
	p.asks(ctx, "allocate", kit.Post("/v1/allocations", p.finance, p.adjustment()))
}

func (p *person) reclaims(ctx context.Context) {
	p.asks(ctx, "reclaim", kit.Post("/v1/reclaims", p.finance, p.adjustment()))
}

func (p *person) spends(ctx context.Context) {
	p.spent++
	p.asks(ctx, "spend", kit.Post("/v1/consumptions", p.feed, kit.Encode(map[string]any{
		"event_id": fmt.Sprintf("bill-%s-%d", p.name, p.spent), "customer_id": p.customer(), "amount": kit.Money("1.50"), "consumed_at": p.Sims.Clock.Now().UTC(),
	})))
}

func (p *person) tops(ctx context.Context) { p.pays(ctx, "10.00") }

// pays makes a payment; the channel tells the product until it has heard.
func (p *person) pays(ctx context.Context, amount string) {
	ctx, cancel := context.WithTimeout(ctx, kit.Patience)
	defer cancel()
	said, err := p.Sims.Channels().Pay(ctx, channel.Payment{Channel: "alipay", Notice: channel.Notice{
		PaymentAccount: kit.PaymentAccount(p.name), SigningEntity: models.SigningEntitySoftware, Amount: channel.Money{Amount: amount, Currency: "CNY"},
	}})
	for err == nil && said.Status/100 != 2 && ctx.Err() == nil {
		said, err = p.Sims.Channels().Deliver(ctx, said.Reference, channel.AsItIs)
	}
	if err != nil || said.Status/100 != 2 {
		p.log.fault(fmt.Sprintf("a payment was not taken (%d)", said.Status), err)
	}
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	p.payments = append(p.payments, said.Reference)
}

// tellsAgain: a channel tells of a payment that it has told of, as it was or as another event. Whatever comes of it, the payment
// is there once.
func (p *person) tellsAgain(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, kit.Patience)
	defer cancel()
	p.log.mu.Lock()
	reference := p.payments[p.random.IntN(len(p.payments))]
	p.log.mu.Unlock()
	manner := []channel.Manner{channel.AsItIs, channel.NewEvent}[p.random.IntN(2)]
	if said, err := p.Sims.Channels().Deliver(ctx, reference, manner); err == nil && said.Status/100 == 4 {
		p.log.fault(fmt.Sprintf("a payment that is told again is refused (%d)", said.Status), errors.New(said.Body))
	}
}

func (p *person) withdraws(ctx context.Context) {
	body := kit.Encode(map[string]any{"route": "original", "amount": kit.Money(fmt.Sprintf("%d.00", 1+p.random.IntN(9)))})
	if a := p.asks(ctx, "withdraw", kit.Post("/v1/withdrawals", p.finance, body)); a.OK() {
		p.withdrawals = append(p.withdrawals, a.ID())
	}
}

func (p *person) decidesWithdrawal(ctx context.Context) {
	if id, ok := take(p, &p.withdrawals); ok {
		verdict := []string{"approve", "approve", "reject"}[p.random.IntN(3)]
		p.asks(ctx, "review_withdrawal", kit.Post("/v1/withdrawals/"+id+"/review", p.cashier, kit.Encode(map[string]any{"verdict": verdict, "opinion": "Looked at."})))
	}
}

func (p *person) takesBack(ctx context.Context) {
	if id, ok := take(p, &p.withdrawals); ok {
		p.asks(ctx, "cancel_withdrawal", kit.Post("/v1/withdrawals/"+id+"/cancel", p.finance, ""))
	}
}

// changesAccount is the vendor's finance at the partner's account; large sums wait for a second person.
func (p *person) changesAccount(ctx context.Context) {
	kind, amount := []string{models.ChangeGrantCredit, models.ChangeDesignate, models.ChangeRelease}[p.random.IntN(3)], fmt.Sprintf("%d.00", 1+p.random.IntN(9))
	if kind == models.ChangeGrantCredit && p.random.IntN(2) == 0 {
		amount = "600000.00"
	}
	body := kit.Encode(map[string]any{"partner_id": p.org, "kind": kind, "amount": kit.Money(amount), "opinion": "As agreed."})
	if a := p.asks(ctx, "change", kit.Post("/v1/account-changes", p.cashier, body)); a.OK() {
		p.changes = append(p.changes, a.ID())
	}
}

func (p *person) checksChange(ctx context.Context) {
	if id, ok := take(p, &p.changes); ok { // small ones are booked already: the refusal is the answer
		verdict := []string{"approve", "approve", "reject"}[p.random.IntN(3)]
		p.asks(ctx, "check", kit.Post("/v1/account-changes/"+id+"/review", p.checker, kit.Encode(map[string]any{"verdict": verdict, "opinion": "Looked at."})))
	}
}

func (p *person) asksToLeave(ctx context.Context) {
	status, body, err := p.Try(ctx, p.URLs[p.random.IntN(len(p.URLs))], http.MethodGet, "/v1/associations?limit=200", p.admin, "")
	var page struct{ Items []struct{ ID string } }
	if err != nil || status != http.StatusOK || json.Unmarshal(body, &page) != nil || len(page.Items) == 0 {
		return // reading is not what this is about
	}
	association := page.Items[p.random.IntN(len(page.Items))].ID
	if slices.ContainsFunc(p.leavers, func(l leaver) bool { return l.association == association }) {
		return // that one will be asked, and answer
	}
	if a := p.asks(ctx, "leave", kit.Post("/v1/association-requests", p.admin, unlink(association))); a.OK() {
		p.leaving = append(p.leaving, a.ID())
	}
}

func unlink(association string) string {
	return kit.Encode(map[string]any{"association_id": association, "kind": models.RequestUnlink, "reason": "It is over.", "accept_notice": true})
}

// parts asks a customer to go, who agrees or refuses.
func (p *person) parts(ctx context.Context) {
	if len(p.leavers) == 0 {
		return
	}
	l := p.leavers[0]
	p.leavers = p.leavers[1:]
	a := p.asks(ctx, "leave", kit.Post("/v1/association-requests", p.admin, unlink(l.association)))
	if !a.OK() {
		return
	}
	form, values, state := "/agree", map[string]string{"reason": "Yes.", "notice": "read"}, models.AssociationRequestApproved
	if p.random.IntN(3) == 0 {
		form, values, state = "/refuse", map[string]string{"reason": "No."}, models.AssociationRequestRejected
	}
	ctx, cancel := context.WithTimeout(ctx, kit.Patience)
	defer cancel()
	if err := l.answers(ctx, form, values); err != nil {
		p.log.fault("a customer who "+state+" was not answered", err)
		return
	}
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	p.parted[a.ID()] = state
}

// answers sends a form until the page asks for it no more, as people reload.
func (l leaver) answers(ctx context.Context, form string, values map[string]string) error {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	address, sent := l.page.Page.URL.String(), false
	for {
		if err := l.page.Open(ctx, address); err == nil && l.page.Page.Status == http.StatusOK {
			if sent && !l.page.Asks(form) {
				return nil
			}
			if l.page.Asks(form) {
				sent = true
				_ = l.page.Submit(ctx, form, "", values) // the page says what came of it
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the page says %q: %w", l.page.Page.Text, ctx.Err())
		case <-tick.C:
		}
	}
}

// agrees: a customer sends the consent until the page says that it is done, as people reload.
func (p *person) agrees(ctx context.Context) {
	if len(p.consents) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, kit.Patience)
	defer cancel()
	c := p.consents[0]
	p.consents = p.consents[1:]
	for {
		status, err := c.browser.Agree(ctx)
		if err == nil && status == http.StatusOK {
			break
		}
		if ctx.Err() != nil {
			p.log.fault("a consent was not answered", errors.Join(err, ctx.Err()))
			return
		}
	}
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	p.agreed = append(p.agreed, c.account)
}

// staysAfterAll takes requests to leave back, but for one, which nobody will answer.
func (p *person) staysAfterAll(ctx context.Context) {
	if len(p.leaving) < 2 {
		return
	}
	if id, ok := take(p, &p.leaving); ok {
		p.asks(ctx, "stay", kit.Post("/v1/association-requests/"+id+"/cancel", p.admin, ""))
	}
}

// ids are the ids of what was granted.
func ids(notes []note) []string {
	found := make([]string, len(notes))
	for i, n := range notes {
		found[i] = n.answer.ID()
	}
	return found
}
