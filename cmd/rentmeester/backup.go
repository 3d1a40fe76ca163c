// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/fault"
	"rentmeester/store"
)

// Backups that are made without a name are called by their moment, so that they
// stand in order.
const (
	backupName = "rentmeester-20060102T150405Z.backup.gz"
	backupGlob = "rentmeester-*Z.backup.gz"
)

// backupReport is what is told of a backup.
type backupReport struct {
	File string `json:"file"`
	store.DumpInfo
	FileSHA256 string   `json:"fileSha256"`
	Removed    []string `json:"removed,omitempty"`
}

func (p *program) backupCommand() *cobra.Command {
	check := false
	c := &cobra.Command{Use: "backup [FILE]", Short: p.say("cli.backup.short"), Long: p.say("cli.backup.long"), Args: cobra.MaximumNArgs(1)}
	c.Flags().BoolVar(&check, "check", false, p.say("cli.backup.check"))
	c.RunE = func(c *cobra.Command, args []string) error {
		name := ""
		if len(args) == 1 {
			name = args[0]
		}
		if check {
			if name == "" {
				return fault.New("cli.backup-where")
			}
			return p.checkBackup(name)
		}
		return p.backup(c, name)
	}
	return c
}

func (p *program) checkBackup(name string) error {
	r, err := lookBack(name)
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(r)
	}
	p.printf("cli.backup.sound", "name", name, "rows", r.Rows, "made", r.Made, "schema", r.Schema)
	p.printf("cli.backup.sum", "sum", r.FileSHA256)
	return nil
}

// lookBack reads a backup as a whole.
func lookBack(name string) (r backupReport, err error) {
	f, err := os.Open(name)
	if err != nil {
		return r, fault.Wrap(err, "cli.no-file", "name", name)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r.File = name
	if r.DumpInfo, err = store.CheckDump(f); err != nil {
		return r, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return r, unforeseen(err)
	}
	r.FileSHA256, _, err = store.Hash(f)
	return r, unforeseen(err)
}

func (p *program) backup(c *cobra.Command, name string) error {
	dir, dated := p.settings.Get("backups"), name == ""
	if dated {
		if dir == "" {
			return fault.New("cli.backup-where")
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fault.Wrap(err, "cli.output", "name", dir)
		}
		name = free(dir, p.now())
	}
	var r backupReport
	err := p.withStore(c, func(s *store.Store) (err error) {
		r, err = writeBackup(name, func(w io.Writer) error {
			_, err := s.Dump(c.Context(), w, store.Stamp(p.now()))
			return err
		})
		return err
	})
	if err != nil {
		return err
	}
	if dated {
		if r.Removed, err = p.thinOut(dir); err != nil {
			return err
		}
	}
	return p.tellBackup(r)
}

// free gives the dated name of a backup that is not taken yet: of two in one second
// the later has the name of the next.
func free(dir string, now time.Time) string {
	for ; ; now = now.Add(time.Second) {
		name := filepath.Join(dir, now.UTC().Format(backupName))
		if _, err := os.Lstat(name); err != nil {
			return name
		}
	}
}

func (p *program) tellBackup(r backupReport) error {
	if p.json {
		return p.printJSON(r)
	}
	p.printf("cli.backup.done", "name", r.File, "rows", r.Rows)
	p.printf("cli.backup.sum", "sum", r.FileSHA256)
	for _, name := range r.Removed {
		p.printf("cli.backup.removed", "name", name)
	}
	return nil
}

// writeBackup writes under another name first and reads that back: what bears the
// name is whole and sound, and on the disk. Nothing is written over. Errors:
// cli.output, cli.backup.damaged, those of write.
func writeBackup(name string, write func(io.Writer) error) (r backupReport, err error) {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return r, fault.Wrap(errors.Join(err, fs.ErrExist), "cli.output", "name", name)
	}
	dir, base := filepath.Split(name)
	dir = filepath.Clean(dir)
	half, err := os.CreateTemp(dir, base+".*.half") // for its owner only
	if err != nil {
		return r, fault.Wrap(err, "cli.output", "name", name)
	}
	defer func() { _ = os.Remove(half.Name()) }() // it has the right name by then, or is not whole
	if err := errors.Join(write(half), half.Sync(), half.Close()); err != nil {
		return r, err
	}
	if r, err = lookBack(half.Name()); err != nil {
		return r, fault.Wrap(err, "cli.backup.damaged", "name", name)
	}
	r.File = name
	if err := errors.Join(bear(half.Name(), name), syncFolder(dir)); err != nil {
		return r, fault.Wrap(err, "cli.output", "name", name)
	}
	return r, nil
}

// bear gives a file its name, which nothing has. Where one file cannot have two
// names it is renamed.
func bear(file, name string) error {
	err := os.Link(file, name)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fs.ErrExist)
	}
	return os.Rename(file, name)
}

// thinOut removes the oldest backups with dated names when there are more than the
// settings keep.
func (p *program) thinOut(dir string) (removed []string, err error) {
	keep, err := strconv.Atoi(p.settings.Get("backups-keep"))
	if err != nil {
		return nil, nil // all are kept
	}
	all, err := filepath.Glob(filepath.Join(dir, backupGlob))
	if err != nil {
		return nil, unforeseen(err)
	}
	slices.Sort(all)
	for _, name := range all[:max(0, len(all)-keep)] {
		if err := os.Remove(name); err != nil {
			return removed, fault.Wrap(err, "cli.output", "name", name)
		}
		removed = append(removed, name)
	}
	return removed, nil
}

func (p *program) restoreCommand() *cobra.Command {
	c := &cobra.Command{Use: "restore FILE", Short: p.say("cli.restore.short"), Long: p.say("cli.restore.long"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		f, err := os.Open(args[0])
		if err != nil {
			return fault.Wrap(err, "cli.no-file", "name", args[0])
		}
		err = p.withStore(c, func(s *store.Store) error {
			rows, err := s.Restore(c.Context(), f)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(map[string]any{"file": args[0], "rows": rows, "database": s.Place})
			}
			p.printf("cli.restore.done", "name", args[0], "rows", rows, "place", s.Place)
			return nil
		})
		return errors.Join(err, f.Close())
	}
	return c
}

func (p *program) migrateCommand() *cobra.Command {
	check := false
	c := &cobra.Command{Use: "migrate", Short: p.say("cli.migrate.short"), Long: p.say("cli.migrate.long"), Args: cobra.NoArgs}
	c.Flags().BoolVar(&check, "check", false, p.say("cli.migrate.check"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		before, err := p.look(c.Context())
		if err != nil {
			return err
		}
		if !check {
			if err := p.withStore(c, func(*store.Store) error { return nil }); err != nil {
				return err
			}
		}
		return p.tellSchema(c.Context(), before, check)
	}
	return c
}

// look looks at the database that the flags and settings name, and changes nothing.
func (p *program) look(ctx context.Context) (store.Look, error) {
	address, err := p.address()
	if err != nil {
		return store.Look{}, err
	}
	if address != "" {
		return store.LookPostgres(ctx, address)
	}
	return store.LookSQLite(ctx, p.home)
}

func (p *program) tellSchema(ctx context.Context, before store.Look, check bool) error {
	now, err := p.look(ctx)
	if err != nil {
		return err
	}
	if p.json {
		if err := p.printJSON(struct {
			store.Look
			Pending bool `json:"pending"`
		}{now, now.Pending()}); err != nil {
			return err
		}
	}
	kept := store.KeptBefore(p.home, before.Current)
	switch {
	case now.Newer():
		return fault.New("store.newer", "place", now.Place, "current", now.Current, "newest", now.Newest)
	case p.json:
	case now.Pending():
		p.printf("cli.migrate.pending", "place", now.Place, "current", now.Current, "newest", now.Newest)
	default:
		p.printf("cli.migrate.good", "place", now.Place, "current", now.Current)
		if _, err := os.Stat(kept); !check && before.Pending() && err == nil && now.Dialect == store.SQLite {
			fmt.Fprintln(p.out, p.say("cli.migrate.kept", "name", kept))
		}
	}
	if now.Pending() {
		return codedError{exitNo}
	}
	return nil
}
