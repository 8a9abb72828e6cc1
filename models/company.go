package models

import (
	"errors"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// ErrCompanyNameEmpty is returned for a name without a letter or digit.
var ErrCompanyNameEmpty = errors.New("company name has no letter or digit")

// maxCompanyForm is the number of words of the longest legal form below.
const maxCompanyForm = 5

// chineseForms folds spellings of one legal form. A limited liability company
// (有限公司) and a joint-stock company (股份有限公司) stay two forms: they are two
// companies even where the rest of the name is the same.
var chineseForms = strings.NewReplacer(
	"有限责任公司", "有限公司",
	"股份公司", "股份有限公司",
)

// latinForms folds spellings of one legal form, word by word.
var latinForms = map[string]string{
	"aktiengesellschaft":                    "ag",
	"and":                                   "&",
	"berhad":                                "bhd",
	"colimited":                             "coltd",
	"companylimited":                        "coltd",
	"companyltd":                            "coltd",
	"company":                               "co",
	"corporation":                           "corp",
	"gesellschaft mit beschränkter haftung": "gmbh",
	"incorporated":                          "inc",
	"limited":                               "ltd",
	"limited liability company":             "llc",
	"limited liability partnership":         "llp",
	"private limited":                       "pte ltd",
	"private ltd":                           "pte ltd",
	"proprietary limited":                   "pty ltd",
	"proprietary ltd":                       "pty ltd",
	"public limited company":                "plc",
	"pvt limited":                           "pte ltd",
	"pvt ltd":                               "pte ltd",
	"sendirian berhad":                      "sdn bhd",
	"société anonyme":                       "sa",
}

// NormaliseCompanyName returns the form in which two spellings of one company
// name are equal: width and case folded, spaces, brackets and punctuation
// dropped, legal forms folded and never stripped. Traditional and simplified
// characters stay different. Source: 1f (match key).
func NormaliseCompanyName(name string) (string, error) {
	folded := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(name)))
	joined := strings.Join(foldForms(companyWords(folded)), "")
	if strings.Trim(joined, "&") == "" {
		return "", ErrCompanyNameEmpty
	}
	return chineseForms.Replace(joined), nil
}

// companyWords cuts a name at everything that is no letter, mark, digit or
// ampersand, and where Chinese characters meet others.
func companyWords(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, string(word))
			word = nil
		}
	}
	for _, r := range name {
		switch {
		case r == '&':
			flush()
			words = append(words, "&")
		case !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r):
			flush()
		default:
			if len(word) > 0 && unicode.Is(unicode.Han, r) != unicode.Is(unicode.Han, word[len(word)-1]) {
				flush()
			}
			word = append(word, r)
		}
	}
	flush()
	return words
}

// foldForms replaces each legal form, the longest spelling first.
func foldForms(words []string) []string {
	var out []string
	for len(words) > 0 {
		form, taken := longestForm(words)
		out = append(out, form)
		words = words[taken:]
	}
	return out
}

func longestForm(words []string) (form string, taken int) {
	for n := min(maxCompanyForm, len(words)); n > 0; n-- {
		if form, ok := latinForms[strings.Join(words[:n], " ")]; ok {
			return strings.ReplaceAll(form, " ", ""), n
		}
	}
	return words[0], 1
}
