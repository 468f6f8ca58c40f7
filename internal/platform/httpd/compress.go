package httpd

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// worthwhile is the size of a first piece from which compressing pays.
const worthwhile = 1400

var writers = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil {
		panic(err) // only for a level that does not exist
	}
	return w
}}

// compress sends JSON and text by gzip to those who take it. What is compressed already is left alone.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !takesGzip(r) || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		z := &zipped{ResponseWriter: w}
		defer z.close()
		next.ServeHTTP(z, r)
	})
}

func takesGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.TrimSpace(q) != "q=0" {
			return true
		}
	}
	return false
}

// zipped decides at the first piece of the body.
type zipped struct {
	http.ResponseWriter
	code    int
	decided bool
	gz      *gzip.Writer
}

func (z *zipped) WriteHeader(code int) {
	if code < 200 { // an interim answer
		z.ResponseWriter.WriteHeader(code)
		return
	}
	if z.code == 0 {
		z.code = code
	}
}

func (z *zipped) Write(b []byte) (int, error) {
	if !z.decided {
		z.decide(b)
	}
	if z.gz != nil {
		return z.gz.Write(b)
	}
	return z.ResponseWriter.Write(b)
}

func (z *zipped) decide(b []byte) {
	z.decided = true
	h := z.Header()
	if len(b) >= worthwhile && h.Get("Content-Encoding") == "" && compressible(h.Get("Content-Type")) {
		h.Set("Content-Encoding", "gzip")
		h.Add("Vary", "Accept-Encoding")
		h.Del("Content-Length")
		z.gz = writers.Get().(*gzip.Writer)
		z.gz.Reset(z.ResponseWriter)
	}
	if z.code != 0 {
		z.ResponseWriter.WriteHeader(z.code)
	}
}

func compressible(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || strings.HasPrefix(mediaType, "application/json") ||
		strings.HasPrefix(mediaType, "application/problem+json")
}

func (z *zipped) close() {
	if !z.decided {
		z.decide(nil)
	}
	if z.gz != nil {
		z.gz.Close() // an error here means that the reader has gone
		writers.Put(z.gz)
	}
}

// FlushError sends what has been written so far.
func (z *zipped) FlushError() error {
	if !z.decided {
		z.decide(nil)
	}
	if z.gz != nil {
		if err := z.gz.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(z.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (z *zipped) Unwrap() http.ResponseWriter { return z.ResponseWriter }
