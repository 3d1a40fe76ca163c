// SPDX-License-Identifier: EUPL-1.2

package semantic

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/day"
	"rentmeester/invoice"
)

// Reading is an invoice and where each of its fields stands.
type Reading struct {
	Invoice invoice.Invoice   `json:"invoice"`
	Paths   map[string]string `json:"paths"`  // by the field: "seller.vat", "lines.0.net"
	Unread  []Unread          `json:"unread"` // what is there but could not be taken over
}

// Unread is a value that is no number or no day where one is due.
type Unread struct {
	Field string `json:"field"`
	Value string `json:"value"`
	Path  string `json:"path"`
}

// Read takes the business terms out of a document. It does not judge: what is
// missing stays empty, and of what stands there twice the first is taken.
func (v *View) Read() Reading {
	r := reader{view: v, Reading: Reading{Paths: map[string]string{}, Unread: []Unread{}}}
	r.document(&r.Invoice)
	return r.Reading
}

// Read is that of the view, with what kind of document it is.
func (d *Document) Read() Reading {
	r := d.View.Read()
	if d.Kind == string(invoice.Bill) || d.Kind == string(invoice.CreditNote) {
		r.Invoice.Kind = invoice.Kind(d.Kind)
	}
	return r
}

type reader struct {
	Reading
	view *View
}

// scope is a group with the name that its fields get in the paths.
type scope struct {
	*reader
	node *Node
	name string
}

func (r *reader) document(inv *invoice.Invoice) {
	d := scope{r, r.view.Root, ""}
	d.head(inv)
	d.references(inv)
	for _, s := range d.each("preceding", "BG-3") {
		inv.Preceding = append(inv.Preceding, invoice.Earlier{Number: s.text("number", "BT-25"), Issued: s.day("issued", "BT-26")})
	}
	if s, has := d.first("seller", "BG-4"); has {
		inv.Seller = s.seller()
	}
	if s, has := d.first("buyer", "BG-7"); has {
		inv.Buyer = s.buyer()
	}
	if s, has := d.first("payee", "BG-10"); has {
		inv.Payee = &invoice.Party{Name: s.text("name", "BT-59"), IDs: s.identifiers("ids", "BT-60"), Legal: s.identifier("legal", "BT-61")}
	}
	if s, has := d.first("representative", "BG-11"); has {
		inv.Representative = &invoice.Party{Name: s.text("name", "BT-62"), VAT: s.text("vat", "BT-63"),
			Address: s.address("BG-12", "BT-64", "BT-65", "BT-164", "BT-66", "BT-67", "BT-68", "BT-69")}
	}
	if s, has := d.first("delivery", "BG-13"); has {
		delivery := invoice.Delivery{Name: s.text("name", "BT-70"), Location: s.identifier("location", "BT-71"), Day: s.day("day", "BT-72"),
			Address: s.address("BG-15", "BT-75", "BT-76", "BT-165", "BT-77", "BT-78", "BT-79", "BT-80")}
		if delivery != (invoice.Delivery{}) {
			inv.Delivery = &delivery
		}
	}
	inv.Period = d.period("BG-14", "BT-73", "BT-74")
	d.money(inv)
	for _, s := range d.each("attachments", "BG-24") {
		inv.Attachments = append(inv.Attachments, s.attachment())
	}
	for _, s := range d.each("lines", "BG-25") {
		inv.Lines = append(inv.Lines, s.line())
	}
}

func (s scope) head(inv *invoice.Invoice) {
	inv.Number = s.text("number", "BT-1")
	inv.Issued = s.day("issued", "BT-2")
	inv.Type = s.text("type", "BT-3")
	inv.Currency = s.text("currency", "BT-5")
	inv.TaxCurrency = s.text("taxCurrency", "BT-6")
	inv.TaxPoint = s.day("taxPoint", "BT-7")
	inv.TaxPointCode = s.text("taxPointCode", "BT-8")
	inv.Due = s.day("due", "BT-9")
	inv.PaymentTerms = s.text("paymentTerms", "BT-20")
	inv.Process = s.text("process", "BT-23")
	inv.Specification = s.text("specification", "BT-24")
	subjects := s.view.In(s.node, "BT-21")
	for i, note := range s.view.In(s.node, "BT-22") {
		one := invoice.Note{Text: strings.TrimSpace(note.Raw())}
		for _, subject := range subjects {
			if subject.Parent == note.Parent {
				one.Subject = subject.Value()
			}
		}
		inv.Notes = append(inv.Notes, one)
		s.Paths["notes."+strconv.Itoa(i)] = note.Path()
	}
}

func (s scope) references(inv *invoice.Invoice) {
	inv.BuyerReference = s.text("buyerReference", "BT-10")
	inv.Project = s.text("project", "BT-11")
	inv.Contract = s.text("contract", "BT-12")
	inv.Order = s.text("order", "BT-13")
	inv.SalesOrder = s.text("salesOrder", "BT-14")
	inv.ReceiptAdvice = s.text("receiptAdvice", "BT-15")
	inv.DespatchAdvice = s.text("despatchAdvice", "BT-16")
	inv.Tender = s.text("tender", "BT-17")
	inv.Object = s.text("object", "BT-18")
	inv.BuyerAccount = s.text("buyerAccount", "BT-19")
}

func (s scope) seller() invoice.Party {
	return invoice.Party{
		Name: s.text("name", "BT-27"), Trade: s.text("trade", "BT-28"), IDs: s.identifiers("ids", "BT-29"),
		Legal: s.identifier("legal", "BT-30"), VAT: s.text("vat", "BT-31"), TaxID: s.text("taxId", "BT-32"),
		LegalForm: s.text("legalForm", "BT-33"), Endpoint: s.identifier("endpoint", "BT-34"),
		Address: s.address("BG-5", "BT-35", "BT-36", "BT-162", "BT-37", "BT-38", "BT-39", "BT-40"),
		Contact: s.contact("BG-6", "BT-41", "BT-42", "BT-43"),
	}
}

func (s scope) buyer() invoice.Party {
	return invoice.Party{
		Name: s.text("name", "BT-44"), Trade: s.text("trade", "BT-45"), IDs: s.identifiers("ids", "BT-46"),
		Legal: s.identifier("legal", "BT-47"), VAT: s.text("vat", "BT-48"), Endpoint: s.identifier("endpoint", "BT-49"),
		Address: s.address("BG-8", "BT-50", "BT-51", "BT-163", "BT-52", "BT-53", "BT-54", "BT-55"),
		Contact: s.contact("BG-9", "BT-56", "BT-57", "BT-58"),
	}
}

func (s scope) address(group Term, terms ...Term) *invoice.Address {
	a, has := s.first("address", group)
	if !has {
		return nil
	}
	return &invoice.Address{
		Street: a.text("street", terms[0]), Additional: a.text("additional", terms[1]), Third: a.text("third", terms[2]),
		City: a.text("city", terms[3]), PostCode: a.text("postCode", terms[4]), Region: a.text("region", terms[5]),
		Country: a.text("country", terms[6]),
	}
}

func (s scope) contact(group Term, terms ...Term) *invoice.Contact {
	c, has := s.first("contact", group)
	if !has {
		return nil
	}
	return &invoice.Contact{Name: c.text("name", terms[0]), Phone: c.text("phone", terms[1]), Mail: c.text("mail", terms[2])}
}

func (s scope) period(group, from, to Term) *invoice.Period {
	p, has := s.first("period", group)
	if !has {
		return nil
	}
	return &invoice.Period{From: p.day("from", from), To: p.day("to", to)}
}

func (s scope) money(inv *invoice.Invoice) {
	for _, m := range s.each("payments", "BG-16") {
		inv.Payments = append(inv.Payments, s.means(m))
	}
	s.parts(inv)
	s.discount(inv)
	inv.CreditorID = s.text("creditorId", "BT-90")
	inv.Adjustments = append(
		s.adjustments(0, false, "BG-20", "BT-92", "BT-93", "BT-94", "BT-95", "BT-96", "BT-97", "BT-98"),
		s.adjustments(len(s.view.In(s.node, "BG-20")), true, "BG-21", "BT-99", "BT-100", "BT-101", "BT-102", "BT-103", "BT-104", "BT-105")...)
	if t, has := s.first("totals", "BG-22"); has {
		inv.Totals = invoice.Totals{
			Lines: t.amount("lines", "BT-106"), Allowances: t.amount("allowances", "BT-107"), Charges: t.amount("charges", "BT-108"),
			Net: t.amount("net", "BT-109"), Gross: t.amount("gross", "BT-112"), Paid: t.amount("paid", "BT-113"),
			Rounding: t.amount("rounding", "BT-114"), Payable: t.amount("payable", "BT-115"),
		}
	}
	for _, total := range s.view.Each("BT-110") {
		currency := total.Attr("currencyID")
		switch {
		case inv.Totals.VAT == nil && (currency == "" || currency == inv.Currency):
			inv.Totals.VAT = s.take("totals.vat", total)
		case inv.Totals.VATInOther == nil && currency == inv.TaxCurrency:
			inv.Totals.VATInOther = s.take("totals.vatInOther", total)
		}
	}
	for _, t := range s.each("tax", "BG-23") {
		inv.Tax = append(inv.Tax, invoice.Tax{Base: t.amount("base", "BT-116"), Amount: t.amount("amount", "BT-117"),
			Category: t.text("category", "BT-118"), Rate: t.number("rate", "BT-119"), Reason: t.text("reason", "BT-120"), Code: t.text("code", "BT-121")})
	}
}

// means reads a way to pay; some of it stands beside the group in CII.
func (s scope) means(m scope) invoice.Means {
	one := invoice.Means{Code: m.text("code", "BT-81"), Text: m.text("text", "BT-82"), Reference: m.shared(s, "reference", "BT-83"),
		Mandate: m.shared(s, "mandate", "BT-89"), Debited: m.text("debited", "BT-91")}
	if a, has := m.first("account", "BG-17"); has {
		a.name = m.name
		one.Account, one.Holder, one.BIC = a.text("account", "BT-84"), a.text("holder", "BT-85"), a.text("bic", "BT-86")
	}
	if c, has := m.first("card", "BG-18"); has {
		one.Card = c.text("number", "BT-87")
	}
	if d, has := m.first("mandate", "BG-19"); has {
		d.name = m.name
		one.Mandate, one.Debited = d.text("mandate", "BT-89"), d.text("debited", "BT-91")
	}
	return one
}

// shared reads a term that stands in the group or, in another syntax, above it.
func (s scope) shared(above scope, field string, t Term) string {
	if s.view.Binding[t].In == "BG-0" {
		s.node = above.node
	}
	return s.text(field, t)
}

func (s scope) adjustments(from int, charge bool, group Term, terms ...Term) []invoice.Adjustment {
	var all []invoice.Adjustment
	for i, a := range s.each("adjustments", group) {
		a.name = s.field("adjustments." + strconv.Itoa(from+i))
		one := invoice.Adjustment{Charge: charge, Amount: a.amount("amount", terms[0]), Base: a.amount("base", terms[1]), Percent: a.number("percent", terms[2])}
		if len(terms) > 5 {
			one.Category, one.Rate = a.text("category", terms[3]), a.number("rate", terms[4])
		}
		one.Reason, one.Code = a.text("reason", terms[len(terms)-2]), a.text("code", terms[len(terms)-1])
		all = append(all, one)
	}
	return all
}

func (s scope) attachment() invoice.Attachment {
	a := invoice.Attachment{Number: s.text("number", "BT-122"), Description: s.text("description", "BT-123"), URL: s.text("url", "BT-124"),
		MIME: s.text("mime", "BT-125-1"), File: s.text("file", "BT-125-2")}
	for _, body := range s.view.In(s.node, "BT-125") {
		plain := strings.Join(strings.Fields(body.Text), "")
		a.Bytes = base64.StdEncoding.DecodedLen(len(plain)) - strings.Count(plain[max(0, len(plain)-2):], "=")
	}
	return a
}

func (s scope) line() invoice.Line {
	l := invoice.Line{
		Number: s.text("number", "BT-126"), Note: s.text("note", "BT-127"), Object: s.text("object", "BT-128"),
		Quantity: s.number("quantity", "BT-129"), Unit: s.text("unit", "BT-130"), Net: s.amount("net", "BT-131"),
		OrderLine: s.text("orderLine", "BT-132"), BuyerAccount: s.text("buyerAccount", "BT-133"),
		Period: s.period("BG-26", "BT-134", "BT-135"),
		Price:  s.amount("price", "BT-146"), Discount: s.amount("discount", "BT-147"), GrossPrice: s.amount("grossPrice", "BT-148"),
		PriceFor: s.number("priceFor", "BT-149"), PriceUnit: s.text("priceUnit", "BT-150"),
		Category: s.text("category", "BT-151"), Rate: s.number("rate", "BT-152"),
		Name: s.text("name", "BT-153"), Description: s.text("description", "BT-154"),
		SellersID: s.text("sellersId", "BT-155"), BuyersID: s.text("buyersId", "BT-156"), StandardID: s.identifier("standardId", "BT-157"),
		Origin: s.text("origin", "BT-159"),
	}
	l.Adjustments = append(
		s.adjustments(0, false, "BG-27", "BT-136", "BT-137", "BT-138", "BT-139", "BT-140"),
		s.adjustments(len(s.view.In(s.node, "BG-27")), true, "BG-28", "BT-141", "BT-142", "BT-143", "BT-144", "BT-145")...)
	for i, class := range s.view.In(s.node, "BT-158") {
		l.Classes = append(l.Classes, invoice.Identifier{ID: class.Value(), Scheme: class.Attr("listID")})
		s.Paths[s.field("classes."+strconv.Itoa(i))] = class.Path()
	}
	for _, p := range s.each("properties", "BG-32") {
		l.Properties = append(l.Properties, invoice.Property{Name: p.text("name", "BT-160"), Value: p.text("value", "BT-161")})
	}
	return l
}

func (s scope) field(name string) string {
	if s.name == "" {
		return name
	}
	return s.name + "." + name
}

// each gives the instances of a group, named "lines.0", "lines.1" …
func (s scope) each(name string, group Term) []scope {
	var all []scope
	for i, place := range s.view.In(s.node, group) {
		all = append(all, scope{s.reader, place.Node, s.field(name + "." + strconv.Itoa(i))})
	}
	return all
}

func (s scope) first(name string, group Term) (scope, bool) {
	found := s.view.In(s.node, group)
	if len(found) == 0 {
		return scope{}, false
	}
	return scope{s.reader, found[0].Node, s.field(name)}, true
}

// text reads the first value that is not empty.
func (s scope) text(name string, t Term) string {
	for _, place := range s.view.In(s.node, t) {
		if value := place.Value(); value != "" {
			s.Paths[s.field(name)] = place.Path()
			return value
		}
	}
	return ""
}

func (s scope) identifier(name string, t Term) *invoice.Identifier {
	if all := s.identifiers(name, t); len(all) > 0 {
		return &all[0]
	}
	return nil
}

func (s scope) identifiers(name string, t Term) []invoice.Identifier {
	var all []invoice.Identifier
	for _, place := range s.view.In(s.node, t) {
		if value := place.Value(); value != "" {
			all = append(all, invoice.Identifier{ID: value, Scheme: place.Attr("schemeID")})
			if len(all) == 1 {
				s.Paths[s.field(name)] = place.Path()
			}
		}
	}
	return all
}

func (s scope) day(name string, t Term) day.Day {
	value := s.text(name, t)
	if value == "" {
		return ""
	}
	if len(value) == len("20260131") && !strings.Contains(value, "-") {
		value = value[:4] + "-" + value[4:6] + "-" + value[6:]
	}
	d, err := day.Parse(value)
	if err != nil {
		s.unread(name, value)
	}
	return d
}

func (s scope) number(name string, t Term) *decimal.Decimal {
	value := s.text(name, t)
	if value == "" {
		return nil
	}
	d, err := decimal.Parse(value)
	if err != nil {
		s.unread(name, value)
		return nil
	}
	return &d
}

func (s scope) amount(name string, t Term) *invoice.Amount {
	for _, place := range s.view.In(s.node, t) {
		return s.take(s.field(name), place)
	}
	return nil
}

// take reads an amount and its currency: that which stands beside it, else that
// of the document.
func (r *reader) take(field string, place Place) *invoice.Amount {
	d, err := decimal.Parse(place.Value())
	if err != nil {
		r.Unread = append(r.Unread, Unread{field, place.Value(), place.Path()})
		return nil
	}
	r.Paths[field] = place.Path()
	currency := place.Attr("currencyID")
	if currency == "" {
		currency = r.view.Value("BT-5")
	}
	return &invoice.Amount{Value: d, Currency: currency}
}

func (s scope) unread(name, value string) {
	field := s.field(name)
	s.Unread = append(s.Unread, Unread{field, value, s.Paths[field]})
	delete(s.Paths, field)
}
