package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// ChargeConsumption takes in what a customer spent. Source: 5a-4.
func (s *server) ChargeConsumption(ctx context.Context, r gen.ChargeConsumptionRequestObject) (gen.ChargeConsumptionResponseObject, error) {
	amount, err := parseMoney(r.Body.Amount)
	if err != nil {
		return nil, err
	}
	in := models.ConsumptionInput{EventID: r.Body.EventId, CustomerID: r.Body.CustomerId, Amount: amount, ConsumedAt: r.Body.ConsumedAt}
	result, err := s.services.Consumptions.Charge(ctx, commandOf(ctx), in)
	if err != nil {
		return nil, err
	}
	return gen.ChargeConsumption201JSONResponse{Body: consumption(result.Value), Headers: gen.ChargeConsumption201ResponseHeaders{IdempotencyReplayed: optional(result.Replayed)}}, nil
}

func consumption(c models.Consumption) gen.Consumption {
	charged := models.Money{Amount: c.Amount.Sub(c.Arrears), Currency: c.Currency}
	return gen.Consumption{
		Id:            c.ID,
		EventId:       c.EventID,
		PartnerId:     c.PartnerID,
		CustomerId:    c.CustomerID,
		AssociationId: c.AssociationID,
		Amount:        money(c.Money()),
		Charged:       money(charged),
		Arrears:       money(models.Money{Amount: c.Arrears, Currency: c.Currency}),
		ConsumedAt:    c.ConsumedAt.UTC(),
		TransactionId: c.TransactionID,
		EvaluationId:  c.EvaluationID,
		CreatedAt:     c.CreatedAt.UTC(),
	}
}
