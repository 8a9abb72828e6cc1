package chaos

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
)

// How the receiver of everybody's events may behave.
const (
	receiverSlow    = "slow"    // it answers when that is over
	receiverDown    = "down"    // its connections break
	receiverRefuses = "refuses" // it answers 500
)

// inbox is the receiver of everybody's events; each subscription has a path of its own.
type inbox struct {
	*kit.Receiver
	over chan struct{} // is closed when it behaves otherwise
}

func newInbox(s *stage) *inbox {
	s.T.Helper()
	i := &inbox{Receiver: kit.Receive(s.T), over: make(chan struct{})}
	s.T.Cleanup(func() { close(i.over) }) // whom it keeps waiting it answers before it ends
	return i
}

// behaves sets how the inbox behaves from now on.
func (i *inbox) behaves(mode string) {
	close(i.over)
	over := make(chan struct{})
	i.over = over
	i.Answers(func(_ kit.Message, w http.ResponseWriter) (answered bool) {
		switch mode {
		case receiverSlow:
			<-over
		case receiverDown:
			panic(http.ErrAbortHandler)
		case receiverRefuses:
			w.WriteHeader(http.StatusInternalServerError)
			return true
		}
		return false
	})
}

// at are the messages that arrived at a path.
func (i *inbox) at(path string) []kit.Message {
	return slices.DeleteFunc(i.Messages(), func(m kit.Message) bool { return m.Path != path })
}

// perPerson is how many subscriptions a person makes.
const perPerson = 2

// filter is what a subscription asks for; what is empty takes everything.
type filter struct {
	Types        []string `json:"types"`
	SubjectKinds []string `json:"subject_kinds"`
}

var filters = []filter{
	{Types: []string{}, SubjectKinds: []string{}},
	{Types: []string{}, SubjectKinds: []string{models.SubjectRegistration, models.SubjectInvitation, models.SubjectChange}},
	{Types: []string{"registration.reported", "registration.expired", "withdrawal.submitted", "withdrawal.succeeded", "account_change.booked"}, SubjectKinds: []string{}},
}

// subscription is one that was granted, with what verifies its messages.
type subscription struct {
	filter
	id, path, token string
	org             *string // whose events it is sent; nil: those of everybody
	secrets         []string
}

// subscribes has events of the partner, or of the vendor's realm, sent to the inbox.
func (p *person) subscribes(ctx context.Context) {
	if len(p.subscriptions) == perPerson {
		return
	}
	org := p.org.String()
	s := subscription{filter: filters[p.random.IntN(len(filters))], path: fmt.Sprintf("/%s-%d", p.name, len(p.subscriptions)), token: p.admin, org: &org}
	if p.random.IntN(4) == 0 {
		s.token, s.org = p.operator, nil
	}
	body := kit.Encode(map[string]any{"url": p.inbox.URL + s.path, "types": s.Types, "subject_kinds": s.SubjectKinds})
	if a := p.asks(ctx, "subscribe", kit.Post("/v1/subscriptions", s.token, body)); a.OK() {
		s.id = a.ID()
		s.knows(a)
		p.subscriptions = append(p.subscriptions, &s)
	}
}

// knows keeps the secret of an answer.
func (s *subscription) knows(a kit.Answer) {
	var told struct{ Secret string }
	if json.Unmarshal(a.Body, &told) == nil {
		s.secrets = append(s.secrets, told.Secret)
	}
}

func (p *person) rotates(ctx context.Context) {
	if len(p.subscriptions) == 0 {
		return
	}
	s := p.subscriptions[p.random.IntN(len(p.subscriptions))]
	if a := p.asks(ctx, "rotate", kit.Post("/v1/subscriptions/"+s.id+"/rotate-secret", s.token, "")); a.OK() {
		s.knows(a)
	}
}

// replays asks for what came after one of the newest messages again.
func (p *person) replays(ctx context.Context) {
	if len(p.subscriptions) == 0 {
		return
	}
	s := p.subscriptions[p.random.IntN(len(p.subscriptions))]
	if got := p.inbox.at(s.path); len(got) > 0 {
		known := got[max(0, len(got)-1-p.random.IntN(20))]
		p.asks(ctx, "replay", kit.Post("/v1/subscriptions/"+s.id+"/replay", s.token, kit.Encode(map[string]any{"after": known.Data.Position})))
	}
}

// proveEvents: whoever subscribed got each event that his filter takes and nothing
// else, about one subject in its order, and signed with a secret of his.
func (s *stage) proveEvents(c *crowd) {
	s.T.Helper()
	require.Zero(s.T, s.count("SELECT count(*) FROM subscriptions WHERE state <> 'active'"), "nothing fails for a day")
	require.Zero(s.T, s.count("SELECT count(*) FROM deliveries WHERE state = 'given_up'"), "nothing is given up")
	for verb, event := range map[string]string{"rotate": "subscription.secret_rotated", "replay": "subscription.replayed"} {
		require.Len(s.T, c.log.granted(verb), s.count("SELECT count(*) FROM events WHERE type = $1", event), "%s: granted, and done", verb)
	}
	delivered, again := 0, 0
	for _, p := range c.people {
		for _, to := range p.subscriptions {
			got := s.proveSubscription(to)
			delivered, again = delivered+len(got), again+len(s.inbox.at(to.path))-len(got)
		}
	}
	require.Positive(s.T, delivered, "nothing was delivered: this proves nothing")
	s.T.Logf("delivered %d events to %d subscriptions, in %d attempts more", delivered, len(c.log.granted("subscribe")), again)
}

// proveSubscription answers the first messages with which each event was taken.
func (s *stage) proveSubscription(to *subscription) []kit.Message {
	s.T.Helper()
	owed, selected := s.selected(to)
	require.EventuallyWithT(s.T, func(t *assert.CollectT) {
		require.Empty(t, missing(owed, s.inbox.at(to.path)), "events that %s was not sent", to.path)
	}, kit.Patience, time.Second)
	for _, m := range s.inbox.at(to.path) {
		require.True(s.T, selected[m.ID], "%s was sent %s, which it did not ask for", to.path, m.Body)
		require.True(s.T, slices.ContainsFunc(to.secrets, func(secret string) bool { return signed(m, secret) }), "the signature of %s", m.Body)
	}
	first := firstTaken(s.inbox.at(to.path))
	reached := map[string]int64{}
	for _, m := range first {
		subject := m.Data.SubjectKind + " " + m.Data.SubjectId.String()
		require.Greater(s.T, m.Data.SubjectSeq, reached[subject], "%s: %s in its order", to.path, subject)
		reached[subject] = m.Data.SubjectSeq
	}
	return first
}

// selected are the events that a subscription asked for: those since it was made,
// which are owed to it, and all, which a replay may reach.
func (s *stage) selected(to *subscription) (owed []string, all map[string]bool) {
	s.T.Helper()
	rows, err := s.Admin.Query(s.T.Context(), `
		SELECT e.id::text, p.position > (SELECT m.position FROM event_positions m JOIN events c ON c.id = m.event_id WHERE c.subject_id = $1 AND c.type = 'subscription.created')
		FROM events e JOIN event_positions p ON p.event_id = e.id
		WHERE e.realm = $2 AND ($3::uuid IS NULL OR e.partner_id = $3) AND (cardinality($4::text[]) = 0 OR e.type = ANY ($4)) AND (cardinality($5::text[]) = 0 OR e.subject_kind = ANY ($5))`,
		to.id, s.Realm, to.org, to.Types, to.SubjectKinds)
	require.NoError(s.T, err)
	all = map[string]bool{}
	var id string
	var since bool
	_, err = pgx.ForEachRow(rows, []any{&id, &since}, func() error {
		all[id] = true
		if since {
			owed = append(owed, id)
		}
		return nil
	})
	require.NoError(s.T, err)
	return owed, all
}

// firstTaken are the messages with which each event was taken for the first time.
func firstTaken(got []kit.Message) []kit.Message {
	var first []kit.Message
	seen := map[string]bool{}
	for _, m := range got {
		if m.Taken && !seen[m.ID] {
			seen[m.ID], first = true, append(first, m)
		}
	}
	return first
}

func missing(owed []string, got []kit.Message) []string {
	lacking := map[string]bool{}
	for _, id := range owed {
		lacking[id] = true
	}
	for _, m := range firstTaken(got) {
		delete(lacking, m.ID)
	}
	return slices.Collect(maps.Keys(lacking))
}

// signed holds a message against a secret, whenever it came.
func signed(m kit.Message, secret string) bool {
	w, err := standardwebhooks.NewWebhook(secret)
	return err == nil && w.VerifyIgnoringTimestamp(m.Body, m.Header) == nil
}
