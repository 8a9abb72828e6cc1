package programme

import (
	"context"
	"crypto/hmac"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// ruleStepUp is the rule set of sending a code, as evaluations name it.
const ruleStepUp = "step_up.send"

// mailVerification is the mail with a code. It is stored with the notification.
const mailVerification = "verification_code"

// digitsOfCode is how many digits a verification code has.
const digitsOfCode = 6

// proof is what became of the code by which somebody proved himself again.
type proof struct {
	verification rules.Verification
	code         *models.StepUpCode // to be used up; nil where none was asked for
}

// prove tries the code of a partner's command where the policy asks for one. The
// attempt counts in a transaction of its own, whatever becomes of the command.
func (d Deps) prove(ctx context.Context, cmd models.Command, digits string, asked func(models.PolicyDocument) bool) (proof, error) {
	p := cmd.Principal
	if p.Side != models.SidePartner {
		return proof{}, nil // a customer has just signed in
	}
	var given proof
	err := d.Store.As(ctx, p, func(tx *store.Tx) error {
		given = proof{}
		policy, err := tx.Policy(p.Site, tx.Now())
		if err != nil || !asked(policy.Document) {
			return err
		}
		earlier, err := tx.FindKey(cmd)
		if err != nil || earlier != nil {
			return err
		}
		given, err = tryCode(tx, digits, policy.Document.Leaving.StepUpAttempts)
		return err
	})
	return given, err
}

// tryCode holds digits against the newest code of the person.
func tryCode(tx *store.Tx, digits string, most int) (proof, error) {
	if digits == "" {
		return proof{verification: rules.VerificationMissing}, nil
	}
	code, err := tx.TryStepUpCode(tx.Principal().Subject, most)
	switch {
	case err != nil:
		return proof{}, err
	case code == nil || rules.Over(code.ExpiresAt, tx.Now()):
		return proof{verification: rules.VerificationExpired}, nil
	case !hmac.Equal(code.CodeHash, hashDigits(code.ID, digits)):
		return proof{verification: rules.VerificationWrong}, nil
	}
	return proof{code: code}, nil
}

// use uses the code up, in the transaction of what it was given for.
func (p proof) use(tx *store.Tx) error {
	if p.code == nil {
		return nil
	}
	unused, err := tx.UseStepUpCode(p.code.ID)
	if err == nil && !unused {
		err = models.ErrInProgress // the same code in another request at once
	}
	return err
}

// SendCode mails a code to the partner's address, with which the caller proves
// himself in the next minutes. Source: 3a-5, 7b-5.
func (s *AssociationRequests) SendCode(ctx context.Context, cmd models.Command) (models.Result[models.StepUpSent], error) {
	var result models.Result[models.StepUpSent]
	p := cmd.Principal
	err := s.Store.As(ctx, p, func(tx *store.Tx) error {
		now, id := tx.Now(), store.NewID()
		partner, err := tx.Organisation(p.Org)
		if err != nil {
			return err
		}
		policy, err := tx.Policy(partner.Site, now)
		if err != nil {
			return err
		}
		contact, err := contactOf(tx, partner)
		if err != nil {
			return err
		}
		if decision := rules.Reachable(contact.Email != ""); !decision.Allowed() {
			return &refused{evaluation: evaluation(p, cmd.RequestID, ruleStepUp, models.SubjectStepUp, &id, policy, decision, now)}
		}
		code := models.StepUpCode{
			ID: id, Realm: p.Realm, PartnerID: p.Org, Subject: p.Subject, KeyID: s.Codes.Current(),
			ExpiresAt: now.Add(time.Duration(policy.Document.Leaving.StepUpMinutes) * time.Minute), CreatedAt: now,
		}
		do := func() error { return s.mailCode(tx, &code, partner) }
		again := func(id uuid.UUID) (err error) {
			code, err = tx.StepUpCode(id)
			return err
		}
		result.Replayed, err = unlessDone(tx, cmd, keyed{models.SubjectStepUp, id, 201}, do, again)
		result.Value = models.StepUpSent{ID: code.ID, Contact: contact, ExpiresAt: code.ExpiresAt}
		return err
	})
	return result, s.explain(ctx, p, err)
}

func (d Deps) mailCode(tx *store.Tx, code *models.StepUpCode, partner models.Organisation) error {
	digits, err := d.Digits(*code)
	if err != nil {
		return err
	}
	code.CodeHash = hashDigits(code.ID, digits)
	if err := tx.AddStepUpCode(code); err != nil {
		return err
	}
	return notifyPartner(tx, models.Notification{
		Realm: code.Realm, PartnerID: code.PartnerID, SubjectKind: models.SubjectStepUp, SubjectID: code.ID, Kind: mailVerification, Generation: 1,
	}, partner)
}

// Digits derives the six digits of a verification code. Like the codes of
// invitations they are stored nowhere.
func (d Deps) Digits(c models.StepUpCode) (string, error) {
	long, err := d.Codes.Of(c.KeyID, c.ID, 1)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%0*d", digitsOfCode, binary.BigEndian.Uint64(HashCode(long))%1_000_000), nil
}

// hashDigits is what the database knows of a verification code.
func hashDigits(id uuid.UUID, digits string) []byte { return HashCode(id.String() + "\x00" + digits) }
