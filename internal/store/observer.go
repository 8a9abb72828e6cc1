package store

import "partnercenter/models"

// Committed is what a transaction left that those who watch count.
type Committed struct {
	Evaluations []models.Evaluation
	Events      []models.Event
	Decisions   []models.Decision
	Attempts    []string // outcomes of sending a delivery
}

// Observer is told what transactions left, after their commit, and which ran
// again.
type Observer interface {
	Committed(c Committed)
	// Conflicted names PostgreSQL's code of the conflict.
	Conflicted(code string)
}

// unobserved is the observer of who has none.
type unobserved struct{}

func (unobserved) Committed(Committed) {}
func (unobserved) Conflicted(string)   {}
