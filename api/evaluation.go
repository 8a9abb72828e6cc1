package api

import (
	"context"

	"github.com/google/uuid"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// GetEvaluation explains a decision of the rules, years later too.
func (s *server) GetEvaluation(ctx context.Context, r gen.GetEvaluationRequestObject) (gen.GetEvaluationResponseObject, error) {
	evaluation, err := s.services.Evaluations.Get(ctx, principalOf(ctx), r.EvaluationId)
	if err != nil {
		return nil, err
	}
	return gen.GetEvaluation200JSONResponse{Body: s.evaluation(ctx, evaluation)}, nil
}

func (s *server) evaluation(ctx context.Context, e models.Evaluation) gen.Evaluation {
	shown := gen.Evaluation{
		Id:          e.ID,
		RuleSet:     e.RuleSet,
		SubjectKind: optional(e.SubjectKind),
		SubjectId:   e.SubjectID,
		PolicyId:    e.PolicyID,
		Outcome:     gen.EvaluationOutcome(e.Outcome),
		Blockers:    s.blockers(e.Blockers, callOf(ctx).language),
		Actor:       e.Actor,
		RequestId:   e.RequestID,
		At:          e.At.UTC(),
	}
	// Which key matched, and whether facts of an account were at hand, would
	// tell a partner about other partners' customers.
	if principalOf(ctx).Side == models.SideVendor {
		keys := mapped(e.MatchedKeys, func(k models.KeyKind) gen.EvaluationMatchedKeys { return gen.EvaluationMatchedKeys(k) })
		shown.MatchedKeys = &keys
		facts := append([]uuid.UUID{}, e.FactsIDs...)
		shown.FactsIds = &facts
	}
	return shown
}
