package observe

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"partnercenter/internal/store"
)

// figureDescs describe what is read from the database. A figure of another
// process needs no line here: its kind is a label.
var figureDescs = map[string]*prometheus.Desc{
	store.FigureOpen:       describe(store.FigureOpen, "Processes that are not over.", "realm", "process", "state"),
	store.FigureOverdue:    describe(store.FigureOverdue, "Open rows that are ahead of their workflow: their wake passed more than two minutes ago.", "realm", "process"),
	store.FigureLate:       describe(store.FigureLate, "How long ago the most overdue wake passed; 0 if none is overdue.", "realm", "process"),
	store.FigureTasks:      describe(store.FigureTasks, "Open tasks, by who must act.", "realm", "party", "kind"),
	store.FigureEscalated:  describe(store.FigureEscalated, "Open tasks that are late, by who must act.", "realm", "party", "kind"),
	store.FigureMails:      describe(store.FigureMails, "Mails that are owed and not sent.", "realm"),
	store.FigureMailAge:    describe(store.FigureMailAge, "How long the oldest of them has waited.", "realm"),
	store.FigureMailFailed: describe(store.FigureMailFailed, "Mails of the last day that the mail server refused for good.", "realm"),
	store.FigureRelay:      describe(store.FigureRelay, "Events that have no position yet.", "realm"),
	store.FigureRelayAge:   describe(store.FigureRelayAge, "How long the oldest of them has waited.", "realm"),
	store.FigureDeliveries: describe(store.FigureDeliveries, "Events that are owed to subscriptions that are not disabled.", "realm"),
	store.FigureDelivery:   describe(store.FigureDelivery, "How long the oldest of them has been owed.", "realm"),
	store.FigureDisabled:   describe(store.FigureDisabled, "Subscriptions that are sent nothing until their owner mends them.", "realm"),
	store.FigureBooks:      describe(store.FigureBooks, "Books of the ledger that did not hold when they were last recomputed.", "realm"),
	store.FigureUninvited:  describe(store.FigureUninvited, "Registrations that expired in the last day and whose customer was never invited.", "realm"),
}

var figuresRead = describe("figures_read_timestamp_seconds", "When the figures were last read from the database.")

// figures are the newest numbers from the database, held by the one process whose
// turn it is to read them: what another has read before is not shown any more.
type figures struct {
	mu   sync.Mutex
	read time.Time
	of   map[string][]store.Figure // by realm
}

// Figures shows what was just read, by realm.
func (o *Observer) Figures(of map[string][]store.Figure) {
	o.figures.mu.Lock()
	defer o.figures.mu.Unlock()
	o.figures.read, o.figures.of = time.Now(), of
}

// Forget stops showing figures: reading them is another process's turn.
func (o *Observer) Forget() {
	o.figures.mu.Lock()
	defer o.figures.mu.Unlock()
	o.figures.of = nil
}

// Describe names every figure.
func (f *figures) Describe(to chan<- *prometheus.Desc) {
	to <- figuresRead
	for _, desc := range figureDescs {
		to <- desc
	}
}

// Collect shows the figures of this turn.
func (f *figures) Collect(to chan<- prometheus.Metric) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of == nil {
		return
	}
	to <- prometheus.MustNewConstMetric(figuresRead, prometheus.GaugeValue, float64(f.read.UnixMilli())/1000)
	for realm, read := range f.of {
		for _, figure := range read {
			labels := append([]string{realm}, figure.Labels...)
			to <- prometheus.MustNewConstMetric(figureDescs[figure.Name], prometheus.GaugeValue, figure.Value, labels...)
		}
	}
}
