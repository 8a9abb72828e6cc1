//go:build drill

package drill

import (
	"context"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/util/annotations"

	"partnercenter/dev/e2e/kit"
)

const (
	often    = 250 * time.Millisecond // between two scrapes
	lookback = 5 * time.Minute        // Prometheus' own
)

// tape is what Prometheus keeps of its scrapes.
type tape struct {
	mu     sync.Mutex
	series map[string]*line
}

// line is one series.
type line struct {
	labels labels.Labels
	points []chunks.Sample
}

func newTape() *tape { return &tape{series: map[string]*line{}} }

// scrape reads every process once, as Prometheus does: of one that does not answer, `up` is 0 and all else ends.
func (t *tape) scrape(ctx context.Context, w *kit.World) {
	for _, name := range w.Product.Names() {
		target := labels.FromStrings("job", "partnercenter-"+name, "instance", w.Product.OpsURL(name))
		metrics, err := exposition(ctx, w, name)
		t.keep(target, time.Now(), metrics, err == nil)
	}
}

// exposition is what a process shows of itself.
func exposition(ctx context.Context, w *kit.World, process string) (model.Vector, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	status, body, err := w.Try(ctx, w.Product.OpsURL(process), http.MethodGet, "/metrics", "", "")
	if err != nil || status != http.StatusOK {
		return nil, fmt.Errorf("scrape %s: %d %w", process, status, err)
	}
	parser := expfmt.TextParser{}
	families, err := parser.TextToMetricFamilies(strings.NewReader(string(body)))
	if err != nil {
		return nil, fmt.Errorf("read the figures of %s: %w", process, err)
	}
	return expfmt.ExtractSamples(&expfmt.DecodeOptions{}, slices.Collect(maps.Values(families))...)
}

func (t *tape) keep(target labels.Labels, at time.Time, metrics model.Vector, up bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	shown := map[string]bool{}
	add := func(name labels.Labels, v float64) {
		key := name.String()
		if t.series[key] == nil {
			t.series[key] = &line{labels: name}
		}
		t.series[key].points, shown[key] = append(t.series[key].points, point{at.UnixMilli(), v}), true
	}
	add(labels.NewBuilder(target).Set(labels.MetricName, "up").Labels(), map[bool]float64{true: 1}[up])
	for _, sample := range metrics {
		name := labels.NewBuilder(target)
		for label, text := range sample.Metric {
			name.Set(string(label), string(text))
		}
		add(name.Labels(), float64(sample.Value))
	}
	for key, l := range t.series { // what the target does not show any more has ended
		if !shown[key] && l.labels.Get("instance") == target.Get("instance") && !value.IsStaleNaN(l.last()) {
			l.points = append(l.points, point{at.UnixMilli(), math.Float64frombits(value.StaleNaN)})
		}
	}
}

func (l *line) last() float64 { return l.points[len(l.points)-1].F() }

// goesOn is the tape as it will be if for some time nothing happens any more.
func (t *tape) goesOn(d time.Duration) *tape {
	t.mu.Lock()
	defer t.mu.Unlock()
	later := newTape()
	for key, l := range t.series {
		points := slices.Clone(l.points)
		last := points[len(points)-1]
		for after := min(time.Minute, d); after > 0 && after <= d && !value.IsStaleNaN(last.F()); after += time.Minute {
			points = append(points, point{last.T() + after.Milliseconds(), last.F()})
		}
		later.series[key] = &line{l.labels, points}
	}
	return later
}

var engine = promql.NewEngine(promql.EngineOpts{MaxSamples: 50_000_000, Timeout: time.Minute, LookbackDelta: lookback})

// fires reports whether an expression held at an instant of the tape.
func (t *tape) fires(ctx context.Context, expr string, from, to time.Time) (bool, error) {
	query, err := engine.NewRangeQuery(ctx, t, nil, expr, from, to, often)
	if err != nil {
		return false, fmt.Errorf("read the expression: %w", err)
	}
	defer query.Close()
	matrix, err := query.Exec(ctx).Matrix()
	return len(matrix) > 0, err
}

// Querier lets the engine read the tape.
func (t *tape) Querier(int64, int64) (storage.Querier, error) {
	return &storage.MockQuerier{SelectMockFunction: t.find}, nil
}

func (t *tape) find(_ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	t.mu.Lock()
	defer t.mu.Unlock()
	var found []storage.Series
	for _, key := range slices.Sorted(maps.Keys(t.series)) {
		l := t.series[key]
		if !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool { return !m.Matches(l.labels.Get(m.Name)) }) {
			found = append(found, storage.NewListSeries(l.labels, slices.Clone(l.points)))
		}
	}
	return &list{series: found, next: -1}
}

// list is what a query found.
type list struct {
	series []storage.Series
	next   int
}

func (l *list) Next() bool                        { l.next++; return l.next < len(l.series) }
func (l *list) At() storage.Series                { return l.series[l.next] }
func (l *list) Err() error                        { return nil }
func (l *list) Warnings() annotations.Annotations { return nil }

// point is one value at an instant, in milliseconds.
type point struct {
	t int64
	v float64
}

func (p point) T() int64                      { return p.t }
func (p point) F() float64                    { return p.v }
func (p point) H() *histogram.Histogram       { return nil }
func (p point) FH() *histogram.FloatHistogram { return nil }
func (p point) Type() chunkenc.ValueType      { return chunkenc.ValFloat }
func (p point) Copy() chunks.Sample           { return p }
