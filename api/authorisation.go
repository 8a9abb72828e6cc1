package api

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"partnercenter/models"
)

// rolesExtension is the member of an operation that names who may call it. It
// is the one table of operation and role: middleware, docs page and tests all
// read it.
const rolesExtension = "x-roles"

// knownRoles are the roles that tokens can hold at the API. Customers come by
// the pages and the worker by no way at all.
var knownRoles = []models.Role{
	models.RoleReviewer, models.RoleVendorFinance, models.RoleOperator, models.RoleAuditor, models.RoleService,
	models.RoleAdministrator, models.RoleAccountManager, models.RoleSupervisor, models.RoleFinance, models.RoleMember,
}

// Authorisation is the table: operation id -> roles that may call it.
func Authorisation(document *openapi3.T) (map[string][]models.Role, error) {
	table := map[string][]models.Role{}
	for _, path := range document.Paths.InMatchingOrder() {
		for method, operation := range document.Paths.Value(path).Operations() {
			roles, err := rolesOf(operation)
			if err != nil {
				return nil, fmt.Errorf("authorise %s %s: %w", method, path, err)
			}
			table[operation.OperationID] = roles
		}
	}
	return table, nil
}

// rolesOf refuses an operation without roles: it would be open to nobody or,
// by a later mistake, to everybody.
func rolesOf(operation *openapi3.Operation) ([]models.Role, error) {
	names, ok := operation.Extensions[rolesExtension].([]any)
	if !ok || len(names) == 0 {
		return nil, fmt.Errorf("%s is missing", rolesExtension)
	}
	roles := make([]models.Role, 0, len(names))
	for _, name := range names {
		text, _ := name.(string)
		role := models.Role(text)
		if !slices.Contains(knownRoles, role) {
			return nil, fmt.Errorf("%s: unknown role %v", rolesExtension, name)
		}
		roles = append(roles, role)
	}
	return roles, nil
}
