// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"slices"
	"strings"
	"time"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// desk is what the invented municipality owes, and what was done about it.
type desk struct {
	acts  []string
	coded []string // invoices of the list of codings
	// firstRelease is who released the account of invoice 41 first.
	firstRelease string
	released     bool
	wrong        error // what every act gives
}

func (d *desk) did(format string, args ...any) error {
	d.acts = append(d.acts, fmt.Sprintf(format, args...))
	return d.wrong
}

func noPage(path string) error { return fault.New("web.page.not-found", "path", path) }

var townDocuments = []DocumentHead{
	{ID: "11", Name: "Factuur 2026-0117 Van der Meulen.pdf", Media: "pdf", Channel: "mail", Sender: "administratie@vandermeulen.example", Received: time.Date(2026, 2, 9, 8, 31, 0, 0, time.UTC),
		Kind: "invoice", Probability: 0.982, State: DocInvoiced, Pages: 2, Invoice: "41"},
	{ID: "12", Name: "ubl.xml", Media: "ubl", Channel: "import", Received: time.Date(2026, 2, 20, 10, 0, 0, 0, time.UTC), Kind: "invoice", Probability: 1, State: DocInvoiced, Invoice: "42"},
	{ID: "13", Name: "scan_20260224.pdf", Media: "scan", Channel: "folder", Received: time.Date(2026, 2, 24, 16, 2, 0, 0, time.UTC), Kind: "reminder", Probability: 0.61, State: DocFiled, Pages: 1},
	{ID: "14", Name: "foto <b>.jpg", Media: "image", Channel: "mail", Sender: "x@y.example", Received: time.Date(2026, 3, 1, 7, 0, 0, 0, time.UTC), State: DocUnread},
}

var townKinds = []string{"invoice", "creditnote", "reminder", "order-confirmation", "statement", "other"}

func (v *town) Documents(_ context.Context, f DocumentFilter, _ string) (DocumentList, error) {
	l := DocumentList{Kinds: townKinds}
	if v.empty || v.fails != nil {
		return l, v.fails
	}
	for _, d := range townDocuments {
		if (f.State == "" || f.State == d.State) && (f.Kind == "" || f.Kind == d.Kind) {
			l.Documents = append(l.Documents, d)
		}
	}
	return l, nil
}

func (v *town) Document(_ context.Context, id string) (Document, error) {
	at := slices.IndexFunc(townDocuments, func(d DocumentHead) bool { return d.ID == id })
	if v.empty || at < 0 {
		return Document{}, noPage(id)
	}
	d := Document{DocumentHead: townDocuments[at], SHA256: strings.Repeat("9f3a51c07be2d648", 4), Kinds: townKinds, Why: []Sentence{because("version", "‘factuurnummer’ en ‘te betalen’")},
		Alternatives: []KindChance{{"statement", 0.011}, {"reminder", 0.004}}}
	d.About, d.Again = "Factuur & pakbon", d.State == DocUnread
	for n := range d.Pages {
		d.Shown = append(d.Shown, Page{Number: n + 1, Width: 620, Height: 877})
	}
	return d, v.fails
}

func (v *town) SetKind(_ context.Context, by, id, kind string) (string, error) {
	return "", v.desk.did("%s says %s is %s", by, id, kind)
}

// PageImage draws a page with grey bars where words would stand.
func (v *town) PageImage(_ context.Context, document string, page int) ([]byte, error) {
	if document != "11" && document != "13" || page > 2 {
		return nil, noPage(document)
	}
	paper := image.NewGray(image.Rect(0, 0, 620, 877))
	draw.Draw(paper, paper.Bounds(), image.White, image.Point{}, draw.Src)
	bar := func(left, top, width, height float64) {
		r := image.Rect(int(left*6.2), int(top*8.77), int((left+width)*6.2), int((top+height)*8.77))
		draw.Draw(paper, r, image.NewUniform(color.Gray{Y: 140}), image.Point{}, draw.Src)
	}
	for _, f := range townFields() {
		for _, p := range f.Places {
			if p.Page == page {
				bar(p.Left+0.4, p.Top+0.4, p.Width-0.8, p.Height-0.8)
			}
		}
	}
	for row := range 9 {
		bar(8, 42+float64(row)*3, 40+float64(row*7%19), 1.1)
		bar(80, 42+float64(row)*3, 9, 1.1)
	}
	var out bytes.Buffer
	err := png.Encode(&out, paper)
	return out.Bytes(), err
}

func (v *town) Original(_ context.Context, id string) (File, error) {
	if id != "11" {
		return File{}, noPage(id)
	}
	return File{Name: `..\..\Factuur "één".pdf`, Type: "application/pdf", Content: io.NopCloser(strings.NewReader("%PDF-1.7"))}, nil
}

func townFields() []Field {
	box := func(left, top, width, height float64) []Box { return []Box{{1, left, top, width, height}} }
	return []Field{
		{Name: "seller.name", Value: "Bouwbedrijf Van der Meulen & Zonen B.V.", Form: "text", Proof: "history", Probability: 0.99, Places: box(8, 5, 34, 3)},
		{Name: "number", Value: "2026-0117", Form: "text", Proof: "label", Probability: 0.97, Places: box(70, 20, 14, 2)},
		{Name: "issued", Value: "2026-02-06", Raw: "6 februari 2026", Form: "day", Proof: "label", Probability: 0.98, Places: box(70, 23, 18, 2)},
		{Name: "due", Value: "2026-03-08", Raw: "8 maart 2026", Form: "day", Probability: 0.71, Doubtful: true, Places: box(70, 26, 16, 2)},
		{Name: "iban", Value: "NL91RABO0315273637", Form: "iban", Proof: "checkdigit", Probability: 0.99, Places: []Box{{1, 8, 90, 24, 2}, {2, 8, 90, 24, 2}}},
		{Name: "net", Value: "10330.58", Raw: "10.330,58", Form: "amount", Proof: "sum", Probability: 0.99, Places: box(78, 72, 12, 2)},
		{Name: "vat", Value: "2169.42", Raw: "2.169,42", Form: "amount", Proof: "sum", Probability: 0.99, Places: box(78, 75, 12, 2)},
		{Name: "payable", Value: "12500.00", Raw: "€ 12.500,00", Form: "amount", Proof: "sum", Probability: 0.99, Places: box(78, 79, 12, 2.4)},
		{Name: "lines.0.net", Value: "10330.58", Form: "text", Proof: "sum", Fixed: true},
		{Name: "order", Form: "text"},
		{Name: "kind", Form: "kind", Value: "invoice"},
	}
}

func (v *town) townInvoices() []InvoiceHead {
	account := Hold{ID: "1", Kind: "iban", Why: because("version", "rekening NL91 RABO 0315 2736 37 is nieuw"), Persons: 2, State: "open", First: v.desk.firstRelease, Account: "NL91RABO0315273637"}
	twice := Hold{ID: "2", Kind: "duplicate", Why: because("version", "lijkt op 2026-0117"), Persons: 1, State: "open"}
	all := []InvoiceHead{
		{ID: "41", Number: "2026-0117", Supplier: "C-2001", Name: "Bouwbedrijf Van der Meulen & Zonen B.V.", Kind: "invoice", Issued: "2026-02-06", Due: "2026-03-08", Received: "2026-02-09",
			Last: "2026-03-11", Left: 8, Currency: "EUR", Payable: 1250000, State: InvHeld, Holds: []Hold{account, twice}},
		{ID: "40", Number: "F26/88", Supplier: "C-2040", Name: "Groenvoorziening De Eik", Kind: "invoice", Issued: "2026-01-20", Due: "2026-02-20", Received: "2026-01-25", Last: "2026-02-24", Left: -7,
			Currency: "EUR", Payable: 84700, State: InvCoding},
		{ID: "42", Number: "900112", Supplier: "C-2002", Name: "Stichting Jeugdzorg Noord", Kind: "invoice", Issued: "2026-02-18", Due: "2026-03-20", Received: "2026-02-20", Last: "2026-03-22", Left: 19,
			Currency: "EUR", Payable: 482000, State: InvApproval, Turn: []string{"m.bakker", "Anne Visser"}, Mine: true},
		{ID: "43", Number: "CN-5", Name: "Kantoorhuis", Kind: "creditnote", Issued: "2026-02-18", Received: "2026-02-20", Last: "2026-03-22", Left: 19, Currency: "EUR", Payable: 12100, State: InvPaid},
	}
	if v.desk.released {
		all[0].Holds = all[0].Holds[1:]
	}
	return all
}

func (v *town) Invoices(_ context.Context, _ string, f InvoiceFilter, _ string) (l InvoiceList, err error) {
	if v.empty || v.fails != nil {
		return l, v.fails
	}
	for _, i := range v.townInvoices() {
		if (f.State == "" || f.State == i.State) && (!f.Mine || i.Mine) && (f.Supplier == "" || f.Supplier == i.Supplier) && strings.Contains(i.Name, f.Query) {
			l.Invoices = append(l.Invoices, i)
		}
	}
	return l, nil
}

func (v *town) InvoiceCounts(context.Context, string) (InvoiceCounts, error) {
	if v.empty || v.fails != nil {
		return InvoiceCounts{}, v.fails
	}
	return InvoiceCounts{Documents: 4, Unread: 1, Held: 1, Coding: 1, Approval: 1, Mine: 1}, nil
}

func (v *town) Invoice(_ context.Context, by, id string) (Invoice, error) {
	all := v.townInvoices()
	at := slices.IndexFunc(all, func(i InvoiceHead) bool { return i.ID == id })
	if v.empty || at < 0 {
		return Invoice{}, noPage(id)
	}
	i := Invoice{InvoiceHead: all[at], Net: 1033058, VAT: 216942, Gross: 1250000, Document: townDocuments[0], AllHolds: all[at].Holds,
		Seller:   Recognised{Number: all[at].Supplier, Name: all[at].Name, State: "active", Reasons: []Sentence{because("version", "KvK 12345678 staat op de factuur")}},
		Findings: []Finding{{Rule: "BR-CO-15", Severity: "error", Messages: map[string]string{"nl": "Het totaal met btw klopt niet.", "en": "The total with VAT is wrong."}, Path: "/Invoice/LegalMonetaryTotal", Line: 88}, {Rule: "RM-PDF-DATE", Severity: "policy", Messages: map[string]string{"nl": "De datum staat niet op de bladzijde.", "en": "The date is not on the page."}, OnPage: true}},
		History:  []Event{{ID: "e0", Kind: "approve", By: "m.bakker", Mine: true, At: time.Date(2026, 2, 9, 9, 0, 0, 0, time.UTC)}, {ID: "e1", Kind: "comment", By: "Anne Visser", At: time.Date(2026, 2, 10, 9, 0, 0, 0, time.UTC), Comment: "Ik bel ze morgen.\nOver de rekening."}},
	}
	switch id {
	case "41":
		i.Fields = townFields()
		i.Approval.Why = []Sentence{{Code: "approval.reason.clock-performed", Args: fault.Args("day", "2026-02-09")}}
		i.Clock, i.May.Clock = ClockFacts{Performed: "2026-02-09", Why: "pakbon 88", By: "Anne Visser", On: "2026-02-10"}, true
		i.Orders, i.Match = []Linked{{"71", "PO-2026/0017"}}, []Sentence{because("version", "de factuur noemt verplichting PO-2026/0017")}
		i.Pages = []Page{{Number: 1, Width: 620, Height: 877, Text: "Bouwbedrijf Van der Meulen\nFactuurnummer 2026-0117"}, {Number: 2, Width: 620, Height: 877}}
		i.Suspects = []Suspect{{InvoiceHead: InvoiceHead{ID: "40", Number: "2026-117", Name: "Van der Meulen", Issued: "2026-02-06", Received: "2026-02-07", Payable: 1250000, State: InvBooked}, Document: "13", Probability: 0.93, Reasons: []Sentence{because("version", "zelfde bedrag, nummer scheelt één teken")}}}
		i.AllHolds = append(slices.Clone(i.AllHolds), Hold{ID: "3", Kind: "doubtful", Why: because("version", "vervaldatum"), State: "released", Persons: 1, First: "Anne Visser"})
		i.Seller.Candidates = []Candidate{{"C-2001", "Bouwbedrijf Van der Meulen & Zonen B.V.", 0.91, []Sentence{because("version", "naam")}}, {"C-1007", "Meulen Infra", 0.06, nil}}
		gym := CodePart{Account: "4310", CostCentre: "520100", Taakveld: "5.2", Categorie: "3.8", Treatment: "mixed:sporthal", Amount: 1033058}
		i.Coding = Coding{Seen: "x1", Model: "last", Notes: []Sentence{because("version", "regels tellen niet op")}, Choices: CodeChoices{Accounts: []Choice{{"4310", "onderhoud gebouwen"}}, Treatments: []string{"compensable", "deductible", "cost", "mixed:sporthal"}},
			Entry: []BookingLine{{Account: "4310", Amount: 1033058, Dimensions: []Dimension{{"kostenplaats", "520100"}}}, {Account: "1600", Amount: -1033058}},
			Lines: []CodeLine{{At: 1, Number: "1", Text: "Onderhoud gymzaal", Net: 1033058, Rate: "21", Findings: []CodeFinding{{because("version", "taakveld 5.2 met categorie 3.8: kijk na"), true}},
				Proposal:     CodeOption{ID: "w1", Parts: []CodePart{gym}, Probability: 0.94, Reasons: []Sentence{because("version", "zo geboekt in 11 van 12 keer")}, Like: []Linked{{"40", "2025-0981"}}},
				Alternatives: []CodeOption{{ID: "w2", Parts: []CodePart{gym}, Probability: 0.03}}}}}
		i.May = InvoiceMay{Clock: true, Correct: true, Code: true, Hold: true, Reject: true, Assign: true, Reply: true, Copy: true}
	case "42":
		i.Document = townDocuments[1]
		i.Lines = []InvoiceLine{{Number: "1", Text: "Jeugdhulp februari", Quantity: "40", Unit: "uur", Price: "120,50", Rate: "0", Net: 482000}}
		i.Notes = []string{"Vrijgesteld van btw."}
		i.Fields = []Field{{Name: "number", Value: "900112", Form: "text", Proof: "xml", Path: "/Invoice/cbc:ID", Fixed: true}, {Name: "payable", Value: "4820.00", Form: "amount", Proof: "xml", Fixed: true}}
		i.Coding = Coding{Whole: true, Counts: true, By: "Jan de Wit", Lines: []CodeLine{{At: 1, Net: 482000, Parts: []CodePart{{Account: "4430", CostCentre: "672000", Taakveld: "6.72", Categorie: "3.5.1", Treatment: "cost", Amount: 482000}}}}}
		may := []Person{{Name: "m.bakker", For: "P. Smit"}, {Name: "Anne Visser", Away: true}}
		i.Approval = Approval{State: "waiting", Turn: may, Steps: []ApprovalStep{
			{Key: "receipt", Name: "receipt", Receipt: true, Done: true, By: "Jan de Wit", On: "2026-02-23"},
			{Key: "budgetholder:672000", Name: "budgetholder", CostCentre: "672000", Turn: true, Mine: true, May: may, MayNot: []Person{{Name: "Jan de Wit", Bar: because("version", "hij codeerde")}}, Why: []Sentence{because("version", "altijd")}},
			{Key: "second", Name: "second"}},
			Questions: []Event{{ID: "q1", Kind: "ask", By: "Anne Visser", To: "Jan de Wit", At: time.Date(2026, 2, 24, 10, 0, 0, 0, time.UTC), Comment: "Zijn dit alle uren?"}},
			Disputes:  []Event{{ID: "q2", Kind: "dispute", By: "Anne Visser", At: time.Date(2026, 2, 24, 11, 0, 0, 0, time.UTC), Amount: 12050, Lines: []string{"1"}, Comment: "Een uur te veel."}},
			Missing:   []Sentence{because("version", "budgethouder ontbreekt")}, Disputed: 12050, Lapsed: []Event{{ID: "a", Kind: "approve", By: "Anne Visser", Void: true, Why: because("version", "codering veranderde")}}}
		i.May = InvoiceMay{Code: true, Hold: true, Reject: true, Reply: true, Withdraw: true}
	case "43":
		i.Payment = &Payment{Item: "CN-5", Amount: 12100, Open: 0, Due: "2026-03-20", Run: "7", RunLabel: "RM-2026-0007", RunState: "done", Statements: []Linked{{"S61", "2026/061"}}}
		i.Bookings = []Booking{{Day: "2026-02-18", Text: "Kantoorhuis CN-5", By: "m.bakker", Lines: []BookingLine{{Account: "4300", Amount: -10000, Dimensions: []Dimension{{"kostenplaats", "100"}}}, {Account: "1810", Amount: -2100}, {Account: "1600", Amount: 12100}}}}
		i.Seller = Recognised{}
		i.May = InvoiceMay{Unbook: true}
	default:
		i.May = InvoiceMay{Code: true, Hold: true, Reject: true, Assign: true}
	}
	return i, v.fails
}

func (v *town) Correct(_ context.Context, by, id string, values []Correction) error {
	return v.desk.did("%s corrects %s %v", by, id, values)
}

func (v *town) Copy(_ context.Context, by, id, of string) error {
	return v.desk.did("%s says %s is a copy of %s", by, id, of)
}

func (v *town) ReadAgain(_ context.Context, by, id string) error {
	return v.desk.did("%s reads %s again", by, id)
}

func (v *town) Release(_ context.Context, by, id, kind, because string) (int, error) {
	if err := v.desk.did("%s releases %s %s %s", by, id, kind, because); err != nil {
		return 0, err
	}
	switch {
	case kind != "iban":
		return 0, nil
	case v.desk.firstRelease == "":
		v.desk.firstRelease = by
		return 1, nil
	case v.desk.firstRelease == by:
		return 0, fault.New("web.no-such-user", "user", by)
	}
	v.desk.released = true
	return 0, nil
}

func (v *town) Hold(_ context.Context, by, id, comment string) error {
	return v.desk.did("%s holds %s %s", by, id, comment)
}

func (v *town) Assign(_ context.Context, by, id, supplier string) error {
	return v.desk.did("%s assigns %s %s", by, id, supplier)
}

func (v *town) Code(_ context.Context, by, id string, parts []CodePart) error {
	sum := money.Cents(0)
	for _, p := range parts {
		sum += p.Amount
	}
	return v.desk.did("%s codes %s %d parts %s %s", by, id, len(parts), parts[0].Account, sum)
}

func (v *town) Act(_ context.Context, by, id string, a InvoiceAct) error {
	return v.desk.did("%s %s %s %s%s %s %v", by, a.Kind, id, a.Step, a.Of, a.Comment, a.Amount)
}

func (v *town) SetClock(_ context.Context, by, id string, f ClockFacts) error {
	if f.Why == "" {
		return fault.New("invoices.no-reason")
	}
	return v.desk.did("%s sets the clock of %s %s %s %s %s %s", by, id, f.Performed, f.Agreed, f.Returned, f.Completed, f.Why)
}

func (v *town) Reply(_ context.Context, id, lang string) (Reply, error) {
	return Reply{Subject: "Factuur " + id, Body: "Geachte heer of mevrouw,\n\nUw factuur klopt niet (" + lang + ").", To: "a@b.example", Electronic: true, Sendable: true}, v.fails
}

func (v *town) SendReply(_ context.Context, by, id, to, lang string) error {
	return v.desk.did("%s replies to %s: %s %s", by, id, to, lang)
}

func (v *town) ReplyFile(context.Context, string) (File, error) {
	return File{Name: "antwoord.xml", Type: "text/html", Content: io.NopCloser(strings.NewReader("<x/>"))}, nil
}

func townSuppliers() []Supplier {
	return []Supplier{
		{Number: "C-2001", Name: "Bouwbedrijf Van der Meulen & Zonen B.V.", KvK: "12345678", VAT: "NL123456782B90", City: "Voorbeeldstad", Street: "Kade 1", PostCode: "1234 AB", Country: "NL", State: "active", Also: []string{"Meulen Bouw"},
			Accounts: []SupplierAccount{{IBAN: "NL20INGB0001234567", State: "trusted", Since: "2024-01-01", Holders: []string{"Van der Meulen"}}, {IBAN: "NL91RABO0315273637", State: "held", Since: "2026-02-09", First: "Anne Visser"}, {IBAN: "NL39INGB0007654321", State: "refused", Since: "2026-01-09", Second: "m.bakker"}}},
		{Number: "P-88", Name: "Nieuwkomer", State: "proposed"},
	}
}

func (v *town) Suppliers(_ context.Context, f SupplierFilter, _ string) (list []Supplier, next string, err error) {
	if v.empty || v.fails != nil {
		return nil, "", v.fails
	}
	for _, s := range townSuppliers() {
		if (f.State == "" || s.State == f.State) && strings.Contains(s.Name, f.Query) {
			list = append(list, s)
		}
	}
	return list, "2", nil
}

func (v *town) Supplier(_ context.Context, number string) (Supplier, error) {
	for _, s := range townSuppliers() {
		if s.Number == number && !v.empty {
			return s, v.fails
		}
	}
	return Supplier{}, noPage(number)
}

func (v *town) AcceptSupplier(_ context.Context, by, number, as string) error {
	return v.desk.did("%s accepts %s as %s", by, number, as)
}

func (v *town) SameSupplier(_ context.Context, by, number, same string) error {
	return v.desk.did("%s says %s is %s", by, number, same)
}

func (v *town) RefuseSupplier(_ context.Context, by, number string) error {
	return v.desk.did("%s refuses %s", by, number)
}

func (v *town) ReleaseAccount(_ context.Context, by, number, iban string) (bool, error) {
	return false, v.desk.did("%s releases %s %s", by, number, iban)
}

func (v *town) RefuseAccount(_ context.Context, by, number, iban string) error {
	return v.desk.did("%s refuses %s %s", by, number, iban)
}

func townRun() Run {
	return Run{RunHead: RunHead{ID: "7", Label: "RM-2026-0007", Execution: "2026-03-04", State: "draft", Account: townMain, Payments: 2, Total: 566700, By: "Anne Visser", At: time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)},
		Discount: 1694, Credit: 12100, PaidLate: LateRisk{Count: 1, Days: 7, Interest: 165, Compensation: 4000}, LeftLate: LateRisk{Count: 1, Days: 2, Interest: 12, Compensation: 4000}, OldRate: true,
		Hash: strings.Repeat("9f3a51c07be2d648", 4), Bytes: 8123, Format: "pain.001.001.09", Missing: 1, MayRelease: true, Withdraw: true,
		Releases: []RunRelease{{By: "Anne Visser", At: time.Date(2026, 3, 3, 9, 5, 0, 0, time.UTC)}, {By: "x", Refused: because("version", "hij maakte de run")}},
		List: []RunPayment{{Name: "Groenvoorziening De Eik", IBAN: "NL02ABNA0123456789", Amount: 84700, Text: "F26/88", Settles: []RunSettled{{Invoice: "40", Number: "F26/88", Amount: 84700, Discount: 1694, Late: 7}}},
			{Name: "Stichting Jeugdzorg Noord", IBAN: "NL57BNGH0285012345", Amount: 482000, Reference: "5000000123456789", Blocked: true, Settles: []RunSettled{{Invoice: "42", Number: "900112", Amount: 482000}}}},
		Left: []LeftOut{{Invoice: "41", Number: "2026-0117", Name: "Van der Meulen", Amount: 1250000, Due: "2026-03-08", Why: []Sentence{because("version", "wordt vastgehouden")}, Risk: 4012}}}
}

func (v *town) Runs(context.Context, string) ([]RunHead, string, error) {
	if v.empty || v.fails != nil {
		return nil, "", v.fails
	}
	return []RunHead{townRun().RunHead}, "", nil
}

func (v *town) TryRun(_ context.Context, _ string, t RunTerms) (Run, error) {
	if t.Day == day.Day("2026-01-01") {
		return Run{}, fault.New("web.field-day", "day", t.Day)
	}
	return townRun(), v.fails
}

func (v *town) MakeRun(_ context.Context, by string, t RunTerms) (string, error) {
	return "7", v.desk.did("%s makes a run for %s", by, t.Day)
}

func (v *town) Run(_ context.Context, _, id string) (Run, error) {
	if id != "7" || v.empty {
		return Run{}, noPage(id)
	}
	return townRun(), v.fails
}

func (v *town) ReleaseRun(_ context.Context, by, id, hash string) error {
	return v.desk.did("%s releases run %s %.4s", by, id, hash)
}

func (v *town) RunFile(_ context.Context, by, id string) (File, error) {
	if err := v.desk.did("%s fetches %s", by, id); err != nil {
		return File{}, err
	}
	return File{Name: "RM-2026-0007.xml", Type: "application/xml", Content: io.NopCloser(strings.NewReader("<Document/>"))}, nil
}

func (v *town) WithdrawRun(_ context.Context, by, id, comment string) error {
	return v.desk.did("%s withdraws %s %s", by, id, comment)
}
