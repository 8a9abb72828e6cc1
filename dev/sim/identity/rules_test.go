package identity

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Source: 2d
func TestAccountName_FollowsThePattern(t *testing.T) {
	for _, name := range []string{"", "abcde", "_bcde", "-bcde", "aB3_-", "shadow-x", "opera", strings.Repeat("a", 32)} {
		require.True(t, validAccountName(name), name)
	}
	for _, name := range []string{"abcd", strings.Repeat("a", 33), "12345", "1abcde", "op_abc", "shadow_abc", "ab cde", "abcdé", "极光科技有限", "abcde\n"} {
		require.False(t, validAccountName(name), name)
	}
}

// Source: 2d
func TestPassword_HasLengthAndKindsAndIsNothingKnown(t *testing.T) {
	const name, number = "aurora-1", "+8613800138000"
	for _, password := range []string{"abcdefg1", "ABCDEFGa", "1234567!", "密码密码密码密1", "aurora-12", "138001380001a"} {
		require.True(t, validPassword(password, name, number), password)
	}
	for reason, password := range map[string]string{
		"too short": "abcdef1", "letters only": "abcdefgh", "digits only": "12345678", "others only": "!!!!!!!!",
		"account name": name, "account name reversed": "1-arorua", "phone": "13800138000", "phone as written": "+86 138-0013-8000",
	} {
		require.False(t, validPassword(password, name, number), reason)
	}
}

// Source: 2d
func TestCodeValidity_IsTenMinutesOrFive(t *testing.T) {
	for minutes, expected := range map[int]time.Duration{
		0: 10 * time.Minute, 1: time.Minute, 60: 60 * time.Minute, 61: 5 * time.Minute, 600: 5 * time.Minute,
	} {
		require.Equal(t, expected, codeValidity(minutes), minutes)
	}
}

// A text that one language lacks would fail the page for its readers only.
func TestTexts_AreTheSameInEveryLanguage(t *testing.T) {
	names := slices.Sorted(maps.Keys(languages[0].texts))
	for _, language := range languages {
		require.Equal(t, names, slices.Sorted(maps.Keys(language.texts)), language.tag)
		for name, text := range language.texts {
			require.NotEmpty(t, text, "%s in %s", name, language.tag)
		}
	}
}

func TestExpiring_ForgetsInTimeAndHandsOutOnce(t *testing.T) {
	kept := newExpiring[int](time.Hour)
	name := kept.put(7)
	value, found := kept.get(name)
	require.True(t, found)
	require.Equal(t, 7, value)
	_, found = kept.take(name)
	require.True(t, found)
	_, found = kept.take(name)
	require.False(t, found)

	late := newExpiring[int](0)
	name = late.put(7)
	_, found = late.take(name)
	require.False(t, found)
	late.put(8)
	late.put(9)
	require.Len(t, late.entries, 1, "what has expired is dropped")
}
