package graph

import (
	"sort"
	"strings"
	"unicode/utf8"

	"bienche/internal/fault"
)

// scanned is a query split into tokens, once, without recursion and without keeping more than the limits allow.
//
// The parser is given text, where each token stands on a line of its own, and never the query itself: the library
// draws the line of a syntax error character by character (half a megabyte on one line takes minutes), miscounts
// after a comment with marks, and recurses on brackets.
type scanned struct {
	text    []byte  // nil once parsed
	size    int     // of text
	at      []int32 // where token i starts in text
	from    []int32 // where token i starts in the query
	nesting int     // most brackets open at once
}

// scan counts tokens and open brackets and stops with LIMIT_EXCEEDED at the first that is too many.
func (l Limits) scan(query string, tokens int) (*scanned, error) {
	s := &scanned{text: make([]byte, 0, min(len(query)+len(query)/4, 1<<16))}
	open, written := 0, 0
	for pos := skipIgnored(query, 0); pos < len(query); pos = skipIgnored(query, pos) {
		end, err := l.token(query, pos)
		if err != nil {
			return nil, err
		}
		if len(s.at) >= tokens {
			return nil, exceeded("tokens", tokens)
		}
		switch query[pos] {
		case '{', '[', '(':
			open++
			s.nesting = max(s.nesting, open)
			if open > l.Nesting {
				return nil, exceeded("nesting", l.Nesting)
			}
		case '}', ']', ')':
			open--
		case '"':
			if written += end - pos; written > l.Literal {
				return nil, exceeded("literal", l.Literal)
			}
		}
		s.at = append(s.at, int32(len(s.text)))
		s.from = append(s.from, int32(pos))
		s.text = append(append(s.text, query[pos:end]...), '\n')
		if l.Text > 0 && len(s.text) > l.Text {
			return nil, exceeded("text", l.Text)
		}
		pos = end
	}
	s.size = len(s.text)
	return s, nil
}

// place turns a byte offset of text into line and column of the query, both from 1.
func (s *scanned) place(query string, offset int) Location {
	i := sort.Search(len(s.at), func(i int) bool { return int(s.at[i]) > offset }) - 1
	pos := len(query)
	if i >= 0 && offset < s.size {
		pos = min(int(s.from[i])+offset-int(s.at[i]), len(query))
	}
	return locate(query, pos)
}

// locate is the line and column of a byte of the query.
func locate(query string, pos int) Location {
	before := query[:pos]
	line := strings.LastIndexByte(before, '\n') + 1
	return Location{Line: strings.Count(before, "\n") + 1, Column: utf8.RuneCountInString(before[line:]) + 1}
}

// skipIgnored is the offset of the next token: past white space, commas, byte order marks and comments.
func skipIgnored(query string, pos int) int {
	for pos < len(query) {
		switch query[pos] {
		case ' ', '\t', '\n', '\r', ',':
			pos++
		case '#':
			n := strings.IndexAny(query[pos:], "\n\r")
			if n < 0 {
				return len(query)
			}
			pos += n
		case 0xEF:
			if !strings.HasPrefix(query[pos:], "\uFEFF") {
				return pos
			}
			pos += len("\uFEFF")
		default:
			return pos
		}
	}
	return pos
}

// token is the end of the token that starts at pos.
func (l Limits) token(query string, pos int) (end int, err error) {
	c := query[pos]
	switch {
	case isName(c):
		end = pos + span(query[pos:], func(c byte) bool { return isName(c) || isDigit(c) })
	case isDigit(c) || c == '-':
		end = pos + numberLength(query[pos:])
	case c == '"':
		return l.literal(query, pos)
	case strings.HasPrefix(query[pos:], "..."):
		end = pos + 3
	case strings.IndexByte("{}[]()!$:=@|&", c) >= 0:
		end = pos + 1
	default:
		return 0, badSyntax(query, pos, "unexpected character")
	}
	if end-pos > l.Name {
		return 0, exceeded("name", l.Name)
	}
	return end, nil
}

// literal is the end of the string or block string that starts at pos.
func (l Limits) literal(query string, pos int) (int, error) {
	mark := `"`
	if strings.HasPrefix(query[pos:], `"""`) {
		mark = `"""`
	}
	for i := pos + len(mark); i < len(query); i++ {
		if i-pos >= l.Literal {
			return 0, exceeded("literal", l.Literal)
		}
		switch {
		case strings.HasPrefix(query[i:], mark):
			return i + len(mark), nil
		case mark == `"` && query[i] == '\\':
			i++
		case mark == `"` && (query[i] == '\n' || query[i] == '\r'):
			return 0, badSyntax(query, pos, "unterminated string")
		case mark == `"""` && strings.HasPrefix(query[i:], `\"""`):
			i += 3
		}
	}
	return 0, badSyntax(query, pos, "unterminated string")
}

// numberLength is the length of the Int or Float that s starts with, at least 1.
func numberLength(s string) int {
	n := 0
	if s[0] == '-' {
		n = 1
	}
	n += span(s[n:], isDigit)
	if n < len(s) && s[n] == '.' {
		n += 1 + span(s[n+1:], isDigit)
	}
	if n < len(s) && (s[n] == 'e' || s[n] == 'E') {
		n++
		if n < len(s) && (s[n] == '+' || s[n] == '-') {
			n++
		}
		n += span(s[n:], isDigit)
	}
	return n
}

// span is the length of the beginning of s whose bytes are all in the class.
func span(s string, in func(byte) bool) int {
	n := 0
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}

func isName(c byte) bool { return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// jsonNesting is the deepest nesting of objects and arrays in a JSON text; it stops counting above most.
func jsonNesting(body []byte, most int) int {
	open, deepest := 0, 0
	for i := 0; i < len(body) && deepest <= most; i++ {
		switch body[i] {
		case '{', '[':
			open++
			deepest = max(deepest, open)
		case '}', ']':
			open--
		case '"':
			for i++; i < len(body) && body[i] != '"'; i++ {
				if body[i] == '\\' {
					i++
				}
			}
		}
	}
	return deepest
}

// badSyntax refuses a query that is not GraphQL.
func badSyntax(query string, pos int, detail string) error {
	refusal := fault.New(fault.BadInput, "graph.syntax", fault.Args{"detail": detail})
	return &located{refusal, []Location{locate(query, pos)}}
}
