package fault

import (
	"embed"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/shopspring/decimal"
	"gopkg.in/yaml.v3"

	"bienche/internal/day"
)

//go:embed messages/*.yaml
var files embed.FS

// text is one message in both languages.
type text struct {
	VI string `yaml:"vi"`
	EN string `yaml:"en"`
}

var messages = sync.OnceValue(func() map[string]text {
	all := map[string]text{}
	names, err := files.ReadDir("messages")
	if err != nil {
		panic(err)
	}
	for _, n := range names {
		b, err := files.ReadFile("messages/" + n.Name())
		if err != nil {
			panic(err)
		}
		var m map[string]text
		if err := yaml.Unmarshal(b, &m); err != nil {
			panic(fmt.Errorf("messages/%s: %w", n.Name(), err))
		}
		for k, v := range m {
			if _, twice := all[k]; twice {
				panic(fmt.Errorf("messages/%s: key %s stands in another file too", n.Name(), k))
			}
			all[k] = v
		}
	}
	return all
})

// Lang is "en" when an Accept-Language header asks for English before Vietnamese, else "vi".
func Lang(acceptLanguage string) string {
	for part := range strings.SplitSeq(strings.ToLower(acceptLanguage), ",") {
		switch tag := strings.TrimSpace(part); {
		case strings.HasPrefix(tag, "vi"):
			return "vi"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return "vi"
}

// Message is the sentence for a reader of lang ("vi" or "en").
func (e *Error) Message(lang string) string { return Text(lang, e.Key, e.Args) }

// Text is the message of a key with its placeholders filled. A key that is missing shows itself, so that a
// forgotten message is seen and never hides what happened.
func Text(lang, key string, args Args) string {
	m, ok := messages()[key]
	if !ok {
		return key
	}
	s := m.VI
	if lang == "en" {
		s = m.EN
	}
	if len(args) == 0 {
		return s
	}
	return fill(s, lang, args)
}

// fill puts values in their places; a place without a value stays as it is.
func fill(s, lang string, args Args) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		length := strings.IndexByte(s[open:], '}')
		if length < 0 {
			break
		}
		b.WriteString(s[:open])
		if v, ok := args[s[open+1:open+length]]; ok {
			b.WriteString(show(lang, v))
		} else {
			b.WriteString(s[open : open+length+1])
		}
		s = s[open+length+1:]
	}
	b.WriteString(s)
	return b.String()
}

// Keys are all message keys, sorted.
func Keys() []string {
	keys := make([]string, 0, len(messages()))
	for k := range messages() {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func show(lang string, v any) string {
	switch v := v.(type) {
	case Ref:
		return Text(lang, string(v), nil)
	case interface{ In(lang string) string }: // a label of the law
		return v.In(lang)
	case day.Day:
		if lang == "en" {
			return v.String()
		}
		return v.Vietnamese()
	case decimal.Decimal:
		s := v.StringFixed(max(2, -v.Exponent()))
		if lang != "en" {
			s = strings.Replace(s, ".", ",", 1)
		}
		return s
	case int:
		return group(lang, int64(v))
	case int64:
		return group(lang, v)
	}
	return fmt.Sprint(v)
}

// group writes 41051 as 41.051 in Vietnamese and 41,051 in English.
func group(lang string, n int64) string {
	sep := "."
	if lang == "en" {
		sep = ","
	}
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return sign + s
}
