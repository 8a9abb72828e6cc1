package funds

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/channel"
	"partnercenter/models"
)

// What a channel states is matched with what it told of: what it never told, what it told and does not state, and what it
// states otherwise is one task each for the vendor, for as long as it is so.
func TestTheChannelsStatementIsMatched(t *testing.T) {
	t.Parallel()
	o := &office{World: kit.NewWorld(t, kit.Options{OwnNamespace: true})}
	o.vera = o.Token("vera", o.Vendor, models.RoleVendorFinance)
	good, lost, unstated, other := o.payment("good", "10.00"), o.payment("lost", "20.00"), o.payment("unstated", "30.00"), o.payment("other", "40.00")
	lost.Hold, unstated.Unstated, other.Unstated = true, true, true
	_, err := o.Sims.Channels().Pay(t.Context(), lost)
	require.NoError(t, err)
	o.pay(good)
	notStated, differing := o.pay(unstated), o.pay(other)
	o.states("other", "4.00")

	o.MatchStatements()
	o.MatchStatements()
	require.Equal(t, map[string]int{"other": 1}, o.asked(), "a message may still be on its way, and so may a line")
	o.ClockTo(o.Now().Add(25 * time.Hour))
	o.MatchStatements()
	o.MatchStatements()
	require.Equal(t, map[string]int{"other": 1, "lost": 1, text(notStated, "reference"): 1}, o.asked())
	require.Empty(t, o.get("/v1/tasks", o.Token("ada", o.Aurora, models.RoleAdministrator)).items(), "no partner is told")
	require.Equal(t, "80.00", o.balances(o.Aurora)["cash"], "nothing is booked by a statement")

	require.Equal(t, http.StatusCreated, o.deliver("lost", channel.AsItIs).status)
	o.states("unstated", "30.00")
	o.MatchStatements()
	require.Equal(t, map[string]int{"other": 1}, o.asked(), "what was missing has come")
	o.states("good", "10.00")
	o.MatchStatements()
	require.Equal(t, map[string]int{"other": 1, "good": 1}, o.asked(), "it is stated twice")
	require.Equal(t, "100.00", o.balances(o.Aurora)["cash"])
	require.NotContains(t, o.asked(), text(differing, "reference"), "its line is asked about, and it has one")
	o.proven()
}

// A message that comes late with other figures than the line has leaves the question open.
func TestALateMessageMustSayWhatIsStated(t *testing.T) {
	t.Parallel()
	o := &office{World: kit.NewWorld(t, kit.Options{OwnNamespace: true})}
	o.vera = o.Token("vera", o.Vendor, models.RoleVendorFinance)
	o.states("late", "7.00")
	o.MatchStatements()
	o.ClockTo(o.Now().Add(25 * time.Hour))
	o.MatchStatements()
	require.Equal(t, map[string]int{"late": 1}, o.asked())
	late := o.payment("late", "8.00")
	late.Unstated = true
	o.pay(late)
	o.MatchStatements()
	require.Equal(t, map[string]int{"late": 1}, o.asked())
}

// payment is a bank transfer of Aurora under a reference of the channel.
func (o *office) payment(reference, amount string) channel.Payment {
	p := payment(kit.PaymentAccount("Aurora"), amount)
	p.Reference = reference
	return p
}

func (o *office) states(reference, amount string) {
	o.T.Helper()
	require.NoError(o.T, o.Sims.Channels().State(o.T.Context(), "bank-transfer", reference, channel.Money{Amount: amount, Currency: "CNY"}))
}

// asked counts the vendor's open questions about statements by what they are about.
func (o *office) asked() map[string]int {
	o.T.Helper()
	found := map[string]int{}
	for _, task := range o.get("/v1/tasks?kind="+models.TaskStatement, o.Token("vera", o.Vendor, models.RoleVendorFinance)).items() {
		found[text(task, "reference")]++
	}
	return found
}
