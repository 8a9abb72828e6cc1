package api

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
)

//go:embed docs/reference.html docs/problem.html docs/style.css
var docsFiles embed.FS

var (
	referencePage = template.Must(template.New("reference.html").Funcs(template.FuncMap{"prose": prose}).ParseFS(docsFiles, "docs/reference.html"))
	problemPage   = template.Must(template.ParseFS(docsFiles, "docs/problem.html"))
)

// docsPolicy lets the pages load their style and nothing else.
const docsPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// docsPages are rendered once: the document does not change while we run.
type docsPages struct {
	asJSON    []byte
	asHTML    []byte
	styleText []byte
}

// prose shows what the contract writes between backticks as code. Every piece
// is escaped, so that the result may pass for markup.
func prose(text string) template.HTML {
	var out strings.Builder
	for i, piece := range strings.Split(text, "`") {
		piece = template.HTMLEscapeString(piece)
		if i%2 == 1 {
			piece = "<code>" + piece + "</code>"
		}
		out.WriteString(piece)
	}
	return template.HTML(out.String()) //nolint:gosec // the contract is our own file, and its texts were escaped above
}

func newDocsPages(document *openapi3.T) (*docsPages, error) {
	asJSON, err := document.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("write contract as json: %w", err)
	}
	var page bytes.Buffer
	if err := referencePage.Execute(&page, describe(document)); err != nil {
		return nil, fmt.Errorf("render docs: %w", err)
	}
	style, err := docsFiles.ReadFile("docs/style.css")
	if err != nil {
		return nil, fmt.Errorf("read style: %w", err)
	}
	return &docsPages{asJSON: asJSON, asHTML: page.Bytes(), styleText: style}, nil
}

func (d *docsPages) yaml(c echo.Context) error {
	return c.Blob(http.StatusOK, "application/yaml", contract)
}

func (d *docsPages) json(c echo.Context) error {
	return c.JSONBlob(http.StatusOK, d.asJSON)
}

func (d *docsPages) style(c echo.Context) error {
	return c.Blob(http.StatusOK, "text/css; charset=utf-8", d.styleText)
}

func (d *docsPages) reference(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, docsPolicy)
	return c.HTMLBlob(http.StatusOK, d.asHTML)
}

// explainProblem is the page that a problem's `type` leads to.
func (s *server) explainProblem(c echo.Context) error {
	code := c.Param("code")
	chinese, english := s.title(code, "zh-CN"), s.title(code, "en")
	if chinese == code {
		return echo.ErrNotFound
	}
	var page bytes.Buffer
	if err := problemPage.Execute(&page, map[string]string{"Code": code, "Chinese": chinese, "English": english}); err != nil {
		return fmt.Errorf("render problem page: %w", err)
	}
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, docsPolicy)
	return c.HTMLBlob(http.StatusOK, page.Bytes())
}

// The document as the page shows it.
type (
	docsView struct {
		Title, Version, Description string
		Groups                      []docsGroup
		Schemas                     []docsSchema
	}
	docsGroup struct {
		Name, Anchor, Description string
		Operations                []docsOperation
	}
	docsOperation struct {
		ID, Method, Path, Summary, Description string
		Roles                                  []string
		Parameters                             []docsField
		Body                                   *docsType
		Answers                                []docsAnswer
	}
	docsAnswer struct {
		Status, Description string
		Type                docsType
	}
	docsSchema struct {
		Name, Description string
		Type              docsType
		Fields            []docsField
	}
	docsField struct {
		Name, In, Description string
		Required              bool
		Type                  docsType
	}
	// docsType is a type in words, and the schema that it names, if any.
	docsType struct{ Prefix, Schema, Text string }
)

func describe(document *openapi3.T) docsView {
	view := docsView{
		Title:       document.Info.Title,
		Version:     document.Info.Version,
		Description: document.Info.Description,
	}
	for _, tag := range document.Tags {
		view.Groups = append(view.Groups, docsGroup{
			Name:        tag.Name,
			Anchor:      strings.ReplaceAll(tag.Name, " ", "-"),
			Description: tag.Description,
			Operations:  describeOperations(document, tag.Name),
		})
	}
	for _, name := range slices.Sorted(maps.Keys(document.Components.Schemas)) {
		view.Schemas = append(view.Schemas, describeSchema(name, document.Components.Schemas[name].Value))
	}
	return view
}

var methodOrder = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete}

func describeOperations(document *openapi3.T, tag string) []docsOperation {
	var out []docsOperation
	for _, path := range slices.Sorted(maps.Keys(document.Paths.Map())) {
		item := document.Paths.Value(path)
		for _, method := range methodOrder {
			operation := item.GetOperation(method)
			if operation != nil && slices.Contains(operation.Tags, tag) {
				out = append(out, describeOperation(method, path, operation))
			}
		}
	}
	return out
}

func describeOperation(method, path string, operation *openapi3.Operation) docsOperation {
	out := docsOperation{
		ID:          operation.OperationID,
		Method:      method,
		Path:        path,
		Summary:     operation.Summary,
		Description: operation.Description,
		Answers:     describeAnswers(operation.Responses),
	}
	roles, _ := operation.Extensions[rolesExtension].([]any)
	for _, role := range roles {
		out.Roles = append(out.Roles, fmt.Sprint(role))
	}
	for _, parameter := range operation.Parameters {
		p := parameter.Value
		out.Parameters = append(out.Parameters, docsField{
			Name: p.Name, In: p.In, Description: p.Description, Required: p.Required, Type: describeType(p.Schema),
		})
	}
	if operation.RequestBody != nil {
		body := contentType(operation.RequestBody.Value.Content)
		out.Body = &body
	}
	return out
}

func describeAnswers(responses *openapi3.Responses) []docsAnswer {
	var out []docsAnswer
	for _, status := range slices.Sorted(maps.Keys(responses.Map())) {
		response := responses.Value(status).Value
		out = append(out, docsAnswer{Status: status, Description: *response.Description, Type: contentType(response.Content)})
	}
	return out
}

func contentType(content openapi3.Content) docsType {
	for _, name := range slices.Sorted(maps.Keys(content)) {
		return describeType(content[name].Schema)
	}
	return docsType{}
}

func describeSchema(name string, schema *openapi3.Schema) docsSchema {
	out := docsSchema{Name: name, Description: schema.Description, Type: describeType(schema.NewRef())}
	out.Fields = describeFields("", schema)
	return out
}

// describeFields lists members depth first; those of unnamed objects follow
// their parent under its path.
func describeFields(prefix string, schema *openapi3.Schema) []docsField {
	names := slices.SortedFunc(maps.Keys(schema.Properties), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(schema, a), rank(schema, b)), cmp.Compare(a, b))
	})
	var out []docsField
	for _, name := range names {
		property := schema.Properties[name]
		out = append(out, docsField{
			Name:        prefix + name,
			Description: property.Value.Description,
			Required:    slices.Contains(schema.Required, name),
			Type:        describeType(property),
		})
		if property.Ref == "" && len(property.Value.Properties) > 0 {
			out = append(out, describeFields(prefix+name+".", property.Value)...)
		}
	}
	return out
}

// rank keeps the order in which the contract lists required members, before
// the optional ones.
func rank(schema *openapi3.Schema, name string) int {
	if at := slices.Index(schema.Required, name); at >= 0 {
		return at
	}
	return len(schema.Required)
}

func describeType(ref *openapi3.SchemaRef) docsType {
	if ref == nil {
		return docsType{}
	}
	if ref.Ref != "" {
		return docsType{Schema: ref.Ref[strings.LastIndex(ref.Ref, "/")+1:]}
	}
	schema := ref.Value
	if schema.Type.Is(openapi3.TypeArray) {
		element := describeType(schema.Items)
		element.Prefix = "list of " + element.Prefix
		return element
	}
	return docsType{Text: strings.Join(typeWords(schema), ", ")}
}

func typeWords(schema *openapi3.Schema) []string {
	words := []string{strings.Join(schema.Type.Slice(), " or ")}
	if schema.Format != "" {
		words[0] = schema.Format
	}
	if len(schema.Enum) > 0 {
		words = append(words, "one of "+strings.Join(mapped(schema.Enum, func(v any) string { return fmt.Sprint(v) }), " | "))
	}
	if schema.Nullable {
		words = append(words, "may be null")
	}
	if schema.Default != nil {
		words = append(words, fmt.Sprintf("default %v", schema.Default))
	}
	if schema.MaxLength != nil {
		words = append(words, fmt.Sprintf("%d–%d characters", schema.MinLength, *schema.MaxLength))
	}
	if schema.Min != nil && schema.Max != nil {
		words = append(words, fmt.Sprintf("%.0f–%.0f", *schema.Min, *schema.Max))
	}
	return words
}
