package api

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// CheckRegistration asks the rules without registering.
func (s *server) CheckRegistration(ctx context.Context, r gen.CheckRegistrationRequestObject) (gen.CheckRegistrationResponseObject, error) {
	evaluation, err := s.services.Registrations.Check(ctx, commandOf(ctx), registrationInput(*r.Body))
	if err != nil {
		return nil, err
	}
	return gen.CheckRegistration200JSONResponse{Body: s.evaluation(ctx, evaluation)}, nil
}

// SubmitRegistration registers a customer.
func (s *server) SubmitRegistration(ctx context.Context, r gen.SubmitRegistrationRequestObject) (gen.SubmitRegistrationResponseObject, error) {
	result, err := s.services.Registrations.Submit(ctx, commandOf(ctx), registrationInput(*r.Body))
	if err != nil {
		return nil, err
	}
	body, err := s.registrationResult(ctx, result)
	if err != nil {
		return nil, err
	}
	return gen.SubmitRegistration201JSONResponse{Body: body, Headers: gen.SubmitRegistration201ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), Location: optional(body.Links["self"]),
	}}, nil
}

// ImportHistoricalCustomer records a customer that a partner had before.
func (s *server) ImportHistoricalCustomer(ctx context.Context, r gen.ImportHistoricalCustomerRequestObject) (gen.ImportHistoricalCustomerResponseObject, error) {
	result, err := s.services.Registrations.Import(ctx, commandOf(ctx), historicalInput(*r.Body))
	if err != nil {
		return nil, err
	}
	body, err := s.registrationResult(ctx, result)
	if err != nil {
		return nil, err
	}
	return gen.ImportHistoricalCustomer201JSONResponse{Body: body, Headers: gen.ImportHistoricalCustomer201ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), Location: optional(body.Links["self"]),
	}}, nil
}

// SubmitHistoricalRegistration registers a historical customer.
func (s *server) SubmitHistoricalRegistration(ctx context.Context, r gen.SubmitHistoricalRegistrationRequestObject) (gen.SubmitHistoricalRegistrationResponseObject, error) {
	result, err := s.services.Registrations.SubmitHistorical(ctx, commandOf(ctx), r.RegistrationId, reviewForm(r.Body.Review))
	if err != nil {
		return nil, err
	}
	body, err := s.registrationResult(ctx, result)
	if err != nil {
		return nil, err
	}
	return gen.SubmitHistoricalRegistration200JSONResponse{Body: body, Headers: gen.SubmitHistoricalRegistration200ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// GetRegistration reads one registration.
func (s *server) GetRegistration(ctx context.Context, r gen.GetRegistrationRequestObject) (gen.GetRegistrationResponseObject, error) {
	view, err := s.services.Registrations.Get(ctx, principalOf(ctx), r.RegistrationId)
	if err != nil {
		return nil, err
	}
	body, err := s.registration(ctx, view)
	if err != nil {
		return nil, err
	}
	return gen.GetRegistration200JSONResponse{Body: body, Headers: gen.GetRegistration200ResponseHeaders{ETag: etag(body.Version)}}, nil
}

// ListRegistrations lists what the caller may see.
func (s *server) ListRegistrations(ctx context.Context, r gen.ListRegistrationsRequestObject) (gen.ListRegistrationsResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := models.RegistrationFilter{
		State:          string(given(r.Params.State)),
		AccountManager: given(r.Params.AccountManager),
		PartnerID:      r.Params.PartnerId,
	}
	page, err := s.services.Registrations.List(ctx, principalOf(ctx), filter, query)
	if err != nil {
		return nil, err
	}
	body, err := s.registrationPage(ctx, page)
	if err != nil {
		return nil, err
	}
	return gen.ListRegistrations200JSONResponse{Body: body}, nil
}

// SearchRegistrations finds registrations by personal data, which must not be
// in a path or query. Source: 1a-11.
func (s *server) SearchRegistrations(ctx context.Context, r gen.SearchRegistrationsRequestObject) (gen.SearchRegistrationsResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	search := models.RegistrationSearch{
		CompanyName: given(r.Body.CompanyName),
		Phone:       given(r.Body.Phone),
		Email:       given(r.Body.Email),
	}
	page, err := s.services.Registrations.Search(ctx, principalOf(ctx), search, query)
	if err != nil {
		return nil, err
	}
	body, err := s.registrationPage(ctx, page)
	if err != nil {
		return nil, err
	}
	return gen.SearchRegistrations200JSONResponse{Body: body}, nil
}

// ReviewRegistration decides a manual review.
func (s *server) ReviewRegistration(ctx context.Context, r gen.ReviewRegistrationRequestObject) (gen.ReviewRegistrationResponseObject, error) {
	in := models.ReviewInput{Verdict: string(r.Body.Verdict), Opinion: r.Body.Opinion}
	result, err := s.services.Registrations.Review(ctx, commandOf(ctx), r.RegistrationId, in)
	if err != nil {
		return nil, err
	}
	body, err := s.registrationResult(ctx, result)
	if err != nil {
		return nil, err
	}
	if result.Pending != nil {
		return gen.ReviewRegistration202JSONResponse{Body: body, Headers: gen.ReviewRegistration202ResponseHeaders{
			ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), RetryAfter: optional(retryPending),
		}}, nil
	}
	return gen.ReviewRegistration200JSONResponse{Body: body, Headers: gen.ReviewRegistration200ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// ReleaseRegistration gives up one registration.
func (s *server) ReleaseRegistration(ctx context.Context, r gen.ReleaseRegistrationRequestObject) (gen.ReleaseRegistrationResponseObject, error) {
	result, err := s.services.Registrations.Release(ctx, commandOf(ctx), r.RegistrationId)
	if err != nil {
		return nil, err
	}
	body, err := s.registrationResult(ctx, result)
	if err != nil {
		return nil, err
	}
	if result.Pending != nil {
		return gen.ReleaseRegistration202JSONResponse{Body: body, Headers: gen.ReleaseRegistration202ResponseHeaders{
			ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed), RetryAfter: optional(retryPending),
		}}, nil
	}
	return gen.ReleaseRegistration200JSONResponse{Body: body, Headers: gen.ReleaseRegistration200ResponseHeaders{
		ETag: etag(body.Version), IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// ReleaseRegistrations gives up several; each has its own result. Source: 1a-12.
func (s *server) ReleaseRegistrations(ctx context.Context, r gen.ReleaseRegistrationsRequestObject) (gen.ReleaseRegistrationsResponseObject, error) {
	items, replayed, err := s.services.Registrations.ReleaseBatch(ctx, commandOf(ctx), r.Body.Ids)
	if err != nil {
		return nil, err
	}
	body := gen.ReleaseBatchResult{Items: make([]gen.ReleaseBatchItem, 0, len(items))}
	for _, item := range items {
		shown, err := s.releaseItem(ctx, item)
		if err != nil {
			return nil, err
		}
		body.Items = append(body.Items, shown)
	}
	return gen.ReleaseRegistrations200JSONResponse{Body: body, Headers: gen.ReleaseRegistrations200ResponseHeaders{
		IdempotencyReplayed: optional(replayed),
	}}, nil
}

func (s *server) releaseItem(ctx context.Context, item models.BatchItem[models.RegistrationView]) (gen.ReleaseBatchItem, error) {
	shown := gen.ReleaseBatchItem{
		Id:           item.ID,
		Result:       gen.ReleaseBatchItemResultRefused,
		Blockers:     s.blockers(item.Blockers, callOf(ctx).language),
		EvaluationId: optional(item.EvaluationID),
	}
	switch {
	case item.NotFound:
		shown.Result = gen.ReleaseBatchItemResultNotFound
	case item.Value != nil:
		registration, err := s.registration(ctx, *item.Value)
		if err != nil {
			return gen.ReleaseBatchItem{}, err
		}
		shown.Registration = &registration
		if len(item.Blockers) == 0 {
			shown.Result = gen.ReleaseBatchItemResultReleased
		}
	}
	return shown, nil
}

// UnmaskRegistration shows the contact in clear, on record. Source: 1a-11.
func (s *server) UnmaskRegistration(ctx context.Context, r gen.UnmaskRegistrationRequestObject) (gen.UnmaskRegistrationResponseObject, error) {
	contact, err := s.services.Registrations.Unmask(ctx, commandOf(ctx), r.RegistrationId, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return gen.UnmaskRegistration200JSONResponse{Body: gen.UnmaskedContact{
		PersonName:  contact.PersonName,
		AccountName: contact.AccountName,
		Phone:       contact.Phone,
		Email:       contact.Email,
	}}, nil
}

func registrationInput(in gen.RegistrationInput) models.RegistrationInput {
	return models.RegistrationInput{
		CompanyName:       in.CompanyName,
		PersonName:        given(in.PersonName),
		Phone:             in.Phone,
		Email:             in.Email,
		CreditCode:        given(in.CreditCode),
		AccountName:       given(in.AccountName),
		ExternalReference: given(in.ExternalReference),
		AccountManager:    given(in.AccountManager),
		Review:            reviewForm(in.Review),
	}
}

func historicalInput(in gen.HistoricalCustomerInput) models.HistoricalInput {
	return models.HistoricalInput{
		PartnerID: in.PartnerId,
		RegistrationInput: models.RegistrationInput{
			CompanyName:       in.CompanyName,
			PersonName:        given(in.PersonName),
			Phone:             in.Phone,
			Email:             in.Email,
			CreditCode:        given(in.CreditCode),
			AccountName:       given(in.AccountName),
			ExternalReference: given(in.ExternalReference),
			AccountManager:    given(in.AccountManager),
		},
	}
}

func reviewForm(in *gen.ReviewForm) *models.ReviewForm {
	if in == nil {
		return nil
	}
	return &models.ReviewForm{
		ExpectedAmount:   in.ExpectedNewConsumption.Amount,
		ExpectedCurrency: string(in.ExpectedNewConsumption.Currency),
		ProjectDetails:   in.ProjectDetails,
		Communication:    in.Communication,
		CustomerAccount:  given(in.CustomerAccount),
	}
}

func (s *server) registrationResult(ctx context.Context, result models.Result[models.RegistrationView]) (gen.Registration, error) {
	body, err := s.registration(ctx, result.Value)
	body.PendingDecision = pendingDecision(result.Pending)
	return body, err
}

func (s *server) registrationPage(ctx context.Context, page models.Page[models.RegistrationView]) (gen.RegistrationPage, error) {
	body := gen.RegistrationPage{Items: make([]gen.Registration, 0, len(page.Items)), NextCursor: s.next(ctx, page.Next)}
	for _, view := range page.Items {
		shown, err := s.registration(ctx, view)
		if err != nil {
			return gen.RegistrationPage{}, err
		}
		body.Items = append(body.Items, shown)
	}
	return body, nil
}

func (s *server) registration(ctx context.Context, v models.RegistrationView) (gen.Registration, error) {
	review, err := reviewOf(v.Registration)
	if err != nil {
		return gen.Registration{}, fmt.Errorf("show registration %s: %w", v.ID, err)
	}
	links := linksOf(models.SubjectRegistration, v.ID, v.EvaluationID)
	link(links, "association", models.SubjectAssociation, v.AssociationID)
	return gen.Registration{
		Id:                v.ID,
		Reference:         v.Reference,
		State:             gen.RegistrationState(v.Effective),
		StateSince:        v.StateSince.UTC(),
		Version:           v.Version,
		WaitingFor:        waitingFor(v.Waiting),
		DueAt:             instant(v.Waiting.DueAt),
		OnSilence:         optional(v.Waiting.OnSilence),
		AllowedActions:    s.actions(ctx, v.Actions),
		EvaluationId:      v.EvaluationID,
		Links:             links,
		PartnerId:         v.PartnerID,
		CompanyName:       v.CompanyName,
		Contact:           maskedContact(v.Contact),
		AccountName:       optional(models.MaskName(v.Contact.AccountName)),
		CreditCode:        optional(v.CreditCode),
		ExternalReference: optional(v.ExternalReference),
		Reporter:          v.Reporter,
		AccountManager:    optional(v.AccountManager),
		ReviewType:        optional(gen.RegistrationReviewType(v.ReviewType)),
		SubmittedAt:       instant(optional(v.SubmittedAt)),
		ValidUntil:        instant(v.ValidUntil),
		Review:            review,
		CustomerId:        v.CustomerID,
		AssociationId:     v.AssociationID,
		PolicyId:          v.PolicyID,
		CreatedAt:         v.CreatedAt.UTC(),
	}, nil
}

func reviewOf(r models.Registration) (*gen.Review, error) {
	if r.ReviewType != models.ReviewManual {
		return nil, nil
	}
	expected, err := expectedConsumption(r)
	if err != nil {
		return nil, err
	}
	return &gen.Review{
		TargetAt:    instant(r.ReviewTargetAt),
		LapseAt:     instant(r.ReviewLapseAt),
		Provisional: r.ReviewProvisional,
		EscalatedAt: instant(r.EscalatedAt),
		Reviewer:    optional(r.Reviewer),
		Opinion:     optional(r.Opinion),
		Form: gen.SubmittedReviewForm{
			ExpectedNewConsumption: expected,
			ProjectDetails:         r.ProjectDetails,
			Communication:          r.Communication,
			CustomerAccount:        r.CustomerAccount,
		},
	}, nil
}

// expectedConsumption shows the stored figure at its currency's scale, however
// the database wrote it.
func expectedConsumption(r models.Registration) (*gen.Money, error) {
	if r.ExpectedAmount == nil || r.ExpectedCurrency == nil {
		return nil, nil
	}
	figure, err := decimal.NewFromString(*r.ExpectedAmount)
	if err != nil {
		return nil, fmt.Errorf("read expected consumption: %w", err)
	}
	scale, err := models.Currency(*r.ExpectedCurrency).Scale()
	if err != nil {
		return nil, fmt.Errorf("read expected consumption: %w", err)
	}
	return &gen.Money{Amount: figure.StringFixed(scale), Currency: gen.MoneyCurrency(*r.ExpectedCurrency)}, nil
}
