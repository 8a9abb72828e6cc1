package store

import (
	"errors"
	"fmt"

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
)

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
	default:
		return err
	}
}
