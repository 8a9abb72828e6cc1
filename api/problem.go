package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"partnercenter/api/gen"
	"partnercenter/internal/auth"
	"partnercenter/models"
)

// The parts of a request that a wrong field can lie in.
const (
	inBody   = "body"
	inQuery  = "query"
	inHeader = "header"
)

// fieldError is one wrong place of a request.
type fieldError struct {
	in      string // body, query, path, header
	pointer string // JSON pointer into that part
	code    string
}

// requestError is a request that breaks the contract.
type requestError struct {
	status int
	code   string
	fields []fieldError
}

// Error names the code; the places are in the answer.
func (e *requestError) Error() string { return "request refused: " + e.code }

// errNoToken says that the request carries no bearer token at all.
var errNoToken = errors.New("token is missing")

// Blockers whose status is not 409, because waiting is all that helps.
// The texts are codes of package rules.
var blockerStatuses = map[string]int{
	"customer_budget_exhausted": http.StatusTooManyRequests,
	"facts_unavailable":         http.StatusServiceUnavailable,
}

// Seconds after which a request may be sent again.
const (
	retryInProgress  = 1
	retryUnavailable = 2
	retryFacts       = 30
	secondsPerDay    = 24 * 60 * 60
)

// problem is an answer to an error before it is put in words.
type problem struct {
	status       int
	code         string
	fields       []fieldError
	blockers     []models.Blocker
	evaluationID uuid.UUID
	retryAfter   int    // seconds; 0 = not stated
	challenge    string // WWW-Authenticate
}

// problemOf is the only place where an error becomes a status. What it does not
// know is a defect of ours and says nothing of its cause.
func problemOf(err error) problem {
	var request *requestError
	var often *rateError
	var refusal *models.Refusal
	var invalid *models.InvalidInput
	var routing *echo.HTTPError
	switch {
	case errors.As(err, &request):
		return problem{status: request.status, code: request.code, fields: request.fields}
	case errors.As(err, &often):
		return problem{status: http.StatusTooManyRequests, code: codeRateLimited, retryAfter: often.retryAfter}
	case errors.As(err, &refusal):
		return refusalProblem(refusal)
	case errors.As(err, &invalid):
		return problem{status: http.StatusUnprocessableEntity, code: codeInvalidFields, fields: inputFields(invalid)}
	case errors.Is(err, errNoToken):
		return problem{status: http.StatusUnauthorized, code: codeTokenMissing, challenge: `Bearer realm="partnercenter"`}
	case errors.Is(err, auth.ErrToken):
		return problem{status: http.StatusUnauthorized, code: codeTokenInvalid, challenge: `Bearer realm="partnercenter", error="invalid_token"`}
	case errors.Is(err, errSignature):
		return problem{status: http.StatusUnauthorized, code: codeSignatureInvalid, challenge: `Webhook realm="partnercenter"`}
	case errors.Is(err, models.ErrNotFound):
		return problem{status: http.StatusNotFound, code: codeNotFound}
	case errors.Is(err, models.ErrForbidden):
		return problem{status: http.StatusForbidden, code: codeForbidden}
	case errors.Is(err, models.ErrIdempotencyMismatch):
		return problem{status: http.StatusUnprocessableEntity, code: codeIdempotencyKeyReused, fields: []fieldError{keyField(codeIdempotencyKeyReused)}}
	case errors.Is(err, models.ErrInProgress):
		return problem{status: http.StatusConflict, code: codeIdempotencyInProgress, retryAfter: retryInProgress}
	case errors.Is(err, models.ErrPrecondition):
		return problem{status: http.StatusPreconditionFailed, code: codeVersionMismatch}
	case errors.Is(err, models.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		return problem{status: http.StatusServiceUnavailable, code: codeUnavailable, retryAfter: retryUnavailable}
	case errors.As(err, &routing):
		return routingProblem(routing)
	default:
		return problem{status: http.StatusInternalServerError, code: codeInternal}
	}
}

func keyField(code string) fieldError {
	return fieldError{in: inHeader, pointer: pointerTo(headerIdempotencyKey), code: code}
}

// refusalProblem is named after the first blocker: the rules list what nobody
// can clear first.
func refusalProblem(refusal *models.Refusal) problem {
	p := problem{
		status:       http.StatusConflict,
		code:         codeRefused,
		blockers:     refusal.Blockers,
		evaluationID: refusal.EvaluationID,
	}
	if len(refusal.Blockers) == 0 {
		return p
	}
	first := refusal.Blockers[0]
	p.code = first.Code
	if status, ok := blockerStatuses[first.Code]; ok {
		p.status = status
		p.retryAfter = secondsUntil(first.EligibleFrom, refusal.At)
	}
	return p
}

// secondsUntil counts from the instant at which the rules were asked: both are
// business time, which may run ahead of this process's clock. It is at most a
// day: the budgets behind it are daily.
func secondsUntil(eligible *time.Time, asked time.Time) int {
	if eligible == nil {
		return retryFacts
	}
	seconds := math.Ceil(eligible.Sub(asked).Seconds())
	return int(min(max(seconds, 1), secondsPerDay))
}

func inputFields(invalid *models.InvalidInput) []fieldError {
	fields := make([]fieldError, 0, len(invalid.Errors))
	for _, e := range invalid.Errors {
		fields = append(fields, fieldError{in: inBody, pointer: e.Pointer, code: e.Code})
	}
	return fields
}

// routingProblem maps what the router itself answers.
func routingProblem(err *echo.HTTPError) problem {
	switch err.Code {
	case http.StatusNotFound:
		return problem{status: err.Code, code: codeNotFound}
	case http.StatusMethodNotAllowed:
		return problem{status: err.Code, code: codeMethodNotAllowed}
	case http.StatusRequestEntityTooLarge:
		return problem{status: err.Code, code: codeBodyTooLarge}
	default:
		return problem{status: http.StatusInternalServerError, code: codeInternal}
	}
}

// statusClientGone is written for nobody: the log shows that the caller left.
const statusClientGone = 499

// handleError answers every error of every route.
func (s *server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	ctx := c.Request().Context()
	if errors.Is(ctx.Err(), context.Canceled) {
		c.Response().WriteHeader(statusClientGone)
		return
	}
	p := problemOf(err)
	if p.status >= http.StatusInternalServerError {
		s.log.LogAttrs(ctx, slog.LevelError, "request failed",
			slog.String("request_id", requestID(c)), slog.String("code", p.code), slog.Any("error", err))
	}
	s.writeProblem(c, p)
}

func (s *server) writeProblem(c echo.Context, p problem) {
	language := languageOf(c.Request())
	header := c.Response().Header()
	header.Set(echo.HeaderContentType, "application/problem+json")
	header.Set("Content-Language", language)
	header.Add(echo.HeaderVary, "Accept-Language")
	if p.retryAfter > 0 {
		header.Set("Retry-After", strconv.Itoa(p.retryAfter))
	}
	if p.challenge != "" {
		header.Set(echo.HeaderWWWAuthenticate, p.challenge)
	}
	c.Response().WriteHeader(p.status)
	if c.Request().Method == http.MethodHead {
		return
	}
	if err := json.NewEncoder(c.Response()).Encode(s.problemBody(p, language, requestID(c))); err != nil {
		s.log.LogAttrs(c.Request().Context(), slog.LevelInfo, "problem not delivered",
			slog.String("request_id", requestID(c)), slog.Any("error", err))
	}
}

func (s *server) problemBody(p problem, language, requestID string) gen.Problem {
	body := gen.Problem{
		Type:      s.publicURL + "/docs/problems/" + p.code,
		Title:     s.title(p.code, language),
		Status:    p.status,
		Code:      p.code,
		RequestId: requestID,
	}
	if len(p.fields) > 0 {
		fields := make([]gen.FieldError, 0, len(p.fields))
		for _, f := range p.fields {
			fields = append(fields, gen.FieldError{In: gen.FieldErrorIn(f.in), Pointer: f.pointer, Code: f.code})
		}
		body.Errors = &fields
	}
	if len(p.blockers) > 0 {
		blockers := s.blockers(p.blockers, language)
		body.Blockers = &blockers
	}
	if p.evaluationID != uuid.Nil {
		body.EvaluationId = &p.evaluationID
	}
	return body
}
