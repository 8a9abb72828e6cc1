package api

import (
	"net/http"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
)

func TestDocs_ShowEveryOperationAndSchemaWithoutForeignAssets(t *testing.T) {
	w := newStand(t, nil).ask(http.MethodGet, "/docs", "", header{"Authorization": ""})
	require.Equal(t, http.StatusOK, w.Code)
	page := w.Body.String()
	document, err := Document()
	require.NoError(t, err)
	for path, item := range document.Paths.Map() {
		for _, operation := range item.Operations() {
			require.Contains(t, page, `<details id="`+operation.OperationID+`">`, path)
		}
	}
	for name := range document.Components.Schemas {
		require.Contains(t, page, `id="schema-`+name+`"`)
	}
	require.NotContains(t, page, "<script")
	require.NotContains(t, page, "//cdn")
	require.NotContains(t, page, `src="http`)
	require.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
}

func TestProse_ShowsCodeAndEscapesEverything(t *testing.T) {
	require.EqualValues(t, "a <code>b&lt;c</code> &amp; d", prose("a `b<c` & d"))
}

func TestDocs_ServeTheDocumentItself(t *testing.T) {
	s := newStand(t, nil)
	for _, path := range []string{"/openapi.yaml", "/openapi.json"} {
		w := s.ask(http.MethodGet, path, "", header{"Authorization": ""})
		require.Equal(t, http.StatusOK, w.Code)
		served, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
		require.NoError(t, err, path)
		require.NotNil(t, served.Paths.Value("/v1/registrations").Post.Extensions[rolesExtension])
	}
	require.Equal(t, http.StatusOK, s.ask(http.MethodGet, "/docs/style.css", "").Code)
}

func TestDocs_ExplainKnownProblemsOnly(t *testing.T) {
	s := newStand(t, nil)
	for _, code := range []string{codeNotFound, "customer_taken"} {
		w := s.ask(http.MethodGet, "/docs/problems/"+code, "")
		require.Equal(t, http.StatusOK, w.Code, code)
		require.Contains(t, w.Body.String(), code)
	}
	w := s.ask(http.MethodGet, "/docs/problems/%3Cscript%3E", "")
	require.Equal(t, http.StatusNotFound, w.Code)
}

// The contract bounds whatever it lets in.
func TestDocument_BoundsEveryInput(t *testing.T) {
	document, err := Document()
	require.NoError(t, err)
	for path, item := range document.Paths.Map() {
		for method, operation := range item.Operations() {
			where := method + " " + path
			for _, parameter := range operation.Parameters {
				requireBounded(t, where+" "+parameter.Value.Name, parameter.Value.Schema)
			}
			if operation.RequestBody != nil {
				requireBounded(t, where, operation.RequestBody.Value.Content["application/json"].Schema)
			}
		}
	}
}

func requireBounded(t *testing.T, where string, ref *openapi3.SchemaRef) {
	t.Helper()
	schema := ref.Value
	switch {
	case schema.Type.Is(openapi3.TypeString):
		require.True(t, schema.MaxLength != nil || len(schema.Enum) > 0 || schema.Format != "", "%s has no greatest length", where)
	case schema.Type.Is(openapi3.TypeInteger):
		require.True(t, schema.Min != nil && schema.Max != nil, "%s has no bounds", where)
	case schema.Type.Is(openapi3.TypeArray):
		require.NotNil(t, schema.MaxItems, "%s has no greatest length", where)
		requireBounded(t, where+"[]", schema.Items)
	case schema.Type.Is(openapi3.TypeNumber):
		require.Fail(t, "fractions travel as text", where)
	case schema.Type.Is(openapi3.TypeObject):
		closed := schema.AdditionalProperties.Has != nil && !*schema.AdditionalProperties.Has
		require.True(t, closed || schema.MaxProps != nil, "%s is open", where)
		for name, property := range schema.Properties {
			requireBounded(t, where+"/"+name, property)
		}
	}
}
