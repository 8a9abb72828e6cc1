package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"partnercenter/models"
)

// Channel is a payment channel that may call back, with the check of its signature.
type Channel struct {
	models.PaymentChannel
	Signature Signature
}

// paymentNotice is the document's PaymentNotice.
type paymentNotice struct {
	Reference      string `json:"reference"`
	PaymentAccount string `json:"payment_account"`
	SigningEntity  string `json:"signing_entity"`
	Payer          struct {
		Name    string `json:"name"`
		Account string `json:"account"`
	} `json:"payer"`
	Amount struct {
		Amount   string `json:"amount"`
		Currency string `json:"currency"`
	} `json:"amount"`
	ArrivedAt time.Time `json:"arrived_at"`
}

// receipt is what a channel is told.
type receipt struct {
	ID        uuid.UUID `json:"id"`
	Reference string    `json:"reference"`
	State     string    `json:"state"`
}

// receivePayment takes in what a payment channel says. Who calls is proved by the
// signature of the body, so that it is read before anybody is known. Source: 7a-3.
func (s *server) receivePayment(c echo.Context) error {
	channel, known := s.channels[c.Param("channel")]
	if !known {
		return models.ErrNotFound
	}
	body, err := signedBody(c.Request(), channel.Signature)
	if err != nil {
		return err
	}
	in, err := s.readNotice(body)
	if err != nil {
		return err
	}
	event := c.Request().Header.Get(headerEvent)
	if !eventPattern.MatchString(event) {
		return &requestError{status: http.StatusBadRequest, code: codeInvalidRequest, fields: []fieldError{{in: inHeader, pointer: pointerTo(headerEvent), code: fieldInvalid}}}
	}
	result, err := s.services.TopUps.Receive(c.Request().Context(), models.Command{
		RequestID: requestID(c), TraceID: traceID(c.Request().Context()), IdempotencyKey: event, Fingerprint: fingerprint(c.Request(), nil, body),
	}, channel.PaymentChannel, in)
	if err != nil {
		return err
	}
	status := http.StatusCreated
	if result.Replayed {
		status = http.StatusOK
		c.Response().Header().Set("Idempotency-Replayed", "true")
	}
	return c.JSON(status, receipt{ID: result.Value.ID, Reference: result.Value.Reference, State: result.Value.State})
}

// readNotice holds a body against the document, with every error reported.
func (s *server) readNotice(body []byte) (models.PaymentNotice, error) {
	var document any
	if err := json.Unmarshal(body, &document); err != nil {
		return models.PaymentNotice{}, refuseBody(http.StatusBadRequest, codeJSONMalformed, "")
	}
	options := append(Formats(), openapi3.MultiErrors())
	if err := s.notice.VisitJSON(document, options...); err != nil {
		return models.PaymentNotice{}, &requestError{status: http.StatusBadRequest, code: codeInvalidRequest, fields: schemaFields(err)}
	}
	var in paymentNotice
	if err := json.Unmarshal(body, &in); err != nil {
		return models.PaymentNotice{}, refuseBody(http.StatusBadRequest, codeInvalidRequest, "")
	}
	amount, err := models.ParseMoney(in.Amount.Amount, in.Amount.Currency)
	if err != nil {
		return models.PaymentNotice{}, &models.InvalidInput{Errors: []models.FieldError{{Pointer: "/amount/amount", Code: models.FieldInvalid}}}
	}
	return models.PaymentNotice{
		Reference: in.Reference, PaymentAccount: in.PaymentAccount, SigningEntity: in.SigningEntity, PayerName: in.Payer.Name, PayerAccount: in.Payer.Account,
		ArrivedAt: in.ArrivedAt, Amount: amount,
	}, nil
}
