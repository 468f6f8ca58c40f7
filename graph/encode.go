package graph

import (
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"

	"bienche/internal/day"
)

// AppendJSON appends the answer as JSON, its keys in the order of the query. The library answers with maps, which
// lose that order; what the engine has executed itself has kept it.
func (r *Response) AppendJSON(b []byte) []byte {
	b = append(b, '{')
	if r.executed {
		b = append(b, `"data":`...)
		b = appendValue(b, r.plan, r.data)
	}
	if len(r.Errors) > 0 {
		if r.executed {
			b = append(b, ',')
		}
		b = append(b, `"errors":`...)
		b = appendAny(b, r.Errors)
	}
	return append(b, '}')
}

// appendObject appends the keys of an object in the order of nodes; a nil object is null.
func appendObject(b []byte, nodes []*planNode, object map[string]any) []byte {
	if object == nil {
		return append(b, "null"...)
	}
	b = append(b, '{')
	first := true
	for _, n := range nodes {
		v, ok := object[n.key]
		if !ok {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, n.prefix...)
		b = appendValue(b, n.children, v)
	}
	return append(b, '}')
}

// appendWalked appends an object as the engine's own executor leaves it.
func appendWalked(b []byte, object *walked) []byte {
	b = append(b, '{')
	for i, n := range object.nodes {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, n.prefix...)
		b = appendValue(b, nil, object.values[i])
	}
	return append(b, '}')
}

// appendValue appends what the executor answers with: objects, lists and serialised leaves.
func appendValue(b []byte, nodes []*planNode, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendString(b, v)
	case *walked:
		return appendWalked(b, v)
	case rawJSON:
		return append(b, v...)
	case map[string]any:
		return appendObject(b, nodes, v)
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, nodes, item)
		}
		return append(b, ']')
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case bool:
		return strconv.AppendBool(b, v)
	case day.Day:
		b = append(b, '"')
		b = v.Time().AppendFormat(b, "2006-01-02")
		return append(b, '"')
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(b, "null"...)
		}
	}
	return appendAny(b, v)
}

// appendAny appends what is rare by the standard library; what cannot be written is null.
func appendAny(b []byte, v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, text...)
}

const hexDigits = "0123456789abcdef"

// appendString appends a JSON string; bytes that are not UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	done := 0
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= 0x20 && c < utf8.RuneSelf && c != '"' && c != '\\':
			i++
			continue
		case c >= utf8.RuneSelf:
			if r, n := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || n > 1 {
				i += n
				continue
			}
			b = append(append(b, s[done:i]...), "\uFFFD"...)
		case c == '"' || c == '\\':
			b = append(append(b, s[done:i]...), '\\', c)
		default:
			b = append(append(b, s[done:i]...), '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		done = i
	}
	return append(append(b, s[done:]...), '"')
}
