package exchange

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/platform/httpd"
	"bienche/internal/platform/jobs"
	"bienche/models"
)

// maxListOrder is more than any order of a list needs.
const maxListOrder = 64 << 10

// Routes adds the address at which lists are ordered. The job's result is fetched as that of any export.
func (s *Lists) Routes(srv *httpd.Server, users *auth.Service, r *jobs.Runner, ids IDs) {
	srv.Handle("POST /api/export/list/{list}", users.Identify(httpd.Func(func(w http.ResponseWriter, req *http.Request) error {
		return s.order(w, req, orders{s.DB, r, ids})
	})))
}

// order reads what is asked for, tries whether it can be had, and queues it.
func (s *Lists) order(w http.ResponseWriter, r *http.Request, q orders) error {
	ctx := r.Context()
	l, err := s.find(r.PathValue("list"))
	if err != nil {
		return err
	}
	viewer, err := allowed(ctx, l)
	if err != nil {
		return err
	}
	if l.about().people {
		if err := auth.Confirmed(ctx); err != nil {
			return err
		}
	}
	o, err := s.readOrder(w, r, l, q.ids)
	if err != nil {
		return err
	}
	_, x, err := s.start(ctx, o)
	if err != nil {
		return err
	}
	if err := l.try(ctx, x); err != nil {
		return err
	}
	return q.queue(w, r, "exchange.order_list", func(*models.Tx) (jobs.Order, error) {
		return jobs.Order{Kind: ListJob, Params: o, CreatedBy: viewer.UserID}, nil
	})
}

// readOrder reads the body of a request. It refuses with BAD_INPUT naming the member: "columns[2]", "search.class".
func (s *Lists) readOrder(w http.ResponseWriter, r *http.Request, l listed, ids IDs) (*listOrder, error) {
	var in struct {
		Search  string   `json:"search"`
		Columns []string `json:"columns"`
		Lang    string   `json:"lang"`
		AsOf    string   `json:"asOf"`
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxListOrder))
	d.DisallowUnknownFields()
	err := d.Decode(&in)
	if _, end := d.Token(); err == nil && !errors.Is(end, io.EOF) { // nothing more may come
		err = errors.New("more than one order")
	}
	if err != nil {
		return nil, fault.New(fault.BadInput, "exchange.list.bad_order").Because(err)
	}
	head := l.about()
	o := &listOrder{List: head.code, Columns: in.Columns, Lang: in.Lang}
	switch in.Lang {
	case "":
		o.Lang = "vi"
	case "vi", "en":
	default:
		return nil, fault.Bad("lang", "fault.bad_choice", fault.Args{"value": in.Lang})
	}
	if in.AsOf != "" {
		if o.AsOf, err = day.Parse(in.AsOf); err != nil {
			return nil, fault.Bad("asOf", "fault.bad_date", fault.Args{"value": in.AsOf})
		}
	}
	if err := o.read(head, in.Search, ids); err != nil {
		return nil, err
	}
	if o.AsOf.IsZero() || !head.dated {
		o.AsOf = s.Clock.Today()
	}
	return o, checkColumns(l, in.Columns)
}

// orders queues jobs that were asked for over HTTP.
type orders struct {
	store *models.DB
	jobs  *jobs.Runner
	ids   IDs
}

// queue stores a job with its audit entry and answers 202 with its id.
func (q orders) queue(w http.ResponseWriter, r *http.Request, action string, order func(tx *models.Tx) (jobs.Order, error)) error {
	var id int64
	err := audit.Write(r.Context(), q.store, audit.Entry{Action: action, ObjectKind: "job"}, func(tx *models.Tx) error {
		o, err := order(tx)
		if err != nil {
			return err
		}
		id, err = q.jobs.Enqueue(r.Context(), tx, o)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusAccepted)
	io.WriteString(w, `{"jobId":`+strconv.Quote(q.ids.Encode("job", id))+"}") //nolint:errcheck // the reader has gone
	return nil
}
