package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	maxBodyBytes = 1 << 20
	maxJSONDepth = 32
)

// readBody reads and checks the body of a request, and leaves it in the request
// to be read again. What it refuses here, the validator behind it would let
// through: a second document, a key given twice, NUL, broken UTF-8.
func readBody(r *http.Request, wanted bool) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBodyBytes+1))
	if err != nil {
		return nil, refuseBody(http.StatusBadRequest, codeBodyUnreadable, "")
	}
	switch {
	case !wanted && len(body) > 0:
		return nil, refuseBody(http.StatusBadRequest, codeBodyUnexpected, "")
	case len(body) > maxBodyBytes:
		return nil, refuseBody(http.StatusRequestEntityTooLarge, codeBodyTooLarge, "")
	case wanted:
		if err := checkJSON(r.Header, body); err != nil {
			return nil, err
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body, nil
}

func checkJSON(header http.Header, body []byte) error {
	if !isPlainJSON(header) {
		return refuseBody(http.StatusUnsupportedMediaType, codeMediaType, "")
	}
	// Validator and binder compare the type's letters.
	header.Set("Content-Type", "application/json")
	if len(body) == 0 {
		return refuseBody(http.StatusBadRequest, fieldRequired, "")
	}
	return scanJSON(body)
}

// isPlainJSON refuses encodings too: a compressed body could unpack to any size.
func isPlainJSON(header http.Header) bool {
	if len(header.Values("Content-Type")) != 1 || header.Get("Content-Encoding") != "" {
		return false
	}
	mediaType, parameters, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return false
	}
	charset, named := parameters["charset"]
	return !named || strings.EqualFold(charset, "utf-8")
}

// scanJSON reads every token of exactly one document.
func scanJSON(body []byte) error {
	if bytes.IndexByte(body, 0) >= 0 {
		return refuseBody(http.StatusBadRequest, codeJSONNul, "")
	}
	decoder := jsontext.NewDecoder(bytes.NewReader(body))
	if err := scanValue(decoder); err != nil {
		return err
	}
	// Only white space may follow the first document.
	if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return refuseBody(http.StatusBadRequest, codeJSONTrailing, "")
	}
	return nil
}

func scanValue(decoder *jsontext.Decoder) error {
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return refuseSyntax(err)
		}
		if token.Kind() == '"' && strings.ContainsRune(token.String(), 0) {
			return refuseBody(http.StatusBadRequest, codeJSONNul, string(decoder.StackPointer()))
		}
		if decoder.StackDepth() > maxJSONDepth {
			return refuseBody(http.StatusBadRequest, codeJSONTooDeep, string(decoder.StackPointer()))
		}
		if decoder.StackDepth() == 0 {
			return nil
		}
	}
}

func refuseSyntax(err error) error {
	pointer := ""
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		pointer = string(syntax.JSONPointer)
	}
	code := codeJSONMalformed
	if errors.Is(err, jsontext.ErrDuplicateName) {
		code = codeJSONDuplicateKey
	}
	return refuseBody(http.StatusBadRequest, code, pointer)
}

func refuseBody(status int, code, pointer string) error {
	return &requestError{status: status, code: code, fields: []fieldError{{in: inBody, pointer: pointer, code: code}}}
}
