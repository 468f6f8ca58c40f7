package fault

import (
	"errors"
	"fmt"
	"regexp"
	"testing"

	"bienche/internal/day"
)

func TestEveryMessageHasBothLanguagesAndTheSamePlaceholders(t *testing.T) {
	place := regexp.MustCompile(`\{[a-zA-Z_]+\}`)
	for _, k := range Keys() {
		m := messages()[k]
		if m.VI == "" || m.EN == "" {
			t.Errorf("%s lacks a language", k)
		}
		seen := map[string]int{}
		for _, p := range place.FindAllString(m.VI, -1) {
			seen[p] |= 1
		}
		for _, p := range place.FindAllString(m.EN, -1) {
			seen[p] |= 2
		}
		for p, langs := range seen {
			if langs != 3 {
				t.Errorf("%s: %s stands in one language only", k, p)
			}
		}
	}
}

func TestMessageWritesNumbersAndDaysAsTheReaderDoes(t *testing.T) {
	e := New(BadInput, "fault.bad_range", Args{"from": day.MustParse("2020-12-31"), "to": day.MustParse("2015-01-02")})
	if got, want := e.Message("vi"), "Ngày kết thúc 02/01/2015 phải sau ngày bắt đầu 31/12/2020."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := group("vi", -41051); got != "−41.051" {
		t.Errorf("grouped as %q", got)
	}
}

func TestFromHidesWhatIsNotARefusal(t *testing.T) {
	if got := From(fmt.Errorf("load: %w", New(Conflict, "fault.stale"))); got.Code != Conflict {
		t.Errorf("a wrapped refusal became %s", got.Code)
	}
	if got := From(errors.New("pq: secret")); got.Code != Internal || got.Message("en") == "pq: secret" {
		t.Errorf("an unknown error was shown: %v", got)
	}
}

func TestLang(t *testing.T) {
	for header, want := range map[string]string{"": "vi", "en": "en", "en-GB,vi;q=0.5": "en", "vi-VN,en": "vi", "fr,en": "en", "fr": "vi"} {
		if got := Lang(header); got != want {
			t.Errorf("Lang(%q) = %s, want %s", header, got, want)
		}
	}
}
