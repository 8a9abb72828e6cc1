package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"partnercenter/api/client"
	"partnercenter/dev/seed"
	"partnercenter/dev/sim/directory"
	"partnercenter/models"
)

var (
	chenxing = company{name: "深圳市晨星科技有限公司", person: "王小明", phone: "+8613800000001", email: "wang@chenxing.example"}
	lanhai   = company{name: "杭州蓝海数据有限公司", person: "陈立", phone: "+8613800000002", email: "chen@lanhai.example"}
	yunding  = company{name: "成都云顶软件有限公司", person: "赵敏", phone: "+8613800000003", email: "zhao@yunding.example"}
)

// theStage shows what the story starts from.
func theStage(ctx context.Context, p *play) error {
	for _, id := range []uuid.UUID{seed.Aurora, seed.Borealis} {
		got, err := p.operator.api.GetOrganisationWithResponse(ctx, id)
		if err != nil {
			return fmt.Errorf("read organisation: %w", err)
		}
		partner, err := expect(got.JSON200, got)
		if err != nil {
			return err
		}
		if err := same("the partner's kind", partner.Kind, client.OrganisationKindPartner); err != nil {
			return err
		}
		p.does(p.feed.name, "states the %s %s, site %s", partner.Kind, partner.Name, partner.Site)
	}
	got, err := p.operator.api.ListPoliciesWithResponse(ctx, client.Cn)
	if err != nil {
		return fmt.Errorf("read policies: %w", err)
	}
	policies, err := expect(got.JSON200, got)
	if err != nil {
		return err
	}
	document := policies.Items[0].Document
	if err := errors.Join(
		same("validity_days", document.Registration.ValidityDays, 15),
		same("open_cap", document.Registration.OpenCap, 100),
		same("link_validity_days", document.Invitation.LinkValidityDays, 7),
	); err != nil {
		return err
	}
	p.api("policy cn version %d: a registration protects %d days, at most %d are open, a mailed link holds %d days",
		policies.Items[0].Version, document.Registration.ValidityDays, document.Registration.OpenCap, document.Invitation.LinkValidityDays)
	return p.nothingYet(ctx)
}

func (p *play) nothingYet(ctx context.Context) error {
	rows, err := p.number(ctx, "SELECT count(*) FROM registrations")
	if err != nil {
		return err
	}
	mails, err := p.mailsTo(ctx, "", "")
	if err != nil {
		return err
	}
	if err := errors.Join(same("the number of registrations", rows, 0), same("the number of mails", len(mails), 0)); err != nil {
		return err
	}
	p.mail("the box is empty")
	p.database("realm %q: no registration yet", seed.Realm)
	return nil
}

func checkAndRegister(ctx context.Context, p *play) error {
	got, err := p.alice.api.CheckRegistrationWithResponse(ctx, chenxing.input())
	if err != nil {
		return fmt.Errorf("check registration: %w", err)
	}
	check, err := expect(got.JSON200, got)
	if err != nil {
		return err
	}
	if err := same("the check's outcome", check.Outcome, client.EvaluationOutcomeAllow); err != nil {
		return err
	}
	p.does(p.alice.name, "checks %s before registering: %s, nothing is taken by it", chenxing.name, check.Outcome)
	key := newKey()
	r, _, err := p.alice.register(ctx, key, chenxing.input())
	if err != nil {
		return err
	}
	p.chenxing = registered{chenxing, r.Id}
	p.does(p.alice.name, "registers %s: 201", chenxing.name)
	if err := p.showReported(ctx, r); err != nil {
		return err
	}
	again, replayed, err := p.alice.register(ctx, key, chenxing.input())
	if err != nil {
		return err
	}
	if err := errors.Join(same("the replay", replayed, true), same("the replayed registration", again.Id, r.Id)); err != nil {
		return err
	}
	p.does(p.alice.name, "sends the same request with the same key once more: Idempotency-Replayed, the same %s", again.Reference)
	rows, err := p.number(ctx, "SELECT count(*) FROM registrations")
	if err != nil {
		return err
	}
	p.database("%d registration", rows)
	return same("the number of registrations", rows, 1)
}

// showReported looks at a registration that has just become reported.
func (p *play) showReported(ctx context.Context, r client.Registration) error {
	if err := errors.Join(
		same("the state", r.State, client.RegistrationStateReported),
		same("the days of protection", r.ValidUntil.Sub(r.StateSince), 15*24*time.Hour),
	); err != nil {
		return err
	}
	p.api("%s is %s until %s, waiting for the %s; contact shown as %s, %s",
		r.Reference, r.State, p.at(*r.ValidUntil), r.WaitingFor.Party, r.Contact.Phone, r.Contact.Email)
	workflow, err := p.running(ctx, models.SubjectRegistration, r.Id, models.RegistrationReported)
	if err != nil {
		return err
	}
	if !strings.Contains(workflow.details, r.ValidUntil.Format(time.RFC3339)) {
		return fmt.Errorf("the workflow's details %q do not name %s", workflow.details, r.ValidUntil)
	}
	p.temporal("%s", workflow)
	row, err := p.registrationRow(ctx, r.Id)
	if err != nil {
		return err
	}
	if err := errors.Join(
		same("the stored state", row.state, models.RegistrationReported),
		same("the end of the hold", row.heldUntil.Equal(*r.ValidUntil), true),
		same("the number of slots", row.slots, 3),
	); err != nil {
		return err
	}
	p.database("state %s, version %d; %d protection slots (name, phone, e-mail); events: %s", row.state, row.version, row.slots, strings.Join(row.events, ", "))
	return nil
}

func takenForOthers(ctx context.Context, p *play) error {
	// Full width, other case, other spacing, and the legal form's long name: the same customer.
	in := chenxing.input()
	in.CompanyName, in.Phone, in.Email = "深圳市晨星科技有限责任公司", "138 0000 0001", "wang@CHENXING.example"
	problem, err := p.bob.isRefused(ctx, in)
	if err != nil {
		return err
	}
	if problem.Blockers == nil || problem.EvaluationId == nil {
		return errors.New("the refusal has no blockers or no evaluation")
	}
	if err := errors.Join(same("the code", problem.Code, "customer_taken"), same("the number of blockers", len(*problem.Blockers), 1)); err != nil {
		return err
	}
	p.does(p.bob.name, "registers %s: %d %s", in.CompanyName, problem.Status, problem.Code)
	p.api("“%s” Not by whom, nor whether registered or associated", problem.Title)
	return p.explainTaken(ctx, *problem.EvaluationId)
}

// explainTaken: the vendor sees which keys matched, the partner does not.
func (p *play) explainTaken(ctx context.Context, id uuid.UUID) error {
	theirs, err := p.bob.evaluation(ctx, id)
	if err != nil {
		return err
	}
	if theirs.MatchedKeys != nil {
		return fmt.Errorf("the partner is shown the matched keys %v", *theirs.MatchedKeys)
	}
	vendors, err := p.auditor.evaluation(ctx, id)
	if err != nil {
		return err
	}
	if vendors.MatchedKeys == nil || len(*vendors.MatchedKeys) != 3 {
		return errors.New("the vendor is not shown the three matched keys")
	}
	p.does(p.auditor.name, "reads the same evaluation: matched by %v", *vendors.MatchedKeys)
	open, err := p.number(ctx, "SELECT count(*) FROM registrations WHERE partner_id = $1", seed.Borealis)
	if err != nil {
		return err
	}
	p.database("the refusal is kept as evaluation %s…; Borealis has %d registrations", id.String()[:8], open)
	return same("the number of Borealis's registrations", open, 0)
}

func manualReview(ctx context.Context, p *play) error {
	for _, c := range []company{lanhai, yunding} {
		if err := p.followed(ctx, c); err != nil {
			return err
		}
	}
	problem, err := p.alice.isRefused(ctx, lanhai.input())
	if err != nil {
		return err
	}
	if err := same("the code", problem.Code, "followed_by_direct_sales"); err != nil {
		return err
	}
	p.does(p.alice.name, "registers %s: %d %s, a manual review may still allow it", lanhai.name, problem.Status, problem.Code)
	first, err := p.askForReview(ctx, lanhai)
	if err != nil {
		return err
	}
	second, err := p.askForReview(ctx, yunding)
	if err != nil {
		return err
	}
	if err := p.showTasks(ctx, first.Id, second.Id); err != nil {
		return err
	}
	if err := p.approve(ctx, first); err != nil {
		return err
	}
	return p.reject(ctx, second)
}

// followed has the vendor's feed state an account that direct sales follow.
func (p *play) followed(ctx context.Context, c company) error {
	now, err := p.now(ctx)
	if err != nil {
		return err
	}
	id := uuid.Must(uuid.NewV7())
	record := directory.Fresh(id, now.AddDate(0, -6, 0))
	record.AccountName, record.Name, record.Phone, record.Email = "hw_"+id.String()[24:], c.name, c.phone, c.email
	record.Facts.Country, record.Facts.FollowedByDirectSales = "CN", true
	sims := directory.Client{URL: p.plan.Sims.DirectoryURL, Token: p.plan.Sims.DirectoryToken}
	if err := sims.Put(ctx, record); err != nil {
		return err
	}
	got, err := p.feed.api.PutCustomerFactsWithResponse(ctx, id, &client.PutCustomerFactsParams{IdempotencyKey: newKey()}, factsOf(record, now))
	if err != nil {
		return fmt.Errorf("state facts: %w", err)
	}
	facts, err := expect(got.JSON200, got)
	if err != nil {
		return err
	}
	p.does(p.feed.name, "states the account of %s as of %s: 6 months old, followed by direct sales", c.name, p.at(facts.AsOf))
	return nil
}

func factsOf(r directory.Record, asOf time.Time) client.CustomerFactsInput {
	f := r.Facts
	return client.CustomerFactsInput{
		AsOf: asOf, Source: "crm", AccountName: r.AccountName, Name: r.Name, Phone: r.Phone, Email: &r.Email,
		Facts: models.AccountFacts{
			Site: models.Site(f.Site), RegisteredAt: f.RegisteredAt, Country: f.Country, CloudEnabled: f.CloudEnabled,
			FollowedByDirectSales: f.FollowedByDirectSales, Contracts: []models.Contract{},
			RewardProgramme: models.ProgrammeNone, SubsidyProgramme: models.ProgrammeNone, PartnerStatus: models.PartnerStatus(f.PartnerStatus),
		},
	}
}

func (p *play) askForReview(ctx context.Context, c company) (client.Registration, error) {
	in := c.input()
	in.Review = &client.ReviewForm{
		ExpectedNewConsumption: client.Money{Amount: "100000.00", Currency: client.CNY},
		ProjectDetails:         "核心系统上云", Communication: "已与客户技术负责人沟通三次",
	}
	r, _, err := p.alice.register(ctx, newKey(), in)
	if err != nil {
		return r, err
	}
	if err := same("the state", r.State, client.RegistrationStatePendingReview); err != nil {
		return r, err
	}
	workflow, err := p.running(ctx, models.SubjectRegistration, r.Id, models.RegistrationPending)
	if err != nil {
		return r, err
	}
	p.does(p.alice.name, "submits %s with the form of a manual review (CNY 100,000.00): 201", c.name)
	p.api("%s is %s, waiting for the %s; service target %s, lapses %s",
		r.Reference, r.State, r.WaitingFor.Party, p.day(*r.Review.TargetAt), p.day(*r.Review.LapseAt))
	p.temporal("%s", workflow)
	return r, nil
}

func (p *play) showTasks(ctx context.Context, wanted ...uuid.UUID) error {
	got, err := p.reviewer.api.ListTasksWithResponse(ctx, &client.ListTasksParams{})
	if err != nil {
		return fmt.Errorf("list tasks: %w", err)
	}
	tasks, err := expect(got.JSON200, got)
	if err != nil {
		return err
	}
	var references []string
	for _, task := range tasks.Items {
		if !slices.Contains(wanted, task.SubjectId) {
			return fmt.Errorf("task %s was not told of", task.Reference)
		}
		references = append(references, task.Reference)
	}
	p.does(p.reviewer.name, "lists the tasks: %s wait for the vendor", strings.Join(references, " and "))
	return same("the number of tasks", len(tasks.Items), len(wanted))
}

func (p *play) approve(ctx context.Context, asked client.Registration) error {
	if err := p.moveTo(ctx, asked.SubmittedAt.AddDate(0, 0, 1)); err != nil {
		return err
	}
	r, err := p.reviewer.review(ctx, asked.Id, client.Approve, "直销团队确认由伙伴跟进")
	if err != nil {
		return err
	}
	p.does(p.reviewer.name, "approves %s a day later, with an opinion: the 15 days start now", r.Reference)
	if err := p.showReported(ctx, r); err != nil {
		return err
	}
	return p.officeReads(ctx, "报备审核通过："+asked.CompanyName)
}

func (p *play) reject(ctx context.Context, asked client.Registration) error {
	r, err := p.second.review(ctx, asked.Id, client.Reject, "客户已与直销团队签约在即")
	if err != nil {
		return err
	}
	if err := same("the state", r.State, client.RegistrationStateRejected); err != nil {
		return err
	}
	p.does(p.second.name, "rejects %s: the customer is free again", r.Reference)
	workflow, err := p.completed(ctx, models.SubjectRegistration, r.Id, models.RegistrationRejected)
	if err != nil {
		return err
	}
	row, err := p.registrationRow(ctx, r.Id)
	if err != nil {
		return err
	}
	p.temporal("%s: a rejection is a result, not a failure", workflow)
	p.database("state %s, %d slots left; events: %s", row.state, row.slots, strings.Join(row.events, ", "))
	if err := same("the number of slots", row.slots, 0); err != nil {
		return err
	}
	return p.officeReads(ctx, "报备审核未通过："+asked.CompanyName)
}

// officeReads waits for a mail to Aurora.
func (p *play) officeReads(ctx context.Context, subject string) error {
	mail, err := p.mailTo(ctx, auroraOffice, subject)
	if err != nil {
		return err
	}
	p.mail("to %s: “%s”", auroraOffice, mail.Subject)
	return nil
}
