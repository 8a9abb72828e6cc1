package programme

import (
	"errors"
	"time"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// askForCalendar asks the vendor to publish the holiday calendar where a deadline
// lies beyond it. The task is about the subject whose deadline it is, and closes
// with what else waits for that subject: of is any task about it. Source: 1f, 7g.
func askForCalendar(tx *store.Tx, of models.Task, deadline time.Time, provisional bool) error {
	if !provisional {
		return nil
	}
	of.Kind, of.DueAt, of.OnSilence = models.TaskCalendar, &deadline, ""
	return tx.OpenTask(of)
}

// openMoneyTask asks the vendor's finance to see to money that lies still, by the
// policy of the vendor's site: his people work on his days. Silence decides nothing;
// what is late is escalated by the sweep. Source: 7g.
func openMoneyTask(tx *store.Tx, task models.Task) error {
	policy, err := housePolicy(tx)
	if err != nil {
		return err
	}
	due, provisional, err := rules.TaskDue(task.Kind, task.Since, policy.Document)
	if err != nil {
		return err
	}
	task.DueAt = &due
	return errors.Join(tx.OpenTask(task), askForCalendar(tx, task, due, provisional))
}
