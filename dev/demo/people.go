package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"partnercenter/api/client"
	"partnercenter/dev/seed"
	"partnercenter/dev/stack"
)

// person is somebody who calls the API with a token of his own.
type person struct {
	name string
	api  *client.ClientWithResponses
}

// cast are the people of the story.
type cast struct {
	feed     person // the vendor's system that states organisations and facts
	operator person // of the vendor
	reviewer person // of the vendor
	second   person // another reviewer
	auditor  person // of the vendor
	vera     person // the vendor's finance
	alice    person // administrator of Aurora
	finn     person // finance of Aurora
	arno     person // account manager of Aurora
	bob      person // administrator of Borealis
}

// secondReviewer is nobody's colleague in the seeded people: maker and checker are easier told apart with two.
var secondReviewer = seed.Person{Name: "vendor second reviewer", Subject: "vendor-reviewer-2", Organisation: seed.Vendor, Role: "reviewer"}

func newCast(ctx context.Context, plan *stack.Plan, tokens map[string]string) (*cast, error) {
	token, err := seed.Token(ctx, plan, secondReviewer)
	if err != nil {
		return nil, err
	}
	c := &cast{}
	for _, part := range []struct {
		person *person
		name   string
		token  string
	}{
		{&c.feed, "Vendor's feed", tokens["vendor service"]},
		{&c.operator, "Vendor's operator", tokens["vendor operator"]},
		{&c.reviewer, "Vendor's reviewer", tokens["vendor reviewer"]},
		{&c.second, "Vendor's 2nd reviewer", token},
		{&c.auditor, "Vendor's auditor", tokens["vendor auditor"]},
		{&c.vera, "Vendor's finance", tokens["vendor vendor_finance"]},
		{&c.finn, "Finn of Aurora", tokens["aurora finance"]},
		{&c.alice, "Alice of Aurora", tokens["aurora administrator"]},
		{&c.arno, "Arno of Aurora", tokens["aurora account_manager"]},
		{&c.bob, "Bob of Borealis", tokens["borealis administrator"]},
	} {
		part.person.name = part.name
		if part.person.api, err = connect(plan.APIs[0], part.token); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func connect(address, token string) (*client.ClientWithResponses, error) {
	api, err := client.NewClientWithResponses(address, client.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Accept-Language", "en")
		return nil
	}))
	if err != nil {
		return nil, fmt.Errorf("create API client: %w", err)
	}
	return api, nil
}

// company is a customer whom partners want to win.
type company struct {
	name, person, phone, email string
}

func (c company) input() client.RegistrationInput {
	return client.RegistrationInput{CompanyName: c.name, PersonName: &c.person, Phone: c.phone, Email: c.email}
}

func newKey() string { return strings.ToLower(rand.Text()) }

// answer is what every call of the typed client brings back.
type answer interface {
	Status() string
	GetBody() []byte
}

// expect turns an answer that is not the wanted one into an error.
func expect[T any](wanted *T, got answer) (T, error) {
	if wanted == nil {
		var none T
		return none, fmt.Errorf("the API answers %s: %s", got.Status(), got.GetBody())
	}
	return *wanted, nil
}

// register submits a registration; replayed says that the key was known.
func (p person) register(ctx context.Context, key string, in client.RegistrationInput) (r client.Registration, replayed bool, err error) {
	got, err := p.api.SubmitRegistrationWithResponse(ctx, &client.SubmitRegistrationParams{IdempotencyKey: key}, in)
	if err != nil {
		return r, false, fmt.Errorf("submit registration: %w", err)
	}
	r, err = expect(got.JSON201, got)
	return r, got.HTTPResponse.Header.Get("Idempotency-Replayed") == "true", err
}

// isRefused submits a registration that the rules do not allow.
func (p person) isRefused(ctx context.Context, in client.RegistrationInput) (client.Problem, error) {
	got, err := p.api.SubmitRegistrationWithResponse(ctx, &client.SubmitRegistrationParams{IdempotencyKey: newKey()}, in)
	if err != nil {
		return client.Problem{}, fmt.Errorf("submit registration: %w", err)
	}
	return expect(got.ApplicationproblemJSON409, got)
}

func (p person) registration(ctx context.Context, id uuid.UUID) (client.Registration, error) {
	got, err := p.api.GetRegistrationWithResponse(ctx, id)
	if err != nil {
		return client.Registration{}, fmt.Errorf("read registration: %w", err)
	}
	return expect(got.JSON200, got)
}

func (p person) invitation(ctx context.Context, id uuid.UUID) (client.Invitation, error) {
	got, err := p.api.GetInvitationWithResponse(ctx, id)
	if err != nil {
		return client.Invitation{}, fmt.Errorf("read invitation: %w", err)
	}
	return expect(got.JSON200, got)
}

func (p person) association(ctx context.Context, id uuid.UUID) (client.Association, error) {
	got, err := p.api.GetAssociationWithResponse(ctx, id)
	if err != nil {
		return client.Association{}, fmt.Errorf("read association: %w", err)
	}
	return expect(got.JSON200, got)
}

func (p person) evaluation(ctx context.Context, id uuid.UUID) (client.Evaluation, error) {
	got, err := p.api.GetEvaluationWithResponse(ctx, id)
	if err != nil {
		return client.Evaluation{}, fmt.Errorf("read evaluation: %w", err)
	}
	return expect(got.JSON200, got)
}

func (p person) review(ctx context.Context, id uuid.UUID, verdict client.ReviewInputVerdict, opinion string) (client.Registration, error) {
	got, err := p.api.ReviewRegistrationWithResponse(ctx, id, &client.ReviewRegistrationParams{IdempotencyKey: newKey()},
		client.ReviewInput{Verdict: verdict, Opinion: opinion})
	if err != nil {
		return client.Registration{}, fmt.Errorf("review registration: %w", err)
	}
	return expect(got.JSON200, got)
}

// timeline is the types of the events of a registration, oldest first.
func (p person) timeline(ctx context.Context, id uuid.UUID) ([]client.Event, error) {
	got, err := p.api.ListRegistrationEventsWithResponse(ctx, id, &client.ListRegistrationEventsParams{})
	if err != nil {
		return nil, fmt.Errorf("read timeline: %w", err)
	}
	page, err := expect(got.JSON200, got)
	return page.Items, err
}
