// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"cmp"
	"slices"
	"strconv"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
)

// Bill is an invoice or credit note to be booked: its amounts as the supplier
// wrote them (those of a credit note not negated), with the codings of its lines.
type Bill struct {
	Number   string
	Credit   bool
	Currency string // "" and EUR can be booked
	From     Origin // whose VAT it is
	Lines    []Coded
	Taxes    []Tax
	Net      money.Cents // without VAT
	VAT      money.Cents
	Gross    money.Cents
	Paid     money.Cents  // paid before
	Rounding money.Cents  // added to what is to be paid
	Payable  *money.Cents // what is to be paid; nil when the invoice leaves that to the other amounts
	Item     string       // number of the open item it becomes
}

// Coded is a line with the parts it is booked in.
type Coded struct {
	Line
	Parts []Part
}

// Tax is the VAT under one category and rate, as the invoice states it.
type Tax struct {
	Category string
	Rate     string // in percent: "21"
	Base     money.Cents
	Amount   money.Cents
	Own      Millionths // for reverse charge: the rate that holds here; 0 as policy says
}

// Accounts are the ledger accounts of a posting beside those of the codings and
// of VAT.
type Accounts struct {
	Payables   string
	Difference string // where differences within the invoice are shown
	Prepaid    string // what was paid before
}

// Difference is something in the invoice that does not agree with itself. Amounts
// stay as the supplier wrote them: what is Booked stands on the account of
// differences, a line for each, and whoever books decides whether that will do.
type Difference struct {
	Code   string // of the catalogue
	Amount money.Cents
	Booked bool
	Args   map[string]string
}

// Posting is an invoice as lines of a journal entry, debit positive. They balance.
type Posting struct {
	Lines       []ledger.Line
	Differences []Difference
	VAT         []VATLine
	Portions    []Portion
}

// Portion is what VAT falls to one part of a line; amounts as the supplier wrote
// them, those of a credit note not negated.
type Portion struct {
	Line, Part int         // places in Bill.Lines and in its Parts
	Treatment  Treatment   // that holds
	VAT        money.Cents // the supplier charges it
	Own        money.Cents // we owe it ourselves: reverse charge
	Back       money.Cents // of both, what comes back
}

// VATLine is what became of the VAT under one category, rate and treatment; for
// the VAT return and for the fund.
type VATLine struct {
	Category, Rate string
	Treatment      Treatment
	Base           money.Cents
	Compensable    money.Cents
	Deductible     money.Cents
	Cost           money.Cents
	Due            money.Cents // owed by ourselves: reverse charge
	Box            string      // of the return that what is owed goes in: 2a, 4a, 4b
}

// Off is how much of the posting stands on the account of differences, without
// signs.
func (p Posting) Off() (sum money.Cents) {
	for _, d := range p.Differences {
		if d.Booked {
			sum += d.Amount.Abs()
		}
	}
	return sum
}

// Entry makes the journal entry. Errors: those of ledger.NewJournalEntry.
func (p Posting) Entry(on day.Day, kind, text string) (ledger.JournalEntry, error) {
	return ledger.NewJournalEntry(on, kind, text, p.Lines...)
}

// Post turns an invoice into the lines of a journal entry: the expense of each
// part, with the VAT that is a cost; the VAT that comes back from the fund or is
// deducted; for reverse charge what we owe ourselves; and what is to be paid.
// Errors: coding.currency, coding.no-lines, coding.parts, coding.no-account,
// coding.treatment, coding.vat-account, coding.posting-account, money.overflow.
func Post(b Bill, terms Terms, accounts Accounts) (Posting, error) {
	p := poster{Bill: b, terms: terms, accounts: accounts, sign: 1}
	if b.Credit {
		p.sign = -1
	}
	if err := p.portions(); err != nil {
		return Posting{}, err
	}
	if err := p.totals(); err != nil {
		return Posting{}, err
	}
	for i := range p.Taxes {
		p.charge(i)
	}
	if err := p.treat(); err != nil {
		return Posting{}, err
	}
	return p.posting()
}

// portion is one part of one line, and the VAT that falls to it.
type portion struct {
	Part
	line, at  int // places of the line, and of the part in it
	tax       int // place in Taxes; -1 none
	vat       money.Cents
	own       money.Cents // owed by ourselves
	back      money.Cents // of both
	treatment Treatment
}

type poster struct {
	Bill
	terms    Terms
	accounts Accounts
	sign     money.Cents
	all      []portion
	out      Posting
	expense  []ledger.Line
	vat      []ledger.Line
}

// portions lays out the parts of all lines, each under its tax.
func (p *poster) portions() error {
	if p.Currency != "" && p.Currency != "EUR" {
		return fault.New("coding.currency", "currency", p.Currency, "number", p.Number)
	}
	for i, line := range p.Lines {
		var sum money.Cents
		for at, part := range line.Parts {
			var err error
			if sum, err = money.Add(sum, part.Amount); err != nil {
				return err
			}
			if part.Coding.Account == "" {
				return fault.New("coding.no-account", "line", label(line.Line, i))
			}
			p.all = append(p.all, portion{Part: part, line: i, at: at, tax: p.taxOf(line.Line)})
		}
		if sum != line.Net {
			return fault.New("coding.parts", "line", label(line.Line, i), "parts", sum, "net", line.Net)
		}
	}
	if len(p.all) == 0 {
		return fault.New("coding.no-lines", "number", p.Number)
	}
	return nil
}

// label names a line as people do: by its number, else by its text or place.
func label(l Line, at int) string {
	return cmp.Or(l.Number, l.Text, strconv.Itoa(at+1))
}

// taxOf finds the tax that a line falls under: of its category and rate, of its
// category, or the only one there is.
func (p *poster) taxOf(l Line) int {
	exact := slices.IndexFunc(p.Taxes, func(t Tax) bool { return t.Category == l.Category && sameRates(t.Rate, l.Rate) })
	if exact >= 0 {
		return exact
	}
	if len(p.Taxes) == 1 && (l.Category == "" || l.Category == p.Taxes[0].Category) {
		return 0
	}
	return -1
}

func sameRates(a, b string) bool {
	x, ok := parseRate(a)
	y, okToo := parseRate(b)
	return a == b || ok && okToo && x == y || x == 0 && y == 0 && (ok || a == "") && (okToo || b == "")
}

// totals compares the totals with what they are made of.
func (p *poster) totals() error {
	var lines, vat money.Cents
	var err error
	for _, l := range p.Lines {
		if lines, err = money.Add(lines, l.Net); err != nil {
			return err
		}
	}
	for _, t := range p.Taxes {
		if vat, err = money.Add(vat, t.Amount); err != nil {
			return err
		}
	}
	p.differ("coding.difference.lines", p.Net-lines, true, "stated", p.Net, "sum", lines)
	p.differ("coding.difference.vat", p.VAT-vat, true, "stated", p.VAT, "sum", vat)
	p.differ("coding.difference.gross", p.Gross-p.Net-p.VAT, true, "stated", p.Gross, "sum", p.Net+p.VAT)
	p.differ("coding.difference.rounding", p.Rounding, true)
	p.differ("coding.difference.payable", p.owed()-(p.Gross+p.Rounding-p.Paid), true, "stated", p.owed(), "sum", p.Gross+p.Rounding-p.Paid)
	return nil
}

// owed is what is to be paid, as the supplier wrote it.
func (b *Bill) owed() money.Cents {
	if b.Payable != nil {
		return *b.Payable
	}
	return b.Gross + b.Rounding - b.Paid
}

// differ notes a difference; nothing is no difference.
func (p *poster) differ(code string, amount money.Cents, booked bool, pairs ...any) {
	if amount == 0 {
		return
	}
	args := fault.Args(pairs...)
	args["difference"] = amount.String()
	p.out.Differences = append(p.out.Differences, Difference{Code: code, Amount: amount * p.sign, Booked: booked, Args: args})
}

// charge divides the VAT of one tax over the portions under it.
func (p *poster) charge(at int) {
	t := p.Taxes[at]
	var under []int
	var base money.Cents
	for i := range p.all {
		if p.all[i].tax == at {
			under, base = append(under, i), base+p.all[i].Amount
		}
	}
	named := []any{"category", t.Category, "rate", t.Rate}
	if len(under) == 0 {
		p.differ("coding.difference.no-line", t.Amount, false, named...)
		for i := range p.all { // it is charged all the same: by size over everything
			under = append(under, i)
		}
	} else {
		p.differ("coding.difference.base", t.Base-base, false, append(named, "stated", t.Base, "sum", base)...)
	}
	if rate, ok := parseRate(t.Rate); ok && !reversed(t.Category) {
		if off := t.Amount - taxOf(t.Base, rate); off.Abs() > money.Cents(max(1, len(p.Lines))) {
			p.differ("coding.difference.rate", off, false, append(named, "stated", t.Amount, "sum", taxOf(t.Base, rate))...)
		}
	}
	amounts := make([]money.Cents, len(under))
	for i, place := range under {
		amounts[i] = p.all[place].Amount
	}
	for i, v := range Divide(t.Amount, weights(amounts)) {
		p.all[under[i]].vat += v
	}
	if reversed(t.Category) {
		p.differ("coding.difference.reverse-charged", t.Amount, false, named...)
		rate := cmp.Or(t.Own, p.terms.Reverse)
		for i, v := range Divide(taxOf(base, rate), weights(amounts)) {
			p.all[under[i]].own += v
		}
	}
}

// group is what is divided by one ratio together.
type group struct {
	tax       int
	treatment Treatment
}

// treat decides what becomes of the VAT of each portion and divides it.
func (p *poster) treat() error {
	var order []group
	members := map[group][]int{}
	for i := range p.all {
		one := &p.all[i]
		one.treatment, _ = p.terms.Treat(one.Coding)
		if _, known := p.terms.ratio(one.treatment); !known {
			return fault.New("coding.treatment", "treatment", one.treatment, "line", label(p.Lines[one.line].Line, one.line))
		}
		g := group{one.tax, one.treatment}
		if members[g] == nil {
			order = append(order, g)
		}
		members[g] = append(members[g], i)
	}
	expense := make([]money.Cents, len(p.all))
	for i := range p.all {
		expense[i] = p.all[i].Amount
	}
	for _, g := range order {
		if err := p.settle(g, members[g], expense); err != nil {
			return err
		}
	}
	for i, one := range p.all {
		p.expense = add(p.expense, ledger.Line{Account: one.Coding.Account, Role: "other",
			Amount: p.sign * expense[i], Dimensions: one.Coding.Dimensions()})
		p.out.Portions = append(p.out.Portions, Portion{Line: one.line, Part: one.at, Treatment: one.treatment, VAT: one.vat, Own: one.own, Back: one.back})
	}
	return nil
}

// settle divides the VAT of a group: what was charged, by the rules of whose VAT
// it is, and what we owe ourselves, which is always our own.
func (p *poster) settle(g group, members []int, expense []money.Cents) error {
	ratio, _ := p.terms.ratio(g.treatment)
	var charged, own []money.Cents
	line := VATLine{Treatment: g.treatment}
	for _, i := range members {
		charged, own = append(charged, p.all[i].vat), append(own, p.all[i].own)
		line.Base += p.sign * p.all[i].Amount
		line.Due += p.sign * p.all[i].own
	}
	of := p.From.abroad(ratio)
	if g.tax >= 0 {
		t := p.Taxes[g.tax]
		line.Category, line.Rate = t.Category, t.Rate
		if reversed(t.Category) {
			of, line.Box = Ratio{}, box(t.Category, p.From) // charged where it may not be: nobody gives it back
		}
	}
	for _, shared := range []struct {
		vat []money.Cents
		by  Ratio
	}{{charged, of}, {own, ratio}} {
		compensable, deductible, cost := shareOut(shared.vat, shared.by)
		for i, place := range members {
			expense[place] += cost[i]
			p.all[place].back += compensable[i] + deductible[i]
			line.Compensable += p.sign * compensable[i]
			line.Deductible += p.sign * deductible[i]
			line.Cost += p.sign * cost[i]
		}
	}
	if of != ratio && p.From != Dutch && g.tax >= 0 && !reversed(p.Taxes[g.tax].Category) {
		p.differ("coding.difference.foreign", p.sign*line.Cost, false, "treatment", g.treatment)
	}
	p.out.VAT = append(p.out.VAT, line)
	return p.bookVAT(line)
}

// bookVAT puts VAT on its accounts.
func (p *poster) bookVAT(line VATLine) error {
	for _, one := range []struct {
		name, account string
		amount        money.Cents
	}{
		{string(Compensable), p.terms.OnAccount.Compensable, line.Compensable},
		{string(Deductible), p.terms.OnAccount.Deductible, line.Deductible},
		{"due", p.terms.OnAccount.Due, -line.Due},
	} {
		if one.amount == 0 {
			continue
		}
		if one.account == "" {
			return fault.New("coding.vat-account", "setting", "vat.accounts."+one.name)
		}
		dimensions := "btw=" + one.name
		if one.name == "due" {
			dimensions += ";rubriek=" + line.Box
		}
		p.vat = add(p.vat, ledger.Line{Account: one.account, Role: "other", Amount: one.amount, Dimensions: dimensions})
	}
	return nil
}

// posting puts the lines together: expenses, VAT, differences, and what is owed.
func (p *poster) posting() (Posting, error) {
	lines := slices.Concat(p.expense, p.vat)
	for _, d := range p.out.Differences {
		if d.Booked {
			lines = append(lines, ledger.Line{Account: p.accounts.Difference, Role: "difference", Amount: d.Amount})
		}
	}
	if p.Paid != 0 {
		lines = append(lines, ledger.Line{Account: p.accounts.Prepaid, Role: "other", Amount: -p.sign * p.Paid})
	}
	p.out.Lines = append(lines, ledger.Line{Account: p.accounts.Payables, Role: "payables", Amount: -p.sign * p.owed(), Item: p.Item})
	for _, l := range p.out.Lines {
		if l.Account == "" {
			return Posting{}, fault.New("coding.posting-account", "role", l.Role)
		}
	}
	return p.out, nil
}

// add adds a line, or its amount to the one of the same account and dimensions.
func add(lines []ledger.Line, l ledger.Line) []ledger.Line {
	for i := range lines {
		if lines[i].Account == l.Account && lines[i].Dimensions == l.Dimensions && lines[i].Role == l.Role {
			lines[i].Amount += l.Amount
			return lines
		}
	}
	return append(lines, l)
}
