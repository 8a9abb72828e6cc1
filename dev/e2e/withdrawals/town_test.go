// Package withdrawals proves over HTTP how partners get their money back: quote, request, review, payout, and every way in
// which a bank can fail to say what it did.
package withdrawals

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/bank"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

var patience = kit.Patience

const (
	poll = 50 * time.Millisecond
)

// person is somebody who calls the API.
type person struct {
	*kit.World
	token string
}

// town is a world with a partner whose money is stated, and the people who act in it.
type town struct {
	*kit.World
	partner     uuid.UUID
	finn, ada   person // finance and administrator of the partner
	vera, vince person // the vendor's finance
	operator    person
}

func newTown(t *testing.T, opts kit.Options) *town {
	t.Helper()
	w := kit.NewWorld(t, opts)
	c := &town{World: w, partner: w.Aurora}
	c.vera, c.vince = c.person("vera", w.Vendor, models.RoleVendorFinance), c.person("vince", w.Vendor, models.RoleVendorFinance)
	c.operator = c.person("olga", w.Vendor, models.RoleOperator)
	c.finn, c.ada = c.person("finn", w.Aurora, models.RoleFinance), c.person("ada", w.Aurora, models.RoleAdministrator)
	c.Funds(w.Aurora, nil)
	return c
}

func (c *town) person(name string, org uuid.UUID, role models.Role) person {
	return person{c.World, c.Token(name, org, role)}
}

// in gives a sub-test a partner of its own in the town: what fails inside it fails the sub-test.
func (c *town) in(t *testing.T) *town {
	t.Helper()
	world := *c.World
	world.T = t
	inner := &town{World: &world, partner: store.NewID()}
	inner.AddPartner(inner.partner, inner.name())
	inner.vera, inner.vince = inner.person("vera", c.Vendor, models.RoleVendorFinance), inner.person("vince", c.Vendor, models.RoleVendorFinance)
	inner.operator = inner.person("olga", c.Vendor, models.RoleOperator)
	inner.finn, inner.ada = inner.person("finn", inner.partner, models.RoleFinance), inner.person("ada", inner.partner, models.RoleAdministrator)
	inner.Funds(inner.partner, nil)
	return inner
}

func (c *town) name() string { return "Partner" + c.partner.String()[28:] }

// mailbox is where the partner of a sub-test reads his mails.
func (c *town) mailbox() string { return strings.ToLower(c.name()) + "@partner.example" }

// wechat is cash that may go back over its channel for months.
func (c *town) wechat(amount string) uuid.UUID {
	c.T.Helper()
	return c.TopUp(c.partner, amount, models.SigningEntitySoftware, models.ChannelWeChat, c.Now().Add(-time.Hour))
}

func (p person) send(method, path string, body any, header ...string) (int, []byte) {
	p.T.Helper()
	text := ""
	if body != nil {
		text = kit.Encode(body)
	}
	return p.Call(p.URLs[0], method, path, p.token, text, header...)
}

func call[T any](p person, status int, method, path string, body any, header ...string) T {
	p.T.Helper()
	got, answer := p.send(method, path, body, header...)
	require.Equal(p.T, status, got, "%s %s: %s", method, path, answer)
	var value T
	require.NoError(p.T, json.Unmarshal(answer, &value))
	return value
}

// request asks for an amount by a route.
func request(route, amount string, more map[string]any) map[string]any {
	body := map[string]any{"route": route, "amount": map[string]string{"amount": amount, "currency": "CNY"}}
	maps.Copy(body, more)
	return body
}

// account is the partner's own, with a branch.
func account() map[string]any { return accountOf(kit.RealName, "Shenzhen Nanshan") }

// accountOf is one account, whoever is said to hold it; without a branch where that is empty.
func accountOf(holder, branch string) map[string]any {
	stated := map[string]string{"holder": holder, "bank": "ICBC", "number": "6222020200112233445"}
	if branch != "" {
		stated["branch"] = branch
	}
	return map[string]any{"bank_account": stated}
}

func (p person) asks(route, amount string, more map[string]any) client.Withdrawal {
	p.T.Helper()
	return call[client.Withdrawal](p, http.StatusCreated, http.MethodPost, "/v1/withdrawals", request(route, amount, more))
}

// isRefused answers the codes of what stands against a request.
func (p person) isRefused(status int, body map[string]any) []string {
	p.T.Helper()
	return codesOf(call[client.Problem](p, status, http.MethodPost, "/v1/withdrawals", body))
}

func codesOf(p client.Problem) []string {
	var codes []string
	if p.Blockers != nil {
		for _, b := range *p.Blockers {
			codes = append(codes, b.Code)
		}
	}
	return codes
}

func (p person) sees(id uuid.UUID) client.Withdrawal {
	p.T.Helper()
	return call[client.Withdrawal](p, http.StatusOK, http.MethodGet, "/v1/withdrawals/"+id.String(), nil)
}

func (p person) approves(id uuid.UUID) client.Withdrawal {
	p.T.Helper()
	return call[client.Withdrawal](p, http.StatusOK, http.MethodPost, "/v1/withdrawals/"+id.String()+"/review", map[string]string{"verdict": "approve", "opinion": "in order"})
}

func (p person) rejects(id uuid.UUID) client.Withdrawal {
	p.T.Helper()
	return call[client.Withdrawal](p, http.StatusOK, http.MethodPost, "/v1/withdrawals/"+id.String()+"/review", map[string]string{"verdict": "reject", "opinion": "not now"})
}

// becomes waits for a withdrawal to be in a state.
func (c *town) becomes(id uuid.UUID, state client.WithdrawalState) client.Withdrawal {
	c.T.Helper()
	var w client.Withdrawal
	require.Eventually(c.T, func() bool {
		w = c.finn.sees(id)
		return w.State == state
	}, patience, poll, "withdrawal %s becomes %s", id, state)
	return w
}

// happens waits for an event of a withdrawal.
func (c *town) happens(id uuid.UUID, event string) {
	c.T.Helper()
	require.Eventually(c.T, func() bool {
		return c.count("SELECT count(*) FROM events WHERE subject_id = $1 AND type = $2", id, event) == 1
	}, patience, poll, "one %s", event)
}

// reaches waits until an order has come to the bank: it is noted before it is sent.
func (c *town) reaches(reference string) {
	c.T.Helper()
	require.Eventually(c.T, func() bool {
		known, err := c.Sims.Bank().Payouts(c.T.Context())
		require.NoError(c.T, err)
		return slices.ContainsFunc(known, func(p bank.Payout) bool { return p.Reference == reference })
	}, patience, poll, "the bank gets %s", reference)
}

// says lets the bank say what becomes of an order that it has got.
func (c *town) says(reference string, as bank.Settlement) {
	c.T.Helper()
	c.reaches(reference)
	require.NoError(c.T, c.Sims.Bank().Settle(c.T.Context(), reference, as))
}

func (c *town) count(query string, args ...any) int {
	c.T.Helper()
	var n int
	require.NoError(c.T, c.Admin.QueryRow(c.T.Context(), query, args...).Scan(&n))
	return n
}

// holds proves that an account of the partner holds an amount.
func (c *town) holds(kind, amount string) {
	c.T.Helper()
	var balance string
	require.NoError(c.T, c.Admin.QueryRow(c.T.Context(), "SELECT COALESCE((SELECT balance::text FROM accounts WHERE partner_id = $1 AND kind = $2), '0.00')", c.partner, kind).Scan(&balance))
	require.Equal(c.T, amount, balance, kind)
}

// verified proves the partner's book.
func (c *town) verified() {
	c.T.Helper()
	require.NoError(c.T, c.Ledger().Snapshot(c.T.Context(), models.System(c.Realm), func(tx *store.Tx) error {
		findings, err := tx.VerifyBook(c.partner)
		require.Empty(c.T, findings)
		return err
	}))
}

// settled waits until all rows, events and workflows tell the same story.
func (c *town) settled() {
	c.T.Helper()
	require.EventuallyWithT(c.T, func(collect *assert.CollectT) {
		found, err := c.Disagreements(c.T.Context())
		require.NoError(collect, err)
		require.Empty(collect, found)
	}, patience, poll)
}

// task reports whether a task of a kind is open about a subject.
func (c *town) task(kind string, subject uuid.UUID) bool {
	c.T.Helper()
	return c.count("SELECT count(*) FROM tasks WHERE kind = $1 AND subject_id = $2 AND closed_at IS NULL", kind, subject) == 1
}

// paid is what the bank's statement says of a payout's reference.
func (c *town) paid(reference string) []bank.Line {
	c.T.Helper()
	lines, err := c.Sims.Bank().Statement(c.T.Context(), c.Realm)
	require.NoError(c.T, err)
	var own []bank.Line
	for _, l := range lines {
		if l.Reference == reference {
			own = append(own, l)
		}
	}
	return own
}

// allots lets some customer spend an amount of the partner's.
func (c *town) allots(amount string) {
	c.T.Helper()
	id := uuid.New()
	c.Post(c.Realm, rules.Allocate(rules.Cause{Book: c.partner, SubjectKind: "test", SubjectID: id, Key: "test:" + id.String(), At: c.Now()}, id, kit.Money(amount)))
}

// designates sets cash aside, or releases it when negative.
func (c *town) designates(amount string) {
	c.T.Helper()
	id := uuid.New()
	c.Post(c.Realm, rules.Designate(rules.Cause{Book: c.partner, SubjectKind: "test", SubjectID: id, Key: "test:" + id.String(), At: c.Now()}, kit.Money(amount)))
}
