package api

import (
	"context"

	"partnercenter/api/gen"
	"partnercenter/models"
)

// ListPolicies lists all versions of a site's policy.
func (s *server) ListPolicies(ctx context.Context, r gen.ListPoliciesRequestObject) (gen.ListPoliciesResponseObject, error) {
	policies, err := s.services.Policies.List(ctx, principalOf(ctx), models.Site(r.Site))
	if err != nil {
		return nil, err
	}
	return gen.ListPolicies200JSONResponse{Body: gen.PolicyList{Items: mapped(policies, policy)}}, nil
}

// ProposePolicy proposes the next version.
func (s *server) ProposePolicy(ctx context.Context, r gen.ProposePolicyRequestObject) (gen.ProposePolicyResponseObject, error) {
	in := models.PolicyInput{EffectiveFrom: models.Microseconds(r.Body.EffectiveFrom), Document: r.Body.Document}
	result, err := s.services.Policies.Propose(ctx, commandOf(ctx), models.Site(r.Site), in)
	if err != nil {
		return nil, err
	}
	return gen.ProposePolicy201JSONResponse{Body: policy(result.Value), Headers: gen.ProposePolicy201ResponseHeaders{
		IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

// ApprovePolicy puts a version into force; somebody else proposed it.
func (s *server) ApprovePolicy(ctx context.Context, r gen.ApprovePolicyRequestObject) (gen.ApprovePolicyResponseObject, error) {
	result, err := s.services.Policies.Approve(ctx, commandOf(ctx), models.Site(r.Site), int(r.Version))
	if err != nil {
		return nil, err
	}
	return gen.ApprovePolicy200JSONResponse{Body: policy(result.Value), Headers: gen.ApprovePolicy200ResponseHeaders{
		IdempotencyReplayed: optional(result.Replayed),
	}}, nil
}

func policy(p models.Policy) gen.Policy {
	return gen.Policy{
		Id:            p.ID,
		Site:          gen.Site(p.Site),
		Version:       int32(p.Version),
		Schema:        int32(p.Schema),
		EffectiveFrom: p.EffectiveFrom.UTC(),
		Author:        p.Author,
		Approver:      optional(p.Approver),
		CreatedAt:     p.CreatedAt.UTC(),
		Document:      p.Document,
	}
}
