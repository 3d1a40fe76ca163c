// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/formats/camt"
	"rentmeester/formats/mt940"
	"rentmeester/formats/pain"
	"rentmeester/formats/table"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/payment"
)

// entryName is an entry as the truth names it.
type entryName struct{ account, entry string }

// story is what the files of a year say, read with the project's own readers.
type story struct {
	truth      Truth
	balance    map[string]money.Cents
	sequence   map[string]int
	statements map[string][]bank.Full // booked ones by account, each once
	again      int                    // statements that came once more
	disorder   int                    // statements that came after a later one
	entries    map[entryName]money.Cents
	notified   map[entryName]money.Cents
	details    map[entryName][]money.Cents
	orders     map[string][]money.Cents // by PmtInfId
	ends       map[string][]string      // EndToEndIds by PmtInfId
	rejected   map[string]map[string]bool
	batches    map[entryName]string
	kinds      map[bank.Kind]int
}

// TestReadBack reads every file with the project's readers: balances prove and
// chain, batches are the sum of what is in them, and every bank line has its
// truth and the other way round.
func TestReadBack(t *testing.T) {
	for name, o := range map[string]Options{"small": small(9), "messy": messy(9)} {
		t.Run(name, func(t *testing.T) {
			truth, dir := generate(t, o)
			s := readStory(t, truth, dir)
			s.compare(t, readTruth(t, truth))
			if s.kinds[bank.Notification] == 0 {
				t.Error("no notification was read")
			}
			if name == "messy" && (s.again == 0 || s.disorder == 0 || len(s.rejected) == 0) {
				t.Errorf("%d statements came again, %d out of order; %d batches have rejects", s.again, s.disorder, len(s.rejected))
			}
		})
	}
	for _, p := range Profiles() {
		t.Run(p.Name, func(t *testing.T) {
			o := small(310)
			o.Inhabitants, o.Rates, o.Jitter = 1000, p.Rates, 0.2
			truth, dir := generate(t, o)
			readStory(t, truth, dir).compare(t, readTruth(t, truth))
		})
	}
}

func readStory(t *testing.T, truth Truth, dir string) *story {
	t.Helper()
	s := &story{truth: truth, balance: map[string]money.Cents{}, sequence: map[string]int{}, statements: map[string][]bank.Full{},
		entries: map[entryName]money.Cents{}, notified: map[entryName]money.Cents{}, details: map[entryName][]money.Cents{},
		orders: map[string][]money.Cents{}, ends: map[string][]string{}, rejected: map[string]map[string]bool{}, batches: map[entryName]string{}, kinds: map[bank.Kind]int{}}
	items, orders := 0, 0
	for _, name := range truth.Files {
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.HasPrefix(name, "openitems/"):
			err = table.ReadOpenItems(file, name, func(ledger.OpenItem) error { items++; return nil })
		case strings.Contains(name, "pain002"):
			s.readAnswer(t, file)
		case strings.HasPrefix(name, "orders/"):
			orders += s.readOrders(t, file)
		default:
			s.readBank(t, name, file)
		}
		if file.Close(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if items != truth.Items || orders != truth.Orders {
		t.Errorf("%d items and %d orders were read, %d and %d written", items, orders, truth.Items, truth.Orders)
	}
	for _, a := range truth.Accounts {
		s.balance[a.IBAN] = a.Opening
		s.prove(t, a.IBAN)
	}
	for name, amount := range s.notified {
		if s.entries[name] != amount {
			t.Errorf("entry %v is notified as %v and booked as %v", name, amount, s.entries[name])
		}
	}
	return s
}

func (s *story) readBank(t *testing.T, name string, file *os.File) {
	t.Helper()
	var got bank.Collector
	read := camt.Read
	if strings.HasSuffix(name, ".sta") {
		read = mt940.Read
	}
	if err := read(file, &got); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, st := range got.Statements {
		s.kinds[st.Kind]++
		st.Account.ID = strings.TrimSuffix(st.Account.ID, "EUR")
		before := s.statements[st.Account.ID]
		if st.Kind != bank.Booked {
			s.keep(t, &st)
			continue
		}
		if slices.ContainsFunc(before, func(b bank.Full) bool { return b.ID == st.ID }) {
			s.again++
			continue
		}
		if len(before) > 0 && number(before[len(before)-1].Sequence) > number(st.Sequence) {
			s.disorder++
		}
		s.statements[st.Account.ID] = append(before, st)
	}
}

func number(sequence string) int {
	n, _ := strconv.Atoi(sequence)
	return n
}

// prove puts the statements of an account in order and checks the balance of
// each and that it follows the one before.
func (s *story) prove(t *testing.T, id string) {
	t.Helper()
	all := s.statements[id]
	slices.SortFunc(all, func(a, b bank.Full) int { return number(a.Sequence) - number(b.Sequence) })
	for i := range all {
		st := &all[i]
		if st.Opening == nil || st.Closing == nil || st.Opening.Amount != s.balance[id] {
			t.Fatalf("the opening of %q %s is not the closing before it", id, st.Sequence)
		}
		sum := st.Opening.Amount
		for _, e := range st.Entries {
			sum += e.Amount
		}
		if sum != st.Closing.Amount {
			t.Fatalf("%q %s: entries give %v, closing is %v", id, st.Sequence, sum, st.Closing.Amount)
		}
		s.balance[id] = st.Closing.Amount
		if s.sequence[id]++; st.Sequence != strconv.Itoa(s.sequence[id]) {
			t.Fatalf("%q: sequence %s, want %d", id, st.Sequence, s.sequence[id])
		}
		s.keep(t, st)
	}
}

// keep files the entries of a report under their names; a notification and a
// statement that both give details give the same.
func (s *story) keep(t *testing.T, st *bank.Full) {
	t.Helper()
	for k := range st.Entries {
		e := &st.Entries[k]
		name := entryName{st.Account.ID, e.BankRef}
		if e.BankRef == "" {
			name.entry = st.Sequence + "/" + strconv.Itoa(k+1)
		}
		where := s.entries
		if st.Kind == bank.Notification {
			where = s.notified
		}
		if _, known := where[name]; known {
			t.Fatalf("entry %v is told twice", name)
		}
		where[name] = e.Amount
		if e.Batch != nil {
			s.batches[name] = e.Batch.PaymentInfoID
		}
		var details []money.Cents
		for _, d := range e.Details {
			if !d.HasAmount {
				d.Amount = e.Amount
			}
			details = append(details, d.Amount)
		}
		if len(details) == 0 {
			continue
		}
		if total(details) != e.Amount {
			t.Fatalf("entry %v: details give %v, entry is %v", name, total(details), e.Amount)
		}
		if other := s.details[name]; other != nil && !slices.Equal(other, details) {
			t.Fatalf("entry %v: details %v and %v", name, other, details)
		}
		s.details[name] = details
	}
}

// compare sets the bank beside the truth.
func (s *story) compare(t *testing.T, lines []Line) {
	t.Helper()
	sums, parts := map[entryName]money.Cents{}, map[entryName]map[int]money.Cents{}
	for _, l := range lines {
		name := entryName{l.Account, l.Entry}
		if sums[name] += l.Amount; parts[name] == nil {
			parts[name] = map[int]money.Cents{}
		}
		parts[name][l.Detail] += l.Amount
	}
	if len(sums) != len(s.entries) {
		t.Errorf("the truth knows %d entries, the bank %d", len(sums), len(s.entries))
	}
	for name, amount := range s.entries {
		if sums[name] != amount {
			t.Errorf("entry %v is %v, the truth says %v", name, amount, sums[name])
		}
		inside, rejected := s.details[name], 0
		if len(inside) == 0 {
			inside = s.orders[s.batches[name]]
			said := total(inside)
			if name.account == s.truth.Accounts[1].IBAN { // net booking: less what the bank's answer rejects
				for k, end := range s.ends[s.batches[name]] {
					if s.rejected[s.batches[name]][end] {
						said, rejected = said-inside[k], rejected+1
					}
				}
			}
			if said != amount.Abs() && s.batches[name] != "" {
				t.Errorf("entry %v of %v is batch %s of %v", name, amount, s.batches[name], said)
			}
		}
		for at, got := range parts[name] {
			if at == 0 && len(parts[name]) == 1 {
				continue
			}
			if at < 1 || at > len(inside) || inside[at-1].Abs() != got.Abs() {
				t.Errorf("entry %v detail %d: the truth says %v", name, at, got)
			}
		}
		if len(inside) > 1 && len(parts[name]) != len(inside)-rejected {
			t.Errorf("entry %v has %d details, the truth %d", name, len(inside), len(parts[name]))
		}
	}
	for _, a := range s.truth.Accounts {
		if s.balance[a.IBAN] != a.Closing || s.sequence[a.IBAN] != a.Statements {
			t.Errorf("%s closes with %v after %d statements, the truth says %v and %d", a.IBAN, s.balance[a.IBAN], s.sequence[a.IBAN], a.Closing, a.Statements)
		}
	}
}

func total(amounts []money.Cents) (sum money.Cents) {
	for _, a := range amounts {
		sum += a
	}
	return sum
}

// orderKeeper takes the orders of a file as its reader hands them over.
type orderKeeper struct {
	t      *testing.T
	orders map[string][]money.Cents
	ends   map[string][]string
	sum    money.Cents
	count  int
}

func (k *orderKeeper) Begin(*payment.Batch) error { k.sum = 0; return nil }

func (k *orderKeeper) Instruction(b *payment.Batch, i *payment.Instruction) error {
	k.orders[b.InfoID] = append(k.orders[b.InfoID], i.Amount)
	k.ends[b.InfoID] = append(k.ends[b.InfoID], i.EndToEndID)
	k.sum += i.Amount
	k.count++
	return nil
}

func (k *orderKeeper) End(b *payment.Batch) error {
	if b.SaidCount != len(k.orders[b.InfoID]) || b.SaidTotal == nil || *b.SaidTotal != k.sum {
		k.t.Errorf("batch %s of %d orders and %v says %d", b.InfoID, len(k.orders[b.InfoID]), k.sum, b.SaidCount)
	}
	return nil
}

// readOrders checks the count and the sum of an order file and keeps its amounts.
func (s *story) readOrders(t *testing.T, file *os.File) int {
	t.Helper()
	keeper := &orderKeeper{t: t, orders: s.orders, ends: s.ends}
	if err := pain.ReadOrders(file, keeper); err != nil {
		t.Fatalf("%s: %v", file.Name(), err)
	}
	return keeper.count
}

// readAnswer keeps which orders of a batch the bank rejected.
func (s *story) readAnswer(t *testing.T, file *os.File) {
	t.Helper()
	report, err := pain.ReadStatus(file)
	if err != nil {
		t.Fatalf("%s: %v", file.Name(), err)
	}
	for _, p := range report.Payments {
		if p.EndToEndID == "" {
			continue
		}
		if s.rejected[p.InfoID] == nil {
			s.rejected[p.InfoID] = map[string]bool{}
		}
		s.rejected[p.InfoID][p.EndToEndID] = true
	}
}
