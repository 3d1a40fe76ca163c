// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/table"
	"rentmeester/money"
	"rentmeester/staffing"
)

// The columns, by their English names, and the words by which they are known besides.
var (
	skillFile = newKind("skills", []table.Field{"skill"}, map[table.Field]string{
		"skill": "vaardigheid skillid code id nummer uri concepturi", "name": "naam omschrijving preferredlabel label", "near": "verwant naast dichtbij",
	})
	peopleFile = newKind("people", []table.Field{"person", "hours"}, map[table.Field]string{
		"person": "persoon medewerker id nummer personeelsnummer personeelsnr medewerkernummer medewerkersnummer medewerkernr medewerkercode personeelscode employee employeeid code",
		"name":   "naam naammedewerker medewerkernaam volledigenaam", "team": "afdeling cluster", "place": "plaats standplaats locatie location",
		"hours": "uren urenperweek aantaluren aantalurenperweek urenpw uurperweek contracturen contracturenperweek weekuren hoursperweek contract",
		"from":  "vanaf indienst datumindienst indiensttreding startdatum begindatum", "until": "tot totenmet tm uitdienst datumuitdienst einddatum",
		"skills": "vaardigheden vaardigheid kan competenties competentie skill",
		"away":   "afwezig afwezigheid verlof absence absent", "gladly": "graag", "rather": "liever lieverniet rathernot", "learn": "leren willeren ontwikkelen",
		"rate": "tarief uurtarief hourlyrate",
	})
	seatFile = newKind("assignments", []table.Field{"assignment", "start", "end", "hours"}, map[table.Field]string{
		"assignment": "opdracht opgave opdrachtnummer opdrachtnr opdrachtcode", "name": "naam opdrachtnaam", "project": "projectnummer", "place": "plaats locatie location",
		"priority": "prioriteit", "deadline": "uiterlijk uiterstedatum uiterlijkedatum", "budget": "budget", "seat": "stoel plek", "role": "rol functie",
		"must": "eisen eis moet vereist vereistevaardigheden vaardigheden needs", "welcome": "wensen wens welkom gewenst gewenstevaardigheden may nice", "start": "begin begindatum startdatum ingangsdatum van vanaf from startdate",
		"end":   "eind einde einddatum tot totenmet tm until enddate",
		"hours": "uren urenperweek aantaluren aantalurenperweek urenpw uurperweek weekuren hoursperweek", "before": "nu deden huidig current", "together": "samen samenmet", "apart": "nietsamen apartvan",
	})
	lockFile = newKind("locks", []table.Field{"seat", "lock"}, map[table.Field]string{
		"seat": "stoel plek", "person": "persoon medewerker personeelsnummer medewerkernummer", "lock": "vast slot soort kind", "tentative": "optie voorlopig",
	})
	travelFile = newKind("travel", []table.Field{"a", "b", "minutes"}, map[table.Field]string{
		"a": "van from", "b": "naar to", "minutes": "minuten reistijd",
	})
)

var lockWords = map[string]staffing.LockKind{
	"vast": staffing.Fixed, "fixed": staffing.Fixed, "ja": staffing.Fixed, "yes": staffing.Fixed,
	"niet": staffing.Barred, "barred": staffing.Barred, "nee": staffing.Barred, "no": staffing.Barred,
	"open": staffing.Open, "leeg": staffing.Open,
}

func (r *reading) readSkills(list []table.Record) {
	r.own = list != nil
	for _, rec := range list {
		s := staffing.Skill{ID: rec.Text("skill"), Name: cmp.Or(rec.Text("name"), rec.Text("skill"))}
		r.levels(skillFile, rec, "near", 1, func(skill string, down staffing.Level) {
			s.Near = append(s.Near, staffing.Near{Skill: skill, Down: down})
		})
		r.task.Skills = append(r.task.Skills, s)
	}
	if !r.own {
		return
	}
	r.call()
	for _, s := range r.task.Skills {
		for i := range s.Near {
			s.Near[i].Skill = r.skill(s.Near[i].Skill)
		}
	}
}

// dated is a seat before the weeks are known.
type dated struct {
	assignment int
	seat       staffing.Seat
	start, end day.Day
	hours      staffing.Minutes // in a whole week
}

// readSeats reads a row for each seat; what is of the assignment may stand in any of
// its rows.
func (r *reading) readSeats(list []table.Record) (seats []dated) {
	at := map[string]int{}
	for _, rec := range list {
		id, before := rec.Text("assignment"), len(r.wrong)
		n, known := at[id]
		if !known {
			n = len(r.task.Assignments)
			at[id] = n
			r.task.Assignments = append(r.task.Assignments, staffing.Assignment{ID: id})
		}
		r.describe(&r.task.Assignments[n], rec)
		s := dated{assignment: n, start: r.day(seatFile, rec, "start"), end: r.day(seatFile, rec, "end"), hours: r.minutes(seatFile, rec, "hours")}
		count := 1
		for _, other := range seats {
			if other.assignment == n {
				count++
			}
		}
		s.seat = staffing.Seat{ID: cmp.Or(rec.Text("seat"), fmt.Sprintf("%s-%d", id, count)), Name: rec.Text("role"), Before: parts(rec.Lines("before"))}
		for _, must := range []bool{true, false} {
			field := map[bool]table.Field{true: "must", false: "welcome"}[must]
			r.levels(seatFile, rec, field, 3, func(skill string, level staffing.Level) {
				s.seat.Needs = append(s.seat.Needs, staffing.Need{Skill: r.skill(skill), Level: level, Must: must})
			})
		}
		if len(r.wrong) > before {
			continue
		}
		if s.start == "" || s.end == "" || s.end < s.start {
			r.refuse(seatFile, rec, "end", rec.Text("start")+" – "+rec.Text("end"))
			continue
		}
		r.tie(s.seat.ID, parts(rec.Lines("together")), true)
		r.tie(s.seat.ID, parts(rec.Lines("apart")), false)
		seats = append(seats, s)
	}
	for i := range r.task.Assignments {
		a := &r.task.Assignments[i]
		a.Name, a.Priority = cmp.Or(a.Name, a.ID), cmp.Or(a.Priority, 3)
	}
	return seats
}

func (r *reading) describe(a *staffing.Assignment, rec table.Record) {
	a.Name, a.Project, a.Place = cmp.Or(a.Name, rec.Text("name")), cmp.Or(a.Project, rec.Text("project")), cmp.Or(a.Place, rec.Text("place"))
	a.Priority = cmp.Or(a.Priority, r.priority(rec))
	a.Deadline = cmp.Or(a.Deadline, r.day(seatFile, rec, "deadline"))
	a.Budget = cmp.Or(a.Budget, money.Cents(r.euros(seatFile, rec, "budget")))
}

// priority is a whole number from 1; 0 when nothing is said.
func (r *reading) priority(rec table.Record) int {
	before := len(r.wrong)
	n := r.number(seatFile, rec, "priority")
	if said := rec.Text("priority"); said != "" && len(r.wrong) == before && (n == 0 || n%100 != 0) {
		r.refuse(seatFile, rec, "priority", said)
	}
	return int(n / 100)
}

func (r *reading) tie(seat string, others []string, together bool) {
	for _, other := range others {
		p := staffing.Pair{A: min(seat, other), B: max(seat, other), Together: together}
		if !slices.Contains(r.task.Pairs, p) {
			r.task.Pairs = append(r.task.Pairs, p)
		}
	}
}

// horizon settles which weeks are planned.
func (r *reading) horizon(f Files, seats []dated) {
	first, last := f.From, day.Day("")
	for _, s := range seats {
		if f.From == "" && (first == "" || s.start < first) {
			first = s.start
		}
		last = max(last, s.end)
	}
	if first == "" && len(r.wrong) > 0 {
		return
	}
	if first == "" {
		r.wrong = append(r.wrong, fault.New("staff.nothing"))
		return
	}
	r.task.From = first.Add(-(int(first.Time().Weekday()) + 6) % 7)
	r.task.Weeks = f.Weeks
	if f.Weeks == 0 {
		r.task.Weeks = min(staffing.MaxWeeks, max(1, last.Sub(r.task.From)/7+1))
	}
}

// workdays counts the days from Monday to Friday of a week that lie in a period; an
// empty bound is none.
func (r *reading) workdays(week int, from, until day.Day) (n int) {
	monday := r.task.From.Add(7 * week)
	for i := range 5 {
		if d := monday.Add(i); d >= from && (until == "" || d <= until) {
			n++
		}
	}
	return n
}

// place puts the seats on the weeks. A week of which only some days lie in the period
// has the hours of those days.
func (r *reading) place(seats []dated) {
	r.dropped = map[string]bool{}
	for _, s := range seats {
		s.seat.First = -1
		for w := range r.task.Weeks {
			days := r.workdays(w, s.start, s.end)
			if days == 0 && s.seat.First < 0 {
				continue
			}
			if days == 0 {
				break
			}
			if s.seat.First < 0 {
				s.seat.First = w
			}
			s.seat.Work = append(s.seat.Work, s.hours*staffing.Minutes(days)/5)
		}
		if s.seat.First < 0 {
			r.dropped[s.seat.ID] = true
			continue
		}
		a := &r.task.Assignments[s.assignment]
		a.Seats = append(a.Seats, s.seat)
	}
	r.task.Pairs = slices.DeleteFunc(r.task.Pairs, func(p staffing.Pair) bool { return r.dropped[p.A] || r.dropped[p.B] })
}

func (r *reading) readPeople(list []table.Record) {
	for _, rec := range list {
		p := staffing.Person{ID: rec.Text("person"), Name: cmp.Or(rec.Text("name"), rec.Text("person")), Team: rec.Text("team"), Place: rec.Text("place"),
			Skills: map[string]staffing.Level{}, Rate: money.Cents(r.number(peopleFile, rec, "rate"))}
		hours, from, until := r.minutes(peopleFile, rec, "hours"), r.day(peopleFile, rec, "from"), r.day(peopleFile, rec, "until")
		for w := range r.task.Weeks {
			p.Contract = append(p.Contract, hours*staffing.Minutes(r.workdays(w, from, until))/5)
		}
		r.levels(peopleFile, rec, "skills", 3, func(skill string, level staffing.Level) { p.Skills[r.skill(skill)] = level })
		r.away(&p, rec)
		for _, w := range []struct {
			field table.Field
			kind  staffing.WishKind
		}{{"gladly", staffing.Gladly}, {"rather", staffing.Rather}, {"learn", staffing.Learn}} {
			for _, about := range parts(rec.Lines(w.field)) {
				p.Wishes = append(p.Wishes, r.wish(about, w.kind))
			}
		}
		r.task.People = append(r.task.People, p)
	}
}

// wish is about an assignment when there is one of that name, else about a skill.
func (r *reading) wish(about string, kind staffing.WishKind) staffing.Wish {
	if kind != staffing.Learn && slices.ContainsFunc(r.task.Assignments, func(a staffing.Assignment) bool { return a.ID == about }) {
		return staffing.Wish{Assignment: about, Kind: kind}
	}
	return staffing.Wish{Skill: r.skill(about), Kind: kind}
}

// away reads periods of absence: "2026-07-13..2026-07-31", or with the part that one
// is away after it, "2026-09-01..2026-10-30 50%". Never a reason.
func (r *reading) away(p *staffing.Person, rec table.Record) {
	for _, one := range parts(rec.Lines("away")) {
		found, share := period.FindStringSubmatch(one), 100
		if found == nil {
			r.refuse(peopleFile, rec, "away", one)
			continue
		}
		if found[3] != "" {
			share, _ = strconv.Atoi(found[3])
		}
		from, known := table.ReadDay(found[1])
		until, alsoKnown := table.ReadDay(cmp.Or(found[2], found[1]))
		if !known || !alsoKnown || until < from || share < 0 || share > 100 {
			r.refuse(peopleFile, rec, "away", one)
			continue
		}
		Away(p, r.task.From, r.task.Weeks, from, until, share)
	}
}

// Away takes a period off what somebody is there: so many percent of its working days.
// A period outside the weeks changes nothing.
func Away(p *staffing.Person, monday day.Day, weeks int, from, until day.Day, percent int) {
	r := reading{task: &staffing.Task{From: monday, Weeks: weeks}}
	for w := range weeks {
		days := r.workdays(w, from, until)
		if days == 0 {
			continue
		}
		if p.Present == nil {
			p.Present = slices.Repeat([]int{1000}, weeks)
		}
		p.Present[w] = max(0, p.Present[w]-days*percent*2)
	}
}

func (r *reading) readLocks(list []table.Record) {
	for _, rec := range list {
		kind, known := lockWords[table.Plain(rec.Text("lock"))]
		if !known {
			r.refuse(lockFile, rec, "lock", rec.Text("lock"))
			continue
		}
		l := staffing.Lock{Seat: rec.Text("seat"), Person: rec.Text("person"), Kind: kind, Tentative: yes(rec.Text("tentative"))}
		if kind == staffing.Open {
			l.Person = ""
		} else if l.Person == "" {
			r.refuse(lockFile, rec, "person", "")
			continue
		}
		if !r.dropped[l.Seat] {
			r.task.Locks = append(r.task.Locks, l)
		}
	}
}

func yes(s string) bool {
	return slices.Contains([]string{"ja", "j", "yes", "y", "x", "1", "true"}, table.Plain(s))
}

func (r *reading) readTravel(list []table.Record) {
	for _, rec := range list {
		minutes := staffing.Minutes(r.number(travelFile, rec, "minutes") / 100)
		r.task.Travel = append(r.task.Travel, staffing.Travel{A: rec.Text("a"), B: rec.Text("b"), Time: minutes})
	}
}
