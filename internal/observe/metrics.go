// Package observe is what a process tells about itself to those who watch it.
package observe

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// namespace begins the name of every metric of the product.
const namespace = "partnercenter"

// Metrics are the figures of one process.
type Metrics struct {
	registry *prometheus.Registry
	// BooksProven counts the books of the ledger that were recomputed.
	BooksProven prometheus.Counter
	// BooksWrong is how many books did not hold when all were last recomputed.
	BooksWrong prometheus.Gauge
}

// New registers the metrics of a process, with those of its runtime.
func New() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		BooksProven: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: namespace, Subsystem: "ledger", Name: "books_proven_total", Help: "Books of the ledger that were recomputed.",
		}),
		BooksWrong: prometheus.NewGauge(prometheus.GaugeOpts{
			Namespace: namespace, Subsystem: "ledger", Name: "books_wrong", Help: "Books that did not hold when all were last recomputed.",
		}),
	}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), m.BooksProven, m.BooksWrong)
	return m
}

// Handler answers a scrape in Prometheus' text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
