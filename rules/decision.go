package rules

import (
	"slices"
	"time"

	"partnercenter/models"
)

// The outcomes of a decision.
const (
	OutcomeAllow  = "allow"
	OutcomeReview = "review" // only a manual review can allow it (Source: 1a-8)
	OutcomeRefuse = "refuse"
)

// Decision is the answer of a rule: the outcome and everything that stands
// against it, one blocker per code, in a fixed order.
type Decision struct {
	Outcome  string
	Blockers []models.Blocker
}

// Allowed reports whether nothing stands against it.
func (d Decision) Allowed() bool { return d.Outcome == OutcomeAllow }

// WaitsForFacts reports whether missing or old facts are all that stands against
// it, so that asking the customer directory again may clear it.
func (d Decision) WaitsForFacts() bool {
	return len(d.Blockers) == 1 && d.Blockers[0].Code == FactsUnavailable
}

// LacksFacts reports whether missing or old facts are among what stands against
// it: asking the customer directory again shows the rest.
func (d Decision) LacksFacts() bool { return slices.Contains(d.Codes(), FactsUnavailable) }

// Codes lists the codes of the blockers.
func (d Decision) Codes() []string {
	codes := make([]string, 0, len(d.Blockers))
	for _, b := range d.Blockers {
		codes = append(codes, b.Code)
	}
	return codes
}

// findings collects blockers while a rule looks at its facts.
type findings struct{ blockers []models.Blocker }

// when adds the blocker of code where the condition holds.
func (f *findings) when(condition bool, code string) {
	if condition {
		f.add(blocker(code))
	}
}

// at is when with a pointer to the input that the blocker speaks of.
func (f *findings) at(condition bool, code, pointer string) {
	if condition {
		b := blocker(code)
		b.Pointer = pointer
		f.add(b)
	}
}

// until is when with the instant at which time clears the blocker.
func (f *findings) until(condition bool, code string, eligibleFrom *time.Time) {
	if condition {
		b := blocker(code)
		b.EligibleFrom = eligibleFrom
		f.add(b)
	}
}

// add keeps one blocker per code: several accounts may have the same cause.
func (f *findings) add(b models.Blocker) {
	if !slices.ContainsFunc(f.blockers, func(o models.Blocker) bool { return o.Code == b.Code }) {
		f.blockers = append(f.blockers, b)
	}
}

func (f *findings) sorted() []models.Blocker {
	slices.SortFunc(f.blockers, func(a, b models.Blocker) int { return rank(a.Code) - rank(b.Code) })
	return f.blockers
}

func (f *findings) decision() Decision {
	return Decision{Outcome: outcome(f.blockers), Blockers: f.sorted()}
}

// outcome lets a blocker that no review can clear beat those that one can.
func outcome(blockers []models.Blocker) string {
	if len(blockers) == 0 {
		return OutcomeAllow
	}
	if slices.ContainsFunc(blockers, func(b models.Blocker) bool { return !b.Reviewable }) {
		return OutcomeRefuse
	}
	return OutcomeReview
}

func blocker(code string) models.Blocker {
	m := meanings[rank(code)]
	return models.Blocker{Code: code, ClearedBy: m.clearedBy, Retryable: m.retryable}
}

// ranks finds a code's place among the meanings.
var ranks = func() map[string]int {
	out := make(map[string]int, len(meanings))
	for i, m := range meanings {
		out[m.code] = i
	}
	return out
}()

func rank(code string) int { return ranks[code] }

// nextMidnight is when a day's count starts again. A policy whose zone cannot be
// read was never valid; the blocker then does not say when.
func nextMidnight(p models.PolicyDocument, now time.Time) *time.Time {
	zone, err := p.Location()
	if err != nil {
		return nil
	}
	midnight := models.NextMidnight(now, zone)
	return &midnight
}
