package fuzz

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

const (
	// purse is how many top-ups each actor's partner has: a withdrawal holds one.
	purse = 80
	// rejections is how many rejected withdrawals each has to delete.
	rejections = 15
)

// endow gives an actor's partner top-ups of its own, says that nothing stands
// against paying them out, whatever the feed tells of earlier days, and lets it have
// been refused before.
func (a *actor) endow(t *testing.T, w *kit.World) {
	t.Helper()
	arrived := time.Now().Add(-time.Hour)
	transactions := make([]models.LedgerTransaction, purse)
	for i := range transactions {
		lot := models.Lot{
			ID: store.NewID(), Channel: models.ChannelWeChat, SigningEntity: models.SigningEntitySoftware, Reference: uuid.NewString(), ArrivedAt: models.Microseconds(arrived), Amount: kit.Money("50.00"),
		}
		transactions[i] = rules.TopUp(rules.Cause{Book: a.org, SubjectKind: "test", SubjectID: lot.ID, Key: "test:" + lot.ID.String(), At: arrived}, lot)
	}
	w.Post(w.Realm, transactions...)
	run(t, w, `INSERT INTO partner_facts (id, partner_id, realm, as_of, received_at, source, facts)
		VALUES (gen_random_uuid(), $1, $2, now() + interval '1 hour', now(), 'test', '{"owed_invoices":[],"unbilled":[],"restricted":false,"real_name_hash":"YQ=="}')`, a.org, w.Realm)
	for range rejections {
		a.partner.offer("withdrawal_delete", a.rejected(t, w))
	}
	a.vendor.offer("withdrawal_unmask", a.accounted(t, w))
}

// accounted is a withdrawal with a bank account: chance states none that its partner may be paid to.
func (a *actor) accounted(t *testing.T, w *kit.World) string {
	t.Helper()
	id := a.rejected(t, w)
	run(t, w, `WITH c AS (INSERT INTO contacts (id, realm, owner_id, purpose, person_name, bank, bank_branch, bank_account, retain_until, created_at)
			VALUES (gen_random_uuid(), $1, $2, 'bank_account', 'Somebody', 'ICBC', 'Shenzhen', '622202020011', now() + interval '1 year', now()) RETURNING id)
		UPDATE withdrawals SET contact_id = (SELECT id FROM c) WHERE id = $3`, w.Realm, a.org, id)
	return id
}

// rejected is a withdrawal that came to nothing, past the API.
func (a *actor) rejected(t *testing.T, w *kit.World) string {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	run(t, w, `WITH e AS (INSERT INTO evaluations (id, realm, org_id, rule_set, subject_kind, policy_id, facts_ids, outcome, blockers, actor, request_id, at)
			SELECT gen_random_uuid(), realm, $1, 'test', 'withdrawal', id, '[]', 'allow', '[]', 'test', 'test', now() FROM policies WHERE realm = $2 AND site = 'cn' AND version = 1 RETURNING id, policy_id)
		INSERT INTO withdrawals (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, created_at, route, amount, currency, scale, maker, reviewer, opinion, review_target_at)
		SELECT $3, $2, $1, $4, 'rejected', now(), 2, policy_id, id, now(), 'original', 1, 'CNY', 2, 'somebody', 'vera', 'Not now.', now() FROM e`,
		a.org, w.Realm, id, models.NewReference(models.ReferenceWithdrawal, id))
	return id.String()
}

// shapeWithdrawal makes a request more likely to get somewhere: small amounts that
// go back over their channel, and reviews of both verdicts. Some ask for too much, or
// in two currencies at once.
func (a *actor) shapeWithdrawal(o *operation, body map[string]any) {
	switch o.id {
	case "quoteWithdrawal":
		body["currency"] = "CNY"
		if request, asked := body["request"].(map[string]any); asked {
			a.small(request)
			if a.chance(0.1) {
				body["currency"] = "USD"
			}
		}
	case "createWithdrawal":
		if a.small(body); a.chosen == nil && a.chance(0.05) {
			body["amount"] = a.value("amount", o.body().Value.Properties["amount"])
		}
	default:
		if body["verdict"] = models.VerdictApprove; a.chance(0.5) {
			body["verdict"] = models.VerdictReject
		}
	}
}

func (a *actor) small(body map[string]any) {
	body["route"], body["amount"] = models.RouteOriginal, map[string]any{"amount": fmt.Sprintf("%d.%02d", a.IntN(20), 1+a.IntN(99)), "currency": "CNY"}
	for _, more := range []string{"lots", "bank_account", "decline_original"} {
		delete(body, more)
	}
}

// isWithdrawal tells a withdrawal from other things with a state.
func isWithdrawal(object map[string]any) bool {
	_, found := object["decline_original"]
	return found && object["allowed_actions"] != nil
}

// readWithdrawal offers what the other side, or the partner later, may do.
func (a *actor) readWithdrawal(id string, object map[string]any) {
	switch object["state"] {
	case models.WithdrawalSubmitted:
		a.vendor.offer("withdrawal_review", id)
	case models.WithdrawalRejected:
		a.partner.offer("withdrawal_delete", id)
	}
}

// asks makes a withdrawal that waits for its review, and answers a good request of
// a decision on it.
func (a *actor) asks(t *testing.T, id string) request {
	t.Helper()
	p := a.by(models.RoleAdministrator)
	if id == "reviewWithdrawal" {
		p = a.by(models.RoleVendorFinance)
	}
	m := a.memory(p)
	m.open[actions[id]] = nil
	a.one(t, "createWithdrawal")
	require.Len(t, m.open[actions[id]], 1, "what allows %s", id)
	r := a.good(a.operation(id), p)
	delete(r.header, "If-Match")
	return r
}

// withdrawalStates: what only a partner is told of whose money nothing is known, and
// what only somebody is told who is too early.
func withdrawalStates(t *testing.T, poor, rich *actor) {
	t.Helper()
	administrator := poor.by(models.RoleAdministrator)
	got := poor.wire.send(t.Context(), poor.good(poor.operation("createWithdrawal"), administrator))
	require.Equal(t, http.StatusServiceUnavailable, got.status, "%s", got.body)
	rich.partner.open["withdrawal_delete"] = nil
	cancel := rich.asks(t, "cancelWithdrawal")
	early := rich.good(rich.operation("deleteWithdrawal"), rich.by(models.RoleAdministrator))
	early.path = cancel.path[:len(cancel.path)-len("/cancel")]
	delete(early.header, "If-Match")
	require.Equal(t, http.StatusConflict, rich.wire.send(t.Context(), early).status, "it is not rejected")
	require.Equal(t, http.StatusOK, rich.wire.send(t.Context(), cancel).status)
	cancel.header = withKey(cancel.header, rich.letters(20))
	require.Equal(t, http.StatusConflict, rich.wire.send(t.Context(), cancel).status, "it is taken back already")
}
