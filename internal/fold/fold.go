// Package fold compares texts as people type them in a hurry: without marks and without capital letters.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Text is s in small letters without marks, đ as d. The database's fold does the same.
func Text(s string) string {
	small := strings.ToLower(s)
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), small)
	if err != nil {
		return small // a broken text is compared as it is
	}
	return strings.ReplaceAll(plain, "đ", "d")
}

// Holds tells whether text has all words of search, without marks.
func Holds(text, search string) bool {
	text = Text(text)
	for word := range strings.FieldsSeq(Text(search)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
