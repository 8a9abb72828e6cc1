package crash

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/stack"
	"partnercenter/dev/visitor"
	"partnercenter/internal/crash"
	"partnercenter/models"
)

// Whoever dies at whichever point, in the middle of whatever comes there: what
// was asked for happens once, the same key gets the first answer, and rows,
// events, mails and workflows agree.
func TestNothingIsLostOrDoneTwiceWhereverSomebodyDies(t *testing.T) {
	t.Parallel()
	for _, victim := range []string{stack.PieceAPI, stack.PieceWorker, stack.PieceTemporal} {
		t.Run(victim, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, victim == stack.PieceTemporal)
			for _, point := range crash.All {
				t.Run(point, func(t *testing.T) { s.in(t).dies(victim, point) })
			}
			s.mailsOut()
		})
	}
}

// act is something on its way to a point.
type act struct {
	// run returns when the act is answered for good, after whatever crash.
	run func(ctx context.Context) error
	// check holds what must be true when everything has settled.
	check func()
}

// dies brings what comes to a point there, kills the victim, lets the survivors
// go on and the victim come back, and checks.
func (s *scene) dies(victim, point string) {
	s.T.Helper()
	acts := s.acts(point, victim)
	hold := s.crashes.Arm(point, len(acts))
	ctx, cancel := context.WithTimeout(s.T.Context(), patience)
	defer cancel()
	answers := make(chan error, len(acts))
	for _, a := range acts {
		go func() { answers <- a.run(ctx) }()
	}
	pending := len(acts)
	for reached := false; !reached; {
		select {
		case <-hold.Reached:
			reached = true
		case err := <-answers:
			require.NoError(s.T, err, "before the point was reached by everybody")
			pending--
		case <-ctx.Done():
			require.Fail(s.T, "the point was not reached by everybody")
		}
	}
	s.kill(victim)
	hold.Release()
	s.revive(victim)
	for range pending {
		require.NoError(s.T, <-answers)
	}
	require.NoError(s.T, s.Late(ctx, s.now().Add(3*time.Minute)))
	s.settled()
	for _, a := range acts {
		a.check()
	}
}

// acts are what comes to a point.
func (s *scene) acts(point, victim string) []act {
	switch point {
	case crash.CreateCommitted, crash.CreateStarted:
		return []act{s.submits(), s.invites(), s.asksToLeave(), s.asksForMoney()}
	case crash.DecideAsked, crash.DecideTaken, crash.DecideLocked, crash.DecideCommitted:
		return []act{s.approves(), s.releases(), s.resends(), s.takesBack(), s.letsGo()}
	case crash.StepCommitted:
		return []act{s.expires()}
	case crash.AssociateCommitted:
		return []act{s.associates()}
	case crash.SettleCommitted:
		return []act{s.settles()}
	case crash.PayoutNoted, crash.PayoutSent:
		return []act{s.pays()}
	case crash.TopUpCommitted:
		return []act{s.topsUp()}
	case crash.ClaimCommitted:
		return []act{s.claims(), s.refuses()}
	case crash.AdjustCommitted:
		return []act{s.adjusts("/v1/allocations", models.LedgerAllocate), s.adjusts("/v1/reclaims", models.LedgerReclaim)}
	case crash.ChangeCommitted:
		return []act{s.changes("10.00", models.AccountChangeBooked), s.changes("600000.00", models.AccountChangePending), s.checks()}
	case crash.MailTaken:
		return []act{s.mails(victim)}
	case crash.EventTaken:
		return []act{s.publishes(victim)}
	default:
		require.Fail(s.T, "nothing comes to this point", point)
		return nil
	}
}

func (s *scene) submits() act {
	c := post("/v1/registrations", s.alice, kit.NewCustomer().JSON(), http.StatusCreated)
	return s.asked(c, func(id string) {
		require.Equal(s.T, []string{"registration.reported"}, s.events(id))
	})
}

func (s *scene) invites() act {
	a, b := kit.NewCustomer(), kit.NewCustomer()
	c := post("/v1/invitations", s.alice, kit.InvitationJSON(s.Registered(s.alice, a), s.Registered(s.alice, b)), http.StatusCreated)
	return s.asked(c, func(string) {
		for _, customer := range []kit.Customer{a, b} {
			require.Equal(s.T, 1, s.count("SELECT count(*) FROM invitations i JOIN registrations r ON r.id = registration_id WHERE company_name = $1", customer.Company))
		}
	})
}

func (s *scene) approves() act {
	id := s.AwaitingReview(s.alice, kit.NewCustomer())
	return s.decided(post("/v1/registrations/"+id+"/review", s.vendor, `{"verdict":"approve","opinion":"The partner may go on."}`, http.StatusOK), id, "registration.approved")
}

func (s *scene) releases() act {
	id := s.Registered(s.alice, kit.NewCustomer())
	s.Invited(s.alice, id) // ends with it
	return s.decided(post("/v1/registrations/"+id+"/release", s.alice, "", http.StatusOK), id, "registration.released")
}

func (s *scene) resends() act {
	id := s.Invited(s.alice, s.Registered(s.alice, kit.NewCustomer()))[0]
	return s.decided(post("/v1/invitations/"+id+"/resend", s.alice, "", http.StatusOK), id, "invitation.resent")
}

// money is a new partner's request for the 10.00 that have just arrived: nothing
// that is known of other customers, or not known any more, stands in its way.
func (s *scene) money() *call {
	partner, _ := s.newPartner()
	s.Funds(partner, nil)
	lot := s.TopUp(partner, "10.00", models.SigningEntitySoftware, models.ChannelWeChat, s.Now())
	body := kit.Encode(map[string]any{"route": "original", "amount": kit.Money("10.00"), "lots": []string{lot.String()}})
	return post("/v1/withdrawals", s.Token("finn", partner, models.RoleFinance), body, http.StatusCreated)
}

func (s *scene) asksForMoney() act {
	return s.asked(s.money(), func(id string) {
		require.Equal(s.T, []string{"withdrawal.submitted"}, s.events(id))
		require.Equal(s.T, 1, s.count("SELECT count(*) FROM ledger_transactions WHERE subject_id = $1 AND kind = 'freeze'", id))
	})
}

// pays: the vendor approves, and the bank pays out: once, whoever dies.
func (s *scene) pays() act {
	id := s.made(s.money())
	return s.asked(s.approval(id), func(string) {
		s.isPaid(id)
		require.Equal(s.T, 1, s.paid(s.payoutOf(id)), "the bank has paid once")
		require.Equal(s.T, 1, s.count("SELECT count(*) FROM ledger_transactions WHERE subject_id = $1 AND kind = 'payout'", id))
		s.settled()
	})
}

// approval is the vendor's of a withdrawal.
func (s *scene) approval(id string) *call {
	return post("/v1/withdrawals/"+id+"/review", s.Token("vera", s.Vendor, models.RoleVendorFinance), `{"verdict":"approve","opinion":"In order."}`, http.StatusOK)
}

// isPaid waits until the product knows that the bank has paid.
func (s *scene) isPaid(withdrawal string) {
	s.T.Helper()
	require.Eventually(s.T, func() bool {
		return s.count("SELECT count(*) FROM withdrawals WHERE id = $1 AND state = 'succeeded'", withdrawal) == 1
	}, patience, poll, "withdrawal %s is paid", withdrawal)
}

func (s *scene) payoutOf(withdrawal string) (reference string) {
	s.T.Helper()
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), "SELECT reference FROM payouts WHERE withdrawal_id = $1", withdrawal).Scan(&reference))
	return reference
}

// paid counts the lines of the bank's own statement that name a payout.
func (s *scene) paid(reference string) (times int) {
	s.T.Helper()
	lines, err := s.Sims.Bank().Statement(s.T.Context(), s.Realm)
	require.NoError(s.T, err)
	for _, l := range lines {
		if l.Reference == reference {
			times++
		}
	}
	return times
}

// leaving is a partner's request to end the association with a customer.
func (s *scene) leaving(b kit.Bond) *call {
	body := kit.Encode(map[string]any{"association_id": b.Association, "kind": models.RequestUnlink, "reason": "It is over.", "accept_notice": true})
	return post("/v1/association-requests", s.alice, body, http.StatusCreated)
}

func (s *scene) asksToLeave() act {
	b := s.Bonded(s.alice, models.Resale, nil)
	return s.asked(s.leaving(b), func(id string) {
		require.Equal(s.T, []string{"association_request.submitted"}, s.events(id))
		require.Equal(s.T, 1, s.count("SELECT count(*) FROM association_requests WHERE association_id = $1", b.Association))
	})
}

// newPartner is a partner with an administrator's token. Decisions that lock their
// partner would wait for each other at one partner, and not come to a point together.
func (s *scene) newPartner() (uuid.UUID, string) {
	s.T.Helper()
	id := uuid.Must(uuid.NewV7())
	s.AddPartner(id, "Partner"+id.String()[24:])
	return id, s.Token("boss", id, models.RoleAdministrator)
}

// made makes what an act is about to move, and answers its id.
func (s *scene) made(c *call) string {
	s.T.Helper()
	ctx, cancel := context.WithTimeout(s.T.Context(), patience)
	defer cancel()
	require.NoError(s.T, c.persist(ctx, s.World))
	return c.ids[0]
}

func (s *scene) takesBack() act {
	_, token := s.newPartner()
	ask := s.leaving(s.Bonded(token, models.Resale, nil))
	ask.token = token
	id := s.made(ask)
	return s.decided(post("/v1/association-requests/"+id+"/cancel", token, "", http.StatusOK), id, "association_request.cancelled")
}

// letsGo: the partner agrees to a customer's request. The association ends once,
// and its settlement, whose workflow the decision starts, gives the money back once.
func (s *scene) letsGo() act {
	partner, bob := s.newPartner()
	b := s.Bonded(bob, models.Resale, nil)
	s.Fund(s.Realm, partner, "100.00")
	s.Allot(s.Realm, partner, b, "25.00")
	require.NoError(s.T, s.AtPartnerPage(b.Account).Submit(s.T.Context(), "/ask", "", map[string]string{"reason": "Bye.", "notice": "read"}))
	var id string
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), "SELECT id::text FROM association_requests WHERE association_id = $1", b.Association).Scan(&id))
	agree := s.decided(post("/v1/association-requests/"+id+"/decide", bob, `{"verdict":"approve","reason":"Fine.","accept_notice":true}`, http.StatusOK), id, "association_request.approved")
	return act{run: agree.run, check: func() {
		agree.check()
		require.Equal(s.T, []string{"association.started", "association.ended"}, s.typesOf(models.SubjectAssociation, b.Association.String()))
		require.Equal(s.T, 1, s.count("SELECT count(*) FROM settlements WHERE id = $1", b.Association))
		require.Equal(s.T, 1, s.count("SELECT count(*) FROM ledger_transactions WHERE association_id = $1 AND kind = 'unlink'", b.Association))
	}}
}

// settles: the customer agrees, and the first step of the settlement gives the
// unspent money back: once, whoever dies.
func (s *scene) settles() act {
	b := s.Bonded(s.alice, models.Resale, nil)
	s.Fund(s.Realm, s.Aurora, "100.00")
	s.Allot(s.Realm, s.Aurora, b, "60.00")
	ask := s.leaving(b)
	s.made(ask)
	page := s.AtPartnerPage(b.Account)
	return act{
		run: func(ctx context.Context) error { return agreeToLeave(ctx, page) },
		check: func() {
			require.Equal(s.T, 1, s.count("SELECT count(*) FROM ledger_transactions WHERE association_id = $1 AND kind = 'unlink'", b.Association))
			require.Equal(s.T, 1, s.count("SELECT count(*) FROM accounts WHERE customer_id = $1 AND balance = 0", b.Account))
			require.Equal(s.T, 1, s.count("SELECT count(*) FROM settlement_steps WHERE association_id = $1 AND name = 'allotment_return' AND state = 'done' AND attempts = 1", b.Association))
			require.Equal(s.T, []string{"association_request.submitted", "association_request.approved"}, s.events(ask.ids[0]))
		},
	}
}

// agreeToLeave agrees on the page of the partner until it is carried out, as people reload.
func agreeToLeave(ctx context.Context, v *visitor.Visitor) error {
	address := v.Page.URL.String()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		if err := v.Submit(ctx, "/agree", "", map[string]string{"reason": "Yes.", "notice": "read"}); err != nil {
			_ = v.Open(ctx, address) // whoever answers may be dead at the moment
		}
		if v.Page.Status == http.StatusOK && strings.Contains(v.Page.Text, "not associated with a partner") {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// decided: the decision was taken once, and its event is the last one.
func (s *scene) decided(c *call, subject, event string) act {
	return s.asked(c, func(string) {
		require.Equal(s.T, 1, s.count("SELECT count(*) FROM decisions WHERE subject_id = $1", subject))
		events := s.events(subject)
		require.Equal(s.T, event, events[len(events)-1])
	})
}

// asked: the same key gets the first answer again, and no second one.
func (s *scene) asked(c *call, more func(id string)) act {
	return act{
		run: func(ctx context.Context) error { return c.persist(ctx, s.World) },
		check: func() {
			replayed, err := c.once(s.T.Context(), s.World)
			require.NoError(s.T, err)
			require.True(s.T, replayed, "the same key again is a replay")
			for _, id := range c.ids {
				require.Equal(s.T, c.ids[0], id, "one key, one answer")
			}
			more(c.ids[0])
		},
	}
}

// expires: the end of a protection that nobody used comes late, by the sweep.
func (s *scene) expires() act {
	id := s.Registered(s.alice, kit.NewCustomer())
	invitation := s.Invited(s.alice, id)[0]
	var end time.Time
	require.NoError(s.T, s.Admin.QueryRow(s.T.Context(), "SELECT valid_until FROM registrations WHERE id = $1", id).Scan(&end))
	return act{
		run: func(ctx context.Context) error {
			return s.Late(ctx, end.Add(time.Hour))
		},
		check: func() {
			require.Equal(s.T, []string{"registration.reported", "registration.expired"}, s.events(id))
			require.Equal(s.T, []string{"invitation.sent", "invitation.expired"}, s.events(invitation))
			require.Equal(s.T, 1, s.count("SELECT count(*) FROM events WHERE subject_id = $1 AND type = 'registration.expired' AND at = $2", id, end))
		},
	}
}

func (s *scene) associates() act {
	customer := kit.NewCustomer()
	registration := s.Registered(s.alice, customer)
	invitation := s.Invited(s.alice, registration)[0]
	account := s.KnownAccount(customer, nil)
	browser := s.Browse(s.LinkIn(customer.Email), account)
	return act{
		run: func(ctx context.Context) error { return agree(ctx, browser) },
		check: func() {
			require.Equal(s.T, 1, s.count("SELECT count(*) FROM acceptances WHERE customer_id = $1", account))
			require.Equal(s.T, 1, s.count("SELECT count(*) FROM associations WHERE customer_id = $1", account))
			require.Equal(s.T, []string{"registration.reported", "registration.associated"}, s.events(registration))
			require.Equal(s.T, []string{"invitation.sent", "invitation.associated"}, s.events(invitation))
		},
	}
}

// agree sends the consent until it is answered for good, as people reload.
func agree(ctx context.Context, b *kit.Browser) error {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		status, err := b.Agree(ctx)
		if err == nil && status == http.StatusOK {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// mails: one that the server took is not lost, and who gets it twice can tell.
func (s *scene) mails(victim string) act {
	customer := kit.NewCustomer()
	registration := s.Registered(s.alice, customer)
	s.mailsOut() // so that no other mail comes to the point
	return act{
		run: func(ctx context.Context) error {
			return post("/v1/invitations", s.alice, kit.InvitationJSON(registration), http.StatusCreated).persist(ctx, s.World)
		},
		check: func() {
			s.mailsOut()
			caught, err := s.Mails(s.T.Context(), customer.Email)
			require.NoError(s.T, err)
			ids := map[string]bool{}
			for _, m := range caught {
				ids[m.MessageID] = true
			}
			require.Len(s.T, ids, 1)
			if victim == stack.PieceWorker {
				require.Len(s.T, caught, 2, "the worker died between the server's answer and the note of it")
			}
		},
	}
}

// typesOf are the types of the events of a subject of a kind in their order: a
// settlement has the id of its association.
func (s *scene) typesOf(kind, subject string) []string {
	s.T.Helper()
	rows, err := s.Admin.Query(s.T.Context(), "SELECT type FROM events WHERE subject_kind = $1 AND subject_id = $2 ORDER BY subject_seq", kind, uuid.MustParse(subject))
	require.NoError(s.T, err)
	types, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s.T, err)
	return types
}

// events are the types of a subject's events in their order.
func (s *scene) events(subject string) []string {
	s.T.Helper()
	rows, err := s.Admin.Query(s.T.Context(), "SELECT type FROM events WHERE subject_id = $1 ORDER BY subject_seq", uuid.MustParse(subject))
	require.NoError(s.T, err)
	types, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s.T, err)
	return types
}
