// SPDX-License-Identifier: EUPL-1.2

package projects

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/formats/paper"
	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/store/db"
	"rentmeester/text"
)

// Report is how all projects stand at the end of a quarter, beside the quarter before
// it. Of a quarter that is not over it is how they stand now.
type Report struct {
	Quarter  steering.Quarter
	On       day.Day // the day at the end of which it is
	Projects []Reported
}

// Reported is a project in a report.
type Reported struct {
	Detail
	Before steering.Stand // at the end of the quarter before
}

// Report makes the report of a quarter. Errors: projects.quarter-later.
func (d *Desk) Report(ctx context.Context, q steering.Quarter) (r Report, err error) {
	today := day.Of(d.Now())
	if q.First() > today {
		return r, fault.New("projects.quarter-later", "quarter", q)
	}
	r = Report{Quarter: q, On: min(q.Last(), today)}
	err = d.Read(ctx, func(tables *db.Queries) error {
		l, err := d.loader(ctx, tables, r.On)
		if err != nil {
			return err
		}
		now, err := l.details()
		if err != nil {
			return err
		}
		before, err := l.at(q.Before().Last()).details()
		if err != nil {
			return err
		}
		for i, one := range now {
			if one.Closed && one.Stand.Money.Actual == before[i].Stand.Money.Actual {
				continue // nothing happened to it in this quarter
			}
			r.Projects = append(r.Projects, Reported{one, before[i].Stand})
		}
		return nil
	})
	return r, err
}

// details gives all projects, closed ones too, in order of their codes.
func (l *loader) details() (all []Detail, err error) {
	rows, err := l.q.Projects(l.ctx, db.ProjectsParams{Adm: l.Adm.Key, Closed: true})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		one, err := l.detail(row)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// teller says things in a language.
type teller text.Lang

func (t teller) say(key string, pairs ...any) string {
	return text.Say(text.Lang(t), key, fault.Args(pairs...))
}

func (t teller) money(c money.Cents) string { return text.Money(text.Lang(t), c.String()) }

func (t teller) share(s float64) string {
	return t.say("web.rate", "share", text.Percent(s))
}

func (t teller) hours(m steering.Minutes) string {
	return t.money(money.Cents(m * 100 / steering.Hour))
}

func (t teller) index(i steering.Index) string {
	if !i.Known {
		return "–"
	}
	s := strconv.FormatFloat(i.Value, 'f', 2, 64)
	if text.Lang(t) == text.NL {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Paper writes the report in a language: what the page shows and the file holds.
func (r Report) Paper(lang text.Lang, administration string) paper.Paper {
	t := teller(lang)
	p := paper.Paper{Title: t.say("projects.report.title", "quarter", r.Quarter, "administration", administration), Lang: string(lang), Made: r.On.Time()}
	p.Blocks = append(p.Blocks, paper.Text(t.say("projects.report.lead", "day", r.On, "before", r.Quarter.Before().Last())), paper.Heading(2, t.say("projects.report.all")))
	if len(r.Projects) == 0 {
		p.Blocks = append(p.Blocks, paper.Text(t.say("cli.projects.list.empty")))
		return p
	}
	p.Blocks = append(p.Blocks, r.summary(t))
	if all := r.overruns(t); len(all) > 0 {
		p.Blocks = append(p.Blocks, paper.Heading(2, t.say("projects.report.overruns")), paper.List(all...))
	}
	for _, one := range r.Projects {
		p.Blocks = append(p.Blocks, one.blocks(t, r)...)
	}
	p.Blocks = append(p.Blocks, paper.Heading(2, t.say("projects.report.account")), paper.Text(t.say("web.project.source")), paper.Text(t.say("projects.report.sources")))
	return p
}

func (r Report) summary(t teller) paper.Block {
	columns := []paper.Column{{Name: t.say("web.project.project")}, {Name: t.say("web.stand")}}
	for _, key := range []string{"credit", "actual", "committed", "free", "forecast", "done"} {
		columns = append(columns, paper.Column{Name: t.say("web.project." + key), Number: true})
	}
	var rows [][]string
	var sum steering.Money
	forecast := money.Cents(0)
	for _, one := range r.Projects {
		s := one.Stand
		rows = append(rows, []string{one.Code + " " + one.Name, t.say("web.light." + string(s.Light)), t.money(s.Money.Credit), t.money(s.Money.Actual), t.money(s.Money.Committed),
			t.money(s.Money.Free), t.money(s.Forecast.Middle), t.share(s.Done.Share)})
		sum.Credit, sum.Actual, sum.Committed, sum.Free = sum.Credit+s.Money.Credit, sum.Actual+s.Money.Actual, sum.Committed+s.Money.Committed, sum.Free+s.Money.Free
		forecast += s.Forecast.Middle
	}
	rows = append(rows, []string{t.say("projects.report.sum"), "", t.money(sum.Credit), t.money(sum.Actual), t.money(sum.Committed), t.money(sum.Free), t.money(forecast), ""})
	return paper.Rows(columns, rows...)
}

// overruns says of which projects the credit will probably not be enough.
func (r Report) overruns(t teller) (all []string) {
	for _, one := range r.Projects {
		if one.Stand.Light == steering.Over {
			all = append(all, one.Code+" "+one.Name+": "+strings.Join(overrunText(t, one.Stand), " "))
		}
	}
	return all
}

// overrunText says whether, when and why a project passes its credit.
func overrunText(t teller, s steering.Stand) []string {
	o := s.Overrun
	all := []string{t.say("web.project.chance", "chance", t.share(o.Probability))}
	switch {
	case o.Now:
		all = []string{t.say("web.project.over-now")}
	case o.Bound:
		all = []string{t.say("web.project.over-bound")}
	}
	if o.Week != "" && !o.Now {
		all = append(all, t.say("web.project.when", "week", o.Week, "first", o.First, "last", o.Last))
	}
	if o.Lack > 0 {
		all = append(all, t.say("projects.report.lack", "amount", o.Lack))
	}
	for _, c := range o.Why {
		value := steering.Index{Value: c.Value, Known: true}
		all = append(all, t.say("web.project.cause."+c.Code, "amount", c.Amount, "value", t.index(value)))
	}
	return all
}

// blocks says all of one project.
func (one Reported) blocks(t teller, r Report) []paper.Block {
	s, b := one.Stand, one.Before
	columns := []paper.Column{{Name: t.say("projects.report.what")}, {Name: t.say("projects.report.before"), Number: true}, {Name: t.say("projects.report.now"), Number: true}}
	table := paper.Rows(columns,
		[]string{t.say("web.project.credit"), t.money(b.Money.Credit), t.money(s.Money.Credit)},
		[]string{t.say("web.project.actual"), t.money(b.Money.Actual), t.money(s.Money.Actual)},
		[]string{t.say("web.project.committed"), t.money(b.Money.Committed), t.money(s.Money.Committed)},
		[]string{t.say("web.project.forecast"), t.money(b.Forecast.Middle), t.money(s.Forecast.Middle)},
		[]string{t.say("web.project.low"), t.money(b.Forecast.Low), t.money(s.Forecast.Low)},
		[]string{t.say("web.project.high"), t.money(b.Forecast.High), t.money(s.Forecast.High)},
		[]string{t.say("web.project.done"), t.share(b.Done.Share), t.share(s.Done.Share)},
		[]string{t.say("web.project.hours-planned"), t.hours(b.Hours.Planned), t.hours(s.Hours.Planned)},
		[]string{t.say("web.project.hours-worked"), t.hours(b.Hours.Worked), t.hours(s.Hours.Worked)},
		[]string{t.say("web.project.hours-left"), t.hours(b.Hours.Left), t.hours(s.Hours.Left)},
		[]string{t.say("web.project.pv"), t.money(b.Earned.PV), t.money(s.Earned.PV)},
		[]string{t.say("web.project.ev"), t.money(b.Earned.EV), t.money(s.Earned.EV)},
		[]string{t.say("web.project.spi"), t.index(b.Earned.SPI), t.index(s.Earned.SPI)},
		[]string{t.say("web.project.cpi"), t.index(b.Earned.CPI), t.index(s.Earned.CPI)})
	blocks := []paper.Block{paper.Heading(2, one.Code+" "+one.Name+": "+t.say("web.light."+string(s.Light))),
		paper.Text(strings.Join(append(overrunText(t, s), t.say("web.project.done-from."+string(s.Done.From), "share", t.share(s.Done.Share), "day", s.Done.Day)), " ")), table}
	blocks = append(blocks, one.hours(t)...)
	var happened []string
	for _, c := range one.Credits {
		if c.Day >= r.Quarter.First() && c.Day <= r.On {
			happened = append(happened, t.say("cli.projects.show.credit", "day", c.Day, "amount", c.Amount, "reference", c.Reference))
		}
	}
	for _, said := range one.Progress {
		if said.Day >= r.Quarter.First() {
			part := said.Part
			if part == "" {
				part = t.say("web.project.whole")
			}
			happened = append(happened, strings.TrimSpace(t.say("projects.report.progress", "day", said.Day, "part", part, "share", t.share(float64(said.Done)/1000), "note", said.Note)))
		}
	}
	if len(happened) > 0 {
		blocks = append(blocks, paper.Heading(3, t.say("projects.report.happened")), paper.List(happened...))
	}
	return slices.Clip(blocks)
}

// hours tells what is planned, worked and left by assignment, where a plan of people
// says so.
func (one Reported) hours(t teller) []paper.Block {
	if !one.Planned {
		return nil
	}
	columns := []paper.Column{{Name: t.say("web.project.assignment")}}
	for _, key := range []string{"planned", "open", "worked", "left"} {
		columns = append(columns, paper.Column{Name: t.say("web.project.hours-" + key), Number: true})
	}
	var rows [][]string
	for _, w := range one.Work {
		name := strings.TrimSpace(w.Assignment + " " + w.Name)
		if name == "" {
			name = t.say("web.project.whole")
		}
		row := []string{name, "–", "–", t.hours(w.Minutes), "–"} // of what nobody planned nothing is left
		if w.Planned != 0 {
			row = []string{name, t.hours(w.Planned), t.hours(w.Open), t.hours(w.Minutes), t.hours(w.Left())}
		}
		rows = append(rows, row)
	}
	return []paper.Block{paper.Heading(3, t.say("web.project.work")), paper.Rows(columns, rows...)}
}
