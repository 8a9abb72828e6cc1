package store

import (
	"database/sql/driver"
	"encoding/hex"
	"strings"

	"github.com/google/uuid"
)

// textArray binds as text[]; gorm would spread a plain slice over placeholders.
// Elements are identifiers of ours and need no quoting.
type textArray []string

// Value is the array literal.
func (a textArray) Value() (driver.Value, error) { return "{" + strings.Join(a, ",") + "}", nil }

// idArray binds ids as text[], to be cast to uuid[].
func idArray(ids []uuid.UUID) textArray {
	texts := make(textArray, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return texts
}

// byteaArray binds as bytea[].
type byteaArray [][]byte

// Value is the array literal.
func (a byteaArray) Value() (driver.Value, error) {
	parts := make([]string, len(a))
	for i, b := range a {
		parts[i] = `"\\x` + hex.EncodeToString(b) + `"`
	}
	return "{" + strings.Join(parts, ",") + "}", nil
}

// blob binds as bytea wherever it stands; gorm would spread a plain slice that
// follows a parenthesis over placeholders.
type blob []byte

// Value is the bytes, never NULL.
func (b blob) Value() (driver.Value, error) { return empty(b), nil }

// empty keeps a missing hash an empty bytea, never NULL.
func empty(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
