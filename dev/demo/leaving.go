package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"partnercenter/api/client"
	"partnercenter/dev/visitor"
	"partnercenter/models"
)

// graceDays is how long the policy lets usage arrive late before a statement is closed.
const graceDays = 3

// leaving is what the scenes of the end of an association come back to.
type leaving struct {
	association uuid.UUID
	request     uuid.UUID
	eligible    time.Time
}

// earlyUnlink: the customer refuses, and the next request is refused with the
// instant from which on it is allowed again.
func earlyUnlink(ctx context.Context, p *play) error {
	r, err := p.alice.registration(ctx, p.chenxing.id)
	if err != nil {
		return err
	}
	p.leaving.association = *r.AssociationId
	request, err := p.asksToUnlink(ctx)
	if err != nil {
		return err
	}
	if err := p.customerReads(ctx, request); err != nil {
		return err
	}
	if _, err := p.clicks(ctx, "/refuse", map[string]string{"reason": "我们还想继续合作"}); err != nil {
		return err
	}
	request, err = p.alice.request(ctx, request.Id)
	if err != nil {
		return err
	}
	p.api("%s is %s; the association stays as it is", request.Reference, request.State)
	if err := same("the state", request.State, client.AssociationRequestState(models.AssociationRequestRejected)); err != nil {
		return err
	}
	if err := p.officeReads(ctx, "申请被驳回"); err != nil {
		return err
	}
	return p.tooEarly(ctx, request)
}

// asksToUnlink makes Aurora's request about the customer.
func (p *play) asksToUnlink(ctx context.Context) (client.AssociationRequest, error) {
	got, err := p.alice.api.CreateAssociationRequestWithResponse(ctx, &client.CreateAssociationRequestParams{IdempotencyKey: newKey()}, p.unlink())
	if err != nil {
		return client.AssociationRequest{}, fmt.Errorf("ask to unlink: %w", err)
	}
	request, err := expect(got.JSON201, got)
	if err != nil {
		return request, err
	}
	p.does(p.alice.name, "asks to end the association with %s: 201 %s", request.CustomerName, request.Reference)
	p.api("%s is %s and waits for the %s until %s; in silence it is %s", request.Reference, request.State, request.WaitingFor.Party, p.at(*request.DueAt), *request.OnSilence)
	workflow, err := p.running(ctx, models.SubjectRequest, request.Id, models.AssociationRequestSubmitted)
	if err != nil {
		return request, err
	}
	p.temporal("%s", workflow)
	return request, nil
}

func (p *play) unlink() client.AssociationRequestInput {
	return client.AssociationRequestInput{AssociationId: p.leaving.association, Kind: client.AssociationRequestKind(models.RequestUnlink), Reason: "客户业务调整", AcceptNotice: true}
}

// customerReads: the mail leads the customer to the page of its partner.
func (p *play) customerReads(ctx context.Context, request client.AssociationRequest) error {
	return eventually(ctx, func() error {
		mails, err := p.mailsTo(ctx, p.chenxing.email, "申请解除关联")
		if err != nil {
			return err
		}
		for _, m := range mails {
			if strings.Contains(m.Text, request.Reference) && strings.Contains(m.Text, "/i/partner") {
				p.mail("to %s: “%s”, with the address of the customer's page", p.chenxing.email, m.Subject)
				return nil
			}
		}
		return fmt.Errorf("no mail about %s to %s", request.Reference, p.chenxing.email)
	})
}

// clicks signs the customer in at the page of its partner and sends a form of it.
func (p *play) clicks(ctx context.Context, form string, values map[string]string) (*visitor.Visitor, error) {
	wang, err := p.opens(ctx, p.plan.APIs[0]+"/i/partner")
	if err != nil {
		return nil, err
	}
	if err := wang.Submit(ctx, "/sign-in", "sign_in", nil); err != nil {
		return nil, err
	}
	if err := wang.Submit(ctx, "/sign-in", "sign_in", map[string]string{"login": p.chenxing.phone, "password": visitorPassword}); err != nil {
		return nil, err
	}
	p.does(p.chenxing.person, "signs in and reads “%s”", wang.Page.Heading)
	if err := wang.Submit(ctx, form, "", values); err != nil {
		return nil, err
	}
	p.does(p.chenxing.person, "presses %s: “%s”", strings.TrimPrefix(form, "/"), values["reason"])
	return wang, nil
}

// tooEarly: one request in three months, whatever became of it.
func (p *play) tooEarly(ctx context.Context, earlier client.AssociationRequest) error {
	problem, err := p.alice.unlinkRefused(ctx, p.unlink())
	if err != nil {
		return err
	}
	blocker := (*problem.Blockers)[0]
	p.leaving.eligible = *blocker.EligibleFrom
	p.does(p.alice.name, "asks again at once: %d %s", problem.Status, problem.Code)
	p.api("cleared by %s: eligible from %s, three calendar months after %s", blocker.ClearedBy, p.at(p.leaving.eligible), p.at(earlier.CreatedAt))
	return errors.Join(
		same("the code", problem.Code, "partner_request_limit_reached"),
		same("three months", p.leaving.eligible.Equal(models.AddMonths(earlier.CreatedAt, 3, p.local)), true),
	)
}

// threeMonths: refused the second before, allowed at the instant.
func threeMonths(ctx context.Context, p *play) error {
	if err := p.moveTo(ctx, p.leaving.eligible.Add(-10*time.Second)); err != nil {
		return err
	}
	if err := p.lastSeconds(ctx, p.leaving.eligible.Add(-time.Second)); err != nil {
		return err
	}
	problem, err := p.alice.unlinkRefused(ctx, p.unlink())
	if err != nil {
		return err
	}
	p.does(p.alice.name, "asks one second before: %d %s", problem.Status, problem.Code)
	if err := p.before(ctx, p.leaving.eligible); err != nil {
		return err
	}
	if err := p.lastSeconds(ctx, p.leaving.eligible); err != nil {
		return err
	}
	request, err := p.asksToUnlink(ctx)
	p.leaving.request = request.Id
	return err
}

// unlinked: the customer agrees, and the association ends in that instant.
func unlinked(ctx context.Context, p *play) error {
	wang, err := p.clicks(ctx, "/agree", map[string]string{"reason": "同意解除", "notice": "read"})
	if err != nil {
		return err
	}
	if err := same("the page", wang.Page.Status, 200); err != nil {
		return err
	}
	request, err := p.alice.request(ctx, p.leaving.request)
	if err != nil {
		return err
	}
	association, err := p.alice.association(ctx, p.leaving.association)
	if err != nil {
		return err
	}
	p.api("%s is %s; %s is %s since %s", request.Reference, request.State, association.Reference, association.State, p.at(*association.EffectiveUntil))
	if err := same("consent fixes the end", association.EffectiveUntil.Equal(*request.EffectiveAt), true); err != nil {
		return err
	}
	workflow, err := p.running(ctx, models.SubjectSettlement, p.leaving.association, models.SettlementRunning)
	if err != nil {
		return err
	}
	p.temporal("%s", workflow)
	if err := p.officeReads(ctx, "关联已解除"); err != nil {
		return err
	}
	return p.settled(ctx, request)
}

// settled: the days for late usage pass, and the statement is closed.
func (p *play) settled(ctx context.Context, request client.AssociationRequest) error {
	if err := p.moveTo(ctx, request.EffectiveAt.AddDate(0, 0, graceDays).Add(time.Minute)); err != nil {
		return err
	}
	var s client.Settlement
	err := eventually(ctx, func() (err error) {
		if s, err = p.alice.settlement(ctx, request.Id); err != nil {
			return err
		}
		return same("the settlement", s.State, client.SettlementState(models.SettlementDone))
	})
	if err != nil {
		return err
	}
	for _, step := range s.Steps {
		p.api("settlement step %s is %s: %s", step.Name, step.State, told(step.Result))
	}
	if s.ClosingStatement == nil {
		return errors.New("the closing statement is missing")
	}
	p.api("closing statement %s to %s, %d lines, %d amendments", p.day(s.ClosingStatement.EffectiveFrom), p.day(s.ClosingStatement.EffectiveUntil),
		len(s.ClosingStatement.Lines), len(s.Amendments))
	for _, line := range s.ClosingStatement.Lines {
		p.api("  %s %s: %s %s", line.TradeType, line.Account, line.Amount.Amount, line.Amount.Currency)
	}
	workflow, err := p.completed(ctx, models.SubjectSettlement, p.leaving.association, models.SettlementDone)
	if err != nil {
		return err
	}
	p.temporal("%s", workflow)
	open, err := p.number(ctx, "SELECT count(*) FROM associations WHERE id = $1 AND effective_until IS NULL", p.leaving.association)
	if err != nil {
		return err
	}
	p.database("the association has ended, %d steps are over", len(s.Steps))
	return same("the number of open associations", open, 0)
}

// told is a step's result in a few words.
func told(result map[string]any) string {
	for _, name := range []string{"reason", "returned", "until", "lines"} {
		if value, known := result[name]; known {
			return fmt.Sprintf("%s %v", name, value)
		}
	}
	return "nothing to tell"
}

func (p person) request(ctx context.Context, id uuid.UUID) (client.AssociationRequest, error) {
	got, err := p.api.GetAssociationRequestWithResponse(ctx, id)
	if err != nil {
		return client.AssociationRequest{}, fmt.Errorf("read request: %w", err)
	}
	return expect(got.JSON200, got)
}

func (p person) settlement(ctx context.Context, request uuid.UUID) (client.Settlement, error) {
	got, err := p.api.GetSettlementWithResponse(ctx, request)
	if err != nil {
		return client.Settlement{}, fmt.Errorf("read settlement: %w", err)
	}
	return expect(got.JSON200, got)
}

// unlinkRefused asks for an unlink that the rules do not allow.
func (p person) unlinkRefused(ctx context.Context, in client.AssociationRequestInput) (client.Problem, error) {
	got, err := p.api.CreateAssociationRequestWithResponse(ctx, &client.CreateAssociationRequestParams{IdempotencyKey: newKey()}, in)
	if err != nil {
		return client.Problem{}, fmt.Errorf("ask to unlink: %w", err)
	}
	return expect(got.ApplicationproblemJSON409, got)
}
