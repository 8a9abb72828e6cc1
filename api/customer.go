package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// PutCustomerFacts takes in one version of the facts about a customer account.
func (s *server) PutCustomerFacts(ctx context.Context, r gen.PutCustomerFactsRequestObject) (gen.PutCustomerFactsResponseObject, error) {
	in := models.CustomerInput{
		AsOf:        models.Microseconds(r.Body.AsOf),
		Source:      r.Body.Source,
		AccountName: r.Body.AccountName,
		Name:        r.Body.Name,
		CreditCode:  given(r.Body.CreditCode),
		Phone:       r.Body.Phone,
		Email:       given(r.Body.Email),
		Facts:       r.Body.Facts,
	}
	result, err := s.services.Customers.PutFacts(ctx, commandOf(ctx), r.CustomerId, in)
	if err != nil {
		return nil, err
	}
	return gen.PutCustomerFacts200JSONResponse{Body: customerFacts(result.Value), Headers: gen.PutCustomerFacts200ResponseHeaders{
		IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

func customerFacts(f models.CustomerFacts) gen.CustomerFacts {
	facts := f.Facts
	facts.RegisteredAt = facts.RegisteredAt.UTC()
	if facts.Contracts == nil {
		facts.Contracts = []models.Contract{}
	}
	return gen.CustomerFacts{
		Id:         f.ID,
		CustomerId: f.CustomerID,
		AsOf:       f.AsOf.UTC(),
		ReceivedAt: f.ReceivedAt.UTC(),
		Source:     f.Source,
		Facts:      facts,
	}
}
