// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"rentmeester/day"
	"rentmeester/money"
)

// Debtors is what the pages need of those who owe us something.
type Debtors interface {
	// Debtors gives those of whom something is open, the largest sum first.
	Debtors(ctx context.Context, query, cursor string) (DebtorList, error)
	// Debtor gives one by his number, with a page of what is open.
	Debtor(ctx context.Context, number, cursor string) (Debtor, error)
}

// DebtorList is a page of debtors, and what is owed to us by all.
type DebtorList struct {
	Debtors      []DebtorHead
	Next         string
	Count        int
	Open, Late   money.Cents
	Nameless     int // open items of nobody that is known by a number
	NamelessOpen money.Cents
}

// DebtorHead is a debtor in a list.
type DebtorHead struct {
	Number, Name string
	Items        int // that are open
	Open, Late   money.Cents
	Oldest       day.Day // first last day of what is open; "" not known
}

// Debtor is one with what is open and what he paid.
type Debtor struct {
	DebtorHead
	IBAN     string
	Settled  money.Cents
	Owed     []OwedItem
	Next     string
	Payments []DebtPayment // the latest first
	Earlier  bool          // there are more than these
}

// OwedItem is an open item of a debtor.
type OwedItem struct {
	Number, Text, Reference, Currency string
	Issued, Due                       day.Day
	Amount, Open                      money.Cents
}

// DebtPayment is what a bank line settled of an item, or took back of it.
type DebtPayment struct {
	Booked                        day.Day
	Amount                        money.Cents
	Item, Payer, Line             string
	Statement, StatementLabel, By string // By "" is the autopilot
}
