package fuzz

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"

	"partnercenter/models"
)

// generator makes values of the document's schemas.
type generator struct {
	*rand.Rand
	// ids answers an id for a member or parameter of that name.
	ids func(name string) string
	// who is the customer that the request speaks of.
	who map[string]string
	// ordinary is how likely an enum has its first value and a flag is down.
	ordinary float64
	// policies are the documents of earlier answers, by site.
	policies []any
}

// chance is true with probability p.
func (g *generator) chance(p float64) bool { return g.Float64() < p }

// id is an id that nobody has given out, from the generator's own numbers.
func (g *generator) id() string {
	var raw uuid.UUID
	for i := range raw {
		raw[i] = byte(g.UintN(256))
	}
	raw[6], raw[8] = raw[6]&0x0f|0x70, raw[8]&0x3f|0x80
	return raw.String()
}

// letters are a text that every pattern of the document allows.
func (g *generator) letters(n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = byte('a' + g.IntN(26))
	}
	return string(text)
}

// stranger is a customer whom no earlier request spoke of.
func (g *generator) stranger() map[string]string {
	name := g.letters(10)
	return map[string]string{
		"CompanyName": name + "科技有限公司", "Phone": fmt.Sprintf("+86138%08d", g.IntN(100_000_000)), "Email": name + "@customer.example", "AccountName": "u" + name,
	}
}

// instant is a moment some days around now.
func (g *generator) instant(fromDays, toDays int) string {
	seconds := (fromDays*24*3600 + g.IntN((toDays-fromDays)*24*3600))
	return time.Now().Add(time.Duration(seconds) * time.Second).UTC().Format(time.RFC3339)
}

// value is a good value of a schema; name is the member or parameter that it is for.
func (g *generator) value(name string, ref *openapi3.SchemaRef) any {
	schema := ref.Value
	word := ref.Ref[strings.LastIndexByte(ref.Ref, '/')+1:]
	if known, ok := g.word(word, name); ok {
		return known
	}
	if word == "AccountFacts" {
		return g.facts(schema)
	}
	switch {
	case len(schema.Enum) > 0:
		if g.chance(g.ordinary) {
			return schema.Enum[0]
		}
		return schema.Enum[g.IntN(len(schema.Enum))]
	case schema.Type.Is("object"):
		return g.object(schema)
	case schema.Type.Is("array"):
		return g.array(name, schema)
	case schema.Type.Is("boolean"):
		return !g.chance(max(g.ordinary, 0.8))
	case schema.Type.Is("integer"):
		return int(*schema.Min) + g.IntN(min(int(*schema.Max-*schema.Min), 20)+1)
	case schema.Format == "uuid":
		return g.ids(name)
	case schema.Format == "date-time":
		return g.instant(-3, 0)
	case name == "country":
		return "CN"
	default:
		return g.letters(max(int(schema.MinLength), 1) + g.IntN(5))
	}
}

// word is a value that a schema alone does not tell how to make.
func (g *generator) word(schema, name string) (any, bool) {
	if known, ok := g.who[schema]; ok {
		return known, true
	}
	switch {
	case schema == "PersonName":
		return "王小明", true
	case schema == "CreditCode":
		return g.creditCode(), true
	case schema == "Money":
		return map[string]any{"amount": fmt.Sprintf("%d.%02d", g.IntN(1_000_000), g.IntN(100)), "currency": "CNY"}, true
	case schema == "PolicyDocument" && len(g.policies) > 0:
		return g.policies[g.IntN(len(g.policies))], true
	case name == "verification_code":
		return fmt.Sprintf("%06d", g.IntN(1_000_000)), true
	case name == "step":
		return models.StepAllotmentReturn, true
	case name == "effective_from":
		return g.instant(1, 300), true
	case name == "as_of":
		return time.Now().Add(-time.Duration(g.IntN(28*3600)) * time.Second).UTC().Format(time.RFC3339), true
	default:
		return nil, false
	}
}

// facts are of an account that mostly may be registered, or registered after a review.
func (g *generator) facts(schema *openapi3.Schema) map[string]any {
	quieter := *g
	quieter.ordinary = 0.98
	facts := quieter.object(schema)
	facts["registered_at"], facts["registered_by_vendor"] = g.instant(-3, 0), g.chance(0.7)
	return facts
}

func (g *generator) object(schema *openapi3.Schema) map[string]any {
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		rare := name == "review" || name == "account_manager" || name == "credit_code" || name == "account_name" || name == "frozen" || name == "parent_id"
		required := slices.Contains(schema.Required, name)
		if required || !rare && g.chance(0.5) || rare && g.chance(0.1) {
			object[name] = g.value(name, schema.Properties[name])
		}
	}
	if len(object) == 0 && schema.MinProps > 0 {
		name := slices.Sorted(maps.Keys(schema.Properties))[0]
		object[name] = g.value(name, schema.Properties[name])
	}
	return object
}

func (g *generator) array(name string, schema *openapi3.Schema) []any {
	var items []any
	extra := 0
	if !g.chance(g.ordinary) {
		extra = 1
	}
	for range int(schema.MinItems) + extra {
		item := g.value(strings.TrimSuffix(name, "s"), schema.Items)
		if !slices.Contains(items, item) {
			items = append(items, item)
		}
	}
	if items == nil {
		items = []any{}
	}
	return items
}

// creditCode is a code whose check character holds.
func (g *generator) creditCode() string {
	body := fmt.Sprintf("91440300%09d", g.IntN(1_000_000_000))
	for _, check := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if models.ValidateCode(body+string(check)) == nil {
			return body + string(check)
		}
	}
	return body // not reached: one of them is the check character
}

// spoil breaks one place of a good body.
func (g *generator) spoil(body any, schema *openapi3.Schema) any {
	object, ok := body.(map[string]any)
	if !ok || len(object) == 0 {
		return []any{"no object"}
	}
	names := slices.Sorted(maps.Keys(object))
	name := names[g.IntN(len(names))]
	switch g.IntN(7) {
	case 0:
		object["unknown_"+g.letters(3)] = 1
	case 1:
		object[name] = map[string]any{"a": 1}
	case 2:
		object[name] = strings.Repeat("x", 5000)
	case 3:
		object[name] = nil
	case 4:
		object[name] = "a\u0007bell"
	case 5:
		object[name] = -1.5
	default:
		if len(schema.Required) > 0 {
			delete(object, schema.Required[g.IntN(len(schema.Required))])
			return object
		}
		return []any{object}
	}
	return object
}
