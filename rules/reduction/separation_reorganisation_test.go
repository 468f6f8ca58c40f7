package reduction

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"bienche/internal/day"
	"bienche/rules"
)

// reorganised is somebody of a reorganisation that took effect on 1 March 2025, and leaves on 1 May 2025.
func reorganised(l leaver) leaver {
	l.family = Reorganisation
	if l.leaves == "" {
		l.leaves = "2025-05-01"
	}
	if l.reorg == "" {
		l.reorg = "2025-03-01"
	}
	return l
}

var reorganisationCases = []separationCase{
	{"60 months ahead", reorganised(leaver{born: "1968-04-20"}), "EARLY_MONTHS 60C, EARLY_YEARS 25C, SERVICE 11C"},
	{"61 months ahead", reorganised(leaver{born: "1968-05-20"}), "EARLY_MONTHS 54C, EARLY_YEARS 22C, SERVICE 11C"},
	{"120 months ahead", reorganised(leaver{born: "1973-04-20"}), "EARLY_MONTHS 54C, EARLY_YEARS 40C, SERVICE 11C"},
	{"121 months ahead", reorganised(leaver{born: "1973-05-20"}), "not eligible, TOO_FAR_FROM_RETIREMENT"},
	{"24 months ahead", reorganised(leaver{born: "1965-07-20"}), "EARLY_MONTHS 24C, EARLY_YEARS 10C, SERVICE 11C"},
	{"23 months ahead: the lump only", reorganised(leaver{born: "1965-07-20", leaves: "2025-06-01"}), "EARLY_MONTHS 23C"},
	{"at the age", reorganised(leaver{born: "1963-12-20"}), "not eligible, AT_RETIREMENT_AGE"},
	{"arduous work, 60 months before the lower age", reorganised(leaver{born: "1973-04-20", reduced: true}), "EARLY_MONTHS 60C, EARLY_YEARS 25C, SERVICE 11C"},
	{"arduous work, 61 months before the lower age", reorganised(leaver{born: "1973-05-20", reduced: true}), "not eligible, TOO_FAR_FROM_RETIREMENT"},
	{"month 13, 30 months ahead", reorganised(leaver{born: "1966-01-20", reorg: "2024-05-01"}), "EARLY_MONTHS 15C, EARLY_YEARS 12.5C, SERVICE 11C"},
	{"month 13, 61 months ahead", reorganised(leaver{born: "1968-05-20", reorg: "2024-05-01"}), "EARLY_MONTHS 27C, EARLY_YEARS 22C, SERVICE 11C"},
	{"month 13, 23 months ahead", reorganised(leaver{born: "1965-07-20", leaves: "2025-06-01", reorg: "2024-06-01"}), "EARLY_MONTHS 11.5C"},
	{"the last month of the first twelve", reorganised(leaver{born: "1966-01-20", reorg: "2024-05-02"}), "EARLY_MONTHS 30C, EARLY_YEARS 12.5C, SERVICE 11C"},
	{"before the decision takes effect", reorganised(leaver{born: "1966-01-20", reorg: "2025-05-02"}), "not eligible, BEFORE_REORGANISATION"},
	{"a body that must reduce", reorganised(leaver{born: "1966-01-20", group: BodyMustReduce}), "EARLY_MONTHS 30C, EARLY_YEARS 12.5C, SERVICE 11C"},
	{"a body that must reduce, the last day of its twelve months", reorganised(leaver{born: "1967-05-20", group: BodyMustReduce, leaves: "2026-03-14", regime: "178/2024/NĐ-CP"}), "EARLY_MONTHS 39C, EARLY_YEARS 17.5C, SERVICE 12.5C"},
	{"a body that must reduce, the day after", reorganised(leaver{born: "1967-05-20", group: BodyMustReduce, leaves: "2026-03-15", regime: "178/2024/NĐ-CP"}), "EARLY_MONTHS 19.5C, EARLY_YEARS 17.5C, SERVICE 12.5C"},
	{"a body that must reduce has no longer band", reorganised(leaver{born: "1968-05-20", group: BodyMustReduce}), "not eligible, TOO_FAR_FROM_RETIREMENT"},
	{"a body that must reduce has no severance", reorganised(leaver{policy: ImmediateSeverance, born: "1985-05-20", group: BodyMustReduce}), "not eligible, POLICY_NOT_FOR_GROUP"},
	{"a body that must reduce, before the amendment", reorganised(leaver{born: "1966-01-20", group: BodyMustReduce, leaves: "2025-03-14"}), "not eligible, GROUP_NOT_IN_REGIME"},
	{"a body that must reduce, the first day of the amendment", reorganised(leaver{born: "1966-01-20", group: BodyMustReduce, leaves: "2025-03-15"}), "EARLY_MONTHS 32C, EARLY_YEARS 15C, SERVICE 11C"},
	{"too old for re-election is never halved", reorganised(leaver{born: "1966-01-20", group: TooOldForReelection, reorg: "2024-05-01"}), "EARLY_MONTHS 30C, EARLY_YEARS 12.5C, SERVICE 11C"},
	{"too old for re-election has no longer band", reorganised(leaver{born: "1968-05-20", group: TooOldForReelection}), "not eligible, TOO_FAR_FROM_RETIREMENT"},
	{"too old for re-election has no severance", reorganised(leaver{policy: ImmediateSeverance, born: "1985-05-20", group: TooOldForReelection}), "not eligible, POLICY_NOT_FOR_GROUP"},
	{"a post in an association, 61 months ahead, month 13", reorganised(leaver{born: "1968-05-20", group: AssociationPost, reorg: "2024-05-01"}), "EARLY_MONTHS 27C, EARLY_YEARS 22C, SERVICE 11C"},
	{"a post in an association, severance", reorganised(leaver{policy: ImmediateSeverance, born: "1985-05-20", group: AssociationPost}), "MONTHS_SERVED 48C, FIXED 3C, PER_YEAR 48C"},
	{"January 2025, 61 months ahead, month 13", reorganised(leaver{born: "1968-01-20", leaves: "2025-01-02", reorg: "2024-01-01"}), "EARLY_MONTHS 27C, EARLY_YEARS 22C, SERVICE 11C"},
	{"January 2025, a post in an association, 61 months ahead, month 13", reorganised(leaver{born: "1968-01-20", leaves: "2025-01-02", reorg: "2024-01-01", group: AssociationPost}), "EARLY_MONTHS 27C, EARLY_YEARS 22C, SERVICE 11C"},
	{"January 2025, severance", reorganised(leaver{policy: ImmediateSeverance, born: "1985-05-20", leaves: "2025-01-02", reorg: "2025-01-01"}), "MONTHS_SERVED 48C, FIXED 3C, PER_YEAR 48C"},
	{"January 2025, a post in an association, severance", reorganised(leaver{policy: ImmediateSeverance, born: "1985-05-20", leaves: "2025-01-02", reorg: "2025-01-01", group: AssociationPost}), "MONTHS_SERVED 48C, FIXED 3C, PER_YEAR 48C"},
	{"the first day of the decree", reorganised(leaver{born: "1966-01-20", leaves: "2025-01-01", reorg: "2025-01-01"}), "EARLY_MONTHS 34C, EARLY_YEARS 15C, SERVICE 11C"},
	{"a month short of 20 years in June 2025", reorganised(leaver{born: "1966-01-20", leaves: "2025-06-30", insured: 239}), "not eligible, INSURED_TIME_TOO_SHORT"},
	{"20 years in June 2025", reorganised(leaver{born: "1966-01-20", leaves: "2025-06-30", insured: 240}), "EARLY_MONTHS 29C, EARLY_YEARS 12.5C, SERVICE 5C"},
	{"20 years in July 2025", reorganised(leaver{born: "1966-01-20", leaves: "2025-07-01", insured: 240}), "EARLY_MONTHS 28C, EARLY_YEARS 12.5C, SERVICE 6.5C"},
	{"15 years in July 2025", reorganised(leaver{born: "1966-01-20", leaves: "2025-07-01", insured: 180}), "EARLY_MONTHS 28C, EARLY_YEARS 12.5C, SERVICE 4C"},
	{"a month short of 15 years in July 2025", reorganised(leaver{born: "1966-01-20", leaves: "2025-07-01", insured: 179}), "not eligible, INSURED_TIME_TOO_SHORT"},
	{"a woman of a commune with 17 years in June 2025", reorganised(leaver{sex: Female, born: "1971-03-20", leaves: "2025-06-01", level: "COMMUNE", insured: 204}), "EARLY_MONTHS 42C, EARLY_YEARS 17.5C, SERVICE 5C"},
	{"a woman of a commune with 15 years in June 2025", reorganised(leaver{sex: Female, born: "1971-03-20", leaves: "2025-06-01", level: "COMMUNE", insured: 180}), "EARLY_MONTHS 42C, EARLY_YEARS 17.5C, SERVICE 4C"},
	{"a woman of a commune a month short of 15 years", reorganised(leaver{sex: Female, born: "1971-03-20", leaves: "2025-06-01", level: "COMMUNE", insured: 179}), "not eligible, INSURED_TIME_TOO_SHORT"},
	{"a woman of a commune with 15 years before the amendment", reorganised(leaver{sex: Female, born: "1971-03-20", leaves: "2025-03-14", level: "COMMUNE", insured: 239}), "EARLY_MONTHS 45C, EARLY_YEARS 20C, SERVICE 5C"},
	{"a woman of a province with 17 years in June 2025", reorganised(leaver{sex: Female, born: "1971-03-20", leaves: "2025-06-01", level: "PROVINCE", insured: 204}), "not eligible, INSURED_TIME_TOO_SHORT"},
	{"severance 24 months ahead, not insured enough", reorganised(leaver{policy: ImmediateSeverance, born: "1965-07-20", insured: 48}), "MONTHS_SERVED 38.4C, FIXED 3C, PER_YEAR 6C"},
	{"severance 23 months ahead", reorganised(leaver{policy: ImmediateSeverance, born: "1965-07-20", leaves: "2025-06-01", insured: 48}), "not eligible, TOO_NEAR_RETIREMENT"},
	{"severance in month 13", reorganised(leaver{policy: ImmediateSeverance, born: "1985-07-20", reorg: "2024-01-01"}), "MONTHS_SERVED 24C, FIXED 3C, PER_YEAR 48C"},
	{"severance of a cadre", reorganised(leaver{policy: ImmediateSeverance, class: "CADRE", born: "1985-07-20"}), "MONTHS_SERVED 48C, FIXED 3C, PER_YEAR 48C"},
	{"severance of a public employee", reorganised(leaver{policy: ImmediateSeverance, class: "PUBLIC_EMPLOYEE", born: "1985-07-20"}), "MONTHS_SERVED 48C, PER_YEAR 48C"},
	{"severance under a contract", reorganised(leaver{policy: ImmediateSeverance, class: "CONTRACT", born: "1985-07-20"}), "MONTHS_SERVED 48C, PER_YEAR 48C"},
	{"severance of somebody who may retire early", reorganised(leaver{policy: ImmediateSeverance, born: "1973-04-20"}), "not eligible, ELIGIBLE_FOR_EARLY_RETIREMENT"},
}

func TestReorganisationAtItsEdges(t *testing.T) { run(t, load(t), reorganisationCases) }

// TestTheMilitaryExamples takes the months of TT 19/2025/TT-BQP, whose ages of retirement are a table of their own, and
// puts them into the formulas.
func TestTheMilitaryExamples(t *testing.T) {
	b := load(t)
	regime := b.History(regimes)[6]
	tests := []struct {
		name           string
		gap, insured   int
		base           int64
		leaves, reorg  string
		lump, years, s string
	}{
		{"long notice turns month 13 into month 12", 41, 35*12 + 11, 30_000_000, "2026-01-01", "2025-03-01", "1230000000", "525000000", "435000000"},
		{"month 13", 36, 36 * 12, 30_000_000, "2026-06-01", "2025-03-01", "540000000", "450000000", "435000000"},
		{"under two years, month 13", 12, 35*12 + 3, 26_000_000, "2026-05-01", "2025-03-01", "156000000", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := SeparationInput{LeavingDate: day.MustParse(tt.leaves), ReorganisationDate: day.MustParse(tt.reorg), Group: DirectlyAffected, InsuredMonths: tt.insured}
			s := &separation{law: law{Work: b.Begin(nil), prefix: regime.Attrs["prefix"], on: regime.To.AddDays(-1)}, in: in, regime: regime, gap: tt.gap, aged: true}
			s.countInsured()
			base := decimal.NewFromInt(tt.base)
			where := mainBand
			if tt.years == "" {
				where = shortBand
			}
			years := s.earlyYears()
			s.lump(where, base)
			if where == mainBand {
				s.perEarlyYear(where, years, base)
				s.serviceGrant(false, base)
			}
			var got []string
			for _, i := range s.out.Items {
				got = append(got, fmt.Sprint(i.Amount))
			}
			if want := strings.Fields(tt.lump + " " + tt.years + " " + tt.s); s.err != nil || strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("got %v, %v, want %v", got, s.err, want)
			}
		})
	}
}

// chosen overrides one parameter, as a province would.
type chosen struct {
	id    string
	value rules.Value
}

func (c chosen) Choice(id string, _ day.Day) (rules.Value, bool) { return c.value, id == c.id }

func TestTheReadingsTheLawLeavesOpen(t *testing.T) {
	b := load(t)
	number := func(n int64) rules.Value { return rules.Value{Number: decimal.NewFromInt(n)} }
	option := func(o string) rules.Value { return rules.Value{Choice: o} }
	tests := []struct {
		name string
		leaver
		chosen
		want string
	}{
		{"the first day of 178 is not covered", reorganised(leaver{born: "1966-01-20", leaves: "2025-01-01", reorg: "2025-01-01"}), chosen{"reduction.178_2024.first_day", option("NOT_COVERED")}, "not eligible, FIRST_DAY_NOT_COVERED"},
		{"the day after it is", reorganised(leaver{born: "1966-01-20", leaves: "2025-01-02", reorg: "2025-01-01"}), chosen{"reduction.178_2024.first_day", option("NOT_COVERED")}, "EARLY_MONTHS 34C, EARLY_YEARS 15C, SERVICE 11C"},
		{"178: the lump of under two years is not halved", reorganised(leaver{born: "1965-07-20", leaves: "2025-06-01", reorg: "2024-06-01"}), chosen{"reduction.178_2024.early_months.short_later", option("FULL")}, "EARLY_MONTHS 23C"},
		{"178: the last day belongs to the first months", reorganised(leaver{born: "1966-01-20", reorg: "2024-05-01"}), chosen{"reduction.178_2024.first_months.last_day", option("WITHIN")}, "EARLY_MONTHS 30C, EARLY_YEARS 12.5C, SERVICE 11C"},
		{"178: early years are full years", reorganised(leaver{born: "1966-01-20"}), chosen{"reduction.178_2024.early_retirement.years_rounding", option("FULL_YEARS")}, "EARLY_MONTHS 30C, EARLY_YEARS 10C, SERVICE 11C"},
		{"154: early years are full years", leaver{born: "1966-05-20", leaves: "2025-12-01"}, chosen{"reduction.154_2025.early_retirement.years_rounding", option("FULL_YEARS")}, "EARLY_YEARS 10C, SERVICE 11C"},
		{"154: rounded years decide", leaver{born: "1968-08-20", leaves: "2025-09-01", insured: 175}, chosen{"reduction.154_2025.early_retirement.insured_test", option("ROUNDED_YEARS")}, "EARLY_YEARS 25C, SERVICE 5C"},
		{"108: exactly six months are half a year", leaver{born: "1962-03-20", leaves: "2019-04-01", insured: 390}, chosen{"reduction.108_2014.odd_months.year_from", number(7)}, "EARLY_YEARS 9A, SERVICE 11.25A"},
		{"108: exactly six months are a year", leaver{born: "1962-03-20", leaves: "2019-04-01", insured: 390}, chosen{}, "EARLY_YEARS 9A, SERVICE 11.5A"},
		{"108: severance up to 58", leaver{policy: ImmediateSeverance, born: "1959-05-20", leaves: "2016-05-01", insured: 200}, chosen{"reduction.108_2014.severance.max_age.male", number(696)}, "FIXED 3C, PER_YEAR 25.5A"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := said(SeparationBenefit(b.Begin(tt.chosen), tt.input())); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	out, err := SeparationBenefit(b.Begin(nil), reorganised(leaver{born: "1966-01-20"}).input())
	if err != nil || !strings.Contains(fmt.Sprint(formulas(out)), "The decision took effect on 2025-03-01") {
		t.Errorf("the first months are counted from the decision: %v, %v", formulas(out), err)
	}
	in := leaver{born: "1962-03-20", leaves: "2019-04-01"}.input()
	out, err = SeparationBenefit(b.Begin(chosen{"reduction.108_2014.money_unit", number(1000)}), in)
	if err != nil || out.Total != 54_000_000+66_000_000 {
		t.Errorf("rounded to a thousand: %d, %v", out.Total, err)
	}
}

func formulas(out SeparationOutcome) []string {
	var all []string
	for _, s := range out.Trace {
		all = append(all, s.Formula.In("en"))
	}
	return all
}
