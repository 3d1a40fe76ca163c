// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Bounds on a published list of skills.
const (
	mostSkills    = 100_000
	mostSkillList = 64 << 20 // bytes
)

// The names of columns of published lists, in small letters without marks. ESCO's are
// those of its CSV files; CompetentNL is linked data, of which a query gives a table
// with columns that are called as its terms are.
var (
	skillCode = []string{"concepturi", "uri", "skilluri", "vaardigheid", "humancapability", "id", "code"}
	skillName = []string{"preferredlabel", "preflabel", "skospreflabel", "label", "naam", "vaardigheidlabel", "name"}
	nearA     = []string{"originalskilluri", "skilluri", "vaardigheid", "code"}
	nearB     = []string{"relatedskilluri", "issimilarto", "verwant", "verwanteuri", "related", "near"}
	nearDown  = []string{"down", "niveaulager"}
)

// SkillList reads a published list of skills that the user has: ESCO's skills_nl.csv
// or skillSkillRelations_nl.csv, a table of CompetentNL, or one's own with code and
// name. A skill that is known keeps its identifier. Errors: staff.skill-list,
// staff.skills-many.
func (d *Desk) SkillList(ctx context.Context, actor string, r io.Reader, from From) (out Brought, err error) {
	in := csv.NewReader(io.LimitReader(r, mostSkillList))
	in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = -1, true, true
	head, err := in.Read()
	if err != nil {
		return out, fault.New("staff.skill-list", "file", from.Name)
	}
	if len(head) == 1 && strings.Contains(head[0], ";") {
		head, in.Comma = strings.Split(head[0], ";"), ';'
	}
	columns := map[string]int{}
	for i, h := range head {
		columns[plainHead(h)] = i
	}
	err = d.Write(ctx, func(tx *store.Tx) error {
		k, err := newKeeper(ctx, tx)
		if err != nil {
			return err
		}
		l := skillReader{keeper: k, in: in, columns: columns}
		if err := l.read(from); err != nil {
			return err
		}
		out = k.out
		return tx.Audit(ctx, actor, "staffing.skills-read", books.Subject("staffing", tx.NewID()), map[string]any{"sha256": from.SHA256, "what": out})
	})
	return out, err
}

// IsSkillList says whether a file that begins with head is a list of skills and no list
// of people or work.
func IsSkillList(head string) bool {
	line, _, _ := strings.Cut(head, "\n")
	line = plainHead(strings.NewReplacer(";", " , ", ",", " , ").Replace(line))
	return strings.Contains(line, "concepturi") || strings.Contains(line, "relatedskilluri") || strings.Contains(line, "issimilarto") || strings.Contains(line, "preflabel")
}

// plainHead gives the name of a column without marks and capitals.
func plainHead(h string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, h)
}

type skillReader struct {
	*keeper
	in      *csv.Reader
	columns map[string]int
}

// column gives where one of several names stands; -1 nowhere.
func (l *skillReader) column(names []string) int {
	for _, n := range names {
		if at, there := l.columns[plainHead(n)]; there {
			return at
		}
	}
	return -1
}

func (l *skillReader) read(from From) error {
	code, name := l.column(skillCode), l.column(skillName)
	a, b := l.column(nearA), l.column(nearB)
	each := l.skill(code, name)
	if b >= 0 && a >= 0 && a != b {
		each = l.near(a, b, l.column(nearDown))
	} else if code < 0 || name < 0 {
		return fault.New("staff.skill-list", "file", from.Name)
	}
	for n := 0; ; n++ {
		row, err := l.in.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fault.New("staff.skill-list", "file", from.Name)
		case n == mostSkills:
			return fault.New("staff.skills-many", "most", mostSkills)
		}
		if err := each(row); err != nil {
			return err
		}
	}
}

func cellAt(row []string, at int) string {
	if at < 0 || at >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[at])
}

// source says whose list a skill is of, by its URI.
func source(code string) string {
	switch {
	case strings.Contains(code, "data.europa.eu/esco"):
		return sourceESCO
	case strings.Contains(code, "competentnl"):
		return sourceCompetentNL
	}
	return sourceOwn
}

// skill reads rows of skills.
func (l *skillReader) skill(code, name int) func([]string) error {
	return func(row []string) error {
		uri, called := cellAt(row, code), cellAt(row, name)
		if uri == "" || called == "" {
			return nil
		}
		l.out.Skills++
		if id, known := l.keeper.skill[uri]; known {
			return books.Failed(l.tx.SetStaffSkill(l.ctx, db.SetStaffSkillParams{Adm: l.tx.Adm, ID: id, Name: called, Source: source(uri)}))
		}
		id := l.tx.NewID()
		l.keeper.skill[uri] = id
		return l.tx.Add(l.ctx, db.StaffSkill{Adm: l.tx.Adm, ID: id, Code: uri, Name: called, Source: source(uri)})
	}
}

// near reads rows that say which skills are close. Who masters one masters the other a
// level lower, unless a column says how many. Rows about skills that are not here say
// nothing.
func (l *skillReader) near(a, b, down int) func([]string) error {
	seen := map[[2]int64]bool{}
	return func(row []string) error {
		one, other := l.keeper.skill[cellAt(row, a)], l.keeper.skill[cellAt(row, b)]
		if one == 0 || other == 0 || one == other || seen[[2]int64{one, other}] {
			return nil
		}
		first := !seen[[2]int64{one, one}]
		seen[[2]int64{one, other}], seen[[2]int64{one, one}] = true, true
		if first { // what an earlier list said of it is replaced
			if err := l.tx.DropStaffNear(l.ctx, db.DropStaffNearParams{Adm: l.tx.Adm, Skill: one}); err != nil {
				return books.Failed(err)
			}
		}
		levels := int64(1)
		if d := cellAt(row, down); len(d) == 1 && d[0] >= '1' && d[0] <= '4' {
			levels = int64(d[0] - '0')
		}
		l.out.Near++
		return l.tx.Add(l.ctx, db.StaffNear{Adm: l.tx.Adm, Skill: one, Near: other, Down: levels})
	}
}
