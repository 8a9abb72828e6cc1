package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

var hasher = store.NewHasher([]byte("a key of the tests, which is long"))

// errHeld rolls a transaction back that did not get its slots.
var errHeld = errors.New("held")

// identities draws customers from few values, so that they meet often.
func identities() *rapid.Generator[models.Identity] {
	value := func(kind string, empty bool) *rapid.Generator[string] {
		values := []string{kind + "1", kind + "2", kind + "3"}
		if empty {
			values = append(values, "", "")
		}
		return rapid.SampledFrom(values)
	}
	name, phone, account, email, code := value("name", false), value("phone", false), value("account", true), value("email", false), value("code", true)
	return rapid.Custom(func(t *rapid.T) models.Identity {
		return models.Identity{
			CompanyKey: name.Draw(t, "name"), Phone: phone.Draw(t, "phone"), Account: account.Draw(t, "account"),
			Email: email.Draw(t, "email"), Code: code.Draw(t, "code"),
		}
	})
}

// heldClaim is a claim as the reference remembers it.
type heldClaim struct {
	registration, partner uuid.UUID
	keys                  []models.MatchKey
	until                 time.Time
}

// slotModel is the reference: a list of claims, compared one by one.
type slotModel struct {
	f      *fixture
	realm  string
	shift  time.Duration
	claims []heldClaim
}

func (m *slotModel) as(t *rapid.T, partner uuid.UUID, fn func(*store.Tx) error) {
	p := models.Principal{Realm: m.realm, Org: partner, Side: models.SidePartner, Subject: "somebody"}
	if err := m.f.api.As(m.f.t.Context(), p, fn); err != nil && !errors.Is(err, errHeld) {
		t.Fatal(err)
	}
}

// blocked are the keys of a customer that live claims of others hold, as the
// store words them.
func (m *slotModel) blocked(partner uuid.UUID, keys []models.MatchKey, now time.Time) []store.HeldKey {
	held := []store.HeldKey{}
	for _, c := range m.claims {
		if !c.until.After(now) || !models.SameCustomer(c.keys, keys) {
			continue
		}
		for _, k := range keys {
			key := store.HeldKey{Kind: k.Kind, Own: c.partner == partner}
			if slices.Contains(c.keys, k) && !slices.Contains(held, key) {
				held = append(held, key)
			}
		}
	}
	return held
}

// The slots take and refuse exactly what a comparison of every pair of customers
// would, over any order of claims, prolongations, releases and ends by time.
func TestSlotsDecideAsAComparisonOfAllClaimsWould(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	partners := []uuid.UUID{store.NewID(), store.NewID(), store.NewID()}
	rapid.Check(t, func(t *rapid.T) {
		m := &slotModel{f: f, realm: "realm-" + store.NewID().String()}
		t.Repeat(map[string]func(*rapid.T){
			"take":   func(t *rapid.T) { m.take(t, rapid.SampledFrom(partners).Draw(t, "partner"), true) },
			"look":   func(t *rapid.T) { m.take(t, rapid.SampledFrom(partners).Draw(t, "partner"), false) },
			"lock":   m.lock,
			"hold":   m.hold,
			"free":   m.free,
			"expire": m.expire,
		})
	})
}

func (m *slotModel) take(t *rapid.T, partner uuid.UUID, takes bool) {
	identity, registration := identities().Draw(t, "customer"), store.NewID()
	hours := time.Duration(rapid.IntRange(1, 9).Draw(t, "hours")) * time.Hour
	keys := hasher.HashIdentity(m.realm, identity)
	m.as(t, partner, func(tx *store.Tx) error {
		now, until := tx.Now(), tx.Now().Add(hours)
		expected := m.blocked(partner, identity.Keys(), now)
		held, err := tx.HeldSlots(m.realm, partner, keys)
		require.NoError(t, err)
		require.ElementsMatch(t, expected, held, "a look")
		if !takes {
			return nil
		}
		held, err = tx.TakeSlots(m.realm, partner, registration, keys, until)
		require.NoError(t, err)
		require.ElementsMatch(t, expected, held, "taking")
		if len(held) > 0 {
			return errHeld
		}
		m.claims = append(m.claims, heldClaim{registration, partner, identity.Keys(), until})
		return nil
	})
}

// lock locks the keys of a customer, as an acceptance does, and takes nothing.
func (m *slotModel) lock(t *rapid.T) {
	identity, partner := identities().Draw(t, "customer"), store.NewID()
	m.as(t, partner, func(tx *store.Tx) error {
		held, err := tx.LockSlots(m.realm, partner, store.NewID(), hasher.HashIdentity(m.realm, identity), uuid.Nil)
		require.NoError(t, err)
		require.ElementsMatch(t, m.blocked(partner, identity.Keys(), tx.Now()), held)
		return nil
	})
}

func (m *slotModel) one(t *rapid.T) *heldClaim {
	if len(m.claims) == 0 {
		t.Skip("no claim yet")
	}
	return &m.claims[rapid.IntRange(0, len(m.claims)-1).Draw(t, "claim")]
}

// hold moves the end of a claim in force.
func (m *slotModel) hold(t *rapid.T) {
	c := m.one(t)
	m.as(t, c.partner, func(tx *store.Tx) error {
		if !c.until.After(tx.Now()) {
			return nil
		}
		c.until = tx.Now().Add(time.Duration(rapid.IntRange(1, 9).Draw(t, "hours")) * time.Hour)
		return tx.HoldSlots(c.registration, c.until)
	})
}

func (m *slotModel) free(t *rapid.T) {
	c := *m.one(t)
	m.as(t, c.partner, func(tx *store.Tx) error { return tx.FreeSlots(c.registration) })
	m.claims = slices.DeleteFunc(m.claims, func(x heldClaim) bool { return x.registration == c.registration })
}

// expire lets time pass. Claims end at whole hours after their start and the
// steps are halves, so that no look falls on an end.
func (m *slotModel) expire(t *rapid.T) {
	m.shift += time.Duration(rapid.IntRange(1, 8).Draw(t, "half hours"))*time.Hour + 30*time.Minute
	m.f.shift(m.realm, m.shift)
}

// taker takes the slots of a customer in a transaction of its own.
func (f *fixture) taker(realm string, identity models.Identity) (taken bool, err error) {
	p := models.Principal{Realm: realm, Org: store.NewID(), Side: models.SidePartner, Subject: "somebody"}
	err = f.api.As(f.t.Context(), p, func(tx *store.Tx) error {
		held, err := tx.TakeSlots(realm, p.Org, store.NewID(), hasher.HashIdentity(realm, identity), tx.Now().Add(time.Hour))
		if err == nil && len(held) > 0 {
			err = errHeld
		}
		return err
	})
	if errors.Is(err, errHeld) {
		return false, nil
	}
	return err == nil, err
}

// race lets one taker per identity run at once and answers who took.
func (f *fixture) race(realm string, wanted []models.Identity) (winners []models.Identity) {
	f.t.Helper()
	var mu sync.Mutex
	var racers sync.WaitGroup
	start := make(chan struct{})
	for _, identity := range wanted {
		racers.Go(func() {
			<-start
			taken, err := f.taker(realm, identity)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				f.t.Errorf("take: %v", err)
			}
			if taken {
				winners = append(winners, identity)
			}
		})
	}
	close(start)
	racers.Wait()
	return winners
}

func TestOfAHundredAndFiftyTakersOneWins(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	same := func(int) models.Identity {
		return models.Identity{CompanyKey: "name", Phone: "phone", Email: "email", Code: "code"}
	}
	for name, racer := range map[string]func(n int) models.Identity{
		"all keys equal": same,
		"one key equal, another for each": func(n int) models.Identity {
			i := models.Identity{CompanyKey: fmt.Sprint("name", n), Phone: fmt.Sprint("phone", n), Email: fmt.Sprint("email", n)}
			i.Email = "email"
			return i
		},
		"with and without a code": func(n int) models.Identity {
			i := same(n)
			if n%2 == 0 {
				i.Code = ""
			}
			return i
		},
	} {
		wanted := make([]models.Identity, 150)
		for n := range wanted {
			wanted[n] = racer(n)
		}
		require.Len(t, f.race(name, wanted), 1, name)
	}
	require.Zero(t, f.api.Retries(), "no deadlock and no serialisation failure")
	require.Equal(t, []string{"0"}, f.column("SELECT deadlocks::text FROM pg_stat_database WHERE datname = current_database()"))
}

// Whatever the order in which racers meet, no two winners are the same customer,
// and nobody loses without one who is.
func TestRacersForAnyCustomersLeaveOneClaimEach(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	rapid.Check(t, func(t *rapid.T) {
		wanted := rapid.SliceOfN(identities(), 2, 12).Draw(t, "customers")
		winners := f.race("realm-"+store.NewID().String(), wanted)
		for i, a := range winners {
			for _, b := range winners[i+1:] {
				require.False(t, models.SameCustomer(a.Keys(), b.Keys()), "%v and %v", a, b)
			}
		}
		require.NotEmpty(t, winners)
		for _, lost := range wanted {
			require.True(t, slices.ContainsFunc(winners, func(w models.Identity) bool {
				return models.SameCustomer(w.Keys(), lost.Keys())
			}), "%v lost against nobody", lost)
		}
	})
	require.Zero(t, f.api.Retries())
}

// A taker waits for one that has not committed, and then sees its claim.
func TestTakersWaitForEachOther(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	identity := models.Identity{CompanyKey: "name", Phone: "phone", Email: "email"}
	second := make(chan bool, 1)
	f.as(f.aurora, func(tx *store.Tx) error {
		_, err := tx.TakeSlots(realm, f.aurora.Org, store.NewID(), hasher.HashIdentity(realm, identity), tx.Now().Add(time.Hour))
		go func() {
			taken, err := f.taker(realm, identity)
			if err != nil {
				t.Errorf("take: %v", err)
			}
			second <- taken
		}()
		require.Eventually(t, func() bool {
			return len(f.column("SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")) == 1
		}, 10*time.Second, 10*time.Millisecond, "the second taker waits")
		return err
	})
	require.False(t, <-second, "it saw what committed while it waited")
}
