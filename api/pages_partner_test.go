package api

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"partnercenter/models"
	"partnercenter/rules"
)

// fakePartner answers like the programme would, for one customer.
type fakePartner struct {
	mu       sync.Mutex
	mine     models.MyPartner
	signIn   error
	refuse   error
	asked    []models.AssociationRequestInput
	answers  []models.AnswerInput
	commands []models.Command
}

func newFakePartner() *fakePartner {
	return &fakePartner{mine: models.MyPartner{
		Zone: "Asia/Shanghai", PartnerName: "云启科技有限公司", NoticeVersion: "1",
		Association: &models.Association{ID: uuid.New(), AssociationType: models.Resale, EffectiveFrom: noon},
	}}
}

// waits puts a request of a side before the customer.
func (f *fakePartner) waits(by models.Party, change func(*models.AssociationRequestView)) *fakePartner {
	r := models.AssociationRequestView{
		AssociationRequest: models.AssociationRequest{
			Process: models.Process{ID: uuid.New(), Reference: "REQ-7F3K9-QX2AB"}, Kind: models.RequestUnlink, Initiator: by, Reason: "We part <as> friends.", LapseAt: noon,
		},
		Effective: models.AssociationRequestSubmitted,
	}
	if change != nil {
		change(&r)
	}
	f.mine.Open = &r
	return f
}

func (f *fakePartner) SignIn(_ context.Context, customer uuid.UUID) (models.Principal, error) {
	return session{Realm: "production", Customer: customer}.principal(), f.signIn
}

func (f *fakePartner) Mine(_ context.Context, p models.Principal) (models.MyPartner, error) {
	if p.Org != pageCustomer || p.Realm != "production" {
		return models.MyPartner{}, models.ErrNotFound
	}
	return f.mine, nil
}

func (f *fakePartner) took(cmd models.Command) (models.Result[models.AssociationRequestView], error) {
	f.commands = append(f.commands, cmd)
	return models.Result[models.AssociationRequestView]{}, f.refuse
}

func (f *fakePartner) Ask(_ context.Context, cmd models.Command, in models.AssociationRequestInput) (models.Result[models.AssociationRequestView], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, in)
	return f.took(cmd)
}

func (f *fakePartner) Answer(_ context.Context, cmd models.Command, _ uuid.UUID, in models.AnswerInput) (models.Result[models.AssociationRequestView], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers = append(f.answers, in)
	return f.took(cmd)
}

func (f *fakePartner) Cancel(_ context.Context, cmd models.Command, _ uuid.UUID) (models.Result[models.AssociationRequestView], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.took(cmd)
}

// isToken finds the hidden token of a form.
func isToken(n *html.Node) bool { return n.Data == "input" && attribute(n, "name") == "token" }

func newPartnerSite(t *testing.T, partner PartnerSide) *site {
	t.Helper()
	s := newSite(t, newFakeCustomers(models.Resale))
	s.pages.partner = partner
	return s
}

// atPartner is a reader who signed in for the page of his partner.
func (s *site) atPartner(t *testing.T) (*reader, sheet) {
	t.Helper()
	r := s.newReader(t)
	page := r.submit(r.open(partnerPath), "/sign-in", "action", "sign_in")
	require.Equal(t, http.StatusOK, page.status, page.body)
	require.Equal(t, partnerPath, page.url.Path)
	return r, page
}

func TestPartnerPage_ShowsNothingBeforeTheSignIn(t *testing.T) {
	s := newPartnerSite(t, newFakePartner())
	page := s.newReader(t).open(partnerPath)
	require.Equal(t, http.StatusOK, page.status)
	require.Contains(t, page.body, "Sign in with your cloud account")
	require.NotContains(t, page.body, "云启科技有限公司")
	require.Equal(t, "no-store", page.header.Get("Cache-Control"))
	for _, path := range []string{partnerAskPath, strings.ReplaceAll(partnerAgreePath, ":id", someID.String())} {
		answer := s.newReader(t).do(http.MethodPost, path, url.Values{"token": {"x"}, "reason": {"r"}, "notice": {"read"}})
		require.Equal(t, partnerPath, answer.url.Path, "back to the sign-in")
	}
}

func TestPartnerPage_TakesARequestOnce(t *testing.T) {
	partner := newFakePartner()
	r, page := newPartnerSite(t, partner).atPartner(t)
	require.Contains(t, page.body, "云启科技有限公司")
	require.Equal(t, http.StatusUnprocessableEntity, r.submit(page, "/ask", "reason", "Bye.").status, "no tick")
	require.Equal(t, http.StatusUnprocessableEntity, r.submit(page, "/ask", "notice", "read").status, "no reason")
	require.Equal(t, http.StatusUnprocessableEntity, r.submit(page, "/ask", "notice", "read", "reason", strings.Repeat("长", longestReason+1)).status)
	require.Empty(t, partner.commands)
	for range 2 {
		require.Equal(t, http.StatusOK, r.submit(page, "/ask", "notice", "read", "reason", "Bye.").status)
	}
	require.Len(t, partner.commands, 2)
	require.Equal(t, partner.commands[0].IdempotencyKey, partner.commands[1].IdempotencyKey, "one form is one request")
	require.Equal(t, partner.commands[0].Fingerprint, partner.commands[1].Fingerprint)
	require.Equal(t, models.AssociationRequestInput{AssociationID: partner.mine.Association.ID, Kind: models.RequestUnlink, Reason: "Bye.", AcceptNotice: true}, partner.asked[0])
	require.Equal(t, pageCustomer, partner.commands[0].Principal.Org)
}

func TestPartnerPage_TakesAnswers(t *testing.T) {
	partner := newFakePartner().waits(models.PartyPartner, func(r *models.AssociationRequestView) {
		r.Kind, r.ToType = models.RequestSwitch, models.Resale
		r.Actions = []models.Action{{Name: models.VerbDecide, Allowed: true}}
	})
	r, page := newPartnerSite(t, partner).atPartner(t)
	require.Contains(t, page.body, "We part &lt;as&gt; friends.", "what people type is text")
	require.Contains(t, page.body, `class="notice"`, "a switch to resale shows its notice")
	require.NotContains(t, page.body, partnerAskPath, "one request at a time")
	require.Equal(t, http.StatusUnprocessableEntity, r.submit(page, "/agree", "reason", "Yes.").status)
	require.Equal(t, http.StatusOK, r.submit(page, "/agree", "reason", "Yes.", "notice", "read").status)
	require.Equal(t, http.StatusOK, r.submit(page, "/refuse", "reason", "No.").status, "a refusal needs no tick")
	require.Equal(t, []models.AnswerInput{{Verdict: models.VerdictApprove, Reason: "Yes.", AcceptNotice: true}, {Verdict: models.VerdictReject, Reason: "No."}}, partner.answers)
}

func TestPartnerPage_TakesARequestBack(t *testing.T) {
	partner := newFakePartner().waits(models.PartyCustomer, nil)
	r, page := newPartnerSite(t, partner).atPartner(t)
	require.Contains(t, page.body, "Your request waits for your partner")
	require.Equal(t, http.StatusOK, r.submit(page, "/cancel").status)
	require.Len(t, partner.commands, 1)
}

func TestPartnerPage_TellsARefusal(t *testing.T) {
	partner := newFakePartner()
	partner.refuse = &models.Refusal{Blockers: []models.Blocker{{Code: rules.InArrears}, {Code: rules.CustomerRequestLimit, EligibleFrom: &noon}}}
	r, page := newPartnerSite(t, partner).atPartner(t)
	refused := r.submit(page, "/ask", "notice", "read", "reason", "Bye.")
	require.Equal(t, http.StatusConflict, refused.status)
	require.Contains(t, refused.body, "Ask the partner to allot what you owe.")
	require.Contains(t, refused.body, "Possible from")

	partner.mine.Blockers = []models.Blocker{{Code: rules.PickUpVouchers}}
	page = r.open(partnerPath)
	require.Contains(t, page.body, "Use the vouchers first.")
	require.NotContains(t, page.body, partnerAskPath, "there is nothing to send")
}

func TestPartnerPage_HoldsFormsAndSessionsApart(t *testing.T) {
	s := newPartnerSite(t, newFakePartner())
	r, page := s.atPartner(t)
	require.Equal(t, http.StatusForbidden, r.submit(page, "/ask", "token", "another", "notice", "read", "reason", "Bye.").status)
	_, theirs := s.atPartner(t)
	token := attribute(find(theirs.root, isToken), "value")
	require.Equal(t, http.StatusForbidden, r.submit(page, "/ask", "token", token, "notice", "read", "reason", "Bye.").status, "another session's")
	consent := r.open("/i/" + pageCode + "/consent")
	require.Equal(t, "/i/"+pageCode, consent.url.Path, "a session of the partner's page is none of an invitation")
	require.Contains(t, r.submit(page, "/sign-out").body, "Sign in with your cloud account")
}

func TestPartnerPage_KnowsAccountsWithoutAPartner(t *testing.T) {
	partner := newFakePartner()
	partner.signIn = models.ErrNotFound
	s := newPartnerSite(t, partner)
	r := s.newReader(t)
	page := r.submit(r.open(partnerPath), "/sign-in", "action", "sign_in")
	require.Equal(t, http.StatusNotFound, page.status)
	require.Contains(t, page.body, "There is no partner")

	partner.signIn, partner.mine = nil, models.MyPartner{}
	_, page = s.atPartner(t)
	require.Contains(t, page.body, "not associated with a partner")
}

func TestPartnerTexts_AreCompleteInBothLanguages(t *testing.T) {
	for _, texts := range []partnerTexts{partnerChinese, partnerEnglish} {
		value := reflect.ValueOf(texts)
		for n := range value.NumField() {
			require.NotZero(t, value.Field(n).Len(), "%s", value.Type().Field(n).Name)
		}
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(partnerChinese.Advice)), slices.Collect(maps.Keys(partnerEnglish.Advice)))
	for code := range partnerEnglish.Advice {
		require.Contains(t, rules.Titles, code)
	}
	require.Len(t, partnerChinese.States, 5)
	require.Len(t, partnerEnglish.States, 5)
}
