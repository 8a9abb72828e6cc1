package crash

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/dev/e2e/kit"
	"partnercenter/dev/sim/channel"
	"partnercenter/models"
)

// transfer is 10.00 that are paid to an account.
func transfer(account string) channel.Payment {
	return channel.Payment{Channel: "bank-transfer", Notice: channel.Notice{
		Reference: "PAY" + uuid.NewString(), PaymentAccount: account, SigningEntity: models.SigningEntityCloudComputing, Payer: channel.Payer{Name: "王小明", Account: "6222020200012345678"},
		Amount: channel.Money{Amount: "10.00", Currency: "CNY"},
	}}
}

// booked counts the transactions of a kind that something caused.
func (s *scene) booked(subject, kind string) int {
	s.T.Helper()
	return s.count("SELECT count(*) FROM ledger_transactions WHERE subject_id = $1 AND kind = $2", subject, kind)
}

// topsUp: the channel tells of a payment until it is heard. It is booked once.
func (s *scene) topsUp() act {
	payment := transfer(kit.PaymentAccount("Aurora"))
	return act{
		run: func(ctx context.Context) error {
			told, err := s.Sims.Channels().Pay(ctx, payment)
			for err == nil && told.Status/100 != 2 {
				select {
				case <-ctx.Done():
					return fmt.Errorf("the channel was answered %d: %s", told.Status, told.Body)
				case <-time.After(poll):
				}
				told, err = s.Sims.Channels().Deliver(ctx, payment.Reference, channel.AsItIs)
			}
			return err
		},
		check: func() {
			told, err := s.Sims.Channels().Deliver(s.T.Context(), payment.Reference, channel.AsItIs)
			require.NoError(s.T, err)
			require.Equal(s.T, http.StatusOK, told.Status, "the same message again is a replay: %s", told.Body)
			id := idIn(s, told)
			require.Equal(s.T, 1, s.booked(id, models.LedgerTopUp))
			require.Equal(s.T, []string{"top_up.arrived"}, s.typesOf(models.SubjectTopUp, id))
		},
	}
}

func idIn(s *scene, told channel.Delivery) string {
	s.T.Helper()
	var topUp struct {
		ID string `json:"id"`
	}
	require.NoError(s.T, json.Unmarshal([]byte(told.Body), &topUp), "%s", told.Body)
	return topUp.ID
}

// unmatched is money of nobody, and what the vendor's finance does with it.
func (s *scene) unmatched(verb string, body map[string]any) (*call, string) {
	s.T.Helper()
	told, err := s.Sims.Channels().Pay(s.T.Context(), transfer("nobody's"))
	require.NoError(s.T, err)
	id := idIn(s, told)
	return post("/v1/top-ups/"+id+"/"+verb, s.Token("vera", s.Vendor, models.RoleVendorFinance), kit.Encode(body), http.StatusOK), id
}

func (s *scene) claims() act {
	c, id := s.unmatched("claim", map[string]any{"partner_id": s.Aurora, "opinion": "The slip names Aurora."})
	return s.asked(c, func(string) {
		require.Equal(s.T, 1, s.booked(id, models.LedgerUnsuspend))
		require.Equal(s.T, 1, s.booked(id, models.LedgerTopUp))
		require.Equal(s.T, []string{"top_up.unmatched", "top_up.arrived"}, s.typesOf(models.SubjectTopUp, id))
	})
}

func (s *scene) refuses() act {
	c, id := s.unmatched("refuse", map[string]any{"opinion": "Nobody knows the payer."})
	return s.asked(c, func(string) {
		require.Equal(s.T, 1, s.booked(id, models.LedgerUnsuspend))
		require.Equal(s.T, []string{"top_up.unmatched", "top_up.refused"}, s.typesOf(models.SubjectTopUp, id))
	})
}

// adjusts: a customer is given 5.00, or they are taken back from it.
func (s *scene) adjusts(path, kind string) act {
	partner, boss := s.newPartner()
	b := s.Bonded(boss, models.Resale, nil)
	s.Fund(s.Realm, partner, "20.00")
	s.Allot(s.Realm, partner, b, "10.00")
	body := kit.Encode(map[string]any{"customer_id": b.Account, "amount": kit.Money("5.00")})
	return s.asked(post(path, boss, body, http.StatusCreated), func(id string) {
		require.Equal(s.T, 1, s.booked(id, kind))
		require.Equal(s.T, []string{"adjustment." + kind}, s.typesOf(models.SubjectAdjustment, id))
		require.Equal(s.T, 1, s.count("SELECT count(*) FROM adjustments WHERE partner_id = $1", partner))
	})
}

func granting(partner uuid.UUID, amount string) string {
	return kit.Encode(map[string]any{"partner_id": partner, "kind": models.ChangeGrantCredit, "amount": kit.Money(amount), "opinion": "For the year."})
}

// changes: a partner is granted credit, or a second person is asked.
func (s *scene) changes(amount, state string) act {
	partner, _ := s.newPartner()
	return s.asked(post("/v1/account-changes", s.Token("vera", s.Vendor, models.RoleVendorFinance), granting(partner, amount), http.StatusCreated), func(id string) {
		require.Equal(s.T, []string{"account_change." + state}, s.typesOf(models.SubjectChange, id))
		require.Equal(s.T, 1, s.count("SELECT count(*) FROM account_changes WHERE partner_id = $1", partner))
		require.Equal(s.T, state == models.AccountChangeBooked, s.booked(id, models.LedgerCredit) == 1)
	})
}

// checks: a second person confirms.
func (s *scene) checks() act {
	partner, _ := s.newPartner()
	status, body := s.Call(s.URLs[0], http.MethodPost, "/v1/account-changes", s.Token("victor", s.Vendor, models.RoleVendorFinance), granting(partner, "600000.00"))
	require.Equal(s.T, http.StatusCreated, status, "%s", body)
	var change struct{ ID string }
	require.NoError(s.T, json.Unmarshal(body, &change))
	verdict := kit.Encode(map[string]string{"verdict": models.VerdictApprove, "opinion": "In order."})
	return s.asked(post("/v1/account-changes/"+change.ID+"/review", s.Token("vera", s.Vendor, models.RoleVendorFinance), verdict, http.StatusOK), func(id string) {
		require.Equal(s.T, 1, s.booked(id, models.LedgerCredit))
		require.Equal(s.T, []string{"account_change.pending", "account_change.booked"}, s.typesOf(models.SubjectChange, id))
	})
}
