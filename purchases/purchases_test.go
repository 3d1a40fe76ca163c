// SPDX-License-Identifier: EUPL-1.2

package purchases

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rentmeester/fault"
)

// booked makes an audit file of transactions in one journal. A line of one is
// "account amount party invoice".
func booked(kind string, transactions ...[]string) *strings.Reader {
	var b strings.Builder
	b.WriteString(`<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2"><company>
<customersSuppliers><customerSupplier><custSupID>C1</custSupID><custSupName>Van Dam</custSupName></customerSupplier></customersSuppliers><generalLedger>`)
	for _, a := range []string{"1000 B Kas", "1100 B Bank", "1520 B Te vorderen btw", "1425 B Btw-compensatiefonds", "1600 B Crediteuren", "1601 B Grote schulden",
		"0200 B Machines", "4300 P Groen", "4400 P Schoonmaak", "4999 P Betalingsverschillen crediteuren"} {
		f := strings.SplitN(a, " ", 3)
		fmt.Fprintf(&b, "<ledgerAccount><accID>%s</accID><accDesc>%s</accDesc><accTp>%s</accTp></ledgerAccount>", f[0], f[2], f[1])
	}
	fmt.Fprintf(&b, "</generalLedger><transactions><journal><jrnID>J</jrnID><jrnTp>%s</jrnTp>", kind)
	for i, lines := range transactions {
		fmt.Fprintf(&b, "<transaction><nr>%d</nr><periodNumber>1</periodNumber><trDt>2025-03-02</trDt>", i+1)
		for _, l := range lines {
			f := append(strings.Fields(l), "", "")
			fmt.Fprintf(&b, "<trLine><accID>%s</accID><amnt>%s</amnt><amntTp>D</amntTp><custSupID>%s</custSupID><invRef>%s</invRef></trLine>", f[0], f[1], f[2], f[3])
		}
		b.WriteString("</transaction>")
	}
	b.WriteString("</journal></transactions></company></auditfile>")
	return strings.NewReader(b.String())
}

func found(t *testing.T, in *strings.Reader) (all []string, tally Tally) {
	t.Helper()
	report, tally, err := Read(in, func(d Document) error {
		said := d.Supplier.ID + " " + d.Number
		for _, l := range d.Lines {
			said += " " + l.Account + " " + l.Amount.String()
		}
		all = append(all, said)
		return nil
	})
	if err != nil || !report.Proved() {
		t.Errorf("%v, %v", report.Findings, err)
	}
	return all, tally
}

func TestWhatIsAPurchase(t *testing.T) {
	invoice := []string{"1600 -121 C1 F1", "4300 100", "1520 21"}
	for name, c := range map[string]struct {
		kind  string
		lines []string
		want  []string
		tally Tally
	}{
		"invoice":              {"P", invoice, []string{"C1 F1 4300 100.00"}, Tally{Documents: 1, Lines: 1}},
		"credit note":          {"P", []string{"1600 121 C1 F1", "4300 -100", "1520 -21"}, []string{"C1 F1 4300 -100.00"}, Tally{Documents: 1, Lines: 1}},
		"divided":              {"P", []string{"1600 -121 C1 F1", "4300 60", "4400 40", "1425 21"}, []string{"C1 F1 4300 60.00 4400 40.00"}, Tally{Documents: 1, Lines: 2}},
		"an investment":        {"P", []string{"1600 -121 C1 F1", "0200 100", "1520 21"}, []string{"C1 F1 0200 100.00"}, Tally{Documents: 1, Lines: 1}},
		"reverse charge":       {"P", []string{"1600 -100 C1 F1", "4300 100", "1520 21", "1520 -21"}, []string{"C1 F1 4300 100.00"}, Tally{Documents: 1, Lines: 1}},
		"no creditor":          {"P", []string{"4300 100", "4400 -100"}, nil, Tally{NoCreditor: 1}},
		"only VAT":             {"P", []string{"1600 -21 C1", "1520 21"}, nil, Tally{NoCost: 1}},
		"not in balance":       {"P", []string{"1600 -121 C1", "4300 100"}, nil, Tally{Unsound: 1}},
		"memo":                 {"M", invoice, []string{"C1 F1 4300 100.00"}, Tally{Documents: 1, Lines: 1}},
		"kind not said":        {"", invoice, []string{"C1 F1 4300 100.00"}, Tally{Documents: 1, Lines: 1}},
		"payment in a memo":    {"M", []string{"1600 121 C1 F1", "1100 -121"}, nil, Tally{Other: 1}},
		"paid at once":         {"M", []string{"1600 -100 C1", "1600 100 C1", "4300 100", "1000 -100"}, nil, Tally{Other: 1}},
		"memo without a cost":  {"M", []string{"1600 -100 C1", "0200 100"}, nil, Tally{Other: 1}},
		"bank":                 {"B", invoice, nil, Tally{Other: 1}},
		"sales":                {"S", invoice, nil, Tally{Other: 1}},
		"two suppliers":        {"P", []string{"1600 -10 C1 F1", "1600 -20 C2 F2", "4300 10 C1 F1", "4400 20 C2 F2"}, []string{"C1 F1 4300 10.00", "C2 F2 4400 20.00"}, Tally{Documents: 2, Lines: 2}},
		"two by their names":   {"P", []string{"1600 -10 C1 F1", "1600 -20 C2 F2", "4300 10 C1", "4400 20 C2"}, []string{"C1 F1 4300 10.00", "C2 F2 4400 20.00"}, Tally{Documents: 2, Lines: 2}},
		"two, not to be told":  {"P", []string{"1600 -10 C1 F1", "1600 -20 C2 F2", "4300 30"}, nil, Tally{Several: 1}},
		"two of one supplier":  {"P", []string{"1600 -10 C1 F1", "1600 -20 C1 F2", "4300 30 C1"}, nil, Tally{Several: 1}},
		"discount beside it":   {"P", []string{"1600 -10 C1 F1", "1600 1 C1", "4300 10", "4999 -1"}, []string{"C1 F1 4300 10.00 4999 -1.00"}, Tally{Documents: 1, Lines: 2}},
		"party on a cost line": {"P", []string{"1600 -10", "4300 10 C1 F1"}, []string{"C1 F1 4300 10.00"}, Tally{Documents: 1, Lines: 1}},
	} {
		got, tally := found(t, booked(c.kind, c.lines))
		if !slices.Equal(got, c.want) || tally != c.tally {
			t.Errorf("%s: %q, %+v", name, got, tally)
		}
	}
}

// TestCreditorsByUse: an account that no name gives away is one when most purchases
// are set off against it.
func TestCreditorsByUse(t *testing.T) {
	got, _ := found(t, booked("P", []string{"1601 -121 C1 F1", "4300 100", "1520 21"}, []string{"1601 -50 C1 F2", "4400 50"}, []string{"1601 -7 C1 F3", "4400 7"}))
	if want := []string{"C1 F1 4300 100.00", "C1 F2 4400 50.00", "C1 F3 4400 7.00"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestNothingOfWhatIsNotProved(t *testing.T) {
	in := strings.NewReader(`<auditfile><company><transactions><linesCount>9</linesCount><totalDebit>1</totalDebit><totalCredit>1</totalCredit></transactions></company></auditfile>`)
	report, tally, err := Read(in, func(Document) error { t.Error("given"); return nil })
	if err != nil || report.Proved() || tally != (Tally{}) || report.Blocking().Code != "xaf.total-lines" {
		t.Errorf("%+v, %+v, %v", report, tally, err)
	}
	stop := fault.New("stop")
	if _, _, err := Read(booked("P", []string{"1600 -10 C1 F1", "4300 10"}), func(Document) error { return stop }); err != stop {
		t.Error(err)
	}
}

// TestASubledgerNamesTheSupplier: where the line of the creditor does not.
func TestASubledgerNamesTheSupplier(t *testing.T) {
	raw := make([]byte, booked("P", []string{"1600 -10", "4300 10"}).Len())
	_, _ = booked("P", []string{"1600 -10", "4300 10"}).Read(raw)
	doc := strings.Replace(string(raw), "<trLine><accID>1600", "<trLine><nr>9</nr><accID>1600", 1)
	doc = strings.Replace(doc, "</transactions>", `<subledgers><subledger><sbType>SU</sbType><sbLine><nr>1</nr><jrnID>J</jrnID><trNr>1</trNr><trLineNr>9</trLineNr>
<custSupID>C1</custSupID><invRef>F1</invRef></sbLine></subledger></subledgers></transactions>`, 1)
	if got, _ := found(t, strings.NewReader(doc)); !slices.Equal(got, []string{"C1 F1 4300 10.00"}) {
		t.Errorf("%q", got)
	}
}

func TestInvoicesOfATransactionAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for i := range 1_000 {
		seen[nth(i)] = true
	}
	if len(seen) != 1_000 || nth(0) != "a" || nth(25) != "z" || nth(26) != "a1" {
		t.Errorf("%d names, %s", len(seen), nth(26))
	}
}
