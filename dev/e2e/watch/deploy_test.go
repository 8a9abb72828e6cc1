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

var (
	// selection is a name with what stands behind it: labels or a bracket.
	selection = regexp.MustCompile(`\b([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(\{[^}]*\}|\()?`)
	grouping  = regexp.MustCompile(`\b(?:by|without|on|ignoring)\s*\(([^)]*)\)`)
	matcher   = regexp.MustCompile(`([a-zA-Z_]+)\s*(?:=~|!~|!=|=)\s*"[^"]*"`)
	duration  = regexp.MustCompile(`\[[^\]]*\]`)
)

// operators are words of the language that stand where a metric could.
var operators = []string{"and", "or", "unless", "bool"}

// requireExpression holds every metric and label of an expression to what is exported.
func requireExpression(t *testing.T, shown exposed, where, expression string) {
	t.Helper()
	require.NoError(t, shown.check(expression), where)
}

// check says which name in an expression nobody exports.
func (shown exposed) check(expression string) error {
	text := duration.ReplaceAllString(expression, "")
	named := 0
	var together []string // the labels of all metrics in the expression
	for _, found := range selection.FindAllStringSubmatch(grouping.ReplaceAllString(text, ""), -1) {
		name, behind := found[1], found[2]
		if behind == "(" || slices.Contains(operators, name) {
			continue
		}
		labels, known := shown.labels[name]
		if !known {
			labels, known = own[name]
		}
		if !known {
			return fmt.Errorf("nobody exports %s", name)
		}
		for _, m := range matcher.FindAllStringSubmatch(behind, -1) {
			if !slices.Contains(labels, m[1]) {
				return fmt.Errorf("%s has no label %s", name, m[1])
			}
		}
		together = append(together, labels...)
		named++
	}
	together = append(together, added...)
	for _, group := range grouping.FindAllStringSubmatch(text, -1) {
		for label := range strings.SplitSeq(group[1], ",") {
			if !slices.Contains(together, strings.TrimSpace(label)) {
				return fmt.Errorf("%s groups by %s, which is not there", expression, label)
			}
		}
	}
	if named == 0 {
		return fmt.Errorf("%s names no metric", expression)
	}
	return nil
}

// The names in an expression are found, and what nobody exports is told.
func TestExpressionsAreReadAsPrometheusReadsThem(t *testing.T) {
	t.Parallel()
	shown := exposed{labels: map[string][]string{"a_total": {"x", "y"}, "b_bucket": {"le"}}}
	for expression, good := range map[string]bool{
		`sum by (x) (rate(a_total{y=~"1|2", x!="3"}[5m])) > 0 or time() - 5 > 1e3`: true,
		`histogram_quantile(0.9, sum by (le) (rate(b_bucket[1h])))`:                true,
		`absent(up{job="x"}) unless on (x) a_total`:                                true,
		`rate(c_total[5m])`:        false,
		`a_total{z="1"}`:           false,
		`sum by (le) (a_total)`:    false,
		`time() > 5`:               false,
		`sum(a_total) + d_seconds`: false,
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
