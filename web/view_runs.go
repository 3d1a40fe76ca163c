// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"time"

	"rentmeester/day"
	"rentmeester/money"
)

// Runs is what the pages need of the payments that we make.
type Runs interface {
	Runs(ctx context.Context, cursor string) (runs []RunHead, next string, err error)
	// TryRun shows what a run would be; nothing is written.
	TryRun(ctx context.Context, by string, terms RunTerms) (Run, error)
	MakeRun(ctx context.Context, by string, terms RunTerms) (id string, err error)
	Run(ctx context.Context, by, id string) (Run, error)
	// ReleaseRun releases the file that has this hash, and no other.
	ReleaseRun(ctx context.Context, by, id, hash string) error
	RunFile(ctx context.Context, by, id string) (File, error)
	WithdrawRun(ctx context.Context, by, id, comment string) error
}

// RunTerms says what a person asks of a run; the rest policy says.
type RunTerms struct {
	Day day.Day // of execution; "" the first that can be
}

// RunHead is a payment run in a list.
type RunHead struct {
	ID, Label string
	Execution day.Day
	State     string // planned, released, sent, done, withdrawn …
	Account   string
	Payments  int
	Total     money.Cents
	By        string
	At        time.Time
}

// Run is all there is to see of one.
type Run struct {
	RunHead
	Discount, Credit   money.Cents
	PaidLate, LeftLate LateRisk
	OldRate            bool
	List               []RunPayment
	Left               []LeftOut
	Hash               string
	Bytes              int64
	Format             string
	Releases           []RunRelease
	Missing            int      // people who must still release it
	MayRelease         bool     // who looks may
	WhyNot             Sentence // not
	Fetch, Withdraw    bool     // may be done now
	EndedBy, EndedWhy  string
}

// LateRisk is what late payment may cost.
type LateRisk struct {
	Count, Days            int
	Interest, Compensation money.Cents
}

// Total is what suppliers may ask.
func (r LateRisk) Total() money.Cents { return r.Interest + r.Compensation }

// RunPayment is one transfer and what it settles.
type RunPayment struct {
	Name, IBAN, Reference, Text, EndToEnd string
	Amount                                money.Cents
	Blocked                               bool       // to a g-account
	State                                 string     // of the bank's answer, "" none
	Why                                   []Sentence // of the bank
	Settles                               []RunSettled
}

// RunSettled is an invoice that a payment settles.
type RunSettled struct {
	Invoice, Number  string
	Amount, Discount money.Cents
	Due              day.Day
	Late             int  // days
	Back             bool // it came back: it is open again
}

// LeftOut is an invoice that stays out of a run, and why.
type LeftOut struct {
	Invoice, Number, Name string
	Amount                money.Cents
	Due                   day.Day
	Why                   []Sentence
	Risk                  money.Cents // what its being late may cost
}

// RunRelease is that a person released the file.
type RunRelease struct {
	By      string
	At      time.Time
	Refused Sentence // why it does not count
}
