package models

import (
	"strings"
	"unicode/utf8"
)

// hidden stands for what is masked; its length tells nothing of the original's.
const hidden = "****"

// MaskPhone hides the four digits before the last four: "+86138****5678".
// Source: 1a-11.
func MaskPhone(phone string) string {
	const tail = 4
	if len(phone) <= 2*tail {
		return maskAll(phone)
	}
	return phone[:len(phone)-2*tail] + hidden + phone[len(phone)-tail:]
}

// MaskEmail shows the first character of the local part and the domain:
// "z****@example.com". Source: 1a-11.
func MaskEmail(email string) string {
	at := strings.LastIndexByte(email, '@')
	if at < 0 {
		return maskAll(email)
	}
	local, domain := email[:at], email[at:]
	if utf8.RuneCountInString(local) < 2 {
		return maskAll(local) + domain
	}
	return firstRune(local) + hidden + domain
}

// MaskName shows the first character of a person's name: "张****".
func MaskName(name string) string {
	if utf8.RuneCountInString(name) < 2 {
		return maskAll(name)
	}
	return firstRune(name) + hidden
}

// maskAll keeps nothing masked as nothing, so that an absent value reads absent.
func maskAll(s string) string {
	if s == "" {
		return ""
	}
	return hidden
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// MaskNumber shows the last four characters of an account's number: "****6789".
func MaskNumber(number string) string {
	const shown = 4
	if len(number) <= shown {
		return maskAll(number)
	}
	return hidden + number[len(number)-shown:]
}
