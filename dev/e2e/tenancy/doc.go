// Package tenancy asks every route as everybody about everything, and compares
// with what the authorisation table and the ownership of the rows say.
package tenancy
