package graph

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/internal/fault"
)

// The scalars of the contract. ParseValue takes what JSON holds as well as the Go value itself, and gives nil for
// anything else, which the engine turns into BAD_INPUT with the path of the field.
var (
	// Date is day.Day; a zero Day and Forever are null.
	Date = graphql.NewScalar(graphql.ScalarConfig{
		Name: "Date", Description: "A calendar day, YYYY-MM-DD.",
		Serialize: showDay, ParseValue: parseDay, ParseLiteral: fromString(parseDay),
	})
	// DateTime is time.Time; a zero time is null.
	DateTime = graphql.NewScalar(graphql.ScalarConfig{
		Name: "DateTime", Description: "An instant, RFC 3339 with offset.",
		Serialize: showTime, ParseValue: parseTime, ParseLiteral: fromString(parseTime),
	})
	// Money is int64.
	Money = graphql.NewScalar(graphql.ScalarConfig{
		Name: "Money", Description: "Whole đồng, a JSON number of up to 64 bits.",
		Serialize: showMoney, ParseValue: parseMoney, ParseLiteral: func(v ast.Value) any {
			if v, ok := v.(*ast.IntValue); ok {
				return parseMoney(json.Number(v.Value))
			}
			return nil
		},
	})
	// Decimal is decimal.Decimal.
	Decimal = graphql.NewScalar(graphql.ScalarConfig{
		Name: "Decimal", Description: "An exact decimal number, a JSON string such as \"2.34\".",
		Serialize: showDecimal, ParseValue: parseDecimal, ParseLiteral: fromString(parseDecimal),
	})
)

// fromString reads a literal that must be a string.
func fromString(parse func(any) any) func(ast.Value) any {
	return func(v ast.Value) any {
		if v, ok := v.(*ast.StringValue); ok {
			return parse(v.Value)
		}
		return nil
	}
}

func showDay(v any) any {
	switch v := v.(type) {
	case day.Day:
		if v.IsZero() || v.IsForever() {
			return nil
		}
		return v
	case *day.Day:
		if v == nil {
			return nil
		}
		return showDay(*v)
	}
	return nil
}

func parseDay(v any) any {
	switch v := v.(type) {
	case day.Day:
		return v
	case string:
		if d, err := day.Parse(v); err == nil {
			return d
		}
	}
	return nil
}

func showTime(v any) any {
	switch v := v.(type) {
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return v.In(day.Zone).Format(time.RFC3339Nano)
	case *time.Time:
		if v == nil {
			return nil
		}
		return showTime(*v)
	}
	return nil
}

func parseTime(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v
	case string:
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil && 1 <= t.Year() && t.Year() <= 9999 {
			return t
		}
	}
	return nil
}

func showMoney(v any) any {
	switch v := v.(type) {
	case int64:
		return v
	case int:
		return int64(v)
	case *int64:
		if v == nil {
			return nil
		}
		return *v
	}
	return nil
}

func parseMoney(v any) any {
	switch v := v.(type) {
	case int64:
		return v
	case int:
		return int64(v)
	case float64:
		if v == float64(int64(v)) && v < 1<<53 && v > -1<<53 {
			return int64(v)
		}
	case json.Number:
		if n, err := strconv.ParseInt(string(v), 10, 64); err == nil {
			return n
		}
	}
	return nil
}

func showDecimal(v any) any {
	switch v := v.(type) {
	case decimal.Decimal:
		return v.String()
	case *decimal.Decimal:
		if v == nil {
			return nil
		}
		return v.String()
	case decimal.NullDecimal:
		if !v.Valid {
			return nil
		}
		return v.Decimal.String()
	}
	return nil
}

// plainDecimal leaves out exponents: 1e999999999 is short to send and a gigabyte to write out.
var plainDecimal = regexp.MustCompile(`^-?[0-9]{1,18}(\.[0-9]{1,18})?$`)

func parseDecimal(v any) any {
	switch v := v.(type) {
	case decimal.Decimal:
		return v
	case string:
		if plainDecimal.MatchString(v) {
			return decimal.RequireFromString(v)
		}
	}
	return nil
}

// EncodeID is the id that clients see of the nth object of a kind, for example unit and 123. They must not take it
// apart.
func EncodeID(kind string, n int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(kind + ":" + strconv.FormatInt(n, 10)))
}

// DecodeID is the number in an id of the given kind. Anything else, an id of another kind included, is BAD_INPUT.
func DecodeID(kind, s string) (int64, error) {
	if b, err := base64.RawURLEncoding.Strict().DecodeString(s); err == nil {
		digits, ok := strings.CutPrefix(string(b), kind+":")
		if n, err := strconv.ParseInt(digits, 10, 64); ok && err == nil && n > 0 && EncodeID(kind, n) == s {
			return n, nil
		}
	}
	return 0, fault.New(fault.BadInput, "fault.bad_id", fault.Args{"value": excerpt(s)})
}

// excerpt is the beginning of a value, for a message about it.
func excerpt(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
