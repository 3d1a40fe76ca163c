// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/demo"
	"rentmeester/formats/camt"
	"rentmeester/formats/mt940"
	"rentmeester/money"
	"rentmeester/policy/rules"
)

// townRules counts what the default rules say of the lines of an invented town.
type townRules struct {
	set    *rules.Set
	truth  map[string]map[string]money.Cents // by account and entry: amounts by ledger account, "" for items
	kind   map[string]string
	counts map[string]*[4]int // by kind: lines, certain and right, proposed and right, silent
	wrong  []string
}

// The default rules on an invented town: what is certain is right, and what
// settles no item is proposed on the account of the truth.
func TestDefaultRulesOnATown(t *testing.T) {
	dir := t.TempDir()
	truth, err := demo.Generate(demo.Options{Seed: 7, Inhabitants: 1500, Year: 2026, Rates: demo.DefaultRates()}, dir)
	if err != nil {
		t.Fatal(err)
	}
	w := &townRules{truth: map[string]map[string]money.Cents{}, kind: map[string]string{}, counts: map[string]*[4]int{}}
	accounts := w.readTruth(t, truth.Path)
	p, err := Check(Default)
	if err != nil {
		t.Fatal(err)
	}
	if w.set, err = p.Rules("2026-01-01"); err != nil {
		t.Fatal(err)
	}
	w.set = w.set.WithOwn(accounts)
	w.readBank(t, dir)
	for _, kind := range slices.Sorted(maps.Keys(w.counts)) {
		c := w.counts[kind]
		t.Logf("%-18s lines %5d  certain and right %5d  proposed and right %5d  silent %5d", kind, c[0], c[1], c[2], c[3])
	}
	for _, kind := range []string{demo.KindTreasury, demo.KindFund, demo.KindVATFund, demo.KindWelfareFund, demo.KindPayroll, demo.KindTax,
		demo.KindPension, demo.KindCosts, demo.KindInterest, demo.KindTransfer, demo.KindLoan} {
		if c := w.counts[kind]; c == nil || 20*(c[1]+c[2]) < 19*c[0] {
			t.Errorf("%s: the rules know too few of them: %v", kind, c)
		}
	}
	for _, line := range w.wrong {
		t.Error("certain and wrong: " + line)
	}
}

func (w *townRules) readTruth(t *testing.T, path string) (accounts []string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen := map[string]bool{}
	err = demo.Read(f, func(l demo.Line) error {
		key, account := l.Account+" "+l.Entry, ""
		if l.Item == "" {
			account = demo.LedgerAccounts[l.Kind]
		}
		if w.truth[key] == nil {
			w.truth[key] = map[string]money.Cents{}
			w.kind[key] = l.Kind
		}
		w.truth[key][account] += l.Amount
		if !seen[l.Account] {
			seen[l.Account], accounts = true, append(accounts, l.Account)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return accounts
}

func (w *townRules) readBank(t *testing.T, dir string) {
	names, err := filepath.Glob(dir + "/bank/*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		var all bank.Collector
		read := camt.Read
		if strings.Contains(name, "second") {
			read = mt940.Read
		}
		err = read(f, &all)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, s := range all.Statements {
			if s.Kind == bank.Booked {
				for i := range s.Entries {
					w.count(&s, &s.Entries[i])
				}
			}
		}
	}
}

// count holds what the first rule says of an entry against the truth. Entries of
// several payments are left out: they concern items.
func (w *townRules) count(s *bank.Full, e *bank.FullEntry) {
	name := e.BankRef
	if name == "" {
		name = s.Sequence + "/" + strconv.Itoa(e.Index+1)
	}
	key := s.Account.ID + " " + name
	if w.truth[key] == nil || len(e.Details) > 1 {
		return
	}
	l := rules.Line{Amount: e.Amount, Account: s.Account.ID, Info: e.Info, Booked: e.Booked, BankCode: e.Code.Proprietary}
	code := e.Code
	if len(e.Details) == 1 {
		d := e.Details[0]
		if d.Return != nil {
			return
		}
		l.IBAN, l.Name, l.Text, l.Reference = d.Counterparty.Account, d.Counterparty.Name, strings.Join(d.Remittance, " "), d.Reference
		l.EndToEnd, l.Mandate, l.Creditor = d.EndToEndID, d.MandateID, d.CreditorID
		if d.Code != (bank.Code{}) {
			code = d.Code
		}
	}
	if l.BankCode = code.Proprietary; code.Domain != "" {
		l.Code = code.Domain + "-" + code.Family + "-" + code.SubFamily
	}
	c := w.counts[w.kind[key]]
	if c == nil {
		c = &[4]int{}
		w.counts[w.kind[key]] = c
	}
	c[0]++
	outcomes := w.set.Book(l)
	if len(outcomes) == 0 {
		c[3]++
		return
	}
	said := map[string]money.Cents{}
	for _, p := range outcomes[0].Parts {
		said[p.Account] += p.Amount
	}
	right := maps.Equal(said, w.truth[key])
	switch {
	case right && outcomes[0].Certain:
		c[1]++
	case right:
		c[2]++
	case outcomes[0].Certain:
		w.wrong = append(w.wrong, w.kind[key]+" "+l.Name+" "+l.Text+" → "+outcomes[0].Rule)
	}
}
