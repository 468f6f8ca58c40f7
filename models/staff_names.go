package models

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/singleflight"
)

// StaffNames keeps a copy of the distinct names in memory, in the order of lists, so that a search ranks tens of thousands
// of them in a few milliseconds. Each use asks the database first which names were written since, so that none answers
// with less than a read of the table would; see docs/adr/0023-two-million-people.md. The zero value is an empty copy.
type StaffNames struct {
	at     atomic.Pointer[namesCopy]
	flight singleflight.Group
}

// namesCopy is all names in one state of the database, by sort_name. It is shared and never changed.
type namesCopy struct {
	seen    string // the snapshot of that state
	ids     []int64
	folded  textColumn
	lowered textColumn
	tones   textColumn
}

// textColumn is a text for each name, all in one piece: half the memory of single strings, and searched in one go.
type textColumn struct {
	all  string   // each text with a line feed behind it
	from []uint32 // where each begins, and the end of all
}

func newTextColumn(all string, n int) textColumn {
	c := textColumn{all: all, from: make([]uint32, 0, n+1)}
	for at := 0; at < len(all); {
		c.from = append(c.from, uint32(at))
		at += strings.IndexByte(all[at:], '\n') + 1
	}
	c.from = append(c.from, uint32(len(all)))
	return c
}

func (c *textColumn) at(i int) string { return c.all[c.from[i] : c.from[i+1]-1] }

// newName is a name that a copy lacks. Before is the name just before it in the order of lists, 0 at the beginning.
type newName struct {
	ID                     int64
	Before                 int64
	Folded, Lowered, Tones string
}

// maxNewNames is how many new names are worth putting into a copy one by one; with more, all names are read.
const maxNewNames = 2000

// nameTexts are the columns of a copy, for the names n.
const nameTexts = `translate(n.folded, chr(10), ' ') || chr(10) AS folded, translate(n.lowered, chr(10), ' ') || chr(10) AS lowered, n.tones || chr(10) AS tones`

// asked is what a search wants to know of the database before names are ranked in memory.
type asked struct {
	Phrase string   // what was typed, folded as names are
	Words  []string // its words, folded
	After  int64    // the name of the row that a page begins behind; 0: none has it
}

// now is the copy brought up to what the database holds at this moment, and in the same statement what was asked.
func (s *StaffNames) now(ctx context.Context, db *DB, f StaffQuery) (*namesCopy, *asked, error) {
	c := s.at.Load()
	if c == nil {
		_, err, _ := s.flight.Do("", func() (any, error) {
			ctx, _ := WithBudget(context.WithoutCancel(ctx), 0) // it serves all requests, not only the one that found it due
			return nil, s.load(ctx, db)
		})
		if err != nil {
			return nil, nil, err
		}
		c = s.at.Load()
	}
	a, seen, fresh, err := f.askNames(ctx, db, c.seen)
	if err != nil {
		return nil, nil, fmt.Errorf("read new names: %w", err)
	}
	if len(fresh) == maxNewNames {
		err := s.load(ctx, db)
		return s.at.Load(), a, err
	}
	newer := c.with(fresh, seen)
	s.at.CompareAndSwap(c, newer) // of two at once either is right with any later statement
	return newer, a, nil
}

// load reads all names.
func (s *StaffNames) load(ctx context.Context, db *DB) error {
	type whole struct {
		Seen                   string
		IDs                    []int64 `db:"ids"`
		Folded, Lowered, Tones string
	}
	rows, err := Rows[whole](ctx, db, Q(`SELECT pg_current_snapshot()::text AS seen, coalesce(array_agg(x.id), '{}') AS ids,
			coalesce(string_agg(x.folded, ''), '') AS folded, coalesce(string_agg(x.lowered, ''), '') AS lowered, coalesce(string_agg(x.tones, ''), '') AS tones
		FROM (SELECT n.id, `+nameTexts+` FROM staff_name n ORDER BY n.sort_name) x`))
	if err != nil {
		return fmt.Errorf("load names: %w", err)
	}
	w, n := &rows[0], len(rows[0].IDs)
	s.at.Store(&namesCopy{w.Seen, w.IDs, newTextColumn(w.Folded, n), newTextColumn(w.Lowered, n), newTextColumn(w.Tones, n)})
	return nil
}

// askNames asks for what f searches, and for the names written by transactions that seen has not seen. A row that claims a
// transaction yet to come was restored from another cluster, and is in the copy.
func (f StaffQuery) askNames(ctx context.Context, db *DB, seen string) (a *asked, now string, fresh []newName, err error) {
	after := ""
	if f.After != nil {
		after = unsorted(f.After[3])
	}
	type row struct {
		Seen string
		asked
		newName
	}
	// The order within a limit keeps the planner on the index, whatever it thinks of the moment.
	rows, err := Rows[row](ctx, db, Q(`WITH fresh AS MATERIALIZED (SELECT n.id, n.sort_name, `+nameTexts+` FROM staff_name n
			WHERE n.written_in >= pg_snapshot_xmin(?::text::pg_snapshot) AND n.written_in < pg_snapshot_xmax(pg_current_snapshot())
				AND NOT pg_visible_in_snapshot(n.written_in, ?::text::pg_snapshot)
			ORDER BY n.written_in DESC LIMIT `+strconv.Itoa(maxNewNames)+`)
		SELECT pg_current_snapshot()::text AS seen, fold(?) AS phrase,
			ARRAY(SELECT fold(w) FROM unnest(?::text[]) WITH ORDINALITY u (w, at) ORDER BY at) AS words,
			coalesce((SELECT id FROM staff_name WHERE name = ?), 0) AS after, coalesce(x.id, 0) AS id,
			coalesce((SELECT b.id FROM staff_name b WHERE b.sort_name < x.sort_name ORDER BY b.sort_name DESC LIMIT 1), 0) AS before,
			coalesce(x.folded, '') AS folded, coalesce(x.lowered, '') AS lowered, coalesce(x.tones, '') AS tones
		FROM (VALUES (1)) one (n) LEFT JOIN fresh x ON TRUE ORDER BY x.sort_name`, seen, seen, f.typed(), strings.Fields(f.Search), after))
	if err != nil {
		return nil, "", nil, err
	}
	for _, r := range rows {
		if r.ID != 0 {
			fresh = append(fresh, r.newName)
		}
	}
	return &rows[0].asked, rows[0].Seen, fresh, nil
}

// with is the copy after names were added, which come in the order of lists.
func (c *namesCopy) with(fresh []newName, seen string) *namesCopy {
	newer := *c
	newer.seen = seen
	if len(fresh) == 0 {
		return &newer
	}
	behind, last := map[int64][]newName{}, newName{}
	known := c.among(fresh)
	var place int64 // the name of the copy that the one at hand comes behind
	for _, n := range fresh {
		if last.ID == 0 || n.Before != last.ID {
			place = n.Before
		}
		last = n
		if known[n.ID] {
			place = n.ID
			continue
		}
		behind[place] = append(behind[place], n)
	}
	newer.ids = make([]int64, 0, len(c.ids)+len(fresh))
	var folded, lowered, tones strings.Builder
	room := 64 * len(fresh) // more than most names are long
	folded.Grow(len(c.folded.all) + room)
	lowered.Grow(len(c.lowered.all) + room)
	tones.Grow(len(c.tones.all) + room)
	add := func(of []newName) {
		for _, n := range of {
			newer.ids = append(newer.ids, n.ID)
			folded.WriteString(n.Folded)
			lowered.WriteString(n.Lowered)
			tones.WriteString(n.Tones)
		}
	}
	add(behind[0])
	from := 0
	until := func(i int) {
		newer.ids = append(newer.ids, c.ids[from:i]...)
		folded.WriteString(c.folded.all[c.folded.from[from]:c.folded.from[i]])
		lowered.WriteString(c.lowered.all[c.lowered.from[from]:c.lowered.from[i]])
		tones.WriteString(c.tones.all[c.tones.from[from]:c.tones.from[i]])
		from = i
	}
	for i, id := range c.ids {
		if of := behind[id]; of != nil {
			until(i + 1)
			add(of)
		}
	}
	until(len(c.ids))
	n := len(newer.ids)
	newer.folded, newer.lowered, newer.tones = newTextColumn(folded.String(), n), newTextColumn(lowered.String(), n), newTextColumn(tones.String(), n)
	return &newer
}

// among are those of names that the copy has.
func (c *namesCopy) among(names []newName) map[int64]bool {
	wanted, known := make(map[int64]bool, len(names)), map[int64]bool{}
	for _, n := range names {
		wanted[n.ID] = true
	}
	for _, id := range c.ids {
		if wanted[id] {
			known[id] = true
		}
	}
	return known
}

// unsorted is the name that SortName puts in order.
func unsorted(sortName string) string {
	given, rest, ok := strings.Cut(sortName, " ")
	if !ok {
		return sortName
	}
	return rest + " " + given
}
