package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bienche/internal/fault"
)

func TestTheLawIsListedAndExplained(t *testing.T) {
	vi, en := lawFiles{Lang: "vi"}, lawFiles{Lang: "en"}
	const age = "reduction.retirement_age.male"
	tests := []struct {
		name  string
		print func(*bytes.Buffer) error
		want  []string
		not   string
	}{
		{"check", func(b *bytes.Buffer) error { return checkRulesCommand{vi}.print(b) }, []string{"văn bản", "Không có lỗi."}, ""},
		{"check in English", func(b *bytes.Buffer) error { return checkRulesCommand{en}.print(b) }, []string{"documents", "No flaws."}, ""},
		{"list by words", func(b *bytes.Buffer) error {
			return listRulesCommand{lawFiles: vi, Search: "tuoi nghi huu nam"}.print(b)
		},
			[]string{age, "744 tháng", "2028-01-01"}, "minimum_age"},
		{"list by document and day", func(b *bytes.Buffer) error {
			return listRulesCommand{lawFiles: en, Document: "135/2020/NĐ-CP", On: "2025-03-01"}.print(b)
		}, []string{age, "735 months", "Read in the text"}, "staff.minimum_age"},
		{"list of documents", func(b *bytes.Buffer) error {
			return listRulesCommand{lawFiles: vi, Documents: true, Search: "tinh giản", On: "2025-06-16"}.print(b)
		}, []string{"154/2025/NĐ-CP"}, "29/2023/NĐ-CP"},
		{"list as Markdown", func(b *bytes.Buffer) error { return listRulesCommand{lawFiles: vi, Markdown: true}.print(b) },
			[]string{"# Pháp luật được nạp", "### `" + age + "`"}, ""},
		{"explain a parameter", func(b *bytes.Buffer) error {
			return explainRulesCommand{vi, age, "2025-03-01"}.print(b)
		}, []string{"735 tháng", "Điều 4 khoản 2, 135/2020/NĐ-CP", "Đã đọc văn bản", "732 tháng", "738 tháng", "2025-12-31"}, ""},
		{"explain the last value in English", func(b *bytes.Buffer) error {
			return explainRulesCommand{en, age, "2040-01-01"}.print(b)
		}, []string{"744 months", "open", "Value after:", "none"}, ""},
		{"explain a table", func(b *bytes.Buffer) error {
			return explainRulesCommand{vi, "staff.salary_scales", "2020-01-01"}.print(b)
		}, []string{"A1: chênh lệch giữa hai bậc 0,33", "Hai nguồn thứ cấp"}, ""},
		{"explain a catalogue", func(b *bytes.Buffer) error {
			return explainRulesCommand{vi, "headcount.categories", "2020-01-01"}.print(b)
		}, []string{"ADMINISTRATIVE", "161/2018/NĐ-CP"}, "111/2022/NĐ-CP"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := tt.print(&out); err != nil {
				t.Fatal(err)
			}
			for _, w := range tt.want {
				if !strings.Contains(out.String(), w) {
					t.Errorf("no %q in\n%s", w, out.String())
				}
			}
			if tt.not != "" && strings.Contains(out.String(), tt.not) {
				t.Errorf("%q in\n%s", tt.not, out.String())
			}
		})
	}
}

func TestWhatTheConsoleRefusesOfTheLaw(t *testing.T) {
	vi := lawFiles{Lang: "vi"}
	var out bytes.Buffer
	if err := (explainRulesCommand{vi, "reduction.retirement_age.male", "1994-12-31"}).print(&out); fault.CodeOf(err) != fault.NotCovered {
		t.Errorf("a day not covered: %v", err)
	}
	if err := (explainRulesCommand{vi, "no.such", "2020-01-01"}).print(&out); fault.CodeOf(err) != fault.NotFound {
		t.Errorf("an unknown id: %v", err)
	}
	if err := (explainRulesCommand{vi, "staff.grades", "yesterday"}).print(&out); err == nil {
		t.Error("a day that is none was taken")
	}
}

func TestCheckListsTheFlawsOfAFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("trial/one.yaml", "label: { vi: Một, en: One }\nunit: months\nvalues:\n  - { from: 2020-01-01, value: 1, confidence: SECONDARY, cite: { document: 1/2020, at: Điều 1 } }\n")
	write("trial/two.yaml", "label: { vi: Hai }\nunit: months\nvalues: []\n")
	var out bytes.Buffer
	err := checkRulesCommand{lawFiles{Files: dir, Lang: "vi"}}.print(&out)
	if f := fault.From(err); f.Key != "rules.check.flaws" || !strings.Contains(f.Message("vi"), "2 lỗi") {
		t.Errorf("got %v", err)
	}
	for _, want := range []string{"rules/trial/one.yaml: trial.one: từ ngày 01/01/2020", `"1/2020"`, "rules/trial/two.yaml: trial.two"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if err := (listRulesCommand{lawFiles: lawFiles{Files: dir, Lang: "vi"}}).print(&out); fault.From(err).Key != "rules.check.flaws" {
		t.Errorf("a list of a law with flaws: %v", err)
	}
}
