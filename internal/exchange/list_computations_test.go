package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bienche/models"
)

// keepBatches keeps, for everybody in the office, a computation in batch 1, of the whole province, and in batch 2, of unit 3: of
// three people one gets a benefit, one gets none for two reasons, and one was refused.
func (o *office) keepBatches() {
	o.Helper()
	o.exec("INSERT INTO job (id, kind, created_by, recorded_in) OVERRIDING SYSTEM VALUE VALUES (801, 'computation.batch', 1, 1000000), (802, 'computation.batch', 1, 1000000)")
	o.exec(`INSERT INTO computation_batch (id, job_id, calculator, title, unit_id, filter, ask, created_by, recorded_in) OVERRIDING SYSTEM VALUE
		VALUES (1, 801, 'separationBenefit', 'Cả tỉnh', NULL, '{}', '{}', 1, 1000000), (2, 802, 'separationBenefit', '=Sở số 3', 3, '{}', '{}', 1, 1000000)`)
	o.exec(`INSERT INTO computation (batch_id, staff_id, unit_id, calculator, case_day, input, result, regime, total, outcome, problem, made_by, recorded_in)
		SELECT b.id, m.id, 3, 'separationBenefit', '2025-06-16', '{}', r.result, r.regime, r.total * (3000000000 + m.id), r.outcome, r.problem, 1, 1000000
		FROM computation_batch b, staff_member m JOIN (VALUES
			(0, 'ELIGIBLE', '154/2025/NĐ-CP', 1, '{"eligible": true}'::jsonb, NULL::jsonb),
			(1, 'INELIGIBLE', '154/2025/NĐ-CP', 0, '{"reasons": [{"code": "A", "text": ["Thiếu năm.", "Years."]}, {"code": "B", "text": ["Quá tuổi.", "Age."]}]}', NULL),
			(2, 'REFUSED', '', 0, NULL, '{"code": "X", "text": ["=Chưa nạp.", "Not loaded."]}')) r (n, result, regime, total, outcome, problem) ON r.n = m.id % 3`)
}

func TestTheComputationsOfABatchAreExportedAsTheirReaderSeesThem(t *testing.T) {
	o := newOffice(t)
	o.keepBatches()
	all := []string{"code", "result", "regime", "caseDay", "total", "reason"}
	columns, err := json.Marshal(all)
	o.must(err)
	ordered := func(user, search string) (above []string, rows []string) {
		job := o.done(o.order(user, "computations", fmt.Sprintf(`{"search": %q, "columns": %s}`, search, columns)))
		for i, r := range o.sheet(user, job) {
			switch {
			case i < 6:
				above = append(above, strings.Join(r, ""))
			case i > 6:
				rows = append(rows, strings.Join(r, "|"))
			}
		}
		return above, rows
	}
	const regime = "|Tinh giản biên chế theo Nghị định số 154/2025/NĐ-CP|16/06/2025|"
	for _, c := range []struct {
		user, batch string
		top         int // the unit whose people the reader sees
	}{{"chuyenvien", "1", 1}, {"chuyenvien", "2", 1}, {"nhansu", "2", 3}} {
		t.Run(c.user+", batch "+c.batch, func(t *testing.T) {
			above, rows := ordered(c.user, "?batch=computation_batch"+c.batch+"&size=20&open=x")
			var got []string
			for _, r := range rows {
				code, rest, _ := strings.Cut(r, "|")
				got = append(got, code)
				total, err := models.One[int64](audited(o), o.owner, models.Q(`SELECT c.total FROM computation c JOIN staff_member m ON m.id = c.staff_id
					WHERE m.code = ? AND c.batch_id = ?::bigint`, code, c.batch))
				o.must(err)
				if total != 0 && rest != fmt.Sprint("Được hưởng", regime, total) ||
					total == 0 && rest != "Không thuộc diện hưởng"+regime+"0|Thiếu năm. Quá tuổi." && rest != "Không tính được||16/06/2025||'=Chưa nạp." {
					t.Errorf("%s reads %q", code, rest)
				}
			}
			if !strings.Contains(rows[0], "Được hưởng") || strings.Contains(rows[len(rows)-1], "Được hưởng") {
				t.Errorf("the largest do not come first: %q … %q", rows[0], rows[len(rows)-1])
			}
			slices.Sort(got)
			want, err := models.One[string](audited(o), o.owner, models.Q(`SELECT string_agg(m.code, ' ' ORDER BY m.code) FROM staff_member m
				JOIN org_unit u ON u.id = m.home_unit_id JOIN org_unit top ON u.access_path LIKE top.access_path || '%' WHERE top.id = ?`, c.top))
			o.must(err)
			if strings.Join(got, " ") != want {
				t.Errorf("computations of %q, want those of %s", got, want)
			}
			if want := map[string]string{"1": "Bộ lọc: Đợt tính: Cả tỉnh", "2": "Bộ lọc: Đợt tính: =Sở số 3"}[c.batch]; above[2] != want {
				t.Errorf("the filter reads %q, want %q", above[2], want)
			}
		})
	}
	above, refused := ordered("nhansu", "batch=computation_batch2&result=REFUSED")
	if len(refused) == 0 || slices.ContainsFunc(refused, func(r string) bool { return !strings.Contains(r, "Không tính được") }) || !strings.HasSuffix(above[2], "; Kết quả: Không tính được") {
		t.Errorf("those refused alone: %q %q", above, refused)
	}
}

func TestTheTotalOfAComputationIsANumber(t *testing.T) {
	o := newOffice(t)
	o.keepBatches()
	job := o.done(o.order("chuyenvien", "computations", `{"search": "batch=computation_batch1", "columns": ["total", "name", "unit"], "lang": "en"}`))
	_, file := o.ask("chuyenvien", http.MethodGet, fmt.Sprintf("/api/job/job%d/result", job.ID), nil, "")
	f, err := excelize.OpenReader(bytes.NewReader(file))
	o.must(err)
	defer f.Close()
	kind, err := f.GetCellType(f.GetSheetName(0), "A8")
	o.must(err)
	raw, err := f.GetCellValue(f.GetSheetName(0), "A8", excelize.Options{RawCellValue: true})
	o.must(err)
	if kind == excelize.CellTypeInlineString || len(raw) != 10 || !strings.HasPrefix(raw, "30000000") {
		t.Errorf("a total is %q (%v)", raw, kind)
	}
	for at, want := range map[string]string{"A7": "Total (đồng)", "C8": "Sở số 3"} {
		if got, err := f.GetCellValue(f.GetSheetName(0), at); got != want {
			t.Errorf("%s is %q (%v), want %q", at, got, err, want)
		}
	}
}

func TestWhoMayNotReadABatchGetsNoListOfIt(t *testing.T) {
	o := newOffice(t)
	o.keepBatches()
	for _, c := range []struct {
		what, user, search string
		status             int
		field              string
	}{
		{"no batch named", "chuyenvien", "", 400, "search.batch"},
		{"a batch that there is not", "chuyenvien", "batch=computation_batch9", 404, "search.batch"},
		{"a batch of the province for a unit's officer", "nhansu", "batch=computation_batch1", 404, "search.batch"},
		{"an id that is none", "chuyenvien", "batch=x", 400, "search.batch"},
		{"a result that is none", "chuyenvien", "batch=computation_batch1&result=LOST", 400, "search.result"},
		{"who reads no computations", "thanhtra", "batch=computation_batch1", 403, ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			status, answer := o.order(c.user, "computations", fmt.Sprintf(`{"search": %q}`, c.search))
			var got struct{ Field string }
			if err := json.Unmarshal(answer, &got); err != nil || status != c.status || got.Field != c.field {
				t.Errorf("%d %s, want %d at %q", status, answer, c.status, c.field)
			}
		})
	}
}
