package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"html/template"
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"partnercenter/models"
)

// PartnerSide is what the page of a customer's own partner asks of the programme.
// Errors are those of package models.
type PartnerSide interface {
	// SignIn makes the account that signed in a principal of its own realm.
	SignIn(ctx context.Context, customerID uuid.UUID) (models.Principal, error)
	// Mine is the customer's association, with what waits and what could be asked.
	Mine(ctx context.Context, p models.Principal) (models.MyPartner, error)
	Ask(ctx context.Context, cmd models.Command, in models.AssociationRequestInput) (models.Result[models.AssociationRequestView], error)
	Answer(ctx context.Context, cmd models.Command, id uuid.UUID, in models.AnswerInput) (models.Result[models.AssociationRequestView], error)
	Cancel(ctx context.Context, cmd models.Command, id uuid.UUID) (models.Result[models.AssociationRequestView], error)
}

// partnerCode stands where other pages have an invitation's code: codes are
// longer, so that it is none. A session for it is no session for an invitation.
const partnerCode = "partner"

const (
	partnerPath        = pagesPath + "/" + partnerCode
	partnerSignInPath  = partnerPath + "/sign-in"
	partnerSignOutPath = partnerPath + "/sign-out"
	partnerAskPath     = partnerPath + "/ask"
	partnerAgreePath   = partnerPath + "/requests/:id/agree"
	partnerRefusePath  = partnerPath + "/requests/:id/refuse"
	partnerCancelPath  = partnerPath + "/requests/:id/cancel"
)

func (p *Pages) registerPartner(e *echo.Echo) {
	mine := func(handle func(*visit) error) echo.HandlerFunc {
		return p.page(func(v *visit) error {
			v.code = partnerCode
			return handle(v)
		})
	}
	e.Match([]string{http.MethodGet, http.MethodHead}, partnerPath, mine(p.showPartner))
	e.POST(partnerSignInPath, mine(p.signInForPartner))
	e.POST(partnerSignOutPath, mine(p.signOut))
	e.POST(partnerAskPath, mine(p.askToLeave))
	e.POST(partnerAgreePath, mine(p.agreeToRequest))
	e.POST(partnerRefusePath, mine(p.refuseRequest))
	e.POST(partnerCancelPath, mine(p.cancelRequest))
}

// showPartner shows the customer its partner, or where to sign in. Source: 3a-6.
func (p *Pages) showPartner(v *visit) error {
	s, err := p.session(v)
	if errors.Is(err, errSignedOut) {
		protectPage(v.Response().Header(), p.login.formTargets())
		return p.render(v, http.StatusOK, "partner", partnerView{T: partnerTextsOf(v.locale)})
	}
	if err != nil {
		return err
	}
	return p.renderPartner(v, s, http.StatusOK, nil, false)
}

func (p *Pages) signInForPartner(v *visit) error {
	return p.beginSignIn(v, "")
}

// renderPartner shows the page; causes are of what was just refused, missing says
// that a form came without its tick or its reason.
func (p *Pages) renderPartner(v *visit, s session, status int, refused []models.Blocker, missing bool) error {
	mine, err := p.partner.Mine(v.context(), s.principal())
	if err != nil {
		return err
	}
	t := partnerTextsOf(v.locale)
	page := partnerView{
		T: t, SignedIn: true, Token: p.sealer.formToken(s), Missing: missing, Refused: p.leavingCauses(v, t, mine.Zone, refused),
		PartnerName: mine.PartnerName, Associated: mine.Association != nil, MayAsk: mine.Association != nil && mine.Open == nil,
	}
	if mine.Association != nil {
		page.Resale = mine.Association.AssociationType == models.Resale
		page.Since = v.instant(&mine.Association.EffectiveFrom, mine.Zone)
	}
	if page.MayAsk {
		page.Against = p.leavingCauses(v, t, mine.Zone, mine.Blockers)
	}
	if page.Open, err = p.requestView(v, t, mine, mine.Open); err != nil {
		return err
	}
	page.Last, err = p.requestView(v, t, mine, mine.Last)
	if err != nil {
		return err
	}
	return p.render(v, status, "partner", page)
}

func (p *Pages) requestView(v *visit, t partnerTexts, mine models.MyPartner, r *models.AssociationRequestView) (*requestView, error) {
	if r == nil {
		return nil, nil
	}
	view := &requestView{
		ID: r.ID.String(), Reference: r.Reference, Kind: t.Kinds[r.Kind], State: t.States[r.Effective], Reason: r.Reason, Answer: r.Opinion,
		ByPartner: r.Initiator == models.PartyPartner, Due: v.instant(&r.LapseAt, mine.Zone), ToType: t.Types[r.ToType],
	}
	for _, a := range r.Actions {
		if a.Name == models.VerbDecide {
			view.Against = p.leavingCauses(v, t, mine.Zone, a.Blockers)
		}
	}
	if r.Effective != models.AssociationRequestSubmitted || r.ToType != models.Resale {
		return view, nil
	}
	var err error
	view.Notice, err = notice(mine.NoticeVersion, v.locale)
	return view, err
}

// leavingCauses puts blockers in the customer's words.
func (p *Pages) leavingCauses(v *visit, t partnerTexts, zone string, blockers []models.Blocker) []cause {
	causes := p.causes(v, zone, blockers)
	for n, b := range blockers {
		if advice, ok := t.Advice[b.Code]; ok {
			causes[n].Advice = advice
		} else {
			causes[n].Advice = t.OtherAdvice
		}
		if b.EligibleFrom != nil {
			causes[n].Advice = t.eligible(v.instant(b.EligibleFrom, zone))
		}
	}
	return causes
}

// askToLeave takes the customer's request to be unlinked in. Source: 3a-4, 3a-8.
func (p *Pages) askToLeave(v *visit) error {
	return p.send(v, "ask", func(s session, cmd models.Command, reason string) error {
		mine, err := p.partner.Mine(v.context(), s.principal())
		if err != nil {
			return err
		}
		if mine.Association == nil {
			return p.renderPartner(v, s, http.StatusConflict, nil, false)
		}
		_, err = p.partner.Ask(v.context(), cmd, models.AssociationRequestInput{
			AssociationID: mine.Association.ID, Kind: models.RequestUnlink, Reason: reason, AcceptNotice: true,
		})
		return err
	})
}

func (p *Pages) agreeToRequest(v *visit) error { return p.answerRequest(v, models.VerdictApprove) }

func (p *Pages) refuseRequest(v *visit) error { return p.answerRequest(v, models.VerdictReject) }

func (p *Pages) answerRequest(v *visit, verdict string) error {
	return p.send(v, verdict, func(_ session, cmd models.Command, reason string) error {
		id, err := uuid.Parse(v.Param("id"))
		if err != nil {
			return models.ErrNotFound
		}
		_, err = p.partner.Answer(v.context(), cmd, id, models.AnswerInput{Verdict: verdict, Reason: reason, AcceptNotice: verdict == models.VerdictApprove})
		return err
	})
}

func (p *Pages) cancelRequest(v *visit) error {
	return p.send(v, "cancel", func(_ session, cmd models.Command, _ string) error {
		id, err := uuid.Parse(v.Param("id"))
		if err != nil {
			return models.ErrNotFound
		}
		_, err = p.partner.Cancel(v.context(), cmd, id)
		return err
	})
}

// longestReason bounds what a customer may type, as the API does.
const longestReason = 500

// send carries a form of the page out. Its token is the request's idempotency
// key: sent twice it happens once. A refusal is shown on the page itself.
func (p *Pages) send(v *visit, what string, do func(s session, cmd models.Command, reason string) error) error {
	s, err := p.session(v)
	if err != nil {
		return err
	}
	token := v.FormValue("token")
	if err := p.sealer.checkForm(s, token); err != nil {
		return err
	}
	reason := v.FormValue("reason")
	ticked := v.FormValue("notice") == "read" || slices.Contains([]string{models.VerdictReject, "cancel"}, what)
	given := what == "cancel" || reason != "" && len([]rune(reason)) <= longestReason
	if !ticked || !given {
		return p.renderPartner(v, s, http.StatusUnprocessableEntity, nil, true)
	}
	fingerprint := sha256.Sum256([]byte(what + "\x00" + v.Param("id") + "\x00" + reason))
	err = do(s, models.Command{
		Principal: s.principal(), RequestID: requestID(v), TraceID: traceID(v.context()), IdempotencyKey: token, Fingerprint: fingerprint[:],
	}, reason)
	if refusal, ok := errors.AsType[*models.Refusal](err); ok {
		return p.renderPartner(v, s, http.StatusConflict, refusal.Blockers, false)
	}
	if err != nil || v.Response().Committed {
		return err
	}
	return v.seeOther("")
}

type (
	partnerView struct {
		T           partnerTexts
		SignedIn    bool
		Token       string
		Missing     bool
		Refused     []cause
		Associated  bool
		PartnerName string
		Resale      bool
		Since       string
		MayAsk      bool
		Against     []cause
		Open        *requestView
		Last        *requestView
	}

	requestView struct {
		ID, Reference, Kind, State, Reason, Answer, Due, ToType string
		ByPartner                                               bool
		Against                                                 []cause
		Notice                                                  template.HTML
	}
)
