package fold_test

import (
	"testing"

	"bienche/internal/fold"
)

func TestTextIsSmallAndWithoutMarks(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"marks, capitals and đ", "ĐẶNG Thị Ngọc Ước", "dang thi ngoc uoc"},
		{"marks that stand apart", "Nguye\u0302\u0303n", "nguyen"},
		{"what has no marks stays", "135/2020/nd-cp", "135/2020/nd-cp"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := fold.Text(tt.text); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestATextHoldsTheWordsOfASearch(t *testing.T) {
	for _, tt := range []struct {
		name, text, search string
		want               bool
	}{
		{"words in another order, without marks", "Sở Giáo dục và Đào tạo", "dao tao GIAO", true},
		{"words with marks find those without", "So Giao duc", "Giáo", true},
		{"one word that does not stand there", "Sở Giáo dục và Đào tạo", "giao y", false},
		{"no words", "Sở Y tế", "  ", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := fold.Holds(tt.text, tt.search); got != tt.want {
				t.Errorf("%t", got)
			}
		})
	}
}
