// SPDX-License-Identifier: EUPL-1.2

// Package duplicates is the engine that says whether an invoice was sent in
// before: the same once more, with a slip of typing, by another channel, under
// another number of the same supplier, cut in two, or invoiced anew without the
// credit note. What returns by nature, as a monthly rent, it does not flag.
//
// Earlier invoices are found by keys. Keys gives those under which a bill is
// kept, Probes those under which its earlier twin can stand; a store keeps them
// in a table, Index in memory. Score then weighs the pairs, and needs nothing
// but the bill and what was found. Values in, values out: no database, clock,
// network or globals that change. It may import the vocabulary, ident, party,
// learn and fault.
package duplicates

import (
	"rentmeester/day"
	"rentmeester/money"
)

// Bill is an invoice or credit note as far as it can betray a duplicate. Fields
// that are not known stay empty; what is not known neither speaks for nor
// against.
type Bill struct {
	ID           int64 // unique; a bill never suspects itself
	Supplier     int64 // number of the supplier in the register; 0 unknown
	SupplierName string
	Number       string      // BT-1, as it is written
	Issued       day.Day     // BT-2
	Received     day.Day     // when it came in; where Issued is unknown it takes its place
	Gross        money.Cents // with VAT; what must be paid
	Net          money.Cents // without VAT; 0 unknown
	IBAN         string
	Order        string  // order or obligation it refers to
	Channel      string  // "peppol", "mail", "upload", …
	Credit       bool    // a credit note; its amounts may be written either way
	Text         string  // what it is for: lines or description
	From, To     day.Day // when that was: the period, or the day of delivery twice
	Refers       string  // number of the one earlier bill that it names (BT-25); "" none or several
}

// Kind says in which way a bill looks like an earlier one.
type Kind string

const (
	Same       Kind = "same"       // the same number and amount
	Slip       Kind = "slip"       // number or amount one slip away
	Renumbered Kind = "renumbered" // another number, for the rest the same
	Twice      Kind = "twice"      // under another supplier
	Channel    Kind = "channel"    // by another channel
	Split      Kind = "split"      // with another bill it makes up an earlier one
)

// Suspect is an earlier bill that this one may repeat.
type Suspect struct {
	ID          int64   `json:"id"`
	With        int64   `json:"with,omitempty"` // Split: the other part
	Kind        Kind    `json:"kind"`
	Probability float64 `json:"probability"` // that the bill repeats this one
	Reasons     []Reason
}

// Reason is a key of the catalogue and its values.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// facts are a bill as it is compared.
type facts struct {
	Bill
	number number
	refers number
	day    int32 // days since 1970; unknownDay
	amount int64 // unsigned cents
	net    int64
	credit bool
}

const unknownDay = -1 << 31

func factsOf(b *Bill) facts {
	f := facts{Bill: *b, number: readNumber(b.Number), refers: readNumber(b.Refers), day: dayNumber(b.Issued), amount: int64(b.Gross.Abs()), net: int64(b.Net.Abs()),
		credit: b.Credit != (b.Gross < 0 && !b.Credit)}
	if f.day == unknownDay {
		f.day = dayNumber(b.Received)
	}
	return f
}

// dayNumber counts days from 1970, without the cost of package time.
func dayNumber(d day.Day) int32 {
	if len(d) != len("2006-01-02") {
		return unknownDay
	}
	y, m, n := digitsAt(d, 0, 4), digitsAt(d, 5, 2), digitsAt(d, 8, 2)
	if m < 1 || m > 12 || n < 1 || n > 31 {
		return unknownDay
	}
	if m <= 2 {
		y, m = y-1, m+12
	}
	return int32(365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + n - 719469)
}

func digitsAt(d day.Day, from, n int) int {
	value := 0
	for i := from; i < from+n; i++ {
		value = value*10 + int(d[i]-'0')
	}
	return value
}

// apart gives the days between two bills, and whether both days are known.
func apart(a, b *facts) (days int, known bool) {
	if a.day == unknownDay || b.day == unknownDay {
		return 0, false
	}
	return int(max(a.day, b.day) - min(a.day, b.day)), true
}
