package demo

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"partnercenter/api/client"
	"partnercenter/dev/seed"
	"partnercenter/dev/sim/bank"
	"partnercenter/models"
)

// auroraName is the authenticated name of Aurora: who is paid must be called so.
const auroraName = "极光云科技有限公司"

// twoRoutes: WeChat's money goes back the way it came; UnionPay's came more than three months ago and goes to the bank account.
func twoRoutes(ctx context.Context, p *play) error {
	if err := p.stateFunds(ctx); err != nil {
		return err
	}
	if err := p.quote(ctx); err != nil {
		return err
	}
	if err := p.withdraw(ctx, original("150.00"), models.WithdrawalSucceeded); err != nil {
		return err
	}
	return p.withdraw(ctx, toAccount("250.00"), models.WithdrawalSucceeded)
}

// stateFunds: what Aurora owes is known to the vendor's billing.
func (p *play) stateFunds(ctx context.Context) error {
	now, err := p.now(ctx)
	if err != nil {
		return err
	}
	name := auroraName
	got, err := p.feed.api.PutFundsFactsWithResponse(ctx, seed.Aurora, &client.PutFundsFactsParams{IdempotencyKey: newKey()},
		client.FundsFactsInput{AsOf: now, OwedInvoices: []client.Money{}, Unbilled: []client.Money{cny("30.00")}, RealName: &name, Source: "billing"})
	if err != nil {
		return fmt.Errorf("state funds: %w", err)
	}
	_, err = expect(got.JSON200, got)
	p.does(p.feed.name, "states what Aurora owes: no invoice, 30.00 not billed yet")
	return err
}

// quote shows what may be withdrawn, and why.
func (p *play) quote(ctx context.Context) error {
	got, err := p.finn.api.QuoteWithdrawalWithResponse(ctx, client.WithdrawalQuoteInput{Currency: string(models.CNY)})
	if err != nil {
		return fmt.Errorf("ask for a quote: %w", err)
	}
	quote, err := expect(got.JSON200, got)
	if err != nil {
		return err
	}
	p.does(p.finn.name, "asks what may be withdrawn: %s %s, %s binds", quote.Funds.Withdrawable.Amount, quote.Funds.Withdrawable.Currency, quote.Funds.Binds)
	for _, term := range quote.Funds.Terms {
		p.api("  %s %s", term.Name, term.Amount.Amount)
	}
	for _, lot := range quote.Lots {
		change := "and stays so"
		if lot.ChangesAt != nil {
			change = fmt.Sprintf("from %s on %s", p.at(*lot.ChangesAt), *lot.Then)
		}
		p.api("  channel %d, %s left of %s: %s, %s", lot.Channel, lot.Remaining.Amount, lot.Amount.Amount, lot.Route, change)
	}
	return same("what may be withdrawn", quote.Funds.Withdrawable.Amount, "850.00")
}

func cny(amount string) client.Money {
	return client.Money{Amount: amount, Currency: client.MoneyCurrency(models.CNY)}
}

func original(amount string) client.WithdrawalInput {
	return client.WithdrawalInput{Route: client.WithdrawalRoute(models.RouteOriginal), Amount: cny(amount)}
}

func toAccount(amount string) client.WithdrawalInput {
	branch := "深圳南山支行"
	return client.WithdrawalInput{
		Route: client.WithdrawalRoute(models.RouteBankCard), Amount: cny(amount),
		BankAccount: &client.BankAccountInput{Holder: auroraName, Bank: "工商银行", Branch: &branch, Number: "6222020200112233445"},
	}
}

// withdraw asks for money, has it approved and waits for what becomes of it.
func (p *play) withdraw(ctx context.Context, in client.WithdrawalInput, becomes string) error {
	w, err := p.asksForMoney(ctx, in)
	if err != nil {
		return err
	}
	if err := p.finds(ctx, w.Id, client.Approve, "账实相符"); err != nil {
		return err
	}
	w, err = p.paid(ctx, w.Id, becomes)
	if err != nil {
		return err
	}
	for _, payout := range w.Payouts {
		lines, err := p.bankLines(ctx, payout.Reference)
		if err != nil {
			return err
		}
		p.api("payout %s of %s is %s; the bank's statement has %d line(s) of it", payout.Reference, payout.Amount.Amount, payout.State, lines)
		if err := same("what the bank paid", lines == 1, payout.State == client.PayoutState(models.PayoutSucceeded)); err != nil {
			return err
		}
	}
	return nil
}

func (p *play) asksForMoney(ctx context.Context, in client.WithdrawalInput) (client.Withdrawal, error) {
	got, err := p.finn.api.CreateWithdrawalWithResponse(ctx, &client.CreateWithdrawalParams{IdempotencyKey: newKey()}, in)
	if err != nil {
		return client.Withdrawal{}, fmt.Errorf("ask for money: %w", err)
	}
	w, err := expect(got.JSON201, got)
	if err != nil {
		return w, err
	}
	p.does(p.finn.name, "asks for %s by %s: 201 %s, frozen, waiting for the %s", w.Amount.Amount, w.Route, w.Reference, w.WaitingFor.Party)
	workflow, err := p.running(ctx, models.SubjectWithdrawal, w.Id, models.WithdrawalSubmitted)
	p.temporal("%s", workflow)
	return w, err
}

// finds: the vendor's finance reviews.
func (p *play) finds(ctx context.Context, id uuid.UUID, verdict client.ReviewInputVerdict, opinion string) error {
	got, err := p.vera.api.ReviewWithdrawalWithResponse(ctx, id, &client.ReviewWithdrawalParams{IdempotencyKey: newKey()}, client.ReviewInput{Verdict: verdict, Opinion: opinion})
	if err != nil {
		return fmt.Errorf("review withdrawal: %w", err)
	}
	_, err = expect(got.JSON200, got)
	p.does(p.vera.name, "finds: %s (%s)", verdict, opinion)
	return err
}

func (p *play) paid(ctx context.Context, id uuid.UUID, becomes string) (client.Withdrawal, error) {
	var w client.Withdrawal
	err := eventually(ctx, func() error {
		got, err := p.finn.api.GetWithdrawalWithResponse(ctx, id)
		if err != nil {
			return fmt.Errorf("read withdrawal: %w", err)
		}
		if w, err = expect(got.JSON200, got); err != nil {
			return err
		}
		return same("the withdrawal", w.State, client.WithdrawalState(becomes))
	})
	return w, err
}

func (p *play) bank() bank.Client {
	return bank.Client{URL: p.plan.Sims.BankURL, Token: p.plan.Sims.BankToken}
}

// bankLines is how often the bank moved money under a reference.
func (p *play) bankLines(ctx context.Context, reference string) (int, error) {
	payout, err := p.number(ctx, "SELECT count(*) FROM payouts WHERE reference = $1", reference)
	if err != nil || payout != 1 {
		return 0, errors.Join(err, same("payouts with the reference", payout, 1))
	}
	lines, err := p.bank().Statement(ctx, seed.Realm)
	n := 0
	for _, line := range lines {
		if line.Reference == reference {
			n++
		}
	}
	return n, err
}

// notPaid: one request is rejected, and the bank fails another, whose money then goes to the bank account.
func notPaid(ctx context.Context, p *play) error {
	w, err := p.asksForMoney(ctx, original("100.00"))
	if err != nil {
		return err
	}
	if err := p.finds(ctx, w.Id, client.Reject, "请先核对合同"); err != nil {
		return err
	}
	if _, err := p.paid(ctx, w.Id, models.WithdrawalRejected); err != nil {
		return err
	}
	if err := p.bank().Behave(ctx, bank.Fail, 1); err != nil {
		return err
	}
	p.does("The bank", "will fail the next payout")
	if err := p.withdraw(ctx, original("80.00"), models.WithdrawalFailed); err != nil {
		return err
	}
	p.api("what failed may go to the bank account")
	if err := p.withdraw(ctx, toAccount("80.00"), models.WithdrawalSucceeded); err != nil {
		return err
	}
	return p.booksHold(ctx)
}
