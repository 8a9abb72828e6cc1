package rules

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

func figures(cash, allocatable, owed, unbilled, arrears int64) Figures {
	return Figures{Cash: cny(cash), Allocatable: cny(allocatable), Designated: cny(0), OwedInvoices: cny(owed), Unbilled: cny(unbilled), Arrears: cny(arrears)}
}

// Proves: 5a-3, 7b-1, 7b-11
func TestWithdrawable_IsTheLeastOfBothFigures(t *testing.T) {
	for name, c := range map[string]struct {
		figures Figures
		want    int64
		binds   string
	}{
		"nothing is due":                  {figures(1000, 1000, 0, 0, 0), 1000, BindsCash},
		"every due is taken off":          {figures(1000, 1000, 100, 20, 3), 877, BindsCash},
		"money allotted to customers":     {figures(1000, 400, 100, 20, 3), 400, BindsAllocatable},
		"unused credit is nobody's money": {figures(1000, 1500, 0, 0, 0), 1000, BindsCash},
		"dues to the last cent":           {figures(1000, 1000, 1000, 0, 0), 0, BindsCash},
		"dues beyond the cash":            {figures(1000, 1000, 0, 0, 1001), 0, BindsCash},
	} {
		amount, binds, err := Withdrawable(c.figures)
		require.NoError(t, err, name)
		require.True(t, cny(c.want).Equal(amount), "%s: %s", name, amount)
		require.Equal(t, c.binds, binds, name)
	}
	// Credit makes what may be allocated more than the cash that is not designated.
	set := figures(1000, 900, 100, 0, 0)
	set.Designated = cny(300)
	amount, binds, err := Withdrawable(set)
	require.NoError(t, err)
	require.True(t, cny(600).Equal(amount), "%s", amount)
	require.Equal(t, BindsCash, binds)
	f := &findings{}
	require.NoError(t, f.mayTake(set, cny(601)))
	require.Equal(t, []string{AmountAboveWithdrawable, FundsDesignated, PartnerOwesInvoices}, f.decision().Codes(), "nothing is allotted to customers")
	wrong := figures(1, 1, 0, 0, 0)
	wrong.Unbilled.Currency = models.USD
	_, _, err = Withdrawable(wrong)
	require.ErrorIs(t, err, models.ErrCurrencyMismatch)
}

func arrived(t *testing.T, entity string, channel int, at string) models.Lot {
	t.Helper()
	return models.Lot{ID: uuid.New(), SigningEntity: entity, Channel: channel, ArrivedAt: instant(t, at), Amount: cny(1000), Remaining: cny(1000)}
}

// The window ends with the minute of arrival, so many calendar months later: that
// minute still belongs to it.
//
// Proves: 7b-2, 7b-3, 7b-7, 7b-10, 7g
func TestRouteOf_ChangesAfterTheLastMinuteOfItsWindow(t *testing.T) {
	p := policy(t, models.SiteCN)
	const cloud, other = models.SigningEntityCloudComputing, models.SigningEntitySoftware
	for _, c := range []struct {
		name, entity string
		channel      int
		arrived, now string
		want         string
	}{
		{"Alipay at the first company, the last second", cloud, 1, "2026-05-10T10:30:45+08:00", "2026-08-10T10:30:59+08:00", models.RouteOriginal},
		{"and the minute after", cloud, 1, "2026-05-10T10:30:45+08:00", "2026-08-10T10:31:00+08:00", models.RouteNone},
		{"30 November and three months", cloud, 1, "2025-11-30T23:59:00+08:00", "2026-02-28T23:59:59+08:00", models.RouteOriginal},
		{"30 November and three months, over", cloud, 1, "2025-11-30T23:59:00+08:00", "2026-03-01T00:00:00+08:00", models.RouteNone},
		{"30 November and three months of a leap year", cloud, 1, "2027-11-30T09:00:00+08:00", "2028-02-29T09:00:30+08:00", models.RouteOriginal},
		{"Alipay elsewhere, eleven months", other, 1, "2026-01-31T10:00:00+08:00", "2026-12-31T10:00:59+08:00", models.RouteOriginal},
		{"Alipay elsewhere, over", other, 1, "2026-01-31T10:00:00+08:00", "2026-12-31T10:01:00+08:00", models.RouteBankCard},
		{"WeChat elsewhere, eleven months", other, 5, "2026-03-31T10:00:00+08:00", "2027-02-28T10:00:00+08:00", models.RouteOriginal},
		{"WeChat elsewhere, over", other, 5, "2026-03-31T10:00:00+08:00", "2027-02-28T10:01:00+08:00", models.RouteBankCard},
		{"UnionPay elsewhere, three months", other, 317, "2026-03-31T10:00:00+08:00", "2026-06-30T10:00:00+08:00", models.RouteOriginal},
		{"UnionPay elsewhere, over", other, 317, "2026-03-31T10:00:00+08:00", "2026-06-30T10:01:00+08:00", models.RouteBankCard},
		{"a transfer has no end", cloud, 2, "2016-01-01T10:00:00+08:00", "2026-06-30T10:01:00+08:00", models.RouteOriginal},
		{"nor elsewhere", other, 2, "2016-01-01T10:00:00+08:00", "2026-06-30T10:01:00+08:00", models.RouteOriginal},
		{"WeChat has no route at the first company", cloud, 5, "2026-06-30T10:00:00+08:00", "2026-06-30T10:01:00+08:00", models.RouteNone},
		{"a change of trade mode", cloud, 10, "2026-06-30T10:00:00+08:00", "2026-06-30T10:01:00+08:00", models.RouteBankCard},
		{"a rebate", other, 7, "2026-06-30T10:00:00+08:00", "2026-06-30T10:01:00+08:00", models.RouteRebate},
		{"an adjustment", other, 11, "2026-06-30T10:00:00+08:00", "2026-06-30T10:01:00+08:00", models.RouteNone},
	} {
		route, _, _, err := RouteOf(arrived(t, c.entity, c.channel, c.arrived), p, instant(t, c.now))
		require.NoError(t, err)
		require.Equal(t, c.want, route, c.name)
	}
	lot := arrived(t, other, 5, "2026-03-31T10:00:30+08:00")
	_, changes, then, err := RouteOf(lot, p, instant(t, "2026-04-01T10:00:00+08:00"))
	require.NoError(t, err)
	require.Equal(t, instant(t, "2027-02-28T10:01:00+08:00"), *changes)
	require.Equal(t, models.RouteBankCard, then)
	lot.BankCard = true
	route, changes, _, err := RouteOf(lot, p, instant(t, "2026-04-01T10:00:00+08:00"))
	require.NoError(t, err)
	require.Equal(t, models.RouteBankCard, route, "its way back has failed")
	require.Nil(t, changes)
	p.Zone = "Mars/Olympus"
	_, _, _, err = RouteOf(arrived(t, other, 5, "2026-03-31T10:00:30+08:00"), p, noon)
	require.Error(t, err)
}

// asked is a request that nothing stands against, of 10.00 by the original route.
func asked(t *testing.T, lots ...models.Lot) WithdrawFacts {
	t.Helper()
	quotes, err := QuoteLots(lots, nil, map[uuid.UUID]bool{}, policy(t, models.SiteCN), noon)
	require.NoError(t, err)
	return WithdrawFacts{
		Funds: &models.PartnerFunds{RealNameHash: []byte{1}}, Fresh: true, Figures: figures(1000, 1000, 0, 0, 0), Lots: quotes, Route: models.RouteOriginal,
		Amount: cny(1000), Payee: PayeeFacts{Given: true, HolderMatches: true, HasBranch: true},
	}
}

// wechat is money that may go back for months to come; days tells lots apart.
func wechat(days int) models.Lot {
	at := noon.AddDate(0, 0, -days)
	return models.Lot{ID: uuid.New(), SigningEntity: models.SigningEntitySoftware, Channel: models.ChannelWeChat, ArrivedAt: at, Amount: cny(1000), Remaining: cny(1000)}
}

// Proves: 7b-1, 7b-5, 7b-6, 7b-7, 7b-9, 7b-11, 7f
func TestWithdraw_TellsAllThatStandsAgainstIt(t *testing.T) {
	lot, transfer, rebate := wechat(1), wechat(1), wechat(1)
	transfer.Channel, rebate.Channel = models.ChannelBankTransfer, models.ChannelRebate
	for name, c := range map[string]struct {
		lot    models.Lot
		change func(*WithdrawFacts)
		want   []string
	}{
		"nothing":                            {lot, func(*WithdrawFacts) {}, []string{}},
		"no code":                            {lot, func(f *WithdrawFacts) { f.Verification = VerificationMissing }, []string{VerificationCodeRequired}},
		"the wrong code":                     {lot, func(f *WithdrawFacts) { f.Verification = VerificationWrong }, []string{VerificationCodeWrong}},
		"an old code":                        {lot, func(f *WithdrawFacts) { f.Verification = VerificationExpired }, []string{VerificationCodeExpired}},
		"a frozen partner":                   {lot, func(f *WithdrawFacts) { f.Partner.Frozen = true }, []string{PartnerFrozen}},
		"a restricted partner":               {lot, func(f *WithdrawFacts) { f.Funds.Restricted = true }, []string{PartnerRestricted}},
		"no real name":                       {lot, func(f *WithdrawFacts) { f.Funds.RealNameHash = nil; f.Payee.HolderMatches = false }, []string{RealNameMissing}},
		"no facts":                           {lot, func(f *WithdrawFacts) { f.Funds = nil }, []string{FactsUnavailable}},
		"old facts":                          {lot, func(f *WithdrawFacts) { f.Fresh = false }, []string{FactsUnavailable}},
		"another holder":                     {lot, func(f *WithdrawFacts) { f.Payee.HolderMatches = false }, []string{HolderMismatch}},
		"no account is needed for a channel": {lot, func(f *WithdrawFacts) { f.Payee = PayeeFacts{} }, []string{}},
		"a transfer without a branch":        {transfer, func(f *WithdrawFacts) { f.Payee = PayeeFacts{} }, []string{BankBranchMissing}},
		"a bank card without a branch": {lot, func(f *WithdrawFacts) {
			f.Payee.HasBranch = false
			f.Route = models.RouteBankCard
			f.DeclineOriginal = true
		}, []string{BankBranchMissing}},
		"a cent too much":                    {lot, func(f *WithdrawFacts) { f.Figures = figures(999, 999, 0, 0, 0) }, []string{AmountAboveWithdrawable}},
		"owed invoices":                      {lot, func(f *WithdrawFacts) { f.Figures = figures(1000, 1000, 1, 0, 0) }, []string{AmountAboveWithdrawable, PartnerOwesInvoices}},
		"unbilled consumption":               {lot, func(f *WithdrawFacts) { f.Figures = figures(1000, 1000, 0, 1, 0) }, []string{AmountAboveWithdrawable, UnbilledConsumption}},
		"arrears of customers":               {lot, func(f *WithdrawFacts) { f.Figures = figures(1000, 1000, 0, 0, 1) }, []string{AmountAboveWithdrawable, SubCustomersInArrears}},
		"money of customers":                 {lot, func(f *WithdrawFacts) { f.Figures = figures(1000, 999, 0, 0, 0) }, []string{AmountAboveWithdrawable, AllottedToCustomers}},
		"dues that leave enough":             {lot, func(f *WithdrawFacts) { f.Figures = figures(1003, 1000, 1, 1, 1) }, []string{}},
		"an original route for a bank card":  {lot, func(f *WithdrawFacts) { f.Route = models.RouteBankCard }, []string{RouteAmountExceeded}},
		"the same, asked for by the partner": {lot, func(f *WithdrawFacts) { f.Route = models.RouteBankCard; f.DeclineOriginal = true }, []string{}},
		"a chosen lot of another route":      {lot, func(f *WithdrawFacts) { f.Route = models.RouteBankCard; f.Chosen = []uuid.UUID{lot.ID} }, []string{RouteNotAllowed}},
		"a chosen lot in another withdrawal": {lot, func(f *WithdrawFacts) { f.Lots[0].Why = []string{LotInWithdrawal}; f.Chosen = []uuid.UUID{lot.ID} }, []string{LotInWithdrawal}},
		"lots in another withdrawal":         {lot, func(f *WithdrawFacts) { f.Lots[0].Why = []string{LotInWithdrawal} }, []string{LotInWithdrawal, RouteAmountExceeded}},
		"a rebate that is not paid out":      {lot, func(f *WithdrawFacts) { f.Route = models.RouteRebate }, []string{RebateNotPaidOut}},
		"a rebate that is":                   {rebate, func(f *WithdrawFacts) { f.Route = models.RouteRebate }, []string{}},
		"an invoiced part":                   {lot, func(f *WithdrawFacts) { f.Lots[0].Free, f.Lots[0].Why = cny(999), []string{InvoiceReturnRequired} }, []string{InvoiceReturnRequired, RouteAmountExceeded}},
		"everything at once, and what is more": {lot, func(f *WithdrawFacts) {
			f.Partner.Frozen, f.Fresh, f.Payee.HolderMatches, f.Route = true, false, false, models.RouteRebate
		}, []string{PartnerFrozen, HolderMismatch, RebateNotPaidOut, FactsUnavailable}},
	} {
		facts := asked(t, c.lot)
		c.change(&facts)
		d, draws, err := Withdraw(facts)
		require.NoError(t, err, name)
		require.Equal(t, c.want, d.Codes(), name)
		require.Equal(t, d.Allowed(), len(draws) > 0 && len(c.want) == 0, name)
	}
}

// Proves: 7b-4
func TestWithdraw_DrawsOnTheNewestOrTheChosenLots(t *testing.T) {
	oldest, middle, newest := wechat(3), wechat(2), wechat(1)
	facts := asked(t, oldest, middle, newest)
	facts.Figures, facts.Amount = figures(3000, 3000, 0, 0, 0), cny(1500)
	_, draws, err := Withdraw(facts)
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{newest.ID, middle.ID}, []uuid.UUID{draws[0].LotID, draws[1].LotID})
	require.True(t, cny(500).Equal(draws[1].Amount))

	facts.Chosen = []uuid.UUID{oldest.ID, newest.ID}
	_, draws, err = Withdraw(facts)
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{oldest.ID, newest.ID}, []uuid.UUID{draws[0].LotID, draws[1].LotID})

	facts.Lots[2].Why = []string{LotInWithdrawal}
	facts.Chosen = nil
	_, draws, err = Withdraw(facts)
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{middle.ID, oldest.ID}, []uuid.UUID{draws[0].LotID, draws[1].LotID}, "a lot is on one route at a time")
}

// Proves: 7b-5
func TestWithdraw_AsksForTheBranchOfWhatItDrawsOn(t *testing.T) {
	transfer, newest := wechat(2), wechat(1)
	transfer.Channel = models.ChannelBankTransfer
	facts := asked(t, transfer, newest)
	facts.Figures, facts.Payee = figures(2000, 2000, 0, 0, 0), PayeeFacts{}
	d, _, err := Withdraw(facts)
	require.NoError(t, err)
	require.True(t, d.Allowed(), "the transfer stays")
	facts.Amount = cny(1001)
	d, _, err = Withdraw(facts)
	require.NoError(t, err)
	require.Equal(t, []string{BankBranchMissing}, d.Codes())
}

// Proves: 7b-3, 7g
func TestWithdraw_TellsWhenTimeOpensARoute(t *testing.T) {
	lot := wechat(1)
	facts := asked(t, lot)
	facts.Route, facts.Chosen = models.RouteBankCard, []uuid.UUID{lot.ID}
	d, _, err := Withdraw(facts)
	require.NoError(t, err)
	require.Equal(t, facts.Lots[0].ChangesAt, d.Blockers[0].EligibleFrom)
	require.Equal(t, "/lots/0", d.Blockers[0].Pointer)
	facts.Chosen = nil
	d, _, err = Withdraw(facts)
	require.NoError(t, err)
	require.Equal(t, facts.Lots[0].ChangesAt, d.Blockers[0].EligibleFrom)
}

// Proves: 7b-9, 7g
func TestQuoteLots_KeepsInvoicedMoneyAndLotsUnderWay(t *testing.T) {
	lot, spent := wechat(1), wechat(2)
	funds := &models.PartnerFunds{Invoiced: []models.InvoicedLot{{LotID: lot.ID, Amount: cny(300)}, {LotID: spent.ID, Amount: cny(300)}}}
	spent.Remaining = cny(700) // what was consumed covers the invoice
	quotes, err := QuoteLots([]models.Lot{lot, spent}, funds, map[uuid.UUID]bool{spent.ID: true}, policy(t, models.SiteCN), noon)
	require.NoError(t, err)
	require.True(t, cny(700).Equal(quotes[0].Free))
	require.Equal(t, []string{InvoiceReturnRequired}, quotes[0].Why)
	require.True(t, cny(700).Equal(quotes[1].Free))
	require.Equal(t, []string{LotInWithdrawal}, quotes[1].Why)

	returned, err := QuoteLots([]models.Lot{lot}, &models.PartnerFunds{}, nil, policy(t, models.SiteCN), noon)
	require.NoError(t, err)
	require.True(t, cny(1000).Equal(returned[0].Free), "the invoice is back")
	require.Empty(t, returned[0].Why)

	whole := &models.PartnerFunds{Invoiced: []models.InvoicedLot{{LotID: lot.ID, Amount: cny(1000)}}}
	none, err := QuoteLots([]models.Lot{lot}, whole, nil, policy(t, models.SiteCN), noon)
	require.NoError(t, err)
	require.True(t, none[0].Free.Amount.IsZero())
}

// Proves: 7b-8, 7c, 7g
func TestReviewWithdrawal_TakesAnotherPersonAndFiguresThatHold(t *testing.T) {
	pay := PayFacts{Funds: &models.PartnerFunds{RealNameHash: []byte{1}}, Fresh: true, Figures: figures(0, 0, 0, 0, 0), Amount: cny(1000)}
	ok := WithdrawalReviewFacts{State: models.WithdrawalSubmitted, Maker: "finn", Actor: "vera", Verdict: models.VerdictApprove, Pay: pay}
	for name, c := range map[string]struct {
		change func(*WithdrawalReviewFacts)
		want   []string
	}{
		"another person":              {func(*WithdrawalReviewFacts) {}, []string{}},
		"its maker":                   {func(f *WithdrawalReviewFacts) { f.Actor = "finn" }, []string{ReviewerIsMaker}},
		"the first reviewer again":    {func(f *WithdrawalReviewFacts) { f.FirstReviewer = "vera" }, []string{ReviewerIsFirstReviewer}},
		"a second reviewer":           {func(f *WithdrawalReviewFacts) { f.FirstReviewer = "vince" }, []string{}},
		"an unknown verdict":          {func(f *WithdrawalReviewFacts) { f.Verdict = "maybe" }, []string{VerdictInvalid}},
		"decided before":              {func(f *WithdrawalReviewFacts) { f.State = models.WithdrawalPaying }, []string{WithdrawalNotSubmitted}},
		"frozen since":                {func(f *WithdrawalReviewFacts) { f.Pay.Partner.Frozen = true }, []string{PartnerFrozen}},
		"in debt since":               {func(f *WithdrawalReviewFacts) { f.Pay.Figures = figures(0, 0, 1, 0, 0) }, []string{AmountAboveWithdrawable, PartnerOwesInvoices}},
		"in debt, but covered":        {func(f *WithdrawalReviewFacts) { f.Pay.Figures = figures(1, 0, 1, 0, 0) }, []string{}},
		"facts grew old":              {func(f *WithdrawalReviewFacts) { f.Pay.Fresh = false }, []string{FactsUnavailable}},
		"a rejection is always there": {func(f *WithdrawalReviewFacts) { f.Pay.Partner.Frozen, f.Verdict = true, models.VerdictReject }, []string{}},
	} {
		facts := ok
		c.change(&facts)
		d, err := ReviewWithdrawal(facts)
		require.NoError(t, err, name)
		require.Equal(t, c.want, d.Codes(), name)
	}
	held, unsent := models.Payout{State: models.PayoutPrepared, Held: true}, models.Payout{State: models.PayoutPrepared}
	lost := models.Payout{State: models.PayoutSent, Held: true, SentAt: &noon}
	paid := models.Payout{State: models.PayoutSucceeded, SentAt: &noon}
	for name, c := range map[string]struct {
		actor   string
		payouts []models.Payout
		want    []string
	}{
		"what is held":                      {"vera", []models.Payout{held}, []string{}},
		"what is held of what was paid":     {"vera", []models.Payout{paid, held, unsent}, []string{}},
		"by its maker":                      {"finn", []models.Payout{held}, []string{ReviewerIsMaker}},
		"what is about to be sent":          {"vera", []models.Payout{unsent}, []string{WithdrawalNotSubmitted}},
		"what was sent":                     {"vera", []models.Payout{paid}, []string{PayoutSent}},
		"what was sent, got lost and waits": {"vera", []models.Payout{lost}, []string{PayoutSent}},
	} {
		facts := ok
		facts.State, facts.Verdict, facts.Actor, facts.Payouts = models.WithdrawalPaying, models.VerdictReject, c.actor, c.payouts
		d, err := ReviewWithdrawal(facts)
		require.NoError(t, err, name)
		require.Equal(t, c.want, d.Codes(), name)
		facts.Verdict = models.VerdictApprove
		d, err = ReviewWithdrawal(facts)
		require.NoError(t, err, name)
		require.Contains(t, d.Codes(), WithdrawalNotSubmitted, "nothing is approved twice: %s", name)
	}
	for _, state := range []string{models.WithdrawalPaying, models.WithdrawalSucceeded, models.WithdrawalFailed, models.WithdrawalPartlyFailed, models.WithdrawalRejected, models.WithdrawalCancelled, models.WithdrawalSuperseded} {
		require.Equal(t, []string{WithdrawalNotSubmitted}, CancelWithdrawal(state).Codes(), state)
		require.Equal(t, state == models.WithdrawalRejected, DeleteWithdrawal(state).Allowed(), state)
	}
	require.True(t, CancelWithdrawal(models.WithdrawalSubmitted).Allowed())
	require.False(t, DeleteWithdrawal(models.WithdrawalSubmitted).Allowed())
}

// Proves: 7g
func TestNeedsTwoReviews_AboveTheAmountOfTheCurrency(t *testing.T) {
	p := policy(t, models.SiteCN)
	p.Withdrawal.SecondReviewAbove = []models.Money{cny(1000)}
	require.False(t, NeedsTwoReviews(cny(1000), p))
	require.True(t, NeedsTwoReviews(cny(1001), p))
	require.False(t, NeedsTwoReviews(models.Money{Amount: cny(100000).Amount, Currency: models.USD}, p))
}

// Proves: 7b-3, 7g
func TestWithdrawalDeadlines_CountWorkingDays(t *testing.T) {
	p := policy(t, models.SiteCN)
	target, provisional, err := ReviewTarget(instant(t, "2026-02-13T12:00:00+08:00"), p)
	require.NoError(t, err)
	require.Equal(t, instant(t, "2026-02-25T12:00:00+08:00"), target, "the Spring Festival and its make-up Saturday")
	require.False(t, provisional)
	reminder, err := ReviewReminder(instant(t, "2026-02-27T12:00:00+08:00"), p)
	require.NoError(t, err)
	require.Equal(t, instant(t, "2026-02-28T12:00:00+08:00"), reminder, "a make-up Saturday")
	by, provisional, err := PayoutExpectedBy(instant(t, "2026-09-21T09:00:00+08:00"), p)
	require.NoError(t, err)
	require.Equal(t, instant(t, "2026-10-08T09:00:00+08:00"), by)
	require.False(t, provisional)
	_, provisional, err = PayoutExpectedBy(instant(t, "2026-12-25T09:00:00+08:00"), p)
	require.NoError(t, err)
	require.True(t, provisional, "beyond the published calendar")
}

// Proves: 7g
func TestTaskDue_CountsTheWorkingDaysOfItsKind(t *testing.T) {
	cases := []struct {
		kind, since, due string
		provisional      bool
	}{
		{models.TaskClaim, "2026-02-13T12:00:00+08:00", "2026-02-25T12:00:00+08:00", false}, // the Spring Festival and its make-up Saturday
		{models.TaskChange, "2026-11-20T12:00:00+08:00", "2026-11-25T12:00:00+08:00", false},
		{models.TaskPayoutDiffers, "2026-11-23T12:00:00+08:00", "2026-11-26T12:00:00+08:00", false},
		{models.TaskPayoutHeld, "2026-11-20T12:00:00+08:00", "2026-11-23T12:00:00+08:00", false},
		{models.TaskPayoutUnanswered, "2026-12-30T12:00:00+08:00", "2026-12-31T12:00:00+08:00", false},
		{models.TaskPayoutOverdue, "2026-12-31T12:00:00+08:00", "2027-01-01T12:00:00+08:00", true},
	}
	for _, c := range cases {
		due, provisional, err := TaskDue(c.kind, instant(t, c.since), policy(t, models.SiteCN))
		require.NoError(t, err)
		require.Equal(t, instant(t, c.due), due, c.kind)
		require.Equal(t, c.provisional, provisional, c.kind)
	}
	require.Len(t, cases, len(models.MoneyTasks()))
}

// Proves: 7g
func TestNextAsk_WaitsTwiceAsLongUpToItsBound(t *testing.T) {
	p := policy(t, models.SiteCN)
	p.Withdrawal.AskBankSeconds, p.Withdrawal.AskBankMaxMinutes = 20, 1
	for attempts, want := range []time.Duration{20 * time.Second, 40 * time.Second, time.Minute, time.Minute} {
		require.Equal(t, models.Microseconds(noon.Add(want)), NextAsk(noon, attempts, p))
	}
	require.Equal(t, models.Microseconds(noon.Add(time.Minute)), NextAsk(noon, 1_000_000, p))
	p.Withdrawal.AskProcessingHours = 5
	require.Equal(t, models.Microseconds(noon.Add(5*time.Hour)), NextLook(noon, p))
}
