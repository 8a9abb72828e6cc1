// Package drill makes every alert of deploy/prometheus/alerts.yml fire over the running product and end again, by what
// its section of docs/runbook.md says to do. Expressions are evaluated by Prometheus' own engine over scrapes of the
// processes; how long one has to hold (`for`) is left to Prometheus. Its tests are built with the tag drill: they take
// minutes, most of them waiting, and stand outside `make test`.
package drill
