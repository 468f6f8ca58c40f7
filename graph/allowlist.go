package graph

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"

	"bienche/internal/fault"
)

// documentsFile is where the build of the browser application lists what it sends.
const documentsFile = ".vite/documents.json"

// Documents is the allow-list: the texts that the browser application sends, by their SHA-256.
type Documents struct {
	texts map[[sha256.Size]byte]string
}

// LoadDocuments reads the allow-list that was built with the browser application; nil when files is nil or the build
// made none. A list whose sums do not fit its texts is an error.
func LoadDocuments(files fs.FS) (*Documents, error) {
	if files == nil {
		return nil, nil
	}
	text, err := fs.ReadFile(files, documentsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the list of documents: %w", err)
	}
	var listed map[string]string
	if err := json.Unmarshal(text, &listed); err != nil {
		return nil, fmt.Errorf("read the list of documents: %w", err)
	}
	d := &Documents{texts: make(map[[sha256.Size]byte]string, len(listed))}
	for sum, query := range listed {
		key := sha256.Sum256([]byte(query))
		if hex.EncodeToString(key[:]) != sum {
			return nil, fmt.Errorf("the list of documents has %s for a text whose sum is %x", sum, key)
		}
		d.texts[key] = query
	}
	return d, nil
}

// Texts are the listed documents by the hexadecimal SHA-256 of each.
func (d *Documents) Texts() map[string]string {
	out := map[string]string{}
	if d != nil {
		for key, text := range d.texts {
			out[hex.EncodeToString(key[:])] = text
		}
	}
	return out
}

// empty tells that there is nothing to hold browsers to.
func (d *Documents) empty() bool { return d == nil || len(d.texts) == 0 }

// persisted is how a client names a document by its sum alone, as others do it too.
type persisted struct {
	PersistedQuery struct {
		Sum string `json:"sha256Hash"`
	} `json:"persistedQuery"`
}

// find is the listed text that a request sends or names by its sum, and whether there is one.
func (d *Documents) find(req Request) (string, bool, error) {
	key := sha256.Sum256([]byte(req.Query))
	if req.sum != "" {
		named, err := hex.DecodeString(req.sum)
		if err != nil || len(named) != len(key) || req.written && !bytes.Equal(named, key[:]) {
			return "", false, fault.Bad("extensions.persistedQuery.sha256Hash", "graph.bad_sum")
		}
		key = [sha256.Size]byte(named)
	}
	if d == nil {
		return "", false, nil
	}
	text, ok := d.texts[key]
	return text, ok, nil
}

// admit finds a request's document and refuses what a browser sends and the application never would. Whoever shows a
// token is a program and may send any document; its cookies do not count, so that no session is used under the looks
// of a token.
func (e *Engine) admit(r *http.Request, req *Request) error {
	text, listed, err := e.documents.find(*req)
	if err != nil {
		return err
	}
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	byToken := strings.EqualFold(scheme, "Bearer")
	if byToken {
		r.Header.Del("Cookie")
	}
	switch {
	case listed:
		req.Query, req.Listed = text, true
	case !req.written || e.onlyListed && !byToken:
		return fault.New(fault.BadInput, "graph.unlisted")
	}
	return nil
}
