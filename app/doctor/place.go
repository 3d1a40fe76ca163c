// SPDX-License-Identifier: EUPL-1.2

package doctor

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"
	"time"

	"rentmeester/fault"
	"rentmeester/store"
)

func asFault(err error, f **fault.Error) bool { return errors.As(err, f) }

func (p *patient) settings(context.Context) {
	for _, f := range p.Wrong {
		p.bad(f)
	}
	if len(p.Wrong) > 0 {
		return
	}
	if p.Settings.File == "" {
		p.good(fault.New("doctor.settings.none"))
		return
	}
	p.good(fault.New("doctor.settings", "file", p.Settings.File))
}

// folder: that of the embedded database is the user's own.
func (p *patient) folder(context.Context) {
	if p.Address != "" {
		return
	}
	info, err := p.Stat(p.Home)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.warn(fault.New("doctor.folder.none", "dir", p.Home))
		return
	case err != nil || !info.IsDir():
		p.bad(fault.Wrap(err, "doctor.folder.wrong", "dir", p.Home))
		return
	}
	if err := p.MayWrite(p.Home); err != nil {
		p.bad(fault.Wrap(err, "doctor.folder.wrong", "dir", p.Home))
		return
	}
	if p.Others(info) {
		p.bad(fault.New("doctor.folder.open", "dir", p.Home))
		return
	}
	p.good(fault.New("doctor.folder", "dir", p.Home))
}

// oldestPostgres is the first version that still gets repairs.
const oldestPostgres = 14

func (p *patient) database(ctx context.Context) {
	look, err := p.Look(ctx)
	if err != nil {
		p.failed(err)
		return
	}
	p.look, p.seen = look, true
	if look.Dialect == store.Postgres {
		if major := majorOf(look.Version); major > 0 && major < oldestPostgres {
			p.warn(fault.New("doctor.database.old", "version", look.Version, "oldest", oldestPostgres))
		}
		if !safeWay(p.Address) {
			p.warn(fault.New("doctor.database.open-line", "place", fault.Masked(p.Address)))
		}
	}
	p.good(fault.New("doctor.database", "place", look.Place, "version", look.Version, "kind", string(look.Dialect)))
}

func majorOf(version string) int {
	end := 0
	for end < len(version) && version[end] >= '0' && version[end] <= '9' {
		end++
	}
	major, _ := strconv.Atoi(version[:end]) // 0: no number that we know
	return major
}

func (p *patient) tables(ctx context.Context) {
	if !p.seen {
		return
	}
	l := p.look
	switch {
	case l.Newer():
		p.bad(fault.New("store.newer", "place", l.Place, "current", l.Current, "newest", l.Newest))
		return
	case l.Current == 0:
		p.warn(fault.New("doctor.tables.none", "place", l.Place))
		return
	case l.Pending():
		p.warn(fault.New("doctor.tables.pending", "current", l.Current, "newest", l.Newest))
		return
	}
	opened, err := p.Open(ctx)
	if err != nil {
		p.failed(err)
		return
	}
	p.store = opened
	p.good(fault.New("doctor.tables", "current", l.Current))
}

const (
	mega = 1 << 20
	// littleRoom is when there may not be room for a day's work and a backup.
	littleRoom = 2 << 30
	noRoom     = 200 * mega
)

// disk: room for as much again as the books take, which a backup and an upgrade
// need.
func (p *patient) disk(context.Context) {
	places := []string{}
	if p.Address == "" {
		places = append(places, p.Home)
	}
	if dir := p.Settings.Get("backups"); dir != "" {
		places = append(places, dir)
	}
	for _, dir := range places {
		free, err := p.Free(dir)
		if err != nil {
			continue // the folder is not there yet, which is told elsewhere
		}
		need := uint64(littleRoom)
		if info, err := p.Stat(filepath.Join(p.Home, store.FileName)); err == nil && p.Address == "" {
			need = max(need, 2*uint64(info.Size()))
		}
		switch {
		case free < noRoom:
			p.bad(fault.New("doctor.disk.full", "dir", dir, "free", free/mega))
		case free < need:
			p.warn(fault.New("doctor.disk.little", "dir", dir, "free", free/mega, "need", need/mega))
		default:
			p.good(fault.New("doctor.disk", "dir", dir, "free", free/mega))
		}
	}
}

// skew is by how much the clocks of program and database may differ.
const skew = 10 * time.Second

// clock: that of the database server agrees, and what was done last is not in the
// future.
func (p *patient) clock(ctx context.Context) {
	now := p.Now().UTC()
	if !p.look.Clock.IsZero() {
		if off := now.Sub(p.look.Clock).Abs(); off > skew {
			p.bad(fault.New("doctor.clock.differs", "seconds", int(off.Seconds()), "place", p.look.Place))
			return
		}
	}
	if p.books != nil {
		last, err := p.store.LastEvent(ctx, p.books.Adm.Key)
		if err != nil {
			p.failed(err)
			return
		}
		if last > store.Stamp(now.Add(skew)) {
			p.bad(fault.New("doctor.clock.back", "last", last, "now", store.Stamp(now)))
			return
		}
	}
	p.good(fault.New("doctor.clock", "now", now.Format(time.RFC3339)))
}

// freshFor is how many hours a backup is fresh when the settings do not say: a day
// and the time that it takes.
const freshFor = 26

func (p *patient) backups(context.Context) {
	dir := p.Settings.Get("backups")
	if dir == "" {
		p.warn(fault.New("doctor.backups.unset"))
		return
	}
	all, err := p.Backups(dir)
	if err != nil || len(all) == 0 {
		p.bad(fault.Wrap(err, "doctor.backups.none", "dir", dir))
		return
	}
	newest := all[len(all)-1]
	head, err := p.Head(newest)
	if err != nil {
		p.failed(err)
		return
	}
	hours, err := strconv.Atoi(p.Settings.Get("backups-hours"))
	if err != nil {
		hours = freshFor
	}
	made, err := time.Parse(time.RFC3339, head.Made)
	if err != nil || p.Now().Sub(made) > time.Duration(hours)*time.Hour {
		p.bad(fault.New("doctor.backups.old", "name", newest, "made", head.Made, "hours", hours))
		return
	}
	if info, err := p.Stat(newest); err == nil && p.Others(info) {
		p.bad(fault.New("doctor.secrets.open", "file", newest))
	}
	p.good(fault.New("doctor.backups", "name", newest, "made", head.Made, "count", len(all)))
}
