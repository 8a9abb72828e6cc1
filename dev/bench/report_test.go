//go:build bench

package bench

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"text/tabwriter"
)

// spreadLimit is how far the middle half of the baseline's figures may lie apart, as a
// share of their median, before the figure says more about the machine than about us.
const spreadLimit = 0.20

// fewestPairs is how many interleaved pairs a ratio takes.
const fewestPairs = 9

// Verdicts on a figure.
const (
	met    = "yes"
	missed = "NO"
	void   = "void"
)

// row is one line of the table.
type row struct {
	what     string
	product  string
	baseline string
	ratio    string
	budget   string
	verdict  string
}

// table collects the rows of all benchmarks; TestMain prints it.
var table struct {
	sync.Mutex
	rows []row
}

// report adds a row. A budget that is not met fails the benchmark, and so does a
// void figure: it has to be measured again.
func report(t *testing.T, r row) {
	t.Helper()
	table.Lock()
	table.rows = append(table.rows, r)
	table.Unlock()
	if r.verdict != met {
		t.Errorf("%s: %s against %s (%s), budget %s: %s", r.what, r.product, r.baseline, r.ratio, r.budget, r.verdict)
	}
}

// judge is the verdict on a figure that needs no baseline.
func judge(ok bool) string {
	if ok {
		return met
	}
	return missed
}

// TestMain runs the benchmarks and prints what they found as one table.
func TestMain(m *testing.M) {
	code := m.Run()
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	if scale < 1 {
		fmt.Fprintf(out, "\nBENCH_SCALE=%g: these figures prove nothing.\n", scale)
	}
	fmt.Fprintln(out, "\nwhat\tproduct\tbaseline\tratio\tbudget\tmet?")
	for _, r := range table.rows {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", r.what, r.product, r.baseline, r.ratio, r.budget, r.verdict)
	}
	_ = out.Flush()
	os.Exit(code)
}

// scale shrinks the benchmarks while they are worked on; 1 is the real size.
var scale = scaleOf(os.Getenv("BENCH_SCALE"))

func scaleOf(text string) float64 {
	if text == "" {
		return 1
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value <= 0 || value > 1 {
		fmt.Fprintf(os.Stderr, "BENCH_SCALE=%s is not a number in (0, 1]\n", text)
		os.Exit(2)
	}
	return value
}

// scaled is n at the chosen scale, at least low.
func scaled(n, low int) int { return max(low, int(float64(n)*scale)) }

// sample is several measurements of one figure.
type sample []float64

// quantile interpolates between the measurements next to it.
func (s sample) quantile(q float64) float64 {
	sorted := slices.Sorted(slices.Values(s))
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

func (s sample) median() float64 { return s.quantile(0.5) }

// spread is the width of the middle half as a share of the median.
func (s sample) spread() float64 { return (s.quantile(0.75) - s.quantile(0.25)) / s.median() }

// pairs are figures of product and baseline, taken in turn.
type pairs struct{ product, baseline sample }

// interleave measures product and baseline in turn after one of each that does not count. Every
// second pair begins with the baseline, so that neither always finds the warmer machine.
func interleave(n int, product, baseline func() float64) pairs {
	product()
	baseline()
	var p pairs
	for i := range n {
		if i%2 == 0 {
			p.product = append(p.product, product())
			p.baseline = append(p.baseline, baseline())
		} else {
			p.baseline = append(p.baseline, baseline())
			p.product = append(p.product, product())
		}
	}
	return p
}

// each combines the two figures of every pair.
func (p pairs) each(combine func(product, baseline float64) float64) sample {
	var s sample
	for i := range p.product {
		s = append(s, combine(p.product[i], p.baseline[i]))
	}
	return s
}

func ratio(product, baseline float64) float64 { return product / baseline }

func difference(product, baseline float64) float64 { return product - baseline }

// verdict is void where the baseline itself is not steady.
func (p pairs) verdict(ok bool) string {
	if p.baseline.spread() > spreadLimit {
		return void
	}
	return judge(ok)
}

// rates is a row of two rates per second whose ratio has a budget.
func (p pairs) rates(what string, least float64) row {
	ratios := p.each(ratio)
	return row{
		what:     what,
		product:  fmt.Sprintf("%.0f/s", p.product.median()),
		baseline: fmt.Sprintf("%.0f/s ±%.0f%%", p.baseline.median(), 50*p.baseline.spread()),
		ratio:    fmt.Sprintf("%.2f (%.2f–%.2f, n=%d)", ratios.median(), ratios.quantile(0.25), ratios.quantile(0.75), len(ratios)),
		budget:   fmt.Sprintf("≥ %.2f", least),
		verdict:  p.verdict(ratios.median() >= least),
	}
}

// waits is a row of two times in milliseconds whose difference has a budget.
func (p pairs) waits(what string, most float64) row {
	differences := p.each(difference)
	return row{
		what:     what,
		product:  fmt.Sprintf("%.1f ms", p.product.median()),
		baseline: fmt.Sprintf("%.1f ms ±%.0f%%", p.baseline.median(), 50*p.baseline.spread()),
		ratio: fmt.Sprintf("%+.1f ms (%+.1f – %+.1f, n=%d)",
			differences.median(), differences.quantile(0.25), differences.quantile(0.75), len(differences)),
		budget:  fmt.Sprintf("≤ +%.0f ms", most),
		verdict: p.verdict(differences.median() <= most),
	}
}
