package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"

	"partnercenter/api/client"
	"partnercenter/dev/stack"
	"partnercenter/models"
	"partnercenter/workflows"
)

const (
	// stoppedPatience: nobody acts while the worker is stopped, so the mover need not wait for it.
	stoppedPatience = 500 * time.Millisecond
	reminderDays    = 3
)

var (
	hengtai = company{name: "武汉恒泰制造股份有限公司", person: "孙恒", phone: "+8613800000005", email: "sun@hengtai.example"}
	beidou  = company{name: "西安北斗物流有限公司", person: "吴北", phone: "+8613800000006", email: "wu@beidou.example"}
)

func fifteenDays(ctx context.Context, p *play) error {
	r, _, err := p.alice.register(ctx, newKey(), hengtai.input())
	if err != nil {
		return err
	}
	p.does(p.alice.name, "registers %s: protected until %s", hengtai.name, p.at(*r.ValidUntil))
	reminder := r.ValidUntil.AddDate(0, 0, -reminderDays)
	if err := p.moveTo(ctx, reminder.Add(-time.Minute)); err != nil {
		return err
	}
	early, err := p.mailsTo(ctx, auroraOffice, "报备即将到期："+hengtai.name)
	if err != nil {
		return err
	}
	if err := same("the number of reminders a minute early", len(early), 0); err != nil {
		return err
	}
	if err := p.moveTo(ctx, reminder.Add(time.Minute)); err != nil {
		return err
	}
	if err := p.officeReads(ctx, "报备即将到期："+hengtai.name); err != nil {
		return err
	}
	if err := p.lastSecond(ctx, r); err != nil {
		return err
	}
	return p.lapsed(ctx, r)
}

// lastSecond: live and protected one second before the end.
func (p *play) lastSecond(ctx context.Context, r client.Registration) error {
	if err := p.moveTo(ctx, r.ValidUntil.Add(-10*time.Second)); err != nil {
		return err
	}
	if err := p.lastSeconds(ctx, r.ValidUntil.Add(-time.Second)); err != nil {
		return err
	}
	problem, err := p.bob.isRefused(ctx, hengtai.input())
	if err != nil {
		return err
	}
	seen, err := p.alice.registration(ctx, r.Id)
	if err != nil {
		return err
	}
	p.does(p.bob.name, "registers it one second before: %d %s; for Aurora it is %s", problem.Status, problem.Code, seen.State)
	return errors.Join(p.before(ctx, *r.ValidUntil), same("the code", problem.Code, "customer_taken"), same("the state", seen.State, client.RegistrationStateReported))
}

// lapsed: over and free at the very instant of the end.
func (p *play) lapsed(ctx context.Context, r client.Registration) error {
	if err := p.lastSeconds(ctx, *r.ValidUntil); err != nil {
		return err
	}
	theirs, _, err := p.bob.register(ctx, newKey(), hengtai.input())
	if err != nil {
		return err
	}
	seen, err := p.alice.registration(ctx, r.Id)
	if err != nil {
		return err
	}
	if err := errors.Join(
		same("the state", seen.State, client.RegistrationStateExpired),
		same("it is expired since its end", seen.StateSince.Equal(*r.ValidUntil), true),
	); err != nil {
		return err
	}
	p.does(p.bob.name, "registers it at that instant: 201 %s", theirs.Reference)
	p.api("Aurora's %s is %s since %s", seen.Reference, seen.State, p.at(seen.StateSince))
	if err := p.moveTo(ctx, r.ValidUntil.Add(time.Minute)); err != nil {
		return err
	}
	workflow, err := p.completed(ctx, models.SubjectRegistration, r.Id, models.RegistrationExpired)
	if err != nil {
		return err
	}
	p.temporal("%s", workflow)
	if err := p.oneExpiry(ctx, "registration.expired", r.Id, *r.ValidUntil); err != nil {
		return err
	}
	return p.officeReads(ctx, "报备已失效："+hengtai.name)
}

func workerStopped(ctx context.Context, p *play) error {
	r, _, err := p.alice.register(ctx, newKey(), beidou.input())
	if err != nil {
		return err
	}
	if _, err := p.running(ctx, models.SubjectRegistration, r.Id, models.RegistrationReported); err != nil {
		return err
	}
	p.does(p.alice.name, "registers %s: protected until %s", beidou.name, p.at(*r.ValidUntil))
	if err := p.moveTo(ctx, r.ValidUntil.AddDate(0, 0, -1)); err != nil {
		return err
	}
	if err := p.stack.Stop(stack.PieceWorker); err != nil {
		return err
	}
	p.does("An operator", "stops the worker a day before the end; two days pass")
	moving := p.time
	p.time = moving.Patient(stoppedPatience)
	err = p.moveTo(ctx, r.ValidUntil.AddDate(0, 0, 1))
	p.time = moving
	if err != nil {
		return err
	}
	return errors.Join(p.endedUnattended(ctx, r), p.caughtUp(ctx, r))
}

// endedUnattended: nobody has written the end down, and everybody sees it.
func (p *play) endedUnattended(ctx context.Context, r client.Registration) error {
	row, err := p.registrationRow(ctx, r.Id)
	if err != nil {
		return err
	}
	seen, err := p.alice.registration(ctx, r.Id)
	if err != nil {
		return err
	}
	workflow, err := p.describe(ctx, models.SubjectRegistration, r.Id)
	if err != nil {
		return err
	}
	p.database("still says %s: nobody was there to write it down", row.state)
	p.temporal("%s", workflow)
	p.api("says %s since %s all the same", seen.State, p.at(seen.StateSince))
	theirs, _, err := p.bob.register(ctx, newKey(), beidou.input())
	if err != nil {
		return err
	}
	p.registration = theirs.Id
	p.does(p.bob.name, "registers the customer, which is free: 201 %s", theirs.Reference)
	return errors.Join(
		same("the stored state", row.state, models.RegistrationReported),
		same("the state", seen.State, client.RegistrationStateExpired),
		same("the workflow", workflow.status, enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING),
	)
}

// caughtUp: the worker writes down what it missed, once and dated to the deadline.
func (p *play) caughtUp(ctx context.Context, r client.Registration) error {
	if err := p.stack.Start(ctx, stack.PieceWorker); err != nil {
		return err
	}
	p.does("An operator", "starts the worker")
	workflow, err := p.completed(ctx, models.SubjectRegistration, r.Id, models.RegistrationExpired)
	if err != nil {
		return err
	}
	p.temporal("%s", workflow)
	if err := p.oneExpiry(ctx, "registration.expired", r.Id, *r.ValidUntil); err != nil {
		return err
	}
	return p.officeReads(ctx, "报备已失效："+beidou.name)
}

func terminated(ctx context.Context, p *play) error {
	before, err := p.bob.registration(ctx, p.registration)
	if err != nil {
		return err
	}
	first, err := p.running(ctx, models.SubjectRegistration, p.registration, models.RegistrationReported)
	if err != nil {
		return err
	}
	if err := p.engine.TerminateWorkflow(ctx, workflows.ID(models.SubjectRegistration, p.registration), "", "by mistake"); err != nil {
		return fmt.Errorf("terminate workflow: %w", err)
	}
	gone, err := p.process(ctx, models.SubjectRegistration, p.registration, enumspb.WORKFLOW_EXECUTION_STATUS_TERMINATED, models.RegistrationReported)
	if err != nil {
		return err
	}
	p.does("Somebody", "terminates the workflow of Borealis's %s in Temporal's UI", before.Reference)
	p.temporal("%s", gone)
	said, err := p.resume(ctx)
	if err != nil {
		return err
	}
	p.does("An operator", "runs partnercenter ops resume: %s", said)
	second, err := p.running(ctx, models.SubjectRegistration, p.registration, models.RegistrationReported)
	if err != nil {
		return err
	}
	p.temporal("%s", second)
	after, err := p.bob.registration(ctx, p.registration)
	if err != nil {
		return err
	}
	p.api("%s is %s, due %s as before, version %d as before", after.Reference, after.State, p.at(*after.DueAt), after.Version)
	return errors.Join(
		same("it is another run", first.run != second.run, true),
		same("the deadline is the same", after.DueAt.Equal(*before.DueAt), true),
		same("the version", after.Version, before.Version),
	)
}

// resume runs the operator's command as the product's own process.
func (p *play) resume(ctx context.Context) (string, error) {
	env, err := p.plan.WorkerEnvironment()
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, p.plan.ProductBinary, "ops", "resume", "--operator", "olga", "--reason", "the workers were down")
	cmd.Env = os.Environ()
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("run ops resume: %w", err)
	}
	return strings.Join(strings.Fields(string(out)), " "), nil
}

// theEnd: nothing is owed and nothing has failed.
func theEnd(ctx context.Context, p *play) error {
	var owed, events, relayed int
	err := eventually(ctx, func() error {
		err := p.db.QueryRow(ctx, `SELECT (SELECT count(*) FROM notifications WHERE state = 'queued'), (SELECT count(*) FROM events),
			(SELECT count(*) FROM event_positions)`).Scan(&owed, &events, &relayed)
		return errors.Join(err, same("the number of owed mails", owed, 0), same("the number of relayed events", relayed, events))
	})
	if err != nil {
		return err
	}
	mails, err := p.mailsTo(ctx, "", "")
	if err != nil {
		return err
	}
	failed, err := p.engine.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{Query: "ExecutionStatus IN ('Failed', 'TimedOut')"})
	if err != nil {
		return fmt.Errorf("count failed workflows: %w", err)
	}
	p.mail("%d mails were sent, none is owed", len(mails))
	p.temporal("%d workflows failed", failed.GetCount())
	p.database("%d events, all of them relayed", events)
	return same("the number of failed workflows", failed.GetCount(), 0)
}
