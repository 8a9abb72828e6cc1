package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"partnercenter/models"
)

// CustomerSide is what the pages ask of the programme. Errors are those of
// package models.
type CustomerSide interface {
	// Find is what anybody who holds a code may see; it changes nothing.
	Find(ctx context.Context, code string) (models.CodeView, error)
	// SignIn makes the account that signed in a principal of the code's realm, on
	// facts read just now; models.ErrUnavailable when the directory is silent.
	SignIn(ctx context.Context, code string, customerID uuid.UUID) (models.Principal, error)
	// Preview is what stands before the customer's consent; it changes nothing.
	Preview(ctx context.Context, p models.Principal, code string) (models.AcceptancePreview, error)
	// Accept takes the consent in and waits a moment for the outcome.
	Accept(ctx context.Context, cmd models.Command, code, noticeVersion, locale string) (models.Result[models.AcceptanceView], error)
	Result(ctx context.Context, p models.Principal, id uuid.UUID) (models.AcceptanceView, error)
}

// PagesDeps are what the customers' pages are built from.
type PagesDeps struct {
	Customers  CustomerSide
	Partner    PartnerSide
	SignIn     SignInConfig
	SessionKey []byte // 32 bytes; seals cookies and binds forms
	PublicURL  string // base of the pages; https makes cookies Secure
	Titles     TitleLookup
	Logger     *slog.Logger
}

// Pages is the customers' side of an invitation, under /i/{code}: plain pages
// that need no JavaScript. GET and HEAD change nothing, as mail scanners follow
// links. A code is in no log: neither the path nor an address is logged.
type Pages struct {
	customers CustomerSide
	partner   PartnerSide
	login     *customerLogin
	sealer    sealer
	secure    bool
	titles    TitleLookup
	log       *slog.Logger
	// now measures sessions in real time: they are no facts of the programme,
	// whose clock development moves.
	now func() time.Time
}

// NewPages checks the configuration; the identity provider is looked up when the
// first customer signs in.
func NewPages(deps PagesDeps) (*Pages, error) {
	base, err := url.Parse(deps.PublicURL)
	if err != nil || base.Host == "" {
		return nil, errors.New("build pages: the public url has no host")
	}
	sealer, err := newSealer(deps.SessionKey)
	if err != nil {
		return nil, fmt.Errorf("build pages: %w", err)
	}
	login, err := newCustomerLogin(deps.SignIn, strings.TrimSuffix(deps.PublicURL, "/")+callbackPath)
	if err != nil {
		return nil, fmt.Errorf("build pages: %w", err)
	}
	return &Pages{
		customers: deps.Customers,
		partner:   deps.Partner,
		login:     login,
		sealer:    sealer,
		secure:    base.Scheme == "https",
		titles:    deps.Titles,
		log:       deps.Logger,
		now:       time.Now,
	}, nil
}

const (
	pagesPath    = "/i"
	callbackPath = pagesPath + "/callback"
	stylePath    = pagesPath + "/style.css"
	codePath     = pagesPath + "/:code"
	signInPath   = codePath + "/sign-in"
	signOutPath  = codePath + "/sign-out"
	consentPath  = codePath + "/consent"
	acceptPath   = codePath + "/accept"
	resultPath   = codePath + "/result/:id"
)

// PageRoutes are the routes of the customers' pages, which are no operations of
// the document.
var PageRoutes = []string{
	"GET " + stylePath,
	"HEAD " + stylePath,
	"GET " + callbackPath,
	"GET " + codePath,
	"HEAD " + codePath,
	"POST " + signInPath,
	"POST " + signOutPath,
	"GET " + consentPath,
	"HEAD " + consentPath,
	"POST " + acceptPath,
	"GET " + resultPath,
	"HEAD " + resultPath,
	"GET " + partnerPath,
	"HEAD " + partnerPath,
	"POST " + partnerSignInPath,
	"POST " + partnerSignOutPath,
	"POST " + partnerAskPath,
	"POST " + partnerAgreePath,
	"POST " + partnerRefusePath,
	"POST " + partnerCancelPath,
}

// Register adds the pages to the router.
func (p *Pages) Register(e *echo.Echo) {
	reading := []string{http.MethodGet, http.MethodHead}
	e.Match(reading, stylePath, p.style)
	e.GET(callbackPath, p.page(p.finishSignIn))
	e.Match(reading, codePath, p.page(p.showInvitation))
	e.POST(signInPath, p.page(p.startSignIn))
	e.POST(signOutPath, p.page(p.signOut))
	e.Match(reading, consentPath, p.page(p.showConsent))
	e.POST(acceptPath, p.page(p.accept))
	e.Match(reading, resultPath, p.page(p.showResult))
	p.registerPartner(e)
}

// visit is one request of a page.
type visit struct {
	echo.Context
	code   string // of the invitation or link
	locale string // "zh-CN" or "en"
	chosen bool   // the reader chose the language; the address carries it on
}

func (v *visit) context() context.Context { return v.Request().Context() }

// path is an address of the same code in the same language.
func (v *visit) path(suffix string) string {
	return v.pathIn(suffix, v.locale, v.chosen)
}

func (v *visit) pathIn(suffix, locale string, chosen bool) string {
	path := pagesPath + "/" + url.PathEscape(v.code) + suffix
	if chosen {
		path += "?lang=" + url.QueryEscape(locale)
	}
	return path
}

func (v *visit) seeOther(suffix string) error {
	return v.Redirect(http.StatusSeeOther, v.path(suffix))
}

// page turns a handler's error into a page for people.
func (p *Pages) page(handle func(*visit) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		protectPage(c.Response().Header(), strictForms)
		locale, chosen := pageLocale(c.Request())
		v := &visit{Context: c, code: c.Param("code"), locale: locale, chosen: chosen}
		if err := handle(v); err != nil {
			return p.fail(v, err)
		}
		return nil
	}
}

// strictForms lets forms go nowhere but to these pages.
const strictForms = "'self'"

// protectPage sets what keeps a page out of caches, frames, search engines and
// the referrers of other sites. forms is where the page's forms may lead.
func protectPage(header http.Header, forms string) {
	header.Set(echo.HeaderContentSecurityPolicy,
		"default-src 'none'; style-src 'self'; base-uri 'none'; form-action "+forms+"; frame-ancestors 'none'")
	header.Set(echo.HeaderReferrerPolicy, "no-referrer")
	header.Set(echo.HeaderXContentTypeOptions, "nosniff")
	header.Set(echo.HeaderCacheControl, "no-store")
	header.Set("X-Robots-Tag", "noindex, nofollow")
}

// The errors of the pages themselves.
var (
	errSignedOut   = errors.New("nobody is signed in for this code")
	errFormInvalid = errors.New("the form does not belong to the session")
)

// fail shows what went wrong, as far as it is the reader's business.
func (p *Pages) fail(v *visit, err error) error {
	var refusal *models.Refusal
	var often *rateError
	switch {
	case errors.Is(err, errSignedOut):
		return v.seeOther("")
	case errors.As(err, &refusal):
		return p.showFailure(v, http.StatusConflict, refusal.Blockers)
	case errors.Is(err, models.ErrNotFound):
		return p.showFailure(v, http.StatusNotFound, []models.Blocker{{Code: blockerNotFound}})
	case errors.Is(err, errFormInvalid), errors.Is(err, models.ErrIdempotencyMismatch):
		return p.showTrouble(v, http.StatusForbidden, troubleForm)
	case errors.Is(err, models.ErrInProgress):
		return p.showTrouble(v, http.StatusConflict, troubleInProgress)
	case errors.Is(err, errSignInOver):
		return p.showTrouble(v, http.StatusBadRequest, troubleSignInOver)
	case errors.As(err, &often):
		v.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(often.retryAfter))
		return p.showTrouble(v, http.StatusTooManyRequests, troubleTooOften)
	}
	p.log.LogAttrs(v.context(), slog.LevelError, "page failed",
		slog.String("request_id", requestID(v)), slog.String("route", v.Path()), slog.Any("error", err))
	if errors.Is(err, models.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) {
		v.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(retryUnavailable))
		return p.showTrouble(v, http.StatusServiceUnavailable, troubleUnavailable)
	}
	return p.showTrouble(v, http.StatusInternalServerError, troubleInternal)
}
