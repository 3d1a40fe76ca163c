// SPDX-License-Identifier: EUPL-1.2

package stranger_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/bench/stranger"
	"rentmeester/formats/camt"
	"rentmeester/formats/mt940"
	"rentmeester/formats/pain"
	"rentmeester/formats/table"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/payment"
)

var usual = stranger.Options{Mess: 0.5, Traps: 0.5, Equal: 0.6}

// ears hear two handlers' worth of a statement.
type ears struct {
	bank.Collector
	bank.Prover
}

func (e *ears) Begin(s *bank.Statement) error { return either(e.Collector.Begin(s), e.Prover.Begin(s)) }
func (e *ears) Detail(n *bank.Entry, d *bank.Detail) error {
	return either(e.Collector.Detail(n, d), e.Prover.Detail(n, d))
}
func (e *ears) Entry(n *bank.Entry) error   { return either(e.Collector.Entry(n), e.Prover.Entry(n)) }
func (e *ears) End(s *bank.Statement) error { return either(e.Collector.End(s), e.Prover.End(s)) }

func either(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// orders counts what was sent.
type orders struct{ count int }

func (o *orders) Begin(*payment.Batch) error                             { return nil }
func (o *orders) Instruction(*payment.Batch, *payment.Instruction) error { o.count++; return nil }
func (o *orders) End(*payment.Batch) error                               { return nil }

// readBack is what the project's own readers find in the files.
type readBack struct {
	items   map[string]ledger.OpenItem
	booked  []bank.Full
	noted   int
	ordered int
}

func read(t *testing.T, dir string, names []string) readBack {
	t.Helper()
	r := readBack{items: map[string]ledger.OpenItem{}}
	for _, name := range names {
		body, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var e ears
		var o orders
		switch {
		case strings.HasSuffix(name, ".csv"):
			err = table.ReadOpenItems(bytes.NewReader(body), name, func(i ledger.OpenItem) error {
				r.items[i.PartyNumber+"|"+i.Number] = i
				return nil
			})
		case camt.Recognise(body):
			err = camt.Read(bytes.NewReader(body), &e)
		case pain.RecogniseStatus(body):
			_, err = pain.ReadStatus(bytes.NewReader(body))
		case pain.Recognise(body):
			err = pain.ReadOrders(bytes.NewReader(body), &o)
		default:
			err = mt940.Read(bytes.NewReader(body), &e)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, p := range e.Proofs {
			if len(p.Findings) > 0 {
				t.Fatalf("%s: %v", name, p.Findings[0])
			}
		}
		r.ordered += o.count
		for _, s := range e.Statements {
			if s.Kind == bank.Booked {
				r.booked = append(r.booked, s)
			} else {
				r.noted++
			}
		}
	}
	return r
}

// Every file is read by the project's own readers, and every line has its truth.
func TestFilesAreReadAndTruthAddsUp(t *testing.T) {
	for seed := range uint64(2) {
		dir := t.TempDir()
		truth, err := stranger.Write(dir, seed+1, 200, usual)
		if err != nil {
			t.Fatal(err)
		}
		r := read(t, dir, truth.Files)
		if len(r.items) != truth.Items {
			t.Errorf("%d items read, %d written", len(r.items), truth.Items)
		}
		if r.noted == 0 || r.ordered == 0 {
			t.Errorf("%d notifications, %d orders", r.noted, r.ordered)
		}
		holdAgainst(t, r, truth)
		settleInOrder(t, r, truth)
	}
}

// holdAgainst sees that the lines of the truth are those of the statements.
func holdAgainst(t *testing.T, r readBack, truth stranger.Truth) {
	t.Helper()
	said := map[string]money.Cents{}
	for _, l := range truth.Lines {
		said[l.Account+"|"+l.Entry] += l.Amount
	}
	entries := 0
	for _, s := range r.booked {
		for _, e := range s.Entries {
			entries++
			ref := e.BankRef
			if ref == "" {
				ref = strings.TrimLeft(s.Sequence, " ") + "/" + strconv.Itoa(e.Index+1)
			}
			if amount, found := said[s.Account.ID+"|"+ref]; !found || amount != e.Amount {
				t.Errorf("%s %s: read %s, truth %s (%v)", s.Account.ID, ref, e.Amount, amount, found)
			}
		}
	}
	if entries != len(said) {
		t.Errorf("%d entries read, truth has %d", entries, len(said))
	}
}

// settleInOrder sees that no item is ever settled for more than it is, or less
// than nothing, and that the shares of a line are its amount but for what the
// truth leaves to no item.
func settleInOrder(t *testing.T, r readBack, truth stranger.Truth) {
	t.Helper()
	lines := slices.Clone(truth.Lines)
	slices.SortStableFunc(lines, func(a, b stranger.Line) int { return strings.Compare(string(a.Day), string(b.Day)) })
	settled := map[string]money.Cents{}
	for _, l := range lines {
		var sum money.Cents
		for _, s := range l.Shares {
			sum += s.Amount
			key := s.Party + "|" + s.Item
			i, found := r.items[key]
			if !found {
				t.Fatalf("no item %s", key)
			}
			if i.Issued > l.Day && !strings.Contains(l.Mess, "before it is billed") {
				t.Errorf("%s is paid on %s, before it was issued (%s)", key, l.Day, l.Mess)
			}
			settled[key] += s.Amount * i.Sign()
			if settled[key] < 0 || settled[key] > i.Amount {
				t.Errorf("%s of %s is settled for %s on %s (%s)", key, i.Amount, settled[key], l.Day, l.Mess)
			}
		}
		whole := !strings.HasPrefix(l.Mess, "collection") && !strings.Contains(l.Mess, "too much") && !strings.Contains(l.Mess, "cents short") && !strings.Contains(l.Mess, "less costs")
		if len(l.Shares) > 0 && whole && sum != l.Amount {
			t.Errorf("%s: shares %s, line %s", l.Mess, sum, l.Amount)
		}
	}
}

// The same seed gives the same files.
func TestSameSeedSameTown(t *testing.T) {
	var all [2][]byte
	for n := range all {
		dir := t.TempDir()
		if _, err := stranger.Write(dir, 9, 40, usual); err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(filepath.Join(dir, stranger.TruthFile))
		if err != nil {
			t.Fatal(err)
		}
		all[n] = body
	}
	if !bytes.Equal(all[0], all[1]) {
		t.Error("two towns of one seed differ")
	}
}
