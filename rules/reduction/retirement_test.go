package reduction

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/rules"
)

// law is loaded once; it does not change.
var loaded = sync.OnceValues(rules.Load)

func load(t testing.TB) *rules.Book {
	t.Helper()
	b, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRetirementOfThePublishedExamples(t *testing.T) {
	b := load(t)
	text, err := os.ReadFile("../testdata/retirement.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		ID    string
		Input struct {
			Sex           Sex
			BirthDate     day.Day
			WorkCondition string
		}
		Expect struct{ PensionFrom day.Day }
	}
	if err := json.Unmarshal(text, &vectors); err != nil || len(vectors) == 0 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for _, v := range vectors {
		t.Run(v.ID, func(t *testing.T) {
			got, err := RetirementMonth(b, v.Input.BirthDate, v.Input.Sex, v.Input.WorkCondition == "REDUCED_AGE")
			if err != nil || got.PensionFrom != v.Expect.PensionFrom {
				t.Errorf("pension from %s, %v, want %s", got.PensionFrom, err, v.Expect.PensionFrom)
			}
		})
	}
}

// TestEveryPrintedMonthOfTheAnnexes walks the printed rows month by month.
func TestEveryPrintedMonthOfTheAnnexes(t *testing.T) {
	b := load(t)
	file, err := os.Open("testdata/retirement_annexes.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	months := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		f := strings.Fields(lines.Text())
		born, last := day.MustParse(f[2]+"-01"), day.MustParse(f[3]+"-01")
		pension, end := day.MustParse(f[5]+"-01"), day.MustParse(f[6]+"-01")
		for ; !born.After(last); born, pension = born.AddMonths(1), pension.AddMonths(1) {
			months++
			for _, birth := range []day.Day{born, born.AddMonths(1).AddDays(-1)} {
				got, err := RetirementMonth(b, birth, Sex(f[0]), f[1] == "REDUCED_AGE")
				age := fmt.Sprintf("%dy%dm", got.AgeYears, got.AgeMonths)
				if err != nil || got.PensionFrom != pension || age != f[4] || got.LastDay != pension.AddDays(-1) {
					t.Errorf("%s %s born %s: %+v, %v, want %s from %s", f[0], f[1], birth, got, err, f[4], pension)
				}
			}
		}
		if pension.AddMonths(-1) != end {
			t.Errorf("the row %q is not whole", lines.Text())
		}
	}
	if months != 2*(72+120) {
		t.Errorf("%d months were printed", months)
	}
}

func TestRetirementAcrossTheRoadMap(t *testing.T) {
	b := load(t)
	tests := []struct {
		name    string
		birth   string
		sex     Sex
		reduced bool
		age     [2]int
		last    string
	}{
		{"a man of the old age", "1955-03-20", Male, false, [2]int{60, 0}, "2015-03-31"},
		{"a woman of the old age", "1956-07-01", Female, false, [2]int{55, 0}, "2011-07-31"},
		{"the eve of the transition for men", "1960-11-30", Male, false, [2]int{60, 0}, "2020-11-30"},
		{"the last man of the old age", "1960-12-31", Male, false, [2]int{60, 0}, "2020-12-31"},
		{"the first man of the road map", "1961-01-01", Male, false, [2]int{60, 3}, "2021-04-30"},
		{"the eve of the transition for women", "1965-11-30", Female, false, [2]int{55, 0}, "2020-11-30"},
		{"the last woman of the old age", "1965-12-01", Female, false, [2]int{55, 0}, "2020-12-31"},
		{"the first woman of the road map", "1966-01-31", Female, false, [2]int{55, 4}, "2021-05-31"},
		{"the last man before the final age", "1966-03-31", Male, false, [2]int{61, 9}, "2027-12-31"},
		{"the first man of the final age", "1966-04-10", Male, false, [2]int{62, 0}, "2028-04-30"},
		{"the last woman before the final age", "1975-04-30", Female, false, [2]int{59, 8}, "2034-12-31"},
		{"the first woman of the final age", "1975-05-10", Female, false, [2]int{60, 0}, "2035-05-31"},
		{"the last man of the old reduced age", "1965-12-31", Male, true, [2]int{55, 0}, "2020-12-31"},
		{"the first man of the new reduced age", "1966-01-01", Male, true, [2]int{55, 3}, "2021-04-30"},
		{"the last woman of the old reduced age", "1970-12-31", Female, true, [2]int{50, 0}, "2020-12-31"},
		{"the first woman of the new reduced age", "1971-01-01", Female, true, [2]int{50, 4}, "2021-05-31"},
		{"a man whose old age is the first that the law loaded knows", "1935-01-15", Male, false, [2]int{60, 0}, "1995-01-31"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := RetirementMonth(b, day.MustParse(tt.birth), tt.sex, tt.reduced)
			if err != nil || got.LastDay.String() != tt.last || [2]int{got.AgeYears, got.AgeMonths} != tt.age {
				t.Errorf("%d years %d months, last day %s, %v", got.AgeYears, got.AgeMonths, got.LastDay, err)
			}
		})
	}
}

func TestRetirementSaysHowItWent(t *testing.T) {
	w := load(t).Begin(nil)
	_, err := Retirement(w, RetirementInput{BirthDate: day.Of(1965, 7, 15), BirthDayUnknown: true, Sex: Male, ReducedAge: false})
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for _, s := range w.Steps {
		steps = append(steps, s.Formula.In("vi")+" | "+s.Value+" "+string(s.Unit)+" | "+s.Sources[0].Document+" "+s.Sources[0].At)
	}
	want := []string{
		"Hồ sơ không ghi ngày sinh: lấy ngày 01 của tháng sinh, 01/07/1965 | 1965-07-01 date | 158/2025/NĐ-CP Điều 12 khoản 2",
		"Tuổi nghỉ hưu năm 2025 là 61 tuổi 3 tháng; người sinh tháng 07/1965 đủ tuổi này vào tháng 10/2026, sau năm 2025: xét năm sau | 2026-10-01 date | 135/2020/NĐ-CP Điều 4 khoản 2",
		"Tuổi nghỉ hưu năm 2026 là 61 tuổi 6 tháng; người sinh tháng 07/1965 đủ tuổi này vào tháng 01/2027, sau năm 2026: xét năm sau | 2027-01-01 date | 135/2020/NĐ-CP Điều 4 khoản 2",
		"Tuổi nghỉ hưu năm 2027 là 61 tuổi 9 tháng; người sinh tháng 07/1965 đủ tuổi này vào tháng 04/2027, trong năm 2027: áp dụng năm 2027 | 2027-04-01 date | 135/2020/NĐ-CP Điều 4 khoản 2",
		"741 tháng = 61 tuổi 9 tháng | 741 months | 135/2020/NĐ-CP Điều 4 khoản 2",
		"07/1965 + 61 tuổi 9 tháng = 04/2027 | 2027-04-01 date | 135/2020/NĐ-CP Điều 4 khoản 2",
		"Ngày cuối tháng 04/2027: 30/04/2027 | 2027-04-30 date | 135/2020/NĐ-CP Điều 4 khoản 2",
		"Ngày đầu tháng liền kề sau tháng đủ tuổi: 01/05/2027 | 2027-05-01 date | 135/2020/NĐ-CP Điều 4 khoản 2",
	}
	if !reflect.DeepEqual(steps, want) {
		t.Errorf("got\n%s", strings.Join(steps, "\n"))
	}
	for _, s := range w.Steps {
		if en := s.Label.In("en") + s.Formula.In("en"); strings.ContainsAny(en, "{}") {
			t.Errorf("a placeholder is left open: %s", en)
		}
	}
	if bases := w.LegalBases(); len(bases) != 2 {
		t.Errorf("legal bases %v: a year that only says where to look is no basis", bases)
	}
}

func TestTheClauseOfTransitionIsNamed(t *testing.T) {
	b := load(t)
	tests := []struct {
		birth   string
		sex     Sex
		reduced bool
		want    bool
	}{
		{"1960-11-15", Male, false, false}, {"1960-12-15", Male, false, true}, {"1961-01-15", Male, false, false}, {"1960-12-15", Female, false, false},
		{"1965-11-15", Female, false, false}, {"1965-12-15", Female, false, true}, {"1966-01-15", Female, false, false}, {"1965-12-15", Male, true, false},
	}
	for _, tt := range tests {
		w := b.Begin(nil)
		if _, err := Retirement(w, RetirementInput{BirthDate: day.MustParse(tt.birth), Sex: tt.sex, ReducedAge: tt.reduced}); err != nil {
			t.Fatal(err)
		}
		if got := w.Steps[len(w.Steps)-1].Sources[0].At == "Điều 7 khoản 2"; got != tt.want {
			t.Errorf("%s born %s: the clause of transition is named: %v", tt.sex, tt.birth, got)
		}
	}
}

func TestAnUnknownBirthDay(t *testing.T) {
	b := load(t)
	tests := []struct{ name, birth, taken, at string }{
		{"the month is known, before any text on it", "1957-03-09", "1957-03-01", "Điều 145"},
		{"the month is known, between two texts", "1964-02-20", "1964-02-01", "Điều 3"},
		{"the month is known", "1970-03-09", "1970-03-01", "Điều 12 khoản 2"},
		{"only the year is known, before any text on it", "1957-01-01", "1957-01-01", "Điều 145"},
		{"only the year is known", "1964-01-01", "1964-01-01", "Điều 3 khoản 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := b.Begin(nil)
			got, err := Retirement(w, RetirementInput{BirthDate: day.MustParse(tt.birth), BirthDayUnknown: true, Sex: Male})
			known, _ := RetirementMonth(b, day.MustParse(tt.birth), Male, false)
			if err != nil || got != known || w.Steps[0].Value != tt.taken || w.Steps[0].Sources[0].At != tt.at {
				t.Errorf("%+v, %v, first step %+v", got, err, w.Steps[0])
			}
		})
	}
}

func TestRetirementRefusesBadInput(t *testing.T) {
	b := load(t)
	today := day.Of(2026, 11, 22)
	tests := []struct {
		name  string
		in    RetirementInput
		code  fault.Code
		field string
	}{
		{"no birth date", RetirementInput{Sex: Male}, fault.BadInput, "birthDate"},
		{"a birth in the future", RetirementInput{BirthDate: today.AddDays(1), Sex: Male, AsOf: today}, fault.BadInput, "birthDate"},
		{"an absurd birth", RetirementInput{BirthDate: day.Of(1899, 12, 31), Sex: Male}, fault.BadInput, "birthDate"},
		{"no sex", RetirementInput{BirthDate: day.Of(1970, 1, 1)}, fault.BadInput, "sex"},
		{"the age was reached before the law loaded begins", RetirementInput{BirthDate: day.Of(1934, 12, 31), Sex: Male}, fault.NotCovered, ""},
		{"long before the law loaded begins", RetirementInput{BirthDate: day.Of(1900, 1, 1), Sex: Female}, fault.NotCovered, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Retirement(b.Begin(nil), tt.in)
			if e := fault.From(err); e.Code != tt.code || e.Field != tt.field {
				t.Errorf("%s at %q: %v", e.Code, e.Field, err)
			}
		})
	}
	if _, err := Retirement(b.Begin(nil), RetirementInput{BirthDate: today, Sex: Male, AsOf: today}); err != nil {
		t.Errorf("born today: %v", err)
	}
}

// TestALaterBirthNeverRetiresEarlier also holds that the same input gives the same trace.
func TestALaterBirthNeverRetiresEarlier(t *testing.T) {
	b := load(t)
	for _, sex := range []Sex{Male, Female} {
		for _, reduced := range []bool{false, true} {
			last := day.Day{}
			for born := day.Of(1945, 1, 1); born.Year() < 2000; born = born.AddMonths(1) {
				in := RetirementInput{BirthDate: born, Sex: sex, ReducedAge: reduced}
				w, again := b.Begin(nil), b.Begin(nil)
				got, err := Retirement(w, in)
				if err != nil || !last.IsZero() && got.PensionFrom.Before(last) {
					t.Fatalf("%s born %s: pension from %s, %v, a month older: %s", sex, born, got.PensionFrom, err, last)
				}
				if _, err := Retirement(again, in); err != nil || !reflect.DeepEqual(w.Steps, again.Steps) {
					t.Fatalf("%s born %s: another trace, %v", sex, born, err)
				}
				last = got.PensionFrom
			}
		}
	}
}

func TestThePapersOfARetirement(t *testing.T) {
	b := load(t)
	tests := []struct{ name, pension, notice, decision, document string }{
		{"first month of 46/2010", "2010-07-01", "2010-01-01", "2010-04-01", "46/2010/NĐ-CP"},
		{"eve of 170/2025", "2025-06-01", "2024-12-01", "2025-03-01", "46/2010/NĐ-CP"},
		{"first day of 170/2025", "2025-07-01", "2025-01-01", "2025-04-01", "170/2025/NĐ-CP"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := b.Begin(nil)
			got, err := RetirementDates(w, day.MustParse(tt.pension))
			if err != nil || got.NoticeBy.String() != tt.notice || got.DecisionBy.String() != tt.decision || w.Steps[0].Sources[0].Document != tt.document {
				t.Errorf("%+v, %v, %v", got, err, w.Steps)
			}
		})
	}
	if _, err := RetirementDates(b.Begin(nil), day.Of(2010, 6, 1)); fault.CodeOf(err) != fault.NotCovered {
		t.Errorf("before any text: %v", err)
	}
}

func TestHowLongARetirementMayBePutOff(t *testing.T) {
	b := load(t)
	for _, on := range []string{"2010-06-15", "2025-07-01"} {
		for why, want := range map[string]int64{"HOLIDAY_OR_BEREAVEMENT": 1, "SERIOUS_ILLNESS_OR_ACCIDENT": 3, "LONG_TERM_ILLNESS": 6} {
			row, _, err := b.Begin(nil).Row("reduction.retirement.deferral", why, day.MustParse(on))
			if err != nil || row.Cells["months"].IntPart() != want {
				t.Errorf("%s on %s: %v, %v", why, on, row, err)
			}
		}
	}
}

func BenchmarkRetirement(b *testing.B) {
	book := load(b)
	in := RetirementInput{BirthDate: day.Of(1965, 7, 15), Sex: Male}
	for b.Loop() {
		if _, err := Retirement(book.Begin(nil), in); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTheSamplesReadWhatRetirementReads(t *testing.T) {
	readers, err := load(t).Readers(RetirementCalculators())
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"reduction.retirement_age.male": "retirement", "reduction.retirement_age.female": "retirement", "reduction.retirement_age.reduced_by": "retirement",
		"reduction.retirement.unknown_birth_day": "retirement", "reduction.retirement.unknown_birth_month": "retirement", "reduction.retirement.transition": "retirement",
		"reduction.retirement.notice_months": "retirementDates", "reduction.retirement.decision_months": "retirementDates",
	} {
		if all := readers[id]; len(all) != 1 || all[0].Code != want {
			t.Errorf("%s is read by %v, want %s", id, all, want)
		}
	}
}
