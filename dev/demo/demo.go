// Package demo plays the main job on a running stack as the different people would, over HTTP, and shows after each
// step what the API, the mail box, Temporal and the database say. A deviation from the story is an error.
package demo

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"

	"partnercenter/dev/mover"
	"partnercenter/dev/seed"
	"partnercenter/dev/sim/sms"
	"partnercenter/dev/stack"
)

// auroraOffice is where mails to Aurora go.
const auroraOffice = "office@aurora.example"

// play is one performance on one stack.
type play struct {
	*teller
	*cast

	stack *stack.Stack
	plan  *stack.Plan
	time  *mover.Mover
	db    *pgxpool.Pool // sees all rows; the product's own processes do not
	// engine is spoken to as an operator would, beside the product.
	engine client.Client

	// What later steps come back to.
	chenxing         registered // is invited and associates
	invitation       uuid.UUID
	oldLink, newLink string
	leaving          leaving
	registration     uuid.UUID // Borealis's, of the last step but one
}

// registered is a customer with its registration.
type registered struct {
	company
	id uuid.UUID
}

// scene is one step of the story.
type scene struct {
	title string
	play  func(ctx context.Context, p *play) error
}

// story is the main job: win a customer under an expiring protection, invite, associate, part again; and what time and
// trouble do.
var story = []scene{
	{"Two partners, one policy", theStage},
	{"Aurora checks a customer and registers it", checkAndRegister},
	{"The customer is taken for everybody else", takenForOthers},
	{"Customers followed by direct sales need a manual review", manualReview},
	{"Aurora invites its customer by mail", inviteByMail},
	{"Seven days pass", linkExpires},
	{"Aurora sends the invitation again", resend},
	{"The customer registers an account and agrees", accept},
	{"An offline link with a QR code", offlineLink},
	{"Another registration runs its fifteen days", fifteenDays},
	{"The worker is stopped across a deadline", workerStopped},
	{"A workflow is terminated and comes back", terminated},
	{"Money arrives for Aurora", moneyArrives},
	{"Aurora lets its customer spend", allotted},
	{"Aurora asks to unlink, and asks again too early", earlyUnlink},
	{"Three months pass", threeMonths},
	{"The customer agrees, and the association is settled", unlinked},
	{"Money goes back by two routes", twoRoutes},
	{"One withdrawal is rejected, another fails and takes the other route", notPaid},
	{"The end", theEnd},
}

// Run plays the story to its end.
func Run(ctx context.Context, s *stack.Stack, out io.Writer) error {
	began := time.Now()
	p, done, err := open(ctx, s, out)
	if err != nil {
		return err
	}
	defer done()
	for _, scene := range story {
		now, err := p.now(ctx)
		if err != nil {
			return err
		}
		p.step(now, scene.title)
		if err := scene.play(ctx, p); err != nil {
			return fmt.Errorf("step %d deviates from the story: %w", p.steps, err)
		}
	}
	fmt.Fprintf(out, "\nAll %d steps went as told, %d lines checked, in %s.\n", p.steps, p.lines, time.Since(began).Round(time.Second))
	return nil
}

func open(ctx context.Context, s *stack.Stack, out io.Writer) (*play, func(), error) {
	tell, err := newTeller(out)
	if err != nil {
		return nil, nil, err
	}
	tokens, err := seed.Run(ctx, s.Plan)
	if err != nil {
		return nil, nil, err
	}
	people, err := newCast(ctx, s.Plan, tokens)
	if err != nil {
		return nil, nil, err
	}
	db, err := pgxpool.New(ctx, s.Plan.Postgres.AdminDatabaseURL)
	if err != nil {
		return nil, nil, fmt.Errorf("connect to the product's database: %w", err)
	}
	engine, err := client.NewLazyClient(client.Options{
		HostPort: s.Plan.Temporal.Address, Namespace: s.Plan.Temporal.Namespace, Logger: log.NewStructuredLogger(slog.New(slog.DiscardHandler)),
	})
	if err != nil {
		db.Close()
		return nil, nil, fmt.Errorf("create Temporal client: %w", err)
	}
	move, moved, err := mover.ForStack(ctx, s.Plan)
	if err != nil {
		engine.Close()
		db.Close()
		return nil, nil, err
	}
	p := &play{teller: tell, cast: people, stack: s, plan: s.Plan, time: move, db: db, engine: engine}
	return p, func() { moved(); engine.Close(); db.Close() }, nil
}

// now is the business time of the story.
func (p *play) now(ctx context.Context) (time.Time, error) {
	return p.time.Now(ctx, seed.Realm)
}

// moveTo lets everything happen that is due until an instant.
func (p *play) moveTo(ctx context.Context, instant time.Time) error {
	return p.time.To(ctx, seed.Realm, instant)
}

// lastSeconds lets the clock alone run on to an instant shortly ahead: no workflow is due in between, and the call
// that follows is still before what comes next.
func (p *play) lastSeconds(ctx context.Context, to time.Time) error {
	_, err := p.db.Exec(ctx, "UPDATE clocks SET shift = $2 * interval '1 microsecond' WHERE realm = $1", seed.Realm, time.Until(to).Microseconds())
	if err != nil {
		return fmt.Errorf("set clock: %w", err)
	}
	return nil
}

// before says that the story has not passed an instant yet: what was seen was seen before it.
func (p *play) before(ctx context.Context, instant time.Time) error {
	now, err := p.now(ctx)
	if err == nil && !now.Before(instant) {
		err = fmt.Errorf("the call took until %s, after %s: this machine is too slow to look a second ahead", p.at(now), p.at(instant))
	}
	return err
}

func (p *play) phone() sms.Client { return sms.Client{URL: p.plan.Sims.SMSURL} }

// same is an error unless what was seen is what the story says.
func same[T comparable](what string, seen, told T) error {
	if seen != told {
		return fmt.Errorf("%s is %v, not %v", what, seen, told)
	}
	return nil
}
