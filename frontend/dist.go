// Package frontend carries the built browser application inside the program. The pattern below matches this file
// itself too, so that the module compiles before the application has been built.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist*
var files embed.FS

// Files is the build folder; nil when the application had not been built when the program was.
func Files() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		return nil
	}
	if _, err := fs.Stat(dist, "index.html"); err != nil {
		return nil
	}
	return dist
}
