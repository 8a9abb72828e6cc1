package api

import (
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"

	"partnercenter/models"
)

// operation is one operation of the document as the middleware needs it.
type operation struct {
	id    string
	route routers.Route
	roles []models.Role
	query map[string]bool // names of its query parameters
}

func (o operation) takesBody() bool { return o.route.Operation.RequestBody != nil }

// reads reports whether the document names the header among its parameters.
func (o operation) reads(header string) bool {
	return o.route.Operation.Parameters.GetByInAndName(openapi3.ParameterInHeader, header) != nil
}

// operations indexes the document by method and route of the router.
func operations(document *openapi3.T) (map[string]operation, error) {
	roles, err := Authorisation(document)
	if err != nil {
		return nil, err
	}
	index := map[string]operation{}
	for _, path := range document.Paths.InMatchingOrder() {
		item := document.Paths.Value(path)
		for method, spec := range item.Operations() {
			index[operationKey(method, echoPath(path))] = operation{
				id:    spec.OperationID,
				route: routers.Route{Spec: document, Path: path, PathItem: item, Method: method, Operation: spec},
				roles: roles[spec.OperationID],
				query: queryNames(spec),
			}
		}
	}
	return index, nil
}

func queryNames(spec *openapi3.Operation) map[string]bool {
	names := map[string]bool{}
	for _, parameter := range spec.Parameters {
		if parameter.Value.In == openapi3.ParameterInQuery {
			names[parameter.Value.Name] = true
		}
	}
	return names
}
