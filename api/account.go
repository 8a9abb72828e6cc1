package api

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// ListAccounts lists what the caller may see. Source: 7a-1, 5a-4.
func (s *server) ListAccounts(ctx context.Context, r gen.ListAccountsRequestObject) (gen.ListAccountsResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := models.AccountFilter{PartnerID: r.Params.PartnerId, Kind: string(given(r.Params.Kind)), CustomerID: r.Params.CustomerId}
	page, err := s.services.Accounts.List(ctx, principalOf(ctx), filter, query)
	if err != nil {
		return nil, err
	}
	return gen.ListAccounts200JSONResponse{Body: gen.AccountPage{Items: mapped(page.Items, account), NextCursor: s.next(ctx, page.Next)}}, nil
}

// ListAccountEntries lists the lines of an account. Source: 7a-6, 7d.
func (s *server) ListAccountEntries(ctx context.Context, r gen.ListAccountEntriesRequestObject) (gen.ListAccountEntriesResponseObject, error) {
	query, err := s.page(ctx, r.Params.Limit, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	filter := models.EntryFilter{TradeType: string(given(r.Params.TradeType)), From: instant(r.Params.From), To: instant(r.Params.To)}
	page, err := s.services.Accounts.Entries(ctx, principalOf(ctx), r.AccountId, filter, query)
	if err != nil {
		return nil, err
	}
	return gen.ListAccountEntries200JSONResponse{Body: gen.EntryPage{Items: mapped(page.Items, entry), NextCursor: s.next(ctx, page.Next)}}, nil
}

// GetAccountStatement reads what an account held at an instant.
func (s *server) GetAccountStatement(ctx context.Context, r gen.GetAccountStatementRequestObject) (gen.GetAccountStatementResponseObject, error) {
	statement, err := s.services.Accounts.Statement(ctx, principalOf(ctx), r.AccountId, r.Params.AsOf)
	if err != nil {
		return nil, err
	}
	return gen.GetAccountStatement200JSONResponse{Body: gen.AccountStatement{
		AccountId: statement.ID, PartnerId: statement.PartnerID, Kind: gen.AccountKind(statement.Kind),
		Opening: figure(statement.Opening), Closing: figure(statement.Closing),
	}}, nil
}

// The two sets of accounts.
const (
	setMoney     = "money"
	setAllotment = "allotment"
)

func account(v models.AccountView) gen.Account {
	set := setMoney
	if v.Allotment() {
		set = setAllotment
	}
	self := "/v1/accounts/" + v.ID.String()
	links := gen.Links{"entries": self + "/entries", "statement": self + "/statement"}
	link(links, "association", models.SubjectAssociation, v.AssociationID)
	shown := gen.Account{
		Id:            v.ID,
		PartnerId:     v.PartnerID,
		Set:           gen.AccountSet(set),
		Kind:          gen.AccountKind(v.Kind),
		CustomerName:  optional(v.CustomerName),
		AssociationId: v.AssociationID,
		Balance:       money(v.Balance),
		Seq:           v.Seq,
		Links:         links,
	}
	if v.Designated != nil {
		designated := money(*v.Designated)
		shown.DesignatedAmount = &designated
	}
	if v.CustomerID != uuid.Nil {
		shown.CustomerId = &v.CustomerID
	}
	return shown
}

func entry(e models.Entry) gen.Entry {
	return gen.Entry{
		TransactionId: e.TransactionID,
		AccountSeq:    e.AccountSeq,
		Kind:          e.Kind,
		TradeType:     gen.TradeType(e.TradeType),
		SubjectKind:   e.SubjectKind,
		SubjectId:     e.SubjectID,
		AssociationId: e.AssociationID,
		ReversesId:    e.ReversesID,
		CustomerId:    e.CustomerID,
		Amount:        money(e.Amount),
		BalanceAfter:  money(e.BalanceAfter),
		EffectiveAt:   e.EffectiveAt.UTC(),
		RecordedAt:    e.RecordedAt.UTC(),
	}
}

func figure(f models.Figure) gen.AccountFigure {
	return gen.AccountFigure{At: f.At.UTC(), Balance: money(f.Balance), Seq: f.Seq}
}

// money shows an amount at the scale of its currency.
func money(m models.Money) gen.Money {
	return gen.Money{Amount: m.Fixed(), Currency: gen.MoneyCurrency(m.Currency)}
}
