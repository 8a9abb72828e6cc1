package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// filled is a book with a top-up of 100.00.
func filled(f *fixture, org uuid.UUID) *book {
	b := &book{f: f, id: org}
	f.as(f.system, func(tx *store.Tx) error {
		_, err := tx.Post(rules.TopUp(b.cause("top_up"), models.Lot{ID: store.NewID(), Channel: 2, ArrivedAt: time.Now(), Amount: cny(10000)}))
		return err
	})
	return b
}

// What a side may post is the database's to say: a partner allots and sets aside
// in his own book, the vendor writes in his realm.
func TestBooksHaveADoorPerSide(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	own, foreign := filled(f, f.aurora.Org), filled(f, f.borealis.Org)
	customer, abroad := store.NewID(), f.vendor
	abroad.Realm = "another"
	for _, c := range []struct {
		name string
		by   models.Principal
		do   func(*store.Tx) error
		may  bool
	}{
		{"a partner allots", f.aurora, post(rules.Allocate(own.cause("adjustment"), customer, cny(100))), true},
		{"a partner takes back", f.aurora, post(rules.Reclaim(own.cause("adjustment"), customer, cny(1))), true},
		{"a partner locks his book", f.aurora, func(tx *store.Tx) error { return tx.LockBooks(own.id) }, true},
		{"a partner allots in a foreign book", f.aurora, post(rules.Allocate(foreign.cause("adjustment"), customer, cny(1))), false},
		{"a partner allots in both", f.aurora, post(rules.Allocate(own.cause("adjustment"), customer, cny(1)), rules.Allocate(foreign.cause("adjustment"), customer, cny(1))), false},
		{"a partner credits himself", f.aurora, post(rules.Credit(own.cause("credit"), cny(1))), false},
		{"a partner pays out", f.aurora, post(rules.Payout(own.cause("payout"), cny(1))), false},
		{"a partner locks a foreign book", f.aurora, func(tx *store.Tx) error { return tx.LockBooks(foreign.id) }, false},
		{"a partner locks both", f.aurora, func(tx *store.Tx) error { return tx.LockBooks(own.id, foreign.id) }, false},
		{"the vendor credits", f.vendor, post(rules.Credit(own.cause("credit"), cny(1))), true},
		{"the vendor locks books", f.vendor, func(tx *store.Tx) error { return tx.LockBooks(own.id, foreign.id) }, true},
		{"another realm's vendor credits", abroad, post(rules.Credit(own.cause("credit"), cny(1))), false},
		{"another realm's vendor locks a book", abroad, func(tx *store.Tx) error { return tx.LockBooks(own.id) }, false},
		{"another realm's vendor names his own", abroad, func(tx *store.Tx) error {
			return tx.DB().Exec("SELECT lock_realm_books(?, ARRAY[?]::uuid[])", realm, own.id).Error
		}, false},
	} {
		err := f.api.As(t.Context(), c.by, c.do)
		if c.may {
			require.NoError(t, err, c.name)
		} else {
			require.Error(t, err, c.name)
		}
	}
	require.Equal(t, []string{"4", "1"}, f.column("SELECT seq::text FROM books ORDER BY seq DESC"), "what was refused left nothing")
}

func post(transactions ...models.LedgerTransaction) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		_, err := tx.Post(transactions...)
		return err
	}
}

// What was said of an instant stays so, also where somebody with a clock behind
// it posts afterwards.
func TestAStatementIsFinal(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	b := filled(f, f.aurora.Org)
	var cash models.Account
	var said models.Figure
	f.as(f.aurora, func(tx *store.Tx) error {
		page, err := tx.AccountPage(models.AccountFilter{Kind: models.AccountCash}, models.ListQuery{Limit: 5})
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		cash = page.Items[0]
		at := tx.Now()
		require.NoError(t, tx.CloseBook(b.id, at))
		said, err = tx.FigureAt(cash, at)
		return err
	})
	require.Equal(t, "100.00", said.Balance.Fixed())
	f.shift(realm, -time.Hour)
	f.as(f.system, post(rules.TopUp(b.cause("top_up"), models.Lot{ID: store.NewID(), Channel: 2, ArrivedAt: time.Now(), Amount: cny(1)})))
	f.as(f.aurora, func(tx *store.Tx) error {
		again, err := tx.FigureAt(cash, said.At)
		require.Equal(t, said, again)
		later, err2 := tx.FigureAt(cash, said.At.Add(time.Second))
		require.Equal(t, "100.01", later.Balance.Fixed())
		require.Equal(t, int64(2), later.Seq)
		require.NoError(t, err2)
		return err
	})
}

// Entries are found by type and by when they were recorded, page by page.
func TestEntriesAreRangesOfNumbers(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	b := filled(f, f.aurora.Org)
	bond := f.bond(f.aurora)
	customer := bond.CustomerID
	for range 3 {
		allocate, reclaim := rules.Allocate(b.cause("adjustment"), customer, cny(100)), rules.Reclaim(b.cause("adjustment"), customer, cny(10))
		allocate.AssociationID, reclaim.AssociationID = &bond.ID, &bond.ID
		f.as(f.system, post(allocate, reclaim))
	}
	f.as(f.aurora, func(tx *store.Tx) error {
		accounts, err := tx.AccountPage(models.AccountFilter{Kind: models.AccountAllocatable}, models.ListQuery{Limit: 5})
		require.NoError(t, err)
		account := accounts.Items[0].ID
		numbers := func(filter models.EntryFilter, limit int) (all []int64) {
			q := models.ListQuery{Limit: limit}
			for {
				page, err := tx.Entries(account, filter, q)
				require.NoError(t, err)
				for _, e := range page.Items {
					all = append(all, e.AccountSeq)
				}
				if page.Next == nil {
					return all
				}
				q.After = page.Next
			}
		}
		require.Equal(t, []int64{7, 6, 5, 4, 3, 2, 1}, numbers(models.EntryFilter{}, 2))
		require.Equal(t, []int64{6, 4, 2}, numbers(models.EntryFilter{TradeType: models.TradeAllocate}, 2))
		whole, err := tx.Entries(account, models.EntryFilter{}, models.ListQuery{Limit: 10})
		require.NoError(t, err)
		require.Nil(t, whole.Items[6].CustomerID)
		require.Equal(t, &customer, whole.Items[0].CustomerID)
		require.Equal(t, "97.30", whole.Items[0].BalanceAfter.Fixed())
		from, to := whole.Items[3].RecordedAt, whole.Items[1].RecordedAt // of pairs that were recorded at once
		require.Equal(t, []int64{5, 4}, numbers(models.EntryFilter{From: &from, To: &to}, 1))
		require.Equal(t, []int64{4}, numbers(models.EntryFilter{From: &from, To: &to, TradeType: models.TradeAllocate}, 1))
		past, future := to.Add(-time.Hour), to.Add(time.Hour)
		require.Empty(t, numbers(models.EntryFilter{To: &past}, 1))
		require.Empty(t, numbers(models.EntryFilter{From: &future}, 1))
		return nil
	})
	f.as(f.borealis, func(tx *store.Tx) error {
		page, err := tx.AccountPage(models.AccountFilter{}, models.ListQuery{Limit: 5})
		require.Empty(t, page.Items, "another partner's book")
		return err
	})
}
