package programme

import (
	"time"

	"partnercenter/internal/store"
	"partnercenter/models"
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
