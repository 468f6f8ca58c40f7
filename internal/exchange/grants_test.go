package exchange

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bienche/internal/auth"
	"bienche/internal/fault"
	"bienche/internal/platform/config"
	"bienche/models"
	"bienche/policies"
)

// grantPlace is a province (T) of two departments, with accounts; quantri keeps all of them and quantria those of T.A.
func grantPlace(t *testing.T) (p *place, as func(name string) context.Context) {
	t.Helper()
	p = newPlace(t)
	for i, code := range []string{"T", "T.A", "T.B"} {
		p.exec("INSERT INTO org_unit (id, code, recorded_in) OVERRIDING SYSTEM VALUE VALUES ($1, $2, 1000000)", i+1, code)
		var parent any
		if i > 0 {
			parent = 1
		}
		p.exec(`INSERT INTO org_unit_version (unit_id, parent_id, name, kind, level, valid_from, recorded_in) VALUES ($1, $2, $3, 'DEPARTMENT', 'PROVINCE', '2010-01-01', 1000000)`, i+1, parent, code)
	}
	for i, name := range []string{"quantri", "quantria", "an", "binh", "nghi"} {
		p.exec("INSERT INTO app_user (id, username, display_name, recorded_in) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $2, 1000000)", i+1, name)
	}
	p.exec("UPDATE app_user SET disabled_at = now() WHERE username = 'nghi'")
	p.exec(`INSERT INTO role_grant (user_id, role, unit_id, valid_from, decision_number, recorded_in) VALUES
		(1, 'system_administrator', 1, '2020-01-01', '', 1000000), (2, 'system_administrator', 2, '2020-01-01', '', 1000000), (3, 'inspector', 1, '2024-01-01', '7/QĐ', 1000000)`)
	users, err := auth.New(p.db, config.Config{SignIn: config.SignIn{MemoryKiB: 64, Passes: 1}})
	p.must(err)
	return p, func(name string) context.Context {
		t.Helper()
		u, err := models.UserByName(t.Context(), p.db, name)
		p.must(err)
		ctx, err := users.ActAs(t.Context(), u.ID)
		p.must(err)
		return ctx
	}
}

// grantBook is a workbook of grants; the cells of a row are separated by bars.
func grantBook(t *testing.T, rows ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	sheet := grantSheet()
	titles := make([]any, len(sheet.columns))
	for i, c := range sheet.columns {
		titles[i] = c.title("vi")
	}
	err := f.SetSheetName("Sheet1", sheet.name("vi"))
	if err == nil {
		err = f.SetSheetRow(sheet.name("vi"), "A1", &titles)
	}
	for i, r := range rows {
		var cells []any
		for _, c := range strings.Split(r, "|") {
			cells = append(cells, strings.TrimSpace(c))
		}
		if err == nil {
			err = f.SetSheetRow(sheet.name("vi"), fmt.Sprintf("A%d", i+2), &cells)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGrantsAreImportedOnce(t *testing.T) {
	p, as := grantPlace(t)
	content := grantBook(t, "binh | Chuyên viên tài chính | T.A | 01/07/2024 | 31/12/2024 | 12/QĐ-SNV", "binh | agency_head | T.B | 2024-07-01 | | 13/QĐ-SNV", "an|inspector|T|1/1/2024||7/QĐ")
	load := func(dry bool) *Outcome {
		t.Helper()
		out, err := p.Import(as("quantri"), Input{Kind: Grants, FileName: "quyen.xlsx", Content: content, DryRun: dry})
		p.must(err)
		for _, m := range out.Errors {
			t.Fatalf("row %d %s: %s", m.Row, m.At(), m.Message("vi"))
		}
		return out
	}
	count := func() int {
		n, err := models.One[int](t.Context(), p.owner, models.Q("SELECT count(*)::int FROM role_grant WHERE batch_id IS NOT NULL AND known_to = 'infinity' AND (valid_to = '2025-01-01' OR valid_to = 'infinity')"))
		p.must(err)
		return n
	}
	if out := load(true); out.Rows != 3 || out.Changed != 2 || count() != 0 {
		t.Errorf("dry run %+v, %d stored", out, count())
	}
	if out := load(false); out.Changed != 2 || count() != 2 {
		t.Errorf("imported %+v, %d stored", out, count())
	}
	if out := load(false); out.Changed != 0 || count() != 2 {
		t.Errorf("again %+v, %d stored", out, count())
	}
}

func TestMistakesInGrants(t *testing.T) {
	p, as := grantPlace(t)
	tests := []struct{ name, by, row, column, key string }{
		{"a user there is not", "quantri", "khongco|agency_head|T.A|1/7/2024||1", "username", "exchange.unknown_user"},
		{"a disabled user", "quantri", "nghi|agency_head|T.A|1/7/2024||1", "username", "exchange.disabled_user"},
		{"oneself", "quantri", "quantri|staff_member|T.A|1/7/2024||1", "username", "exchange.own_grant"},
		{"no user", "quantri", "|agency_head|T.A|1/7/2024||1", "username", "exchange.required"},
		{"a role there is not", "quantri", "binh|Vua|T.A|1/7/2024||1", "role", "exchange.unknown_choice"},
		{"a unit there is not", "quantri", "binh|agency_head|T.Z|1/7/2024||1", "unit_code", "exchange.unknown_unit"},
		{"a unit outside what one manages", "quantria", "binh|agency_head|T.B|1/7/2024||1", "unit_code", "exchange.unknown_unit"},
		{"a day there is not", "quantri", "binh|agency_head|T.A|31/6/2024||1", "granted_from", "exchange.bad_date"},
		{"an end before the start", "quantri", "binh|agency_head|T.A|1/7/2024|1/6/2024|1", "granted_to", "exchange.ends_before_start"},
		{"no decision", "quantri", "binh|agency_head|T.A|1/7/2024||", "grant_decision", "exchange.required"},
		{"a role that excludes one held", "quantri", "an|home_affairs_officer|T|1/7/2024||1", "role", "exchange.exclusive_roles"},
		{"a role held there", "quantri", "an|inspector|T|1/7/2024||1", "role", "exchange.held_grant"},
		{"twice in the file", "quantri", "binh|division_head|T.A|1/7/2024||1\nbinh|division_head|T.A|1/8/2024||1", "role", "exchange.overlap"},
		{"two that exclude each other in the file", "quantri", "binh|division_head|T.A|1/7/2024||1\nbinh|system_administrator|T.B|1/8/2024||1", "role", "exchange.exclusive_roles"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows := append([]string{"binh|finance_officer|T.A|1/1/2024||1"}, strings.Split(tt.row, "\n")...)
			out, err := p.Import(as(tt.by), Input{Kind: Grants, FileName: "quyen.xlsx", Content: grantBook(t, rows...)})
			if err != nil {
				t.Fatal(err)
			}
			title := grantSheet().column(tt.column).title("vi")
			if len(out.Errors) != 1 || out.Errors[0].Key != tt.key || out.Errors[0].Title != title || out.Errors[0].Row != len(rows)+1 {
				t.Errorf("got %+v", out.Errors)
			}
		})
	}
	n, err := models.One[int](t.Context(), p.owner, models.Q("SELECT count(*)::int FROM role_grant"))
	if err != nil || n != 3 {
		t.Errorf("%d grants, %v: something of a wrong file was saved", n, err)
	}
	if _, err := p.Import(as("binh"), Input{Kind: Grants, Content: grantBook(t)}); fault.CodeOf(err) != fault.Forbidden {
		t.Errorf("without the right: %v", err)
	}
}

func TestTheTemplateOfGrantsOffersTheRoles(t *testing.T) {
	p := &Service{words: vocabularies{"role": roleWords()}, clock: time.Now}
	content, err := p.Template(Grants)
	if err != nil {
		t.Fatal(err)
	}
	w, err := openWorkbook(content)
	if err != nil {
		t.Fatal(err)
	}
	if names := w.find(grantSheet()); len(names) != 1 {
		t.Errorf("sheets %v", names)
	}
	if words := Grants.words(); !slices.Equal(words, []string{"role"}) || len(p.words["role"].codes) != len(policies.Roles()) {
		t.Errorf("words %v", words)
	}
}

func TestGrantsAreNotExportedAsAWorkbook(t *testing.T) {
	p, as := grantPlace(t)
	if _, err := p.Export(as("quantri"), Output{Kind: Grants, AsOf: today}, new(strings.Builder)); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}
