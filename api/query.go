package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// readQuery parses the query and refuses what the validator lets through:
// names that the operation does not know, names given twice, and bytes that
// are no text.
func readQuery(r *http.Request, op operation) (url.Values, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, refuseQuery([]fieldError{{in: inQuery, code: fieldInvalid}})
	}
	var wrong []fieldError
	for _, name := range sortedNames(query) {
		if code := queryFault(op, name, query[name]); code != "" {
			wrong = append(wrong, fieldError{in: inQuery, pointer: pointerTo(name), code: code})
		}
	}
	if len(wrong) > 0 {
		return nil, refuseQuery(wrong)
	}
	return query, nil
}

func queryFault(op operation, name string, values []string) string {
	switch {
	case !op.query[name]:
		return fieldUnknown
	case len(values) > 1:
		return fieldDuplicate
	case !isText(values[0]):
		return fieldInvalid
	default:
		return ""
	}
}

// isText reports whether s is UTF-8 without NUL, which no text column can hold.
func isText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

func sortedNames(query url.Values) []string {
	names := make([]string, 0, len(query))
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func refuseQuery(fields []fieldError) error {
	return &requestError{status: http.StatusBadRequest, code: codeInvalidRequest, fields: fields}
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// pointerTo is the JSON pointer of a member by its name (RFC 6901). A name that
// is no text is shown with its broken bytes replaced.
func pointerTo(name string) string {
	return "/" + pointerEscapes.Replace(strings.ToValidUTF8(name, "\uFFFD"))
}
