package models_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"bienche/models"
)

// scattered is a town whose people sit in fifty units and thirty grades, many of them empty; some people have no grade, and
// some units are not in the order of units.
func scattered(t *testing.T) (context.Context, *models.DB, *pgx.Conn, []int64) {
	t.Helper()
	ctx, db, owner := namesakes(t)
	r := rand.New(rand.NewPCG(3, 4))
	b := &pgx.Batch{}
	b.Queue("INSERT INTO org_unit (id, code, recorded_in) OVERRIDING SYSTEM VALUE SELECT n, 'T.' || n, 1 FROM generate_series(4, 60) n")
	b.Queue("INSERT INTO grade SELECT 'G.' || n FROM generate_series(1, 30) n")
	if _, err := owner.Exec(t.Context(), "CREATE TEMP TABLE place AS SELECT staff_id, (hashint4(staff_id::int) & 255) % 25 * 2 + 4 AS unit, (hashint4(-staff_id::int) & 255) % 20 AS grade FROM staff_core"); err != nil {
		t.Fatal(err)
	}
	b.Queue("ALTER TABLE appointment DISABLE TRIGGER USER")
	b.Queue("UPDATE appointment a SET unit_id = p.unit, quota_unit_id = p.unit FROM place p WHERE p.staff_id = a.staff_id AND a.kind = 'MAIN'")
	b.Queue("ALTER TABLE appointment ENABLE TRIGGER USER")
	b.Queue(`INSERT INTO staff_pay (staff_id, grade, step_since, reason, valid_from, recorded_in)
		SELECT staff_id, 'G.' || grade, '2015-01-01', 'OPENING_RECORD', '2015-01-01', 1 FROM place WHERE grade > 2 AND staff_id >= 100`)
	b.Queue("ANALYZE")
	if err := owner.SendBatch(t.Context(), b).Close(); err != nil {
		t.Fatal(err)
	}
	var order []int64
	for id := int64(1); id <= 60; id++ {
		if id != 8 && id != 20 {
			order = append(order, id)
		}
	}
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return ctx, db, owner, order
}

func TestPagesByGroupAreTheWholeOrder(t *testing.T) {
	ctx, db, owner, order := scattered(t)
	for _, tt := range []struct {
		name, key string
		sort      models.SortKey
	}{
		{"units in their order, those that are not in it first", "coalesce(array_position($1, a.unit_id), 0)", models.SortKey{Field: "UNIT"}},
		{"units backwards", "-coalesce(array_position($1, a.unit_id), 0)", models.SortKey{Field: "UNIT", Desc: true}},
		{"grades, people without one first", "coalesce(p.grade, '')", models.SortKey{Field: "GRADE"}},
		{"grades backwards", "coalesce(p.grade, '') || repeat('~', 0 * cardinality($1::bigint[]))", models.SortKey{Field: "GRADE", Desc: true}},
	} {
		direction := ""
		if tt.sort.Desc && tt.sort.Field == "GRADE" {
			direction = " DESC"
		}
		t.Run(tt.name, func(t *testing.T) {
			rows, err := owner.Query(t.Context(), `SELECT c.staff_id FROM staff_core c
				JOIN appointment a ON a.staff_id = c.staff_id AND a.kind = 'MAIN' AND a.valid_to > '2020-06-01'
				LEFT JOIN staff_pay p ON p.staff_id = c.staff_id
				WHERE cardinality($1::bigint[]) > 0 ORDER BY `+tt.key+direction+", c.sort_name, c.staff_id", order)
			if err != nil {
				t.Fatal(err)
			}
			want, err := pgx.CollectRows(rows, pgx.RowTo[int64])
			if err != nil {
				t.Fatal(err)
			}
			for _, size := range []int{7, 50, 1000} {
				f := townSearch
				f.Sort, f.UnitOrder, f.Limit = []models.SortKey{tt.sort}, order, size
				var got []int64
				for {
					page, err := models.StaffList(ctx, db, f)
					if err != nil {
						t.Fatal(err)
					}
					for _, p := range page {
						got = append(got, p.ID)
					}
					if len(page) < size {
						break
					}
					f.After = page[size-1].Keys
				}
				if !slices.Equal(got, want) {
					t.Fatalf("pages of %d: %d people, want %d; they differ at %d", size, len(got), len(want), differAt(got, want))
				}
			}
		})
	}
}

func differAt(a, b []int64) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}
