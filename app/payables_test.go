// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rentmeester/app"
	"rentmeester/app/books"
	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/demo"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

const (
	growerIBAN = "NL02ABNA0123456789"
	otherPays  = "NL36INGB0007654321"
)

const supplierList = `nummer;naam;KvK;btw-nummer;IBAN;plaats
C-1;Leverancier B.V.;12345678;NL001234567B01;NL02ABNA0123456789;Voorbeeldstad
`

// only gives the one invoice in a state.
func only(t testing.TB, b *app.Books, state invoices.State) invoices.Listed {
	t.Helper()
	list, err := b.Invoices().List(t.Context(), invoices.Filter{State: string(state), Limit: 100})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d invoices are %s: %+v (%v)", len(list), state, list, err)
	}
	return list[0]
}

func kinds(l invoices.Listed) (all []string) {
	for _, h := range l.Holds {
		all = append(all, h.Kind)
	}
	slices.Sort(all)
	return all
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var whole100 = invoices.Coded{Parts: []coding.Part{{Coding: coding.Coding{Account: "4300", CostCentre: "4100", Taakveld: "5.7", Categorie: "3.8", VAT: coding.Compensable}}}}

func TestFromInvoiceToPaid(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		d := b.Invoices()
		if got := taken(t, b, "leveranciers.csv", supplierList); got.Suppliers != 1 {
			t.Fatalf("suppliers: %+v", got)
		}
		got := taken(t, b, "factuur.xml", demo.Bill{}.UBL())
		if got.Documents != 1 || got.Invoices != 1 || got.Held != 0 {
			t.Fatalf("import: %+v", got)
		}
		i := only(t, b, invoices.Coding)
		if i.Supplier != "C-1" || i.Payable != 24200 || i.Number != "F1" || i.Left != 30 {
			t.Fatalf("invoice: %+v", i)
		}
		whole(t, b)
		wants(t, d.SetCoding(t.Context(), "coder", i.ID, invoices.Coded{Parts: []coding.Part{{Coding: whole100.Parts[0].Coding, Amount: 100}}}), "coding.parts")
		must(t, d.SetCoding(t.Context(), "coder", i.ID, whole100))
		_, err := d.Approve(t.Context(), "coder", i.ID, "")
		wants(t, err, "invoices.may-not")
		done, err := d.Approve(t.Context(), "budget", i.ID, "akkoord")
		if err != nil || done.State != invoices.Booked {
			t.Fatalf("approve: %+v %v", done, err)
		}
		if status := sluitend(t, b); status.OpenItems != 1 || status.OpenAmount != 24200 || status.Payables.Invoices["booked"] != 1 {
			t.Fatalf("status: %+v", status)
		}
		// it is paid: the bank line closes it, as it closes any item
		statement := report{kind: "camt.053", id: "61", day: "2026-03-20", opening: 100000, entries: []entry{
			{amount: -24200, name: "Leverancier B.V.", iban: growerIBAN, text: "F1", e2e: invoices.EndToEnd(b.Adm.Key, i.ID), ref: "B1",
				parts: []payment{{-24200, "Leverancier B.V.", invoices.EndToEnd(b.Adm.Key, i.ID), "F1"}}}}}
		taken(t, b, "061.xml", statement.camt())
		if run := look(t, b); run.Automatic != 1 {
			t.Fatalf("reconcile: %+v %+v", run, waiting(t, b))
		}
		if paid := only(t, b, invoices.Paid); paid.ID != i.ID || paid.Open != 0 {
			t.Fatalf("paid: %+v", paid)
		}
		sluitend(t, b)
		wants(t, d.Unbook(t.Context(), "budget", i.ID, "fout"), "invoices.paid")
		sluitend(t, b)
	})
}

func TestUnbookAndBookAgain(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		d := b.Invoices()
		taken(t, b, "leveranciers.csv", supplierList)
		taken(t, b, "factuur.xml", demo.Bill{}.UBL())
		taken(t, b, "credit.xml", demo.Bill{Number: "F2", Credit: true, Net: 1000}.UBL())
		list, err := d.List(t.Context(), invoices.Filter{Limit: 10})
		must(t, err)
		for range 2 {
			for _, i := range list {
				must(t, d.SetCoding(t.Context(), "coder", i.ID, whole100))
				_, err := d.Approve(t.Context(), "budget", i.ID, "")
				must(t, err)
			}
			if status := sluitend(t, b); status.OpenItems != 2 || status.Items != 2 {
				t.Fatalf("booked: %+v", status)
			}
			for _, i := range list {
				must(t, d.Unbook(t.Context(), "budget", i.ID, "verkeerde kostenplaats"))
			}
			if status := sluitend(t, b); status.OpenItems != 0 || status.OpenAmount != 0 || status.Payables.Invoices["approval"] != 2 {
				t.Fatalf("unbooked: %+v", status)
			}
		}
	})
}

func TestSameInvoiceFileAgainChangesNothing(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		files := map[string]string{"l.csv": supplierList, "f.xml": demo.Bill{}.UBL(), "wrong.xml": demo.Bill{Number: "F9", Wrong: true}.UBL(), "x.png": "\x89PNG\r\n\x1a\nrest"}
		for name, content := range files {
			take(t, b, name, content)
		}
		before, err := b.Version(t.Context())
		must(t, err)
		for name, content := range files {
			if got := take(t, b, "again-"+name, content); got.Known != 1 || got.Documents+got.Invoices+got.Suppliers != 0 {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if after, err := b.Version(t.Context()); err != nil || after != before {
			t.Errorf("the books went from version %d to %d (%v)", before, after, err)
		}
		whole(t, b)
	})
}

func TestWhatHoldsAnInvoice(t *testing.T) {
	tests := []struct {
		name  string
		files []demo.Bill
		holds []string
	}{
		{"nothing", []demo.Bill{{}}, nil},
		{"wrong by the standard", []demo.Bill{{Wrong: true}}, []string{"invalid"}},
		{"an account we do not know", []demo.Bill{{IBAN: otherPays}}, []string{"iban"}},
		{"a supplier we do not know", []demo.Bill{{Name: "Nieuw B.V.", VAT: "NL009876543B01", KvK: "87654321", IBAN: otherPays}}, []string{"iban", "supplier-new"}},
		{"the account of another", []demo.Bill{{Name: "Nieuw B.V.", VAT: "NL009876543B01", KvK: "87654321"}}, []string{"iban", "supplier-new"}},
		{"the same number once more", []demo.Bill{{Number: "F-0012", Net: 900}, {Number: "f0012"}}, []string{"duplicate"}},
	}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		for n, test := range tests {
			b := newBooks(t, s, fmt.Sprint("stad-", n))
			taken(t, b, "leveranciers.csv", supplierList)
			for i, f := range test.files {
				take(t, b, fmt.Sprint(i, ".xml"), f.UBL())
			}
			list, err := b.Invoices().List(t.Context(), invoices.Filter{Limit: 10})
			must(t, err)
			if got := kinds(list[len(list)-1]); !slices.Equal(got, test.holds) {
				t.Errorf("%s: held for %v, want %v", test.name, got, test.holds)
			}
			whole(t, b)
		}
	})
}

func TestUnknownAccountNeedsTwoPersons(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		d := b.Invoices()
		taken(t, b, "leveranciers.csv", supplierList)
		take(t, b, "een.xml", demo.Bill{IBAN: otherPays}.UBL())
		take(t, b, "twee.xml", demo.Bill{Number: "F2", IBAN: otherPays}.UBL())
		list, err := d.List(t.Context(), invoices.Filter{Limit: 10})
		must(t, err)
		waiting, err := d.Release(t.Context(), "jansen", list[0].ID, "iban")
		if err != nil || waiting != 1 {
			t.Fatalf("first: %d %v", waiting, err)
		}
		for _, i := range list { // the same person, by either invoice or by the account
			_, err = d.Release(t.Context(), "jansen", i.ID, "iban")
			wants(t, err, "invoices.same-person")
		}
		_, err = d.ReleaseAccount(t.Context(), "jansen", "C-1", otherPays)
		wants(t, err, "invoices.same-person")
		whole(t, b)
		done, err := d.ReleaseAccount(t.Context(), "de-vries", "C-1", otherPays)
		if err != nil || !done {
			t.Fatalf("second: %v %v", done, err)
		}
		if status := sluitend(t, b); status.Payables.Invoices["coding"] != 2 {
			t.Fatalf("both go on: %+v", status.Payables)
		}
		taken(t, b, "drie.xml", demo.Bill{Number: "F3", IBAN: otherPays}.UBL())
		if status := sluitend(t, b); status.Payables.Invoices["coding"] != 3 {
			t.Fatalf("the account is trusted now: %+v", status.Payables)
		}
	})
}

// A later list cannot lead money astray: an account that it adds to a supplier we
// have is not trusted.
func TestListThatChangesAnAccount(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "leveranciers.csv", supplierList)
		taken(t, b, "nieuw.csv", strings.Replace(supplierList, growerIBAN, otherPays, 1))
		supplier, err := b.Invoices().ShowSupplier(t.Context(), "C-1")
		must(t, err)
		if len(supplier.Accounts) != 2 || supplier.Accounts[1].IBAN != otherPays || supplier.Accounts[1].State != "held" {
			t.Fatalf("accounts: %+v", supplier.Accounts)
		}
		take(t, b, "een.xml", demo.Bill{IBAN: otherPays}.UBL())
		if got := kinds(only(t, b, invoices.Held)); !slices.Equal(got, []string{"iban"}) {
			t.Fatal(got)
		}
	})
}

func TestNewSupplier(t *testing.T) {
	stranger := demo.Bill{Name: "Nieuw B.V.", VAT: "NL009876543B01", KvK: "87654321", IBAN: otherPays}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		t.Run("accepted", func(t *testing.T) {
			b := newBooks(t, s, "aangenomen")
			d := b.Invoices()
			take(t, b, "een.xml", stranger.UBL())
			again := stranger
			again.Number = "F2"
			take(t, b, "twee.xml", again.UBL())
			proposed, err := d.ListSuppliers(t.Context(), invoices.Filter{State: "proposed", Limit: 10})
			if err != nil || len(proposed) != 1 || proposed[0].Name != "Nieuw B.V." || proposed[0].VAT != "NL009876543B01" {
				t.Fatalf("proposed: %+v %v", proposed, err)
			}
			must(t, d.AcceptSupplier(t.Context(), "jansen", proposed[0].Number, "C-77"))
			for _, person := range []string{"jansen", "de-vries"} {
				_, err := d.ReleaseAccount(t.Context(), person, "C-77", otherPays)
				must(t, err)
			}
			if status := sluitend(t, b); status.Payables.Invoices["coding"] != 2 {
				t.Fatalf("status: %+v", status.Payables)
			}
		})
		t.Run("one we had", func(t *testing.T) {
			b := newBooks(t, s, "bekend")
			d := b.Invoices()
			taken(t, b, "leveranciers.csv", supplierList)
			take(t, b, "een.xml", demo.Bill{}.UBL())
			stranger := stranger
			stranger.IBAN = growerIBAN
			take(t, b, "twee.xml", stranger.UBL())
			proposed, err := d.ListSuppliers(t.Context(), invoices.Filter{State: "proposed", Limit: 10})
			must(t, err)
			must(t, d.Same(t.Context(), "jansen", proposed[0].Number, "C-1"))
			if got := kinds(only(t, b, invoices.Held)); !slices.Equal(got, []string{"duplicate"}) {
				t.Fatalf("it has the number of the first: %v", got)
			}
			sluitend(t, b)
		})
	})
}

func TestWhatCannotBeReadIsKept(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		got := taken(t, b, "scan.png", "\x89PNG\r\n\x1a\nrest")
		if got.Documents != 1 || got.Invoices != 0 || got.Files[0].Format != "image" {
			t.Fatalf("import: %+v", got)
		}
		report, err := b.ImportFrom(t.Context(), "mail", "brief.jpg", app.Arrival{Channel: "mail", Sender: "info@leverancier.example", Parent: "abc"}, strings.NewReader("\xff\xd8\xffrest"))
		if err != nil || report.Documents != 1 {
			t.Fatalf("%+v %v", report, err)
		}
		waiting, err := b.Invoices().Documents(t.Context(), invoices.DocumentFilter{State: "unread"}, 0, 10)
		if err != nil || len(waiting) != 2 || waiting[0].Channel != "import" || waiting[1].Channel != "mail" || waiting[1].Sender != "info@leverancier.example" {
			t.Fatalf("waiting: %+v %v", waiting, err)
		}
		whole(t, b)
	})
}

// A step that was cut off before its end leaves the file to be read again, and
// how it came is not forgotten.
func TestResumeReadsAnInvoice(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "leveranciers.csv", supplierList)
		cut := *b
		cut.Now = cutOff(1)
		func() {
			defer func() { _ = recover() }()
			_, _ = cut.ImportFrom(t.Context(), "mail", "f.xml", app.Arrival{Channel: "mail"}, strings.NewReader(demo.Bill{}.UBL()))
		}()
		if status := sluitend(t, b); status.Pending != 1 || len(status.Payables.Invoices) != 0 {
			t.Fatalf("after the cut: %+v", status)
		}
		_, err := b.Resume(t.Context(), "jansen")
		must(t, err)
		i := only(t, b, invoices.Coding)
		shown, err := b.Invoices().Show(t.Context(), i.ID)
		if err != nil || shown.Document.Channel != "mail" {
			t.Fatalf("%+v %v", shown.Document, err)
		}
		sluitend(t, b)
	})
}

// cutOff is a clock that breaks off the step after so many.
func cutOff(after int) func() time.Time {
	now := clock()
	return func() time.Time {
		if after--; after < 0 {
			panic("cut off")
		}
		return now()
	}
}

func TestDumpHoldsInvoices(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "leveranciers.csv", supplierList)
		take(t, b, "een.xml", demo.Bill{IBAN: otherPays}.UBL())
		taken(t, b, "twee.xml", demo.Bill{Number: "F2"}.UBL())
		i := only(t, b, invoices.Coding)
		must(t, b.Invoices().SetCoding(t.Context(), "coder", i.ID, whole100))
		_, err := b.Invoices().Approve(t.Context(), "budget", i.ID, "")
		must(t, err)
		var dump bytes.Buffer
		_, err = s.Dump(t.Context(), &dump, "nu")
		must(t, err)
		fresh := storetest.SQLite(t)
		_, err = fresh.Restore(t.Context(), &dump)
		must(t, err)
		restored, err := app.Open(t.Context(), fresh, "voorbeeld", clock())
		must(t, err)
		sluitend(t, restored)
		if got := only(t, restored, invoices.Booked); got.ID != i.ID {
			t.Fatalf("%+v", got)
		}
		only(t, restored, invoices.Held)
	})
}

// TestAnySequenceOfActsKeepsTheInvoices does anything to invoices in any order:
// after each act the books are whole, an invoice is held exactly when something
// holds it, and we owe exactly what stands booked.
func TestAnySequenceOfActsKeepsTheInvoices(t *testing.T) {
	defer fewer(t)()
	onEachStore(t, func(t *testing.T, s *store.Store) {
		towns := 0
		rapid.Check(t, func(r *rapid.T) {
			towns++
			b := newBooks(t, s, fmt.Sprint("rij-", towns))
			taken(t, b, "leveranciers.csv", supplierList)
			d, sent := b.Invoices(), 0
			person := rapid.SampledFrom([]string{"jansen", "de-vries", "pieters"})
			pick := func(r *rapid.T) int64 {
				list, err := d.List(t.Context(), invoices.Filter{Limit: 100})
				must(t, err)
				if len(list) == 0 {
					r.Skip("no invoices yet")
				}
				return rapid.SampledFrom(list).Draw(r, "invoice").ID
			}
			refused := func(err error) { // a fault is an answer; anything else is a mistake
				if err != nil && (fault.Code(err) == "internal" || fault.Is(err, "store.failed") || fault.Is(err, "store.out-of-step")) {
					r.Fatal(err)
				}
			}
			acts := map[string]func(*rapid.T){
				"send": func(r *rapid.T) {
					sent++
					one := demo.Bill{Number: fmt.Sprint("F", rapid.IntRange(1, 4).Draw(r, "number")), Net: money.Cents(sent * 100),
						Wrong: rapid.Bool().Draw(r, "wrong"), Credit: rapid.Bool().Draw(r, "credit")}
					if rapid.Bool().Draw(r, "stranger") {
						one.Name, one.VAT, one.KvK = "Nieuw B.V.", "NL009876543B01", "87654321"
					}
					if rapid.Bool().Draw(r, "elsewhere") {
						one.IBAN = otherPays
					}
					take(t, b, "f.xml", one.UBL())
				},
				"release": func(r *rapid.T) {
					kind := rapid.SampledFrom([]string{"invalid", "iban", "duplicate", "supplier-new", "person"}).Draw(r, "kind")
					_, err := d.Release(t.Context(), person.Draw(r, "who"), pick(r), kind)
					refused(err)
				},
				"code": func(r *rapid.T) { refused(d.SetCoding(t.Context(), person.Draw(r, "who"), pick(r), whole100)) },
				"approve": func(r *rapid.T) {
					_, err := d.Approve(t.Context(), person.Draw(r, "who"), pick(r), "")
					refused(err)
				},
				"unbook": func(r *rapid.T) { refused(d.Unbook(t.Context(), person.Draw(r, "who"), pick(r), "")) },
				"hold":   func(r *rapid.T) { refused(d.Hold(t.Context(), person.Draw(r, "who"), pick(r), "even wachten")) },
				"reject": func(r *rapid.T) { refused(d.Reject(t.Context(), person.Draw(r, "who"), pick(r), "niet besteld")) },
				"reopen": func(r *rapid.T) { refused(d.Reopen(t.Context(), person.Draw(r, "who"), pick(r), "")) },
				"assign": func(r *rapid.T) { refused(d.Assign(t.Context(), person.Draw(r, "who"), pick(r), "C-1")) },
				"accept": func(r *rapid.T) {
					proposed, err := d.ListSuppliers(t.Context(), invoices.Filter{State: "proposed", Limit: 10})
					must(t, err)
					if len(proposed) == 0 {
						r.Skip("nobody new")
					}
					switch rapid.IntRange(0, 2).Draw(r, "how") {
					case 0:
						refused(d.Same(t.Context(), "jansen", proposed[0].Number, "C-1"))
					case 1:
						refused(d.RefuseSupplier(t.Context(), "jansen", proposed[0].Number))
					default:
						refused(d.AcceptSupplier(t.Context(), "jansen", proposed[0].Number, ""))
					}
				},
				"": func(r *rapid.T) {
					whole(t, b)
					status, err := b.Status(t.Context())
					must(t, err)
					list, err := d.List(t.Context(), invoices.Filter{State: "booked", Limit: 100})
					must(t, err)
					sum := books.Euro(0)
					for _, i := range list {
						sum += i.Payable
					}
					if status.OpenAmount != sum {
						r.Fatalf("open is %v, booked %v", status.OpenAmount, sum)
					}
				},
			}
			r.Repeat(acts)
		})
	})
}

// Two processes that find the same files unread make one invoice of each.
func TestTwoReadersOfOneFile(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		cut := *b
		cut.Now = cutOff(1)
		const files = 5
		for n := range files {
			func() {
				cut.Now = cutOff(1)
				defer func() { _ = recover() }()
				_, _ = cut.Import(t.Context(), "jansen", "f.xml", strings.NewReader(demo.Bill{Number: fmt.Sprint("F", n)}.UBL()))
			}()
		}
		done := make(chan error)
		for range 2 {
			other, err := app.Open(t.Context(), s, "voorbeeld", clock())
			must(t, err)
			go func() {
				_, err := other.Resume(t.Context(), "jansen")
				done <- err
			}()
		}
		for range 2 {
			must(t, <-done)
		}
		list, err := b.Invoices().List(t.Context(), invoices.Filter{Limit: 100})
		if err != nil || len(list) != files {
			t.Fatalf("%d invoices of %d files (%v)", len(list), files, err)
		}
		suppliers, err := b.Invoices().ListSuppliers(t.Context(), invoices.Filter{Limit: 100})
		if err != nil || len(suppliers) != 1 {
			t.Fatalf("%d suppliers are proposed, want one (%v)", len(suppliers), err)
		}
		whole(t, b)
	})
}
