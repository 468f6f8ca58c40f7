package exchange

import (
	"fmt"
	"sync"
	"testing"

	"bienche/internal/fault"
)

// TestSavesAtOneMomentPassNoLimitTogether sends saves of one user side by side: a name is taken once, and the hundredth
// view is the last.
func TestSavesAtOneMomentPassNoLimitTogether(t *testing.T) {
	o := newOffice(t)
	ctx, err := o.users.ActAs(t.Context(), 1)
	o.must(err)
	views := &Views{DB: o.db}
	together := func(name func(i int) string, request func(i int) string) map[fault.Code]int {
		got := make([]error, 6)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() {
				_, got[i] = views.Save(ctx, SaveView{ClientRequestID: request(i), List: "staff", Name: name(i), Search: "q=an", Sharing: "PRIVATE"})
			})
		}
		all.Wait()
		counts := map[fault.Code]int{}
		for _, err := range got {
			counts[fault.CodeOf(err)]++
		}
		return counts
	}
	numbered := func(prefix string) func(int) string { return func(i int) string { return fmt.Sprint(prefix, i) } }
	one := func(s string) func(int) string { return func(int) string { return s } }

	if got := together(one("Một tên"), numbered("a")); got[""] != 1 || got[fault.Conflict] != 5 {
		t.Errorf("the same name six times: %v", got)
	}
	if got := together(one("Một lần"), one("b")); got[""] != 6 {
		t.Errorf("the same request six times: %v", got)
	}
	o.exec("INSERT INTO saved_view (owner_id, list, name, search, recorded_in) SELECT 1, 'staff', 'Số ' || n, '', 1000000 FROM generate_series(1, 97) n")
	if got := together(numbered("Tên khác "), numbered("c")); got[""] != 1 || got[fault.Conflict] != 5 {
		t.Errorf("six new ones beside 99: %v", got)
	}
	if n := o.count("SELECT count(*) FROM saved_view WHERE owner_id = 1"); n != 100 {
		t.Errorf("%d views", n)
	}
	if n := o.count("SELECT count(*) FROM audit_log WHERE action = 'exchange.save_view'"); n != 3 {
		t.Errorf("%d entries for three views", n)
	}
}
