// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"rentmeester/app/invoices"
	"rentmeester/app/outbox"
	"rentmeester/autopilot"
	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/store/db"
)

// Status says how the books stand.
type Status struct {
	Administration string          `json:"administration"`
	Statements     int64           `json:"statements"` // booked statements
	Entries        int64           `json:"entries"`    // booked entries
	Details        int64           `json:"details"`    // payments inside booked entries, those of tied notifications included
	Interim        int64           `json:"interim"`    // statements that are only shown
	Notifications  int64           `json:"notifications"`
	Items          int64           `json:"items"`     // all items known
	OpenItems      int64           `json:"openItems"` // of which not settled in full
	OpenAmount     Euro            `json:"openAmount"`
	Matched        int64           `json:"matched"` // bank lines explained to the last cent
	OnWorklist     int64           `json:"onWorklist"`
	MandatesToStop int64           `json:"mandatesToStop"` // by what policy says of collections that failed
	Quarantined    int64           `json:"quarantined"`
	Refused        int64           `json:"refused"`   // files
	Pending        int64           `json:"pending"`   // files kept but not read yet
	Automatic      int64           `json:"automatic"` // decisions that stand, by the autopilot
	ByPeople       int64           `json:"byPeople"`
	Undone         int64           `json:"undone"`
	Payables       invoices.Counts `json:"payables"` // documents, invoices and suppliers, by state
	Outbox         outbox.Counts   `json:"outbox"`   // mail that goes out, by state
	Accounts       []AccountStatus `json:"accounts"`
}

// AccountStatus is the "sluitend" line of one bank account: the ledger's bank
// account less what waits in suspense (Booked), and suspense, are together the
// bank's closing balance; and suspense is to the cent what is on the worklist.
type AccountStatus struct {
	ID       int64   `json:"-"`
	IBAN     string  `json:"iban"`
	Currency string  `json:"currency"`
	Name     string  `json:"name"`
	Entries  int64   `json:"entries"`
	Opening  Euro    `json:"opening"`  // of the earliest statement
	Closing  Euro    `json:"closing"`  // of the latest statement
	Booked   Euro    `json:"booked"`   // closing less suspense, by the ledger
	Suspense Euro    `json:"suspense"` // by the ledger
	Worklist Euro    `json:"worklist"` // by the worklist itself
	Waiting  int64   `json:"waiting"`  // lines on the worklist
	Last     day.Day `json:"last"`
	Proved   bool    `json:"proved"`
	Reason   string  `json:"reason,omitempty"` // catalogue key of why not
	Since    day.Day `json:"since,omitempty"`  // first day on which it does not hold
	Booking  bool    `json:"-"`                // it has booked statements
}

// Status gives the totals and the "sluitend" line of every account, of one
// moment.
func (b *Books) Status(ctx context.Context) (s Status, err error) {
	s = Status{Administration: b.Adm.Name, Accounts: []AccountStatus{}}
	err = b.read(ctx, func(q *db.Queries) error {
		if err := b.countAll(ctx, q, &s); err != nil {
			return err
		}
		mandates, err := b.mandates(ctx, q)
		if err != nil {
			return err
		}
		s.MandatesToStop = MandatesToStop(mandates)
		if s.Items, err = q.CountItems(ctx, b.Adm.Key); err != nil {
			return failed(err)
		}
		if s.Payables, err = b.Invoices().Count(ctx, q); err != nil {
			return err
		}
		if s.Outbox, err = (&outbox.Box{Books: b.Books}).Count(ctx, q); err != nil {
			return err
		}
		s.Accounts, err = b.accountStatus(ctx, q, b.freshly(ctx, q))
		return err
	})
	return s, err
}

func (b *Books) countAll(ctx context.Context, q *db.Queries, s *Status) error {
	adm := b.Adm.Key
	kinds, err := q.CountStatements(ctx, adm)
	if err != nil {
		return failed(err)
	}
	for _, k := range kinds {
		switch bank.Kind(k.Kind) {
		case bank.Booked:
			s.Statements = k.Statements
		case bank.Interim:
			s.Interim = k.Statements
		case bank.Notification:
			s.Notifications = k.Statements
		}
	}
	open, err := q.OpenTotals(ctx, adm)
	if err != nil {
		return failed(err)
	}
	s.OpenItems, s.OpenAmount = open.Items, Euro(open.Open)
	if s.Quarantined, err = q.CountQuarantine(ctx, adm); err != nil {
		return failed(err)
	}
	return b.countActs(ctx, q, s)
}

func (b *Books) countActs(ctx context.Context, q *db.Queries, s *Status) error {
	files, err := q.CountFiles(ctx, b.Adm.Key)
	if err != nil {
		return failed(err)
	}
	for _, f := range files {
		switch f.State {
		case "refused":
			s.Refused = f.Files
		case "received":
			s.Pending = f.Files
		}
	}
	days, err := q.DayTotals(ctx, b.Adm.Key)
	if err != nil {
		return failed(err)
	}
	s.Entries, s.Details, s.OnWorklist, s.Matched = days.Entries, days.Details, days.Waiting, days.Matched
	actors, err := q.CountActors(ctx, b.Adm.Key)
	for _, a := range actors {
		switch {
		case a.Kind == Undone:
			s.Undone += a.Decisions
		case a.Actor == autopilot.Actor:
			s.Automatic += a.Decisions
		default:
			s.ByPeople += a.Decisions
		}
	}
	return failed(err)
}

// accountStatus looks whether the accounts close, by their chains as they are given.
func (b *Books) accountStatus(ctx context.Context, q *db.Queries, chainOf func(account int64) (chain, error)) ([]AccountStatus, error) {
	accounts, err := q.Accounts(ctx, b.Adm.Key)
	if err != nil {
		return nil, failed(err)
	}
	list := make([]AccountStatus, 0, len(accounts))
	for _, a := range accounts {
		s := AccountStatus{ID: a.ID, IBAN: a.Iban, Currency: a.Currency, Name: a.Name}
		c, err := chainOf(a.ID)
		if err != nil {
			return nil, err
		}
		days, err := b.days(ctx, q, a.ID, c)
		if err != nil {
			return nil, err
		}
		for _, d := range days {
			s.Entries += d.Entries
			s.Waiting += d.Waiting
		}
		s.Proved, s.Reason = true, ""
		if len(days) > 0 {
			s.Booking = true
			first, last := days[0], days[len(days)-1]
			s.Opening, s.Closing = first.opening, last.Bank
			s.Suspense, s.Worklist, s.Booked = last.Suspense, last.Worklist, last.Ledger-last.Suspense
			s.Last = last.Day
			for _, d := range days {
				if !d.Closes {
					s.Proved, s.Reason, s.Since = false, d.Reason, d.Day
					break
				}
			}
		}
		if len(c.breaks) > 0 && s.Proved {
			s.Proved, s.Reason, s.Since = false, "app.sluitend."+string(c.breaks[0].Kind), c.breaks[0].After.First
		}
		list = append(list, s)
	}
	return list, nil
}

// BankAccounts gives the accounts themselves, without looking whether they close.
func (b *Books) BankAccounts(ctx context.Context) (list []AccountStatus, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		accounts, err := q.Accounts(ctx, b.Adm.Key)
		for _, a := range accounts {
			list = append(list, AccountStatus{ID: a.ID, IBAN: a.Iban, Currency: a.Currency, Name: a.Name})
		}
		return failed(err)
	})
	return list, err
}

// DayLine is the "sluitend" line of one account on one day.
type DayLine struct {
	Day      day.Day `json:"day"`
	Entries  int64   `json:"entries"`
	Waiting  int64   `json:"waiting"`  // lines of this day still on the worklist
	Bank     Euro    `json:"bank"`     // balance by the statements
	Ledger   Euro    `json:"ledger"`   // balance of the bank account in the ledger
	Suspense Euro    `json:"suspense"` // of which in suspense, by the ledger
	Worklist Euro    `json:"worklist"` // sum of the worklist up to this day
	Closes   bool    `json:"closes"`
	Reason   string  `json:"reason,omitempty"`
	opening  Euro
}

// Days gives the "sluitend" line of an account for every day on which the bank
// or the ledger moved, oldest first.
func (b *Books) Days(ctx context.Context, account int64) (days []DayLine, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		c, err := chainOf(ctx, q, b.Adm.Key, account)
		if err != nil {
			return err
		}
		days, err = b.days(ctx, q, account, c)
		return err
	})
	return days, err
}

// days builds the lines from four sources that do not know of each other: the
// balances on the statements, the entries, the ledger and the worklist. The sums of
// days are those that each step keeps; Check holds them against what they are the sums
// of.
func (b *Books) days(ctx context.Context, q *db.Queries, account int64, c chain) ([]DayLine, error) {
	if len(c.links) == 0 {
		return nil, nil
	}
	rows, err := q.DaySums(ctx, db.DaySumsParams{Adm: b.Adm.Key, AccountID: account})
	if err != nil {
		return nil, failed(err)
	}
	list := c.lines(db.DaySumsTillRow{}, rows, c.links)
	return c.close(list), nil
}

// close gives the last line the balance that the last statement says.
func (c chain) close(list []DayLine) []DayLine {
	if len(list) > 0 {
		list[len(list)-1].Bank = Euro(c.links[len(c.links)-1].Closing)
	}
	return list
}

// lines builds the lines of some days that follow each other: from what was summed
// before them, the sums of these days and the statements that close on them, both in
// order.
func (c chain) lines(before db.DaySumsTillRow, rows []db.DaySum, closes []bank.Link) []DayLine {
	opening := c.links[0].Opening
	balance, ledger := opening+money.Cents(before.Bank), money.Cents(before.Ledger)
	suspense, worklist := -money.Cents(before.Suspense), money.Cents(before.LeftAmount) // credit is money that waits
	list := make([]DayLine, 0, len(rows))
	for len(rows)+len(closes) > 0 {
		m, said, known := db.DaySum{}, money.Cents(0), false
		if len(closes) == 0 || len(rows) > 0 && day.Day(rows[0].Day) <= closes[0].Last {
			m, rows = rows[0], rows[1:]
		} else {
			m.Day = string(closes[0].Last)
		}
		d := day.Day(m.Day)
		for ; len(closes) > 0 && closes[0].Last == d; closes = closes[1:] {
			said, known = closes[0].Closing, true // what the bank says at the end of the day
		}
		balance += money.Cents(m.Bank)
		ledger += money.Cents(m.Ledger)
		suspense -= money.Cents(m.Suspense)
		worklist += money.Cents(m.LeftAmount)
		line := DayLine{Day: d, Entries: m.Entries, Waiting: m.Waiting, Bank: Euro(balance), Ledger: Euro(ledger),
			Suspense: Euro(suspense), Worklist: Euro(worklist), opening: Euro(opening)}
		broken := firstBreak(c.breaks, d)
		if known && broken != nil {
			line.Bank = Euro(said) // the entries alone no longer tell
		}
		switch {
		case ledger != balance:
			line.Reason = "app.sluitend.ledger"
		case suspense != worklist:
			line.Reason = "app.sluitend.suspense"
		case broken != nil:
			line.Reason = "app.sluitend." + string(broken.Kind)
		}
		line.Closes = line.Reason == ""
		list = append(list, line)
	}
	return list
}

// firstBreak gives the first break in the chain that lies at or before a day.
// Whether statements follow each other is told by their balances, not by the
// days of their entries: banks book interest a day back.
func firstBreak(breaks []bank.Break, d day.Day) *bank.Break {
	for i, b := range breaks {
		if b.After.First <= d {
			return &breaks[i]
		}
	}
	return nil
}
