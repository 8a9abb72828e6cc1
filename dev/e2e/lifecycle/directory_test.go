package lifecycle

import (
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/visitor"
	"partnercenter/models"
)

// consentsUnheard lets somebody agree while the directory is down and what was
// known of the account has grown too old to decide on.
func (c *town) consentsUnheard(link string, account uuid.UUID) (*visitor.Visitor, client.Acceptance) {
	c.T.Helper()
	v := c.SignIn(link, account)
	c.MoveTo(c.Now().Add(25 * time.Hour))
	c.DirectoryIs("down")
	require.NoError(c.T, v.Submit(c.T.Context(), "/accept", "", nil))
	require.Equal(c.T, visitor.Waiting, v.Page.Outcome, v.Page.Text)
	for _, a := range get[client.AcceptancePage](c.alice, "/v1/acceptances?limit=200").Items {
		if a.CustomerId == account {
			require.Equal(c.T, "checking", string(a.State))
			return v, a
		}
	}
	require.Fail(c.T, "no acceptance of", account.String())
	return nil, client.Acceptance{}
}

// A customer whose account cannot be looked at waits; old facts allow nothing.
func directoryComesBack(c *town) {
	v, _ := c.consentsUnheard(c.link(models.Consultant), c.Account(kit.NewCustomer(), nil))
	c.DirectoryIs("ok")
	require.NoError(c.T, v.AwaitResult(c.T.Context()))
	require.Equal(c.T, visitor.Done, v.Page.Outcome, v.Page.Text)
}

// The patience ends; an invitation is not used up by what the customer cannot help.
func directoryStaysAway(c *town) {
	customer := kit.NewCustomer()
	i := c.alice.invites(models.Consultant, c.alice.registers(customer).Id)[0]
	v, a := c.consentsUnheard(c.MailedLink(customer.Email, 1), c.Account(customer, nil))
	require.Equal(c.T, 10*time.Minute, a.DueAt.Sub(a.ConsentedAt))
	c.MoveTo(a.DueAt.Add(time.Minute))
	require.NoError(c.T, v.AwaitResult(c.T.Context()))
	require.Equal(c.T, visitor.Stopped, v.Page.Outcome, v.Page.Text)
	failed := get[client.Acceptance](c.alice, "/v1/acceptances/"+a.Id.String())
	require.Equal(c.T, []string{"system_busy"}, failed.FailureCodes)
	require.Equal(c.T, client.InvitationStateSent, c.alice.invitation(i.Id).State)
	c.DirectoryIs("ok")
	c.settled()
}
