// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/govalues/decimal"

	"rentmeester/fault"
	"rentmeester/web"
	"rentmeester/web/frombooks"
)

// TestOwedThroughTheBooks brings an e-invoice of nobody we know, and does with the
// pages' own acts what must be done until it is booked.
func TestOwedThroughTheBooks(t *testing.T) {
	s, _ := open(t)
	ctx := t.Context()
	report := bring(t, s, "factuur.xml", ublInvoice)
	if f := report.Files[0]; f.State != web.FileNew || f.Documents != 1 || len(f.Invoices) != 1 || len(f.Invoices[0].Holds) == 0 {
		t.Fatalf("import: %+v", f)
	}
	again := bring(t, s, "factuur.xml", ublInvoice)
	if again.Files[0].State != web.FileKnown {
		t.Errorf("again: %+v", again.Files[0])
	}
	number := report.Files[0].Invoices[0].ID
	see := func() web.Invoice {
		t.Helper()
		i, err := s.Invoice(ctx, "piet", number)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	i := see()
	if i.State != web.InvHeld || i.Number != "F2026-77" || i.Payable != 12100 || !i.Seller.Proposed || len(i.Lines) != 1 || i.Document.Invoice != number {
		t.Errorf("invoice: %+v", i)
	}
	documents, err := s.Documents(ctx, web.DocumentFilter{State: web.DocInvoiced}, "")
	if err != nil || len(documents.Documents) != 1 {
		t.Fatalf("documents: %+v %v", documents, err)
	}
	file, err := s.Original(ctx, documents.Documents[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := io.ReadAll(file.Content); err != nil || string(raw) != ublInvoice || file.Type != "application/xml" {
		t.Errorf("original: %d bytes of %s, %v", len(raw), file.Type, err)
	}
	step := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	step("accept", s.AcceptSupplier(ctx, "piet", i.Seller.Number, "C-1"))
	waiting, err := s.Release(ctx, "jan", number, "iban", "")
	if err != nil || waiting != 1 {
		t.Fatalf("first release: %d %v", waiting, err)
	}
	if h := see().Holds; len(h) != 1 || h[0].Released() != 1 || h[0].Account != "NL91RABO0315273637" {
		t.Errorf("half released: %+v", h)
	}
	if _, err := s.Release(ctx, "jan", number, "iban", ""); !fault.Is(err, "invoices.same-person") {
		t.Errorf("one person twice: %v", err)
	}
	if waiting, err := s.Release(ctx, "piet", number, "iban", ""); err != nil || waiting != 0 {
		t.Fatalf("second release: %d %v", waiting, err)
	}
	supplier, err := s.Supplier(ctx, "C-1")
	if err != nil || supplier.Accounts[0].State != "trusted" || supplier.Accounts[0].Released() != 2 {
		t.Errorf("supplier: %+v %v", supplier, err)
	}
	step("code", s.Code(ctx, "jan", number, []web.CodePart{{Account: "4310", CostCentre: "4010", Taakveld: "0.4", Categorie: "3.8", Treatment: "cost"}}))
	if i = see(); i.State != web.InvApproval || !i.Coding.Whole || !i.Mine || !i.Approval.Mine() {
		t.Errorf("coded: state %s, mine %v, %+v", i.State, i.Mine, i.Approval)
	}
	own, err := s.Invoices(ctx, "piet", web.InvoiceFilter{Mine: true}, "")
	if err != nil || len(own.Invoices) != 1 || own.Invoices[0].Left != 30 {
		t.Errorf("mine: %+v %v", own, err)
	}
	if none, err := s.Invoices(ctx, "jan", web.InvoiceFilter{Mine: true}, ""); err != nil || len(none.Invoices) != 0 {
		t.Errorf("who coded may approve: %+v %v", none, err)
	}
	filtered(t, s, i.InvoiceHead)
	step("approve", s.Act(ctx, "piet", number, web.InvoiceAct{Kind: "approve"}))
	if i = see(); i.State != web.InvBooked || i.Payment == nil || i.Payment.Open != 12100 || len(i.Bookings) != 1 {
		t.Errorf("booked: %s %+v", i.State, i.Payment)
	}
	if err := s.Act(ctx, "piet", number, web.InvoiceAct{Kind: "approve"}); !strings.HasSuffix(fault.Code(err), ".stale") {
		t.Errorf("approve what is booked: %v", err)
	}
	counts, err := s.InvoiceCounts(ctx, "piet")
	if err != nil || counts.Waiting() != 0 || counts.Documents != 1 {
		t.Errorf("counts: %+v %v", counts, err)
	}
}

func TestOwedNotFound(t *testing.T) {
	s, _ := open(t)
	ctx := t.Context()
	for _, wrong := range []string{"0", "-1", "x", "999", "9999999999999999999999"} {
		_, invoice := s.Invoice(ctx, "piet", wrong)
		_, document := s.Document(ctx, wrong)
		_, page := s.PageImage(ctx, wrong, 1)
		_, run := s.Run(ctx, "piet", wrong)
		_, file := s.RunFile(ctx, "piet", wrong)
		for what, err := range map[string]error{"invoice": invoice, "document": document, "page": page, "run": run, "file": file} {
			if !strings.HasSuffix(fault.Code(err), ".not-found") {
				t.Errorf("%s %q: %v", what, wrong, err)
			}
		}
	}
	if _, err := s.Supplier(ctx, "nobody"); !fault.Is(err, "books.supplier.not-found") {
		t.Errorf("supplier: %v", err)
	}
}

// TestInvoicesGoOnWhereTheyWere: what becomes of an invoice on a page that was seen
// neither hides nor repeats one on the next.
func TestInvoicesGoOnWhereTheyWere(t *testing.T) {
	s, _ := open(t)
	const all = 53
	for n := range all {
		bring(t, s, fmt.Sprint(n, ".xml"), strings.Replace(ublInvoice, "F2026-77", fmt.Sprint("F2026-", n), 1))
	}
	first, err := s.Invoices(t.Context(), "piet", web.InvoiceFilter{}, "")
	if err != nil || len(first.Invoices) != 50 || first.Next == "" {
		t.Fatalf("%d invoices, next %q: %v", len(first.Invoices), first.Next, err)
	}
	if err := s.Act(t.Context(), "piet", first.Invoices[0].ID, web.InvoiceAct{Kind: "reject", Comment: "weg"}); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, i := range first.Invoices {
		seen[i.ID]++
	}
	second, err := s.Invoices(t.Context(), "piet", web.InvoiceFilter{}, first.Next)
	if err != nil || second.Next != "" {
		t.Fatalf("next %q: %v", second.Next, err)
	}
	for _, i := range second.Invoices[:len(second.Invoices)-1] { // the last is the one that was rejected
		seen[i.ID]++
	}
	for id, times := range seen {
		if times != 1 {
			t.Errorf("invoice %s: %d times", id, times)
		}
	}
	if last := second.Invoices[len(second.Invoices)-1]; len(seen) != all || last.ID != first.Invoices[0].ID {
		t.Errorf("%d of %d invoices seen, last %s", len(seen), all, last.ID)
	}
}

// TestOrdersThroughTheBooks brings a list of orders and an invoice, sees what the
// report links to, and records what came.
func TestOrdersThroughTheBooks(t *testing.T) {
	s, _ := open(t)
	ctx := t.Context()
	report := bring(t, s, "orders.csv", "ordernummer;leveranciersnummer;leverancier;omschrijving;regel;aantal;prijs;regelbedrag\nPO-7;C-9;Bakkerij;Broodjes;1;4;100,00;400,00\nPO-8;;;Los;;;;\n")
	if f := report.Files[0]; f.State != web.FileNew || f.Obligations != 2 || f.Items != 0 {
		t.Fatalf("%+v", f)
	}
	bring(t, s, "leveranciers.csv", "nummer;naam;KvK;btw-nummer;IBAN;plaats\nC-1;Bakkerij Jansen B.V.;69599084;NL000099998B57;NL91RABO0315273637;Zwolle\n")
	file := bring(t, s, "factuur.xml", ublInvoice).Files[0]
	if len(file.Invoices) != 1 || len(file.Invoices[0].Holds) != 0 || file.Document == "" {
		t.Fatalf("an invoice that nothing holds has no link: %+v", file)
	}
	if again := bring(t, s, "nogmaals.xml", ublInvoice).Files[0]; len(again.Invoices) != 1 || again.Invoices[0].ID != file.Invoices[0].ID {
		t.Errorf("%+v", again)
	}
	list, next, err := s.Orders(ctx, web.OrderFilter{State: "open", Query: "brood"}, "")
	if err != nil || next != "" || len(list) != 1 || list[0].Number != "PO-7" || list[0].Left != 40000 {
		t.Fatalf("%+v %q %v", list, next, err)
	}
	one := decimal.One
	if err := s.Receive(ctx, "piet", list[0].ID, web.Delivery{Number: "B1", Lines: []web.Delivered{{Line: "1", Quantity: &one}}}); err != nil {
		t.Fatal(err)
	}
	o, err := s.Order(ctx, list[0].ID)
	if err != nil || len(o.Receipts) != 1 || o.Receipts[0].By != "piet" || o.Receipts[0].Day != "2026-04-01" || o.Lines[0].ReceivedQty != "1" || o.Known {
		t.Errorf("%+v %v", o, err)
	}
	if err := s.Receive(ctx, "piet", list[0].ID, web.Delivery{Number: "B1", Lines: []web.Delivered{{Line: "1", Quantity: &one}}}); !fault.Is(err, "invoices.receipt-known") {
		t.Error(err)
	}
	for _, wrong := range []string{"0", "x", "999"} {
		if _, err := s.Order(ctx, wrong); !fault.Is(err, "books.order.not-found") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	server := serveAs(t, s, "jan")
	for _, lang := range []string{"nl", "en"} {
		answer, err := http.Get(server.URL + "/orders/" + list[0].ID + "?lang=" + lang)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("%v %v", answer, err)
		}
		_ = answer.Body.Close()
	}
}

// serveAs gives the pages over the books, with names to choose from.
func serveAs(t *testing.T, s *frombooks.Source, users ...string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(web.New(s, web.Options{Users: users}))
	t.Cleanup(server.Close)
	return server
}

// TestOwedPages opens the pages over real books: no key without a sentence.
func TestOwedPages(t *testing.T) {
	s, _ := open(t)
	number := bring(t, s, "factuur.xml", ublInvoice).Files[0].Invoices[0].ID
	server := serveAs(t, s, "jan", "piet")
	for _, path := range []string{"/", "/post", "/invoices", "/invoices?mine=yes", "/invoices/" + number, "/suppliers", "/suppliers?state=proposed", "/orders", "/orders?q=zzz", "/runs", "/whoami"} {
		for _, lang := range []string{"nl", "en"} {
			answer, err := http.Get(server.URL + path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + url.Values{"lang": {lang}}.Encode())
			if err != nil {
				t.Fatal(err)
			}
			raw, err := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if err != nil || answer.StatusCode != 200 {
				t.Errorf("%s: status %d %v", path, answer.StatusCode, err)
			}
			if missing := regexp.MustCompile(`>(web|invoices|books|approval|coding|payments|paying|supplier|duplicates)\.[a-z.-]+<`).Find(raw); missing != nil {
				t.Errorf("%s %s: no sentence for %s", path, lang, missing)
			}
			if dir := os.Getenv("RENTMEESTER_PAGES"); dir != "" {
				_ = os.WriteFile(filepath.Join(dir, strings.Trim(strings.ReplaceAll(path, "/", "-"), "-")+"."+lang+".html"), raw, 0o600)
			}
		}
	}
}

const ublInvoice = `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
<cbc:ID>F2026-77</cbc:ID><cbc:IssueDate>2026-03-30</cbc:IssueDate><cbc:DueDate>2026-04-29</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PostalAddress><cbc:StreetName>Kade 1</cbc:StreetName><cbc:CityName>Zwolle</cbc:CityName><cbc:PostalZone>8011AA</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>NL000099998B57</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>Bakkerij Jansen B.V.</cbc:RegistrationName><cbc:CompanyID schemeID="0106">69599084</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PostalAddress><cbc:CityName>Voorbeeld</cbc:CityName><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>Gemeente Voorbeeld</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>NL91RABO0315273637</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">121.00</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">121.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Broodjes raadsvergadering</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">100.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>
`

// filtered finds one invoice that waits for piet by each filter, and not by what it
// is not; the same in the whole list and in what waits for a person.
func filtered(t *testing.T, s *frombooks.Source, i web.InvoiceHead) {
	t.Helper()
	before, after := i.Issued.Add(-1), i.Issued.Add(1)
	above, below := (i.Payable + 1).String(), (i.Payable - 1).String()
	for _, c := range []struct {
		name string
		f    web.InvoiceFilter
		want int
	}{
		{"its supplier", web.InvoiceFilter{Supplier: i.Supplier}, 1}, {"another", web.InvoiceFilter{Supplier: "C-999"}, 0},
		{"of that day", web.InvoiceFilter{From: i.Issued, Until: i.Issued}, 1}, {"later", web.InvoiceFilter{From: after}, 0}, {"earlier", web.InvoiceFilter{Until: before}, 0},
		{"of that amount", web.InvoiceFilter{Least: i.Payable.String(), Most: i.Payable.String()}, 1}, {"more", web.InvoiceFilter{Least: above}, 0}, {"less", web.InvoiceFilter{Most: below}, 0},
		{"due by then", web.InvoiceFilter{Due: i.Last}, 1}, {"due before", web.InvoiceFilter{Due: i.Last.Add(-1)}, 0},
		{"waits for piet", web.InvoiceFilter{Waits: "piet"}, 1}, {"waits for jan", web.InvoiceFilter{Waits: "jan"}, 0},
	} {
		for _, waits := range []string{"", "piet"} {
			if c.f.Waits == "" || waits != "" {
				f := c.f
				if f.Waits == "" {
					f.Waits = waits
				}
				for _, looks := range []string{"piet", "jan"} {
					if l, err := s.Invoices(t.Context(), looks, f, ""); err != nil || len(l.Invoices) != c.want {
						t.Errorf("%s, waits for %q, %s looks: %d invoices, %v", c.name, f.Waits, looks, len(l.Invoices), err)
					}
				}
			}
		}
	}
	if _, err := s.Invoices(t.Context(), "piet", web.InvoiceFilter{Least: "veel"}, ""); !fault.Is(err, "money.invalid") {
		t.Errorf("no amount: %v", err)
	}
}
