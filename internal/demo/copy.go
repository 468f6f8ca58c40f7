package demo

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"bienche/internal/day"
)

// table is the rows of one table on their way to the database, in COPY's text format.
type table struct {
	name, columns string
	buf           []byte
	rows          int64
}

// sink gathers rows by table and hands them to the database in large pieces, so that memory does not grow with the
// province. The pieces are sent while the next are made.
type sink struct {
	origin
	tables   map[string]*table
	order    []*table
	pending  int
	parcels  chan []table
	finished chan error
}

// piece is how many bytes of rows are gathered before they are sent.
const piece = 32 << 20

// origin is what recorded the rows, and the batch they came in.
type origin struct{ audit, batch int64 }

// newSink starts the sending; progress hears how many rows are stored. conn must not be used before finish.
func newSink(ctx context.Context, conn *pgx.Conn, from origin, progress func(int64)) *sink {
	s := &sink{origin: from, tables: map[string]*table{}, parcels: make(chan []table, 1), finished: make(chan error, 1)}
	go func() {
		var err error
		var written int64
		for parcel := range s.parcels {
			for _, t := range parcel {
				if err != nil {
					continue // whoever sends must not wait for ever
				}
				if err = send(ctx, conn, t); err == nil {
					written += t.rows
					progress(written)
				}
			}
		}
		s.finished <- err
	}()
	return s
}

func send(ctx context.Context, conn *pgx.Conn, t table) error {
	_, err := conn.PgConn().CopyFrom(ctx, bytes.NewReader(t.buf), fmt.Sprintf("COPY %s (%s) FROM STDIN", t.name, t.columns))
	if err != nil {
		return fmt.Errorf("load %s: %w", t.name, err)
	}
	return nil
}

// finish sends what is left and waits until all is stored.
func (s *sink) finish() error {
	s.flush()
	close(s.parcels)
	return <-s.finished
}

// factTail are the columns that every fact ends with.
const factTail = ", valid_from, valid_to, decision_id, batch_id, recorded_in"

// into is a table's buffer, opened at the first row.
func (s *sink) into(name, columns string) *table {
	t := s.tables[name]
	if t == nil {
		t = &table{name: name, columns: columns}
		s.tables[name] = t
		s.order = append(s.order, t)
	}
	return t
}

func (t *table) next() {
	if n := len(t.buf); n > 0 && t.buf[n-1] != '\n' {
		t.buf = append(t.buf, '\t')
	}
}

func (t *table) null() *table {
	t.next()
	t.buf = append(t.buf, `\N`...)
	return t
}

func (t *table) int(n int64) *table {
	t.next()
	t.buf = strconv.AppendInt(t.buf, n, 10)
	return t
}

// id is an int that may be absent: zero is none.
func (t *table) id(n int64) *table {
	if n == 0 {
		return t.null()
	}
	return t.int(n)
}

func (t *table) bool(b bool) *table { return t.str(strconv.FormatBool(b)) }

func (t *table) str(s string) *table {
	t.next()
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			t.buf = append(t.buf, '\\', '\\')
		case '\t':
			t.buf = append(t.buf, '\\', 't')
		case '\n':
			t.buf = append(t.buf, '\\', 'n')
		default:
			t.buf = append(t.buf, c)
		}
	}
	if len(s) == 0 && (len(t.buf) == 0 || t.buf[len(t.buf)-1] == '\n') {
		// An empty first column would make next believe that the row has not begun.
		panic("demo: a row may not begin with an empty text")
	}
	return t
}

func (t *table) date(d day.Day) *table {
	if d.IsZero() {
		return t.null()
	}
	return t.str(d.String())
}

// end closes a row that is not a fact; it names the audit entry that recorded it.
func (s *sink) end(t *table) {
	t.int(s.audit)
	s.close(t)
}

// fact closes a row with what every fact carries.
func (s *sink) fact(t *table, from, to day.Day, decision int64) {
	t.date(from).date(to).id(decision).int(s.batch).int(s.audit)
	s.close(t)
}

func (s *sink) close(t *table) {
	t.buf = append(t.buf, '\n')
	t.rows++
	s.pending++
	if s.pending%2000 == 0 && s.size() > piece {
		s.flush()
	}
}

func (s *sink) size() (n int) {
	for _, t := range s.order {
		n += len(t.buf)
	}
	return n
}

// flush hands over all rows gathered, in the order in which their tables were first written to.
func (s *sink) flush() {
	var parcel []table
	for _, t := range s.order {
		if n := len(t.buf); n > 0 && t.buf[n-1] != '\n' {
			panic("demo: a row of " + t.name + " is sent before it ends")
		}
		if t.rows > 0 {
			parcel = append(parcel, *t)
			t.buf, t.rows = make([]byte, 0, len(t.buf)), 0
		}
	}
	s.parcels <- parcel
}
