package api

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/labstack/echo/v4"
)

// The codes of wrong fields at the API.
const (
	fieldRequired   = "required"
	fieldUnknown    = "unknown"
	fieldDuplicate  = "duplicate"
	fieldInvalid    = "invalid"
	fieldType       = "wrong_type"
	fieldNotAllowed = "not_allowed"
	fieldTooLong    = "too_long"
	fieldTooShort   = "too_short"
	fieldTooMany    = "too_many"
	fieldTooFew     = "too_few"
	fieldOutOfRange = "out_of_range"
)

// fieldCodes translates the keyword of a schema that a value breaks.
var fieldCodes = map[string]string{
	"required":         fieldRequired,
	"properties":       fieldUnknown,
	"type":             fieldType,
	"nullable":         fieldType,
	"enum":             fieldNotAllowed,
	"maxLength":        fieldTooLong,
	"minLength":        fieldTooShort,
	"maxItems":         fieldTooMany,
	"maxProperties":    fieldTooMany,
	"minItems":         fieldTooFew,
	"minProperties":    fieldTooFew,
	"uniqueItems":      fieldDuplicate,
	"minimum":          fieldOutOfRange,
	"maximum":          fieldOutOfRange,
	"exclusiveMinimum": fieldOutOfRange,
	"exclusiveMaximum": fieldOutOfRange,
}

// validate holds the request against the document, with every error reported,
// and writes the document's defaults into it.
func validate(c echo.Context, op operation) error {
	err := openapi3filter.ValidateRequest(c.Request().Context(), &openapi3filter.RequestValidationInput{
		Request:    c.Request(),
		PathParams: pathParameters(c),
		Route:      &op.route,
		Options: &openapi3filter.Options{
			MultiError:              true,
			SchemaValidationOptions: Formats(),
			// The token was verified before the body was read.
			AuthenticationFunc: func(context.Context, *openapi3filter.AuthenticationInput) error { return nil },
		},
	})
	if err == nil {
		return nil
	}
	return &requestError{status: http.StatusBadRequest, code: codeInvalidRequest, fields: fieldErrors(err)}
}

func pathParameters(c echo.Context) map[string]string {
	parameters := make(map[string]string, len(c.ParamNames()))
	for _, name := range c.ParamNames() {
		parameters[name] = c.Param(name)
	}
	return parameters
}

// fieldErrors flattens what the validator found: a list of errors per
// parameter or body, each of which may again be a list.
func fieldErrors(err error) []fieldError {
	var all []fieldError
	for _, one := range eachError(err) {
		var request *openapi3filter.RequestError
		if !errors.As(one, &request) {
			all = append(all, fieldError{in: inBody, code: fieldInvalid})
			continue
		}
		all = append(all, requestFields(request)...)
	}
	return all
}

func requestFields(request *openapi3filter.RequestError) []fieldError {
	in, prefix := inBody, ""
	if request.Parameter != nil {
		in, prefix = request.Parameter.In, pointerTo(request.Parameter.Name)
	}
	var fields []fieldError
	for _, cause := range eachError(request.Err) {
		for _, pointer := range causePointers(cause) {
			field := fieldError{in: in, pointer: prefix + pointer, code: causeCode(cause)}
			if !slices.Contains(fields, field) {
				fields = append(fields, field)
			}
		}
	}
	return fields
}

// eachError unfolds nested lists of errors.
func eachError(err error) []error {
	list, ok := err.(openapi3.MultiError) //nolint:errorlint // a list inside another error is that error's own
	if !ok {
		return []error{err}
	}
	var all []error
	for _, one := range list {
		all = append(all, eachError(one)...)
	}
	return all
}

// causePointers is one place, except for members that the document does not
// know: the validator's error is about the object and does not name them.
func causePointers(cause error) []string {
	var schema *openapi3.SchemaError
	if !errors.As(cause, &schema) {
		return []string{""}
	}
	var path strings.Builder
	for _, name := range schema.JSONPointer() {
		path.WriteString(pointerTo(name))
	}
	pointer := path.String()
	object, ok := schema.Value.(map[string]any)
	if schema.SchemaField != "properties" || !ok {
		return []string{pointer}
	}
	return unknownMembers(pointer, object, schema.Schema)
}

func unknownMembers(pointer string, object map[string]any, schema *openapi3.Schema) []string {
	var unknown []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if _, known := schema.Properties[name]; !known {
			unknown = append(unknown, pointer+pointerTo(name))
		}
	}
	return unknown
}

func causeCode(cause error) string {
	if errors.Is(cause, openapi3filter.ErrInvalidRequired) {
		return fieldRequired
	}
	var schema *openapi3.SchemaError
	if !errors.As(cause, &schema) {
		return fieldInvalid
	}
	if code, ok := fieldCodes[schema.SchemaField]; ok {
		return code
	}
	return fieldInvalid
}
