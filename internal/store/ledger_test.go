package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// errDies rolls back what was posted, as a crash before the commit does.
var errDies = errors.New("dies before the commit")

// book is the reference beside a real book: plain sums.
type book struct {
	f         *fixture
	id        uuid.UUID
	customers []uuid.UUID
	held      map[string]decimal.Decimal // by kind and customer
	owed      []models.Arrears
	frozen    []models.LedgerTransaction
	posted    []models.LedgerTransaction
	readings  []reading
}

// reading is a balance as it was read at an instant.
type reading struct {
	account models.Account
	at      time.Time
	balance models.Money
}

// mirrors are the accounts without a floor.
var mirrors = []string{models.AccountClearing, models.AccountIssued, models.AccountSuspense}

func key(kind string, customer uuid.UUID) string { return kind + " " + customer.String() }

func cny(cents int) models.Money {
	return models.Money{Amount: decimal.New(int64(cents), -2), Currency: models.CNY}
}

// A book holds every invariant over any order of movements, crashes and replays;
// it refuses exactly what would break a floor; and what it said of a past instant
// it says for ever.
func TestBooksHoldOverAnyLife(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	customers := []uuid.UUID{store.NewID(), store.NewID()}
	rapid.Check(t, func(t *rapid.T) {
		b := &book{f: f, id: f.partner("somebody").Org, customers: customers, held: map[string]decimal.Decimal{}}
		t.Repeat(map[string]func(*rapid.T){
			"top up":    b.topUp,
			"credit":    b.credit,
			"designate": func(t *rapid.T) { b.post(t, rules.Designate(b.cause("change"), amount(t))) },
			"release":   func(t *rapid.T) { b.post(t, rules.ReleaseDesignated(b.cause("change"), amount(t))) },
			"allocate":  func(t *rapid.T) { b.allot(t, rules.Allocate) },
			"reclaim":   func(t *rapid.T) { b.allot(t, rules.Reclaim) },
			"consume":   b.consume,
			"freeze":    b.freeze,
			"unfreeze":  b.unfreeze,
			"pay out":   b.payOut,
			"suspend":   func(t *rapid.T) { b.post(t, rules.Suspend(b.cause("payment"), amount(t))) },
			"claim":     func(t *rapid.T) { b.post(t, rules.Unsuspend(b.cause("payment"), amount(t))) },
			"owe":       b.owe,
			"write off": b.writeOff,
			"reverse":   b.reverse,
			"replay":    b.replay,
			"read":      b.read,
			"":          b.holds,
		})
	})
}

func (b *book) cause(kind string) rules.Cause {
	id := store.NewID()
	return rules.Cause{Book: b.id, SubjectKind: kind, SubjectID: id, Key: kind + ":" + id.String(), At: time.Now().Add(-time.Hour)}
}

func amount(t *rapid.T) models.Money { return cny(rapid.IntRange(1, 5000).Draw(t, "cents")) }

func (b *book) customer(t *rapid.T) uuid.UUID {
	return rapid.SampledFrom(b.customers).Draw(t, "customer")
}

// post posts a transaction, sometimes after a crash before the commit, and holds
// its fate against the reference.
func (b *book) post(t *rapid.T, transaction models.LedgerTransaction) bool {
	transaction.ID = store.NewID()
	allowed := b.allows(transaction)
	crash := rapid.IntRange(0, 9).Draw(t, "crash") == 0
	err := b.f.worker.As(b.f.t.Context(), b.f.system, func(tx *store.Tx) error {
		posted, err := tx.Post(transaction)
		if err != nil {
			return err
		}
		require.False(t, posted[0].Replayed)
		if crash {
			return errDies
		}
		return nil
	})
	if !allowed {
		require.ErrorIs(t, err, models.ErrBalance)
		return false
	}
	if crash {
		require.ErrorIs(t, err, errDies)
		return false
	}
	require.NoError(t, err)
	for _, p := range transaction.Postings {
		b.held[key(p.Account, p.Customer)] = b.held[key(p.Account, p.Customer)].Add(p.Amount.Amount)
	}
	b.posted = append(b.posted, transaction)
	return true
}

func (b *book) allows(transaction models.LedgerTransaction) bool {
	for _, p := range transaction.Postings {
		if !slices.Contains(mirrors, p.Account) && b.held[key(p.Account, p.Customer)].Add(p.Amount.Amount).IsNegative() {
			return false
		}
	}
	return !b.spendsDesignated(transaction)
}

// spendsDesignated: cash is not spent below what is set aside of it.
func (b *book) spendsDesignated(transaction models.LedgerTransaction) bool {
	free := b.held[key(models.AccountCash, uuid.Nil)].Sub(b.held[key(models.AccountDesignated, uuid.Nil)])
	for _, p := range transaction.Postings {
		switch p.Account {
		case models.AccountCash:
			free = free.Add(p.Amount.Amount)
		case models.AccountDesignated:
			free = free.Sub(p.Amount.Amount)
		}
	}
	return free.IsNegative()
}

func (b *book) topUp(t *rapid.T) {
	lot := models.Lot{
		ID: store.NewID(), Channel: rapid.SampledFrom([]int{1, 2, 5}).Draw(t, "channel"), SigningEntity: "entity", Reference: "flow",
		ArrivedAt: time.Now().Add(-time.Duration(rapid.IntRange(1, 1000).Draw(t, "hours")) * time.Hour), Amount: amount(t),
	}
	b.post(t, rules.TopUp(b.cause("top_up"), lot))
}

// credit grants credit, or takes it back.
func (b *book) credit(t *rapid.T) {
	sum := amount(t)
	if rapid.Bool().Draw(t, "back") {
		sum = sum.Neg()
	}
	b.post(t, rules.Credit(b.cause("credit"), sum))
}

func (b *book) allot(t *rapid.T, change func(rules.Cause, uuid.UUID, models.Money) models.LedgerTransaction) {
	b.post(t, change(b.cause("adjustment"), b.customer(t), amount(t)))
}

// draws draws on the lots, oldest or newest first; nothing if they hold too little.
func (b *book) draws(t *rapid.T, pick func([]models.Lot, models.Money) ([]models.Draw, error), sum models.Money) []models.Draw {
	var draws []models.Draw
	b.f.as(b.f.system, func(tx *store.Tx) error {
		lots, err := tx.OpenLots(b.id, models.CNY)
		require.NoError(t, err)
		draws, err = pick(lots, sum)
		if errors.Is(err, rules.ErrLotsShort) {
			draws = nil
			return nil
		}
		return err
	})
	return draws
}

// consume charges what the balances allow, as the programme does; an ended
// association lets it take what no customer may spend yet.
func (b *book) consume(t *rapid.T) {
	customer := b.customer(t)
	charge := rules.ChargeOf(amount(t), b.balances(customer), rapid.Bool().Draw(t, "ended"))
	if charge.Charged().Amount.IsZero() {
		return
	}
	var draws []models.Draw
	if charge.Cash.Amount.IsPositive() {
		draws = b.draws(t, rules.DrawOldest, charge.Cash)
		require.NotNil(t, draws, "the lots hold the cash")
	}
	spent := rules.Consume(b.cause("usage"), customer, charge, draws)
	require.True(t, b.allows(spent), "no floor stands in the way of what the balances allow")
	b.post(t, spent)
}

// balances are what the reference says of the partner and a customer.
func (b *book) balances(customer uuid.UUID) models.Balances {
	held := func(kind string, of uuid.UUID) models.Money {
		return models.Money{Amount: b.held[key(kind, of)], Currency: models.CNY}
	}
	return models.Balances{
		Cash: held(models.AccountCash, uuid.Nil), Credit: held(models.AccountCredit, uuid.Nil), Allocatable: held(models.AccountAllocatable, uuid.Nil), Designated: held(models.AccountDesignated, uuid.Nil), Customer: held(models.AccountCustomer, customer),
	}
}

// owe leaves arrears of a customer, past the consumption that would: the book is what is proved here.
func (b *book) owe(t *rapid.T) {
	sum := amount(t)
	a := models.Arrears{
		ConsumptionID: store.NewID(), Realm: realm, PartnerID: b.id, CustomerID: b.customer(t), AssociationID: store.NewID(), Amount: sum.Amount, Remaining: sum.Amount,
		Currency: sum.Currency, Scale: 2, Version: 1, ConsumedAt: time.Now(),
	}
	b.f.admin(fmt.Sprintf(`SET session_replication_role = replica;
		INSERT INTO arrears (consumption_id, realm, partner_id, customer_id, association_id, amount, remaining, currency, scale, version, consumed_at)
		VALUES ('%s', '%s', '%s', '%s', '%s', %[6]s, %[6]s, 'CNY', 2, 1, now()); RESET session_replication_role`, a.ConsumptionID, a.Realm, a.PartnerID, a.CustomerID, a.AssociationID, a.Amount))
	b.owed = append(b.owed, a)
}

// writeOff pays arrears as the programme does, oldest first; a crash leaves the rest for later.
func (b *book) writeOff(t *rapid.T) {
	customer, own := b.customer(t), rapid.Bool().Draw(t, "own")
	var owed []models.Arrears
	for _, a := range b.owed {
		if a.Remaining.IsPositive() && (own || a.CustomerID == customer) {
			owed = append(owed, a)
		}
	}
	var lots []models.Lot
	b.f.as(b.f.system, func(tx *store.Tx) (err error) {
		lots, err = tx.OpenLots(b.id, models.CNY)
		return err
	})
	paid, err := rules.PayArrears(owed, b.balances(customer), lots, own)
	require.NoError(t, err)
	for _, r := range paid {
		cause := b.cause("consumption")
		cause.SubjectID = r.Arrears.ConsumptionID
		written := rules.WriteOff(cause, r.Arrears.CustomerID, r.Charge, r.Draws)
		require.True(t, b.allows(written), "no floor stands in the way of what the balances allow")
		if !b.post(t, written) {
			return
		}
		for i := range b.owed {
			if b.owed[i].ConsumptionID == r.Arrears.ConsumptionID {
				b.owed[i].Remaining, b.owed[i].Version = r.Left().Amount, b.owed[i].Version+1
			}
		}
	}
}

func (b *book) freeze(t *rapid.T) {
	sum := amount(t)
	draws := b.draws(t, rules.DrawNewest, sum)
	if draws == nil {
		return
	}
	if frozen := rules.Freeze(b.cause("withdrawal"), draws, sum); b.post(t, frozen) {
		b.frozen = append(b.frozen, frozen)
	}
}

// thaw takes one open freeze out of the list.
func (b *book) thaw(t *rapid.T, end func(models.LedgerTransaction) models.LedgerTransaction) {
	if len(b.frozen) == 0 {
		t.Skip("nothing is frozen")
	}
	n := rapid.IntRange(0, len(b.frozen)-1).Draw(t, "freeze")
	if b.post(t, end(b.frozen[n])) {
		b.frozen = append(b.frozen[:n:n], b.frozen[n+1:]...)
	}
}

func frozenSum(f models.LedgerTransaction) models.Money { return f.Postings[1].Amount }

func (b *book) unfreeze(t *rapid.T) {
	b.thaw(t, func(f models.LedgerTransaction) models.LedgerTransaction {
		return rules.Unfreeze(b.cause("withdrawal"), f.Draws, frozenSum(f))
	})
}

func (b *book) payOut(t *rapid.T) {
	b.thaw(t, func(f models.LedgerTransaction) models.LedgerTransaction {
		return rules.Payout(b.cause("payout"), frozenSum(f))
	})
}

// reverse takes a credit or an allotment back, once.
func (b *book) reverse(t *rapid.T) {
	var candidates []models.LedgerTransaction
	reversed := map[uuid.UUID]bool{}
	for _, p := range b.posted {
		if p.Reverses != nil {
			reversed[*p.Reverses] = true
		}
	}
	for _, p := range b.posted {
		if !reversed[p.ID] && (p.Kind == models.LedgerCredit || p.Kind == models.LedgerAllocate) {
			candidates = append(candidates, p)
		}
	}
	if len(candidates) == 0 {
		t.Skip("nothing to reverse")
	}
	b.post(t, rules.Reversal(b.cause("correction"), rapid.SampledFrom(candidates).Draw(t, "reversed")))
}

// replay posts what was posted again, as a retry after a crash does.
func (b *book) replay(t *rapid.T) {
	if len(b.posted) == 0 {
		t.Skip("nothing posted yet")
	}
	again := rapid.SampledFrom(b.posted).Draw(t, "again")
	b.f.as(b.f.system, func(tx *store.Tx) error {
		retry := again
		retry.ID = store.NewID()
		posted, err := tx.Post(retry)
		require.NoError(t, err)
		require.True(t, posted[0].Replayed)
		require.Equal(t, again.ID, posted[0].ID)
		return nil
	})
}

// read reads one account as of now.
func (b *book) read(t *rapid.T) {
	n := rapid.IntRange(0, 100).Draw(t, "account")
	b.f.as(b.f.system, func(tx *store.Tx) error {
		accounts, err := tx.Accounts(b.id)
		require.NoError(t, err)
		if len(accounts) > 0 {
			a := accounts[n%len(accounts)]
			b.readings = append(b.readings, reading{a, tx.Now(), a.Balance})
		}
		return nil
	})
}

// holds compares the book with the reference and with itself.
func (b *book) holds(t *rapid.T) {
	b.owes(t)
	b.f.snapshot(b.f.system, func(tx *store.Tx) error {
		accounts, err := tx.Accounts(b.id)
		require.NoError(t, err)
		for _, a := range accounts {
			require.True(t, b.held[key(a.Kind, a.CustomerID)].Equal(a.Balance.Amount), "%s: %s", a.Kind, a.Balance)
		}
		for _, r := range b.readings {
			then, err := tx.FigureAt(r.account, r.at)
			require.NoError(t, err)
			require.True(t, r.balance.Equal(then.Balance), "%s at %s", r.account.Kind, r.at)
			require.Equal(t, r.account.Seq, then.Seq, "%s at %s", r.account.Kind, r.at)
		}
		findings, err := tx.VerifyBook(b.id)
		require.NoError(t, err)
		require.Empty(t, findings)
		return nil
	})
}

// owes compares what is owed with the reference.
func (b *book) owes(t *rapid.T) {
	want := make([]string, len(b.owed))
	for i, a := range b.owed {
		want[i] = fmt.Sprintf("%s %s %d", a.ConsumptionID, a.Left().Fixed(), a.Version)
	}
	require.ElementsMatch(t, want, b.f.column("SELECT consumption_id || ' ' || round(remaining, scale) || ' ' || version FROM arrears WHERE partner_id = '"+b.id.String()+"'"))
}

// Many at once on one book and on two books in both orders: nothing is lost, no
// floor is broken, nobody deadlocks, and numbers have no gap.
func TestBooksStandRaces(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a, b := &book{f: f, id: f.aurora.Org}, &book{f: f, id: f.borealis.Org}
	customer := store.NewID()
	for _, owner := range []*book{a, b} {
		f.as(f.system, func(tx *store.Tx) error {
			_, err := tx.Post(rules.TopUp(owner.cause("top_up"), models.Lot{ID: store.NewID(), Channel: 2, ArrivedAt: time.Now(), Amount: cny(1000)}))
			return err
		})
	}
	var done, refused int
	var mu sync.Mutex
	var racers sync.WaitGroup
	for n := range 60 {
		racers.Go(func() {
			first, second := a, b
			if n%2 == 0 {
				first, second = b, a
			}
			err := f.worker.As(t.Context(), f.system, func(tx *store.Tx) error {
				_, err := tx.Post(rules.Allocate(first.cause("adjustment"), customer, cny(30)), rules.Allocate(second.cause("adjustment"), customer, cny(30)))
				return err
			})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				done++
			case errors.Is(err, models.ErrBalance):
				refused++
			default:
				t.Errorf("post: %v", err)
			}
		})
	}
	racers.Wait()
	require.Equal(t, 33, done, "of 10.00 thirty-three times 0.30")
	require.Equal(t, 27, refused)
	for _, owner := range []*book{a, b} {
		f.snapshot(f.system, func(tx *store.Tx) error {
			findings, err := tx.VerifyBook(owner.id)
			require.Empty(t, findings)
			return err
		})
	}
	require.Zero(t, f.worker.Retries())
}

// Whoever changes the past is found, whatever he changes.
func TestVerifyBookFindsWhatWasChanged(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"an amount":          "UPDATE postings SET amount = amount + 1 WHERE amount = 30",
		"a byte of a cause":  "UPDATE ledger_transactions SET cause = cause || ' ' WHERE book_seq = 2",
		"an association":     "UPDATE ledger_transactions SET association_id = gen_random_uuid() WHERE book_seq = 2",
		"a value date":       "UPDATE ledger_transactions SET effective_at = effective_at - interval '1 microsecond' WHERE book_seq = 2",
		"an account":         "UPDATE postings SET account_id = (SELECT id FROM accounts WHERE kind = 'cash'), account_seq = 99 WHERE amount = 30",
		"a balance":          "UPDATE accounts SET balance = balance + 1 WHERE kind = 'cash'",
		"a lot":              "UPDATE lots SET remaining = remaining - 1",
		"the end, cut":       "WITH l AS (DELETE FROM postings WHERE transaction_id = (SELECT id FROM ledger_transactions WHERE book_seq = 4)) DELETE FROM ledger_transactions WHERE book_seq = 4",
		"the middle, cut":    "WITH l AS (DELETE FROM postings WHERE transaction_id = (SELECT id FROM ledger_transactions WHERE book_seq = 2)) DELETE FROM ledger_transactions WHERE book_seq = 2",
		"what is designated": "WITH s AS (UPDATE accounts SET balance = balance + 1 WHERE kind = 'designated') UPDATE accounts SET balance = balance - 1 WHERE kind = 'allocatable'",
		"the head":           "UPDATE books SET seq = 3, head = (SELECT hash FROM ledger_transactions WHERE book_seq = 3)",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			b := &book{f: f, id: f.aurora.Org}
			f.as(f.system, func(tx *store.Tx) error {
				_, err := tx.Post(
					rules.TopUp(b.cause("top_up"), models.Lot{ID: store.NewID(), Channel: 2, ArrivedAt: time.Now(), Amount: cny(10000)}),
					rules.Allocate(b.cause("adjustment"), store.NewID(), cny(3000)),
					rules.Designate(b.cause("change"), cny(100)),
					rules.Credit(b.cause("credit"), cny(500)))
				return err
			})
			f.admin("SET session_replication_role = replica; " + change + "; RESET session_replication_role")
			f.snapshot(f.system, func(tx *store.Tx) error {
				findings, err := tx.VerifyBook(b.id)
				require.NotEmpty(t, findings)
				return err
			})
		})
	}
}

// A proof may take long: it waits for nobody, and sees nothing of what is posted meanwhile.
func TestVerifyBookHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	b := &book{f: f, id: f.aurora.Org}
	post := func(tx *store.Tx) error {
		_, err := tx.Post(rules.Credit(b.cause("credit"), cny(500)))
		return err
	}
	f.as(f.system, post)
	f.as(f.system, func(tx *store.Tx) error {
		require.NoError(t, tx.LockBooks(b.id))
		f.snapshot(f.system, func(proof *store.Tx) error {
			head, err := proof.BookHead(b.id)
			require.NoError(t, err)
			require.NoError(t, post(tx))
			findings, err := proof.VerifyBook(b.id)
			require.Empty(t, findings)
			require.EqualValues(t, 1, head.Seq)
			return err
		})
		_, err := tx.VerifyBook(b.id)
		require.ErrorContains(t, err, "not in a snapshot")
		return nil
	})
}

// A book whose end was cut together with its head is whole by itself; its anchor
// knows better.
func TestVerifyBookHoldsABookAgainstItsAnchor(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	b := &book{f: f, id: f.aurora.Org}
	post := func() {
		f.as(f.system, func(tx *store.Tx) error {
			_, err := tx.Post(rules.Credit(b.cause("credit"), cny(500)))
			return err
		})
	}
	anchors := func() []string {
		return f.column("SELECT subject_seq::text FROM events WHERE type = 'ledger.anchored' ORDER BY 1")
	}
	anchor := func(every time.Duration) {
		f.as(f.system, func(tx *store.Tx) error {
			head, err := tx.BookHead(b.id)
			require.NoError(t, err)
			return tx.AnchorBook(b.id, head, every)
		})
	}
	post()
	anchor(time.Hour)
	anchor(0)
	require.Equal(t, []string{"1"}, anchors(), "the head has not moved")
	post()
	anchor(time.Hour)
	require.Equal(t, []string{"1"}, anchors(), "the newest is not old enough")
	anchor(0)
	require.Equal(t, []string{"1", "2"}, anchors())

	f.admin(`SET session_replication_role = replica;
		DELETE FROM postings WHERE transaction_id = (SELECT id FROM ledger_transactions WHERE book_seq = 2);
		DELETE FROM ledger_transactions WHERE book_seq = 2;
		UPDATE books SET seq = 1, head = (SELECT hash FROM ledger_transactions WHERE book_seq = 1);
		UPDATE accounts SET seq = 1, balance = balance / 2;
		RESET session_replication_role`)
	f.snapshot(f.system, func(tx *store.Tx) error {
		findings, err := tx.VerifyBook(b.id)
		require.Len(t, findings, 1)
		require.EqualValues(t, 2, findings[0].BookSeq)
		require.Contains(t, findings[0].What, "is not what was anchored")
		return err
	})
}

// Credit may not stand in for cash that was set aside: the database is the last wall.
func TestBooksKeepWhatIsDesignated(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	b := &book{f: f, id: f.aurora.Org}
	lot := models.Lot{ID: store.NewID(), Channel: 2, ArrivedAt: time.Now(), Amount: cny(1000)}
	draw := func(cents int) []models.Draw { return []models.Draw{{LotID: lot.ID, Amount: cny(cents)}} }
	post := func(transactions ...models.LedgerTransaction) error {
		return f.worker.As(t.Context(), f.system, func(tx *store.Tx) error {
			_, err := tx.Post(transactions...)
			return err
		})
	}
	require.NoError(t, post(rules.TopUp(b.cause("top_up"), lot), rules.Credit(b.cause("credit"), cny(500)), rules.Designate(b.cause("change"), cny(700))))
	require.ErrorIs(t, post(rules.Freeze(b.cause("withdrawal"), draw(301), cny(301))), models.ErrBalance)
	require.ErrorIs(t, post(rules.Designate(b.cause("change"), cny(301))), models.ErrBalance, "credit is not designated")
	require.ErrorIs(t, post(rules.ReleaseDesignated(b.cause("change"), cny(701))), models.ErrBalance)
	require.NoError(t, post(rules.Freeze(b.cause("withdrawal"), draw(300), cny(300))))
	require.NoError(t, post(rules.ReleaseDesignated(b.cause("change"), cny(700)), rules.Freeze(b.cause("withdrawal"), draw(700), cny(700))))
	f.snapshot(f.system, func(tx *store.Tx) error {
		findings, err := tx.VerifyBook(b.id)
		require.Empty(t, findings)
		return err
	})
}

// The database refuses what no code of ours posts.
func TestBooksRefuseWhatIsNotDoubleEntry(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	b := &book{f: f, id: f.aurora.Org}
	topUp := func() models.LedgerTransaction {
		return rules.TopUp(b.cause("top_up"), models.Lot{ID: store.NewID(), Channel: 2, ArrivedAt: time.Now(), Amount: cny(100)})
	}
	f.as(f.system, func(tx *store.Tx) error {
		_, err := tx.Post(topUp())
		return err
	})
	for name, broken := range map[string]func(*models.LedgerTransaction){
		"a sum that is not zero": func(x *models.LedgerTransaction) { x.Postings[0].Amount = cny(-99) },
		"zero over both sets only": func(x *models.LedgerTransaction) {
			x.Postings[0].Amount, x.Postings[2].Amount = cny(-50), cny(-150)
		},
		"cash without a lot":     func(x *models.LedgerTransaction) { x.Lots = nil },
		"a lot of another sum":   func(x *models.LedgerTransaction) { x.Lots[0].Amount = cny(99) },
		"an account twice":       func(x *models.LedgerTransaction) { x.Postings = append(x.Postings, x.Postings...) },
		"an unknown account":     func(x *models.LedgerTransaction) { x.Postings[0].Account = "treasure" },
		"an unknown currency":    func(x *models.LedgerTransaction) { x.Postings[0].Amount.Currency = "XXX" },
		"a scale that is not":    func(x *models.LedgerTransaction) { x.Postings[0].Amount.Currency = models.JPY },
		"a customer without one": func(x *models.LedgerTransaction) { x.Postings[3].Account = models.AccountCustomer },
	} {
		x := topUp()
		broken(&x)
		err := f.worker.As(t.Context(), f.system, func(tx *store.Tx) error {
			_, err := tx.Post(x)
			return err
		})
		require.Error(t, err, name)
	}
	for _, statement := range []string{
		"UPDATE postings SET amount = 1", "DELETE FROM postings", "TRUNCATE ledger_transactions CASCADE", "UPDATE ledger_transactions SET kind = 'x'",
	} {
		_, err := f.db.Admin.Exec(t.Context(), statement)
		require.ErrorContains(t, err, "append-only", statement)
	}
	f.snapshot(f.system, func(tx *store.Tx) error {
		findings, err := tx.VerifyBook(b.id)
		require.Empty(t, findings)
		return err
	})
	require.Equal(t, []string{"1"}, f.column("SELECT seq::text FROM books"))
}
