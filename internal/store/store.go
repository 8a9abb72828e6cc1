// Package store is the only user of SQL: queries, locks, row-level security and
// migrations. Every access runs in As, as somebody; nobody reads or writes as a
// superuser or as the owner of the tables.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"partnercenter/internal/clock"
	"partnercenter/models"
)

// maxAttempts bounds how often a transaction that lost a serialisation or
// deadlock conflict runs. With the lock order kept this never happens: each
// retry is counted and logged as an alert.
const maxAttempts = 3

// Config opens a store.
type Config struct {
	URL string
	// MovableClock allows the realms' development clocks.
	MovableClock bool
	MaxConns     int
	Logger       *slog.Logger
	// Tracer sees every statement on its way; nil: nobody does.
	Tracer pgx.QueryTracer
	// Observer is told what is committed; nil: nobody is.
	Observer Observer
}

// Store is the database seen by one process (API or worker).
type Store struct {
	db       *gorm.DB
	movable  bool
	log      *slog.Logger
	retries  atomic.Int64
	observer Observer
	policies policyCache
}

// Open connects to the database. The role in the URL has no rights of its own.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	address, err := pgx.ParseConfig(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("read the database's address: %w", err)
	}
	address.Tracer = cfg.Tracer
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: stdlib.OpenDB(*address)}), &gorm.Config{
		SkipDefaultTransaction: true, // As owns the transaction
		Logger:                 logger.Discard,
		NowFunc:                clock.Clock{}.Now,
	})
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("open database pool: %w", err)
	}
	if err := flushFirst(db); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare database: %w", err), pool.Close())
	}
	pool.SetMaxOpenConns(max(cfg.MaxConns, 4))
	pool.SetMaxIdleConns(max(cfg.MaxConns, 4))
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("reach database: %w", err), pool.Close())
	}
	s := &Store{db: db, movable: cfg.MovableClock, log: cfg.Logger, observer: cfg.Observer}
	if s.observer == nil {
		s.observer = unobserved{}
	}
	return s, nil
}

// Stats are the figures of the connections.
func (s *Store) Stats() sql.DBStats {
	pool, err := s.db.DB()
	if err != nil {
		return sql.DBStats{} // there is a pool since Open
	}
	return pool.Stats()
}

// Close closes the connections.
func (s *Store) Close() error {
	pool, err := s.db.DB()
	if err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return pool.Close()
}

// Ping checks that the database answers.
func (s *Store) Ping(ctx context.Context) error {
	pool, err := s.db.DB()
	if err != nil {
		return fmt.Errorf("ping database: %w", err)
	}
	return pool.PingContext(ctx)
}

// Retries is how many transactions had to run again after a conflict.
func (s *Store) Retries() int64 { return s.retries.Load() }

// Tx is one transaction of one principal.
type Tx struct {
	db        *gorm.DB
	store     *Store
	session   *session
	clock     clock.Clock
	principal models.Principal
	left      Committed
}

// Now is business time of the transaction's realm. It moves on while the
// transaction waits for locks: ask after them.
func (t *Tx) Now() time.Time { return t.clock.Now() }

// Principal is who the transaction runs as.
func (t *Tx) Principal() models.Principal { return t.principal }

// As runs fn in a transaction whose database role and tenant are the
// principal's, so that row-level security judges every statement in it.
func (s *Store) As(ctx context.Context, p models.Principal, fn func(*Tx) error) error {
	return s.run(ctx, p, readsAndWrites, fn)
}

// Snapshot runs fn in a transaction that sees one state of the database however long
// it reads, holds nobody up, and writes nothing.
func (s *Store) Snapshot(ctx context.Context, p models.Principal, fn func(*Tx) error) error {
	return s.run(ctx, p, oneState, fn)
}

func (s *Store) run(ctx context.Context, p models.Principal, m mode, fn func(*Tx) error) error {
	for attempt := 1; ; attempt++ {
		began := false
		err := s.once(ctx, p, m, func(tx *Tx) error {
			began = true
			return fn(tx)
		})
		switch {
		case attempt == maxAttempts:
			return translate(err)
		case isConflict(err):
			s.retries.Add(1)
			s.observer.Conflicted(pgCode(err))
			s.log.WarnContext(ctx, "transaction conflict, running it again", "attempt", attempt, "error", err.Error())
		case began || !isOutage(err): // a connection that died while it was idle has done nothing yet
			return translate(err)
		}
	}
}

// roles maps a side to the database role it becomes.
var roles = map[models.Side]string{
	models.SideVendor:   "app_vendor",
	models.SidePartner:  "app_partner",
	models.SideCustomer: "app_customer",
	models.SideSystem:   "app_system",
}

func (s *Store) once(ctx context.Context, p models.Principal, m mode, fn func(*Tx) error) (err error) {
	pool, err := s.db.DB()
	if err != nil {
		return fmt.Errorf("open database pool: %w", err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("take a connection: %w", err)
	}
	here := &session{conn: conn, mode: m}
	defer func() { err = errors.Join(err, here.end(ctx)) }()
	db := s.db.Session(&gorm.Session{NewDB: true, Context: context.WithValue(ctx, sessionKey{}, here)})
	db.Statement.ConnPool = conn
	tx := &Tx{db: db, store: s, session: here, principal: p}
	if err := tx.enter(ctx, here.begin); err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		return err
	}
	if err := here.commit(ctx); err != nil {
		return err
	}
	s.observer.Committed(tx.left)
	return nil
}

// enter makes the transaction the principal's in one round trip, and reads the
// realm's clock with it where clocks can move.
func (t *Tx) enter(ctx context.Context, carry func(ctx context.Context, query string, args []any) (microseconds int64, err error)) error {
	role, known := roles[t.principal.Side]
	if !known {
		return fmt.Errorf("no database role for side %q", t.principal.Side)
	}
	query := "SELECT 0::bigint AS shift FROM (SELECT set_config('role', $1, true), set_config('app.org', $2, true), set_config('app.realm', $3, true) OFFSET 0) AS entered"
	if t.store.movable {
		query = "SELECT clock_shift($3) AS shift FROM (SELECT set_config('role', $1, true), set_config('app.org', $2, true), set_config('app.realm', $3, true) OFFSET 0) AS entered"
	}
	microseconds, err := carry(ctx, query, []any{role, t.principal.Org.String(), t.principal.Realm})
	if err != nil {
		return fmt.Errorf("enter as %s: %w", role, err)
	}
	t.clock = clock.Shifted(time.Duration(microseconds) * time.Microsecond)
	return nil
}

// EnterRealm moves a visitor's transaction into the realm of what he holds, so
// that its clock says what time it is.
func (t *Tx) EnterRealm(realm string) error {
	t.principal.Realm = realm
	return t.enter(t.db.Statement.Context, func(ctx context.Context, query string, args []any) (microseconds int64, err error) {
		err = t.session.conn.QueryRowContext(ctx, query, args...).Scan(&microseconds)
		return microseconds, err
	})
}

// exec runs a statement that answers no rows that matter, now: a lock.
func (t *Tx) exec(query string, args ...any) error { return t.db.Exec(query, args...).Error }

// write changes rows, with the next statement or at the end.
func (t *Tx) write(what, query string, args ...any) error {
	return t.later(what, false, func(db *gorm.DB) *gorm.DB { return db.Exec(query, args...) })
}

// affected changes exactly one row, with the next statement or at the end.
func (t *Tx) affected(what, query string, args ...any) error {
	return t.later(what, true, func(db *gorm.DB) *gorm.DB { return db.Exec(query, args...) })
}

// later lets what gorm makes of a write wait.
func (t *Tx) later(what string, one bool, build func(*gorm.DB) *gorm.DB) error {
	built := build(t.db.Session(&gorm.Session{DryRun: true}))
	if built.Error != nil {
		return fmt.Errorf("%s: %w", what, built.Error)
	}
	t.session.later(write{what: what, query: built.Statement.SQL.String(), args: built.Statement.Vars, one: one})
	return nil
}

// NewID is a time-ordered id.
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
