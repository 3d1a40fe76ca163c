// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/app"
	"rentmeester/app/books"
	"rentmeester/app/invoices"
	"rentmeester/app/payments"
	"rentmeester/demo"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
)

const (
	workersIBAN = "NL44RABO0123456789"
	blockedIBAN = "NL93RABO0990123456"
)

const payees = supplierList + "C-2;Uitzendbureau Noord;23456789;NL002345678B01;" + workersIBAN + ";Voorbeeldstad\n"

// payingBooks are books that pay from the account of the statements.
func payingBooks(t testing.TB, s *store.Store, slug string, settings map[string]string) *app.Books {
	t.Helper()
	b := newBooks(t, s, slug)
	body := bytes.Replace(rulesOnly, []byte("      # account: NL02ABNA0123456789   # eigen"), []byte("      account: "+ownIBAN+"\n"+"      # eigen"), 1)
	for setting, value := range settings {
		body = regexp.MustCompile(`(?m)^      `+setting+`: [0-9].*$`).ReplaceAll(body, []byte("      "+setting+": "+value))
	}
	must(t, b.SetPolicy(t.Context(), "beheer", body))
	taken(t, b, "leveranciers.csv", payees)
	return b
}

// booked brings invoices as far as they can be paid, and gives them by number.
func booked(t testing.TB, b *app.Books, bills ...demo.Bill) map[string]int64 {
	t.Helper()
	d := b.Invoices()
	for i, bill := range bills {
		taken(t, b, fmt.Sprint("f", i, ".xml"), bill.UBL())
	}
	list, err := d.List(t.Context(), invoices.Filter{State: "coding", Limit: 100})
	must(t, err)
	ids := map[string]int64{}
	for _, i := range list {
		ids[i.Number] = i.ID
		must(t, d.SetCoding(t.Context(), "coder", i.ID, whole100))
		_, err := d.Approve(t.Context(), "budget", i.ID, "")
		must(t, err)
	}
	return ids
}

func noord(number string, net money.Cents) demo.Bill {
	return demo.Bill{Number: number, Name: "Uitzendbureau Noord", VAT: "NL002345678B01", KvK: "23456789", IBAN: workersIBAN, Net: net}
}

func stateOf(t testing.TB, b *app.Books, invoice int64) invoices.State {
	t.Helper()
	s, err := b.Invoices().Show(t.Context(), invoice)
	must(t, err)
	return s.State
}

// sent makes, releases and fetches a run, and gives it with its file.
func sent(t testing.TB, b *app.Books) (payments.RunView, string) {
	t.Helper()
	d := b.Payments()
	run, err := d.Make(t.Context(), "maker", "")
	must(t, err)
	for _, person := range []string{"jansen", "de-vries"} {
		run, err = d.Release(t.Context(), person, run.ID, run.SHA256)
		must(t, err)
	}
	var file bytes.Buffer
	_, err = d.Fetch(t.Context(), "jansen", run.ID, &file)
	must(t, err)
	return run, file.String()
}

func runShown(t testing.TB, b *app.Books, run int64) payments.RunView {
	t.Helper()
	v, err := b.Payments().Show(t.Context(), run)
	must(t, err)
	return v
}

func statesOf(v payments.RunView) (all []string) {
	for _, p := range v.Payments {
		all = append(all, p.State)
	}
	return all
}

// town has all there is to pay: two invoices, one of them with a discount, a
// credit note, one with a part for a g-account, one from another program, and one
// of a supplier that we do not know.
func payTown(t testing.TB, s *store.Store, slug string, settings map[string]string) (*app.Books, map[string]int64) {
	t.Helper()
	b := payingBooks(t, s, slug, settings)
	ids := booked(t, b, demo.Bill{}, demo.Bill{Number: "F2", Net: 10000}, demo.Bill{Number: "F3", Net: 2000, Credit: true}, noord("U1", 50000))
	d := b.Payments()
	must(t, d.SetTerms(t.Context(), "coder", ids["F2"], payments.Terms{Discount: 121, Until: "2026-04-10"}))
	must(t, d.SetTerms(t.Context(), "coder", ids["U1"], payments.Terms{GIBAN: blockedIBAN, GAmount: 15125}))
	for _, person := range []string{"jansen", "de-vries"} {
		_, err := b.Invoices().ReleaseAccount(t.Context(), person, "C-2", blockedIBAN)
		must(t, err)
	}
	taken(t, b, "posten.csv", itemsCSV(item{"I-1", "payable", "C-1", "Leverancier B.V.", growerIBAN, 5000, "", "eerder"},
		item{"X-1", "payable", "X-9", "Onbekend B.V.", otherPays, 7000, "", "van wie"}))
	return b, ids
}

const runTotal = 24200 + 12100 - 121 - 2420 + 5000 + 60500

func TestPaymentRunFromInvoiceToBankLine(t *testing.T) {
	ways := map[string]func(v payments.RunView) []entry{
		"one line for the batch": func(v payments.RunView) []entry {
			return []entry{{amount: -runTotal, batch: v.MessageID, ref: "B1"}}
		},
		"a line for each": func(v payments.RunView) (all []entry) {
			for _, p := range v.Payments {
				all = append(all, entry{amount: -money.Cents(p.Amount), name: p.Name, iban: p.IBAN, text: p.Text, e2e: p.EndToEnd, ref: fmt.Sprint("B", p.Pos)})
			}
			return all
		},
		"one line with its details": func(v payments.RunView) []entry {
			e := entry{amount: -runTotal, batch: v.MessageID, ref: "B1"}
			for _, p := range v.Payments {
				e.parts = append(e.parts, payment{-money.Cents(p.Amount), p.Name, p.EndToEnd, p.Text})
			}
			return []entry{e}
		},
	}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		n := 0
		for name, entries := range ways {
			n++
			t.Run(name, func(t *testing.T) {
				b, ids := payTown(t, s, fmt.Sprint("stad-", n), nil)
				run, file := sent(t, b)
				if run.Count != 3 || run.Total != runTotal || run.Discount != 121 || run.Credit != 2420 || run.State != "released" {
					t.Fatalf("run: %+v", run)
				}
				if len(run.Left) != 1 || run.Left[0].Number != "X-1" || run.Left[0].Reasons[0].Code != "payments.left.no-supplier" {
					t.Fatalf("left: %+v", run.Left)
				}
				for number, id := range ids {
					if got := stateOf(t, b, id); got != invoices.Paying {
						t.Fatalf("%s is %s", number, got)
					}
				}
				wants(t, b.Invoices().Unbook(t.Context(), "budget", ids["F1"], "fout"), "invoices.state")
				// the same file brought by somebody changes nothing
				if got := take(t, b, "betaling.xml", file); got.Known != 1 || got.Batches != 0 {
					t.Fatalf("imported: %+v", got)
				}
				if again, err := b.Payments().Make(t.Context(), "maker", ""); err != nil || again.ID != 0 || again.Count != 0 {
					t.Fatalf("again: %+v %v", again, err)
				}
				statement := report{kind: "camt.053", id: "61", day: "2026-04-01", opening: 500000, entries: entries(run)}
				taken(t, b, "061.xml", statement.camt())
				if r := look(t, b); r.Automatic != r.Lines {
					t.Fatalf("reconcile: %+v %+v", r, waiting(t, b))
				}
				done := runShown(t, b, run.ID)
				if done.State != "done" || slices.ContainsFunc(statesOf(done), func(s string) bool { return s != "paid" }) {
					t.Fatalf("after the bank: %s %v", done.State, statesOf(done))
				}
				for number, id := range ids {
					if got := stateOf(t, b, id); got != invoices.Paid {
						t.Errorf("%s is %s", number, got)
					}
				}
				if status := sluitend(t, b); status.OpenItems != 1 || status.OpenAmount != 7000 || status.OnWorklist != 0 {
					t.Fatalf("status: %+v", status)
				}
				if got := balance(t, b, "8445"); got != "-1.21" {
					t.Errorf("discount account: %s", got)
				}
				undoAndAgain(t, b, run.ID, ids)
			})
		}
	})
}

// balance adds up what the journal has on an account.
func balance(t testing.TB, b *app.Books, account string) string {
	t.Helper()
	var sum money.Cents
	for _, row := range table(t, b, "journal") {
		if row["account"] == account {
			for column, sign := range map[string]money.Cents{"debit": 1, "credit": -1, "amount": 1} {
				if row[column] != "" {
					cents, err := money.Parse(row[column])
					must(t, err)
					sum += sign * cents
				}
			}
		}
	}
	return sum.String()
}

// undoAndAgain takes every decision back, by which the run waits for the bank
// again, and lets a person accept them once more.
func undoAndAgain(t *testing.T, b *app.Books, run int64, ids map[string]int64) {
	t.Helper()
	taken := map[int64]bool{}
	for _, row := range table(t, b, "matches") {
		var id int64
		_, err := fmt.Sscan(row["decision"], &id)
		must(t, err)
		if !taken[id] {
			taken[id] = true
			_, err = b.Undo(t.Context(), "jansen", id)
			must(t, err)
		}
	}
	open := runShown(t, b, run)
	if open.State != "fetched" || slices.Contains(statesOf(open), "paid") {
		t.Fatalf("undone: %s %v", open.State, statesOf(open))
	}
	for number, id := range ids {
		if got := stateOf(t, b, id); got != invoices.Paying {
			t.Fatalf("undone: %s is %s", number, got)
		}
	}
	sluitend(t, b)
	look(t, b)
	for _, w := range waiting(t, b) {
		_, err := b.Accept(t.Context(), "jansen", w.Line, 0)
		must(t, err)
	}
	if again := runShown(t, b, run); again.State != "done" {
		t.Fatalf("accepted again: %s %v", again.State, statesOf(again))
	}
	sluitend(t, b)
}

func TestPaymentThatCameBackIsOpenAgain(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, ids := payTown(t, s, "stad", nil)
		run, _ := sent(t, b)
		first := run.Payments[0]
		statement := report{kind: "camt.053", id: "61", day: "2026-04-01", opening: 500000, entries: []entry{{amount: -runTotal, batch: run.MessageID, ref: "B1"}}}
		taken(t, b, "061.xml", statement.camt())
		look(t, b)
		back := report{kind: "camt.053", id: "62", day: "2026-04-02", opening: statement.closing(), entries: []entry{
			{amount: money.Cents(first.Amount), name: first.Name, iban: first.IBAN, e2e: first.EndToEnd, text: first.Text, returns: "AC04", ref: "B2"}}}
		taken(t, b, "062.xml", back.camt())
		if r := look(t, b); r.Automatic != 1 {
			t.Fatalf("return: %+v %+v", r, waiting(t, b))
		}
		done := runShown(t, b, run.ID)
		if done.State != "done" || done.Payments[0].State != "returned" || done.Payments[0].Reasons[0].Code != "app.return.AC04" || done.Payments[1].State != "paid" {
			t.Fatalf("returned: %+v", done.Payments)
		}
		for number, want := range map[string]invoices.State{"F1": invoices.Booked, "F2": invoices.Booked, "F3": invoices.Booked, "U1": invoices.Paid} {
			if got := stateOf(t, b, ids[number]); got != want {
				t.Errorf("%s is %s", number, got)
			}
		}
		if got := balance(t, b, "8445"); got != "0.00" {
			t.Errorf("discount account: %s", got)
		}
		if status := sluitend(t, b); status.OpenAmount != 7000+24200+12100+2420+5000 {
			t.Fatalf("open: %v", status.OpenAmount)
		}
		again, err := b.Payments().Make(t.Context(), "maker", "")
		if err != nil || again.Count != 1 || again.Total != first.Amount {
			t.Fatalf("again: %+v %v", again, err)
		}
		whole(t, b)
	})
}

// A bank that gives back an order twice takes back invoices that another run paid by
// then: those are open again and may be paid, and of the other run it is told what came
// back.
func TestOrderThatCameBackTwice(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := payingBooks(t, s, "stad", nil)
		booked(t, b, demo.Bill{}, demo.Bill{Number: "F2", Net: 10000})
		opening, days := money.Cents(500000), 0
		bank := func(e entry) {
			days++
			e.ref = fmt.Sprint("B", days)
			one := report{kind: "camt.053", id: fmt.Sprint(60 + days), day: fmt.Sprintf("2026-04-%02d", days), opening: opening, entries: []entry{e}}
			opening = one.closing()
			taken(t, b, fmt.Sprint(days, ".xml"), one.camt())
			look(t, b)
		}
		back := func(p payments.PaymentView) {
			bank(entry{amount: money.Cents(p.Amount), name: p.Name, iban: p.IBAN, e2e: p.EndToEnd, text: p.Text, returns: "AC04"})
		}
		first, _ := sent(t, b)
		bank(entry{amount: -money.Cents(first.Total), batch: first.MessageID})
		back(first.Payments[0])
		booked(t, b, demo.Bill{Number: "F3", Net: 2000, Credit: true})
		second, _ := sent(t, b)
		bank(entry{amount: -money.Cents(second.Total), batch: second.MessageID})
		if got := runShown(t, b, second.ID); got.State != "done" || got.Payments[0].State != "paid" || len(got.Payments[0].Settles) != 3 {
			t.Fatalf("second: %+v", got)
		}
		back(first.Payments[0])
		got := runShown(t, b, second.ID)
		if got.State != "done" || got.Payments[0].State != "partly-returned" {
			t.Fatalf("after the second return: %s %+v", got.State, got.Payments)
		}
		for _, s := range got.Payments[0].Settles {
			if s.Back != (s.Number != "F3") {
				t.Errorf("%s came back: %v", s.Number, s.Back)
			}
		}
		if third, _ := sent(t, b); third.Total != first.Total {
			t.Fatalf("third: %+v", third)
		}
		sluitend(t, b)
		whole(t, b)
	})
}

// answerOf is a bank's answer on a run: of the whole file, its block, or payments.
func answerOf(run payments.RunView, group, block string, each map[int]string) string {
	var x strings.Builder
	fmt.Fprintf(&x, `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>A-%s%s%d</MsgId><CreDtTm>2026-04-01T09:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>%s</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>`, group, block, len(each), run.MessageID)
	if group != "" {
		fmt.Fprintf(&x, "<GrpSts>%s</GrpSts><StsRsnInf><Rsn><Cd>DU01</Cd></Rsn></StsRsnInf>", group)
	}
	fmt.Fprintf(&x, "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>%s</OrgnlPmtInfId>", run.MessageID)
	if block != "" {
		fmt.Fprintf(&x, "<PmtInfSts>%s</PmtInfSts>", block)
	}
	if block != "" {
		x.WriteString("<StsRsnInf><Rsn><Cd>DT01</Cd></Rsn></StsRsnInf>")
	}
	for n, status := range each {
		fmt.Fprintf(&x, "<TxInfAndSts><OrgnlEndToEndId>%s</OrgnlEndToEndId><TxSts>%s</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>",
			run.Payments[n].EndToEnd, status)
	}
	x.WriteString("</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n")
	return x.String()
}

func TestBankRefuses(t *testing.T) {
	tests := []struct {
		name         string
		group, block string
		each         map[int]string
		states       []string
		booked       money.Cents // by the bank; 0 nothing
	}{
		{"the whole file", "RJCT", "", nil, []string{"refused", "refused", "refused"}, 0},
		{"the block", "PART", "RJCT", nil, []string{"refused", "refused", "refused"}, 0},
		{"one payment", "PART", "", map[int]string{1: "RJCT"}, []string{"paid", "refused", "paid"}, runTotal - 45375},
		{"the part for the g-account", "PART", "", map[int]string{2: "RJCT", 0: "ACSC"}, []string{"paid", "paid", "refused"}, runTotal - 15125},
	}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		for n, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				b, ids := payTown(t, s, fmt.Sprint("stad-", n), nil)
				run, _ := sent(t, b)
				taken(t, b, "antwoord.xml", answerOf(run, test.group, test.block, test.each))
				if test.booked > 0 {
					statement := report{kind: "camt.053", id: "61", day: "2026-04-01", opening: 500000, entries: []entry{{amount: -test.booked, batch: run.MessageID, ref: "B1"}}}
					taken(t, b, "061.xml", statement.camt())
					if r := look(t, b); r.Automatic != 1 {
						t.Fatalf("reconcile: %+v %+v", r, waiting(t, b))
					}
				}
				now := runShown(t, b, run.ID)
				if !slices.Equal(statesOf(now), test.states) || now.State != "done" {
					t.Fatalf("%s: %v", now.State, statesOf(now))
				}
				var total books.Euro
				for _, p := range now.Payments {
					if p.State == "refused" {
						total += p.Amount
						if len(p.Reasons) == 0 {
							t.Errorf("payment %d was refused without a reason", p.Pos)
						}
					}
				}
				again, err := b.Payments().Make(t.Context(), "maker", "")
				if err != nil || again.Total != total {
					t.Fatalf("again %v, refused %v: %v", again.Total, total, err)
				}
				if test.booked > 0 && again.Count == 1 && again.Payments[0].Blocked != now.Payments[2].Blocked && test.states[2] == "refused" {
					t.Errorf("the part for the g-account goes to %s", again.Payments[0].IBAN)
				}
				if got := stateOf(t, b, ids["U1"]); got != invoices.Paying {
					t.Errorf("U1 is %s", got)
				}
				sluitend(t, b)
			})
		}
	})
}

func TestWhoReleases(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, ids := payTown(t, s, "stad", nil)
		d := b.Payments()
		proposal, err := d.Plan(t.Context(), "")
		if err != nil || proposal.ID != 0 || proposal.Total != runTotal || proposal.State != "proposal" {
			t.Fatalf("proposal: %+v %v", proposal, err)
		}
		if got := stateOf(t, b, ids["F1"]); got != invoices.Booked {
			t.Fatalf("a proposal changed F1: %s", got)
		}
		run, err := d.Make(t.Context(), "maker", "")
		must(t, err)
		var file bytes.Buffer
		_, err = d.Fetch(t.Context(), "jansen", run.ID, &file)
		wants(t, err, "payments.state")
		_, err = d.Release(t.Context(), "Maker", run.ID, run.SHA256)
		wants(t, err, "payments.release-maker")
		_, err = d.Release(t.Context(), "jansen", run.ID, strings.Repeat("0", 64))
		wants(t, err, "payments.release-file")
		one, err := d.Release(t.Context(), "jansen", run.ID, run.SHA256)
		if err != nil || one.Missing != 1 || one.State != "draft" {
			t.Fatalf("first: %+v %v", one, err)
		}
		_, err = d.Release(t.Context(), "Jansen", run.ID, run.SHA256)
		wants(t, err, "payments.release-again")
		// between the two the account is refused
		must(t, b.Invoices().RefuseAccount(t.Context(), "controle", "C-2", blockedIBAN))
		_, err = d.Release(t.Context(), "de-vries", run.ID, run.SHA256)
		wants(t, err, "payments.account-lost")
		gone, err := d.Withdraw(t.Context(), "jansen", run.ID, "")
		if err != nil || gone.State != "withdrawn" {
			t.Fatalf("withdrawn: %+v %v", gone, err)
		}
		if got := stateOf(t, b, ids["F1"]); got != invoices.Booked {
			t.Fatalf("withdrawn, but F1 is %s", got)
		}
		next, err := d.Make(t.Context(), "maker", "")
		if err != nil || next.Count != 1 || next.ID == run.ID {
			t.Fatalf("next: %+v %v", next, err)
		}
		if !slices.ContainsFunc(next.Left, func(l payments.LeftView) bool {
			return l.Number == "U1" && l.Reasons[0].Code == "payments.left.account" && l.Reasons[0].Args["account"] == blockedIBAN
		}) {
			t.Fatalf("left: %+v", next.Left)
		}
		whole(t, b)
	})
}

func TestWithdrawWhatWasFetched(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b, ids := payTown(t, s, "stad", map[string]string{"people": "1"})
		d := b.Payments()
		run, err := d.Make(t.Context(), "maker", "")
		must(t, err)
		_, err = d.Release(t.Context(), "jansen", run.ID, run.SHA256)
		must(t, err)
		var first, second bytes.Buffer
		for _, to := range []*bytes.Buffer{&first, &second} {
			_, err = d.Fetch(t.Context(), "jansen", run.ID, to)
			must(t, err)
		}
		if first.String() != second.String() || int64(first.Len()) != run.Bytes {
			t.Fatalf("two times %d and %d bytes, of %d", first.Len(), second.Len(), run.Bytes)
		}
		_, err = d.Withdraw(t.Context(), "jansen", run.ID, "")
		wants(t, err, "payments.no-reason")
		_, err = d.Withdraw(t.Context(), "jansen", run.ID, "niet bij de bank aangeboden")
		must(t, err)
		if got := stateOf(t, b, ids["F1"]); got != invoices.Booked {
			t.Fatalf("withdrawn, but F1 is %s", got)
		}
		// the bank did carry it out: what it settles is known nevertheless
		statement := report{kind: "camt.053", id: "61", day: "2026-04-01", opening: 500000, entries: []entry{{amount: -runTotal, batch: run.MessageID, ref: "B1"}}}
		taken(t, b, "061.xml", statement.camt())
		look(t, b)
		if got := stateOf(t, b, ids["F1"]); got != invoices.Paid {
			t.Fatalf("F1 is %s: %+v", got, waiting(t, b))
		}
		sluitend(t, b)
	})
}

// Whatever people and the bank do in whatever order: no item stands in two
// payments whose outcome is open, the cents add up, and the books are whole.
func TestAnySequenceOfPaymentRuns(t *testing.T) {
	defer fewer(t)()
	onEachStore(t, func(t *testing.T, s *store.Store) {
		towns := 0
		rapid.Check(t, func(r *rapid.T) {
			towns++
			b := payingBooks(t, s, fmt.Sprint("rij-", towns), nil)
			d, bills, days, opening := b.Payments(), 0, 0, money.Cents(1_000_000)
			refused := func(err error) {
				if err != nil && (fault.Code(err) == "internal" || fault.Is(err, "store.failed") || fault.Is(err, "store.out-of-step") || fault.Is(err, "payments.file-differs")) {
					r.Fatal(err)
				}
			}
			pick := func(r *rapid.T) payments.RunView {
				list, err := d.List(t.Context(), 100, 0)
				must(t, err)
				if len(list) == 0 {
					r.Skip("no runs yet")
				}
				return runShown(t, b, rapid.SampledFrom(list).Draw(r, "run").ID)
			}
			person := rapid.SampledFrom([]string{"maker", "jansen", "de-vries"})
			bank := func(r *rapid.T, e entry) {
				days++
				e.ref = fmt.Sprint("B", days)
				day := fmt.Sprintf("2026-04-%02d", days%28+1)
				if days < 28 {
					one := report{kind: "camt.053", id: fmt.Sprint(days), day: day, opening: opening, entries: []entry{e}}
					opening = one.closing()
					take(t, b, "dag.xml", one.camt())
					look(t, b)
				}
			}
			acts := map[string]func(*rapid.T){
				"invoice": func(r *rapid.T) {
					bills++
					one := demo.Bill{Number: fmt.Sprint("F", bills), Net: money.Cents(1000 + 100*bills), Credit: rapid.IntRange(0, 3).Draw(r, "kind") == 0}
					if rapid.Bool().Draw(r, "who") {
						one = noord(one.Number, one.Net)
					}
					ids := booked(t, b, one)
					if rapid.Bool().Draw(r, "discount") && !one.Credit {
						refused(d.SetTerms(t.Context(), "coder", ids[one.Number], payments.Terms{Discount: 50, Until: "2026-04-10"}))
					}
				},
				"make": func(r *rapid.T) {
					_, err := d.Make(t.Context(), "maker", "")
					refused(err)
				},
				"release": func(r *rapid.T) {
					run := pick(r)
					_, err := d.Release(t.Context(), person.Draw(r, "who"), run.ID, run.SHA256)
					refused(err)
				},
				"fetch": func(r *rapid.T) {
					_, err := d.Fetch(t.Context(), "jansen", pick(r).ID, &bytes.Buffer{})
					refused(err)
				},
				"send": func(r *rapid.T) {
					run := pick(r)
					for _, who := range []string{"jansen", "de-vries"} {
						_, err := d.Release(t.Context(), who, run.ID, run.SHA256)
						refused(err)
					}
					_, err := d.Fetch(t.Context(), "jansen", run.ID, &bytes.Buffer{})
					refused(err)
				},
				"withdraw": func(r *rapid.T) {
					_, err := d.Withdraw(t.Context(), "jansen", pick(r).ID, "toch niet")
					refused(err)
				},
				"booked by the bank": func(r *rapid.T) {
					run := pick(r)
					bank(r, entry{amount: -money.Cents(run.Total), batch: run.MessageID})
				},
				"came back": func(r *rapid.T) {
					run := pick(r)
					p := rapid.SampledFrom(run.Payments).Draw(r, "payment")
					bank(r, entry{amount: money.Cents(p.Amount), name: p.Name, iban: p.IBAN, e2e: p.EndToEnd, text: p.Text, returns: "AC04"})
				},
				"refused by the bank": func(r *rapid.T) {
					run := pick(r)
					n := rapid.IntRange(0, len(run.Payments)-1).Draw(r, "payment")
					take(t, b, "antwoord.xml", answerOf(run, "PART", "", map[int]string{n: "RJCT"}))
				},
				"undo": func(r *rapid.T) {
					rows := table(t, b, "matches")
					if len(rows) == 0 {
						r.Skip("nothing decided")
					}
					var id int64
					_, err := fmt.Sscan(rapid.SampledFrom(rows).Draw(r, "decision")["decision"], &id)
					must(t, err)
					_, err = b.Undo(t.Context(), "jansen", id)
					refused(err)
				},
				"": func(r *rapid.T) {
					whole(t, b)
					oneOutcome(t, r, b)
				},
			}
			r.Repeat(acts)
		})
	})
}

// oneOutcome holds that of the runs that may go to the bank none shares an item
// with another, and that each run is the sum of its parts. Taking back the return
// of a payment may put its item in its old run and a new draft: then the new one
// cannot be released.
func oneOutcome(t *testing.T, r *rapid.T, b *app.Books) {
	list, err := b.Payments().List(t.Context(), 100, 0)
	must(t, err)
	waits := map[int64]int64{}
	for _, one := range list {
		run := runShown(t, b, one.ID)
		var total books.Euro
		for _, p := range run.Payments {
			var sum books.Euro
			for _, s := range p.Settles {
				sum += s.Amount - s.Discount
				if !slices.Contains([]string{"planned", "sent", "accepted", "unclear", "partly-returned"}, p.State) || run.State == "withdrawn" || s.Back {
					continue
				}
				if other := waits[s.Item]; other != 0 && other != run.ID && run.State != "draft" && runShown(t, b, other).State != "draft" && !undone(t, b) {
					r.Fatalf("item %d waits in runs %d and %d", s.Item, other, run.ID)
				}
				waits[s.Item] = run.ID
			}
			if total += p.Amount; sum != p.Amount {
				r.Fatalf("payment %d of run %d is %v and settles %v", p.Pos, run.ID, p.Amount, sum)
			}
		}
		if total != run.Total {
			r.Fatalf("run %d is %v and pays %v", run.ID, run.Total, total)
		}
	}
}

// undone says whether any decision was taken back.
func undone(t *testing.T, b *app.Books) bool {
	status, err := b.Status(t.Context())
	must(t, err)
	return status.Undone > 0
}
