// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rentmeester/fault"
)

// FolderSettings say which folder is watched, and how.
type FolderSettings struct {
	Dir     string
	Done    string // subfolder for what was taken; "" leaves it where it is
	Refused string // subfolder for what was refused; "" leaves it where it is
	MaxSize int64  // bytes; a larger file is refused. 0 is 1 GB
	// Note writes down why a file was refused, in the words of the reader, for
	// the text that is put beside it; nil puts none.
	Note func(error) string
}

// Folder is a watched folder. It is looked at time after time instead of waiting
// for the system to tell of a change, which network shares do not. A file is
// taken when it is complete: of the same size and time in two looks, or just
// given its name by a program that wrote it under another (.part, .tmp).
type Folder struct {
	settings FolderSettings
	taker    Taker
	before   map[string]fs.FileInfo // at the last look, by name
	parts    []fs.FileInfo          // at the last look, under a name that says it is not complete
	handled  map[string]handled     // taken or refused, and still here
	tries    tries[string]
}

// handled is a file as it was when it was taken or refused, and the subfolder
// it should be in.
type handled struct {
	info fs.FileInfo
	into string
	why  error // nil for what was taken
}

// NewFolder gives the watcher of a folder.
func NewFolder(s FolderSettings, taker Taker) *Folder {
	if s.MaxSize == 0 {
		s.MaxSize = 1 << 30
	}
	return &Folder{settings: s, taker: taker, before: map[string]fs.FileInfo{}, handled: map[string]handled{}, tries: tries[string]{}}
}

// Source implements Looker.
func (f *Folder) Source() Source { return Source{Kind: "folder", Place: f.settings.Dir} }

// Look implements Looker. Error: intake.folder.
func (f *Folder) Look(ctx context.Context) ([]Outcome, error) {
	now, err := f.list()
	if err != nil {
		return nil, fault.Wrap(err, "intake.folder", "folder", f.settings.Dir)
	}
	before, parts := f.before, f.parts
	f.before, f.parts = now, nil
	names := make([]string, 0, len(now))
	for name, info := range now {
		if unfinished(name) {
			f.parts = append(f.parts, info)
		} else {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	f.tries.forget(names)
	f.tries.order(names)
	var out []Outcome
	for name := range f.handled {
		if now[name] == nil {
			delete(f.handled, name)
		}
	}
	troubles := 0
	for _, name := range names {
		if ctx.Err() != nil || troubles >= patience {
			break
		}
		o, told := f.one(ctx, name, now[name], complete(now[name], before[name], parts))
		if told {
			out = append(out, o)
		}
		if o.State == Trouble {
			troubles++
			f.tries[name]++
		} else {
			troubles = 0
		}
	}
	return out, nil
}

// list gives the files in the folder, those in the making too. Links are not
// followed: they could point anywhere.
func (f *Folder) list() (map[string]fs.FileInfo, error) {
	entries, err := os.ReadDir(f.settings.Dir)
	if err != nil {
		return nil, err
	}
	files := map[string]fs.FileInfo{}
	for _, e := range entries {
		if !e.Type().IsRegular() || ignored(e.Name()) {
			continue
		}
		if info, err := e.Info(); err == nil { // gone in between otherwise
			files[e.Name()] = info
		}
	}
	return files, nil
}

// ignored are the files that systems and programs leave beside others.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.HasSuffix(name, noteSuffix) ||
		strings.EqualFold(name, "thumbs.db") || strings.EqualFold(name, "desktop.ini")
}

// unfinished are names under which programs write a file before it is complete.
func unfinished(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".part", ".tmp", ".partial", ".crdownload", ".filepart", ".download", ".temp":
		return true
	}
	return false
}

// one handles one file; told says whether there is something to tell of it.
func (f *Folder) one(ctx context.Context, name string, info fs.FileInfo, whole bool) (o Outcome, told bool) {
	o = Outcome{From: f.Source(), Name: name}
	if h, known := f.handled[name]; known && same(h.info, info) {
		if h.into == "" {
			return o, false
		}
		if err := f.putAway(name, h); err != nil { // it could not be moved before
			o.State, o.Err = Trouble, err
			return o, true
		}
		return o, false
	}
	if !whole {
		o.State = Waiting
		return o, true
	}
	err := f.take(ctx, name, info)
	h := handled{info: info, into: f.settings.Done}
	switch {
	case err == nil:
		o.State = Taken
	case fault.Is(err, "intake.refused"):
		o.State, o.Err = Refused, reason(err)
		h.into, h.why = f.settings.Refused, o.Err
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errChanged):
		o.State = Waiting
		return o, true
	default:
		o.State, o.Err = Trouble, err
		return o, true
	}
	f.handled[name] = h
	delete(f.tries, name)
	if h.into != "" {
		if err := f.putAway(name, h); err != nil {
			o.State, o.Err = Trouble, err
		}
	}
	return o, true
}

func same(a, b fs.FileInfo) bool { return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) }

// complete says whether a file is written to its end, as far as can be seen from
// how it was at the last look, and what was being written then.
func complete(info, then fs.FileInfo, parts []fs.FileInfo) bool {
	if then != nil {
		return same(then, info)
	}
	return slices.ContainsFunc(parts, func(part fs.FileInfo) bool { return os.SameFile(part, info) }) // it just got its name
}

var errChanged = errors.New("changed while it was read")

// take hands a file to the taker, and sees to it that it is the file that was
// looked at, before and after.
func (f *Folder) take(ctx context.Context, name string, info fs.FileInfo) error {
	if info.Size() > f.settings.MaxSize {
		return Refuse(name, fault.New("intake.too-large", "name", name, "limit", f.settings.MaxSize>>20))
	}
	file, err := os.Open(filepath.Join(f.settings.Dir, name))
	if err != nil {
		return unlessGone(err, name)
	}
	defer file.Close()
	if opened, err := file.Stat(); err != nil || !os.SameFile(opened, info) || !same(opened, info) {
		return errChanged
	}
	taken := f.taker.Take(ctx, f.Source(), name, file)
	if taken != nil && !fault.Is(taken, "intake.refused") {
		return taken
	}
	if after, err := file.Stat(); err != nil || !same(after, info) {
		return errChanged // what was kept is half of it; the whole comes next
	}
	return taken
}

func unlessGone(err error, name string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return fault.Wrap(err, "intake.file", "name", name)
}

const noteSuffix = ".reden.txt"

// putAway moves a file to the subfolder it belongs in, under a name that is free
// there. A file that somebody else moved is no trouble.
func (f *Folder) putAway(name string, h handled) error {
	dir := filepath.Join(f.settings.Dir, h.into)
	err := os.MkdirAll(dir, 0o750)
	if err == nil {
		var to string
		to, err = free(dir, name)
		if err == nil {
			err = os.Rename(filepath.Join(f.settings.Dir, name), to)
		}
		if err == nil && h.why != nil && f.settings.Note != nil {
			err = os.WriteFile(to+noteSuffix, []byte(f.settings.Note(h.why)+"\n"), 0o640)
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(err, "intake.move", "name", name, "folder", dir)
	}
	delete(f.handled, name)
	return nil
}

// free gives a path in the folder that no file has: "a.pdf", "a (2).pdf".
func free(dir, name string) (string, error) {
	end := filepath.Ext(name)
	for n := 1; n < 10_000; n++ {
		try := name
		if n > 1 {
			try = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, end), n, end)
		}
		to := filepath.Join(dir, try)
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return to, nil
		} else if err != nil {
			return "", err
		}
	}
	return "", fs.ErrExist
}

// Settle is how long to wait between two looks to see whether a file still grows.
const Settle = 2 * time.Second
