package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"partnercenter/models"
)

// ErrConflict says that a row was not as the transaction had seen it under its
// lock: a defect, never a race that callers resolve.
var ErrConflict = errors.New("row changed under its lock")

// PostgreSQL error codes that have a meaning here.
const (
	codeSerialization = "40001"
	codeDeadlock      = "40P01"
	codeLockTimeout   = "55P03"
	classConnection   = "08"
)

// codesOutage: the administrator ends the session, the server crashes, the server
// starts, and no connection is left.
var codesOutage = []string{"57P01", "57P02", "57P03", "53300"}

func pgCode(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code
	}
	return ""
}

func pgConstraint(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.ConstraintName
	}
	return ""
}

func isConflict(err error) bool {
	code := pgCode(err)
	return code == codeSerialization || code == codeDeadlock
}

// isOutage says that the database or the way to it is gone: the server stops,
// starts or has no connection left, or the connection broke.
func isOutage(err error) bool {
	if err == nil {
		return false
	}
	if code := pgCode(err); code != "" {
		return slices.Contains(codesOutage, code) || strings.HasPrefix(code, classConnection)
	}
	_, refused := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[net.Error](err)
	return refused || network || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}

// translate turns what PostgreSQL says into the vocabulary of the callers and
// leaves everything else as it is.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fmt.Errorf("%w: %w", models.ErrNotFound, err)
	case pgCode(err) == codeLockTimeout:
		return fmt.Errorf("%w: %w", models.ErrInProgress, err)
	case isOutage(err) && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled):
		return fmt.Errorf("%w: %w", models.ErrUnavailable, err)
	default:
		return err
	}
}
