package models

import (
	"database/sql/driver"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// likeEscape takes the meaning out of LIKE's own signs.
var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// CleanText is text as we keep it: NFC, without control characters, single spaces, trimmed.
func CleanText(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u00a0':
			return ' '
		case r < ' ' || r == '\u007f' || (r >= '\u200b' && r <= '\u200f') || (r >= '\u202a' && r <= '\u202e'):
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// SortName puts the given name (the last word) first, as names are sorted here: "Đức Nguyễn Văn".
func SortName(fullName string) string {
	i := strings.LastIndexByte(fullName, ' ')
	if i < 0 {
		return fullName
	}
	return fullName[i+1:] + " " + fullName[:i]
}

// JSON is a jsonb column.
type JSON []byte

// Value writes the document as text.
func (j JSON) Value() (driver.Value, error) {
	if len(j) == 0 {
		return "{}", nil
	}
	return string(j), nil
}

// Scan reads the document.
func (j *JSON) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*j = nil
	case string:
		*j = JSON(v)
	case []byte:
		*j = append(JSON(nil), v...)
	default:
		return fmt.Errorf("jsonb: cannot scan %T", src)
	}
	return nil
}
