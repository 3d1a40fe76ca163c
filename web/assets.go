// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"sync"
	"time"
)

// dist is made by `go run ./tools/assets`; in a fresh clone it is empty.
//
//go:embed all:dist
var dist embed.FS

// AssetsMissing says that the styles and scripts were not built: the pages work
// but look bare. `make assets` builds them.
func AssetsMissing() bool {
	_, err := fs.Stat(dist, "dist/app.css")
	return err != nil
}

// assetVersion changes when any asset does, so that browsers may keep them.
var assetVersion = sync.OnceValue(func() string {
	sum := sha256.New()
	_ = fs.WalkDir(dist, "dist", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(dist, name)
		sum.Write([]byte(name))
		sum.Write(raw)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil))[:12]
})

// asset gives the address of a file of dist.
func asset(name string) string { return "/assets/" + name + "?v=" + assetVersion() }

// serveAsset hands out a file of dist; directories and hidden files do not exist.
func serveAsset(w http.ResponseWriter, r *http.Request) {
	name := path.Base(r.URL.Path)
	raw, err := fs.ReadFile(dist, "dist/"+name)
	if err != nil || name[0] == '.' || r.URL.Path != "/assets/"+name {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("ETag", `"`+assetVersion()+`"`)
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == assetVersion() || path.Ext(name) == ".woff2" {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable") // fonts carry a hash in their name
	}
	if path.Ext(name) == ".woff2" {
		w.Header().Set("Content-Type", "font/woff2")
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(raw))
}
