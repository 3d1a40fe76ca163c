// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"rentmeester/algorithms"
	"rentmeester/fault"
	"rentmeester/formats/paper"
	"rentmeester/money"
	"rentmeester/staffing"
	"rentmeester/text"
)

// Paper writes one of the papers in a language. Errors: staff.no-paper.
func (p Papers) Paper(name PaperName, lang text.Lang) (paper.Paper, error) {
	w := writing{p, lang, p.args(lang)}
	blocks := map[PaperName]func() []paper.Block{FairnessPaper: w.fairness, LogPaper: w.log, CouncilPaper: w.council, ImpactPaper: w.impact,
		RegisterPaper: w.register, ActPaper: w.act}[name]
	if blocks == nil {
		return paper.Paper{}, fault.New("staff.no-paper", "paper", name)
	}
	lead := []paper.Block{paper.Text(w.say(string(name) + ".lead")), paper.Text(w.say("made"))}
	return paper.Paper{Title: w.say(string(name) + ".title"), Lang: string(lang), Made: p.Made, Blocks: append(lead, blocks()...)}, nil
}

// writing is a set of papers in a language.
type writing struct {
	Papers
	lang text.Lang
	args map[string]string
}

func (w writing) say(key string) string { return text.Say(w.lang, "papers."+key, w.args) }

// with says something that has values of its own.
func (w writing) with(key string, pairs ...any) string {
	return text.Say(w.lang, "papers."+key, fault.Args(pairs...))
}

// args are what the sentences of all papers may name.
func (p Papers) args(lang text.Lang) map[string]string {
	args := fault.Args("from", p.From, "until", p.Until, "made", p.Made.Format("2006-01-02"), "organization", p.About.Organization, "policy", p.About.Policy,
		"program", p.About.Program, "models", strings.Join(p.About.Models, ", "), "sees", strings.Join(p.Sees, ", "), "decides", strings.Join(p.Decides, ", "),
		"audits", strings.Join(p.Audits, ", "), "decisions", len(p.Log), "plans", len(p.Fair.Plans), "gladly", p.Prices.Gladly, "rather", p.Prices.Rather, "develop", p.Prices.Develop,
		"stretch", p.Prices.Stretch, "travel", p.Prices.Travel, "move", p.Prices.Move, "continuity", p.Prices.Continuity)
	for _, k := range p.Kept {
		args[k.What] = strconv.Itoa(k.N)
	}
	for name, said := range map[string]string{"contact": p.About.Contact, "processing": p.About.Processing, "assessment": p.About.Impact, "source": p.About.SourceCode, "begin": p.About.Begin} {
		if args[name] = said; said == "" {
			args[name] = text.Say(lang, "papers.blank."+name, nil)
		}
	}
	return args
}

func (w writing) columns(names ...string) (all []paper.Column) {
	for _, name := range names {
		name, number := strings.CutPrefix(name, "#")
		all = append(all, paper.Column{Name: w.say("column." + name), Number: number})
	}
	return all
}

func (w writing) hours(m staffing.Minutes) string {
	return text.Money(w.lang, money.Cents(m*100/staffing.Hour).String())
}

func (w writing) percent(share float64) string {
	return text.Money(w.lang, text.Percent(share)) + " %"
}

// fairness tells how load, wishes and answers are spread, and what cannot be told.
func (w writing) fairness() []paper.Block {
	f := w.Fair
	blocks := []paper.Block{paper.Heading(2, w.say("fairness.load.head")), paper.Text(w.say("fairness.load.text")),
		paper.Heading(3, w.say("fairness.team.head")), w.groups(f.Teams, "team", w.team),
		paper.Heading(3, w.say("fairness.contract.head")), w.groups(f.Contracts, "contract", func(s string) string { return w.say("fairness.band." + s) }),
		paper.Heading(2, w.say("fairness.wishes.head")), paper.Text(w.say("fairness.wishes.text"))}
	var rows [][]string
	for _, c := range f.Wishes {
		rows = append(rows, []string{w.say("fairness.wish." + c.Kind), strconv.Itoa(c.Honoured), strconv.Itoa(c.Refused), strconv.Itoa(c.Apart)})
	}
	blocks = append(blocks, paper.Rows(w.columns("wish", "#honoured", "#refused", "#apart"), rows...), paper.Text(w.with("fairness.wishless", "n", f.Wishless)),
		paper.Heading(2, w.say("fairness.followed.head")), paper.Text(w.say("fairness.followed.text")), w.plans(),
		paper.Text(w.with("fairness.beside", "unproposed", f.Unproposed, "undone", f.Undone)), paper.Heading(2, w.say("fairness.rejected.head")))
	if len(f.Rejected) == 0 {
		blocks = append(blocks, paper.Text(w.say("fairness.rejected.none")))
	} else {
		rows = nil
		for _, r := range f.Rejected {
			rows = append(rows, []string{r.Reason, strconv.Itoa(r.N)})
		}
		blocks = append(blocks, paper.Rows(w.columns("reason", "#times"), rows...))
	}
	return append(blocks, paper.Heading(2, w.say("fairness.untested.head")), paper.Text(w.say("fairness.untested.text")), paper.Text(w.say("fairness.untested.advice")))
}

func (w writing) team(name string) string {
	if name == "" {
		return w.say("fairness.no-team")
	}
	return name
}

// groups writes groups; the last is all people.
func (w writing) groups(all []Group, what string, called func(string) string) paper.Block {
	var rows [][]string
	for i, g := range all {
		name := w.say("fairness.all")
		if i < len(all)-1 {
			name = called(g.Name)
		}
		row := []string{name, strconv.Itoa(g.People), w.hours(g.Contract), w.hours(g.Planned), w.percent(g.Share()), strconv.Itoa(g.Over)}
		if g.Hidden {
			copy(row[2:], []string{"–", "–", "–", "–"})
		}
		rows = append(rows, row)
	}
	return paper.Rows(w.columns(what, "#people", "#hours", "#planned", "#share", "#over"), rows...)
}

func (w writing) plans() paper.Block {
	var rows [][]string
	row := func(name string, c PlanCount, gap string) []string {
		cells := []string{name}
		for _, n := range []int{c.Proposed, c.Accepted, c.Changed, c.Rejected, c.Closed, c.Waiting, c.Unanswered} {
			cells = append(cells, strconv.Itoa(n))
		}
		return append(cells, gap)
	}
	sum := PlanCount{}
	for _, c := range w.Fair.Plans {
		sum = sum.plus(c)
		rows = append(rows, row(w.with("fairness.plan", "day", c.MadeAt[:len("2026-01-02")], "kind", w.say("fairness.kind."+c.Kind), "plan", c.ID), c, w.percent(c.Gap)))
	}
	rows = append(rows, row(w.say("fairness.all-plans"), sum, ""))
	return paper.Rows(w.columns("plan", "#proposed", "#accepted", "#changed", "#rejected", "#closed", "#waiting", "#unanswered", "#gap"), rows...)
}

// log tells of every decision. People are their numbers: names stand in one table.
func (w writing) log() []paper.Block {
	if len(w.Log) == 0 {
		return []paper.Block{paper.Text(w.say("decisions.none"))}
	}
	var rows [][]string
	for _, d := range w.Log {
		rows = append(rows, []string{d.Assignment + ": " + d.Seat, d.At[:len("2026-01-02T15:04")], d.Actor, w.decided(d), numbered(d.Was), numbered(d.PersonID), numbered(d.PlanID), w.value(d), d.Reason})
	}
	return []paper.Block{paper.Rows(w.columns("seat", "when", "actor", "decision", "#was", "#person", "#by-plan", "#value", "reason"), rows...)}
}

func (w writing) decided(d Decision) string {
	said := w.say("decisions.kind." + d.Kind)
	if d.UndoneBy != 0 {
		said += " " + w.say("decisions.undone")
	}
	return said
}

// numbered writes the number of a person or a plan; there is none with 0.
func numbered(id int64) string {
	if id == 0 {
		return ""
	}
	return "#" + strconv.FormatInt(id, 10)
}

// value writes what the plan said that the placement is worth.
func (w writing) value(d Decision) string {
	if d.PlanID == 0 {
		return ""
	}
	return strconv.FormatInt(d.Value, 10)
}

// WriteLog writes the log of decisions as CSV, for other programs: its words are those
// of the tables.
func (p Papers) WriteLog(to io.Writer) error {
	out := csv.NewWriter(to)
	rows := [][]string{{"decision", "at", "actor", "assignment", "seat", "kind", "was", "person", "plan", "value", "reason", "undoes", "undone_by"}}
	for _, d := range p.Log {
		value := ""
		if d.PlanID != 0 {
			value = strconv.FormatInt(d.Value, 10)
		}
		rows = append(rows, []string{numbered(d.ID), d.At, d.Actor, plain(d.Assignment), plain(d.Seat), d.Kind, numbered(d.Was), numbered(d.PersonID), numbered(d.PlanID), value, plain(d.Reason), numbered(d.Undoes), numbered(d.UndoneBy)})
	}
	return out.WriteAll(rows)
}

// plain keeps a spreadsheet from reading what people wrote as a formula.
func plain(said string) string {
	if said != "" && strings.ContainsRune("=+-@\t\r", rune(said[0])) {
		return "'" + said
	}
	return said
}

// register is the model card with the fields of the register of algorithms.
func (w writing) register() []paper.Block {
	r := algorithms.Register(w.About)
	blank := func(said string) string {
		if said == "" {
			return w.say("blank.field")
		}
		return said
	}
	var blocks []paper.Block
	for _, one := range []struct{ key, said string }{{"name", r.Name}, {"organization", r.Organization}, {"short", r.Short}, {"category", strings.Join(r.Category, ", ")},
		{"publication", r.Publication}, {"status", r.Status}, {"begin", r.Begin}, {"contact", r.Contact}, {"website", r.Website}, {"url", r.URL}, {"goal", r.Goal},
		{"proportionality", r.Proportionality}, {"human", r.Human}, {"risks", r.Risks}, {"basis", r.Basis}, {"processing", r.Processing}, {"impact", r.Impact},
		{"data", r.SourceData}, {"methods", r.Methods}, {"provider", r.Provider}, {"source", r.PublicCode}, {"tags", r.Tags}} {
		blocks = append(blocks, paper.Heading(2, w.say("register."+one.key)), paper.Text(blank(one.said)))
	}
	return blocks
}
