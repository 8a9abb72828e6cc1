package store

import (
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// insert writes a new row.
func insert[T any](db *gorm.DB, what string, row *T) error {
	if err := db.Create(row).Error; err != nil {
		return fmt.Errorf("insert %s: %w", what, err)
	}
	return nil
}

// move writes a row that the transaction holds locked; version is the one that
// the lock showed. A miss means that somebody wrote without the lock.
func move[T any](db *gorm.DB, what string, row *T, id uuid.UUID, version int64) error {
	res := db.Model(row).Where("id = ? AND version = ?", id, version).Select("*").Omit("id", "created_at").Updates(row)
	if res.Error != nil {
		return fmt.Errorf("move %s: %w", what, res.Error)
	}
	if res.RowsAffected != 1 {
		return fmt.Errorf("move %s: %w", what, ErrConflict)
	}
	return nil
}

// take reads one row by id within the principal's reach.
func take[T any](query *gorm.DB, what string, id uuid.UUID) (T, error) {
	var row T
	if err := query.Take(&row, "id = ?", id).Error; err != nil {
		return row, fmt.Errorf("read %s: %w", what, err)
	}
	return row, nil
}
