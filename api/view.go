package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// optional is nil for the zero value, which an answer shows as null or leaves out.
func optional[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}

// given is the zero value for what the request leaves out.
func given[T any](value *T) T {
	if value == nil {
		var zero T
		return zero
	}
	return *value
}

// instant shows t in UTC, whatever zone the driver read it in.
func instant(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	utc := t.UTC()
	return &utc
}

func mapped[T, V any](items []T, convert func(T) V) []V {
	out := make([]V, 0, len(items))
	for _, item := range items {
		out = append(out, convert(item))
	}
	return out
}

func (s *server) blockers(blockers []models.Blocker, language string) []gen.Blocker {
	return mapped(blockers, func(b models.Blocker) gen.Blocker {
		return gen.Blocker{
			Code:         b.Code,
			Title:        s.title(b.Code, language),
			ClearedBy:    gen.BlockerClearedBy(b.ClearedBy),
			Reviewable:   optional(b.Reviewable),
			Retryable:    optional(b.Retryable),
			EligibleFrom: instant(b.EligibleFrom),
			Pointer:      optional(b.Pointer),
		}
	})
}

func (s *server) actions(ctx context.Context, actions []models.Action) []gen.Action {
	language := callOf(ctx).language
	return mapped(actions, func(a models.Action) gen.Action {
		return gen.Action{Name: a.Name, Allowed: a.Allowed, Blockers: s.blockers(a.Blockers, language)}
	})
}

// waitingFor shows a terminal process as waiting for nobody.
func waitingFor(w models.Waiting) gen.WaitingFor {
	party := w.Party
	if party == "" {
		party = models.PartyNobody
	}
	return gen.WaitingFor{Party: gen.Party(party), Action: optional(w.Action)}
}

// maskedContact is how people are shown everywhere but in an unmasking.
func maskedContact(c models.Contact) gen.Contact {
	return gen.Contact{
		PersonName: models.MaskName(c.PersonName),
		Phone:      models.MaskPhone(c.Phone),
		Email:      models.MaskEmail(c.Email),
	}
}

func pendingDecision(p *models.PendingDecision) *gen.PendingDecision {
	if p == nil {
		return nil
	}
	return &gen.PendingDecision{Id: p.ID, Verb: p.Verb, At: p.At.UTC()}
}

// retryPending is when a decision that was taken in is worth asking for again.
const retryPending = 2

// The collections that resources live in, by subject kind.
var collections = map[string]string{
	models.SubjectRegistration: "/v1/registrations/",
	models.SubjectInvitation:   "/v1/invitations/",
	models.SubjectLink:         "/v1/invitation-links/",
	models.SubjectAcceptance:   "/v1/acceptances/",
	models.SubjectAssociation:  "/v1/associations/",
	models.SubjectRequest:      "/v1/association-requests/",
	models.SubjectTopUp:        "/v1/top-ups/",
	models.SubjectChange:       "/v1/account-changes/",
	models.SubjectOrganisation: "/v1/organisations/",
	models.SubjectWithdrawal:   "/v1/withdrawals/",
	models.SubjectSubscription: "/v1/subscriptions/",
}

func pathOf(kind string, id uuid.UUID) string { return collections[kind] + id.String() }

// linksOf are the links that every resource with a life of its own has.
func linksOf(kind string, id, evaluation uuid.UUID) gen.Links {
	self := pathOf(kind, id)
	links := gen.Links{"self": self, "timeline": self + "/timeline"}
	if evaluation != uuid.Nil {
		links["evaluation"] = "/v1/evaluations/" + evaluation.String()
	}
	return links
}

// link adds a related resource where there is one.
func link(links gen.Links, relation, kind string, id *uuid.UUID) {
	if id != nil {
		links[relation] = pathOf(kind, *id)
	}
}

// codes shows no list as an empty one.
func codes(failures []string) []string {
	if failures == nil {
		return []string{}
	}
	return failures
}
