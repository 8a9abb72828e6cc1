package programme

import (
	"context"
	"time"

	"github.com/google/uuid"

	"partnercenter/internal/store"
	"partnercenter/models"
	"partnercenter/rules"
)

// rulePolicy is the rule set of approvals, as evaluations name it.
const rulePolicy = "policy.approve"

// Policies are the transactions of policy versions.
type Policies struct{ Deps }

// List lists the versions of a site in the caller's realm, newest first.
func (s *Policies) List(ctx context.Context, p models.Principal, site models.Site) ([]models.Policy, error) {
	var versions []models.Policy
	err := s.Store.As(ctx, p, func(tx *store.Tx) (err error) {
		versions, err = tx.Policies(site)
		return err
	})
	return versions, err
}

// Propose writes the next version of a site's policy; it is in force once
// somebody else has approved it and its instant has come.
func (s *Policies) Propose(ctx context.Context, cmd models.Command, site models.Site, in models.PolicyInput) (models.Result[models.Policy], error) {
	var result models.Result[models.Policy]
	wrong := s.wrongIn(in.Document)
	err := s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		now := tx.Now()
		if !in.EffectiveFrom.After(now) {
			wrong = append(wrong, models.FieldError{Pointer: "/effective_from", Code: "in_the_past"})
		}
		if len(wrong) > 0 {
			return &models.InvalidInput{Errors: wrong}
		}
		proposal := models.Policy{
			ID: store.NewID(), Realm: cmd.Principal.Realm, Site: site, Version: 1, Schema: models.PolicySchema, EffectiveFrom: models.Microseconds(in.EffectiveFrom),
			Author: cmd.Principal.Subject, CreatedAt: now, Document: in.Document,
		}
		result = models.Result[models.Policy]{Value: proposal}
		do := func() error { return propose(tx, cmd, &result.Value) }
		again := func(id uuid.UUID) (err error) {
			result.Value, err = tx.PolicyByID(id)
			return err
		}
		var err error
		result.Replayed, err = unlessDone(tx, cmd, keyed{models.SubjectPolicy, proposal.ID, 201}, do, again)
		return err
	})
	return result, err
}

// propose writes a document as the site's next version.
func propose(tx *store.Tx, cmd models.Command, proposal *models.Policy) error {
	if err := tx.LockPolicies(proposal.Site); err != nil {
		return err
	}
	versions, err := tx.Policies(proposal.Site)
	if err != nil {
		return err
	}
	if len(versions) > 0 {
		proposal.Version = versions[0].Version + 1
	}
	if err := tx.AddPolicy(proposal); err != nil {
		return err
	}
	return tx.Record(policyEvent(cmd, *proposal, "policy.proposed", proposal.CreatedAt))
}

// wrongIn is everything wrong with a document, where it stands in the request.
func (s *Policies) wrongIn(document models.PolicyDocument) []models.FieldError {
	wrong := models.Validate(document, s.Notices)
	for i := range wrong {
		wrong[i].Pointer = "/document" + wrong[i].Pointer
	}
	return wrong
}

// Approve adds the second pair of eyes; nobody approves what he proposed.
func (s *Policies) Approve(ctx context.Context, cmd models.Command, site models.Site, version int) (models.Result[models.Policy], error) {
	var result models.Result[models.Policy]
	err := s.Store.As(ctx, cmd.Principal, func(tx *store.Tx) error {
		if err := tx.LockPolicies(site); err != nil {
			return err
		}
		versions, err := tx.Policies(site)
		if err != nil {
			return err
		}
		for _, v := range versions {
			if v.Version == version {
				result.Value = v
			}
		}
		if result.Value.Version == 0 {
			return models.ErrNotFound
		}
		do := func() error { return s.approve(tx, cmd, &result.Value) }
		result.Replayed, err = unlessDone(tx, cmd, keyed{models.SubjectPolicy, result.Value.ID, 200}, do, nothing)
		return err
	})
	return result, s.explain(ctx, cmd.Principal, err)
}

// approve asks the rule and leaves its evaluation, which of a refusal is written
// by explain.
func (s *Policies) approve(tx *store.Tx, cmd models.Command, policy *models.Policy) error {
	p, now := cmd.Principal, tx.Now()
	decision := rules.ApprovePolicy(*policy, p.Subject, now)
	record := evaluation(p, cmd.RequestID, rulePolicy, models.SubjectPolicy, &policy.ID, *policy, decision, now)
	if !decision.Allowed() {
		return &refused{evaluation: record}
	}
	policy.Approver, policy.ApprovedAt = p.Subject, &now
	if err := tx.ApprovePolicy(*policy); err != nil {
		return err
	}
	if err := tx.AddEvaluation(record); err != nil {
		return err
	}
	return tx.Record(policyEvent(cmd, *policy, "policy.approved", now))
}

func policyEvent(cmd models.Command, p models.Policy, kind string, at time.Time) models.Event {
	e := causeOf(cmd).event(kind, at)
	e.Realm, e.SubjectKind, e.SubjectID, e.SubjectSeq, e.PolicyID = cmd.Principal.Realm, models.SubjectPolicy, p.ID, int64(p.Version), &p.ID
	e.Data = map[string]any{"site": p.Site, "version": p.Version, "effective_from": p.EffectiveFrom}
	return e
}
