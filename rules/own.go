//go:build !changedfigure

package rules

import "sync"

// Load reads the law that is part of the program. An error names the file and what is wrong with it; the program
// must not serve without its law.
func Load() (*Book, error) { return own() }

// own is read once: a book does not change.
var own = sync.OnceValues(func() (*Book, error) { return LoadFrom(files) })
