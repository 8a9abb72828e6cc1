package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"

	"github.com/google/uuid"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// cursors are positions in lists that only this service can write. A cursor
// holds for the operation, organisation and filters that it was made for:
// elsewhere its id would be a probe into another list.
type cursors struct{ key []byte }

const cursorMACLength = 16

func (c cursors) sign(call call, last uuid.UUID) string {
	return base64.RawURLEncoding.EncodeToString(append(last[:], c.mac(call, last)...))
}

func (c cursors) mac(call call, last uuid.UUID) []byte {
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte(call.operation + "\n"))
	org := call.command.Principal.Org
	mac.Write(org[:])
	mac.Write(call.filter)
	mac.Write(last[:])
	return mac.Sum(nil)[:cursorMACLength]
}

func (c cursors) verify(call call, cursor string) (uuid.UUID, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) != len(uuid.UUID{})+cursorMACLength {
		return uuid.UUID{}, errCursor()
	}
	last := uuid.UUID(raw[:len(uuid.UUID{})])
	if !hmac.Equal(raw[len(last):], c.mac(call, last)) {
		return uuid.UUID{}, errCursor()
	}
	return last, nil
}

func errCursor() error {
	field := fieldError{in: inQuery, pointer: pointerTo("cursor"), code: codeInvalidCursor}
	return &requestError{status: http.StatusBadRequest, code: codeInvalidCursor, fields: []fieldError{field}}
}

// filterHash covers all that a list selects by: the path with its subject, the
// filters and the body of a search, but not where in the list one is.
func filterHash(r *http.Request, query url.Values, body []byte) []byte {
	filters := maps.Clone(query)
	filters.Del("cursor")
	filters.Del("limit")
	return fingerprint(r, filters, body)
}

// page bounds a list. The validator has written the document's default limit
// into the request, so that it is never missing.
func (s *server) page(ctx context.Context, limit *gen.Limit, cursor *gen.Cursor) (models.ListQuery, error) {
	query := models.ListQuery{Limit: int(*limit)}
	if cursor == nil {
		return query, nil
	}
	last, err := s.cursors.verify(callOf(ctx), *cursor)
	if err != nil {
		return models.ListQuery{}, err
	}
	query.After = &last
	return query, nil
}

// next is the cursor of the page after this one, nil at the end.
func (s *server) next(ctx context.Context, last *uuid.UUID) *string {
	if last == nil {
		return nil
	}
	cursor := s.cursors.sign(callOf(ctx), *last)
	return &cursor
}
