package rules

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

// noon is a Tuesday noon in Shanghai, far from any holiday.
var noon = time.Date(2026, 3, 3, 4, 0, 0, 0, time.UTC)

func policy(t *testing.T, site models.Site) models.PolicyDocument {
	t.Helper()
	p, err := models.DefaultPolicy(site)
	require.NoError(t, err)
	require.Empty(t, models.Validate(p, []string{p.Association.NoticeVersion}))
	return p
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, s)
	require.NoError(t, err)
	return parsed.UTC()
}

func goodPartner() PartnerFacts {
	return PartnerFacts{HasContact: true, Site: models.SiteCN, Country: "CN"}
}

// goodAccount is a fresh account on the partner's site against which nothing speaks.
func goodAccount() models.AccountFacts {
	return models.AccountFacts{Site: models.SiteCN, Country: "CN", RegisteredAt: noon.Add(-time.Hour), CloudEnabled: true}
}

func known(a models.AccountFacts) Account { return Account{Facts: &a, AsOf: noon} }

func person(subject string, roles ...models.Role) models.Principal {
	return models.Principal{Side: models.SidePartner, Subject: subject, Roles: roles}
}

func administrator() Actor {
	return Actor{Principal: person("adam", models.RoleAdministrator), Reporter: "mary", AccountManager: "mary"}
}

func find(t *testing.T, d Decision, code string) models.Blocker {
	t.Helper()
	for _, b := range d.Blockers {
		if b.Code == code {
			return b
		}
	}
	require.Failf(t, "blocker missing", "%s not in %v", code, d.Codes())
	return models.Blocker{}
}
