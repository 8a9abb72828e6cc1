package api

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
)

// contract is the document that the service is generated from and held against.
//
//go:embed openapi.yaml
var contract []byte

// Document returns the API's contract, parsed and checked.
func Document() (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	document, err := loader.LoadFromData(contract)
	if err != nil {
		return nil, fmt.Errorf("load contract: %w", err)
	}
	if err := document.Validate(loader.Context); err != nil {
		return nil, fmt.Errorf("validate contract: %w", err)
	}
	return document, nil
}

// Formats are the checks of formats that the validator knows nothing of, or
// less than it should. Whoever validates against the document passes them.
func Formats() []openapi3.SchemaValidationOption {
	return []openapi3.SchemaValidationOption{
		openapi3.WithStringFormatValidator("uuid", openapi3.NewCallbackValidator(checkUUID)),
		openapi3.WithStringFormatValidator("date-time", openapi3.NewCallbackValidator(checkInstant)),
	}
}

var errMalformed = errors.New("malformed")

// checkUUID takes the canonical form only: uuid.Parse alone also takes capitals,
// braces, urn: and bare digits, and one resource would have several paths.
func checkUUID(text string) error {
	id, err := uuid.Parse(text)
	if err != nil || id.String() != text {
		return errMalformed
	}
	return nil
}

// The years that instants may lie in: arithmetic on them stays within what
// time.Duration, RFC 3339 and the database can hold.
const (
	firstYear = 1900
	lastYear  = 2999
)

// checkInstant reads as the handlers do, so that nothing passes here and fails there.
func checkInstant(text string) error {
	instant, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return errMalformed
	}
	if year := instant.UTC().Year(); year < firstYear || year > lastYear {
		return errMalformed
	}
	return nil
}

var pathParameter = regexp.MustCompile(`\{([^}]+)\}`)

// echoPath writes a path of the document as Echo's router does.
func echoPath(path string) string {
	return pathParameter.ReplaceAllString(path, ":$1")
}

// operationKey names an operation by method and route.
func operationKey(method, route string) string {
	return strings.ToUpper(method) + " " + route
}
