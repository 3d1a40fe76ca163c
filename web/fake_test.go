// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// town is a Source with the content of an invented municipality. It keeps what
// was done to it, so that a test can walk through several pages.
type town struct {
	desk  desk
	hall  hall
	mu    sync.Mutex
	items []WorkItem
	taken []Decision
	kept  []Quarantined
	added []string // texts of rules that were put in force
	// ticked counts the proposals that were accepted among others.
	ticked int
	met    corridor
	empty  bool
	// what was asked of the audit trail last, and how the check of it stands
	filtered TrailFilter
	check    Verification
	fails    error // given by every call, when set
}

const (
	townTaxes = "NL13TEST0123456789"
	townMain  = "NL20INGB0001234567"
	townRent  = "NL44RABO0123456789"
)

func reason(code string, pairs ...any) Sentence { return Sentence{code, fault.Args(pairs...)} }

// The reasons of other rooms are not here; the fake speaks with the sentences
// that this room and the lowest floor have.
func because(pairs ...any) Sentence { return reason("web.policy", pairs...) }

func newTown() *town {
	v := &town{hall: newHall()}
	v.items = []WorkItem{
		{
			Line: line("L101", "12", 8450, "J. de Vries-van den Heuvel", "NL02ABNA0123456789", "Aanslag 2026 termijn 3", "dank u wel"),
			Proposal: &Proposal{ID: "P1", Probability: 0.9973, For: []Sentence{because("version", "kenmerk 5000 0001 2345 6789"), because("version", "bedrag is precies wat openstaat")}, Against: []Sentence{because("version", "andere rekening dan anders")},
				Allocations: []Allocation{{Kind: ToItem, Ref: "2026-004512", Name: "J. de Vries-van den Heuvel", Text: "Gemeentelijke belastingen, termijn 3 van 10", Amount: 8450}}},
			RunnerUp: &Proposal{ID: "P2", Probability: 0.0021, For: []Sentence{because("version", "zelfde bedrag")}, Against: []Sentence{reason("web.party", "number", "vervalt later")},
				Allocations: []Allocation{{Kind: ToItem, Ref: "2026-004513", Name: "J. de Vries", Text: "Gemeentelijke belastingen, termijn 4 van 10", Amount: 8450}}},
			Others: []Proposal{{ID: "P5", Probability: 0.0002, For: []Sentence{because("version", "dubbel betaald")},
				Allocations: []Allocation{{Kind: OnAccount, Ref: "R-2211", Name: "J. de Vries-van den Heuvel", Amount: 8450}}},
				{ID: "P6", Probability: 0.0001, Allocations: []Allocation{{Kind: ToLedger, Ref: "8100", Name: "zaalhuur", Amount: 8450,
					Dimensions: []Dimension{{"kostenplaats", "4010"}, {"taakveld", "5.2"}}}}}},
			Decided: []Sentence{because("version", "het kenmerk")},
			Keeps:   []Sentence{because("version", "de betaler is een ander")},
		},
		{
			Line: line("L102", "13", 125000, "Bouwbedrijf Van der Meulen & Zonen B.V.", "NL91RABO0315273637", "Leges omgevingsvergunning OLO 7812345 / deel 1"),
			Proposal: &Proposal{ID: "P3", Probability: 0.873, For: []Sentence{because("version", "naam"), because("version", "deelbetaling")},
				Allocations: []Allocation{{Kind: ToItem, Ref: "LEG-2026-0871", Name: "Bouwbedrijf Van der Meulen & Zonen", Text: "Leges omgevingsvergunning", Amount: 125000, Left: 48250}}},
		},
		{
			Line: line("L103", "14", 20025, "Mw. S. El Amrani", "NL39INGB0007654321", "huur feb en mrt"),
			Proposal: &Proposal{ID: "P4", Probability: 0.62, Rule: "Pin & kosten", For: []Sentence{because("version", "twee posten samen")},
				Allocations: []Allocation{
					{Kind: ToItem, Ref: "HUUR-2026-02-118", Name: "S. El Amrani", Text: "Huur februari", Amount: 10000},
					{Kind: ToItem, Ref: "HUUR-2026-03-118", Name: "S. El Amrani", Text: "Huur maart", Amount: 10000},
					{Kind: ToLedger, Ref: "8990", Role: RoleDifference, Amount: 25}}},
		},
		{Line: line("L104", "15", -1482377, "Incasso gemeentelijke belastingen", "", "Batch INC-2026-03"), Why: because("version", "batch onbekend")},
		{Line: line("L105", "16", 4711, "", "", "NOTPROVIDED"), Why: because("version", "niets herkend"), Decided: []Sentence{because("version", "niets herkend"), because("version", "al betaald")}},
	}
	v.items[3].Line.Batch = 312
	v.items[3].Line.Return = reason("web.policy", "version", "MD06")
	v.taken = []Decision{
		{ID: "D5521", At: time.Date(2026, 3, 3, 9, 12, 0, 0, time.UTC), Kind: Accepted, Line: line("L90", "2", 31250, "Woningstichting De Linde", "NL57BNGH0285012345"),
			Allocations: []Allocation{{Kind: ToItem, Ref: "SUB-2026-17", Name: "Woningstichting De Linde", Amount: 31250}},
			Probability: 0.9999, Reasons: []Sentence{because("version", "uniek kenmerk")}, Policy: "2026-01-01", CanUndo: true},
		{ID: "D5520", At: time.Date(2026, 3, 2, 16, 40, 0, 0, time.UTC), Kind: Changed, By: "a.jansen", Line: line("L89", "9", 99, "T. Test", "NL02ABNA0123456789"),
			Allocations: []Allocation{{Kind: OnAccount, Ref: "R-2211", Name: "T. Test", Amount: 99}}, UndoneBy: "D5522"},
		{ID: "D5522", At: time.Date(2026, 3, 3, 10, 1, 0, 0, time.UTC), Kind: Reversed, By: "a.jansen", Line: line("L89", "9", 99, "T. Test", "")},
	}
	v.kept = []Quarantined{{ID: "Q1", File: "MT940_20260302_stroomlijn.sta", At: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC), Line: 214,
		Reason: reason("money.precision", "value", "12,345"), SHA256: strings.Repeat("9f3a51c07be2d648", 4)}}
	return v
}

func line(id, number string, amount money.Cents, name, account string, words ...string) Line {
	return Line{ID: id, Statement: "S61", StatementLabel: "2026/061", Number: number, Account: townTaxes, Booked: "2026-03-02",
		Amount: amount, Currency: "EUR", Name: name, IBAN: account, Text: words, Reference: "5000000123456789"}
}

func (v *town) Overview(context.Context) (Overview, error) {
	if v.empty || v.fails != nil {
		return Overview{}, v.fails
	}
	return Overview{
		Totals: Totals{Statements: 512, Entries: 48210, Details: 131877, OpenItems: 96321, Matched: 47903, Automatic: 45988,
			OnWorklist: len(v.items), Quarantined: len(v.kept)},
		WaitingIn: 158186, WaitingOut: -1482377, OldestWaiting: "2026-02-11", Accounts: v.accounts(),
	}, nil
}

func (v *town) Mandates(context.Context) ([]Mandate, error) {
	if v.empty || v.fails != nil {
		return nil, v.fails
	}
	failure := Failure{Day: "2026-02-26", Amount: 4551, Items: []string{"2026-004512/02"}, Reason: reason("web.policy", "version", "AM04")}
	return []Mandate{
		{Mandate: "MND00001069", PartyNumber: "R-2211", Name: "J. de Vries-van den Heuvel", Recent: 3, InARow: 2, Stop: because("version", "3 keer in 12 maanden"),
			Failures: []Failure{failure, failure, failure}, Orders: []Order{{"INC-2026-03-1", "2026-03-25"}}},
		{Mandate: "MND00001298", Name: "S. El Amrani", Recent: 1, InARow: 1, Failures: []Failure{failure}},
	}, nil
}

func (v *town) accounts() []AccountLine {
	return []AccountLine{
		{Key: townTaxes, IBAN: townTaxes, Name: "Belastingen", Currency: "EUR", Entries: 31022, Until: "2026-03-02", Opening: 100000000,
			Closing: 412873455, Worklist: -1324191, Suspense: -1324191, Booked: 414197646, Proved: true},
		{Key: townMain, IBAN: townMain, Name: "Betaalrekening", Currency: "EUR", Entries: 16004, Until: "2026-03-02", Opening: 250000000,
			Closing: 1873310, Booked: 1873310, Proved: true},
		{Key: townRent, IBAN: townRent, Name: "Huren en pachten", Currency: "EUR", Entries: 1184, Until: "2026-02-27", Opening: 0,
			Closing: 9120050, Booked: 9110050, Difference: 10000, Reason: because("version", "afschrift 2026/041 ontbreekt")},
	}
}

func (v *town) Account(_ context.Context, iban string) (AccountLine, error) {
	for _, a := range v.accounts() {
		if a.Key == iban {
			return a, v.fails
		}
	}
	return AccountLine{}, fault.New("web.page.not-found", "path", iban)
}

func (v *town) Days(_ context.Context, iban, cursor string) (days []DayLine, next string, err error) {
	for i := range 12 {
		days = append(days, DayLine{Day: day.Day("2026-03-02").Add(-i), Closing: 412873455 - money.Cents(i)*731122, Worklist: -1324191,
			Booked: 414197646 - money.Cents(i)*731122, Proved: true, Statement: fmt.Sprint("S", 61-i), Label: fmt.Sprintf("2026/%03d", 61-i)})
	}
	if iban == townRent {
		days[3].Proved, days[3].Difference, days[3].Reason, days[3].Statement = false, 10000, because("version", "gat"), ""
	}
	return days, "2026-02-18", v.fails
}

func (v *town) head() StatementHead {
	return StatementHead{ID: "S61", Label: "2026/061", From: "2026-03-02", To: "2026-03-02", Opening: 413987211, Closing: 412873455,
		Entries: 16, Waiting: 5, Proved: true, Format: "camt.053.001.08", File: "camt053-20260302.zip"}
}

func (v *town) Statements(context.Context, string, string) ([]StatementHead, string, error) {
	other := v.head()
	other.ID, other.Label, other.From, other.Proved, other.Format = "S60", "2026/060", "2026-02-23", false, "mt940"
	return []StatementHead{v.head(), other}, "S59", v.fails
}

func (v *town) Statement(_ context.Context, id, _ string) (Statement, error) {
	if id != "S61" || v.empty {
		return Statement{}, fault.New("web.page.not-found", "path", id)
	}
	lines := []StatementLine{{Line: line("L90", "2", 31250, "Woningstichting De Linde", "NL57BNGH0285012345", "subsidie Q1"), State: LineBooked, Decision: &v.taken[0]}}
	for _, item := range v.items {
		lines = append(lines, StatementLine{Line: item.Line, State: LineWaiting})
	}
	lines = append(lines, StatementLine{Line: line("L199", "17", -50, "Bank", "", "kosten"), State: LineInfo})
	return Statement{Head: v.head(), IBAN: townTaxes, Name: "Belastingen", SumIn: 368621, SumOut: -1482377, Lines: lines,
		Proof: []Sentence{because("version", "begin + regels = eind"), because("version", "16 van 16 regels")}, Previous: "S60"}, v.fails
}

func (v *town) Worklist(_ context.Context, f Filter, _ string) (Worklist, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	var found []WorkItem
	for _, item := range v.items {
		if !strings.Contains(strings.ToLower(item.Line.Name), strings.ToLower(f.Query)) || f.Show == ShowNone && item.Proposal != nil || v.empty {
			continue
		}
		found = append(found, item)
	}
	next := ""
	if !v.empty && f == (Filter{}) {
		next = "L105"
	}
	accounts := []AccountName{{townTaxes, townTaxes, "Belastingen", "EUR"}, {townMain + "-USD", townMain, "Betaalrekening", "USD"}}
	return Worklist{Items: found, Next: next, Total: len(found), Accounts: accounts}, v.fails
}

func (v *town) WorkItem(_ context.Context, id string) (WorkItem, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, item := range v.items {
		if item.Line.ID == id {
			return item, v.fails
		}
	}
	return WorkItem{}, fault.New("web.page.not-found", "path", id)
}

func (v *town) OpenItems(_ context.Context, _, query string) ([]OpenItem, error) {
	all := []OpenItem{
		{Number: "2026-004512", Name: "J. de Vries-van den Heuvel", Text: "termijn 3 van 10", Reference: "5000000123456789", Due: "2026-03-31", Amount: 8450, Open: 8450, Room: 8450},
		{Number: "2026-004513", Name: "J. de Vries-van den Heuvel", Text: "termijn 4 van 10", Reference: "5000000123456790", Due: "2026-04-30", Amount: 8450, Open: 4000, Room: 4000},
	}
	return slices.DeleteFunc(all, func(i OpenItem) bool { return !strings.Contains(i.Number+i.Name, query) }), v.fails
}

func (v *town) take(by, id string, kind DecisionKind, allocations []Allocation) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for i, item := range v.items {
		if item.Line.ID != id {
			continue
		}
		d := Decision{ID: fmt.Sprint("D", 6000+len(v.taken)), Kind: kind, By: by, Line: item.Line, Allocations: allocations, CanUndo: true, At: time.Now()}
		v.taken = append([]Decision{d}, v.taken...)
		if kind == Rejected {
			v.items[i].Proposal, v.items[i].RunnerUp = nil, nil
		} else {
			v.items = slices.Delete(v.items, i, i+1)
		}
		return d.ID, nil
	}
	return "", fault.New("web.page.not-found", "path", id)
}

func (v *town) Accept(ctx context.Context, by, id, proposal string) (string, error) {
	item, err := v.WorkItem(ctx, id)
	if err != nil {
		return "", err
	}
	choices := []*Proposal{item.Proposal, item.RunnerUp}
	for i := range item.Others {
		choices = append(choices, &item.Others[i])
	}
	for _, p := range choices {
		if p != nil && p.ID == proposal {
			return v.take(by, id, Accepted, p.Allocations)
		}
	}
	return "", fault.New("web.form-incomplete") // another proposal stands there now
}

func (v *town) AcceptTicked(ctx context.Context, by, id, proposal string) (string, error) {
	v.ticked++
	return v.Accept(ctx, by, id, proposal)
}

func (v *town) Reject(_ context.Context, by, id, _ string) (string, error) {
	return v.take(by, id, Rejected, nil)
}

func (v *town) Book(ctx context.Context, by, id string, allocations []Allocation) (string, error) {
	item, err := v.WorkItem(ctx, id)
	if err != nil {
		return "", err
	}
	var sum money.Cents
	for _, a := range allocations {
		sum += a.Amount
	}
	if sum != item.Line.Amount.Abs() {
		return "", fault.New("ledger.unbalanced", "text", id, "amount", item.Line.Amount.Abs()-sum)
	}
	return v.take(by, id, Changed, allocations)
}

func (v *town) Undo(_ context.Context, by, decision string) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for i := range v.taken {
		if d := &v.taken[i]; d.ID == decision && d.CanUndo {
			d.CanUndo, d.UndoneBy = false, "D7000"
			v.items = append(v.items, WorkItem{Line: d.Line, Proposal: &Proposal{ID: "P9", Probability: 0.5, Allocations: d.Allocations}})
			v.taken = append([]Decision{{ID: "D7000", Kind: Reversed, By: by, Line: d.Line}}, v.taken...)
			return "D7000", nil
		}
	}
	return "", fault.New("web.page.not-found", "path", decision)
}

func (v *town) Decisions(context.Context, string) ([]Decision, string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.empty {
		return nil, "", nil
	}
	return slices.Clone(v.taken), "D5519", v.fails
}

func (v *town) Quarantine(context.Context, string) ([]Quarantined, string, error) {
	if v.empty {
		return nil, "", nil
	}
	return v.kept, "", v.fails
}

func (v *town) Import(_ context.Context, _, name string, r io.Reader) (ImportReport, error) {
	n, err := io.Copy(io.Discard, r)
	if err != nil || v.fails != nil {
		return ImportReport{}, max2(err, v.fails)
	}
	file := ImportedFile{Name: name, Format: "camt.053.001.08", State: FileNew, Statements: 1, Entries: int(n)}
	switch {
	case strings.HasSuffix(name, ".known"):
		file.State = FileKnown
	case strings.HasSuffix(name, ".bad"):
		file.State, file.Problem, file.Line = FileQuarantine, reason("money.precision", "value", "1,234"), 12
	case n == 0:
		file.State, file.Problem = FileRefused, reason("web.no-file")
	}
	return ImportReport{Files: []ImportedFile{file}, Matched: 3, Proposed: 1, Waiting: 1}, nil
}

func (v *town) Autopilot(context.Context) (Autopilot, error) {
	if v.empty || v.fails != nil {
		return Autopilot{May: because("version", "alleen vaste regels"), Because: because("version", "begin"), Governed: true,
			Promise: Promise{0.001, 0.95, 0.01}}, v.fails
	}
	at := time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	prior, safe := because("version", "vaste regels en kansen vanaf 99,90 %"), because("version", "alleen vaste regels")
	return Autopilot{May: prior, Because: because("version", "bewezen op verzonnen gemeenten"), Since: at, Governed: true,
		Promise: Promise{0.001, 0.95, 0.01}, Threshold: 0.999, Blind: 212, BlindWrong: 1, Bound: 0.0222, Drawn: 230, Done: 21044, Undone: 4,
		Optimistic: 0.0002, Decided: 47903, Automatic: 45988, Corrected: 7, Calibration: 0.0034,
		Lines:  []Lines{{"2025-12", 3, 0, 3, 0, 0}, {"2026-01", 26991, 25548, 1443, 0, 4}, {"2026-02", 20100, 19800, 290, 10, 3}, {"2026-03", 812, 640, 140, 32, 0}},
		Months: []Month{{"2026-03", 812, 640, 0}, {"2026-02", 20100, 19800, 3}, {"2026-01", 26991, 25548, 4}, {"2025-12", 3, 0, 0}},
		History: []Standing{{At: at, May: prior, Because: because("version", "bewezen"), Before: prior, Threshold: 0.999, Bound: 0.0009, Cases: 5210, Promised: 0.001},
			{At: at.AddDate(0, 0, -9), May: prior, Because: because("version", "bewezen"), Before: safe, Changed: true, Threshold: 0.9995, Bound: 0.0022, Cases: 1350, Promised: 0.001},
			{At: at.AddDate(0, 0, -30), May: safe, Because: because("version", "begin"), Changed: true, Promised: 0.001}},
		Reliability: []Reliable{{0.9, 1, 1820, 0.998, 0.9978}, {0.5, 0.6, 40, 0.55, 0.5}}}, nil
}

func (v *town) Rules(context.Context) (Rules, error) {
	if v.empty || v.fails != nil {
		return Rules{Today: "2026-03-03"}, v.fails
	}
	return Rules{Today: "2026-03-03", Now: []Rule{
		{Name: "Pin & kosten", Since: "2020-01-01", When: `line.received && line.mentions(["pin", "ccv"])`, Book: []RulePortion{
			{Account: "4440", Name: "bankkosten", Share: `-line.amountAfter("kosten")`}, {Account: "1250", Name: "pinontvangsten"}}},
		{Name: "Bankkosten", Since: "2020-01-01", Certain: true, When: `line.paid && line.iban == "" && (line.code.endsWith("-CHRG") || line.bankCode == "NCHG")`,
			Book: []RulePortion{{Account: "4440", Name: "bankkosten", Dimensions: []Dimension{{"taakveld", "0.5"}}}}},
		{Name: "Grote bedragen", Since: "2026-01-01", When: `line.amount > 1000000`, Book: []RulePortion{{Account: "8010"}}},
	}, Later: []Rule{{Name: "Huur", Since: "2026-07-01", When: `line.mentions("huur")`, Book: []RulePortion{{Account: "8100"}}}}}, nil
}

var past = []PastLine{{"2026-01-31", -1230, "ING Bank", "Kosten januari", "4440 -12.30"}, {"2026-02-28", -990, "", "Kosten", ""}}

func (v *town) Habits(context.Context) (Habits, error) {
	if v.empty || v.fails != nil {
		return Habits{Known: true}, v.fails
	}
	return Habits{Known: true, List: []Habit{{Rule: Rule{Name: "Gymzaal De Schuur", When: `line.received && line.iban == "NL91ABNA0417164300" && line.mentions("huur")`,
		Book: []RulePortion{{Account: "8100", Dimensions: []Dimension{{"taakveld", "5.2"}}}}}, Text: "- name: Gymzaal De Schuur\n  when: x\n", Times: 7, Days: 7,
		First: "2025-09-01", Last: "2026-03-01", Replay: Replay{Rule: "Gymzaal De Schuur", Hits: 7, Agree: 7}}}}, nil
}

func (v *town) TryRules(_ context.Context, rules string, _ day.Day) ([]Replay, error) {
	if strings.Contains(rules, "kapot") {
		return nil, fault.Wrap(fault.New("money.precision", "value", "1,234"), "web.form-unreadable")
	}
	return []Replay{{Rule: "Geprobeerd", Certain: strings.Contains(rules, "certain"), Hits: 9, Agree: 7, Others: 2, Failed: 1, Disagree: past[:1], OnItems: past[1:]}}, nil
}

func (v *town) AddRules(ctx context.Context, by, rules string, from day.Day, force bool) ([]Replay, error) {
	if strings.Contains(rules, "certain") && !force {
		return nil, fault.New("web.form-incomplete") // contradicted
	}
	tried, err := v.TryRules(ctx, rules, from)
	if err == nil {
		v.added = append(v.added, by+" "+string(from)+" "+rules)
	}
	return tried, err
}

func max2(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
