package httpd

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// asset is a file of the browser application, ready to send.
type asset struct {
	raw, gz   []byte // gz is nil where it would not be smaller
	mediaType string
	etag      string
	forever   bool // its name holds a hash of its contents
}

// Pages serves the browser application from its build folder: files by name, and index.html for every other path,
// which the application's own router reads. Without a build (files is nil) it says how to make one.
func Pages(files fs.FS) (http.Handler, error) {
	if files == nil {
		return http.HandlerFunc(notBuilt), nil
	}
	assets := map[string]*asset{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, ".vite/") {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		assets["/"+name] = newAsset(name, raw)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the browser application: %w", err)
	}
	index := assets["/index.html"]
	if index == nil {
		return nil, fmt.Errorf("the browser application has no index.html")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		a := assets[r.URL.Path]
		if a == nil && path.Ext(r.URL.Path) != "" && strings.HasPrefix(r.URL.Path, "/assets/") {
			http.NotFound(w, r) // an asset of an older build: a page in its place would only confuse
			return
		}
		if a == nil {
			a = index
		}
		a.serve(w, r)
	}), nil
}

func newAsset(name string, raw []byte) *asset {
	sum := sha256.Sum256(raw)
	a := &asset{
		raw: raw, etag: `"` + hex.EncodeToString(sum[:12]) + `"`,
		mediaType: mime.TypeByExtension(path.Ext(name)), forever: strings.HasPrefix(name, "assets/"),
	}
	if a.mediaType == "" {
		a.mediaType = "application/octet-stream"
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(raw) // a buffer takes everything
	z.Close()
	if b.Len() < len(raw)*9/10 {
		a.gz = b.Bytes()
	}
	return a
}

func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("ETag", a.etag)
	h.Set("Cache-Control", "no-cache")
	if a.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Add("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == a.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", a.mediaType)
	body := a.raw
	if a.gz != nil && takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = a.gz
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body) // an error here means that the reader has gone
	}
}

func notBuilt(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusServiceUnavailable)
	fmt.Fprint(w, `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Biên Chế</title>
<p>Giao diện chưa được dựng. Hãy chạy <code>make build</code>.</p>
<p lang="en">The browser application has not been built. Run <code>make build</code>.</p></html>`)
}
