// Package api is the HTTP side of the partner centre: authenticate, read,
// validate, authorise, one call of a service, map the answer. It holds no rule
// of the programme. openapi.yaml is its contract; problem.go is the only place
// where an error becomes a status.
package api
