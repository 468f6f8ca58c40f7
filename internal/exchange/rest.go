package exchange

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"bienche/internal/audit"
	"bienche/internal/auth"
	"bienche/internal/day"
	"bienche/internal/fault"
	"bienche/internal/platform/httpd"
	"bienche/internal/platform/jobs"
	"bienche/models"
)

// uploadTime is how long a workbook may take to arrive, for offices with thin lines.
const uploadTime = 10 * time.Minute

// IDs writes and reads the identifiers of the API.
type IDs struct {
	Encode func(object string, id int64) string
	Decode func(object, id string) (int64, error)
}

// Routes adds the addresses of workbooks. Everybody who may import may have the template; a job's result goes to
// the one who asked for the job.
func (s *Service) Routes(srv *httpd.Server, users *auth.Service, r *jobs.Runner, ids IDs) {
	h := &handlers{s, orders{s.db, r, ids}}
	srv.Handle("GET /api/template/{file}", users.Identify(httpd.Func(h.template)))
	srv.Handle("POST /api/import/{kind}", httpd.Slow(uploadTime, users.Identify(httpd.Func(h.importFile))))
	srv.Handle("POST /api/export/{kind}", users.Identify(httpd.Func(h.export)))
	srv.Handle("GET /api/job/{id}/result", httpd.Slow(uploadTime, users.Identify(httpd.Func(h.result))))
}

type handlers struct {
	*Service
	orders
}

func (h *handlers) template(w http.ResponseWriter, r *http.Request) error {
	name, ok := strings.CutSuffix(r.PathValue("file"), ".xlsx")
	if !ok {
		return fault.Unknown("file")
	}
	kind, err := ParseKind(name)
	if err != nil {
		return err
	}
	if _, _, err := auth.Require(r.Context(), "exchange."+string(kind), "import"); err != nil {
		return err
	}
	b, err := h.Template(kind)
	if err != nil {
		return err
	}
	return send(w, name+".xlsx", b)
}

// importFile stores the workbook and queues its import; the answer is the job.
func (h *handlers) importFile(w http.ResponseWriter, r *http.Request) error {
	kind, err := ParseKind(r.PathValue("kind"))
	if err != nil {
		return err
	}
	viewer, _, err := auth.Require(r.Context(), "exchange."+string(kind), "import")
	if err != nil {
		return err
	}
	if err := kind.confirmed(r.Context()); err != nil {
		return err
	}
	dry := false
	if v := r.URL.Query().Get("dryRun"); v != "" {
		if dry, err = strconv.ParseBool(v); err != nil {
			return fault.Bad("dryRun", "fault.bad_choice", fault.Args{"value": v})
		}
	}
	name, content, err := upload(w, r)
	if err != nil {
		return err
	}
	file := &models.StoredFile{Name: name, MediaType: mediaType, Size: int64(len(content)), SHA256: digest(content), Content: content, CreatedBy: &viewer.UserID}
	return h.queue(w, r, "exchange.order_import", func(tx *models.Tx) (jobs.Order, error) {
		err := tx.AddFile(file)
		return jobs.Order{Kind: ImportJob, Params: importOrder{kind, dry, name}, InputFileID: &file.ID, CreatedBy: viewer.UserID}, err
	})
}

func (h *handlers) export(w http.ResponseWriter, r *http.Request) error {
	kind, err := ParseKind(r.PathValue("kind"))
	if err != nil {
		return err
	}
	if err := kind.exportable(); err != nil {
		return err
	}
	viewer, _, err := auth.Require(r.Context(), "exchange."+string(kind), "export")
	if err != nil {
		return err
	}
	asOf := h.clock.Today()
	if v := r.URL.Query().Get("asOf"); v != "" {
		if asOf, err = day.Parse(v); err != nil {
			return fault.Bad("asOf", "fault.bad_date", fault.Args{"value": v})
		}
	}
	return h.queue(w, r, "exchange.order_export", func(*models.Tx) (jobs.Order, error) {
		return jobs.Order{Kind: ExportJob, Params: exportOrder{kind, asOf}, CreatedBy: viewer.UserID}, nil
	})
}

// result sends the file that a job left, to its owner; for anybody else there is no such job.
func (h *handlers) result(w http.ResponseWriter, r *http.Request) error {
	viewer := auth.ViewerOf(r.Context())
	if viewer == nil {
		return fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	id, err := h.ids.Decode("job", r.PathValue("id"))
	if err != nil {
		return err
	}
	job, err := h.db.JobByID(r.Context(), id)
	switch {
	case err != nil:
		return err
	case job == nil || job.CreatedBy != viewer.UserID:
		return fault.Unknown("job")
	case job.ResultFileID == nil:
		return fault.Unknown("file")
	}
	file, err := h.db.File(r.Context(), *job.ResultFileID)
	if err != nil {
		return err
	}
	if file == nil {
		return fault.Unknown("file")
	}
	if err := audit.Note(r.Context(), h.db, audit.Entry{Action: "exchange.fetch_result", ObjectKind: "job", ObjectID: id}); err != nil {
		return err
	}
	return send(w, file.Name, file.Content)
}

// upload reads the one file of a form, up to MaxFile.
func upload(w http.ResponseWriter, r *http.Request) (name string, content []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxFile+1<<20)
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, fault.Bad("file", "exchange.no_file").Because(err)
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return "", nil, uploadFault(err)
		}
		if part.FormName() != "file" {
			continue
		}
		content, err := io.ReadAll(io.LimitReader(part, MaxFile+1))
		if err != nil {
			return "", nil, uploadFault(err)
		}
		if len(content) > MaxFile {
			return "", nil, badFile("exchange.file_too_large")
		}
		// Only the last part of the name: what the sender's disk looks like is not our business.
		return cut(models.CleanText(path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))), 200), content, nil
	}
}

func uploadFault(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return badFile("exchange.file_too_large")
	}
	return fault.Bad("file", "exchange.no_file").Because(err)
}

func send(w http.ResponseWriter, name string, content []byte) error {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	w.Write(content) //nolint:errcheck // the reader has gone
	return nil
}
