package programme

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
)

// Denials keeps the requests that were refused because their caller lacks the right.
type Denials struct{ Deps }

// Record writes the event of one refusal, in a transaction of its own: the
// refused request has none. The row that the request named is data and not the
// event's subject: nobody has looked whether it is there and whose it is, so
// that it must not show in anybody's timeline. named is uuid.Nil where the
// operation's path has no id.
func (s *Denials) Record(ctx context.Context, cmd models.Command, operation string, named uuid.UUID) error {
	return s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		e := causeOf(cmd).event("access.denied", tx.Now())
		e.Realm, e.SubjectKind, e.SubjectID, e.SubjectSeq = cmd.Principal.Realm, models.SubjectDenial, store.NewID(), 1
		e.Data = map[string]any{"operation": operation}
		if named != uuid.Nil {
			e.Data["named_id"] = named.String()
		}
		switch org := cmd.Principal.Org; cmd.Principal.Side {
		case models.SidePartner:
			e.PartnerID = &org
		case models.SideCustomer:
			e.CustomerID = &org
		case models.SideVendor, models.SideSystem: // have no tenant but the realm
		}
		return tx.Record(e)
	})
}
