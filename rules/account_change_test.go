package rules

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

// changing is a change of 10.00 that nothing stands against, to the last cent.
func changing(kind string) AccountChangeFacts {
	return AccountChangeFacts{
		Kind: kind, Holder: models.KindPartner, Amount: cny(1000),
		Balances: models.Balances{Cash: cny(2000), Credit: cny(1000), Designated: cny(1000), Allocatable: cny(1000)}, Suspense: cny(-1000),
	}
}

// Credit that is used or allotted stays, and what is designated is cash. Proves: 5a-3, 7a-1.
func TestChangeAccount(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind   string
		change func(*AccountChangeFacts)
		codes  []string
	}{
		"grant":                            {models.ChangeGrantCredit, func(f *AccountChangeFacts) { f.Balances = models.Balances{} }, []string{}},
		"take, to the last cent":           {models.ChangeTakeCredit, func(*AccountChangeFacts) {}, []string{}},
		"take a cent that is used":         {models.ChangeTakeCredit, func(f *AccountChangeFacts) { f.Balances.Credit = cny(999) }, []string{FundInsufficient}},
		"take a cent that is allotted":     {models.ChangeTakeCredit, func(f *AccountChangeFacts) { f.Balances.Allocatable = cny(999) }, []string{AllocatableInsufficient}},
		"designate, to the last cent":      {models.ChangeDesignate, func(*AccountChangeFacts) {}, []string{}},
		"designate a cent of credit":       {models.ChangeDesignate, func(f *AccountChangeFacts) { f.Balances.Cash = cny(1999) }, []string{FundInsufficient}},
		"designate a cent once more":       {models.ChangeDesignate, func(f *AccountChangeFacts) { f.Balances.Designated = cny(1001) }, []string{FundInsufficient}},
		"designate a cent of a customer":   {models.ChangeDesignate, func(f *AccountChangeFacts) { f.Balances.Allocatable = cny(999) }, []string{AllocatableInsufficient}},
		"release, to the last cent":        {models.ChangeRelease, func(f *AccountChangeFacts) { f.Balances.Allocatable = cny(0) }, []string{}},
		"release a cent more":              {models.ChangeRelease, func(f *AccountChangeFacts) { f.Amount = cny(1001) }, []string{FundInsufficient}},
		"charge, to the last cent":         {models.ChangeChargeSuspense, func(*AccountChangeFacts) {}, []string{}},
		"charge a cent that did not leave": {models.ChangeChargeSuspense, func(f *AccountChangeFacts) { f.Suspense = cny(-999) }, []string{SuspenseInsufficient}},
		"charge what is missing":           {models.ChangeChargeSuspense, func(f *AccountChangeFacts) { f.Suspense = cny(1000) }, []string{SuspenseInsufficient}},
		"charge a cent of a customer":      {models.ChangeChargeSuspense, func(f *AccountChangeFacts) { f.Balances.Allocatable = cny(999) }, []string{AllocatableInsufficient}},
		"charge a cent that is set aside":  {models.ChangeChargeSuspense, func(f *AccountChangeFacts) { f.Balances.Designated = cny(1001) }, []string{FundInsufficient}},
		"clear, to the last cent":          {models.ChangeClearSuspense, func(f *AccountChangeFacts) { f.Balances = models.Balances{} }, []string{}},
		"clear what is missing":            {models.ChangeClearSuspense, func(f *AccountChangeFacts) { f.Suspense = cny(1000) }, []string{}},
		"clear a cent more":                {models.ChangeClearSuspense, func(f *AccountChangeFacts) { f.Suspense = cny(-999) }, []string{SuspenseInsufficient}},
		"everything, of a customer": {models.ChangeDesignate, func(f *AccountChangeFacts) {
			f.Holder, f.Balances = models.KindCustomer, models.Balances{}
		}, []string{NotAPartner, AllocatableInsufficient, FundInsufficient}},
	} {
		facts := changing(c.kind)
		c.change(&facts)
		require.Equal(t, c.codes, ChangeAccount(facts).Codes(), name)
	}
}

// The second person is another one, and looks at the figures as they are. Proves: 5a-3, 7a-1.
func TestCheckAccountChange(t *testing.T) {
	t.Parallel()
	moved := changing(models.ChangeTakeCredit)
	moved.Balances.Credit = cny(0)
	for name, c := range map[string]struct {
		change func(*CheckFacts)
		codes  []string
	}{
		"approve":                     {func(*CheckFacts) {}, []string{}},
		"by its maker":                {func(f *CheckFacts) { f.Actor = f.Maker }, []string{CheckerIsMaker}},
		"decided already":             {func(f *CheckFacts) { f.State, f.Change = models.AccountChangeBooked, moved }, []string{AccountChangeNotPending}},
		"approve what has moved":      {func(f *CheckFacts) { f.Change = moved }, []string{FundInsufficient}},
		"reject what has moved":       {func(f *CheckFacts) { f.Verdict, f.Change = models.VerdictReject, moved }, []string{}},
		"a verdict that is none":      {func(f *CheckFacts) { f.Verdict = "perhaps" }, []string{VerdictInvalid}},
		"by its maker, and has moved": {func(f *CheckFacts) { f.Actor, f.Change = f.Maker, moved }, []string{FundInsufficient, CheckerIsMaker}},
	} {
		facts := CheckFacts{State: models.AccountChangePending, Maker: "vera", Actor: "vince", Verdict: models.VerdictApprove, Change: changing(models.ChangeTakeCredit)}
		c.change(&facts)
		decision := CheckAccountChange(facts)
		require.ElementsMatch(t, c.codes, decision.Codes(), name)
		for _, b := range decision.Blockers {
			require.True(t, b.Pointer == "" || b.Code == VerdictInvalid, name)
		}
	}
}

func TestNeedsSecondPerson_AboveTheThresholdOfTheCurrency(t *testing.T) {
	t.Parallel()
	p := models.PolicyDocument{Funds: models.FundsPolicy{SecondPersonAbove: []models.Money{cny(1000)}}}
	require.False(t, NeedsSecondPerson(cny(1000), p))
	require.True(t, NeedsSecondPerson(cny(1001), p))
	require.False(t, NeedsSecondPerson(models.Money{Amount: cny(1001).Amount, Currency: models.USD}, p), "the currency is not named")
}

// Each kind is its transaction. Proves: 5a-3, 7a-1, 7c.
func TestAccountChange_PostsWhatItsKindSays(t *testing.T) {
	t.Parallel()
	lots := []models.Lot{lotOf("newer", 2, 900), lotOf("older", 1, 400)}
	for _, c := range []struct {
		kind     string
		suspense int64
		moves    map[string]int64
	}{
		{models.ChangeGrantCredit, 0, map[string]int64{models.AccountClearing: -1000, models.AccountCredit: 1000, models.AccountIssued: -1000, models.AccountAllocatable: 1000}},
		{models.ChangeTakeCredit, 0, map[string]int64{models.AccountClearing: 1000, models.AccountCredit: -1000, models.AccountIssued: 1000, models.AccountAllocatable: -1000}},
		{models.ChangeDesignate, 0, map[string]int64{models.AccountAllocatable: -1000, models.AccountDesignated: 1000}},
		{models.ChangeRelease, 0, map[string]int64{models.AccountAllocatable: 1000, models.AccountDesignated: -1000}},
		{models.ChangeClearSuspense, -1500, map[string]int64{models.AccountClearing: -1000, models.AccountSuspense: 1000}},
		{models.ChangeClearSuspense, 1500, map[string]int64{models.AccountClearing: 1000, models.AccountSuspense: -1000}},
		{models.ChangeChargeSuspense, -1500, map[string]int64{models.AccountCash: -1000, models.AccountSuspense: 1000, models.AccountAllocatable: -1000, models.AccountIssued: 1000}},
	} {
		posted, err := AccountChange(Cause{Book: uuid.New()}, AccountChangeFacts{Kind: c.kind, Amount: cny(1000), Suspense: cny(c.suspense)}, lots)
		require.NoError(t, err)
		moves := map[string]int64{}
		for _, p := range posted.Postings {
			moves[p.Account] = p.Amount.Amount.Shift(2).IntPart()
		}
		require.Equal(t, c.moves, moves, c.kind)
		if c.kind == models.ChangeChargeSuspense {
			require.Len(t, posted.Draws, 2)
			require.Equal(t, lots[1].ID, posted.Draws[0].LotID, "the oldest first")
		}
	}
	_, err := AccountChange(Cause{}, AccountChangeFacts{Kind: models.ChangeChargeSuspense, Amount: cny(1301)}, lots)
	require.ErrorIs(t, err, ErrLotsShort)
}
