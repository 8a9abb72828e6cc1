// Package funds tests money that comes in and who may spend it: top-ups by the channels' messages, claims, allocations,
// reclaims, consumption, and what the books say of it all.
package funds

import (
	"encoding/json"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/channel"
	"partnercenter/models"
)

// office is a world with its people at the desk.
type office struct {
	*kit.World
	ada, finn, sue string // of Aurora: administrator, finance, supervisor
	vera, oscar    string // of the vendor: finance, operator
}

func open(t *testing.T) *office {
	t.Helper()
	w := kit.NewWorld(t, kit.Options{})
	return &office{
		World: w, ada: w.Token("ada", w.Aurora, models.RoleAdministrator), finn: w.Token("finn", w.Aurora, models.RoleFinance), sue: w.Token("sue", w.Aurora, models.RoleSupervisor),
		vera: w.Token("vera", w.Vendor, models.RoleVendorFinance), oscar: w.Token("oscar", w.Vendor, models.RoleOperator),
	}
}

// reply is an answer that can be looked into.
type reply struct {
	status int
	body   []byte
	object map[string]any
}

func (o *office) ask(method, path, token string, body any, header ...string) reply {
	o.T.Helper()
	document := ""
	if body != nil {
		document = kit.Encode(body)
	}
	status, answer := o.Call(o.URLs[0], method, path, token, document, header...)
	r := reply{status: status, body: answer}
	require.NoError(o.T, json.Unmarshal(answer, &r.object), "%s", answer)
	return r
}

func (o *office) get(path, token string) reply {
	o.T.Helper()
	r := o.ask(http.MethodGet, path, token, nil)
	require.Equal(o.T, http.StatusOK, r.status, "%s: %s", path, r.body)
	return r
}

func (r reply) text(name string) string { return text(r.object, name) }

// text is a member that is a text, else nothing.
func text(object map[string]any, name string) string {
	value, _ := object[name].(string)
	return value
}

func (r reply) items() []map[string]any {
	list, _ := r.object["items"].([]any)
	items := make([]map[string]any, len(list))
	for i, item := range list {
		items[i], _ = item.(map[string]any)
	}
	return items
}

// codes are the codes of the blockers of a refusal.
func (r reply) codes() []string {
	list, _ := r.object["blockers"].([]any)
	codes := []string{}
	for _, entry := range list {
		b, _ := entry.(map[string]any)
		codes = append(codes, text(b, "code"))
	}
	return codes
}

// refused checks that the rules refuse, and name all blockers.
func (o *office) refused(r reply, codes ...string) {
	o.T.Helper()
	require.Equal(o.T, http.StatusConflict, r.status, "%s", r.body)
	require.Equal(o.T, codes, r.codes(), "%s", r.body)
	require.Equal(o.T, codes[0], r.text("code"))
	require.NotEmpty(o.T, r.text("evaluation_id"))
}

// wrongField checks that a field is named.
func (o *office) wrongField(r reply, status int, pointer, code string) {
	o.T.Helper()
	require.Equal(o.T, status, r.status, "%s", r.body)
	list, _ := r.object["errors"].([]any)
	require.NotEmpty(o.T, list, "%s", r.body)
	first, _ := list[0].(map[string]any)
	require.Equal(o.T, pointer, first["pointer"], "%s", r.body)
	require.Equal(o.T, code, first["code"], "%s", r.body)
}

func cny(amount string) map[string]string {
	return map[string]string{"amount": amount, "currency": "CNY"}
}

// balances are the balances of a book by kind, as its partner's finance sees them; of a customer's allotment by the customer.
func (o *office) balances(org uuid.UUID) map[string]string {
	o.T.Helper()
	found := map[string]string{}
	for _, a := range o.get("/v1/accounts?limit=200&partner_id="+org.String(), o.vera).items() {
		name := text(a, "kind")
		if customer, ok := a["customer_id"].(string); ok {
			name = customer
		}
		balance, _ := a["balance"].(map[string]any)
		found[name] = text(balance, "amount")
	}
	return found
}

// proven checks that every book holds.
func (o *office) proven() {
	o.T.Helper()
	require.Contains(o.T, o.Product.Ops("verify-ledger"), " 0 findings")
}

// payment is a bank transfer to an account.
func payment(account, amount string) channel.Payment {
	return channel.Payment{Channel: "bank-transfer", Notice: channel.Notice{
		PaymentAccount: account, SigningEntity: models.SigningEntityCloudComputing, Payer: channel.Payer{Name: "王小明", Account: "6222020200012345678"},
		Amount: channel.Money{Amount: amount, Currency: "CNY"},
	}}
}

// pay makes a payment and answers the top-up that the product made of it.
func (o *office) pay(p channel.Payment) map[string]any {
	o.T.Helper()
	told, err := o.Sims.Channels().Pay(o.T.Context(), p)
	require.NoError(o.T, err)
	require.Equal(o.T, http.StatusCreated, told.Status, told.Body)
	var topUp map[string]any
	require.NoError(o.T, json.Unmarshal([]byte(told.Body), &topUp))
	return topUp
}

// deliver lets a channel tell of a payment and answers what it was told.
func (o *office) deliver(reference string, as channel.Manner) reply {
	o.T.Helper()
	told, err := o.Sims.Channels().Deliver(o.T.Context(), reference, as)
	require.NoError(o.T, err)
	r := reply{status: told.Status, body: []byte(told.Body)}
	require.NoError(o.T, json.Unmarshal(r.body, &r.object), "%s", told.Body)
	return r
}

// raw sends a body as it is.
func (o *office) raw(method, path, body string, header ...string) reply {
	o.T.Helper()
	status, answer := o.Call(o.URLs[0], method, path, "", body, header...)
	r := reply{status: status, body: answer}
	require.NoError(o.T, json.Unmarshal(answer, &r.object), "%s", answer)
	return r
}

func seconds(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }
