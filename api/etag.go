package api

import (
	"net/http"
	"strconv"
	"strings"
)

const headerIfMatch = "If-Match"

// etag is the strong tag of a version.
func etag(version int64) *string {
	tag := `"` + strconv.FormatInt(version, 10) + `"`
	return &tag
}

// ifMatch returns the version that the caller saw, 0 when it states none. `*`,
// lists and weak tags are refused: each would let a decision pass on figures
// that nobody has seen.
func ifMatch(header string) (int64, error) {
	if header == "" {
		return 0, nil
	}
	text, opened := strings.CutPrefix(header, `"`)
	text, closed := strings.CutSuffix(text, `"`)
	version, err := strconv.ParseInt(text, 10, 64)
	if !opened || !closed || err != nil || version <= 0 {
		field := fieldError{in: inHeader, pointer: pointerTo(headerIfMatch), code: fieldInvalid}
		return 0, &requestError{status: http.StatusBadRequest, code: codeInvalidRequest, fields: []fieldError{field}}
	}
	return version, nil
}
