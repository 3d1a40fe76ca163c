// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
)

// small is a town that takes little time to invent.
func small(seed uint64) Options {
	return Options{Seed: seed, Inhabitants: 300, Year: 2026, Rates: DefaultRates()}
}

// messy has every slip often enough to be seen in a small town.
func messy(seed uint64) Options {
	o := Options{Seed: seed, Inhabitants: 3000, Year: 2026, Rates: DefaultRates()}
	for _, choice := range o.Rates.all() {
		*choice = min(1, *choice*1.4)
	}
	o.Rates.RefOtherPerson, o.Rates.WrongAccount, o.Rates.BankReversal, o.Rates.NotOurs = 0.03, 0.03, 0.02, 0.02
	o.Rates.DebitReversed, o.Rates.DebitReturned, o.Rates.PaymentReturned = 0.01, 0.05, 0.01
	o.Rates.Administered, o.Rates.Carried = 0.08, 0.05
	o.Rates.RefOtherOpen, o.Rates.RefTwo, o.Rates.SwappedPayers, o.Rates.RefEndToEnd, o.Rates.RefLineBreak = 0.02, 0.02, 0.02, 0.3, 0.2
	o.Rates.Never, o.Rates.Bailiff, o.Rates.Relative, o.Rates.GAccountIn, o.Rates.NameTrade = 0.08, 0.9, 0.03, 0.2, 0.3
	o.Rates.Foreign, o.Rates.ForeignCosts, o.Rates.ForeignMoney, o.Rates.Online, o.Rates.CardsNet = 0.1, 0.5, 0.5, 0.5, 0.5
	o.Rates.DebitRejected, o.Rates.DebitUnauthorised, o.Rates.DebitRefunded = 0.01, 0.02, 0.02
	o.Rates.OldRefunded, o.Rates.ReturnUndone = 0.02, 0.2
	o.Rates.NetBatches, o.Rates.NetRejected, o.Rates.StatusReports, o.Rates.BatchDetails = 0.4, 0.02, 0.7, 0.3
	o.Rates.DetailsEarly, o.Rates.DetailsLate, o.Rates.DetailsTwice, o.Rates.StatementLate, o.Rates.Redelivered = 0.2, 0.2, 0.3, 0.3, 0.1
	o.Rates.CreditNotes, o.Rates.RefundReturned = 0.1, 0.3
	return o
}

func generate(t *testing.T, o Options) (Truth, string) {
	t.Helper()
	dir := t.TempDir()
	truth, err := Generate(o, dir)
	if err != nil {
		t.Fatal(err)
	}
	return truth, dir
}

// digest gives the hash of every file in a folder, by name.
func digest(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		fmt.Fprintf(&all, "%s %x\n", name, sha256.Sum256(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func TestSameSeedSameBytes(t *testing.T) {
	jittered := small(7)
	jittered.Jitter = 0.3
	for name, o := range map[string]Options{"plain": small(7), "jitter": jittered, "smallest": {Seed: 1, Inhabitants: 100, Year: 2028, Rates: DefaultRates()}} {
		first, dir := generate(t, o)
		second, other := generate(t, o)
		if digest(t, dir) != digest(t, other) {
			t.Errorf("%s: the same seed gave other bytes", name)
		}
		first.Path, second.Path = "", ""
		if !reflect.DeepEqual(first, second) {
			t.Errorf("%s: the same seed gave another truth", name)
		}
	}
	_, a := generate(t, small(7))
	_, b := generate(t, small(8))
	_, c := generate(t, jittered)
	if x := digest(t, a); x == digest(t, b) || x == digest(t, c) {
		t.Error("another seed or jitter gave the same bytes")
	}
}

func TestOptionsAreChecked(t *testing.T) {
	cases := map[string]func(*Options){
		"no inhabitants":     func(o *Options) { o.Inhabitants = 0 },
		"too many":           func(o *Options) { o.Inhabitants = 5_000_001 },
		"year":               func(o *Options) { o.Year = 1999 },
		"jitter":             func(o *Options) { o.Jitter = 1.5 },
		"jitter no number":   func(o *Options) { o.Jitter = math.NaN() },
		"rate over one":      func(o *Options) { o.Rates.Twice = 1.01 },
		"rate under zero":    func(o *Options) { o.Rates.Twice = -0.1 },
		"rate no number":     func(o *Options) { o.Rates.Twice = math.NaN() },
		"together above one": func(o *Options) { o.Rates.RefFreeText, o.Rates.RefMissing = 0.6, 0.6 },
	}
	for name, spoil := range cases {
		o := small(1)
		spoil(&o)
		if _, err := Generate(o, t.TempDir()); !fault.Is(err, "demo.options") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestUnwritableFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Generate(small(1), filepath.Join(file, "below")); !fault.Is(err, "demo.write") {
		t.Errorf("got %v", err)
	}
}

// TestEveryRateIsListed keeps all() and the struct together.
func TestEveryRateIsListed(t *testing.T) {
	var r Rates
	seen := map[*float64]bool{}
	for _, share := range r.all() {
		seen[share] = true
	}
	if n := reflect.TypeOf(r).NumField(); len(seen) != n {
		t.Errorf("%d rates are listed of %d", len(seen), n)
	}
	docs, err := os.ReadFile("../docs/demo.md")
	if err != nil {
		t.Fatal(err)
	}
	for n := range reflect.TypeOf(r).NumField() {
		if name := reflect.TypeOf(r).Field(n).Name; !strings.Contains(string(docs), "`"+name+"`") {
			t.Errorf("docs/demo.md does not say where %s comes from", name)
		}
	}
	if !DefaultRates().sound() {
		t.Error("the default rates are not sound")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	if varied := DefaultRates().jitter(0.2, rng); varied == DefaultRates() {
		t.Error("jitter changed nothing")
	}
}

func TestEveryMessHappensAndNoneWithoutRates(t *testing.T) {
	truth, _ := generate(t, messy(3))
	seen := map[string]bool{}
	for matter := range truth.Messes {
		for _, name := range strings.Split(matter, "+") {
			seen[name] = true
		}
	}
	for _, name := range Messes {
		if !seen[name] {
			t.Errorf("%s never happened", name)
		}
		delete(seen, name)
	}
	if delete(seen, ""); len(seen) > 0 {
		t.Errorf("names that Messes does not list: %v", seen)
	}
	tidy := small(3)
	tidy.Rates = Rates{}
	truth, _ = generate(t, tidy)
	if delete(truth.Messes, ""); len(truth.Messes) > 0 {
		t.Errorf("a town without rates had %v", truth.Messes)
	}
}

// listedItem is what the open-items files say.
type listedItem struct {
	kind, reference, iban string
	amount                money.Cents
}

func readItems(t *testing.T, truth Truth, dir string) map[string]listedItem {
	t.Helper()
	items := map[string]listedItem{}
	for _, name := range truth.Files {
		if !strings.HasPrefix(name, "openitems/") {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Join(rows[0], ",") != "number,kind,party_number,party_name,iban,amount,currency,issued,due,reference,end_to_end_id,mandate_id,batch_id,description" {
			t.Fatalf("columns %v", rows[0])
		}
		for _, row := range rows[1:] {
			amount, err := money.Parse(row[5])
			if err != nil || amount <= 0 {
				t.Fatalf("amount of %v", row)
			}
			if _, twice := items[row[0]]; twice {
				t.Fatalf("number %s occurs twice", row[0])
			}
			items[row[0]] = listedItem{row[1], row[9], row[4], amount}
		}
	}
	if len(items) != truth.Items {
		t.Fatalf("%d items in the files, %d in the truth", len(items), truth.Items)
	}
	return items
}

func readTruth(t *testing.T, truth Truth) []Line {
	t.Helper()
	file, err := os.Open(truth.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := []Line{}
	if err := Read(file, func(l Line) error { lines = append(lines, l); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(lines) != truth.Lines {
		t.Fatalf("%d lines in truth.csv, %d counted", len(lines), truth.Lines)
	}
	return lines
}

// TestItemsAreNeverSettledTwice follows every item through the year: what is
// settled of it stays between nothing and its amount at every moment.
func TestItemsAreNeverSettledTwice(t *testing.T) {
	truth, dir := generate(t, messy(11))
	followItems(t, truth, dir)
}

func followItems(t *testing.T, truth Truth, dir string) {
	t.Helper()
	items, settled := readItems(t, truth, dir), map[string]money.Cents{}
	balance := map[string]money.Cents{}
	for _, l := range readTruth(t, truth) {
		balance[l.Account] += l.Amount
		if LedgerAccounts[l.Kind] == "" {
			t.Fatalf("kind %q has no ledger account", l.Kind)
		}
		concernsItem := l.Kind == KindReceivable || l.Kind == KindPayable || l.Kind == KindReturn
		if concernsItem != (l.Item != "") || l.Amount == 0 {
			t.Fatalf("line %+v", l)
		}
		if l.Item == "" {
			continue
		}
		item, known := items[l.Item]
		if !known {
			t.Fatalf("line %+v names no item", l)
		}
		sign := money.Cents(1)
		if item.kind == "payable" {
			sign = -1
		}
		settled[l.Item] += sign * l.Amount
		if s := settled[l.Item]; s < 0 || s > item.amount {
			t.Fatalf("item %s of %v is settled for %v", l.Item, item.amount, s)
		}
	}
	for _, a := range truth.Accounts {
		if a.Opening+balance[a.IBAN] != a.Closing {
			t.Errorf("%s: %v + %v is not %v", a.IBAN, a.Opening, balance[a.IBAN], a.Closing)
		}
	}
	var receivables, open money.Cents
	for number, i := range items {
		if i.kind == "receivable" {
			receivables, open = receivables+i.amount, open+i.amount-settled[number]
		}
	}
	if receivables != truth.Receivables || open != truth.Unsettled {
		t.Errorf("receivables %v open %v, the truth says %v and %v", receivables, open, truth.Receivables, truth.Unsettled)
	}
}

func TestNumbersAreValid(t *testing.T) {
	truth, dir := generate(t, small(5))
	for number, i := range readItems(t, truth, dir) {
		if i.iban != "" {
			iban, ok := ident.IBAN(i.iban)
			if account, _ := ident.DutchAccount(iban); !ok || ident.AccountElfproef(account) {
				t.Errorf("%s: account %s", number, i.iban)
			}
		}
		if i.kind != "receivable" || strings.HasPrefix(number, "HU") || strings.HasPrefix(number, "SPUK") || strings.HasPrefix(number, "CN") {
			continue
		}
		_, kenmerk := ident.Betalingskenmerk(i.reference)
		_, rf := ident.RF(i.reference)
		if !kenmerk && !rf {
			t.Errorf("%s: reference %s", number, i.reference)
		}
	}
	if !ident.GAccount(makeAccount("RABO", 99_123_456)) {
		t.Error("a blocked account does not begin with 099")
	}
}

func TestAccountsDiffer(t *testing.T) {
	w := newWorld(Options{Seed: 1, Inhabitants: 100_000, Year: 2026, Rates: DefaultRates()}, "")
	seen := map[string]bool{}
	for i := int32(0); i < 40_000; i++ {
		for _, c := range []class{household, partner, company, supplier} {
			iban, _ := w.account(c, i)
			if seen[iban] {
				t.Fatalf("%s is given twice", iban)
			}
			seen[iban] = true
		}
	}
}

func TestBusinessDays(t *testing.T) {
	for year, want := range map[int]string{2024: "2024-03-31", 2025: "2025-04-20", 2026: "2026-04-05", 2038: "2038-04-25"} {
		if got := day.Easter(year).String(); got != want {
			t.Errorf("Easter %d: %s, want %s", year, got, want)
		}
	}
	c := newCalendar(2026)
	for _, name := range []string{"2026-01-01", "2026-01-03", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25"} {
		for _, d := range c.open {
			if string(c.date(d)) == name {
				t.Errorf("%s is no business day", name)
			}
		}
	}
	if c.slot(365) != -1 || c.slot(-20) != 0 || c.date(c.open[c.slot(0)]) != "2026-01-02" {
		t.Error("slots beyond the year")
	}
	if n := len(newCalendar(2024).next); n != 366 {
		t.Errorf("2024 has %d days", n)
	}
}

func TestWellFormed(t *testing.T) {
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed (Debian: libxml2-utils)")
	}
	_, dir := generate(t, messy(2))
	for _, pattern := range []string{"bank/main/*.xml", "orders/*.xml"} {
		files, _ := filepath.Glob(filepath.Join(dir, pattern))
		if len(files) == 0 {
			t.Fatalf("no %s", pattern)
		}
		if out, err := exec.Command(xmllint, append([]string{"--noout"}, files...)...).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
}

func TestTruthIsRefusedWhenSpoilt(t *testing.T) {
	head := strings.Join(truthColumns, ",") + "\n"
	for name, text := range map[string]string{
		"empty": "", "columns": "a,b\n", "amount": head + "a,s,e,,i,1.234,receivable,\n",
		"detail": head + "a,s,e,x,i,1.23,receivable,\n", "short": head + "a,s,e\n", "quote": head + "\"a,s\n",
	} {
		if err := Read(strings.NewReader(text), func(Line) error { return nil }); !fault.Is(err, "demo.truth") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(strings.Join(truthColumns, ",") + "\nNL,S,E,1,26.A,-1.20,return,late\n")
	f.Fuzz(func(_ *testing.T, text string) {
		_ = Read(strings.NewReader(text), func(Line) error { return nil })
	})
}

func BenchmarkTown(b *testing.B) {
	for b.Loop() {
		if _, err := Generate(Options{Seed: 1, Inhabitants: Town, Year: 2026, Rates: DefaultRates()}, b.TempDir()); err != nil {
			b.Fatal(err)
		}
	}
}
