package api

import (
	"crypto/sha256"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"partnercenter/models"
)

// showInvitation tells who invites to what, until when, or why the way is closed.
func (p *Pages) showInvitation(v *visit) error {
	view, err := p.customers.Find(v.context(), v.code)
	if err != nil {
		return err
	}
	v.speak(view.Locale)
	if len(view.Blockers) > 0 {
		return p.showClosed(v, view)
	}
	protectPage(v.Response().Header(), p.login.formTargets())
	return p.render(v, http.StatusOK, "invitation", invitationView{Code: v.describe(view)})
}

// startSignIn sends the customer to the identity provider, to sign in or to
// register an account there. Source: 2a-8.
func (p *Pages) startSignIn(v *visit) error {
	view, err := p.customers.Find(v.context(), v.code)
	if err != nil {
		return err
	}
	if len(view.Blockers) > 0 {
		return p.showClosed(v, view)
	}
	prompt := ""
	if v.FormValue("action") == "register" {
		prompt = "create"
	}
	return p.beginSignIn(v, prompt)
}

// beginSignIn sends the customer to the identity provider and remembers where to
// come back to.
func (p *Pages) beginSignIn(v *visit, prompt string) error {
	started, address, err := p.login.start(v.context(), v.locale, prompt)
	if err != nil {
		return err
	}
	started.Code, started.Chosen, started.Until = v.code, v.chosen, p.now().Add(signInLife)
	if err := p.keep(v, signInCookie, started, signInLife); err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, address)
}

// finishSignIn is where the identity provider sends the customer back.
func (p *Pages) finishSignIn(v *visit) error {
	var started signIn
	if err := p.read(v, signInCookie, &started); err != nil || !p.now().Before(started.Until) {
		return errSignInOver
	}
	v.code, v.locale, v.chosen = started.Code, started.Locale, started.Chosen
	p.forget(v, signInCookie)
	answer := v.QueryParams()
	if answer.Get("error") != "" {
		// Cancelled over there: the invitation is where it was.
		return v.seeOther("")
	}
	customer, err := p.login.finish(v.context(), started, answer)
	if err != nil {
		return err
	}
	if v.code == partnerCode {
		return p.finishForPartner(v, customer)
	}
	principal, err := p.customers.SignIn(v.context(), v.code, customer)
	if errors.Is(err, models.ErrNotFound) {
		// The account exists, the customer has just signed in with it: the directory is behind.
		return p.showTrouble(v, http.StatusServiceUnavailable, troubleAccount)
	}
	if err != nil {
		return err
	}
	if err := p.openSession(v, principal); err != nil {
		return err
	}
	return v.seeOther("/consent")
}

// finishForPartner opens a session for the customer's own page. An account that
// the programme does not know has no partner.
func (p *Pages) finishForPartner(v *visit, customer uuid.UUID) error {
	principal, err := p.partner.SignIn(v.context(), customer)
	if errors.Is(err, models.ErrNotFound) {
		return p.showTrouble(v, http.StatusNotFound, troubleNoPartner)
	}
	if err != nil {
		return err
	}
	if err := p.openSession(v, principal); err != nil {
		return err
	}
	return v.seeOther("")
}

// signOut ends the session, for instance to use another account.
func (p *Pages) signOut(v *visit) error {
	s, err := p.session(v)
	if err != nil {
		return err
	}
	if err := p.sealer.checkForm(s, v.FormValue("token")); err != nil {
		return err
	}
	p.forget(v, sessionCookie)
	return v.seeOther("")
}

// showConsent shows the account, what stands against the association now, and
// what the customer would agree to.
func (p *Pages) showConsent(v *visit) error {
	s, err := p.session(v)
	if err != nil {
		return err
	}
	return p.askConsent(v, s, http.StatusOK, false)
}

// askConsent renders the form. missing says that it came without the tick.
func (p *Pages) askConsent(v *visit, s session, status int, missing bool) error {
	preview, err := p.customers.Preview(v.context(), s.principal(), v.code)
	if err != nil {
		return err
	}
	page := consentView{
		Code:          v.describe(preview.Code),
		Account:       preview.Account,
		FactsAsOf:     v.instant(preview.FactsAsOf, preview.Code.Zone),
		Causes:        p.causes(v, preview.Code.Zone, preview.Blockers),
		Token:         p.sealer.formToken(s),
		NoticeMissing: missing,
	}
	if page.Code.Resale {
		page.NoticeVersion = preview.Code.NoticeVersion
		if page.Notice, err = notice(page.NoticeVersion, v.locale); err != nil {
			return err
		}
	}
	return p.render(v, status, "consent", page)
}

// accept takes the consent in. The form's token is the request's idempotency
// key: sent twice, by impatience or by the back button, it is one consent.
func (p *Pages) accept(v *visit) error {
	s, err := p.session(v)
	if err != nil {
		return err
	}
	token := v.FormValue("token")
	if err := p.sealer.checkForm(s, token); err != nil {
		return err
	}
	view, err := p.customers.Find(v.context(), v.code)
	if err != nil {
		return err
	}
	noticeVersion := ""
	if view.AssociationType == models.Resale {
		noticeVersion = v.FormValue("notice_version")
		// A notice that was replaced while it was being read has to be read anew: the
		// programme would fail the attempt, and use the invitation up.
		if v.FormValue("notice") != "read" || noticeVersion != view.NoticeVersion {
			return p.askConsent(v, s, http.StatusUnprocessableEntity, true)
		}
	}
	command := models.Command{
		Principal: s.principal(), RequestID: requestID(v), TraceID: traceID(v.context()),
		IdempotencyKey: token, Fingerprint: consentPrint(v.code, noticeVersion),
	}
	result, err := p.customers.Accept(v.context(), command, v.code, noticeVersion, v.locale)
	if err != nil {
		return err
	}
	return v.seeOther("/result/" + result.Value.ID.String())
}

// consentPrint is what the customer agreed to, as far as two consents under one
// token could differ.
func consentPrint(code, noticeVersion string) []byte {
	sum := sha256.Sum256([]byte("consent\x00" + code + "\x00" + noticeVersion))
	return sum[:]
}

// showResult tells how the consent came out, and comes back by itself while it
// is being checked.
func (p *Pages) showResult(v *visit) error {
	s, err := p.session(v)
	if err != nil {
		return err
	}
	id, err := uuid.Parse(v.Param("id"))
	if err != nil {
		return models.ErrNotFound
	}
	acceptance, err := p.customers.Result(v.context(), s.principal(), id)
	if err != nil {
		return err
	}
	view, err := p.customers.Find(v.context(), v.code)
	if err != nil {
		return err
	}
	page := resultView{
		Code:      v.describe(view),
		State:     acceptance.State,
		Reference: acceptance.Reference,
		Since:     v.instant(&acceptance.StateSince, view.Zone),
		GiveUpAt:  v.instant(&acceptance.GiveUpAt, view.Zone),
		Causes:    p.causes(v, view.Zone, blockersOf(acceptance.FailureCodes)),
		// A failed online invitation is used up; a link can be followed again.
		AgainByPartner: len(view.Blockers) > 0,
		Token:          p.sealer.formToken(s),
	}
	return p.render(v, http.StatusOK, "result", page)
}

func blockersOf(codes []string) []models.Blocker {
	blockers := make([]models.Blocker, len(codes))
	for n, code := range codes {
		blockers[n] = models.Blocker{Code: code}
	}
	return blockers
}

// blockerNotFound is the rules' code of a code that leads nowhere.
const blockerNotFound = "invitation_not_found"

// goneCodes are the ends of an invitation or a link; other blockers may pass.
var goneCodes = []string{"invitation_expired", "invitation_used", "invitation_code_used", "invitation_cancelled", "link_revoked"}

func (p *Pages) showClosed(v *visit, view models.CodeView) error {
	status := http.StatusConflict
	if slices.ContainsFunc(view.Blockers, func(b models.Blocker) bool { return slices.Contains(goneCodes, b.Code) }) {
		status = http.StatusGone
	}
	described := v.describe(view)
	return p.render(v, status, "failure", failureView{
		Title: textsOf(v.locale).FailureTitle, Code: &described, Causes: p.causes(v, view.Zone, view.Blockers),
	})
}

// showFailure is the page of a refusal that no invitation can be shown with.
func (p *Pages) showFailure(v *visit, status int, blockers []models.Blocker) error {
	return p.render(v, status, "failure", failureView{
		Title: textsOf(v.locale).FailureTitle, Causes: p.causes(v, time.UTC.String(), blockers),
	})
}

// showTrouble leads back to where the customer can go on.
func (p *Pages) showTrouble(v *visit, status int, t trouble) error {
	text := textsOf(v.locale).Troubles[t]
	page := failureView{Title: text.Title, Lead: text.Advice}
	switch {
	case v.Path() == acceptPath:
		page.Back = v.path("/consent")
	case v.code != "":
		page.Back = v.path("")
	}
	return p.render(v, status, "failure", page)
}

func (p *Pages) style(c echo.Context) error {
	header := c.Response().Header()
	header.Set(echo.HeaderXContentTypeOptions, "nosniff")
	header.Set(echo.HeaderCacheControl, "public, max-age=3600")
	return c.Blob(http.StatusOK, "text/css; charset=utf-8", pageStyle)
}

// speak answers in the invitation's language when the reader asks for none.
func (v *visit) speak(locale string) {
	asksForNone := !v.chosen && v.Request().Header.Get("Accept-Language") == ""
	if asksForNone && locale != "" {
		v.locale = closestLocale(locale)
	}
}

// pageLocale is the language that the reader chose, or asks for.
func pageLocale(r *http.Request) (locale string, chosen bool) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err == nil && query.Get("lang") != "" {
		return closestLocale(query.Get("lang")), true
	}
	return languageOf(r), false
}
