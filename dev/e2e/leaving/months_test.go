package leaving

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/api/client"
	"partnercenter/dev/e2e/kit"
	"partnercenter/models"
	"partnercenter/rules"
)

// Three months are calendar months of the programme's zone, to the instant: the
// production's numbers on the real server.
func TestThreeMonths(t *testing.T) {
	t.Parallel()
	c := newTown(t, kit.Options{OwnNamespace: true})
	t.Run("30 November where the requester still has the 29th", func(t *testing.T) {
		// 29 November, 13:00 in New York and 18:00 in UTC; the rule counts in Shanghai.
		c.in(t).edge("2026-11-29T13:00:00-05:00", "2027-02-28 02:00")
	})
	t.Run("30 November before a leap year's February", func(t *testing.T) { c.in(t).edge("2027-11-30T10:00:00+08:00", "2028-02-29 10:00") })
	t.Run("29 February", func(t *testing.T) { c.in(t).edge("2028-02-29T11:00:00+08:00", "2028-05-29 11:00") })
}

// edge: what was asked at an instant keeps both sides from asking again until the
// instant three months later, and not a moment longer.
func (c *town) edge(at, eligible string) {
	c.T.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(c.T, err)
	asked, err := time.Parse(time.RFC3339, at)
	require.NoError(c.T, err)
	c.MoveTo(asked)
	ours, theirs := c.Bonded(c.ada, models.Resale, nil), c.Bonded(c.ada, models.Resale, nil)
	own := c.asks(asking(ours.Association, models.RequestUnlink))
	c.clicks(ours, "/refuse", false)
	other := c.request(c.customerAsks(theirs))
	c.answers(other.Id, models.VerdictReject)

	c.stand(rules.PartnerRequestLimit, asking(ours.Association, models.RequestUnlink), own, eligible, zone)
	c.stand(rules.CustomerAskedRecently, asking(theirs.Association, models.RequestSwitch, to(models.Consultant)), other, eligible, zone)
}

// stand holds a refusal against its edge: refused the second before, allowed at the instant.
func (c *town) stand(code, body string, earlier client.AssociationRequest, eligible string, zone *time.Location) {
	c.T.Helper()
	p := c.refused(body)
	require.Equal(c.T, []string{code}, codes(p))
	from := *(*p.Blockers)[0].EligibleFrom
	require.Equal(c.T, models.AddMonths(earlier.CreatedAt, 3, zone), from.UTC())
	require.Equal(c.T, eligible, from.In(zone).Format("2006-01-02 15:04"))

	if c.Now().Before(from.Add(-kit.Shortly)) {
		c.MoveTo(from.Add(-kit.Shortly))
	}
	require.Equal(c.T, []string{code}, codes(c.refused(body)))
	var before []string
	c.SecondBefore(from, func() { before = c.foreseen(body) }) // the command asks the same rule
	require.Equal(c.T, []string{code}, before)
	c.ClockTo(from)
	require.Equal(c.T, client.AssociationRequestState("submitted"), c.asks(body).State)
}
