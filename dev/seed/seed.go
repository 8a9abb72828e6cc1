// Package seed makes the organisations of the sandbox that the stack's people belong to, and their tokens.
package seed

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"partnercenter/api/client"
	"partnercenter/dev/stack"
	"partnercenter/internal/store"
	"partnercenter/models"
)

// Realm of everything that is seeded.
const Realm = "sandbox"

const tokenTTL = 24 * time.Hour

// The organisations, with the same ids in every stack.
var (
	Vendor   = uuid.MustParse("01900000-0000-7000-8000-000000000001")
	Aurora   = uuid.MustParse("01900000-0000-7000-8000-00000000000a")
	Borealis = uuid.MustParse("01900000-0000-7000-8000-00000000000b")
)

// The accounts that the partners are paid through.
const (
	AuroraAccount   = "ACC-AURORA"
	BorealisAccount = "ACC-BOREALIS"
)

// Person is somebody who holds a token.
type Person struct {
	Name         string // key of Plan.Tokens
	Subject      string
	Organisation uuid.UUID
	Role         string
}

// People of the vendor and of both partners, one per role.
func People() []Person {
	var people []Person
	for _, role := range []string{"reviewer", "vendor_finance", "operator", "auditor", "service"} {
		people = append(people, Person{Name: "vendor " + role, Subject: "vendor-" + role, Organisation: Vendor, Role: role})
	}
	for _, partner := range []struct {
		name string
		id   uuid.UUID
	}{{"aurora", Aurora}, {"borealis", Borealis}} {
		for _, role := range []string{"administrator", "account_manager", "supervisor", "finance", "member"} {
			people = append(people, Person{Name: partner.name + " " + role, Subject: partner.name + "-" + role, Organisation: partner.id, Role: role})
		}
	}
	return people
}

// Run makes the organisations, the partners over the API as the vendor's feed does, and returns a bearer token per
// person's name.
func Run(ctx context.Context, plan *stack.Plan) (map[string]string, error) {
	if err := vendor(ctx, plan); err != nil {
		return nil, err
	}
	tokens := map[string]string{}
	for _, person := range People() {
		token, err := Token(ctx, plan, person)
		if err != nil {
			return nil, err
		}
		tokens[person.Name] = token
	}
	for _, office := range []office{
		{Aurora, "极光云科技有限公司 Aurora", "office@aurora.example", AuroraAccount},
		{Borealis, "北极云科技有限公司 Borealis", "office@borealis.example", BorealisAccount},
	} {
		if err := partner(ctx, plan, tokens["vendor service"], office); err != nil {
			return nil, err
		}
	}
	return tokens, nil
}

// Token asks the issuer for a token of one day.
func Token(ctx context.Context, plan *stack.Plan, person Person) (string, error) {
	body, err := json.Marshal(map[string]any{
		"sub":   person.Subject,
		"org":   person.Organisation,
		"roles": []string{person.Role},
		"name":  person.Name,
		"ttl":   int(tokenTTL.Seconds()),
	})
	if err != nil {
		return "", fmt.Errorf("get a token for %s: %w", person.Name, err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, plan.Sims.IssuerURL+"/token", bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("get a token for %s: %w", person.Name, err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", fmt.Errorf("get a token for %s: %w", person.Name, err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return "", fmt.Errorf("get a token for %s: %w", person.Name, err)
	}
	if answer.AccessToken == "" {
		return "", fmt.Errorf("get a token for %s: the issuer answers %s", person.Name, response.Status)
	}
	return answer.AccessToken, nil
}

// vendor opens the realm as an installation does: a token is only believed for an organisation that exists, so
// nobody could call for the first one.
func vendor(ctx context.Context, plan *stack.Plan) error {
	return store.OpenRealm(ctx, plan.Postgres.URLs["owner"], Realm, Vendor, "云厂商 Vendor", models.SiteCN)
}

// office is where a partner is reached.
type office struct {
	id    uuid.UUID
	name  string
	email string
	// account is what is paid to for the partner.
	account string
}

func partner(ctx context.Context, plan *stack.Plan, token string, of office) error {
	api, err := client.NewClientWithResponses(plan.APIs[0])
	if err != nil {
		return fmt.Errorf("create API client: %w", err)
	}
	phone := "+8613900000000"
	result, err := api.PutOrganisationWithResponse(ctx, of.id,
		&client.PutOrganisationParams{IdempotencyKey: "seed-" + of.id.String()},
		client.OrganisationInput{
			Kind:           client.OrganisationInputKindPartner,
			Site:           client.Cn,
			Name:           of.name,
			Country:        "CN",
			PaymentAccount: &of.account,
			Contact:        &client.OrganisationContact{Phone: &phone, Email: &of.email},
		},
		func(_ context.Context, request *http.Request) error {
			request.Header.Set("Authorization", "Bearer "+token)
			return nil
		})
	if err != nil {
		return fmt.Errorf("create organisation %s: %w", of.name, err)
	}
	if result.StatusCode() >= http.StatusMultipleChoices {
		return fmt.Errorf("create organisation %s: %s: %s", of.name, result.Status(), result.Body)
	}
	return nil
}
