// Package bench measures the product against the same work done by hand on the
// same engines, and its lists against themselves on a small database. It is
// built with the tag bench and run by `make bench`; docs/benchmarks.md tells
// how to read what it prints.
package bench
