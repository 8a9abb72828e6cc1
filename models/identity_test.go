package models

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func companyKey(t *testing.T, name string) string {
	t.Helper()
	key, err := NormaliseCompanyName(name)
	require.NoError(t, err, name)
	return key
}

// Proves: 1f
func TestNormaliseCompanyName_MakesSpellingsOfOneCompanyEqual(t *testing.T) {
	for _, spellings := range [][]string{
		{"深圳星河科技有限公司", "深圳星河科技有限责任公司", " 深圳 星河科技　有限公司 "},
		{"北京云帆（集团）股份有限公司", "北京云帆(集团)股份有限公司", "北京云帆集团股份公司", "北京云帆集团股份有限责任公司"},
		{"星河科技有限责任公司北京分公司", "星河科技有限公司北京分公司"},
		{"ＡＢＣ科技有限公司", "abc科技有限公司", "ABC 科技有限公司"},
		{"Acme Co., Ltd.", "ACME Company Limited", "acme co ltd", "Acme Co.,Ltd", "Acme Co.Ltd.", "Acme CoLtd", "ＡＣＭＥ Ｃｏ．，Ｌｔｄ．"},
		{"Acme Inc.", "Acme, Incorporated", "ACME INC"},
		{"Acme Corp.", "Acme Corporation"},
		{"Acme L.L.C.", "Acme LLC", "Acme Limited Liability Company"},
		{"Acme Pte. Ltd.", "Acme Private Limited", "Acme Pvt Ltd"},
		{"Acme S.A.", "Acme SA", "Acme Société Anonyme"},
		{"Acme GmbH", "Acme Gesellschaft mit beschränkter Haftung", "ACME GESELLSCHAFT MIT BESCHRÄNKTER HAFTUNG"},
		{"Smith & Sons Ltd", "Smith and Sons Limited", "Smith＆Sons Ltd."},
		{"星河Tech Co., Ltd.", "星河 TECH Company Limited"},
	} {
		for _, spelling := range spellings[1:] {
			require.Equal(t, companyKey(t, spellings[0]), companyKey(t, spelling), "%q and %q", spellings[0], spelling)
		}
	}
}

func TestNormaliseCompanyName_KeepsTwoCompaniesApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"深圳星河科技有限公司", "深圳星河科技股份有限公司"},
		{"深圳星河科技有限公司", "深圳星河科技"},
		{"深圳星河科技有限公司", "深圳星河科技有限公司北京分公司"},
		{"華為技術有限公司", "华为技术有限公司"},
		{"Acme Inc.", "Acme Ltd."},
		{"Acme Ltd.", "Acme"},
		{"Acme Ltd.", "Acme Co., Ltd."},
	} {
		require.NotEqual(t, companyKey(t, pair[0]), companyKey(t, pair[1]))
	}
}

func TestNormaliseCompanyName_RefusesANameOfPunctuation(t *testing.T) {
	for _, name := range []string{"", "  ", "()--.", "&", "（　）"} {
		_, err := NormaliseCompanyName(name)
		require.ErrorIs(t, err, ErrCompanyNameEmpty, "%q", name)
	}
}

func FuzzNormaliseCompanyName_IgnoresPunctuationAround(f *testing.F) {
	for _, seed := range []string{"Acme Co., Ltd.", "北京云帆（集团）股份有限公司", "L.L.C.", "ǅ ﬀ Å", "ͅΑ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		key, err := NormaliseCompanyName(name)
		if err != nil {
			return
		}
		framed, err := NormaliseCompanyName("（ " + name + " 。）")
		require.NoError(t, err)
		require.Equal(t, key, framed)
		require.NotContains(t, key, " ")
	})
}

func TestNormalisePhone_GivesE164(t *testing.T) {
	cases := []struct{ raw, region, want string }{
		{"13812345678", "CN", "+8613812345678"},
		{"138 1234 5678", "cn", "+8613812345678"},
		{"+86 138-1234-5678", "US", "+8613812345678"},
		{"0086 13812345678", "CN", "+8613812345678"},
		{"１３８１２３４５６７８", "CN", "+8613812345678"},
		{"010-62345678", "CN", "+861062345678"},
		{"9123 4567", "SG", "+6591234567"},
		{"(202) 456-1111", "US", "+12024561111"},
	}
	for _, c := range cases {
		got, err := NormalisePhone(c.raw, c.region)
		require.NoError(t, err, c.raw)
		require.Equal(t, c.want, got)
	}
}

func TestNormalisePhone_RefusesWhatCannotBeDialled(t *testing.T) {
	for _, raw := range []string{"", "12", "not a phone", "1381234567", "+86 23812345678", "010-62345678 ext. 12", strings.Repeat("1", 60)} {
		_, err := NormalisePhone(raw, "CN")
		require.ErrorIs(t, err, ErrPhoneInvalid, raw)
	}
	_, err := NormalisePhone("13812345678", "")
	require.ErrorIs(t, err, ErrPhoneInvalid)
}

// Proves: 1a-11
func TestMasks_ShowTooLittleToReachThePerson(t *testing.T) {
	require.Equal(t, "+86138****5678", MaskPhone("+8613812345678"))
	require.Equal(t, "+65****4567", MaskPhone("+6591234567"))
	require.Equal(t, "****", MaskPhone("+1234567"))
	require.Equal(t, "****3445", MaskNumber("6222020200112233445"))
	require.Equal(t, "****", MaskNumber("3445"))
	require.Empty(t, MaskNumber(""))
	require.Equal(t, "z****@example.com", MaskEmail("zhang.san@example.com"))
	require.Equal(t, "z****@example.com", MaskEmail("zs@example.com"))
	require.Equal(t, "****@example.com", MaskEmail("z@example.com"))
	require.Equal(t, "@example.com", MaskEmail("@example.com"))
	require.Equal(t, "****", MaskEmail("no address"))
	require.Equal(t, "张****", MaskName("张三丰"))
	require.Equal(t, "张****", MaskName("张三"))
	require.Equal(t, "****", MaskName("张"))
	for _, mask := range []func(string) string{MaskPhone, MaskEmail, MaskName} {
		require.Empty(t, mask(""))
	}
}

func TestNormaliseEmail_FoldsTheDomainOnly(t *testing.T) {
	cases := []struct{ raw, want string }{
		{"Zhang.San@Example.COM", "Zhang.San@example.com"},
		{" zhang@example.com ", "zhang@example.com"},
		{"zhang＠example．com", "zhang@example.com"},
		{"zhang@例子.中国", "zhang@xn--fsqu00a.xn--fiqs8s"},
		{"o'neil+cloud@Bücher.example", "o'neil+cloud@xn--bcher-kva.example"},
	}
	for _, c := range cases {
		got, err := NormaliseEmail(c.raw)
		require.NoError(t, err, c.raw)
		require.Equal(t, c.want, got)
		again, err := NormaliseEmail(got)
		require.NoError(t, err)
		require.Equal(t, got, again)
	}
}

// The bounds of RFC 5321: 64 octets before the @, 254 in all.
func TestNormaliseEmail_TakesTheLongestAddressAndNoLonger(t *testing.T) {
	local := strings.Repeat("z", 64)
	domain := strings.Repeat("a.", 93) + "com"
	require.Len(t, local+"@"+domain, 254)
	longest, err := NormaliseEmail(local + "@" + domain)
	require.NoError(t, err)
	require.Equal(t, local+"@"+domain, longest)
	for _, longer := range []string{local + "@a" + domain, local + "z@" + domain[2:]} {
		_, err := NormaliseEmail(longer)
		require.ErrorIs(t, err, ErrEmailInvalid)
	}
}

func TestNormaliseEmail_RefusesWhatCannotBeDelivered(t *testing.T) {
	for _, raw := range []string{
		"", "zhang", "@example.com", "zhang@", "zhang@localhost", "a@b@", "zhang san@example.com", ".z@example.com", "z..s@example.com",
		"Zhang <z@example.com>", "\"z s\"@example.com", "z@exa_mple.com", "z@-example.com", "z@example.com.", "z@[127.0.0.1]",
		"z@example.com\r\nBcc: x@example.com", "张@example.com", strings.Repeat("z", 65) + "@example.com", "z@" + strings.Repeat("a.", 130) + "com",
	} {
		_, err := NormaliseEmail(raw)
		require.ErrorIs(t, err, ErrEmailInvalid, "%q", raw)
	}
}

func TestNormaliseCode_ChecksTheCheckCharacter(t *testing.T) {
	for _, code := range []string{"914403001922038216", "9144030071526726XG", "91330100799655058B"} {
		got, err := NormaliseCode(" " + strings.ToLower(code) + " ")
		require.NoError(t, err, code)
		require.Equal(t, code, got)
	}
	folded, err := NormaliseCode("９１４４０３００７１５２６７２６ｘｇ")
	require.NoError(t, err)
	require.Equal(t, "9144030071526726XG", folded)

	for _, code := range []string{
		"", "914403001922038217", "91440300192203821", "9144030019220382166", "I14403001922038216", "91A403001922038216", "9144030071526726OG",
	} {
		_, err := NormaliseCode(code)
		require.ErrorIs(t, err, ErrCodeInvalid, code)
	}
}

// One wrong character is always found: 31 is prime and no weight is a multiple.
func TestValidateCode_FindsEveryWrongCharacter(t *testing.T) {
	const code = "9144030071526726XG"
	for i := range code {
		for _, wrong := range codeAlphabet {
			if byte(wrong) == code[i] {
				continue
			}
			require.ErrorIs(t, ValidateCode(code[:i]+string(wrong)+code[i+1:]), ErrCodeInvalid)
		}
	}
}

// Proves: 1a-14
func TestMatchKeys_AreSortedAndBindThePhoneToTheChosenAccount(t *testing.T) {
	require.Equal(t, []MatchKey{
		{KeyCode, "9144030071526726XG"},
		{KeyEmail, "z@example.com"},
		{KeyName, "acmeltd"},
		{KeyPhone, "+8613812345678|acme01"},
	}, MatchKeys("acmeltd", "+8613812345678", "acme01", "z@example.com", "9144030071526726XG"))
	require.Equal(t, []MatchKey{{KeyPhone, "+8613812345678"}}, MatchKeys("", "+8613812345678", "", "", ""))
	require.Empty(t, MatchKeys("", "", "acme01", "", ""), "an account without a phone identifies nobody")
}

// Proves: 1f
func TestSameCustomer_LetsTwoCodesPartAndAnyOtherKeyJoin(t *testing.T) {
	const codeA, codeB = "9144030071526726XG", "914403001922038216"
	keys := MatchKeys
	cases := []struct {
		name string
		a, b []MatchKey
		want bool
	}{
		{"same code, nothing else", keys("a", "1", "", "a@x", codeA), keys("b", "2", "", "b@x", codeA), true},
		{"two codes, all else equal", keys("a", "1", "", "a@x", codeA), keys("a", "1", "", "a@x", codeB), false},
		{"one code missing, same name", keys("a", "1", "", "a@x", codeA), keys("a", "2", "", "b@x", ""), true},
		{"same phone", keys("a", "1", "", "a@x", ""), keys("b", "1", "", "b@x", ""), true},
		{"same phone, two accounts", keys("a", "1", "u1", "a@x", ""), keys("b", "1", "u2", "b@x", ""), false},
		{"same e-mail", keys("a", "1", "", "a@x", ""), keys("b", "2", "", "a@x", ""), true},
		{"equal values of two kinds", keys("a", "", "", "", ""), keys("", "a", "", "", ""), false},
		{"nothing in common", keys("a", "1", "", "a@x", ""), keys("b", "2", "", "b@x", ""), false},
	}
	for _, c := range cases {
		require.Equal(t, c.want, SameCustomer(c.a, c.b), c.name)
		require.Equal(t, c.want, SameCustomer(c.b, c.a), "%s, the other way round", c.name)
	}
}

// Proves: 1c
func TestNormaliseIdentity_ReportsEveryUnreadableValue(t *testing.T) {
	identity, errs := NormaliseIdentity(RegistrationInput{
		CompanyName: "深圳星河科技有限责任公司", Phone: "138 1234 5678", Email: "Z@Example.com", CreditCode: "9144030071526726xg", AccountName: " acme01 ",
	}, "CN")
	require.Empty(t, errs)
	require.Equal(t, Identity{"深圳星河科技有限公司", "+8613812345678", "acme01", "Z@example.com", "9144030071526726XG"}, identity)
	require.Len(t, identity.Keys(), 4)

	_, errs = NormaliseIdentity(RegistrationInput{CompanyName: "--", Email: "z", CreditCode: "1"}, "CN")
	require.Equal(t, []FieldError{
		{Pointer: "/company_name", Code: FieldInvalid},
		{Pointer: "/phone", Code: FieldRequired},
		{Pointer: "/email", Code: FieldInvalid},
		{Pointer: "/credit_code", Code: FieldInvalid},
	}, errs)
}

func TestNewReference_IsShortSpeakableAndOfItsRow(t *testing.T) {
	id := uuid.MustParse("01990000-0000-7000-8003-ffffffffffff")
	require.Equal(t, "REG-ZZZZZ-ZZZZZ", NewReference(ReferenceRegistration, id))
	require.Equal(t, "INV-ZZZZZ-ZZZZZ", NewReference(ReferenceInvitation, id))

	seen := map[string]bool{}
	source := rand.NewChaCha8([32]byte{1})
	for range 1000 {
		id, err := uuid.NewRandomFromReader(source)
		require.NoError(t, err)
		reference := NewReference(ReferenceLink, id)
		require.Regexp(t, `^LNK-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$`, reference)
		seen[reference] = true
	}
	require.Len(t, seen, 1000)
}
