package models

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

func cny(t *testing.T, amount string) Money {
	t.Helper()
	m, err := ParseMoney(amount, "CNY")
	require.NoError(t, err)
	return m
}

func TestParseMoney_TakesExactlyTheScaleOfTheCurrency(t *testing.T) {
	cases := []struct {
		amount, currency string
		want             error
	}{
		{"100.00", "CNY", nil},
		{"0.00", "CNY", nil},
		{"-0.01", "USD", nil},
		{"999999999999999.99", "EUR", nil},
		{"100", "JPY", nil},
		{"100.0", "JPY", ErrAmountScale},
		{"100", "CNY", ErrAmountScale},
		{"100.0", "CNY", ErrAmountScale},
		{"100.000", "CNY", ErrAmountScale},
		{"1000000000000000.00", "CNY", ErrAmountMalformed},
		{"1E-200000000", "CNY", ErrAmountMalformed},
		{"1e2", "JPY", ErrAmountMalformed},
		{strings.Repeat("9", 300), "JPY", ErrAmountMalformed},
		{"+1.00", "CNY", ErrAmountMalformed},
		{"01.00", "CNY", ErrAmountMalformed},
		{".50", "CNY", ErrAmountMalformed},
		{"1.", "CNY", ErrAmountMalformed},
		{"1,00", "CNY", ErrAmountMalformed},
		{" 1.00", "CNY", ErrAmountMalformed},
		{"1.00\n", "CNY", ErrAmountMalformed},
		{"NaN", "CNY", ErrAmountMalformed},
		{"", "CNY", ErrAmountMalformed},
		{"1.00", "cny", ErrCurrencyUnknown},
		{"1.00", "", ErrCurrencyUnknown},
	}
	for _, c := range cases {
		m, err := ParseMoney(c.amount, c.currency)
		if c.want != nil {
			require.ErrorIs(t, err, c.want, "%q %s", c.amount, c.currency)
			continue
		}
		require.NoError(t, err, "%q %s", c.amount, c.currency)
		require.Equal(t, c.amount+" "+c.currency, m.String())
	}
}

func TestMoney_IsWrittenAsStringsAndReadBackOnlyFromStrings(t *testing.T) {
	text, err := json.Marshal(cny(t, "100.00"))
	require.NoError(t, err)
	require.JSONEq(t, `{"amount":"100.00","currency":"CNY"}`, string(text))

	var back Money
	require.NoError(t, json.Unmarshal(text, &back))
	require.True(t, back.Equal(cny(t, "100.00")))

	for _, refused := range []string{
		`{"amount":100.00,"currency":"CNY"}`,
		`{"amount":"100.00","currency":"CNY","scale":2}`,
		`{"amount":null,"currency":"CNY"}`,
		`{"currency":"CNY"}`,
		`null`,
		`"100.00"`,
	} {
		require.Error(t, json.Unmarshal([]byte(refused), &back), refused)
	}
	_, err = json.Marshal(Money{})
	require.ErrorIs(t, err, ErrCurrencyUnknown)
}

func TestMoney_ArithmeticStaysInOneCurrencyAndBelowTheBound(t *testing.T) {
	sum, err := cny(t, "0.10").Add(cny(t, "0.20"))
	require.NoError(t, err)
	require.True(t, sum.Equal(cny(t, "0.30")))

	rest, err := cny(t, "0.10").Sub(cny(t, "0.20"))
	require.NoError(t, err)
	require.Equal(t, "-0.10 CNY", rest.String())

	order, err := cny(t, "0.10").Cmp(cny(t, "0.20"))
	require.NoError(t, err)
	require.Equal(t, -1, order)

	dollar, err := ParseMoney("0.10", "USD")
	require.NoError(t, err)
	require.False(t, dollar.Equal(cny(t, "0.10")))
	_, err = dollar.Add(cny(t, "0.10"))
	require.ErrorIs(t, err, ErrCurrencyMismatch)
	_, err = dollar.Sub(cny(t, "0.10"))
	require.ErrorIs(t, err, ErrCurrencyMismatch)
	_, err = dollar.Cmp(cny(t, "0.10"))
	require.ErrorIs(t, err, ErrCurrencyMismatch)
	_, err = Money{}.Add(Money{})
	require.ErrorIs(t, err, ErrCurrencyUnknown)
	_, err = cny(t, "999999999999999.99").Add(cny(t, "0.01"))
	require.ErrorIs(t, err, ErrAmountTooLarge)
}

func TestAllocate_GivesTheRestToTheLargestRemainders(t *testing.T) {
	cases := []struct {
		total   string
		weights []int64
		want    []string
	}{
		{"100.00", []int64{1, 1, 1}, []string{"33.34", "33.33", "33.33"}},
		{"-100.00", []int64{1, 1, 1}, []string{"-33.34", "-33.33", "-33.33"}},
		{"0.05", []int64{3, 7}, []string{"0.02", "0.03"}},
		{"0.01", []int64{1, 2, 1}, []string{"0.00", "0.01", "0.00"}},
		{"0.00", []int64{1, 2}, []string{"0.00", "0.00"}},
		{"1.00", []int64{0, 1}, []string{"0.00", "1.00"}},
	}
	for _, c := range cases {
		parts, err := cny(t, c.total).Allocate(integers(c.weights...))
		require.NoError(t, err)
		var got []string
		for _, p := range parts {
			got = append(got, p.Fixed())
		}
		require.Equal(t, c.want, got, "%s by %v", c.total, c.weights)
	}
}

func TestAllocate_RefusesWeightsWithoutAShare(t *testing.T) {
	for _, weights := range [][]int64{nil, {0, 0}, {2, -1}} {
		_, err := cny(t, "1.00").Allocate(integers(weights...))
		require.ErrorIs(t, err, ErrWeightsInvalid)
	}
	_, err := Money{}.Allocate(integers(1))
	require.ErrorIs(t, err, ErrCurrencyUnknown)
}

func integers(weights ...int64) []decimal.Decimal {
	var out []decimal.Decimal
	for _, w := range weights {
		out = append(out, decimal.NewFromInt(w))
	}
	return out
}

func FuzzParseMoney_RoundTrip(f *testing.F) {
	for _, seed := range []string{"100.00", "-0.01", "0.00", "-0.00", "1E9", "999999999999999.99"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, amount string) {
		m, err := ParseMoney(amount, "CNY")
		if err != nil {
			return
		}
		again, err := ParseMoney(m.Fixed(), "CNY")
		require.NoError(t, err)
		require.True(t, m.Equal(again))
		require.Equal(t, m.Fixed(), again.Fixed())
	})
}

func FuzzAllocate_SumsToTheTotal(f *testing.F) {
	f.Add(int64(10000), int64(1), int64(1), int64(1))
	f.Add(int64(-1), int64(0), int64(7), int64(1<<62))
	f.Fuzz(func(t *testing.T, cents, a, b, c int64) {
		total := Money{Amount: decimal.New(cents%1e17, -2), Currency: CNY}
		parts, err := total.Allocate(integers(a, b, c))
		if err != nil {
			require.ErrorIs(t, err, ErrWeightsInvalid)
			return
		}
		sum := Money{Currency: CNY}
		for _, part := range parts {
			require.True(t, part.Amount.Equal(part.Amount.Round(2)), "a part keeps the scale")
			sum, err = sum.Add(part)
			require.NoError(t, err)
		}
		require.True(t, total.Equal(sum), "%s became %s", total, sum)
	})
}
