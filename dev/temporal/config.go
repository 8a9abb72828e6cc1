// Package temporal describes the Temporal server of the development stack and prepares its namespaces.
// It is light on purpose: who only talks to the server does not link it (that is package server).
package temporal

import (
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"

	"partnercenter/dev/internal/ports"
)

// Retention of the closed executions of every namespace.
const Retention = 90 * 24 * time.Hour

// RefreshInterval is how often each service of the server reads the namespaces: a new namespace or search
// attribute is known after that.
const RefreshInterval = 500 * time.Millisecond

// Config of one server: four services and the UI in one process. It stays the same over restarts.
type Config struct {
	Database Database `json:"database"`
	Ports    Ports    `json:"ports"`
	// Namespaces exist, with their search attributes visible, before the server counts as ready.
	Namespaces []string `json:"namespaces"`
}

// Database is where the server keeps its state. Main and Visibility exist and belong to User.
type Database struct {
	Address    string `json:"address"` // host:port
	User       string `json:"user"`
	Password   string `json:"password"`
	Main       string `json:"main"`
	Visibility string `json:"visibility"`
}

// Ports on 127.0.0.1.
type Ports struct {
	Frontend int `json:"frontend"` // gRPC: what clients talk to
	History  int `json:"history"`
	Matching int `json:"matching"`
	Worker   int `json:"worker"`
	UI       int `json:"ui"`
}

// Address is the frontend's host:port.
func (c Config) Address() string {
	return ports.Address(c.Ports.Frontend)
}

// UIURL is the web interface's address.
func (c Config) UIURL() string {
	return "http://" + ports.Address(c.Ports.UI)
}

// SearchAttributes of the product, registered in every namespace.
func SearchAttributes() map[string]enumspb.IndexedValueType {
	return map[string]enumspb.IndexedValueType{
		"PartnerId":  enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		"CustomerId": enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		"Process":    enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		"Reference":  enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		"State":      enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		"DueAt":      enumspb.INDEXED_VALUE_TYPE_DATETIME,
	}
}

// Pool names n namespaces for tests that need one of their own.
func Pool(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("test-%02d", i+1)
	}
	return names
}
