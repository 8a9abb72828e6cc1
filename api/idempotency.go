package api

import (
	"crypto/sha256"
	"net/http"
	"net/url"
	"strings"
)

const headerIdempotencyKey = "Idempotency-Key"

// singleHeader returns a header that the operation reads, "" when it reads none
// of the name: nothing unchecked gets into a command. A header given twice is
// refused: the validator reads the first, a proxy or a log may read the last.
func singleHeader(r *http.Request, op operation, name string) (string, error) {
	if !op.reads(name) {
		return "", nil
	}
	if len(r.Header.Values(name)) > 1 {
		field := fieldError{in: inHeader, pointer: pointerTo(name), code: fieldDuplicate}
		return "", &requestError{status: http.StatusBadRequest, code: codeInvalidRequest, fields: []fieldError{field}}
	}
	return r.Header.Get(name), nil
}

// fingerprint is what makes a request with the same key the same request:
// SHA-256 of method, path, query in canonical order, and body as it came. Only
// the body can hold a line feed, so that no two requests share the text.
func fingerprint(r *http.Request, query url.Values, body []byte) []byte {
	hash := sha256.New()
	hash.Write([]byte(strings.Join([]string{r.Method, r.URL.EscapedPath(), query.Encode(), ""}, "\n")))
	hash.Write(body)
	return hash.Sum(nil)
}
