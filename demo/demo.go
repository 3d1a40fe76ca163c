// SPDX-License-Identifier: EUPL-1.2

// Package demo invents a Dutch municipality and a year of its payments, with
// known truth: bank statements, payment and direct-debit batches and open items
// as real files, and beside them what every bank line really is. The same seed
// gives the same bytes. It serves the demonstration and measures the engines,
// and therefore knows none of them: it imports money, day, ident, ledger and
// fault, and writes its files by itself rather than through formats.
package demo

import (
	"bufio"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"rentmeester/fault"
	"rentmeester/money"
)

// Town is the size that counts as 1×.
const Town = 30000

// Options say what to invent.
type Options struct {
	Seed        uint64  // of all chance
	Inhabitants int     // 100 … 5,000,000; 30,000 is 1×
	Year        int     // 2020 … 2099
	Rates       Rates   // start from DefaultRates
	Jitter      float64 // share by which this seed's rates may differ, 0 … 1; 0 takes them as they are
	Post        bool    // suppliers' invoices of the last weeks come by post (WritePost), not as open items
	Bank        *Bank   // what we sent it stands on the statements too; nil nothing
}

// own are the invented municipality's own data.
const (
	ownName = "Gemeente Lindewoude"
	ownKvK  = "09876543"

	mainNumber = 285_000_123 // of the account that everything is paid from
)

// Generate writes the year into dir: openitems/, orders/, bank/ and truth.csv.
// Files of the same name are overwritten. Errors: demo.options, demo.write.
func Generate(o Options, dir string) (Truth, error) {
	if err := o.check(); err != nil {
		return Truth{}, err
	}
	w := newWorld(o, dir)
	w.plan()
	if err := w.live(); err != nil {
		if fault.Code(err) == "internal" {
			err = fault.Wrap(err, "demo.write", "folder", dir)
		}
		return Truth{}, err
	}
	return w.truth, nil
}

func (o Options) check() error {
	switch {
	case o.Inhabitants < 100 || o.Inhabitants > 5_000_000:
		return fault.New("demo.options", "name", "inhabitants", "value", o.Inhabitants)
	case o.Year < 2020 || o.Year > 2099:
		return fault.New("demo.options", "name", "year", "value", o.Year)
	case !(o.Jitter >= 0 && o.Jitter <= 1):
		return fault.New("demo.options", "name", "jitter", "value", o.Jitter)
	case !o.Rates.sound():
		return fault.New("demo.options", "name", "rates", "value", "…")
	}
	return nil
}

// world is the town and its year while it is being lived.
type world struct {
	Options
	dir   string
	rates Rates
	cal   calendar
	rng   *rand.Rand
	refs  []choice // slips with references and amounts, by their rates
	sums  []choice
	names []choice

	households, companies int
	items                 []item
	todo                  [][]event        // payments, by slot
	runs                  [][]func() error // what we do ourselves, by slot
	debits                [11][]int32      // items to collect, by instalment
	stopped               map[int32]bool   // mandates that are no more
	failed                map[int32]int    // direct debits in a row that came back
	payRuns               map[payRun][]int32

	swaps     [creditItem + 1]*waiting // by sort of item
	handed    [][][]int32              // items handed to a bailiff, by office and week
	settled   [][]int32                // items paid online, by slot of their settlement
	notes     map[int32]int32          // credit note that goes off an invoice
	ranOn     map[string]int           // slot on which a batch was booked
	delivered []int                    // slot on which the main account's statement of a slot comes
	coming    []delivery

	living  bool // planning is over
	slot    int  // the day that is being lived
	main    *account
	second  *account
	pool    *line // collected incoming payments of the day
	bundle  *line // collected returns of the day
	bundled bool  // whether returns are collected today

	truth     Truth
	truthRows *csv.Writer
}

func newWorld(o Options, dir string) *world {
	w := &world{
		Options: o, dir: dir, rates: o.Rates, cal: newCalendar(o.Year),
		rng:        rand.New(rand.NewPCG(o.Seed, 0x52656e746d656573)),
		households: max(20, o.Inhabitants*45/100), companies: max(8, o.Inhabitants/25),
		stopped: map[int32]bool{}, failed: map[int32]int{}, payRuns: map[payRun][]int32{},
		notes: map[int32]int32{}, ranOn: map[string]int{},
	}
	if o.Jitter > 0 {
		w.rates = w.rates.jitter(o.Jitter, w.rng)
	}
	w.refs, w.sums, w.names = w.rates.references(), w.rates.amounts(), w.rates.names()
	w.todo, w.runs = make([][]event, len(w.cal.open)), make([][]func() error, len(w.cal.open))
	w.settled = make([][]int32, len(w.cal.open))
	w.planDelivery()
	w.truth.Kinds, w.truth.Messes = map[string]int{}, map[string]int{}
	w.main = &account{iban: makeAccount("BNGH", mainNumber), bic: "BNGHNL2G", target: w.scaled(300_000)}
	w.second = &account{iban: makeAccount("INGB", 100_200_300), bic: "INGBNL2A", target: w.scaled(40_000)}
	for _, a := range []*account{w.main, w.second} {
		a.balance = a.target + money.Cents(w.rng.IntN(90_000))
		a.opening = a.balance
	}
	return w
}

// scaled gives an amount in euros of a town of 30,000 for this one.
func (w *world) scaled(euros int) money.Cents {
	return max(1000, money.Cents(euros)*100*money.Cents(w.Inhabitants)/Town)
}

// live lives the year day by day and writes what comes of it.
func (w *world) live() error {
	w.truth.Path = filepath.Join(w.dir, "truth.csv")
	out, err := create(w.truth.Path)
	if err != nil {
		return err
	}
	w.truthRows = csv.NewWriter(out.Writer)
	w.truthRows.Write(truthColumns) //nolint:errcheck // Error gives it
	err = w.days()
	w.truthRows.Flush()
	if err == nil {
		err = w.truthRows.Error()
	}
	w.sumUp()
	return out.close(err)
}

func (w *world) days() error {
	half := w.cal.on(7, 1)
	year := itoa(w.Year)
	if err := w.writeItems("openitems/"+year+"-h1.csv", math.MinInt, half); err != nil {
		return err
	}
	w.living = true
	for w.slot = range w.cal.open {
		if w.slot == w.cal.slot(half) {
			if err := w.writeItems("openitems/"+year+"-h2.csv", half, math.MaxInt); err != nil {
				return err
			}
		}
		if err := w.liveDay(); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) liveDay() error {
	w.bundled = w.rng.Float64() < w.rates.ReturnsBundle
	w.deliver(true)
	for _, run := range w.runs[w.slot] {
		if err := run(); err != nil {
			return err
		}
	}
	events := w.todo[w.slot]
	w.rng.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	for i := range events {
		w.happen(&events[i])
	}
	w.todo[w.slot] = nil
	w.closeBundles()
	w.sweep()
	if err := w.writeMain(); err != nil {
		return err
	}
	err := w.writeSecond()
	w.deliver(false)
	return err
}

func (w *world) sumUp() {
	for i := range w.items {
		if it := &w.items[i]; !it.payable() {
			w.truth.Receivables += it.amount
			w.truth.Unsettled += it.open()
		}
	}
	for _, a := range []*account{w.main, w.second} {
		w.truth.Accounts = append(w.truth.Accounts, AccountTruth{IBAN: a.iban, Opening: a.opening,
			Closing: a.balance, Statements: a.sequence, Entries: a.entries, Details: a.details})
	}
}

// output is a file being written.
type output struct {
	*bufio.Writer
	file *os.File
}

func create(path string) (*output, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fault.Wrap(err, "demo.write", "folder", filepath.Dir(path))
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, fault.Wrap(err, "demo.write", "folder", filepath.Dir(path))
	}
	return &output{Writer: bufio.NewWriterSize(f, 1<<18), file: f}, nil
}

// file opens a file of the year and lists it.
func (w *world) file(name string) (*output, error) {
	w.truth.Files = append(w.truth.Files, name)
	return create(filepath.Join(w.dir, filepath.FromSlash(name)))
}

// close finishes the file; before is what already went wrong.
func (o *output) close(before error) error {
	flushed := o.Flush()
	closed := o.file.Close()
	for _, err := range []error{before, flushed, closed} {
		if err != nil {
			return fault.Wrap(err, "demo.write", "folder", filepath.Dir(o.file.Name()))
		}
	}
	return nil
}

// today is the day being lived.
func (w *world) today() time.Time { return w.cal.time(w.cal.open[w.slot]) }
