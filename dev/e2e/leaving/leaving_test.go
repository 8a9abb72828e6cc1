package leaving

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

func contains(text, words string) bool { return strings.Contains(text, words) }

const partnerMail = "aurora@partner.example"

func TestLeaving(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{OwnNamespace: true})
	t.Run("the partner asks and the customer agrees", func(t *testing.T) { thePartnerUnlinks(c.in(t)) })
	t.Run("the customer asks and the partner agrees", func(t *testing.T) { theCustomerLeaves(c.in(t)) })
	t.Run("the partner switches and the customer agrees", func(t *testing.T) { thePartnerSwitches(c.in(t)) })
	t.Run("a refusal leaves everything as it is", func(t *testing.T) { aRefusal(c.in(t)) })
	t.Run("silence unlinks nothing", func(t *testing.T) { silence(c.in(t)) })
	t.Run("a settlement's step that fails", func(t *testing.T) { aStepFails(c.in(t)) })
	t.Run("rows, events and workflows agree", func(t *testing.T) {
		require.Eventually(t, func() bool {
			found, err := c.Disagreements(t.Context())
			return err == nil && len(found) == 0
		}, patience, poll)
	})
}

func thePartnerUnlinks(c *town) {
	b := c.Bonded(c.ada, models.Resale, nil)
	c.Fund(c.Realm, c.Aurora, "1000.00")
	c.Allot(c.Realm, c.Aurora, b, "300.00")

	r := c.asks(asking(b.Association, models.RequestUnlink))
	require.Equal(c.T, client.AssociationRequestState("submitted"), r.State)
	require.Equal(c.T, client.PartyCustomer, r.WaitingFor.Party)
	require.Equal(c.T, 15*day, r.DueAt.Sub(r.CreatedAt))
	require.Equal(c.T, "lapsed", *r.OnSilence)
	require.Equal(c.T, []client.Action{{Name: "cancel", Allowed: true, Blockers: []client.Blocker{}}}, r.AllowedActions)
	require.Contains(c.T, c.mailed(b.Customer.Email, "申请解除关联"), c.URLs[0]+"/i/partner")

	page := c.AtPartnerPage(b.Account)
	require.Contains(c.T, page.Page.Text, "Your partner asks for your consent")
	require.Contains(c.T, page.Page.Text, "The customer moves on.")
	require.Contains(c.T, c.clicks(b, "/agree", false), "Please tick the box", "no tick, no consent")
	require.Contains(c.T, c.clicks(b, "/agree", true), "not associated with a partner")

	r = c.request(r.Id)
	require.Equal(c.T, client.AssociationRequestState("approved"), r.State)
	require.Equal(c.T, "So we agreed.", *r.Answer)
	ended := c.association(b.Association)
	require.Equal(c.T, client.AssociationState("ended"), ended.State)
	require.Equal(c.T, *r.EffectiveAt, *ended.EffectiveUntil, "consent fixes the end")
	require.Equal(c.T, []string{"association_request.submitted", "association_request.approved"}, c.events(unlink+"/"+r.Id.String()))
	c.mailed(b.Customer.Email, "关联已解除")
	c.mailed(partnerMail, "关联已解除")

	returned := c.settles(r.Id, models.StepAllotmentReturn, models.StepDone)
	require.Equal(c.T, []any{map[string]any{"amount": "300.00", "currency": "CNY"}}, returned.Result["returned"])
	require.Equal(c.T, "0.00", c.allotment(b))
	records := get[client.AdjustmentPage](c, c.ada, "/v1/adjustments?type="+models.TradeUnlink).Items
	require.Len(c.T, records, 1)
	require.Equal(c.T, "300.00", records[0].Amount.Amount)
	grace := c.settles(r.Id, models.StepGracePeriod, models.StepRunning)
	require.Equal(c.T, r.EffectiveAt.Add(3*day), *grace.NextAttemptAt)
	require.Nil(c.T, c.settlement(r.Id).ClosingStatement)

	c.MoveTo(r.EffectiveAt.Add(3*day + time.Minute))
	c.settles(r.Id, models.StepNotices, models.StepDone)
	s := c.settlement(r.Id)
	require.Equal(c.T, client.SettlementState("done"), s.State)
	require.Equal(c.T, client.PartyNobody, s.WaitingFor.Party)
	for _, name := range []string{models.StepGrants, models.StepVouchers} {
		require.Equal(c.T, "no_"+name+"_in_programme", c.settles(r.Id, name, models.StepNotNeeded).Result["reason"])
	}
	require.Equal(c.T, []client.StatementLine{
		{Account: "allocatable", Amount: client.Money{Amount: "-300.00", Currency: "CNY"}, Count: 1, Kind: "allocate", TradeType: models.TradeAllocate},
		{Account: "customer", Amount: client.Money{Amount: "300.00", Currency: "CNY"}, Count: 1, Kind: "allocate", TradeType: models.TradeAllocate},
		{Account: "allocatable", Amount: client.Money{Amount: "300.00", Currency: "CNY"}, Count: 1, Kind: "unlink", TradeType: models.TradeUnlink},
		{Account: "customer", Amount: client.Money{Amount: "-300.00", Currency: "CNY"}, Count: 1, Kind: "unlink", TradeType: models.TradeUnlink},
	}, s.ClosingStatement.Lines)
	require.Empty(c.T, s.Amendments)
	c.mailed(partnerMail, "结算已完成："+b.Customer.Company)
	c.mailed(b.Customer.Email, "结算已完成")
	require.Subset(c.T, c.events("/v1/associations/"+b.Association.String()), []string{"association.started", "association.ended", "settlement.opened", "settlement.done"})

	c.late(b)
	s = c.settlement(r.Id)
	require.Len(c.T, s.Amendments, 1, "what is told after the closing is an amendment")
	require.Len(c.T, s.ClosingStatement.Lines, 4, "the statement stays as it was")
}

// allotment is what a customer may still spend.
func (c *town) allotment(b kit.Bond) string {
	c.T.Helper()
	var balance string
	require.NoError(c.T, c.Admin.QueryRow(c.T.Context(), "SELECT balance::text FROM accounts WHERE customer_id = $1", b.Account).Scan(&balance))
	money, err := models.ParseMoney(balance, "CNY")
	if err != nil {
		money, err = models.ParseMoney(balance+".00", "CNY")
	}
	require.NoError(c.T, err)
	return money.Fixed()
}

// late tells a ledger transaction of an association after its closing.
func (c *town) late(b kit.Bond) {
	c.T.Helper()
	sum, err := models.ParseMoney("5.00", "CNY")
	require.NoError(c.T, err)
	id := store.NewID()
	t := rules.Allocate(rules.Cause{Book: c.Aurora, SubjectKind: "test", SubjectID: id, Key: "test:" + id.String(), At: c.Now()}, b.Account, sum)
	t.AssociationID = &b.Association
	c.Post(c.Realm, t)
}

func theCustomerLeaves(c *town) {
	b := c.Bonded(c.ada, models.Consultant, nil)
	id := c.customerAsks(b)
	r := c.request(id)
	require.Equal(c.T, client.PartyPartner, r.WaitingFor.Party)
	require.Equal(c.T, []client.Action{{Name: "decide", Allowed: true, Blockers: []client.Blocker{}}}, r.AllowedActions)
	require.Contains(c.T, c.mailed(partnerMail, "申请解除关联"), r.Reference)
	require.Contains(c.T, c.open(models.TaskAnswer), id)

	status, answer := c.Call(c.URLs[0], http.MethodPost, unlink+"/"+id.String()+"/decide", c.ada, `{"verdict":"approve","reason":"Fine."}`)
	require.Equal(c.T, http.StatusConflict, status)
	require.Equal(c.T, []string{rules.NoticeNotAccepted}, codes(decode[client.Problem](c, answer)))

	r = c.answers(id, models.VerdictApprove)
	require.Equal(c.T, client.AssociationRequestState("approved"), r.State)
	require.NotContains(c.T, c.open(models.TaskAnswer), id)
	require.Equal(c.T, client.AssociationState("ended"), c.association(b.Association).State)
	require.Equal(c.T, "nothing_unspent", c.settles(id, models.StepAllotmentReturn, models.StepNotNeeded).Result["reason"])
}

// open are the subjects of the partner's open tasks of a kind.
func (c *town) open(kind string) []uuid.UUID {
	c.T.Helper()
	ids := []uuid.UUID{}
	for _, task := range get[client.TaskPage](c, c.ada, "/v1/tasks?limit=200&kind="+kind).Items {
		ids = append(ids, task.SubjectId)
	}
	return ids
}

func thePartnerSwitches(c *town) {
	b := c.Bonded(c.ada, models.Consultant, nil)
	r := c.asks(asking(b.Association, models.RequestSwitch, to(models.Resale)))
	page := c.AtPartnerPage(b.Account)
	require.Contains(c.T, page.Page.Text, "Change its type → Resale")
	c.clicks(b, "/agree", true)

	r = c.request(r.Id)
	require.Equal(c.T, client.AssociationRequestState("approved"), r.State)
	before, after := c.association(b.Association), c.association(*r.NewAssociationId)
	require.Equal(c.T, client.AssociationState("ended"), before.State)
	require.Equal(c.T, client.AssociationState("active"), after.State)
	require.Equal(c.T, *before.EffectiveUntil, after.EffectiveFrom, "there is no gap and no overlap")
	require.Equal(c.T, client.AssociationType("resale"), after.AssociationType)
	require.Equal(c.T, b.Association, *after.ReplacesId)
	require.Equal(c.T, "1", *after.NoticeVersion, "resale takes the consent to its notice")
	c.settles(r.Id, models.StepGracePeriod, models.StepRunning)
	require.Equal(c.T, []string{rules.PartnerRequestLimit}, codes(c.refused(asking(after.Id, models.RequestUnlink))), "a switch counts like an unlink")
}

func aRefusal(c *town) {
	b := c.Bonded(c.ada, models.Resale, nil)
	r := c.asks(asking(b.Association, models.RequestUnlink))
	require.Contains(c.T, c.clicks(b, "/refuse", false), "Refused")
	r = c.request(r.Id)
	require.Equal(c.T, client.AssociationRequestState("rejected"), r.State)
	require.Equal(c.T, client.AssociationState("active"), c.association(b.Association).State)
	c.mailed(partnerMail, "申请被驳回")
	status, _ := c.Call(c.URLs[0], http.MethodGet, unlink+"/"+r.Id.String()+"/settlement", c.ada, "")
	require.Equal(c.T, http.StatusNotFound, status)

	p := c.refused(asking(b.Association, models.RequestUnlink))
	require.Equal(c.T, []string{rules.PartnerRequestLimit}, codes(p), "a refused request counts")
	id := c.customerAsks(b)
	require.Equal(c.T, client.AssociationRequestState("rejected"), c.answers(id, models.VerdictReject).State)
	p = c.refused(asking(b.Association, models.RequestUnlink))
	require.Equal(c.T, []string{rules.PartnerRequestLimit, rules.CustomerAskedRecently}, codes(p))
	require.Contains(c.T, c.AtPartnerPage(b.Account).Page.Text, "Possible from", "the customer reads when it may ask again")
}

func takenBack(c *town) {
	b := c.Bonded(c.ada, models.Resale, nil)
	r := c.asks(asking(b.Association, models.RequestUnlink))
	status, answer := c.Call(c.URLs[0], http.MethodPost, unlink+"/"+r.Id.String()+"/decide", c.ada, `{"verdict":"reject","reason":"Mine."}`)
	require.Equal(c.T, http.StatusConflict, status)
	require.Equal(c.T, []string{rules.AnswerOfOtherSide}, codes(decode[client.Problem](c, answer)))
	status, answer = c.Call(c.URLs[0], http.MethodPost, unlink+"/"+r.Id.String()+"/cancel", c.ada, "")
	require.Equal(c.T, http.StatusOK, status, "%s", answer)
	require.Equal(c.T, client.AssociationRequestState("cancelled"), c.request(r.Id).State)
	c.mailed(b.Customer.Email, "申请已撤回")
	require.Equal(c.T, []string{rules.PartnerRequestLimit}, codes(c.refused(asking(b.Association, models.RequestUnlink))), "it counts all the same")

	id := c.customerAsks(b)
	status, answer = c.Call(c.URLs[0], http.MethodPost, unlink+"/"+id.String()+"/cancel", c.ada, "")
	require.Equal(c.T, http.StatusConflict, status)
	require.Equal(c.T, []string{rules.RequestOfOtherSide}, codes(decode[client.Problem](c, answer)))
	require.Contains(c.T, c.clicks(b, "/cancel", false), "Taken back")
	status, answer = c.Call(c.URLs[0], http.MethodPost, unlink+"/"+id.String()+"/decide", c.ada, `{"verdict":"reject","reason":"Late."}`)
	require.Equal(c.T, http.StatusConflict, status)
	require.Equal(c.T, []string{rules.RequestNotOpen}, codes(decode[client.Problem](c, answer)))
}

// silence: reminders after 3, 7 and 13 days; after 15 the request has lapsed, at
// its instant, and nothing is unlinked.
func silence(c *town) {
	b := c.Bonded(c.ada, models.Resale, nil)
	r := c.asks(asking(b.Association, models.RequestUnlink))
	c.MoveTo(r.DueAt.Add(-kit.Shortly))
	require.Equal(c.T, []string{
		"association_request.submitted", "association_request.reminded", "association_request.reminded", "association_request.reminded",
	}, c.events(unlink+"/"+r.Id.String()))
	for n, e := range get[client.Timeline](c, c.ada, unlink+"/"+r.Id.String()+"/timeline").Items[:3] {
		require.Equal(c.T, models.AddDays(r.CreatedAt, []int{13, 7, 3}[n]), e.At.UTC())
	}
	c.mailed(b.Customer.Email, "提醒")
	var before client.AssociationRequestState
	c.SecondBefore(*r.DueAt, func() { before = c.request(r.Id).State })
	require.Equal(c.T, client.AssociationRequestState("submitted"), before)
	c.ClockTo(*r.DueAt)
	require.Equal(c.T, client.AssociationRequestState("lapsed"), c.request(r.Id).State, "a deadline is true at its instant")
	lapsed := get[client.AssociationRequestPage](c, c.ada, unlink+"?state=lapsed").Items
	require.Equal(c.T, r.Id, lapsed[0].Id)
	require.Contains(c.T, c.AtPartnerPage(b.Account).Page.Text, "Lapsed without an answer")

	c.MoveTo(r.DueAt.Add(time.Minute))
	last := get[client.Timeline](c, c.ada, unlink+"/"+r.Id.String()+"/timeline").Items[0]
	require.Equal(c.T, "association_request.lapsed", last.Type)
	require.Equal(c.T, *r.DueAt, last.At)
	c.mailed(partnerMail, "申请已失效")
	c.mailed(b.Customer.Email, "申请已失效")
	require.Equal(c.T, client.AssociationState("active"), c.association(b.Association).State)
	require.Equal(c.T, []string{rules.PartnerRequestLimit}, codes(c.refused(asking(b.Association, models.RequestUnlink))), "a lapsed request counts")
}

// aStepFails: the database refuses the posting; the association stays ended, the
// step is tried again, becomes the vendor's task, and goes on when he says so.
func aStepFails(c *town) {
	b := c.Bonded(c.ada, models.Resale, nil)
	c.Fund(c.Realm, c.Aurora, "100.00")
	c.Allot(c.Realm, c.Aurora, b, "40.00")
	const door = " EXECUTE ON FUNCTION post_ledger(text, timestamptz, jsonb) "
	c.admin("REVOKE" + door + "FROM app_system")
	r := c.asks(asking(b.Association, models.RequestUnlink))
	c.clicks(b, "/agree", true)
	require.Equal(c.T, client.AssociationState("ended"), c.association(b.Association).State)
	require.Eventually(c.T, func() bool { return c.settlement(r.Id).Steps[0].Attempts == 1 }, patience, poll)
	require.Equal(c.T, "internal", *c.settlement(r.Id).Steps[0].ErrorCode)
	retry := unlink + "/" + r.Id.String() + "/settlement/steps/allotment_return/retry"
	status, answer := c.Call(c.URLs[0], http.MethodPost, retry, c.operator, `{"reason":"Try."}`)
	require.Equal(c.T, http.StatusConflict, status)
	require.Equal(c.T, []string{rules.SettlementStepNotFailed}, codes(decode[client.Problem](c, answer)))

	c.MoveTo(c.Now().Add(time.Hour)) // 1 + 2 + 4 + 8 minutes
	s := c.settlement(r.Id)
	require.Equal(c.T, client.SettlementState("blocked"), s.State)
	require.GreaterOrEqual(c.T, s.Steps[0].Attempts, int32(5))
	require.Equal(c.T, client.SettlementStepState("failed"), s.Steps[0].State)
	require.Equal(c.T, client.PartyVendor, s.WaitingFor.Party)
	require.Contains(c.T, c.open(models.TaskSettle), b.Association)
	require.Equal(c.T, client.AssociationState("ended"), c.association(b.Association).State, "it does not come back")
	require.Equal(c.T, "40.00", c.allotment(b))

	require.Regexp(c.T, `step +settlement .*`+b.Association.String()+`.* allotment_return: internal, \d+ attempts`, c.Product.Ops("stuck"))
	out, err := c.Product.TryOps("retry", b.Association.String(), models.StepGrants, "--operator", "olga", "--reason", "Not this one.")
	require.Error(c.T, err)
	require.Contains(c.T, out, rules.SettlementStepNotFailed)

	c.admin("GRANT" + door + "TO app_system")
	out, err = c.Product.TryOps("retry", b.Association.String(), models.StepAllotmentReturn, "--operator", "olga", "--reason", "The database is well again.")
	require.NoError(c.T, err, out)
	c.settles(r.Id, models.StepAllotmentReturn, models.StepDone)
	trail := c.Product.Ops("audit", c.Realm, "--subject", b.Association.String())
	require.Contains(c.T, trail, `"type":"settlement.step_retried"`)
	require.Contains(c.T, trail, `"actor":"olga"`)
	require.NotContains(c.T, trail, "database is well", "what somebody typed is not in an event")
	status, answer = c.Call(c.URLs[0], http.MethodPost, retry, c.operator, `{"reason":"Try."}`)
	require.Equal(c.T, http.StatusConflict, status, "%s", answer)
	require.Equal(c.T, "0.00", c.allotment(b))
	require.NotContains(c.T, c.open(models.TaskSettle), b.Association)
	status, _ = c.Call(c.URLs[0], http.MethodPost, strings.Replace(retry, "allotment_return", "nothing", 1), c.operator, `{"reason":"Try."}`)
	require.Equal(c.T, http.StatusNotFound, status)
}

func (c *town) admin(statement string) {
	c.T.Helper()
	_, err := c.Admin.Exec(c.T.Context(), statement)
	require.NoError(c.T, err)
}
