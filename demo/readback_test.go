// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"os"
	"path/filepath"
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
	truth    Truth
	balance  map[string]money.Cents
	sequence map[string]int
	entries  map[entryName]money.Cents
	details  map[entryName][]money.Cents
	orders   map[string][]money.Cents // by PmtInfId
	batches  map[entryName]string
	kinds    map[bank.Kind]int
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
		})
	}
}

func readStory(t *testing.T, truth Truth, dir string) *story {
	t.Helper()
	s := &story{truth: truth, balance: map[string]money.Cents{}, sequence: map[string]int{}, entries: map[entryName]money.Cents{},
		details: map[entryName][]money.Cents{}, orders: map[string][]money.Cents{}, batches: map[entryName]string{}, kinds: map[bank.Kind]int{}}
	for _, a := range truth.Accounts {
		s.balance[a.IBAN] = a.Opening
	}
	items, orders := 0, 0
	for _, name := range truth.Files {
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.HasPrefix(name, "openitems/"):
			err = table.ReadOpenItems(file, name, func(ledger.OpenItem) error { items++; return nil })
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
	for i := range got.Statements {
		st := &got.Statements[i]
		s.kinds[st.Kind]++
		if st.Kind == bank.Booked {
			s.prove(t, name, st)
		}
		for k := range st.Entries {
			s.keep(t, st, k)
		}
	}
}

// prove checks the balance of a statement and that it follows the one before.
func (s *story) prove(t *testing.T, name string, st *bank.Full) {
	t.Helper()
	id := strings.TrimSuffix(st.Account.ID, "EUR")
	if st.Opening == nil || st.Closing == nil || st.Opening.Amount != s.balance[id] {
		t.Fatalf("%s: the opening of %q is not the closing before it", name, id)
	}
	sum := st.Opening.Amount
	for _, e := range st.Entries {
		sum += e.Amount
	}
	if sum != st.Closing.Amount {
		t.Fatalf("%s: entries give %v, closing is %v", name, sum, st.Closing.Amount)
	}
	s.balance[id] = st.Closing.Amount
	if s.sequence[id]++; st.Sequence != strconv.Itoa(s.sequence[id]) {
		t.Fatalf("%s: sequence %s, want %d", name, st.Sequence, s.sequence[id])
	}
}

// keep files an entry under its name; a notification adds the details of one
// that is known.
func (s *story) keep(t *testing.T, st *bank.Full, k int) {
	t.Helper()
	e := &st.Entries[k]
	name := entryName{strings.TrimSuffix(st.Account.ID, "EUR"), e.BankRef}
	if e.BankRef == "" {
		name.entry = st.Sequence + "/" + strconv.Itoa(k+1)
	}
	amount, known := s.entries[name]
	if known != (st.Kind == bank.Notification) || known && amount != e.Amount {
		t.Fatalf("entry %v: known before %v, %v and %v", name, known, amount, e.Amount)
	}
	s.entries[name] = e.Amount
	sum := money.Cents(0)
	for _, d := range e.Details {
		if !d.HasAmount {
			d.Amount = e.Amount
		}
		s.details[name] = append(s.details[name], d.Amount)
		sum += d.Amount
	}
	if len(e.Details) > 0 && sum != e.Amount {
		t.Fatalf("entry %v: details give %v, entry is %v", name, sum, e.Amount)
	}
	if e.Batch != nil {
		s.batches[name] = e.Batch.PaymentInfoID
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
		inside := s.details[name]
		if len(inside) == 0 {
			inside = s.orders[s.batches[name]]
			if total(inside) != amount.Abs() && s.batches[name] != "" {
				t.Errorf("entry %v of %v is batch %s of %v", name, amount, s.batches[name], total(inside))
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
		if len(inside) > 1 && len(parts[name]) != len(inside) {
			t.Errorf("entry %v has %d details, the truth %d", name, len(inside), len(parts[name]))
		}
	}
	for _, a := range s.truth.Accounts {
		if s.balance[a.IBAN] != a.Closing || s.sequence[a.IBAN] != a.Statements {
			t.Errorf("%s closes with %v after %d statements, the truth says %v and %d", a.IBAN, s.balance[a.IBAN], s.sequence[a.IBAN], a.Closing, a.Statements)
		}
	}
	if s.kinds[bank.Notification] == 0 {
		t.Error("no notification was read")
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
	sum    money.Cents
	count  int
}

func (k *orderKeeper) Begin(*payment.Batch) error { k.sum = 0; return nil }

func (k *orderKeeper) Instruction(b *payment.Batch, i *payment.Instruction) error {
	k.orders[b.InfoID] = append(k.orders[b.InfoID], i.Amount)
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
	keeper := &orderKeeper{t: t, orders: s.orders}
	if err := pain.ReadOrders(file, keeper); err != nil {
		t.Fatalf("%s: %v", file.Name(), err)
	}
	return keeper.count
}
