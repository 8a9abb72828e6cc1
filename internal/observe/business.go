package observe

import (
	"github.com/prometheus/client_golang/prometheus"

	"partnercenter/internal/store"
)

// waitBuckets are how long people take to decide, in seconds: from a minute to a month.
var waitBuckets = []float64{60, 600, 3600, 4 * 3600, 86400, 2 * 86400, 3 * 86400, 5 * 86400, 10 * 86400, 30 * 86400}

// conflictCodes are PostgreSQL's: a serialisation failure and a deadlock.
var conflictCodes = []string{"40001", "40P01"}

// business counts what transactions of every process leave behind alike, so that
// a new process is counted without a line of its own.
type business struct {
	evaluations *prometheus.CounterVec
	blockers    *prometheus.CounterVec
	events      *prometheus.CounterVec
	waits       *prometheus.HistogramVec
	attempts    *prometheus.CounterVec
}

func newBusiness() business {
	return business{
		evaluations: counters("evaluations_total", "Runs of a rule set by outcome: allow, review, refuse.", "rule_set", "outcome"),
		blockers:    counters("blockers_total", "Reasons against, one per blocker of an evaluation. customer_taken is a conflict between partners.", "rule_set", "code"),
		events:      counters("events_total", "What happened, by type; types that end in expired or lapsed are outcomes of silence.", "subject", "type"),
		waits:       histogram("decision_wait_seconds", "How long a process had waited in its state when somebody decided.", waitBuckets, "process", "verb"),
		attempts:    counters("delivery_attempts_total", "Attempts to send an event to a subscriber, by what came of them.", "outcome"),
	}
}

var _ store.Observer = (*Observer)(nil)

// Committed counts what a transaction left.
func (o *Observer) Committed(c store.Committed) {
	for _, e := range c.Evaluations {
		o.business.evaluations.WithLabelValues(e.RuleSet, e.Outcome).Inc()
		for _, b := range e.Blockers {
			o.business.blockers.WithLabelValues(e.RuleSet, b.Code).Inc()
		}
	}
	for _, e := range c.Events {
		o.business.events.WithLabelValues(e.SubjectKind, e.Type).Inc()
	}
	for _, outcome := range c.Attempts {
		o.business.attempts.WithLabelValues(outcome).Inc()
	}
	for _, d := range c.Decisions {
		o.business.waits.WithLabelValues(d.SubjectKind, d.Verb).Observe(d.Waited.Seconds())
	}
}

// Conflicted counts a transaction that runs again.
func (o *Observer) Conflicted(code string) { o.conflicts.WithLabelValues(code).Inc() }
