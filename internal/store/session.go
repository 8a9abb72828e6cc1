package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

// rollbackPatience bounds the end of a transaction whose caller may be gone.
const rollbackPatience = 5 * time.Second

// session is a connection of the pool for the length of one transaction. Writes
// whose answer nobody needs wait in it, and travel with the next statement that
// cannot wait: a transaction costs a round trip per reading, and one for all that
// it leaves, instead of one for each of them.
type session struct {
	conn    *sql.Conn
	mode    mode
	waiting []write
	over    bool
}

// mode is how a transaction begins.
type mode string

const (
	readsAndWrites mode = "BEGIN"
	// oneState reads everything as it was at its first statement, and waits for nobody.
	oneState mode = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
)

// write is a statement that waits.
type write struct {
	what  string
	query string
	args  []any
	one   bool // it must hit exactly one row, which only its answer tells
}

// begin begins the transaction and makes it somebody's in one round trip; it
// answers the realm's clock.
func (s *session) begin(ctx context.Context, enter string, args []any) (microseconds int64, err error) {
	batch := &pgx.Batch{}
	batch.Queue(string(s.mode))
	batch.Queue(enter, args...).QueryRow(func(row pgx.Row) error { return row.Scan(&microseconds) })
	return microseconds, s.send(ctx, batch)
}

// later lets a write wait for the next statement that cannot.
func (s *session) later(w write) { s.waiting = append(s.waiting, w) }

// flush sends what waits.
func (s *session) flush(ctx context.Context) error {
	if len(s.waiting) == 0 {
		return nil
	}
	return s.send(ctx, s.batch())
}

// commit sends what waits and commits, in one round trip, unless a write has to
// be looked at before. PostgreSQL answers the commit of a transaction that has
// failed with a rollback.
func (s *session) commit(ctx context.Context) error {
	if slices.ContainsFunc(s.waiting, func(w write) bool { return w.one }) {
		if err := s.flush(ctx); err != nil {
			return err
		}
	}
	batch := s.batch()
	batch.Queue("COMMIT").Exec(func(tag pgconn.CommandTag) error {
		if tag.String() != "COMMIT" {
			return errors.New("the transaction had failed before its commit")
		}
		return nil
	})
	if err := s.send(ctx, batch); err != nil {
		return err
	}
	s.over = true
	return nil
}

// batch takes what waits, in its order.
func (s *session) batch() *pgx.Batch {
	batch := &pgx.Batch{}
	for _, w := range s.waiting {
		batch.Queue(w.query, w.args...).Exec(func(tag pgconn.CommandTag) error {
			if w.one && tag.RowsAffected() != 1 {
				return fmt.Errorf("%s: %d rows instead of one: %w", w.what, tag.RowsAffected(), ErrConflict)
			}
			return nil
		})
	}
	s.waiting = nil
	return batch
}

// send sends a batch past database/sql, which knows only one statement at a time.
func (s *session) send(ctx context.Context, batch *pgx.Batch) error {
	return s.conn.Raw(func(conn any) error {
		beneath, ok := conn.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the driver is %T and not pgx", conn)
		}
		return beneath.Conn().SendBatch(ctx, batch).Close()
	})
}

// end gives the connection back. A transaction that was not committed is rolled
// back first; a connection that cannot even do that is not used again.
func (s *session) end(ctx context.Context) error {
	if !s.over {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackPatience)
		defer cancel()
		if _, err := s.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
			_ = s.conn.Raw(func(any) error { return driver.ErrBadConn }) // its purpose is this error
			return nil
		}
	}
	return s.conn.Close()
}

type sessionKey struct{}

// flushFirst sends what waits before every statement that does not wait itself,
// so that a transaction reads what it wrote.
func flushFirst(db *gorm.DB) error {
	flush := func(db *gorm.DB) {
		s, inside := db.Statement.Context.Value(sessionKey{}).(*session)
		if !inside || db.DryRun {
			return
		}
		if err := s.flush(db.Statement.Context); err != nil {
			_ = db.AddError(err)
		}
	}
	callbacks := db.Callback()
	return errors.Join(
		callbacks.Create().Before("*").Register("store:flush", flush),
		callbacks.Query().Before("*").Register("store:flush", flush),
		callbacks.Update().Before("*").Register("store:flush", flush),
		callbacks.Delete().Before("*").Register("store:flush", flush),
		callbacks.Row().Before("*").Register("store:flush", flush),
		callbacks.Raw().Before("*").Register("store:flush", flush),
	)
}
