package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"partnercenter/models"
)

// Signature checks that a sender signed a body, and lately.
type Signature interface {
	Verify(body []byte, header http.Header) error
}

// headerEvent carries the sender's id of the event, which is its idempotency key.
const headerEvent = "webhook-id"

var (
	errSignature = errors.New("signature refused")
	eventPattern = regexp.MustCompile(`^[!-~]{1,64}$`)
)

// receiveBank takes in what the bank calls to say. Who calls is proved by the
// signature of the body, so that it is read before anybody is known. The workflow
// looks at it; the bank is told that it is kept.
func (s *server) receiveBank(c echo.Context) error {
	if s.bank == nil {
		return models.ErrNotFound
	}
	body, err := signedBody(c.Request(), s.bank)
	if err != nil {
		return err
	}
	answer, reference, err := s.readBankNotice(body)
	if err != nil {
		return err
	}
	event := c.Request().Header.Get(headerEvent)
	if !eventPattern.MatchString(event) {
		return &requestError{status: http.StatusBadRequest, code: codeInvalidRequest, fields: []fieldError{{in: inHeader, pointer: pointerTo(headerEvent), code: fieldInvalid}}}
	}
	call := models.BankCall{EventID: event, Reference: reference, Answer: answer, Fingerprint: fingerprint(c.Request(), nil, body)}
	if err := s.services.Withdrawals.Called(c.Request().Context(), call, requestID(c)); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// signedBody is the body that a sender signed, checked as JSON.
func signedBody(r *http.Request, signature Signature) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxBodyBytes+1))
	if err != nil {
		return nil, refuseBody(http.StatusBadRequest, codeBodyUnreadable, "")
	}
	if err := signature.Verify(raw, r.Header); err != nil {
		return nil, fmt.Errorf("%w: %w", errSignature, err)
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	return readBody(r, true)
}

// readBankNotice holds a body against the document's BankNotice, with every error reported.
func (s *server) readBankNotice(body []byte) (models.BankAnswer, string, error) {
	var document any
	if err := json.Unmarshal(body, &document); err != nil {
		return models.BankAnswer{}, "", refuseBody(http.StatusBadRequest, codeJSONMalformed, "")
	}
	if err := s.bankNotice.VisitJSON(document, append(Formats(), openapi3.MultiErrors())...); err != nil {
		return models.BankAnswer{}, "", &requestError{status: http.StatusBadRequest, code: codeInvalidRequest, fields: schemaFields(err)}
	}
	var in struct {
		Reference string `json:"reference"`
		Status    string `json:"status"`
		Amount    struct {
			Amount   string `json:"amount"`
			Currency string `json:"currency"`
		} `json:"amount"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return models.BankAnswer{}, "", refuseBody(http.StatusBadRequest, codeInvalidRequest, "")
	}
	amount, err := models.ParseMoney(in.Amount.Amount, in.Amount.Currency)
	if err != nil {
		return models.BankAnswer{}, "", &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/amount/amount", Code: models.FieldInvalid}}}
	}
	return models.BankAnswer{Status: in.Status, Amount: amount}, in.Reference, nil
}

func schemaFields(err error) []fieldError {
	var fields []fieldError
	for _, cause := range eachError(err) {
		for _, pointer := range causePointers(cause) {
			fields = append(fields, fieldError{in: inBody, pointer: pointer, code: causeCode(cause)})
		}
	}
	return fields
}
