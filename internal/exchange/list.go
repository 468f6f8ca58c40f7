package exchange

import (
	"context"
	"fmt"
	"slices"

	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/headcount"
	"bienche/internal/org"
	"bienche/internal/position"
	"bienche/internal/staff"
	"bienche/models"
	"bienche/rules"
)

// Lists exports the lists of the screens as they stand there: filtered, in their order, and only what the reader may
// see. It asks the same use cases as the screens do.
type Lists struct {
	DB        *models.DB
	Book      *rules.Book
	Clock     day.Clock
	Trees     *org.Trees
	Positions *position.Catalogue
	Headcount *headcount.Service
	Staff     *staff.Service
	Changes   *staff.Changes
	Access    *auth.Service
}

// listHead is what is known of a list without its rows.
type listHead struct {
	code   string
	people bool // rows are about persons: an export wants a fresh confirmation of who asks
	dated  bool // the list is read as of a day
	whole  bool // all rows come at once, from what the server keeps in memory; else page by page
	params []param
}

// listed is a list that can be exported, whatever its rows are.
type listed interface {
	about() *listHead
	keys() []string
	// pour writes all rows to the sheet that begin makes when their number is known.
	pour(ctx context.Context, x *listing, begin func(total int, columns []column) (*sheetWriter, error)) (rows int, err error)
	// try reads as much as tells whether the order can be filled.
	try(ctx context.Context, x *listing) error
}

// listColumn is a column of a list with rows R.
type listColumn[R any] struct {
	column
	value func(R) any
}

// masked is the value of a cell that the reader may not see of this row.
type masked struct{}

// feed hands out the rows of a list, page by page.
type feed[R any] struct {
	total int                                    // rows in all, as counted at the start
	next  func(ctx context.Context) ([]R, error) // none: that was all
}

// listOf is a list with rows R. Its columns stand in the order in which a file without a choice of columns has them.
type listOf[R any] struct {
	listHead
	columns []listColumn[R]
	open    func(ctx context.Context, x *listing) (*feed[R], error)
}

// listing is one export of a list at work.
type listing struct {
	*Lists
	order  *listOrder
	viewer *auth.Viewer
	asOf   models.AsOf
	tree   *org.Tree // of the day; filled by those lists that name units
	told   Progress
}

// all are the lists that can be exported.
func (s *Lists) all() []listed {
	return []listed{staffList(s.Book), unitList(), positionList(s.Book), decisionList(), changeList(), overQuotaList(), userList(), grantList(),
		computationList()}
}

// find is a list by code; any other code is NOT_FOUND.
func (s *Lists) find(code string) (listed, error) {
	for _, l := range s.all() {
		if l.about().code == code {
			return l, nil
		}
	}
	return nil, fault.New(fault.NotFound, "exchange.unknown_list", fault.Args{"value": code})
}

// allowed refuses who may not read the list, and who may not export lists.
func allowed(ctx context.Context, l listed) (*auth.Viewer, error) {
	if _, _, err := auth.Require(ctx, listObjects[l.about().code], "read"); err != nil {
		return nil, err
	}
	v, _, err := auth.Require(ctx, "exchange.list", "export")
	return v, err
}

func (l *listOf[R]) about() *listHead { return &l.listHead }

func (l *listOf[R]) keys() []string {
	keys := make([]string, len(l.columns))
	for i, c := range l.columns {
		keys[i] = c.key
	}
	return keys
}

// chosen are the columns of the order, all where it names none.
func (l *listOf[R]) chosen(keys []string) []listColumn[R] {
	if len(keys) == 0 {
		return l.columns
	}
	var chosen []listColumn[R]
	for _, k := range keys {
		for _, c := range l.columns {
			if c.key == k {
				chosen = append(chosen, c)
			}
		}
	}
	return chosen
}

func (l *listOf[R]) try(ctx context.Context, x *listing) error {
	_, err := l.open(ctx, x)
	return err
}

func (l *listOf[R]) pour(ctx context.Context, x *listing, begin func(int, []column) (*sheetWriter, error)) (int, error) {
	f, err := l.open(ctx, x)
	if err != nil {
		return 0, err
	}
	chosen := l.chosen(x.order.Columns)
	columns, values := make([]column, len(chosen)), make([]any, len(chosen))
	for i, c := range chosen {
		columns[i] = c.column
	}
	w, err := begin(f.total, columns)
	if err != nil {
		return 0, err
	}
	hidden, n := x.say("hidden"), 0
	for {
		rows, err := f.next(ctx)
		if err != nil {
			return n, err
		}
		if len(rows) == 0 {
			return n, w.end()
		}
		for _, r := range rows {
			for i, c := range chosen {
				if values[i] = c.value(r); values[i] == (masked{}) {
					values[i] = hidden
				}
			}
			if err := w.add(values...); err != nil {
				return n, err
			}
		}
		n += len(rows)
		x.progress(n, f.total)
	}
}

func (x *listing) progress(done, total int) {
	if x.told != nil {
		x.told(int64(done), int64(total), "exchange.step.export")
	}
}

// wants tells whether a column is in the file.
func (x *listing) wants(key string) bool {
	return len(x.order.Columns) == 0 || slices.Contains(x.order.Columns, key)
}

// code is the word for a code of a vocabulary, on the day of the list.
func (x *listing) code(vocabulary, code string) string {
	if code == "" {
		return ""
	}
	if id, law := catalogues[vocabulary]; law {
		return x.Book.Words(id, code, x.asOf.Day).In(x.order.Lang)
	}
	return fault.Text(x.order.Lang, "exchange.value."+vocabulary+"."+code, nil)
}

// plantTree loads the tree of the day.
func (x *listing) plantTree(ctx context.Context) (err error) {
	x.tree, err = x.Trees.At(ctx, x.asOf)
	return err
}

// units names units by id as of the day; one that does not stand on it by its last version.
func (x *listing) units(ctx context.Context, ids []int64) (map[int64]*models.UnitNode, error) {
	found := make(map[int64]*models.UnitNode, len(ids))
	var past []int64
	for _, id := range ids {
		if n, ok := x.tree.Unit(id); ok {
			found[id] = &n.UnitNode
		} else if id != 0 && found[id] == nil {
			past = append(past, id)
		}
	}
	if len(past) == 0 {
		return found, nil
	}
	rows, err := models.PastUnits(ctx, x.DB, past)
	if err != nil {
		return nil, fmt.Errorf("name units of the past: %w", err)
	}
	for i := range rows {
		found[rows[i].ID] = &rows[i]
	}
	return found, nil
}

// nameOf and codeOf are of a unit that may be absent.
func nameOf(u *models.UnitNode) string {
	if u == nil {
		return ""
	}
	return u.Name
}

func codeOf(u *models.UnitNode) string {
	if u == nil {
		return ""
	}
	return u.Code
}

func idOf(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}

// whole is a feed of rows that are in memory already.
func whole[R any](rows []R) *feed[R] {
	return &feed[R]{total: len(rows), next: func(context.Context) ([]R, error) {
		page := rows
		rows = nil
		return page, nil
	}}
}

// byPlace is a feed of a list that is read by the place in it. read is given how many rows to leave out and to read;
// what it answers beyond those is left for the next page.
func byPlace[R any](total int, read func(ctx context.Context, offset, limit int) ([]R, error)) *feed[R] {
	offset := 0
	return &feed[R]{total: total, next: func(ctx context.Context) ([]R, error) {
		rows, err := read(ctx, offset, listPage)
		offset += len(rows)
		return rows, err
	}}
}

// listPage is how many rows are in memory at a time. Where no index gives the order, each page sorts the whole list.
const listPage = 5000
