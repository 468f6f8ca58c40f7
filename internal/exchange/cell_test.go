package exchange

import (
	"testing"

	"bienche/internal/day"
)

func TestDaysAreReadAsPeopleAndSpreadsheetsWriteThem(t *testing.T) {
	for cell, want := range map[string]string{
		"31/12/2020": "2020-12-31", "1/2/2020": "2020-02-01", "01-02-2020": "2020-02-01", "01.02.2020": "2020-02-01",
		"2020-12-31": "2020-12-31", "2020-12-31T00:00:00": "2020-12-31", "2020-12-31 00:00:00Z": "2020-12-31",
		"44196": "2020-12-31", "44196.0": "2020-12-31", "29/02/2020": "2020-02-29",
		"29/02/2021": "", "31/04/2020": "", "12/31/2020": "", "44196.5": "", "2020": "", "12/2020": "", "hôm nay": "", "1/1/20": "", "01/01/1700": "",
	} {
		got, ok := parseDay(cell)
		if got.String() != want && ok || ok != (want != "") {
			t.Errorf("%q is %s, %v", cell, got, ok)
		}
	}
}

func TestABirthMayBeAMonthOrAYear(t *testing.T) {
	for cell, want := range map[string]string{
		"02/03/1980": "1980-03-02 DAY", "3/1980": "1980-03-01 MONTH", "1980": "1980-01-01 YEAR", "29282": "1980-03-02 DAY",
		"13/1980": "", "80": "",
	} {
		got, precision, ok := parseBirth(cell)
		if s := got.String() + " " + precision; ok && s != want || ok != (want != "") {
			t.Errorf("%q is %s, %v", cell, s, ok)
		}
		if ok && precision != "DAY" {
			if again, p, _ := parseBirth(birthText(got, precision)); again != got || p != precision {
				t.Errorf("%q is written as %q", cell, birthText(got, precision))
			}
		}
	}
}

func TestNumbersHaveAPointOrACommaAndAreNotGuessedAt(t *testing.T) {
	for cell, want := range map[string]string{
		"2.34": "2.34", "2,34": "2.34", "12": "12", "-1": "-1", "2.3399999999999999": "2.34", "4.0000000000000002E-2": "0.04", "1234": "1234", "0,5": "0.5",
		"2.345": "", "1,200": "", "1.234,5": "", "1 200": "", "": "", "x": "", ".5": "",
	} {
		got, ok := parseDecimal(cell)
		if ok && got.String() != want || ok != (want != "") {
			t.Errorf("%q is %s, %v", cell, got, ok)
		}
	}
}

func TestNoTextIsAFormulaAndNoneIsChanged(t *testing.T) {
	for _, s := range []string{"=1+1", "+84912", "-", "@x", "\tx", "\rx", "'x", "Nguyễn", "", "'=x"} {
		if w := neutral(s); w != "" && (w[0] == '=' || w[0] == '+' || w[0] == '-' || w[0] == '@' || w[0] == '\t' || w[0] == '\r') {
			t.Errorf("%q is written as %q", s, w)
		}
		if s != "'=x" && plain(neutral(s)) != s {
			t.Errorf("%q comes back as %q", s, plain(neutral(s)))
		}
	}
}

func TestTitlesAndWordsAreComparedWithoutMarksCaseAndSigns(t *testing.T) {
	for a, b := range map[string]string{"Mã đơn vị": "  MA DON_VI ", "Đến hết ngày": "ĐÊ\u0301N hết  NGÀY:", "% vượt khung": "Vượt khung"} {
		if folded(a) != folded(b) {
			t.Errorf("%q is %q, %q is %q", a, folded(a), b, folded(b))
		}
	}
}

func TestAnExcelDayIsWrittenAsItIsRead(t *testing.T) {
	for _, s := range []string{"1945-09-02", "1975-04-30", "2020-02-29", "2026-11-21"} {
		want := day.MustParse(s)
		if got := excelDay(excelDay(0).DaysUntil(want)); got != want {
			t.Errorf("%s comes back as %s", want, got)
		}
	}
}
