package models_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/models"
)

// namesakes is a town whose people bear names put together at random from parts that fold alike, hold one another, stand at
// the beginning, in the middle and at the end. Every seventh person has left.
func namesakes(t *testing.T) (context.Context, *models.DB, *pgx.Conn) {
	t.Helper()
	db, owner := crowd(t, 0)
	r := rand.New(rand.NewPCG(1, 2))
	family := []string{"Nguyễn", "Nguyên", "Hoàng", "Vũ", "Võ", "Đặng", "Lê", "Ly", "Lý", "An", "Lan", "Êban", "Y"}
	middle := []string{"", "", "Thị", "Thị Thu", "Văn", "Đức", "Lan", "Lân", "Thanh", "An", "Ân"}
	given := []string{"An", "Anh", "Ánh", "Ân", "Lan", "Lân", "Lành", "Đức", "Dục", "Hùng", "Hưng", "Nhung", "Thanh", "Thành", "Thi", "Ducan", "H'Hen", "Vũ"}
	names := []string{"Lan", "Vũ", "K'Brếp", "Y Bhăm Êban", "Lan Lân", "Lân Lan", "50% Nguyễn_A", `Vũ \ Lan`}
	for range 400 {
		pick := func(of []string) string { return of[r.IntN(len(of))] }
		names = append(names, strings.Join(strings.Fields(pick(family)+" "+pick(middle)+" "+pick(given)), " "))
	}
	if _, err := owner.Exec(t.Context(), `
		INSERT INTO staff_name (name) SELECT DISTINCT unnest($1::text[]) ON CONFLICT DO NOTHING`, names); err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		addNamed(t, owner, 100+i, name)
	}
	if _, err := owner.Exec(t.Context(), "ANALYZE"); err != nil {
		t.Fatal(err)
	}
	return models.WithAccess(t.Context(), models.Everything), db, owner
}

// addNamed adds a person of a name that is on record, who has left when the number divides by seven.
func addNamed(t *testing.T, owner *pgx.Conn, id int, name string) {
	t.Helper()
	until, reason := "infinity", ""
	if id%7 == 0 {
		until, reason = "2019-01-01", "RETIREMENT"
	}
	b := &pgx.Batch{}
	b.Queue("INSERT INTO staff_member (id, code, recorded_in) OVERRIDING SYSTEM VALUE VALUES ($1::bigint, 'CB' || $1::bigint, 1)", id)
	b.Queue(`INSERT INTO appointment (staff_id, unit_id, kind, staff_class, category, quota_unit_id, start_reason, valid_from, valid_to, end_reason, recorded_in)
		VALUES ($1, 2, 'MAIN', 'CIVIL_SERVANT', 'ADMINISTRATIVE', 2, 'OPENING_RECORD', '2015-01-01', $2, $3, 1)`, id, until, reason)
	b.Queue(`INSERT INTO staff_core (staff_id, full_name, name_id, sort_name, birth_date, sex, valid_from, recorded_in)
		SELECT $1, n.name, n.id, $3, '1980-01-01', 'FEMALE', '2015-01-01', 1 FROM staff_name n WHERE n.name = $2`, id, name, models.SortName(name))
	if err := owner.SendBatch(t.Context(), b).Close(); err != nil {
		t.Fatal(err)
	}
}

// plainSearch is the rule in one statement: everybody on duty whose name holds all words, by the rank of the name. Words of
// one or two letters stand for the beginning of a given name, or a family name; of such alone only the marks rank.
func plainSearch(t *testing.T, owner *pgx.Conn, search string) []int64 {
	t.Helper()
	rows, err := owner.Query(t.Context(), `SELECT c.staff_id FROM staff_core c JOIN staff_name n ON n.id = c.name_id
			JOIN appointment a ON a.staff_id = c.staff_id AND a.kind = 'MAIN' AND a.known_to = 'infinity' AND a.valid_to > '2020-06-01'
		WHERE c.known_to = 'infinity' AND NOT EXISTS (SELECT FROM unnest(string_to_array($1::text, ' ')) w
			WHERE NOT CASE WHEN length(w) <= 2 THEN starts_with(fold(split_part(n.name, ' ', -1)), fold(w)) OR starts_with(n.folded, fold(w) || ' ')
				ELSE strpos(n.folded, fold(w)) > 0 END)
		ORDER BY strpos(n.lowered, lower($1::text COLLATE vietnamese)) = 0,
			CASE WHEN $2 THEN 0 WHEN strpos(' ' || n.folded || ' ', ' ' || fold($1) || ' ') > 0 THEN 0 WHEN strpos(n.folded, fold($1)) > 0 THEN 1 ELSE 2 END,
			CASE WHEN $2 THEN '' ELSE substr(n.tones, greatest(strpos(n.folded, fold($1)), 1), length($1)) END COLLATE "C",
			n.sort_name, c.staff_id`, search, !slices.ContainsFunc(strings.Fields(search), func(w string) bool { return utf8.RuneCountInString(w) > 2 }))
	if err != nil {
		t.Fatal(err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

var townSearch = models.StaffQuery{AsOf: models.AsOf{Day: day.MustParse("2020-06-01")}, Scope: models.Scope{All: true}}

// pages reads a search page by page behind the last row of each.
func pages(ctx context.Context, t *testing.T, db *models.DB, q models.StaffQuery) (ids []int64) {
	t.Helper()
	for {
		rows, err := models.StaffList(ctx, db, q)
		if err != nil || len(ids) > 10_000 {
			t.Fatalf("%d people, and %v", len(ids), err)
		}
		for _, r := range rows {
			ids = append(ids, r.ID)
			q.After = r.Keys
		}
		if len(rows) < q.Limit {
			return ids
		}
	}
}

// TestASearchFromMemoryGivesThePagesOfThePlainRule compares all pages of many searches with the rule in one statement.
func TestASearchFromMemoryGivesThePagesOfThePlainRule(t *testing.T) {
	ctx, db, owner := namesakes(t)
	var names models.StaffNames
	terms := []string{"lan", "Lan", "lân", "LÂN", "nguyen", "Nguyễn", "nguyên", "nguyen thi", "thi nguyen", "Nguyễn Thị Lan", "hoang duc", "duc", "đức", "dục",
		"hung", "hùng", "an", "ân", "Á", "a", "th", "v", "vũ", "vu an", "le an", "ly lan", "lan a", "anh", "ánh", "uye", "gu hu", "h'h", "k'b", "Y", "y bh",
		"nguyen_", "50%", "%", "_", `\`, `\ lan`, "nobody", "thi thu thi", "lan lan", "thanh", "ban", "Ễ", "Thị Thu An"}
	for i, term := range terms {
		want := plainSearch(t, owner, term)
		for _, limit := range []int{1 + 3*(i%5), 60} {
			q := townSearch
			q.Search, q.Names, q.Limit = term, &names, limit
			if got := pages(ctx, t, db, q); !slices.Equal(got, want) {
				t.Errorf("%q by pages of %d: %d people, want %d\n%v\n%v", term, limit, len(got), len(want), got, want)
			}
		}
		q := townSearch
		q.Search, q.Names, q.Limit = term, &names, 1
		ctx, spent := models.WithBudget(ctx, 0)
		if _, err := models.StaffList(ctx, db, q); err != nil || spent.Spent() > 2 {
			t.Errorf("the first page of %q took %d statements: %v", term, spent.Spent(), err)
		}
	}
}

// TestANewNameIsFoundAtOnceWhateverTheOrderOfTransactions: a copy that has seen the later of two writers still finds the
// earlier, each name comes in its place, and never twice.
func TestANewNameIsFoundAtOnceWhateverTheOrderOfTransactions(t *testing.T) {
	ctx, db, owner := namesakes(t)
	q := townSearch
	q.Search, q.Names, q.Limit = "zuan", new(models.StaffNames), 60
	found := func(when string, want int) {
		t.Helper()
		got := pages(ctx, t, db, q)
		if plain := plainSearch(t, owner, q.Search); len(got) != want || !slices.Equal(got, plain) {
			t.Errorf("%s: found %v, want %d people: %v", when, got, want, plain)
		}
	}
	write := func(conn interface {
		Exec(context.Context, string, ...any) (pgconn.CommandTag, error)
	}, sql string, args ...any) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	const insert = "INSERT INTO staff_name (name) SELECT unnest($1::text[])"
	found("before", 0)
	early, err := pgx.Connect(t.Context(), owner.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = early.Close(context.Background()) })
	write(early, "BEGIN")
	write(early, insert, []string{"Võ Thị Zuân", "Zuân", "Áo Zuan"})
	write(owner, insert, []string{"Lê Zuan", "Lê Zuản", "Y Zuan"})
	for i, name := range []string{"Lê Zuan", "Lê Zuản", "Y Zuan"} {
		addNamed(t, owner, 5002+i, name)
	}
	found("the later has committed", 3)
	found("and nothing since", 3)
	write(early, "COMMIT")
	for i, name := range []string{"Võ Thị Zuân", "Zuân", "Áo Zuan"} {
		addNamed(t, owner, 5013+i, name)
	}
	found("the earlier has committed", 6)
	write(owner, "INSERT INTO staff_name (name) SELECT 'Lê Zuan ' || n FROM generate_series(1, 2500) n")
	addNamed(t, owner, 5020, "Lê Zuan 2400")
	found("behind more new names than are worth adding", 7)
	write(owner, "UPDATE staff_name SET written_in = DEFAULT WHERE name IN ('Lê Zuan', 'Y Zuan', 'Võ Thị Zuân')")
	found("written again, as after numbers of transactions of another cluster are caught up with", 7)
	write(owner, "INSERT INTO staff_name (name, written_in) SELECT 'Hà Zuan ' || n, '900000000' FROM generate_series(1, 2500) n")
	addNamed(t, owner, 5021, "Hà Zuan 2400")
	q.Names = new(models.StaffNames)
	found("restored from another cluster, by a transaction yet to come", 8)
	first := q
	first.Search, first.Limit = "lan", 1
	asking, spent := models.WithBudget(ctx, 0)
	if _, err := models.StaffList(asking, db, first); err != nil || spent.Spent() != 2 {
		t.Errorf("names of a transaction yet to come are read again with each search: %d statements: %v", spent.Spent(), err)
	}
}

// TestACursorOfNobodyIsAnsweredOrRefused: what a reader makes up for a cursor neither fails nor shows others.
func TestACursorOfNobodyIsAnsweredOrRefused(t *testing.T) {
	ctx, db, owner := namesakes(t)
	q := townSearch
	q.Search, q.Names, q.Limit = "nguyen", new(models.StaffNames), 1000
	all := plainSearch(t, owner, q.Search)
	for _, tt := range []struct {
		name  string
		after []string
		want  int
	}{
		{"before all", []string{"-1", "0", "", "", "0"}, len(all)},
		{"behind all", []string{"9", "0", "", "", "0"}, 0},
		{"a name that nobody has, before all", []string{"0", "0", "", "A", "0"}, len(all)},
		{"a name that does not match", []string{"1", "2", "9", "Lan", "0"}, 0},
	} {
		q.After = tt.after
		if got := pages(ctx, t, db, q); len(got) != tt.want || !slices.Equal(got, all[len(all)-tt.want:]) {
			t.Errorf("%s: %d people, want %d", tt.name, len(got), tt.want)
		}
	}
	q.After, q.Limit = nil, 30
	rows, err := models.StaffList(ctx, db, q)
	if err != nil {
		t.Fatal(err)
	}
	q.After = slices.Clone(rows[29].Keys)
	q.After[3] += " Không Có" // of the same rank, and nobody's
	got := pages(ctx, t, db, q)
	if q.Names = nil; len(got) == 0 || !slices.Equal(got, pages(ctx, t, db, q)) {
		t.Errorf("behind a name that nobody has memory finds %d people, the database others", len(got))
	}
	q.Names = new(models.StaffNames)
	for _, after := range [][]string{{"x", "0", "", "", "0"}, {"0", "", "", "", "0"}, {"0", "0", "", "", "9999999999999999999999"}} {
		q.After = after
		if _, err := models.StaffList(ctx, db, q); !strings.HasPrefix(fmt.Sprint(err), fault.Bad("after", "fault.bad_cursor").Error()) {
			t.Errorf("%v: %v", after, err)
		}
	}
}
