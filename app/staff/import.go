// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/fault"
	lists "rentmeester/formats/staff"
	"rentmeester/formats/table"
	"rentmeester/staffing"
	"rentmeester/store/db"
)

// mostList is the largest list that is read.
const mostList = 64 << 20

// behind is how many weeks of the past a list may tell of.
const behind = 52

// Import reads a list of people, of work, of locks, of skills or of travelling times, as
// docs/staffing.md has them, or a published list of skills. The file is not kept, and a
// column that tells why somebody is away is not taken. Errors: staff.list-large,
// staff.list-empty, those of the readers, SkillList and Keep.
func (d *Desk) Import(ctx context.Context, actor, name string, r io.Reader) (Brought, error) {
	body, err := io.ReadAll(io.LimitReader(r, mostList+1))
	if err != nil {
		return Brought{}, err
	}
	if len(body) > mostList {
		return Brought{}, fault.New("staff.list-large", "file", name, "most", mostList>>20)
	}
	sum := sha256.Sum256(body)
	from := From{Name: name, SHA256: hex.EncodeToString(sum[:])}
	if IsSkillList(string(body[:min(len(body), 4096)])) {
		return d.SkillList(ctx, actor, bytes.NewReader(body), from)
	}
	t, err := d.readList(name, body)
	if err != nil {
		return Brought{}, err
	}
	if len(t.Locks) > 0 {
		n, err := d.KeepLocks(ctx, actor, t.Locks, from)
		return Brought{Locks: n}, err
	}
	if err := d.wishesAbout(ctx, t); err != nil {
		return Brought{}, err
	}
	return d.Keep(ctx, actor, *t, from, reasonColumns(body))
}

// listKinds are the kinds of lists, those with most columns that must be there first.
var listKinds = []struct {
	put  func(*lists.Files, io.Reader)
	keys []string // of which JSON has one
	must int      // columns that must be there
}{
	{func(f *lists.Files, r io.Reader) { f.Assignments = r }, []string{"assignment", "opdracht", "opgave"}, 4},
	{func(f *lists.Files, r io.Reader) { f.Locks = r }, []string{"lock", "vast", "slot"}, 2},
	{func(f *lists.Files, r io.Reader) { f.People = r }, []string{"person", "persoon", "medewerker", "personeelsnummer"}, 2},
	{func(f *lists.Files, r io.Reader) { f.Travel = r }, []string{"minutes", "minuten", "reistijd"}, 3},
	{func(f *lists.Files, r io.Reader) { f.Skills = r }, []string{"skill", "vaardigheid"}, 1},
}

// readList reads a list of the first kind that it is.
func (d *Desk) readList(name string, body []byte) (t *staffing.Task, err error) {
	nearest, most := error(fault.New("staff.list-empty", "file", name)), 0
	for i, kind := range listKinds {
		if keys, is := keysOf(body); is && !slices.ContainsFunc(kind.keys, func(k string) bool { return keys[k] }) {
			continue
		}
		f := lists.Files{}
		if kind.put(&f, bytes.NewReader(body)); i > 0 { // of work all weeks count, of people those from now on
			f.From, f.Weeks = Monday(d.today()).Add(-behind*week), behind+mostWeeks
		}
		switch t, err = lists.Read(f); {
		case err == nil:
			return t, nil
		case !fault.Is(err, "table.missing-column"):
			return nil, err
		}
		if there := kind.must - lacking(err); there > most { // what it is most of: who forgot a column is told which
			nearest, most = err, there
		}
	}
	return nil, nearest
}

// lacking counts the columns that a list should have and has not.
func lacking(err error) int {
	var f *fault.Error
	for errors.As(err, &f) && f.Code != "table.missing-column" {
		err = f.Unwrap()
	}
	return strings.Count(f.Args["missing"], ",") + 1
}

// keysOf gives the names of the columns of a list in JSON; false: it is none.
func keysOf(body []byte) (map[string]bool, bool) {
	if start := bytes.TrimSpace(body); len(start) == 0 || start[0] != '[' {
		return nil, false
	}
	var rows []map[string]any
	if json.Unmarshal(body, &rows) != nil {
		return nil, true
	}
	keys := map[string]bool{}
	for _, row := range rows {
		for k := range row {
			keys[table.Plain(k)] = true
		}
	}
	return keys, true
}

// wishesAbout finds the wishes that are about work which came by another list.
func (d *Desk) wishesAbout(ctx context.Context, t *staffing.Task) error {
	if len(t.People) == 0 {
		return nil
	}
	works := map[string]bool{}
	err := d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.StaffAssignments(ctx, d.Adm.Key)
		for _, r := range rows {
			works[r.Code] = true
		}
		return books.Failed(err)
	})
	for i := range t.People {
		for j, w := range t.People[i].Wishes {
			if works[w.Skill] {
				t.People[i].Wishes[j].Skill, t.People[i].Wishes[j].Assignment = "", w.Skill
			}
		}
	}
	t.Skills = slices.DeleteFunc(t.Skills, func(s staffing.Skill) bool { return works[s.ID] })
	return err
}

// reasons are columns that tell why somebody is away.
var reasons = strings.Fields("reden reason redenafwezigheid afwezigheidsreden redenafwezig redenverzuim verzuimreden verzuimsoort soortverzuim typeverzuim verzuim ziekte ziekmelding " +
	"diagnose verlofsoort soortverlof typeverlof redenverlof absencereason absencetype reasonofabsence leavetype sickness illness diagnosis")

// reasonColumns names the columns of a list that tell why somebody is away.
func reasonColumns(body []byte) (found []string) {
	keys, is := keysOf(body)
	words := map[string]table.Field{}
	for _, w := range reasons {
		if words[w] = table.Field(w); is && keys[w] {
			found = append(found, w)
		}
	}
	if is {
		return found
	}
	rows, err := table.ReadRecords(bytes.NewReader(body), words, nil)
	if err != nil {
		return nil
	}
	for _, w := range reasons {
		if slices.ContainsFunc(rows, func(r table.Record) bool { return r.Text(table.Field(w)) != "" }) {
			found = append(found, w)
		}
	}
	return found
}
