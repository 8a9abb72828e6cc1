package programme

import (
	"partnercenter/internal/store"
	"partnercenter/models"
)

// withdrawalMails are the mails that tell a partner what became of his withdrawal,
// by the state that it has come to; they are stored with the notification. What he
// did himself he is not told, and a review that waits is the vendor's.
var withdrawalMails = map[string]string{
	models.WithdrawalPaying:       "withdrawal_approved",
	models.WithdrawalRejected:     "withdrawal_rejected",
	models.WithdrawalSucceeded:    "withdrawal_succeeded",
	models.WithdrawalPartlyFailed: "withdrawal_failed",
	models.WithdrawalFailed:       "withdrawal_failed",
	models.WithdrawalSuperseded:   "withdrawal_superseded",
}

// notifyMaker owes the partner a mail about the state that a withdrawal has come to.
func notifyMaker(tx *store.Tx, w models.Withdrawal) error {
	kind, told := withdrawalMails[w.State]
	if !told {
		return nil
	}
	partner, err := tx.Organisation(w.PartnerID)
	if err != nil {
		return err
	}
	return notifyPartner(tx, withdrawalMail(w, kind), partner)
}

// mailWaits is the mail that reminds of a review, by the notification's kind.
const mailWaits = "withdrawal_waits"

// remindReviewers owes the vendor a mail about a review that is late: a task that
// nobody looks at reminds nobody.
func remindReviewers(tx *store.Tx, w models.Withdrawal) error {
	vendor, err := tx.Vendor()
	if err != nil {
		return err
	}
	return notifyPartner(tx, withdrawalMail(w, mailWaits), vendor)
}

func withdrawalMail(w models.Withdrawal, kind string) models.Notification {
	return models.Notification{
		Realm: w.Realm, PartnerID: w.PartnerID, SubjectKind: models.SubjectWithdrawal, SubjectID: w.ID, Kind: kind, Generation: int(w.Version),
	}
}
