package rules

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

// Source: 7c.
func TestAPayoutKeepsItsReference(t *testing.T) {
	t.Parallel()
	withdrawal, lot := uuid.New(), uuid.New()
	reference := PayoutReference(withdrawal, lot)
	require.Regexp(t, "^[0-9a-f]{32}$", reference)
	for _, c := range []struct {
		name            string
		withdrawal, lot uuid.UUID
		same            bool
	}{
		{"given again", withdrawal, lot, true},
		{"another withdrawal", uuid.New(), lot, false},
		{"another lot", withdrawal, uuid.New(), false},
		{"the account", withdrawal, uuid.Nil, false},
		{"the other way round", lot, withdrawal, false},
	} {
		require.Equal(t, c.same, PayoutReference(c.withdrawal, c.lot) == reference, c.name)
	}
}

// Online payments are repaid by who took them, bank transfers by the company that the
// policy of the site names, on every route.
//
// Proves: 7b-10
func TestPayingEntity_IsWhoTookTheMoneyButOfTransfers(t *testing.T) {
	t.Parallel()
	const cloud, software = models.SigningEntityCloudComputing, models.SigningEntitySoftware
	for name, c := range map[string]struct {
		site     models.Site
		entity   string
		channel  int
		bankCard bool
		want     string
	}{
		"Alipay":                                 {models.SiteCN, software, models.ChannelAlipay, false, software},
		"WeChat":                                 {models.SiteCN, software, models.ChannelWeChat, false, software},
		"UnionPay of a third company":            {models.SiteCN, "third", models.ChannelUnionPay, false, "third"},
		"Alipay of the first company":            {models.SiteCN, cloud, models.ChannelAlipay, false, cloud},
		"WeChat whose way back failed":           {models.SiteCN, software, models.ChannelWeChat, true, software},
		"a transfer":                             {models.SiteCN, software, models.ChannelBankTransfer, false, cloud},
		"a transfer of the first company":        {models.SiteCN, cloud, models.ChannelBankTransfer, false, cloud},
		"a transfer whose way back failed":       {models.SiteCN, software, models.ChannelBankTransfer, true, cloud},
		"a change of trade mode":                 {models.SiteCN, software, models.ChannelTradeModeChange, false, software},
		"a rebate":                               {models.SiteCN, software, models.ChannelRebate, false, software},
		"a transfer at a site that names nobody": {models.SiteIntl, software, models.ChannelBankTransfer, false, software},
		"a transfer at another":                  {models.SiteEU, "third", models.ChannelBankTransfer, false, "third"},
		"nobody knows who took it":               {models.SiteCN, "", models.ChannelWeChat, false, ""},
	} {
		lot := models.Lot{SigningEntity: c.entity, Channel: c.channel, BankCard: c.bankCard}
		require.Equal(t, c.want, PayingEntity(lot, policy(t, c.site)), name)
	}
	p := policy(t, models.SiteCN)
	p.Withdrawal.TransfersRepaidBy = "third"
	require.Equal(t, "third", PayingEntity(models.Lot{SigningEntity: software, Channel: models.ChannelBankTransfer}, p))
}

// Each top-up goes back over its channel by itself; an account is paid to once by each company.
//
// Proves: 7b-2, 7b-3, 7b-10
func TestPayoutShares_HaveOneCompanyEach(t *testing.T) {
	t.Parallel()
	const cloud, software = models.SigningEntityCloudComputing, models.SigningEntitySoftware
	wechat := models.Lot{ID: uuid.New(), SigningEntity: software, Channel: models.ChannelWeChat}
	transfer := models.Lot{ID: uuid.New(), SigningEntity: software, Channel: models.ChannelBankTransfer}
	alipay := models.Lot{ID: uuid.New(), SigningEntity: cloud, Channel: models.ChannelAlipay}
	again := models.Lot{ID: uuid.New(), SigningEntity: software, Channel: models.ChannelAlipay}
	lots := map[uuid.UUID]models.Lot{wechat.ID: wechat, transfer.ID: transfer, alipay.ID: alipay, again.ID: again}
	share := func(entity string, lot uuid.UUID, cents int64, of ...uuid.UUID) PayoutShare {
		return PayoutShare{Entity: entity, Lot: lot, Lots: of, Total: cny(cents)}
	}
	for name, c := range map[string]struct {
		route string
		lots  []models.Lot
		want  []PayoutShare
	}{
		"over the channels": {models.RouteOriginal, []models.Lot{wechat, transfer, again}, []PayoutShare{
			share(software, wechat.ID, 100, wechat.ID), share(cloud, transfer.ID, 200, transfer.ID), share(software, again.ID, 300, again.ID),
		}},
		"to an account, by one company": {models.RouteBankCard, []models.Lot{wechat, again}, []PayoutShare{share(software, uuid.Nil, 300, wechat.ID, again.ID)}},
		"to an account, by two": {models.RouteBankCard, []models.Lot{wechat, transfer, alipay, again}, []PayoutShare{
			share(software, uuid.Nil, 500, wechat.ID, again.ID), share(cloud, transfer.ID, 500, transfer.ID, alipay.ID),
		}},
		"a rebate": {models.RouteRebate, []models.Lot{alipay}, []PayoutShare{share(cloud, uuid.Nil, 100, alipay.ID)}},
	} {
		drawn := make([]models.WithdrawalLot, len(c.lots))
		for i, lot := range c.lots {
			m := cny(int64(i+1) * 100)
			drawn[i] = models.WithdrawalLot{LotID: lot.ID, Amount: m.Amount, Currency: m.Currency}
		}
		got := PayoutShares(c.route, drawn, lots, policy(t, models.SiteCN))
		require.Len(t, got, len(c.want), name)
		for i, s := range got {
			require.True(t, c.want[i].Total.Equal(s.Total), "%s: %s", name, s.Total)
			s.Total = c.want[i].Total
			require.Equal(t, c.want[i], s, name)
		}
	}
}
