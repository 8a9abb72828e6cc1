package demo

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"partnercenter/api/client"
	"partnercenter/dev/seed"
	"partnercenter/dev/sim/channel"
	"partnercenter/models"
)

// moneyArrives: two channels tell of payments to Aurora, one of them twice.
func moneyArrives(ctx context.Context, p *play) error {
	channels := channel.Client{URL: p.plan.Sims.ChannelsURL}
	for _, payment := range []channel.Payment{
		auroraIsPaid("unionpay", "400.00"),
		auroraIsPaid("wechat", "600.00"),
	} {
		told, err := channels.Pay(ctx, payment)
		if err != nil {
			return err
		}
		p.does("Channel "+payment.Channel, "tells of %s for Aurora, signed: %d", payment.Amount.Amount, told.Status)
		again, err := channels.Deliver(ctx, told.Reference, channel.AsItIs)
		if err != nil {
			return err
		}
		p.does("Channel "+payment.Channel, "tells the same again: %d", again.Status)
	}
	got, err := p.finn.api.ListTopUpsWithResponse(ctx, &client.ListTopUpsParams{})
	if err != nil {
		return fmt.Errorf("list top-ups: %w", err)
	}
	page, err := expect(got.JSON200, got)
	if err != nil {
		return err
	}
	for _, topUp := range page.Items {
		p.api("%s over %s, %s: %s %s", topUp.Reference, topUp.Channel, topUp.State, topUp.Amount.Amount, topUp.Amount.Currency)
	}
	if err := same("the number of top-ups", len(page.Items), 2); err != nil {
		return err
	}
	return p.holds(ctx, models.AccountCash, "1000.00")
}

func auroraIsPaid(name, amount string) channel.Payment {
	return channel.Payment{Channel: name, Notice: channel.Notice{
		PaymentAccount: seed.AuroraAccount, SigningEntity: models.SigningEntitySoftware, Payer: channel.Payer{Name: auroraName, Account: "6222020200112233445"},
		Amount: channel.Money{Amount: amount, Currency: string(models.CNY)},
	}}
}

// allotted: Aurora lets its customer spend, and takes a part back.
func allotted(ctx context.Context, p *play) error {
	r, err := p.alice.registration(ctx, p.chenxing.id)
	if err != nil {
		return err
	}
	bond, err := p.alice.association(ctx, *r.AssociationId)
	if err != nil {
		return err
	}
	given, err := p.finn.api.AllocateWithResponse(ctx, &client.AllocateParams{IdempotencyKey: newKey()}, client.AllocationInput{CustomerId: bond.CustomerId, Amount: cny("300.00")})
	if err != nil {
		return fmt.Errorf("allocate: %w", err)
	}
	if err := p.adjusted(given.JSON201, given); err != nil {
		return err
	}
	taken, err := p.finn.api.ReclaimWithResponse(ctx, &client.ReclaimParams{IdempotencyKey: newKey()}, client.ReclaimInput{CustomerId: bond.CustomerId, Amount: cny("50.00")})
	if err != nil {
		return fmt.Errorf("reclaim: %w", err)
	}
	if err := p.adjusted(taken.JSON201, taken); err != nil {
		return err
	}
	return p.spends(ctx, bond.CustomerId)
}

// adjusted shows both figures of Aurora and the customer's.
func (p *play) adjusted(adjustment *client.Adjustment, got answer) error {
	a, err := expect(adjustment, got)
	if err != nil {
		return err
	}
	p.does(p.finn.name, "%s of %s to or from %s: 201 %s", a.Type, a.Amount.Amount, a.CustomerName, a.Reference)
	if a.Balances == nil {
		return errors.New("the balances are missing")
	}
	p.api("balance %s, allocatable %s, the customer's %s", a.Balances.Account.Amount, a.Balances.Allocatable.Amount, a.Balances.Customer.Amount)
	return same("the balance stays", a.Balances.Account.Amount, "1000.00")
}

// spends: what the customer uses is charged to the partner.
func (p *play) spends(ctx context.Context, customer uuid.UUID) error {
	now, err := p.now(ctx)
	if err != nil {
		return err
	}
	got, err := p.feed.api.ChargeConsumptionWithResponse(ctx, &client.ChargeConsumptionParams{IdempotencyKey: newKey()},
		client.ConsumptionInput{CustomerId: customer, Amount: cny("120.00"), ConsumedAt: now, EventId: "usage-1"})
	if err != nil {
		return fmt.Errorf("charge: %w", err)
	}
	if _, err := expect(got.JSON201, got); err != nil {
		return err
	}
	p.does(p.feed.name, "charges 120.00 that the customer has used")
	return errors.Join(p.holds(ctx, models.AccountCash, "880.00"), p.booksHold(ctx))
}

// holds says what an account of Aurora holds.
func (p *play) holds(ctx context.Context, kind, amount string) error {
	got, err := p.finn.api.ListAccountsWithResponse(ctx, &client.ListAccountsParams{})
	if err != nil {
		return fmt.Errorf("list accounts: %w", err)
	}
	page, err := expect(got.JSON200, got)
	if err != nil {
		return err
	}
	for _, account := range page.Items {
		if string(account.Kind) == kind {
			p.api("account %s: %s %s in the book of Aurora", kind, account.Balance.Amount, account.Balance.Currency)
			return same(kind, account.Balance.Amount, amount)
		}
	}
	return fmt.Errorf("the partner has no account %s", kind)
}

// booksHold: Σ = 0 in every transaction, and lots hold the cash.
func (p *play) booksHold(ctx context.Context) error {
	wrong, err := p.number(ctx, `SELECT count(*) FROM (SELECT FROM postings GROUP BY transaction_id, side, currency HAVING sum(amount) <> 0) AS t`)
	if err != nil {
		return err
	}
	short, err := p.number(ctx, `SELECT count(*) FROM (SELECT partner_id, currency, sum(balance) AS cash FROM accounts WHERE kind = 'cash' GROUP BY 1, 2) c
		LEFT JOIN (SELECT partner_id, currency, sum(remaining) AS held FROM lots GROUP BY 1, 2) l USING (partner_id, currency) WHERE cash <> COALESCE(held, 0)`)
	if err != nil {
		return err
	}
	p.database("every transaction sums to zero, and the lots hold the cash")
	return errors.Join(same("transactions that do not sum to zero", wrong, 0), same("books whose lots differ from their cash", short, 0))
}
