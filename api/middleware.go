package api

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"go.opentelemetry.io/otel/trace"

	"partnercenter/models"
)

// requestIDPattern is what we take over from callers: it goes into logs, rows
// and headers.
var requestIDPattern = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// identify gives the request its id: the caller's, or a new one.
func identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get(echo.HeaderXRequestID)
		if !requestIDPattern.MatchString(id) {
			generated, err := uuid.NewV7()
			if err != nil {
				return err
			}
			id = generated.String()
		}
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		return next(c)
	}
}

func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

// aYear is how long browsers shall speak nothing but TLS with us, in seconds.
const aYear = "max-age=31536000"

// harden keeps answers out of caches and other sites' logs, and bounds bodies
// of every route.
func (s *server) harden(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		header := c.Response().Header()
		header.Set(echo.HeaderXContentTypeOptions, "nosniff")
		header.Set(echo.HeaderCacheControl, "no-store")
		// Paths of the pages hold invitation codes.
		header.Set(echo.HeaderReferrerPolicy, "no-referrer")
		if strings.HasPrefix(s.publicURL, "https:") {
			header.Set(echo.HeaderStrictTransportSecurity, aYear)
		}
		r := c.Request()
		// One byte more than the reader takes, so that the reader is the one to refuse.
		r.Body = http.MaxBytesReader(c.Response(), r.Body, maxBodyBytes+1)
		return next(c)
	}
}

// logAccess writes one line per request: its route, never its path, query or
// body, which hold codes and personal data.
func (s *server) logAccess(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start, arrived := time.Now(), c.Request()
		err := next(c)
		call := callOf(c.Request().Context())
		// The time limit inside has cancelled its context by now; the caller's own
		// tells whether he is still there.
		c.SetRequest(arrived)
		if err != nil {
			// Answered here, so that the line has the status that the caller gets.
			c.Error(err)
		}
		s.log.LogAttrs(arrived.Context(), slog.LevelInfo, "request",
			slog.String("request_id", requestID(c)),
			slog.String("method", arrived.Method),
			slog.String("route", c.Path()),
			slog.String("operation", call.operation),
			slog.Int("status", c.Response().Status),
			slog.Int64("bytes", c.Response().Size),
			slog.Duration("duration", time.Since(start)),
			slog.String("org", orgOf(call)),
			slog.String("trace_id", traceID(arrived.Context())),
		)
		return nil
	}
}

func orgOf(c call) string {
	if c.command.Principal.Org == uuid.Nil {
		return ""
	}
	return c.command.Principal.Org.String()
}

// survive turns a panic into an error with its stack in the log.
func (s *server) survive() echo.MiddlewareFunc {
	return middleware.RecoverWithConfig(middleware.RecoverConfig{
		DisableErrorHandler: true,
		LogErrorFunc: func(c echo.Context, err error, stack []byte) error {
			s.log.LogAttrs(c.Request().Context(), slog.LevelError, "request panicked",
				slog.String("request_id", requestID(c)), slog.Any("error", err), slog.String("stack", string(stack)))
			return err
		},
	})
}

func limitTime(timeout time.Duration) echo.MiddlewareFunc {
	return middleware.ContextTimeoutWithConfig(middleware.ContextTimeoutConfig{
		Timeout:      timeout,
		Skipper:      func(c echo.Context) bool { return c.Path() == streamPath }, // it ends with its reader
		ErrorHandler: func(err error, _ echo.Context) error { return err },
	})
}

// admit lets a request of the document's operations through to its handler:
// who calls, may he, is it what the document says. Roles come before the body,
// so that nobody is served a parser he has no right to use.
func (s *server) admit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		op, known := s.operations[operationKey(c.Request().Method, c.Path())]
		if !known {
			return s.admitStranger(c, next)
		}
		principal, err := s.authenticate(c.Request())
		if err != nil {
			return cmp.Or(s.takeForStranger(c), err)
		}
		if err := s.takeFor(c, principal); err != nil {
			return err
		}
		admitted := call{operation: op.id, command: models.Command{Principal: principal, RequestID: requestID(c), TraceID: traceID(c.Request().Context())}}
		c.SetRequest(c.Request().WithContext(withCall(c.Request().Context(), admitted)))
		if !principal.Is(op.roles...) {
			return models.ErrForbidden
		}
		admitted, err = s.read(c, op, principal)
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(withCall(c.Request().Context(), admitted)))
		return next(c)
	}
}

// probes are asked by whoever keeps the process alive, who must not be kept
// out by others at his address.
var probes = []string{"/healthz", "/readyz"}

// admitStranger lets a request through to pages, callbacks and documents, where
// something else than a token tells who calls.
func (s *server) admitStranger(c echo.Context, next echo.HandlerFunc) error {
	if slices.Contains(probes, c.Path()) {
		return next(c)
	}
	err := s.takeForStranger(c)
	switch {
	case err == nil:
		return next(c)
	case s.pages != nil && slices.Contains(PageRoutes, operationKey(c.Request().Method, c.Path())):
		return s.pages.page(func(*visit) error { return err })(c)
	default:
		return err
	}
}

func (s *server) authenticate(r *http.Request) (models.Principal, error) {
	token, err := bearerToken(r)
	if err != nil {
		return models.Principal{}, err
	}
	return s.auth.Authenticate(r.Context(), token)
}

func bearerToken(r *http.Request) (string, error) {
	values := r.Header.Values(echo.HeaderAuthorization)
	if len(values) != 1 {
		return "", errNoToken
	}
	scheme, token, found := strings.Cut(values[0], " ")
	if !found || !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", errNoToken
	}
	return token, nil
}

// read checks the request against the document and makes the command of it.
func (s *server) read(c echo.Context, op operation, principal models.Principal) (call, error) {
	r := c.Request()
	query, err := readQuery(r, op)
	if err != nil {
		return call{}, err
	}
	body, err := readBody(r, op.takesBody())
	if err != nil {
		return call{}, err
	}
	key, err := singleHeader(r, op, headerIdempotencyKey)
	if err != nil {
		return call{}, err
	}
	tag, err := singleHeader(r, op, headerIfMatch)
	if err != nil {
		return call{}, err
	}
	// The hashes are of what the caller sent: validation adds defaults.
	filter, asked := filterHash(r, query, body), fingerprint(r, query, body)
	if err := validate(c, op); err != nil {
		return call{}, err
	}
	version, err := ifMatch(tag)
	if err != nil {
		return call{}, err
	}
	return call{
		operation: op.id,
		filter:    filter,
		language:  languageOf(r),
		command: models.Command{
			Principal:      principal,
			RequestID:      requestID(c),
			TraceID:        traceID(r.Context()),
			IdempotencyKey: key,
			Fingerprint:    asked,
			IfMatch:        version,
		},
	}, nil
}

func traceID(ctx context.Context) string {
	span := trace.SpanContextFromContext(ctx)
	if !span.HasTraceID() {
		return ""
	}
	return span.TraceID().String()
}
