package programme

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"partnercenter/internal/store"
	"partnercenter/models"
)

const (
	// late is how long after its wake an open row counts as forgotten.
	late = 2 * time.Minute
	// sweepBatch bounds what one sweep wakes of one kind in one realm; what is
	// left is still there for the next.
	sweepBatch = 500
	// wakers is how many rows are woken at once.
	wakers = 8
	// relayBatch bounds one transaction of the relay.
	relayBatch = 1000
)

// Engine starts and wakes the workflows of rows.
type Engine interface {
	// Wake makes sure that the row's workflow runs and looks at the row.
	Wake(ctx context.Context, row store.Waker) error
}

// Upkeep keeps rows and workflows together, and the records in order.
type Upkeep struct {
	Store  *store.Store
	Engine Engine
	Log    *slog.Logger
}

// Sweep wakes the open rows whose wake has passed and those that no workflow has
// ever read, and escalates the tasks that are late. A row that cannot be woken does
// not keep the others from it.
func (s *Upkeep) Sweep(ctx context.Context, alive func()) (int, error) {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return 0, err
	}
	woken := 0
	for _, realm := range realms {
		for _, kind := range store.ProcessKinds() {
			overdue, err := s.overdue(ctx, realm, kind)
			if err != nil {
				return woken, err
			}
			woken += s.wake(ctx, overdue, alive)
		}
		if err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) error { return tx.EscalateMoneyTasks() }); err != nil {
			return woken, err
		}
	}
	return woken, nil
}

// realmsOf are all realms of a store: what runs for every one of them asks here.
func realmsOf(ctx context.Context, s *store.Store) (realms []string, err error) {
	err = s.As(ctx, models.System(""), func(tx *store.Tx) error {
		realms, err = tx.Realms()
		return err
	})
	return realms, err
}

func (s *Upkeep) overdue(ctx context.Context, realm, kind string) (rows []store.Waker, err error) {
	err = s.Store.As(ctx, models.System(realm), func(tx *store.Tx) error {
		rows, err = tx.Overdue(kind, tx.Now().Add(-late), sweepBatch)
		return err
	})
	return rows, err
}

// wake wakes rows, some at a time, and answers how many it woke; of the others the
// log has the reason.
func (s *Upkeep) wake(ctx context.Context, rows []store.Waker, alive func()) int {
	var woken atomic.Int64
	var group errgroup.Group
	group.SetLimit(wakers)
	for _, row := range rows {
		alive()
		group.Go(func() error {
			if err := s.Engine.Wake(ctx, row); err != nil {
				s.Log.WarnContext(ctx, "wake a process", "kind", row.Kind, "id", row.Ref.ID.String(), "error", err.Error())
				return nil
			}
			woken.Add(1)
			return nil
		})
	}
	_ = group.Wait() // none answers an error
	return int(woken.Load())
}

// Resume wakes every open row, whatever its wake: after the loss of the engine's
// database all processes come back, with the deadlines that their rows state. A row
// that cannot be woken does not keep the others from it; the error counts such rows.
func (s *Upkeep) Resume(ctx context.Context) (map[string]int, error) {
	counts, left := map[string]int{}, 0
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return counts, err
	}
	for _, realm := range realms {
		for _, kind := range store.ProcessKinds() {
			woken, rest, err := s.resume(ctx, realm, kind)
			counts[kind] += woken
			left += rest
			if err != nil {
				return counts, err
			}
		}
	}
	if left > 0 {
		return counts, fmt.Errorf("%d open rows could not be woken: the log names each with the reason", left)
	}
	return counts, nil
}

func (s *Upkeep) resume(ctx context.Context, realm, kind string) (woken, left int, err error) {
	after := uuid.Nil
	for {
		var rows []store.Waker
		err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) (err error) {
			rows, err = tx.Open(kind, after, sweepBatch)
			return err
		})
		if err != nil || len(rows) == 0 {
			return woken, left, err
		}
		n := s.wake(ctx, rows, func() {})
		woken, left, after = woken+n, left+len(rows)-n, rows[len(rows)-1].Ref.ID
	}
}

// Figures are the numbers of every realm that those who watch look at.
func (s *Upkeep) Figures(ctx context.Context) (map[string][]store.Figure, error) {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return nil, err
	}
	of := map[string][]store.Figure{}
	for _, realm := range realms {
		err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) (err error) {
			of[realm], err = tx.Figures(tx.Now().Add(-late))
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return of, nil
}

// Relay gives committed events their positions and answers how many.
func (s *Upkeep) Relay(ctx context.Context) (int, error) {
	given := 0
	err := s.Store.As(ctx, models.System(""), func(tx *store.Tx) (err error) {
		given, err = tx.GivePositions(relayBatch)
		return err
	})
	return given, err
}

// housePolicy is the policy of what a realm keeps and matches for itself: the one
// of its vendor's site.
func housePolicy(tx *store.Tx) (models.Policy, error) {
	vendor, err := tx.Vendor()
	if err != nil {
		return models.Policy{}, err
	}
	return tx.Policy(vendor.Site, tx.Now())
}

// Retain deletes what the policies' retention has ended: of each organisation by
// the policy of its own site.
func (s *Upkeep) Retain(ctx context.Context) error {
	realms, err := realmsOf(ctx, s.Store)
	if err != nil {
		return err
	}
	for _, realm := range realms {
		if err := s.Store.As(ctx, models.System(realm), func(tx *store.Tx) error { return retain(tx, realm) }); err != nil {
			return err
		}
	}
	return nil
}

func retain(tx *store.Tx, realm string) error {
	vendor, err := tx.Vendor()
	if err != nil {
		return err
	}
	now := tx.Now()
	for _, site := range []models.Site{models.SiteCN, models.SiteIntl, models.SiteEU} {
		policy, err := tx.Policy(site, now)
		if err != nil {
			return err
		}
		if err := tx.RetainDeliveries(realm, site, models.AddDays(now, -policy.Document.Events.LogDays)); err != nil {
			return err
		}
		if err := tx.RetainKeys(realm, site, vendor.Site, models.AddDays(now, -policy.Document.Retention.IdempotencyDays)); err != nil {
			return err
		}
	}
	return tx.Retain(realm, now)
}
