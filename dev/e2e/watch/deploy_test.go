package watch

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
)

const root = "../../.."

// added are the labels that Prometheus puts on all that it scrapes, own the metrics that it makes of a scrape.
var (
	added = []string{"job", "instance"}
	own   = map[string][]string{"up": added}
)

// requireAlerts: an alert on what nobody exports would never fire.
func requireAlerts(t *testing.T, shown exposed) {
	t.Helper()
	for _, a := range kit.Alerts(t, root) {
		require.Contains(t, []string{"page", "ticket"}, a.Labels["severity"], a.Alert)
		require.NotEmpty(t, a.Annotations["summary"], a.Alert)
		requireExpression(t, shown, a.Alert, a.Expr)
	}
}

func requireDashboard(t *testing.T, shown exposed) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, "deploy", "grafana", "partnercenter.json"))
	require.NoError(t, err)
	var dashboard struct {
		UID    string
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	require.NoError(t, json.Unmarshal(raw, &dashboard))
	require.NotEmpty(t, dashboard.UID)
	require.NotEmpty(t, dashboard.Panels)
	for _, panel := range dashboard.Panels {
		require.NotEmpty(t, panel.Targets, panel.Title)
		for _, target := range panel.Targets {
			requireExpression(t, shown, panel.Title, target.Expr)
		}
	}
}

// requireExpression holds every metric and label of an expression to what is exported.
func requireExpression(t *testing.T, shown exposed, where, expression string) {
	t.Helper()
	require.NoError(t, shown.check(expression), where)
}

// check says what of an expression Prometheus does not understand, or nobody exports.
func (shown exposed) check(expression string) error {
	expr, err := parser.ParseExpr(expression)
	if err != nil {
		return fmt.Errorf("%s: %w", expression, err)
	}
	metrics := selectors(expr)
	if len(metrics) == 0 {
		return fmt.Errorf("%s names no metric", expression)
	}
	for _, metric := range metrics {
		labels, err := shown.labelsOf(metric)
		if err != nil {
			return err
		}
		for _, m := range metric.LabelMatchers {
			if m.Name != model.MetricNameLabel && !slices.Contains(labels, m.Name) {
				return fmt.Errorf("%s has no label %s", metric.Name, m.Name)
			}
		}
	}
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		if by := grouping(node); err == nil && len(by) > 0 && !shown.haveLabels(node, by) {
			err = fmt.Errorf("%s groups by %v, which is not there", node, by)
		}
		return nil
	})
	return err
}

// selectors are the metrics that an expression takes.
func selectors(node parser.Node) []*parser.VectorSelector {
	var all []*parser.VectorSelector
	parser.Inspect(node, func(n parser.Node, _ []parser.Node) error {
		if metric, is := n.(*parser.VectorSelector); is {
			all = append(all, metric)
		}
		return nil
	})
	return all
}

// labelsOf are those that a metric has when Prometheus has scraped it.
func (shown exposed) labelsOf(metric *parser.VectorSelector) ([]string, error) {
	if labels, known := own[metric.Name]; known {
		return labels, nil
	}
	labels, known := shown.labels[metric.Name]
	if !known {
		return nil, fmt.Errorf("nobody exports %s", metric.Name)
	}
	return slices.Concat(labels, added), nil
}

// grouping are the labels by which an aggregation, or a match of two sides, groups.
func grouping(node parser.Node) []string {
	switch n := node.(type) {
	case *parser.AggregateExpr:
		return n.Grouping
	case *parser.BinaryExpr:
		if n.VectorMatching != nil {
			return n.VectorMatching.MatchingLabels
		}
	}
	return nil
}

// haveLabels: some metric below the node has each of them.
func (shown exposed) haveLabels(node parser.Node, names []string) bool {
	var together []string
	for _, metric := range selectors(node) {
		labels, _ := shown.labelsOf(metric)
		together = append(together, labels...)
	}
	return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(together, name) })
}

// The names in an expression are found, and what nobody exports is told.
func TestWhatNobodyExportsIsFoundInAnExpression(t *testing.T) {
	t.Parallel()
	shown := exposed{labels: map[string][]string{"a_total": {"x", "y"}, "b_bucket": {"le"}}}
	for expression, good := range map[string]bool{
		`sum by (x) (rate(a_total{y=~"1|2", x!="3"}[5m])) > 0 or vector(time() - 5) > 1e3`: true,
		`histogram_quantile(0.9, sum by (le) (rate(b_bucket[1h])))`:                        true,
		`absent(up{job="x"}) unless on (x) a_total`:                                        true,
		`rate(c_total[5m])`:        false,
		`a_total{z="1"}`:           false,
		`sum by (le) (a_total)`:    false,
		`time() > bool 5`:          false,
		`sum(a_total) + d_seconds`: false,
		`a_total unless on (z) up`: false,
		`sum by (x (a_total)`:      false,
	} {
		require.Equal(t, good, shown.check(expression) == nil, expression)
	}
}

var (
	section = regexp.MustCompile(`(?m)^## (.+)$`)
	called  = regexp.MustCompile("(?m)^Alerts?: (.+)$")
	ticked  = regexp.MustCompile("`([A-Za-z]+)`")
)

// Whoever is woken finds out what to do: each alert names its section of the runbook, and the section names the alert.
func TestEveryAlertHasItsSectionInTheRunbook(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(root, "docs", "runbook.md"))
	require.NoError(t, err)
	anchors := map[string]string{} // by alert
	titles := section.FindAllStringSubmatchIndex(string(raw), -1)
	for i, title := range titles {
		end := len(raw)
		if i+1 < len(titles) {
			end = titles[i+1][0]
		}
		for _, line := range called.FindAllStringSubmatch(string(raw[title[1]:end]), -1) {
			for _, name := range ticked.FindAllStringSubmatch(line[1], -1) {
				require.NotContains(t, anchors, name[1], "two sections for one alert")
				anchors[name[1]] = anchor(string(raw[title[2]:title[3]]))
			}
		}
	}
	named := map[string]string{}
	for _, a := range kit.Alerts(t, root) {
		require.NotContains(t, named, a.Alert, "an alert is there twice")
		named[a.Alert] = strings.TrimPrefix(a.Annotations["runbook"], "docs/runbook.md#")
	}
	require.Equal(t, named, anchors)
}

// anchor is how a heading is linked to.
func anchor(title string) string {
	kept := regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(title), "")
	return strings.ReplaceAll(kept, " ", "-")
}
