// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/staffing"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Brought says what came of what was brought in.
type Brought struct {
	People      int      `json:"people"`
	Assignments int      `json:"assignments"`
	Seats       int      `json:"seats"`
	Skills      int      `json:"skills"`
	Near        int      `json:"near,omitempty"`
	Absences    int      `json:"absences,omitempty"`
	Locks       int      `json:"locks,omitempty"`   // decisions that a list of locks took
	Dropped     []string `json:"dropped,omitempty"` // columns that were not taken, since they tell why somebody is away
}

// From is where something came from: a file that is not kept.
type From struct {
	Name   string
	SHA256 string
}

// Keep takes in what a task says of people and work, by the names it uses for them:
// what is known by that name is brought up to date, whole; what it does not name stays.
// Errors: staff.list-empty, staff.list-seat.
func (d *Desk) Keep(ctx context.Context, actor string, t staffing.Task, from From, dropped []string) (out Brought, err error) {
	if len(t.People)+len(t.Assignments)+len(t.Skills) == 0 {
		return out, fault.New("staff.list-empty", "file", from.Name)
	}
	err = d.Write(ctx, func(tx *store.Tx) error {
		k, err := newKeeper(ctx, tx)
		if err != nil {
			return err
		}
		for _, step := range []func(staffing.Task) error{k.skills, k.people, k.assignments, k.wishes, k.pairs, k.travel} {
			if err := step(t); err != nil {
				return err
			}
		}
		k.out.Dropped = dropped
		out = k.out
		return tx.Audit(ctx, actor, "staffing.imported", books.Subject("staffing", tx.NewID()), map[string]any{"sha256": from.SHA256, "what": out})
	})
	return out, err
}

// keeper writes what a task says.
type keeper struct {
	ctx    context.Context
	tx     *store.Tx
	out    Brought
	skill  map[string]int64 // by code
	named  map[string]int64 // by folded code or name
	person map[string]db.StaffPerson
	work   map[string]db.StaffAssignment
	seat   map[string]db.StaffSeat
	paired map[[2]int64]bool
	roads  map[[2]string]bool
}

func newKeeper(ctx context.Context, tx *store.Tx) (*keeper, error) {
	k := &keeper{ctx: ctx, tx: tx, skill: map[string]int64{}, person: map[string]db.StaffPerson{}, work: map[string]db.StaffAssignment{}, seat: map[string]db.StaffSeat{},
		paired: map[[2]int64]bool{}, roads: map[[2]string]bool{}}
	skills, err := tx.StaffSkills(ctx, tx.Adm)
	for _, r := range skills {
		k.skill[r.Code] = r.ID
	}
	k.named = namesOfSkills(skills)
	people, err := then(err, tx.StaffPeople, ctx, tx.Adm)
	for _, r := range people {
		k.person[r.Code] = r
	}
	works, err := then(err, tx.StaffAssignments, ctx, tx.Adm)
	for _, r := range works {
		k.work[r.Code] = r
	}
	seats, err := then(err, tx.StaffSeats, ctx, tx.Adm)
	for _, r := range seats {
		k.seat[r.Code] = r
	}
	pairs, err := then(err, tx.StaffPairs, ctx, tx.Adm)
	for _, r := range pairs {
		k.paired[[2]int64{r.SeatA, r.SeatB}] = true
	}
	travel, err := then(err, tx.StaffTravel, ctx, tx.Adm)
	for _, r := range travel {
		k.roads[[2]string{r.PlaceA, r.PlaceB}] = true
	}
	return k, books.Failed(err)
}

// namesOfSkills says which skill is meant by what people write: a code goes before a
// name, and what was there first before what came later.
func namesOfSkills(skills []db.StaffSkill) map[string]int64 {
	all := map[string]int64{}
	for _, called := range []func(db.StaffSkill) string{func(r db.StaffSkill) string { return r.Name }, func(r db.StaffSkill) string { return r.Code }} {
		for _, r := range slices.Backward(skills) {
			all[spelled(called(r))] = r.ID
		}
	}
	return all
}

// spelled is a name as it is looked up: capitals, accents and spaces do not matter.
func spelled(s string) string { return books.Fold(strings.Join(strings.Fields(s), " ")) }

// skills keeps the skills that are named.
func (k *keeper) skills(t staffing.Task) error {
	for _, s := range t.Skills {
		id, err := k.skillOf(s.ID, s.Name, sourceOwn)
		if err != nil {
			return err
		}
		if s.Name != "" && s.Name != s.ID { // a skill that is only mentioned keeps its name
			if err := k.tx.SetStaffSkill(k.ctx, db.SetStaffSkillParams{Adm: k.tx.Adm, ID: id, Name: s.Name, Source: sourceOwn}); err != nil {
				return books.Failed(err)
			}
		}
		k.out.Skills++
	}
	for _, s := range t.Skills {
		if len(s.Near) == 0 {
			continue
		}
		id := k.skill[s.ID]
		if err := k.tx.DropStaffNear(k.ctx, db.DropStaffNearParams{Adm: k.tx.Adm, Skill: id}); err != nil {
			return books.Failed(err)
		}
		for _, n := range s.Near {
			near, err := k.skillOf(n.Skill, "", sourceOwn)
			if err != nil {
				return err
			}
			if err := k.tx.Add(k.ctx, db.StaffNear{Adm: k.tx.Adm, Skill: id, Near: near, Down: int64(n.Down)}); err != nil {
				return err
			}
			k.out.Near++
		}
	}
	return nil
}

// skillOf gives the identifier of a skill, of a new one where it is not known.
func (k *keeper) skillOf(code, name, source string) (int64, error) {
	code = strings.TrimSpace(code)
	if id, known := k.skill[code]; known {
		return id, nil
	}
	if id, known := k.named[spelled(code)]; known {
		return id, nil
	}
	row := db.StaffSkill{Adm: k.tx.Adm, ID: k.tx.NewID(), Code: code, Name: cmp.Or(strings.TrimSpace(name), code), Source: source}
	k.skill[code], k.named[spelled(code)] = row.ID, row.ID
	return row.ID, either(k.tx.Add(k.ctx, row), k.tx.Flush(k.ctx))
}

// order puts what holds before what does not.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// either gives the first of two errors.
func either(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// people keeps people with their skills, hours and absence.
func (k *keeper) people(t staffing.Task) error {
	for _, p := range t.People {
		row, known := k.person[p.ID]
		row.Code, row.Name, row.Team, row.Place, row.Rate, row.Gone, row.Forgotten = p.ID, cmp.Or(p.Name, p.ID), p.Team, p.Place, int64(p.Rate), false, false
		if !known {
			row.Adm, row.ID = k.tx.Adm, k.tx.NewID()
			if err := k.tx.Add(k.ctx, row); err != nil {
				return err
			}
		} else if err := k.tx.SetStaffPerson(k.ctx, personParams(row)); err != nil {
			return books.Failed(err)
		}
		k.person[p.ID] = row
		if err := k.personDetail(row.ID, p, t); err != nil {
			return err
		}
		k.out.People++
	}
	return nil
}

func personParams(r db.StaffPerson) db.SetStaffPersonParams {
	return db.SetStaffPersonParams{Adm: r.Adm, ID: r.ID, Code: r.Code, Name: r.Name, Team: r.Team, Place: r.Place, Rate: r.Rate, Login: r.Login, Gone: r.Gone, Forgotten: r.Forgotten}
}

func (k *keeper) personDetail(id int64, p staffing.Person, t staffing.Task) error {
	adm := k.tx.Adm
	err := k.tx.DropStaffLevels(k.ctx, db.DropStaffLevelsParams{Adm: adm, PersonID: id})
	if err == nil {
		err = k.tx.DropStaffContracts(k.ctx, db.DropStaffContractsParams{Adm: adm, PersonID: id})
	}
	if err == nil {
		err = k.tx.DropStaffAbsences(k.ctx, db.DropStaffAbsencesParams{Adm: adm, PersonID: id, Source: fromList})
	}
	if err != nil {
		return books.Failed(err)
	}
	seen := map[int64]bool{}
	for _, code := range slices.SortedFunc(maps.Keys(p.Skills), func(a, b string) int { return cmp.Or(cmp.Compare(p.Skills[b], p.Skills[a]), cmp.Compare(a, b)) }) {
		skill, err := k.skillOf(code, "", sourceOwn)
		if err != nil {
			return err
		}
		if seen[skill] { // by its code and by its name: the highest level counts
			continue
		}
		seen[skill] = true
		if err := k.tx.Add(k.ctx, db.StaffLevel{Adm: adm, PersonID: id, SkillID: skill, Level: int64(p.Skills[code])}); err != nil {
			return err
		}
	}
	for _, r := range runs(p.Contract) {
		row := db.StaffContract{Adm: adm, PersonID: id, FromDay: string(t.From.Add(r.from * week)), Until: string(t.From.Add(r.until*week - 1)), Minutes: int64(p.Contract[r.from])}
		if r.until == len(p.Contract) {
			row.Until = "" // what holds in the last week goes on
		}
		if err := k.tx.Add(k.ctx, row); err != nil {
			return err
		}
	}
	for _, r := range runs(p.Present) {
		if away := thousand - p.Present[r.from]; away > 0 {
			row := db.StaffAbsence{Adm: adm, ID: k.tx.NewID(), PersonID: id, FromDay: string(t.From.Add(r.from * week)), Until: string(t.From.Add(r.until*week - 1)), Away: int64(away), Source: fromList}
			if err := k.tx.Add(k.ctx, row); err != nil {
				return err
			}
			k.out.Absences++
		}
	}
	return nil
}

// run is a number of weeks with the same of something.
type run struct{ from, until int }

func runs[T comparable](weeks []T) (all []run) {
	for i := range weeks {
		if i > 0 && weeks[i] == weeks[i-1] {
			all[len(all)-1].until = i + 1
			continue
		}
		all = append(all, run{i, i + 1})
	}
	return all
}

// assignments keeps work and its seats.
func (k *keeper) assignments(t staffing.Task) error {
	for _, a := range t.Assignments {
		row, known := k.work[a.ID]
		row.Code, row.Name, row.Project, row.Place, row.Priority, row.Deadline, row.Budget, row.Closed = a.ID, cmp.Or(a.Name, a.ID), a.Project, a.Place,
			int64(min(max(a.Priority, 1), 5)), string(a.Deadline), int64(a.Budget), false
		if !known {
			row.Adm, row.ID = k.tx.Adm, k.tx.NewID()
			if err := k.tx.Add(k.ctx, row); err != nil {
				return err
			}
		} else if err := k.tx.SetStaffAssignment(k.ctx, db.SetStaffAssignmentParams{Adm: row.Adm, ID: row.ID, Name: row.Name, Project: row.Project, Place: row.Place,
			Priority: row.Priority, Deadline: row.Deadline, Budget: row.Budget}); err != nil {
			return books.Failed(err)
		}
		k.work[a.ID] = row
		for _, s := range a.Seats {
			if err := k.oneSeat(row, s, t); err != nil {
				return err
			}
		}
		k.out.Assignments++
	}
	return nil
}

func (k *keeper) oneSeat(a db.StaffAssignment, s staffing.Seat, t staffing.Task) error {
	if s.ID == "" || len(s.Work) == 0 {
		return fault.New("staff.list-seat", "assignment", a.Name, "seat", cmp.Or(s.ID, s.Name))
	}
	work, err := json.Marshal(s.Work)
	if err != nil {
		return books.Failed(err)
	}
	row, known := k.seat[s.ID]
	row.AssignmentID, row.Code, row.Name, row.First, row.Work = a.ID, s.ID, cmp.Or(s.Name, s.ID), string(t.From.Add(s.First*week)), string(work)
	if !known {
		row.Adm, row.ID = k.tx.Adm, k.tx.NewID()
		err = k.tx.Add(k.ctx, row)
	} else {
		err = books.Failed(k.tx.SetStaffSeat(k.ctx, db.SetStaffSeatParams{Adm: row.Adm, ID: row.ID, AssignmentID: row.AssignmentID, Name: row.Name, First: row.First, Work: row.Work}))
	}
	if err != nil {
		return err
	}
	k.seat[s.ID] = row
	k.out.Seats++
	return k.seatDetail(row.ID, s)
}

func (k *keeper) seatDetail(id int64, s staffing.Seat) error {
	adm := k.tx.Adm
	err := either(k.tx.DropStaffNeeds(k.ctx, db.DropStaffNeedsParams{Adm: adm, SeatID: id}), k.tx.DropStaffBefore(k.ctx, db.DropStaffBeforeParams{Adm: adm, SeatID: id}))
	if err != nil {
		return books.Failed(err)
	}
	needs, seen := slices.Clone(s.Needs), map[int64]bool{}
	slices.SortStableFunc(needs, func(a, b staffing.Need) int { return cmp.Or(order(a.Must, b.Must), cmp.Compare(b.Level, a.Level)) })
	for _, n := range needs {
		skill, err := k.skillOf(n.Skill, "", sourceOwn)
		if err != nil {
			return err
		}
		if seen[skill] { // a seat asks for a skill once: what is needed goes before what is welcome
			continue
		}
		seen[skill] = true
		if err := k.tx.Add(k.ctx, db.StaffNeed{Adm: adm, SeatID: id, SkillID: skill, Level: int64(n.Level), Must: n.Must}); err != nil {
			return err
		}
	}
	for _, p := range slices.Compact(slices.Sorted(slices.Values(s.Before))) {
		if who, known := k.person[p]; known { // who left is in no list
			if err := k.tx.Add(k.ctx, db.StaffBefore{Adm: adm, SeatID: id, PersonID: who.ID}); err != nil {
				return err
			}
		}
	}
	return nil
}

// wishes keeps what people want, now that all work is known.
func (k *keeper) wishes(t staffing.Task) error {
	for _, p := range t.People {
		id, seen := k.person[p.ID].ID, map[[2]int64]bool{}
		if err := k.tx.DropStaffWishes(k.ctx, db.DropStaffWishesParams{Adm: k.tx.Adm, PersonID: id}); err != nil {
			return books.Failed(err)
		}
		for _, w := range p.Wishes {
			row := db.StaffWish{Adm: k.tx.Adm, PersonID: id, Kind: string(w.Kind)}
			if w.Assignment != "" {
				if row.AssignmentID = k.work[w.Assignment].ID; row.AssignmentID == 0 {
					continue // work that is not here, or not yet
				}
			} else if skill, err := k.skillOf(w.Skill, "", sourceOwn); err != nil {
				return err
			} else {
				row.SkillID = skill
			}
			if about := [2]int64{row.SkillID, row.AssignmentID}; !seen[about] {
				seen[about] = true
				if err := k.tx.Add(k.ctx, row); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// pairs keeps which seats belong together or apart.
func (k *keeper) pairs(t staffing.Task) error {
	for _, p := range t.Pairs {
		a, b := k.seat[p.A].ID, k.seat[p.B].ID
		if a == 0 || b == 0 || a == b {
			return fault.New("staff.list-seat", "assignment", "", "seat", p.A+", "+p.B)
		}
		if a, b = min(a, b), max(a, b); k.paired[[2]int64{a, b}] {
			if err := k.tx.DropStaffPair(k.ctx, db.DropStaffPairParams{Adm: k.tx.Adm, SeatA: a, SeatB: b}); err != nil {
				return books.Failed(err)
			}
		}
		k.paired[[2]int64{a, b}] = true
		if err := either(k.tx.Add(k.ctx, db.StaffPair{Adm: k.tx.Adm, SeatA: a, SeatB: b, Together: p.Together}), k.tx.Flush(k.ctx)); err != nil {
			return err
		}
	}
	return nil
}

// travel keeps how far places are.
func (k *keeper) travel(t staffing.Task) error {
	for _, r := range t.Travel {
		a, b := min(r.A, r.B), max(r.A, r.B)
		if k.roads[[2]string{a, b}] {
			if err := k.tx.DropStaffTravel(k.ctx, db.DropStaffTravelParams{Adm: k.tx.Adm, PlaceA: a, PlaceB: b}); err != nil {
				return books.Failed(err)
			}
		}
		k.roads[[2]string{a, b}] = true
		if err := either(k.tx.Add(k.ctx, db.StaffTravel{Adm: k.tx.Adm, PlaceA: a, PlaceB: b, Minutes: int64(r.Time)}), k.tx.Flush(k.ctx)); err != nil {
			return err
		}
	}
	return nil
}

// Where skills and absence come from.
const (
	sourceOwn         = "own"
	sourceESCO        = "esco"
	sourceCompetentNL = "competentnl"

	fromList     = "list"
	fromCalendar = "calendar"
	fromHand     = "hand"
)
