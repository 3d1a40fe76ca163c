// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/app"
	"rentmeester/app/books"
	"rentmeester/app/invoices"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
)

const (
	growerIBAN = "NL02ABNA0123456789"
	otherPays  = "NL36INGB0007654321"
)

// bill is an invented invoice, in UBL. The zero value is of the grower, valid.
type bill struct {
	number  string
	name    string
	vat     string
	kvk     string
	iban    string
	net     money.Cents // the VAT is 21 % of it
	credit  bool
	wrong   bool // the total is not what the lines say
	issued  string
	account string // of the line, none
}

func (b bill) tax() money.Cents { return b.net * 21 / 100 }

func (b bill) ubl() string {
	b.number, b.name, b.vat, b.kvk = cmp.Or(b.number, "F1"), cmp.Or(b.name, "Leverancier B.V."), cmp.Or(b.vat, "NL001234567B01"), cmp.Or(b.kvk, "12345678")
	b.iban, b.net, b.issued = cmp.Or(b.iban, growerIBAN), cmp.Or(b.net, 20000), cmp.Or(b.issued, "2026-03-02")
	root, code, line, quantity, due := "Invoice", "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "InvoiceLine", "InvoicedQuantity", "<cbc:DueDate>2026-04-01</cbc:DueDate>"
	if b.credit {
		root, code, line, quantity, due = "CreditNote", "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>", "CreditNoteLine", "CreditedQuantity", ""
	}
	gross := b.net + b.tax()
	if b.wrong {
		gross += 100
	}
	address := `<cac:PostalAddress><cbc:StreetName>Lindelaan 1</cbc:StreetName><cbc:CityName>Voorbeeldstad</cbc:CityName><cbc:PostalZone>1234 AB</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>`
	category := `<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>`
	var x strings.Builder
	fmt.Fprintf(&x, `<?xml version="1.0" encoding="UTF-8"?>
<%[1]s xmlns="urn:oasis:names:specification:ubl:schema:xsd:%[1]s-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0</cbc:CustomizationID>
<cbc:ID>%[2]s</cbc:ID><cbc:IssueDate>%[3]s</cbc:IssueDate>%[4]s%[5]s<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:BuyerReference>4100</cbc:BuyerReference>
`, root, b.number, b.issued, due, code)
	if b.credit {
		x.WriteString(`<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F1</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>`)
	}
	fmt.Fprintf(&x, `<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="0106">%[1]s</cbc:EndpointID>%[2]s
<cac:PartyTaxScheme><cbc:CompanyID>%[3]s</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>%[4]s</cbc:RegistrationName><cbc:CompanyID schemeID="0106">%[1]s</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party>%[2]s<cac:PartyLegalEntity><cbc:RegistrationName>Gemeente Voorbeeld</cbc:RegistrationName><cbc:CompanyID schemeID="0190">00000001002306608000</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>%[5]s</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>%[6]s</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
`, b.kvk, address, b.vat, b.name, b.number, b.iban)
	fmt.Fprintf(&x, `<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">%[2]s</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">%[1]s</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">%[2]s</cbc:TaxAmount><cac:TaxCategory>%[4]s</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">%[1]s</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">%[1]s</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">%[3]s</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">%[3]s</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:%[5]s><cbc:ID>1</cbc:ID><cbc:%[6]s unitCode="C62">1</cbc:%[6]s><cbc:LineExtensionAmount currencyID="EUR">%[1]s</cbc:LineExtensionAmount><cac:Item><cbc:Name>Snoeien</cbc:Name><cac:ClassifiedTaxCategory>%[4]s</cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">%[1]s</cbc:PriceAmount></cac:Price></cac:%[5]s>
</%[7]s>`, b.net, b.tax(), gross, category, line, quantity, root)
	return x.String()
}

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

var whole100 = []invoices.Part{{Account: "4300", CostCentre: "4100", Taakveld: "5.7", Categorie: "3.8", Treatment: invoices.Compensable}}

func TestFromInvoiceToPaid(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		d := b.Invoices()
		if got := taken(t, b, "leveranciers.csv", supplierList); got.Suppliers != 1 {
			t.Fatalf("suppliers: %+v", got)
		}
		got := taken(t, b, "factuur.xml", bill{}.ubl())
		if got.Documents != 1 || got.Invoices != 1 || got.Held != 0 {
			t.Fatalf("import: %+v", got)
		}
		i := only(t, b, invoices.Coding)
		if i.Supplier != "C-1" || i.Payable != 24200 || i.Number != "F1" || i.Left != 30 {
			t.Fatalf("invoice: %+v", i)
		}
		whole(t, b)
		wants(t, d.SetCoding(t.Context(), "coder", i.ID, []invoices.Part{{Account: "4300", Amount: 100, Treatment: invoices.Cost}}), "invoices.coding-sum")
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
		taken(t, b, "factuur.xml", bill{}.ubl())
		taken(t, b, "credit.xml", bill{number: "F2", credit: true, net: 1000}.ubl())
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
		files := map[string]string{"l.csv": supplierList, "f.xml": bill{}.ubl(), "wrong.xml": bill{number: "F9", wrong: true}.ubl(), "x.png": "\x89PNG\r\n\x1a\nrest"}
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
		files []bill
		holds []string
	}{
		{"nothing", []bill{{}}, nil},
		{"wrong by the standard", []bill{{wrong: true}}, []string{"invalid"}},
		{"an account we do not know", []bill{{iban: otherPays}}, []string{"iban"}},
		{"a supplier we do not know", []bill{{name: "Nieuw B.V.", vat: "NL009876543B01", kvk: "87654321", iban: otherPays}}, []string{"iban", "supplier-new"}},
		{"the account of another", []bill{{name: "Nieuw B.V.", vat: "NL009876543B01", kvk: "87654321"}}, []string{"iban", "supplier-new"}},
		{"the same number once more", []bill{{number: "F-0012", net: 900}, {number: "f0012"}}, []string{"duplicate"}},
	}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		for n, test := range tests {
			b := newBooks(t, s, fmt.Sprint("stad-", n))
			taken(t, b, "leveranciers.csv", supplierList)
			for i, f := range test.files {
				take(t, b, fmt.Sprint(i, ".xml"), f.ubl())
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
		take(t, b, "een.xml", bill{iban: otherPays}.ubl())
		take(t, b, "twee.xml", bill{number: "F2", iban: otherPays}.ubl())
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
		taken(t, b, "drie.xml", bill{number: "F3", iban: otherPays}.ubl())
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
		take(t, b, "een.xml", bill{iban: otherPays}.ubl())
		if got := kinds(only(t, b, invoices.Held)); !slices.Equal(got, []string{"iban"}) {
			t.Fatal(got)
		}
	})
}

func TestNewSupplier(t *testing.T) {
	stranger := bill{name: "Nieuw B.V.", vat: "NL009876543B01", kvk: "87654321", iban: otherPays}
	onEachStore(t, func(t *testing.T, s *store.Store) {
		t.Run("accepted", func(t *testing.T) {
			b := newBooks(t, s, "aangenomen")
			d := b.Invoices()
			take(t, b, "een.xml", stranger.ubl())
			again := stranger
			again.number = "F2"
			take(t, b, "twee.xml", again.ubl())
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
			take(t, b, "een.xml", bill{}.ubl())
			stranger := stranger
			stranger.iban = growerIBAN
			take(t, b, "twee.xml", stranger.ubl())
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
		waiting, err := b.Invoices().Documents(t.Context(), "unread", 0, 10)
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
		cut.Tools.Duplicates = breaking{}
		func() {
			defer func() { _ = recover() }()
			_, _ = cut.ImportFrom(t.Context(), "mail", "f.xml", app.Arrival{Channel: "mail"}, strings.NewReader(bill{}.ubl()))
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

// breaking is an engine that breaks the step off.
type breaking struct{}

func (breaking) Keys(invoices.Bill) []string                            { panic("cut off") }
func (breaking) Find(invoices.Bill, []invoices.Bill) []invoices.Suspect { return nil }

func TestDumpHoldsInvoices(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		taken(t, b, "leveranciers.csv", supplierList)
		take(t, b, "een.xml", bill{iban: otherPays}.ubl())
		taken(t, b, "twee.xml", bill{number: "F2"}.ubl())
		i := only(t, b, invoices.Coding)
		must(t, b.Invoices().SetCoding(t.Context(), "coder", i.ID, whole100))
		_, err := b.Invoices().Approve(t.Context(), "budget", i.ID, "")
		must(t, err)
		var dump bytes.Buffer
		_, err = s.Dump(t.Context(), &dump, "nu")
		must(t, err)
		fresh, err := store.OpenSQLite(t.Context(), t.TempDir())
		must(t, err)
		defer fresh.Close()
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
					one := bill{number: fmt.Sprint("F", rapid.IntRange(1, 4).Draw(r, "number")), net: money.Cents(sent * 100),
						wrong: rapid.Bool().Draw(r, "wrong"), credit: rapid.Bool().Draw(r, "credit")}
					if rapid.Bool().Draw(r, "stranger") {
						one.name, one.vat, one.kvk = "Nieuw B.V.", "NL009876543B01", "87654321"
					}
					if rapid.Bool().Draw(r, "elsewhere") {
						one.iban = otherPays
					}
					take(t, b, "f.xml", one.ubl())
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
