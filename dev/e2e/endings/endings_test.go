// Package endings plays every way in which a process ends, on the real engine,
// and looks at the histories it leaves: their length, and that today's workflow
// code replays them. With -record it writes them into the replay corpus of package
// workflows, under the release that is named:
//
//	bin/dev test-stack -- go test -count=1 ./e2e/endings -record=0020
//
// A recorded history is never changed.
package endings

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"google.golang.org/protobuf/encoding/protojson"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/bank"
	"partnercenter/dev/sim/directory"
	"partnercenter/models"
	"partnercenter/workflows"
)

var record = flag.String("record", "", "the release, by the number of its schema, whose histories are written into the replay corpus of package workflows")

// corpus is where package workflows keeps the histories that it must replay.
const corpus = "../../../workflows/testdata/replay"

var patience = kit.Patience

const (
	poll = 50 * time.Millisecond

	// factsAge is the policy's: older facts are as good as none.
	factsAge = 24 * time.Hour

	// The budgets are events of one history.
	expiryBudget      = 13
	reminderBudget    = 6
	associationBudget = 30
)

// ending is one process and the way it ended.
type ending struct {
	kind  string
	way   string // the case's name in the corpus
	id    string
	state string
	// budget bounds the events of the history; 0 means that nobody does.
	budget int
}

// Every way of ending is a completed run with the row's state as its result, its
// history keeps to its budget, and the code replays it.
func TestEveryWayOfEnding(t *testing.T) {
	t.Parallel()
	p := newPlay(t)
	p.blocked() // first: time moves an hour by many stops
	p.released()
	p.rejected()
	p.cancelled()
	p.associated()
	p.failed()
	p.givenUp()
	p.left()
	p.withdrawn()
	p.runsOut()
	if *record != "" {
		require.NoDirExists(t, filepath.Join(corpus, *record), "the histories of a release are recorded once")
	}
	for _, e := range p.endings {
		t.Run(e.kind+"/"+e.way, func(t *testing.T) { p.look(t, e) })
	}
}

// play is a world in which processes come to their ends.
type play struct {
	*kit.World
	alice   string
	rita    string
	endings []ending
}

func newPlay(t *testing.T) *play {
	t.Helper()
	w := kit.NewWorld(t, kit.Options{OwnNamespace: true})
	return &play{World: w, alice: w.Token("alice", w.Aurora, models.RoleAdministrator), rita: w.Token("rita", w.Vendor, models.RoleReviewer)}
}

func (p *play) ends(kind, way, id, state string, budget int) {
	p.endings = append(p.endings, ending{kind: kind, way: way, id: id, state: state, budget: budget})
}

// released: the partner gives the customer up; the open invitation ends with it.
func (p *play) released() {
	registration := p.Registered(p.alice, kit.NewCustomer())
	invitation := p.Invited(p.alice, registration)[0]
	p.decide("/v1/registrations/"+registration+"/release", p.alice, "")
	p.ends(models.SubjectRegistration, "released", registration, models.RegistrationReleased, 0)
	p.ends(models.SubjectInvitation, "closed", invitation, models.InvitationClosed, 0)
}

func (p *play) rejected() {
	registration := p.AwaitingReview(p.alice, kit.NewCustomer())
	p.decide("/v1/registrations/"+registration+"/review", p.rita, `{"verdict":"reject","opinion":"Direct sales go on."}`)
	p.ends(models.SubjectRegistration, "rejected", registration, models.RegistrationRejected, 0)
}

func (p *play) cancelled() {
	invitation := p.Invited(p.alice, p.Registered(p.alice, kit.NewCustomer()))[0]
	p.decide("/v1/invitations/"+invitation+"/cancel", p.alice, "")
	p.ends(models.SubjectInvitation, "cancelled", invitation, models.InvitationCancelled, 0)
}

// associated: the customer accepts the invitation.
func (p *play) associated() {
	customer := kit.NewCustomer()
	registration := p.Registered(p.alice, customer)
	invitation := p.Invited(p.alice, registration)[0]
	acceptance := p.accepts(customer, nil)
	p.ends(models.SubjectRegistration, "associated", registration, models.RegistrationAssociated, associationBudget)
	p.ends(models.SubjectInvitation, "associated", invitation, models.InvitationAssociated, 0)
	p.ends(models.SubjectAcceptance, "associated", acceptance, models.AcceptanceAssociated, 0)
}

// failed: the account stands against it; the invitation has failed with it, and
// stays open to be sent again until the registration ends.
func (p *play) failed() {
	customer := kit.NewCustomer()
	invitation := p.Invited(p.alice, p.Registered(p.alice, customer))[0]
	acceptance := p.accepts(customer, func(r *directory.Record) { r.Facts.InArrears = true })
	p.ends(models.SubjectAcceptance, "failed", acceptance, models.AcceptanceFailed, 0)
	p.ends(models.SubjectInvitation, "failed", invitation, models.InvitationFailed, 0)
}

// givenUp: the directory is away for longer than an attempt has patience, and
// what was read at the sign-in is too old by then.
func (p *play) givenUp() {
	customer := kit.NewCustomer()
	p.Invited(p.alice, p.Registered(p.alice, customer))
	account := p.Account(customer, nil)
	browser := p.Browse(p.LinkIn(customer.Email), account)
	p.Product.Stop("worker")
	p.DirectoryIs(directory.Down)
	status, err := browser.Agree(p.T.Context())
	require.NoError(p.T, err)
	require.Equal(p.T, http.StatusOK, status)
	acceptance := p.acceptanceOf(account.String())
	var giveUp time.Time
	require.NoError(p.T, p.Admin.QueryRow(p.T.Context(), "SELECT give_up_at FROM acceptances WHERE id = $1", acceptance).Scan(&giveUp))
	require.NoError(p.T, p.Mover.Patient(time.Second).To(p.T.Context(), p.Realm, giveUp.Add(factsAge)))
	p.Product.Start("worker")
	p.waitFor("acceptances", acceptance, models.AcceptanceFailed)
	p.DirectoryIs("ok")
	p.ends(models.SubjectAcceptance, "given_up", acceptance, models.AcceptanceFailed, 0)
}

// left: partners ask to end associations, and customers agree, refuse, or leave
// the request to be taken back; what follows an agreement is settled in runsOut.
func (p *play) left() {
	ask := func() (kit.Bond, string) {
		b := p.Bonded(p.alice, models.Resale, nil)
		return b, p.asksToLeave(b)
	}
	agreed, request := ask()
	p.click(agreed, "/agree", map[string]string{"reason": "Yes.", "notice": "read"})
	p.ends(models.SubjectRequest, "approved", request, models.AssociationRequestApproved, 0)
	p.ends(models.SubjectSettlement, "done", agreed.Association.String(), models.SettlementDone, 0)
	refused, request := ask()
	p.click(refused, "/refuse", map[string]string{"reason": "No."})
	p.ends(models.SubjectRequest, "rejected", request, models.AssociationRequestRejected, 0)
	_, request = ask()
	p.decide("/v1/association-requests/"+request+"/cancel", p.alice, "")
	p.ends(models.SubjectRequest, "cancelled", request, models.AssociationRequestCancelled, 0)
	_, request = ask()
	p.ends(models.SubjectRequest, "lapsed", request, models.AssociationRequestLapsed, 0)
}

// asksToLeave lets the partner ask to end an association.
func (p *play) asksToLeave(b kit.Bond) string {
	p.T.Helper()
	status, answer := p.Call(p.URLs[0], http.MethodPost, "/v1/association-requests", p.alice,
		kit.Encode(map[string]any{"association_id": b.Association, "kind": models.RequestUnlink, "reason": "It is over.", "accept_notice": true}))
	require.Equal(p.T, http.StatusCreated, status, "%s", answer)
	var r struct{ ID string }
	require.NoError(p.T, json.Unmarshal(answer, &r))
	return r.ID
}

// click lets the customer answer on his page.
func (p *play) click(b kit.Bond, form string, values map[string]string) {
	p.T.Helper()
	require.NoError(p.T, p.AtPartnerPage(b.Account).Submit(p.T.Context(), form, "", values))
}

// withdrawn: money goes back, in part or not at all, or stays; or it turns out to
// have left after all, and stops the request by which it was to leave again.
func (p *play) withdrawn() {
	p.Funds(p.Aurora, nil)
	vendor := p.Token("vera", p.Vendor, models.RoleVendorFinance)
	approve := func(id string) {
		p.decide("/v1/withdrawals/"+id+"/review", vendor, `{"verdict":"approve","opinion":"In order."}`)
	}
	cancelled, rejected, paid := p.asksBack("10.00"), p.asksBack("10.00"), p.asksBack("10.00")
	p.decide("/v1/withdrawals/"+cancelled+"/cancel", p.finance(), "")
	p.decide("/v1/withdrawals/"+rejected+"/review", vendor, `{"verdict":"reject","opinion":"Not now."}`)
	approve(paid)
	p.waitFor("withdrawals", paid, models.WithdrawalSucceeded)
	reopened, superseded := p.paidAfterAll(approve)
	require.NoError(p.T, p.Sims.Bank().Behave(p.T.Context(), bank.Fail, 1))
	failed := p.asksBack("10.00")
	approve(failed)
	p.waitFor("withdrawals", failed, models.WithdrawalFailed)
	require.NoError(p.T, p.Sims.Bank().Behave(p.T.Context(), bank.Fail, 1))
	partly := p.asksBack("20.00") // of a new top-up and of one that came back whole
	approve(partly)
	p.waitFor("withdrawals", partly, models.WithdrawalPartlyFailed)
	p.ends(models.SubjectWithdrawal, "cancelled", cancelled, models.WithdrawalCancelled, 0)
	p.ends(models.SubjectWithdrawal, "rejected", rejected, models.WithdrawalRejected, 0)
	p.ends(models.SubjectWithdrawal, "succeeded", paid, models.WithdrawalSucceeded, 0)
	p.ends(models.SubjectWithdrawal, "failed", failed, models.WithdrawalFailed, 0)
	p.ends(models.SubjectWithdrawal, "partly_failed", partly, models.WithdrawalPartlyFailed, 0)
	p.ends(models.SubjectWithdrawal, "failed_and_succeeded", reopened, models.WithdrawalSucceeded, 0)
	p.ends(models.SubjectWithdrawal, "superseded", superseded, models.WithdrawalSuperseded, 0)
}

// paidAfterAll: a payout fails, its money is asked for by another route, and the
// bank pays the first one after all.
func (p *play) paidAfterAll(approve func(id string)) (reopened, superseded string) {
	require.NoError(p.T, p.Sims.Bank().Behave(p.T.Context(), bank.LateSuccess, 1))
	reopened = p.asksBack("10.00")
	approve(reopened)
	p.waitFor("withdrawals", reopened, models.WithdrawalFailed)
	superseded = p.asks(`{"route":"bank_card","amount":{"amount":"10.00","currency":"CNY"},
		"bank_account":{"holder":"` + kit.RealName + `","bank":"ICBC","branch":"Shenzhen Nanshan","number":"6222020200112233445"}}`)
	var reference string
	require.NoError(p.T, p.Admin.QueryRow(p.T.Context(), "SELECT reference FROM payouts WHERE withdrawal_id = $1", reopened).Scan(&reference))
	require.NoError(p.T, p.Sims.Bank().Settle(p.T.Context(), reference, bank.Settlement{Status: bank.Succeeded, Calls: 1}))
	p.waitFor("withdrawals", reopened, models.WithdrawalSucceeded)
	p.waitFor("withdrawals", superseded, models.WithdrawalSuperseded)
	return reopened, superseded
}

func (p *play) finance() string { return p.Token("finn", p.Aurora, models.RoleFinance) }

// asksBack asks for an amount over the channel that it came by, after a new top-up.
func (p *play) asksBack(amount string) string {
	p.T.Helper()
	p.TopUp(p.Aurora, "10.00", models.SigningEntitySoftware, models.ChannelWeChat, p.Now())
	return p.asks(`{"route":"original","amount":{"amount":"` + amount + `","currency":"CNY"}}`)
}

func (p *play) asks(body string) string {
	p.T.Helper()
	status, answer := p.Call(p.URLs[0], http.MethodPost, "/v1/withdrawals", p.finance(), body)
	require.Equal(p.T, http.StatusCreated, status, "%s", answer)
	var w struct{ ID string }
	require.NoError(p.T, json.Unmarshal(answer, &w))
	return w.ID
}

// blocked: a step of a settlement fails until it is the vendor's task, and comes
// through when the database lets it.
func (p *play) blocked() {
	const door = " EXECUTE ON FUNCTION post_ledger(text, timestamptz, jsonb) "
	b := p.Bonded(p.alice, models.Resale, nil)
	p.Fund(p.Realm, p.Aurora, "100.00")
	p.Allot(p.Realm, p.Aurora, b, "40.00")
	p.asksToLeave(b)
	p.admin("REVOKE" + door + "FROM app_system")
	p.click(b, "/agree", map[string]string{"reason": "Yes.", "notice": "read"})
	require.EventuallyWithT(p.T, func(c *assert.CollectT) { // from here on the row says when
		var attempts int
		require.NoError(c, p.Admin.QueryRow(p.T.Context(), "SELECT max(attempts) FROM settlement_steps WHERE association_id = $1", b.Association).Scan(&attempts))
		require.Equal(c, 1, attempts)
	}, patience, poll)
	require.NoError(p.T, p.Mover.Advance(p.T.Context(), p.Realm, time.Hour))
	p.waitFor("settlements", b.Association.String(), models.SettlementBlocked)
	p.admin("GRANT" + door + "TO app_system")
	p.ends(models.SubjectSettlement, "blocked_and_done", b.Association.String(), models.SettlementDone, 0)
}

func (p *play) admin(statement string) {
	p.T.Helper()
	_, err := p.Admin.Exec(p.T.Context(), statement)
	require.NoError(p.T, err)
}

// runsOut: nobody does anything for as long as everything lasts.
func (p *play) runsOut() {
	silent := p.Registered(p.alice, kit.NewCustomer())
	invited := p.Registered(p.alice, kit.NewCustomer())
	invitation := p.Invited(p.alice, invited)[0]
	resent := p.Invited(p.alice, p.Registered(p.alice, kit.NewCustomer()))[0]
	p.decide("/v1/invitations/"+resent+"/resend", p.alice, "")
	lapsing := p.AwaitingReview(p.alice, kit.NewCustomer())
	approved := p.AwaitingReview(p.alice, kit.NewCustomer())
	p.decide("/v1/registrations/"+approved+"/review", p.rita, `{"verdict":"approve","opinion":"The partner may go on."}`)
	require.NoError(p.T, p.Mover.Advance(p.T.Context(), p.Realm, 25*24*time.Hour))
	p.waitFor("registrations", lapsing, models.RegistrationLapsed)
	p.ends(models.SubjectRegistration, "expired", silent, models.RegistrationExpired, expiryBudget+reminderBudget)
	p.ends(models.SubjectRegistration, "approved_and_expired", approved, models.RegistrationExpired, 0)
	p.ends(models.SubjectRegistration, "lapsed", lapsing, models.RegistrationLapsed, 0)
	p.ends(models.SubjectInvitation, "expired", invitation, models.InvitationExpired, 0)
	p.ends(models.SubjectInvitation, "resent_and_expired", resent, models.InvitationExpired, 0)
}

func (p *play) decide(path, token, body string) {
	p.T.Helper()
	status, answer := p.Call(p.URLs[0], http.MethodPost, path, token, body)
	require.Equal(p.T, http.StatusOK, status, "%s", answer)
}

// accepts lets a customer with an account consent and answers the acceptance's id.
func (p *play) accepts(customer kit.Customer, change func(*directory.Record)) string {
	p.T.Helper()
	account := p.Account(customer, change)
	status, err := p.Browse(p.LinkIn(customer.Email), account).Agree(p.T.Context())
	require.NoError(p.T, err)
	require.Less(p.T, status, http.StatusInternalServerError)
	return p.acceptanceOf(account.String())
}

func (p *play) acceptanceOf(account string) string {
	p.T.Helper()
	var id string
	require.NoError(p.T, p.Admin.QueryRow(p.T.Context(), "SELECT id::text FROM acceptances WHERE customer_id = $1", account).Scan(&id))
	return id
}

func (p *play) waitFor(table, id, state string) {
	p.T.Helper()
	require.EventuallyWithT(p.T, func(c *assert.CollectT) {
		var now string
		require.NoError(c, p.Admin.QueryRow(p.T.Context(), "SELECT state FROM "+table+" WHERE id = $1", id).Scan(&now))
		require.Equal(c, state, now)
	}, patience, poll)
}

// look holds an ended process against its history.
func (p *play) look(t *testing.T, e ending) {
	t.Helper()
	workflowID := e.kind + ":v1:" + e.id
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var result models.Ending
	require.NoError(t, p.Temporal.GetWorkflow(ctx, workflowID, "").Get(ctx, &result), "it completes")
	require.Equal(t, e.state, result.State)

	history := p.history(ctx, t, workflowID)
	if e.budget > 0 {
		require.LessOrEqual(t, own(history), e.budget, "events of the history")
	}
	// Written first: a replay puts the upserted search attributes into the
	// history's first event.
	if *record != "" {
		write(t, filepath.Join(corpus, *record, e.kind, e.way+".json"), history)
	}
	replayer := worker.NewWorkflowReplayer()
	workflows.Register(replayer)
	require.NoError(t, replayer.ReplayWorkflowHistoryWithOptions(nil, history, worker.ReplayWorkflowHistoryOptions{OriginalExecution: workflow.Execution{ID: workflowID}}))
}

func (p *play) history(ctx context.Context, t *testing.T, workflowID string) *historypb.History {
	t.Helper()
	history := &historypb.History{}
	events := p.Temporal.GetWorkflowHistory(ctx, workflowID, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		event, err := events.Next()
		require.NoError(t, err)
		history.Events = append(history.Events, event)
	}
	return history
}

// own counts the events but for those by which the test moved time.
func own(history *historypb.History) int {
	n := 0
	for _, event := range history.GetEvents() {
		switch event.GetEventType() {
		case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED, enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED:
		default:
			n++
		}
	}
	return n
}

// write keeps a history as it was, but for the names of the processes that made it.
func write(t *testing.T, file string, history *historypb.History) {
	t.Helper()
	raw, err := protojson.Marshal(history)
	require.NoError(t, err)
	var document any
	require.NoError(t, json.Unmarshal(raw, &document))
	forget(document)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", " ")
	require.NoError(t, encoder.Encode(document))
	host, err := os.Hostname()
	require.NoError(t, err)
	for _, trace := range []string{"@" + host, `"` + host + `:`} { // of an identity, of a sticky queue
		require.NotContains(t, out.String(), trace, "the machine's name is in the history")
	}
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, out.Bytes(), 0o644))
}

// forget replaces who took part: process ids and host names.
func forget(node any) {
	switch node := node.(type) {
	case map[string]any:
		if node["kind"] == "TASK_QUEUE_KIND_STICKY" {
			node["name"] = "recorded"
		}
		for key, value := range node {
			if key == "identity" {
				node[key] = "recorded"
				continue
			}
			forget(value)
		}
	case []any:
		for _, value := range node {
			forget(value)
		}
	}
}
