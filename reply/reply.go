// SPDX-License-Identifier: EUPL-1.2

// Package reply writes to a supplier what is wrong with an invoice: a letter or
// mail in Dutch or English that is ready to be sent, and the same as an Invoice
// Response of Peppol. It says what is the matter, by the names of the rules and the
// places in the file, and what the supplier can do. Values go in and text comes
// out; it imports invoice, formats/einvoice, money, day, text and fault.
package reply

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rentmeester/day"
	"rentmeester/formats/einvoice"
	"rentmeester/invoice"
	"rentmeester/money"
	"rentmeester/text"
)

// Outcome is what becomes of the invoice; its value is the code of Peppol
// (UNCL4343).
type Outcome string

const (
	Rejected Outcome = "RE" // it is not taken
	Queried  Outcome = "UQ" // it waits for an answer
)

// Reason is why. Its sentence and what is asked stand in the catalogue, as
// "reply.reason." and "reply.ask." with its name.
type Reason string

const (
	Invalid        Reason = "invalid"         // it breaks rules for electronic invoices
	Duplicate      Reason = "duplicate"       // it was sent before
	WrongAddressee Reason = "wrong-addressee" // it is not ours
	NotOrdered     Reason = "not-ordered"     // nothing of the kind was ordered
	NoReference    Reason = "no-reference"    // order or obligation number is missing
	WrongReference Reason = "wrong-reference" // … or unknown
	NotDelivered   Reason = "not-delivered"
	Quality        Reason = "quality" // what was delivered is not good
	Price          Reason = "price"
	Quantity       Reason = "quantity"
	OtherItem      Reason = "other-item"
	Terms          Reason = "terms"   // of payment
	Account        Reason = "account" // the bank account is not known to us
	VAT            Reason = "vat"
	Sums           Reason = "sums" // amounts do not add up
	Other          Reason = "other"
)

// peppol gives the codes of Peppol for a reason (list OPStatusReason) and for what
// is asked (OPStatusAction).
var peppol = map[Reason]struct{ reason, action string }{
	Invalid: {"LEG", "NIN"}, Duplicate: {"OTH", "CNF"}, WrongAddressee: {"REC", "CNF"}, NotOrdered: {"UNR", "CNF"},
	NoReference: {"REF", "NIN"}, WrongReference: {"REF", "NIN"}, NotDelivered: {"DEL", "CNF"}, Quality: {"QUA", "PIN"},
	Price: {"PRI", "CNP"}, Quantity: {"QTY", "CNP"}, OtherItem: {"ITM", "PIN"}, Terms: {"PAY", "NIN"},
	Account: {"FIN", "PIN"}, VAT: {"LEG", "NIN"}, Sums: {"FIN", "NIN"}, Other: {"OTH", "OTH"},
}

// Reasons are all reasons, in the order in which a person chooses from them.
var Reasons = []Reason{Invalid, Duplicate, WrongAddressee, NotOrdered, NoReference, WrongReference, NotDelivered, Quality,
	Price, Quantity, OtherItem, Terms, Account, VAT, Sums, Other}

// Party is who writes or is written to.
type Party struct {
	Name     string
	Endpoint invoice.Identifier // electronic address, for Peppol
	Contact  string             // whom to ask
	Phone    string
	Mail     string
}

// Reply is what is to be said.
type Reply struct {
	ID       string // our number of this reply
	Day      day.Day
	From     Party // we
	To       Party // the supplier
	Number   string
	Issued   day.Day
	Credit   bool
	Type     string // of the document, UNTDID 1001; "" is 380, or 381 for a credit note
	Gross    money.Cents
	Currency string
	Outcome  Outcome
	Reasons  []Reason
	Findings []einvoice.Finding // of the validation
	Points   []Point            // of our own policy
	Remark   string             // what a person adds, as it is
}

// Point is something of our own policy that is wrong: a sentence of the catalogue.
// Its ".do", where there is one, says what to do.
type Point struct {
	Rule string
	Code string
	Args map[string]string
	Path string
}

// Of begins a reply about an invoice.
func Of(inv *invoice.Invoice, from Party) Reply {
	r := Reply{From: from, Number: inv.Number, Issued: inv.Issued, Type: inv.Type, Currency: inv.Currency,
		Credit: inv.Kind == invoice.CreditNote, Outcome: Rejected, To: Party{Name: inv.Seller.Name}}
	if inv.Totals.Gross != nil {
		r.Gross, _ = inv.Totals.Gross.Cents() // an amount that is none is not told
	}
	if inv.Seller.Endpoint != nil {
		r.To.Endpoint = *inv.Seller.Endpoint
	}
	if c := inv.Seller.Contact; c != nil {
		r.To.Contact, r.To.Mail, r.To.Phone = c.Name, c.Mail, c.Phone
	}
	return r
}

// Letter is a letter or mail that is ready to be sent, in plain text.
type Letter struct {
	Lang    text.Lang
	Subject string // one line
	Body    string
	Points  []Said // what is wrong, as the body tells it
}

// Said is one thing that is wrong, at one place or at several.
type Said struct {
	Rule     string
	Severity einvoice.Severity
	What     string
	Do       string
	Where    []string // the first places
	More     int      // places beyond these
}

// Bounds of what one letter tells.
const (
	mostPoints = 40
	mostPlaces = 3
)

// Write writes the letter.
func Write(r Reply, lang text.Lang) Letter {
	l := Letter{Lang: lang}
	say := func(key string, args map[string]string) string { return text.Say(lang, key, args) }
	args := r.args(lang)
	outcome := "reply.rejected"
	if r.Outcome == Queried {
		outcome = "reply.queried"
	}
	l.Subject = say(outcome+".subject", args)
	paragraphs := []string{say("reply.dear", args), say(outcome, args)}
	if list := r.list("reply.reason.", say); list != "" {
		paragraphs = append(paragraphs, say("reply.why", nil)+"\n"+list)
	}
	var points string
	if l.Points, points = r.points(lang); points != "" {
		paragraphs = append(paragraphs, say("reply.points", nil)+"\n"+points)
	}
	if r.Remark != "" {
		paragraphs = append(paragraphs, strings.TrimSpace(r.Remark))
	}
	if list := r.list("reply.ask.", say); list != "" {
		paragraphs = append(paragraphs, say("reply.ask", nil)+"\n"+list)
	}
	paragraphs = append(paragraphs, say("reply.contact", args), say("reply.regards", nil)+"\n"+r.signature())
	l.Body = strings.Join(paragraphs, "\n\n") + "\n"
	return l
}

// args are the values of the sentences about the invoice.
func (r Reply) args(lang text.Lang) map[string]string {
	kind := "reply.kind.invoice"
	if r.Credit {
		kind = "reply.kind.creditnote"
	}
	currency := oneLine(r.Currency)
	if currency == "" || currency == "EUR" {
		currency = "€"
	}
	args := map[string]string{"number": oneLine(r.Number), "day": string(r.Issued), "amount": r.Gross.String(),
		"currency": currency, "supplier": oneLine(r.To.Name)}
	args["document"] = strings.TrimSpace(text.Say(lang, kind, nil) + " " + args["number"])
	if r.Issued != "" {
		args["document"] += " " + text.Say(lang, "reply.of-day", args)
	}
	args["total"] = args["document"]
	if r.Gross != 0 {
		args["total"] += " " + text.Say(lang, "reply.for-amount", args)
	}
	return args
}

// list writes a sentence for each reason, each sentence once.
func (r Reply) list(prefix string, say func(string, map[string]string) string) string {
	var lines []string
	for _, reason := range r.Reasons {
		if line := "- " + say(prefix+string(reason), nil); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func (r Reply) signature() string {
	var lines []string
	for _, line := range []string{r.From.Contact, r.From.Name, r.From.Phone, r.From.Mail} {
		if line = oneLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// points gathers what is wrong: a rule that is broken at a hundred places is told
// once. Errors come first, then our policy, then what is only advised.
func (r Reply) points(lang text.Lang) ([]Said, string) {
	var all []Said
	add := func(s Said, where string) {
		at := slices.IndexFunc(all, func(o Said) bool { return o.Rule == s.Rule && o.What == s.What })
		if at < 0 {
			at, all = len(all), append(all, s)
		}
		switch one := &all[at]; {
		case where == "" || slices.Contains(one.Where, where):
		case len(one.Where) < mostPlaces:
			one.Where = append(one.Where, where)
		default:
			one.More++
		}
	}
	for _, f := range r.Findings {
		add(Said{Rule: oneLine(f.Rule), Severity: f.Severity, What: oneLine(f.Message(lang)), Do: text.Say(lang, remedy(f.Rule), nil)},
			place(lang, f.Path, f.Line))
	}
	for _, p := range r.Points {
		s := Said{Rule: oneLine(p.Rule), Severity: einvoice.Policy, What: oneLine(text.Say(lang, p.Code, p.Args))}
		if text.Has(lang, p.Code+".do") {
			s.Do = oneLine(text.Say(lang, p.Code+".do", p.Args))
		}
		add(s, place(lang, p.Path, 0))
	}
	order := []einvoice.Severity{einvoice.Error, einvoice.Policy, einvoice.Warning}
	slices.SortStableFunc(all, func(a, b Said) int { return slices.Index(order, a.Severity) - slices.Index(order, b.Severity) })
	return told(all, lang)
}

// told writes the points, as many as a letter holds.
func told(all []Said, lang text.Lang) ([]Said, string) {
	var b strings.Builder
	for i, s := range all[:min(len(all), mostPoints)] {
		b.WriteString(strconv.Itoa(i+1) + ". ")
		if s.Rule != "" {
			b.WriteString("[" + s.Rule + "] ")
		}
		b.WriteString(s.What)
		if s.Severity == einvoice.Warning {
			b.WriteString(" " + text.Say(lang, "reply.advice", nil))
		}
		b.WriteString("\n")
		if len(s.Where) > 0 {
			where := strings.Join(s.Where, "; ")
			if s.More > 0 {
				where += " " + text.Say(lang, "reply.more-places", map[string]string{"count": strconv.Itoa(s.More)})
			}
			b.WriteString("   " + text.Say(lang, "reply.place", map[string]string{"where": where}) + "\n")
		}
		if s.Do != "" {
			b.WriteString("   " + text.Say(lang, "reply.do", map[string]string{"do": s.Do}) + "\n")
		}
	}
	if more := len(all) - mostPoints; more > 0 {
		b.WriteString(text.Say(lang, "reply.more-points", map[string]string{"count": strconv.Itoa(more)}) + "\n")
	}
	return all[:min(len(all), mostPoints)], strings.TrimRight(b.String(), "\n")
}

// place writes where something stands.
func place(lang text.Lang, path string, line int) string {
	path = oneLine(path)
	if line > 0 {
		path = strings.TrimSpace(path + " " + text.Say(lang, "reply.line", map[string]string{"line": strconv.Itoa(line)}))
	}
	return path
}

// remedies tell what to do about a rule, by how its name begins; the longest that
// fits holds.
var remedies = map[string]string{
	"BR-": "missing", "BR-CO-1": "sums", "BR-DEC-": "decimals", "BR-CL-": "code", "BR-CO-": "together",
	"BR-S-": "vat", "BR-Z-": "vat", "BR-E-": "vat", "BR-AE-": "vat", "BR-IC-": "vat", "BR-G-": "vat", "BR-O-": "vat",
	"BR-AF-": "vat", "BR-AG-": "vat", "BR-B-": "vat", "BR-NL-": "national", "NL-": "national", "BR-DE-": "national",
	"PEPPOL-COMMON-": "identifier", "PEPPOL-EN16931-CL": "code", "PEPPOL-EN16931-F": "syntax", "PEPPOL-": "peppol",
	"UBL-": "syntax", "CII-": "syntax", "RM-PDF-": "pdf", "RM-": "policy",
}

func remedy(rule string) string {
	for n := len(rule); n > 0; n-- {
		if name := remedies[rule[:n]]; name != "" {
			return "reply.do." + name
		}
	}
	return "reply.do.rule"
}

// oneLine keeps what comes from a document from breaking a line of a letter, or the
// head of a mail.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	const most = 500
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
