package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"partnercenter/models"
)

// declaredCodes reads the constants of codes.go: a code that nobody added to the
// meanings would be reported as another one.
func declaredCodes(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	require.NoError(t, err)
	values := map[string]string{}
	for _, d := range file.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, s := range group.Specs {
			spec, ok := s.(*ast.ValueSpec)
			require.True(t, ok)
			values[spec.Names[0].Name] = types.ExprString(spec.Values[0])
		}
	}
	require.NotEmpty(t, values)
	var codes []string
	for _, value := range values {
		if quoted := regexp.MustCompile(`^"(.+)"$`).FindStringSubmatch(value); quoted != nil {
			codes = append(codes, quoted[1])
		}
	}
	codes = append(append(codes, models.RegistrationCauses()...), models.LeavingCauses()...)
	slices.Sort(codes)
	return slices.Compact(codes) // several lists name some causes
}

func TestTitles_NameEveryCodeInBothLanguages(t *testing.T) {
	codes := declaredCodes(t)
	require.Len(t, Titles, len(codes))
	for _, code := range codes {
		require.Contains(t, Titles, code)
		require.Regexp(t, `\p{Han}`, Titles[code].ZhCN, code)
		require.Regexp(t, `^[A-Z].*\.$`, Titles[code].En, code)
		require.Regexp(t, `^[a-z][a-z_]*[a-z]$`, code)
	}
}

func TestMeanings_SayWhoCanClearABlocker(t *testing.T) {
	parties := []models.Clearer{models.ClearedByPartner, models.ClearedByCustomer, models.ClearedByVendor, models.ClearedByTime, models.ClearedByNobody}
	for _, m := range meanings {
		require.Contains(t, parties, m.clearedBy, m.code)
		require.Equal(t, models.Blocker{Code: m.code, ClearedBy: m.clearedBy, Retryable: m.retryable}, blocker(m.code))
	}
}
