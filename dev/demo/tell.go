package demo

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
)

// zone in which the story's times are told: that of the programme's policy.
const zone = "Asia/Shanghai"

const (
	labelWidth = 24
	lineWidth  = 116
)

// teller prints the story. A line is printed when what it says has been seen.
type teller struct {
	out   io.Writer
	local *time.Location
	steps int
	lines int
}

func newTeller(out io.Writer) (*teller, error) {
	local, err := time.LoadLocation(zone)
	if err != nil {
		return nil, fmt.Errorf("load zone: %w", err)
	}
	return &teller{out: out, local: local}, nil
}

// step opens a numbered step at a business instant.
func (t *teller) step(now time.Time, title string) {
	t.steps++
	head := fmt.Sprintf("── %d ── %s ── %s ", t.steps, t.day(now), title)
	fmt.Fprintf(t.out, "\n%s%s\n", head, strings.Repeat("─", max(3, lineWidth-width(head))))
}

// does says who did what.
func (t *teller) does(who, format string, args ...any) { t.line(who+":", format, args...) }

// The four that show what came of it.
func (t *teller) api(format string, args ...any)      { t.line("  API", format, args...) }
func (t *teller) mail(format string, args ...any)     { t.line("  Mail", format, args...) }
func (t *teller) temporal(format string, args ...any) { t.line("  Temporal", format, args...) }
func (t *teller) database(format string, args ...any) { t.line("  Database", format, args...) }

func (t *teller) line(label, format string, args ...any) {
	t.lines++
	fmt.Fprintf(t.out, "   %s%s %s\n", label, strings.Repeat(" ", max(0, labelWidth-width(label))), fmt.Sprintf(format, args...))
}

// width is how many columns a text takes on a terminal: Chinese characters take two.
func width(text string) int {
	columns := 0
	for _, r := range text {
		columns++
		if unicode.Is(unicode.Han, r) {
			columns++
		}
	}
	return columns
}

// at tells an instant to the second, day to the minute.
func (t *teller) at(instant time.Time) string {
	return instant.In(t.local).Format("2006-01-02 15:04:05")
}
func (t *teller) day(instant time.Time) string { return instant.In(t.local).Format("2006-01-02 15:04") }
