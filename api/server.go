package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// How long a connection may take for each part of a request.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 10 * time.Second
	writeMargin       = 5 * time.Second // an answer at the request's time limit still gets out
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 16 << 10
)

// minKeyLength is the length in bytes below which a signing key is a mistake.
const minKeyLength = 32

// Authenticator turns a bearer token into a principal. Errors: auth.ErrToken
// and those of package models.
type Authenticator interface {
	Authenticate(ctx context.Context, token string) (models.Principal, error)
}

// Readiness is something that must work before requests are sent here.
type Readiness struct {
	Name  string
	Check func(ctx context.Context) error
}

// Deps are what the API is built from.
type Deps struct {
	Services  Services
	Auth      Authenticator
	CursorKey []byte // 32 bytes; signs positions in lists
	Titles    TitleLookup
	Readiness []Readiness
	PublicURL string // base of the addresses in answers, without a slash at its end
	Logger    *slog.Logger
	// RequestTimeout bounds what one request may take: the longest wait of a service
	// and room for its transactions.
	RequestTimeout time.Duration
	// Rates are how often callers may ask, Proxies the networks of those who say for whom they ask.
	Rates   Rates
	Proxies []netip.Prefix
	// Middleware runs right after the request has its id: traces and metrics.
	Middleware []echo.MiddlewareFunc
	// Bank checks what the bank calls to say; nil: it does not call here.
	Bank Signature
	// Channels are the payment channels that may call back, by name.
	Channels map[string]Channel
	// Pages are the customers'; nil leaves them out.
	Pages *Pages
	// Stopping is closed when the process stops: streams end then. nil: never.
	Stopping <-chan struct{}
}

// server holds what handlers share. It implements gen.StrictServerInterface,
// one file per resource.
type server struct {
	services   Services
	auth       Authenticator
	cursors    cursors
	titles     TitleLookup
	readiness  []Readiness
	publicURL  string
	log        *slog.Logger
	operations map[string]operation
	bank       Signature
	bankNotice *openapi3.Schema // of what the bank calls to say
	channels   map[string]Channel
	streams    *streams
	notice     *openapi3.Schema // of what a payment channel sends
	principals *limits
	strangers  *limits
	pages      *Pages
}

var _ gen.StrictServerInterface = (*server)(nil)

// New builds the router with every route of the document, the service's own
// routes and the pages.
func New(deps Deps) (*echo.Echo, error) {
	s, docs, err := build(deps)
	if err != nil {
		return nil, fmt.Errorf("build api: %w", err)
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.handleError
	e.IPExtractor = clientAddress(deps.Proxies)
	e.Use(identify)
	e.Use(deps.Middleware...)
	e.Use(s.logAccess, s.survive(), s.harden, limitTime(deps.RequestTimeout), s.keepDenials, s.admit)
	gen.RegisterHandlers(e, gen.NewStrictHandler(s, nil))
	s.addOwnRoutes(e, docs)
	if deps.Pages != nil {
		deps.Pages.Register(e)
	}
	return e, nil
}

// Server serves the handler with every part of a request bounded in time and size.
func Server(handler http.Handler, requestTimeout time.Duration, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      requestTimeout + writeMargin,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

func build(deps Deps) (*server, *docsPages, error) {
	if err := deps.check(); err != nil {
		return nil, nil, err
	}
	document, err := Document()
	if err != nil {
		return nil, nil, err
	}
	index, err := operations(document)
	if err != nil {
		return nil, nil, err
	}
	s := &server{
		services:   deps.Services,
		auth:       deps.Auth,
		cursors:    cursors{key: deps.CursorKey},
		titles:     deps.Titles,
		readiness:  deps.Readiness,
		publicURL:  strings.TrimSuffix(deps.PublicURL, "/"),
		log:        deps.Logger,
		operations: index,
		bank:       deps.Bank,
		bankNotice: document.Components.Schemas["BankNotice"].Value,
		channels:   deps.Channels,
		streams:    &streams{feeds: deps.Services.Feeds, log: deps.Logger, stopping: deps.Stopping},
		notice:     document.Components.Schemas["PaymentNotice"].Value,
		pages:      deps.Pages,
	}
	if s.principals, err = newLimits("principal", deps.Rates.Principal); err != nil {
		return nil, nil, err
	}
	if s.strangers, err = newLimits("address", deps.Rates.Address); err != nil {
		return nil, nil, err
	}
	docs, err := newDocsPages(document)
	return s, docs, err
}

func (d Deps) check() error {
	switch {
	case d.Auth == nil:
		return errors.New("no authenticator")
	case d.Services.Denials == nil:
		return errors.New("no record of denials")
	case d.Titles == nil:
		return errors.New("no titles")
	case d.Logger == nil:
		return errors.New("no logger")
	case d.RequestTimeout <= 0:
		return errors.New("no time for a request")
	case len(d.CursorKey) < minKeyLength:
		return fmt.Errorf("cursor key is shorter than %d bytes", minKeyLength)
	default:
		return nil
	}
}

// OwnRoutes are the service's routes that are not operations of the document; the
// customers' pages have PageRoutes.
var OwnRoutes = []string{
	"GET /healthz",
	"GET /readyz",
	"GET /openapi.yaml",
	"GET /openapi.json",
	"GET /docs",
	"GET /docs/style.css",
	"GET /docs/problems/:code",
	"POST /v1/callbacks/bank",
	"POST /v1/callbacks/payment-channels/:channel",
}

func (s *server) addOwnRoutes(e *echo.Echo, docs *docsPages) {
	e.GET("/healthz", alive)
	e.GET("/readyz", s.ready)
	e.GET("/openapi.yaml", docs.yaml)
	e.GET("/openapi.json", docs.json)
	e.GET("/docs", docs.reference)
	e.GET("/docs/style.css", docs.style)
	e.GET("/docs/problems/:code", s.explainProblem)
	e.POST("/v1/callbacks/bank", s.receiveBank)
	e.POST("/v1/callbacks/payment-channels/:channel", s.receivePayment)
}
