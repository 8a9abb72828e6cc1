package models

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Currency is an ISO 4217 code of the programme.
type Currency string

// The currencies of the programme.
const (
	CNY Currency = "CNY"
	EUR Currency = "EUR"
	HKD Currency = "HKD"
	JPY Currency = "JPY"
	USD Currency = "USD"
)

// currencyScales holds the exact number of decimals of each currency.
var currencyScales = map[Currency]int32{CNY: 2, EUR: 2, HKD: 2, JPY: 0, USD: 2}

// The reasons why an amount or an operation on amounts is refused.
var (
	ErrCurrencyUnknown  = errors.New("unknown currency")
	ErrCurrencyMismatch = errors.New("currencies differ")
	ErrAmountMalformed  = errors.New("malformed amount")
	ErrAmountScale      = errors.New("amount does not have the scale of its currency")
	ErrAmountTooLarge   = errors.New("amount too large")
	ErrWeightsInvalid   = errors.New("weights must not be negative and must not sum to zero")
)

// Currencies are the programme's.
func Currencies() []Currency { return slices.Sorted(maps.Keys(currencyScales)) }

// Scale returns the exact number of decimals of amounts in c.
func (c Currency) Scale() (int32, error) {
	scale, ok := currencyScales[c]
	if !ok {
		return 0, fmt.Errorf("%w: %q", ErrCurrencyUnknown, string(c))
	}
	return scale, nil
}

// Money is an exact amount in a currency, always at the currency's scale and
// below 1e15 in absolute value. ParseMoney is the way in; the zero Money has no
// currency and takes part in no operation.
type Money struct {
	Amount   decimal.Decimal
	Currency Currency
}

// amountPattern bounds the text before decimal sees it: exponents and hundreds
// of digits would cost minutes of CPU there.
var amountPattern = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?$`)

// maxAmount is the exclusive bound of amounts, the same as the columns' CHECK.
var maxAmount = decimal.New(1, 15)

// ParseMoney reads an amount such as "100.00" with exactly the decimals of its
// currency. Errors: ErrCurrencyUnknown, ErrAmountMalformed, ErrAmountScale.
func ParseMoney(amount, currency string) (Money, error) {
	c := Currency(currency)
	scale, err := c.Scale()
	if err != nil {
		return Money{}, err
	}
	if !amountPattern.MatchString(amount) {
		return Money{}, ErrAmountMalformed
	}
	if decimals(amount) != int(scale) {
		return Money{}, fmt.Errorf("%w: %s has %d decimals", ErrAmountScale, c, scale)
	}
	d, err := decimal.NewFromString(amount)
	if err != nil {
		return Money{}, fmt.Errorf("%w: %w", ErrAmountMalformed, err)
	}
	return Money{Amount: d, Currency: c}, nil
}

func decimals(amount string) int {
	_, fraction, _ := strings.Cut(amount, ".")
	return len(fraction)
}

func bounded(amount decimal.Decimal, c Currency) (Money, error) {
	if amount.Abs().GreaterThanOrEqual(maxAmount) {
		return Money{}, ErrAmountTooLarge
	}
	return Money{Amount: amount, Currency: c}, nil
}

// Add returns m + o. Errors: ErrCurrencyUnknown, ErrCurrencyMismatch, ErrAmountTooLarge.
func (m Money) Add(o Money) (Money, error) {
	if err := m.sameCurrency(o); err != nil {
		return Money{}, err
	}
	return bounded(m.Amount.Add(o.Amount), m.Currency)
}

// Sub returns m - o. Errors as Add.
func (m Money) Sub(o Money) (Money, error) {
	return m.Add(o.Neg())
}

// NoMoney is zero in a currency.
func NoMoney(c Currency) Money { return Money{Amount: decimal.Zero, Currency: c} }

// Least returns the smaller of two amounts of one currency.
func Least(a, b Money) Money {
	if b.Amount.LessThan(a.Amount) {
		return b
	}
	return a
}

// Neg returns -m.
func (m Money) Neg() Money {
	return Money{Amount: m.Amount.Neg(), Currency: m.Currency}
}

// Cmp returns -1, 0 or 1 as m is less than, equal to or greater than o.
// Errors: ErrCurrencyUnknown, ErrCurrencyMismatch.
func (m Money) Cmp(o Money) (int, error) {
	if err := m.sameCurrency(o); err != nil {
		return 0, err
	}
	return m.Amount.Cmp(o.Amount), nil
}

// Equal reports whether both are the same amount of the same currency.
func (m Money) Equal(o Money) bool {
	return m.Currency == o.Currency && m.Amount.Equal(o.Amount)
}

func (m Money) sameCurrency(o Money) error {
	if _, err := m.Currency.Scale(); err != nil {
		return err
	}
	if m.Currency != o.Currency {
		return fmt.Errorf("%w: %s and %s", ErrCurrencyMismatch, m.Currency, o.Currency)
	}
	return nil
}

// Allocate splits m by weights so that the parts sum exactly to m: each part is
// cut to the currency's scale, and the rest goes unit by unit to the largest
// remainders, the earlier part first where remainders are equal.
// Errors: ErrCurrencyUnknown, ErrWeightsInvalid.
func (m Money) Allocate(weights []decimal.Decimal) ([]Money, error) {
	scale, err := m.Currency.Scale()
	if err != nil {
		return nil, err
	}
	total, err := totalWeight(weights)
	if err != nil {
		return nil, err
	}
	units := m.Amount.Abs().Shift(scale)
	parts, remainders, rest := cutShares(units, weights, total)
	for ; rest.Sign() > 0; rest.Sub(rest, big.NewInt(1)) {
		i := largest(remainders)
		parts[i] = parts[i].Add(decimal.NewFromInt(1))
		// A part that got its unit is out: there are fewer units than parts.
		remainders[i] = decimal.NewFromInt(-1)
	}
	return asMoney(parts, scale, m), nil
}

func totalWeight(weights []decimal.Decimal) (decimal.Decimal, error) {
	total := decimal.Zero
	for _, w := range weights {
		if w.IsNegative() {
			return decimal.Zero, ErrWeightsInvalid
		}
		total = total.Add(w)
	}
	if total.IsZero() {
		return decimal.Zero, ErrWeightsInvalid
	}
	return total, nil
}

// cutShares returns each weight's whole units, its remainder, and the units
// that no part has got yet.
func cutShares(units decimal.Decimal, weights []decimal.Decimal, total decimal.Decimal) (parts, remainders []decimal.Decimal, rest *big.Int) {
	given := decimal.Zero
	for _, w := range weights {
		part, remainder := units.Mul(w).QuoRem(total, 0)
		parts = append(parts, part)
		remainders = append(remainders, remainder)
		given = given.Add(part)
	}
	return parts, remainders, units.Sub(given).BigInt()
}

func largest(figures []decimal.Decimal) int {
	at := 0
	for i, f := range figures {
		if f.GreaterThan(figures[at]) {
			at = i
		}
	}
	return at
}

func asMoney(units []decimal.Decimal, scale int32, like Money) []Money {
	out := make([]Money, 0, len(units))
	for _, u := range units {
		part := Money{Amount: u.Shift(-scale), Currency: like.Currency}
		if like.Amount.IsNegative() {
			part = part.Neg()
		}
		out = append(out, part)
	}
	return out
}

// String returns the amount at the currency's scale and the currency, such as
// "100.00 CNY".
func (m Money) String() string {
	return m.Fixed() + " " + string(m.Currency)
}

// Fixed returns the amount at the currency's scale, such as "100.00".
func (m Money) Fixed() string {
	return m.Amount.StringFixed(currencyScales[m.Currency])
}

type moneyJSON struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// MarshalJSON writes {"amount":"100.00","currency":"CNY"}. Money without a
// known currency is an error and never written as a bare zero.
func (m Money) MarshalJSON() ([]byte, error) {
	if _, err := m.Currency.Scale(); err != nil {
		return nil, err
	}
	return json.Marshal(moneyJSON{Amount: m.Fixed(), Currency: string(m.Currency)})
}

// UnmarshalJSON reads what MarshalJSON writes. A number as amount, null and
// unknown members are refused.
func (m *Money) UnmarshalJSON(text []byte) error {
	var in moneyJSON
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		return fmt.Errorf("decode money: %w", err)
	}
	parsed, err := ParseMoney(in.Amount, in.Currency)
	if err != nil {
		return fmt.Errorf("decode money: %w", err)
	}
	*m = parsed
	return nil
}
