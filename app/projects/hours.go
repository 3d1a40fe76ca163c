// SPDX-License-Identifier: EUPL-1.2

package projects

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/table"
	"rentmeester/store"
	"rentmeester/store/db"
)

// quarantined is what bad rows of lists of hours are called in quarantine.
const quarantined = "hours"

// ImportHours reads a list of hours and keeps its rows in one step. A row that says
// something of the same person, day and work as a row of an earlier list comes in its
// place, so that the same list twice changes nothing and a better one mends it. Rows
// of one list that say the same add up. A row that is not right goes in quarantine,
// with its line. Errors: those of table.ReadHours, store.failed.
func (d *Desk) ImportHours(ctx context.Context, out *books.FileReport, actor string, original io.Reader) error {
	out.Format = "hours"
	rows, bad, err := table.ReadHours(original)
	if err != nil {
		return err
	}
	return d.Write(ctx, func(tx *store.Tx) error {
		k := &hourKeeper{Desk: d, ctx: ctx, tx: tx, out: out, known: map[string]known{}, sums: map[hourKey]*hourSum{}}
		for _, r := range rows {
			if err := k.take(r); err != nil {
				return err
			}
		}
		k.bad = append(bad, k.bad...)
		if err := k.keep(); err != nil {
			return err
		}
		if err := k.quarantine(); err != nil {
			return err
		}
		return d.FileRead(ctx, tx, out, actor)
	})
}

type hourKeeper struct {
	*Desk
	ctx   context.Context
	tx    *store.Tx
	out   *books.FileReport
	known map[string]known // what a code of a project or assignment stands for
	sums  map[hourKey]*hourSum
	order []hourKey
	bad   []table.BadRow
}

// known is a project that rows may be on, or why not.
type known struct {
	id  int64
	why string // code of a fault
}

type hourKey struct {
	project int64
	mark    string
}

type hourSum struct {
	day           day.Day
	assignment    string
	minutes, rate int64
}

// take adds a row to those that say the same.
func (k *hourKeeper) take(r table.Hours) error {
	on, err := k.project(r)
	if err != nil {
		return err
	}
	code := r.Project
	if code == "" {
		code = r.Assignment
	}
	switch {
	case on.why != "":
		k.refuse(r, on.why, code)
		return nil
	case r.Day > day.Of(k.Now()):
		k.refuse(r, "projects.hours-later", string(r.Day))
		return nil
	}
	key := hourKey{on.id, k.mark(r)}
	sum, there := k.sums[key]
	if !there {
		sum = &hourSum{r.Day, r.Assignment, 0, int64(r.Rate)}
		k.sums[key] = sum
		k.order = append(k.order, key)
	}
	if sum.rate != int64(r.Rate) {
		k.refuse(r, "projects.rate-differs", code)
		return nil
	}
	sum.minutes += r.Minutes
	return nil
}

func (k *hourKeeper) refuse(r table.Hours, code, value string) {
	k.bad = append(k.bad, table.BadRow{Line: r.Line, Fault: fault.New(code, "row", r.Line, "value", fault.Clip(value, 60))})
}

// mark makes what a row is known by again. Who it is of cannot be read from it.
func (k *hourKeeper) mark(r table.Hours) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s\x00%t", k.Adm.Slug, books.Fold(r.Person), r.Assignment, r.Day, r.Week))
	return hex.EncodeToString(sum[:16])
}

// project finds the project of a row: by its code, else by its assignment.
func (k *hourKeeper) project(r table.Hours) (known, error) {
	code := r.Project
	if code == "" && k.Plan != nil {
		var err error
		if code, err = k.Plan.ProjectOf(k.ctx, k.tx.Queries, k.tx.Adm, r.Assignment); err != nil {
			return known{}, err
		}
	}
	if code == "" {
		return known{why: "projects.unknown-assignment"}, nil
	}
	if found, seen := k.known[code]; seen {
		return found, nil
	}
	row, err := k.tx.ProjectByCode(k.ctx, db.ProjectByCodeParams{Adm: k.tx.Adm, Code: code})
	found := known{id: row.ID}
	switch {
	case store.NoRows(err):
		found.why = "projects.unknown-project"
	case err != nil:
		return found, books.Failed(err)
	case row.Closed:
		found.why = "projects.hours-closed"
	}
	k.known[code] = found
	return found, nil
}

// keep writes what is new or otherwise than it was.
func (k *hourKeeper) keep() error {
	for _, key := range k.order {
		sum := k.sums[key]
		was, err := k.tx.ProjectHour(k.ctx, db.ProjectHourParams{Adm: k.tx.Adm, ProjectID: key.project, Mark: key.mark})
		if err != nil && !store.NoRows(err) {
			return books.Failed(err)
		}
		there := err == nil
		switch {
		case there && was.Minutes == sum.minutes && was.Rate == sum.rate:
			k.out.Known++
			continue
		case there:
			k.out.Updated++
		default:
			k.out.Hours++
		}
		err = k.tx.PutProjectHour(k.ctx, db.PutProjectHourParams{Adm: k.tx.Adm, ProjectID: key.project, Mark: key.mark, Day: string(sum.day), Assignment: sum.assignment,
			Minutes: sum.minutes, Rate: sum.rate, Sha256: k.out.SHA256})
		if err != nil {
			return books.Failed(err)
		}
	}
	return nil
}

// quarantine keeps the rows that are not right, and lets go those of this list that
// are right by now. One that stands there already stays.
func (k *hourKeeper) quarantine() error {
	rows, err := k.tx.QuarantineOf(k.ctx, db.QuarantineOfParams{Adm: k.tx.Adm, Sha256: k.out.SHA256})
	if err != nil {
		return books.Failed(err)
	}
	stands := map[string]int64{}
	for _, r := range rows {
		stands[fmt.Sprint(r.Idx, r.Code, r.Args)] = r.ID
	}
	for _, b := range k.bad {
		args, err := json.Marshal(b.Fault.Args)
		if err != nil {
			return err
		}
		k.out.Findings = append(k.out.Findings, b.Fault)
		same := fmt.Sprint(b.Line, b.Fault.Code, string(args))
		if _, there := stands[same]; there {
			delete(stands, same)
			continue
		}
		err = k.tx.Add(k.ctx, db.Quarantine{Adm: k.tx.Adm, ID: k.tx.NewID(), Sha256: k.out.SHA256, Idx: int64(b.Line), What: quarantined, Subject: b.Fault.Args["value"],
			Code: b.Fault.Code, Args: string(args), State: "open", Since: k.tx.Stamp()})
		if err != nil {
			return err
		}
	}
	for _, id := range stands {
		if err := k.tx.ReleaseQuarantine(k.ctx, db.ReleaseQuarantineParams{Adm: k.tx.Adm, ID: id}); err != nil {
			return books.Failed(err)
		}
	}
	return nil
}
