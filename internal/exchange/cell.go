package exchange

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"bienche/internal/day"
	"bienche/models"
)

// Days that Excel counts; below the first a number is more likely a slip than a day, see parseDay.
const firstSerial, lastSerial = 10_000, 110_000

// excelDay is the day that Excel's number n stands for (days since 30/12/1899, as of 01/03/1900).
func excelDay(n int) day.Day { return day.Of(1899, time.December, 30).AddDays(n) }

var (
	vietnameseDay = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)
	monthOnly     = regexp.MustCompile(`^(\d{1,2})[/.-](\d{4})$`)
	yearOnly      = regexp.MustCompile(`^(1[89]|2[01])\d\d$`)
	isoDay        = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})([T ]00:00(:00(\.0+)?)?Z?)?$`)
	plainNumber   = regexp.MustCompile(`^-?\d+([.,]\d+)?(E[+-]?\d+)?$`)
	groupOfThree  = regexp.MustCompile(`^-?\d{1,3}[.,]\d{3}$`)
)

// parseDay reads dd/mm/yyyy, yyyy-mm-dd or Excel's own number of a day.
func parseDay(s string) (day.Day, bool) {
	if m := vietnameseDay.FindStringSubmatch(s); m != nil {
		d, err := day.Parse(m[3] + "-" + two(m[2]) + "-" + two(m[1]))
		return d, err == nil
	}
	if m := isoDay.FindStringSubmatch(s); m != nil {
		d, err := day.Parse(m[1])
		return d, err == nil
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && f >= firstSerial && f < lastSerial && f == math.Trunc(f) {
		return excelDay(int(f)), true
	}
	return day.Day{}, false
}

// parseBirth reads a day as parseDay does, or a month (mm/yyyy) or a year, as old papers have them.
func parseBirth(s string) (d day.Day, precision string, ok bool) {
	if m := monthOnly.FindStringSubmatch(s); m != nil {
		d, err := day.Parse(m[2] + "-" + two(m[1]) + "-01")
		return d, "MONTH", err == nil
	}
	if yearOnly.MatchString(s) {
		d, err := day.Parse(s + "-01-01")
		return d, "YEAR", err == nil
	}
	d, ok = parseDay(s)
	return d, "DAY", ok
}

// birthText writes a birth date as precisely as it is known.
func birthText(d day.Day, precision string) string {
	s := d.Vietnamese()
	switch precision {
	case "MONTH":
		return s[3:]
	case "YEAR":
		return s[6:]
	}
	return s
}

func two(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// parseDecimal reads a number with a point or a comma. A single separator before exactly three digits could mean
// thousands or a fraction, and is not guessed at.
func parseDecimal(s string) (decimal.Decimal, bool) {
	if !plainNumber.MatchString(s) || groupOfThree.MatchString(s) {
		return decimal.Zero, false
	}
	d, err := decimal.NewFromString(strings.Replace(s, ",", ".", 1))
	if err != nil {
		return decimal.Zero, false
	}
	if d.Exponent() < -6 { // what floating point left of a typed number: 2.3399999999999999
		d = d.Round(6)
	}
	return d, true
}

// parseInteger reads a whole number; grouped digits are not guessed at.
func parseInteger(s string) (int, bool) {
	d, ok := parseDecimal(s)
	if !ok || !d.IsInteger() || d.Abs().GreaterThan(decimal.NewFromInt(math.MaxInt32)) {
		return 0, false
	}
	return int(d.IntPart()), true
}

// clean is models.CleanText, at once for the many cells that are clean already.
func clean(s string) string {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ', c == 0x7f, c == 0xc2, c == 0xe2, // controls; no-break and zero-width spaces
			c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' '):
			return models.CleanText(s)
		}
	}
	if norm.NFC.QuickSpanString(s) < len(s) {
		return models.CleanText(s)
	}
	return s
}

// formulaStart are the signs that make a spreadsheet take a text for a formula.
const formulaStart = "=+-@\t\r"

// neutral makes a text that a spreadsheet would run harmless, the way Excel itself marks a text.
func neutral(s string) string {
	if s != "" && strings.ContainsRune(formulaStart, rune(s[0])) {
		return "'" + s
	}
	return s
}

// plain takes back what neutral added.
func plain(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune(formulaStart, rune(s[1])) {
		return s[1:]
	}
	return s
}
