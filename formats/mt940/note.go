// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"strconv"
	"strings"

	"rentmeester/bank"
	"rentmeester/fault"
	"rentmeester/ident"
)

// note is everything a bank says about one entry beside its amount and days:
// the lines of :86:, what follows :61:, and :NS:.
type note struct {
	dialect    string
	line       *entryLine
	supplement []string // lines after the first of :61:
	lines      []noteLine
	size       int
	ns         []token
	tokens     []token // of :86:, kept for its memory
}

// noteLine is a line of :86: as it stands in the file; trailing spaces matter
// where lines are put together.
type noteLine struct {
	text  string
	first bool // it begins a field :86:; Rabobank's older layout has several
}

// token is a piece of information with the code word of its bank.
type token struct{ tag, value string }

func (n *note) reset(dialect string, line *entryLine) {
	*n = note{dialect: dialect, line: line, supplement: n.supplement[:0], lines: n.lines[:0], ns: n.ns[:0], tokens: n.tokens[:0]}
	if line.extra != "" {
		n.supplement = append(n.supplement, line.extra)
	}
}

// add takes a field :86:.
func (n *note) add(f *file) error {
	for i := range f.ends {
		text := f.field(i)
		if n.size += len(text) + 1; n.size > maxNote {
			return fault.New("mt940.field-too-long", "tag", "86", "line", f.at, "max", maxFieldLines)
		}
		n.lines = append(n.lines, noteLine{text, i == 0})
	}
	return nil
}

// nonSwift takes a numbered line of :NS: 01–14 purpose, 15 and 16 name, 17 what
// kind of booking.
func (n *note) nonSwift(f *file, code, value string) error {
	if n.size += len(value) + 1; n.size > maxNote {
		return fault.New("mt940.field-too-long", "tag", "NS", "line", f.at, "max", maxFieldLines)
	}
	switch {
	case code <= "14":
		n.ns = append(n.ns, token{"REMI", value})
	case code == "15", code == "16":
		n.ns = append(n.ns, token{"NAME", value})
	case code == "17":
		n.ns = append(n.ns, token{"TRTP", value})
	}
	return nil
}

// describe fills entry and detail, and says whether there is a detail: a
// counterparty, a text or a reference of the payment. A collected order is no
// payment and gets a Batch instead.
func (n *note) describe(e *bank.Entry, d *bank.Detail) bool {
	p := payment{n: n, e: e, d: d}
	n.beforeText(&p)
	text := wrapped(n.lines)
	switch {
	case len(n.ns) > 0:
		p.words(n.ns)
	case isSubfields(text):
		p.subfields(text)
	case isSlashed(text):
		n.tokens = slashed(text, n.tokens[:0])
		p.words(n.tokens)
	case isLabelled(text):
		p.words(labelled(text))
	default:
		p.free(n.lines)
	}
	p.finish()
	if e.Batch != nil && d.Counterparty.Account == "" && d.Counterparty.Name == "" {
		if text := flat(n.lines); text != "" {
			e.Info = text
		}
		return false
	}
	return d.Counterparty.Name != "" || d.Counterparty.Account != "" || len(d.Remittance) > 0 ||
		d.Reference != "" || d.EndToEndID != "" || d.MandateID != "" || d.Return != nil
}

// beforeText takes what :61: says itself.
func (n *note) beforeText(p *payment) {
	for _, text := range n.supplement {
		switch {
		case strings.HasPrefix(text, "/"):
			n.tokens = slashed(text, n.tokens[:0])
			p.words(n.tokens)
		case n.dialect == "rabobank" && p.d.Counterparty.Account == "" && rabobankAccount(text):
			p.d.Counterparty.Account = text
		case smallBank(n.dialect) && p.d.Counterparty.Name == "":
			p.d.Counterparty.Name = text
		}
	}
	if n.dialect == "rabobank" && n.line.rest != "" { // the older layout: account and name
		p.d.Counterparty.Name = n.line.rest
		if rabobankAccount(n.line.ref) {
			p.d.Counterparty.Account = domestic(n.line.ref)
			p.e.Ref = ""
		}
	}
	if n.dialect == "rabobank" && n.line.rest == "" && len(n.lines) > 0 && number(n.line.ref) &&
		(len(n.line.ref) == 9 || len(n.line.ref) == 10) {
		p.d.Counterparty.Account, p.e.Ref = n.line.ref, ""
	}
	if smallBank(n.dialect) && isAccount(n.line.ref) {
		p.d.Counterparty.Account, p.e.Ref = n.line.ref, ""
	}
}

// smallBank is one of the brands of the Volksbank: account and name of the
// counterparty stand in :61: and again in :86:.
func smallBank(dialect string) bool {
	return dialect == "sns" || dialect == "asn" || dialect == "regiobank"
}

func rabobankAccount(s string) bool {
	return ibanShaped(s) || len(s) >= 9 && len(s) <= 10 && number(strings.TrimPrefix(s, "P"))
}

// isAccount is an IBAN or an old number of 9 or 10 digits, with or without dots.
func isAccount(s string) bool {
	if ibanShaped(s) {
		return true
	}
	if s == "" || s[0] < '0' || s[0] > '9' {
		return false
	}
	plain := domestic(s)
	return (len(plain) == 9 || len(plain) == 10) && number(plain)
}

// ibanShaped looks at the form alone: a bank has checked the number already,
// and in example files the check digits are wrong.
func ibanShaped(s string) bool {
	if len(s) < 15 || len(s) > 34 || !letters(s[:2]) || !number(s[2:4]) {
		return false
	}
	for i := 4; i < len(s); i++ {
		if !(s[i] >= '0' && s[i] <= '9' || s[i] >= 'A' && s[i] <= 'Z') {
			return false
		}
	}
	return !strings.HasPrefix(s, "NL") || len(s) <= 19 && letters(s[4:8])
}

// wrapped joins the lines of :86: where the bank cut them at a width, and leaves
// a '\n' where the line was shorter: there a space was lost, or the break is
// meant. The width is 65 with or without ":86:" (SWIFT), or what the longest
// line shows.
func wrapped(lines []noteLine) string {
	switch len(lines) {
	case 0:
		return ""
	case 1:
		return lines[0].text
	}
	width := 0
	for i, l := range lines[:len(lines)-1] {
		width = max(width, l.width(i))
	}
	width = min(max(width, 58), 65)
	var b strings.Builder
	for i, l := range lines {
		b.WriteString(l.text)
		if i == len(lines)-1 {
			break
		}
		next := lines[i+1]
		label, _ := labelAt(next.text)
		if next.first || label != "" || l.width(i) < width && !strings.HasPrefix(next.text, "/") {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// width is the length of a line in the file; the first has ":86:" before it.
func (l noteLine) width(i int) int {
	if i == 0 {
		return len(l.text) + len(":86:")
	}
	return len(l.text)
}

// flat puts all lines in one, for people.
func flat(lines []noteLine) string {
	var words []string
	for _, l := range lines {
		words = append(words, strings.Fields(l.text)...)
	}
	return strings.Join(words, " ")
}

// payment is the detail being filled.
type payment struct {
	n     *note
	e     *bank.Entry
	d     *bank.Detail
	kind  string // what the bank calls the transaction
	batch bool
	gross bool // PIND was read: whether a batch is booked gross or net
	inUlt bool // a NAME now is of the ultimate party
	refs  creditorReference
}

// creditorReference is a structured reference in pieces (Rabobank).
type creditorReference struct{ kind, issuer string }

// reference keeps a structured creditor reference and its issuer; CUR is the
// Dutch betalingskenmerk.
func (p *payment) reference(ref, kind, issuer string) {
	ref = strings.ReplaceAll(strings.TrimSpace(ref), "\n", "")
	if ref == "" || p.d.Reference != "" {
		return
	}
	if issuer != "" {
		kind += "/" + issuer
	}
	p.d.Reference, p.d.ReferenceType = ref, kind
}

// remit keeps lines of text about the payment.
func (p *payment) remit(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			p.d.Remittance = append(p.d.Remittance, line)
		}
	}
}

// finish draws what follows from the parts together.
func (p *payment) finish() {
	d, line := p.d, p.n.line
	if p.kind != "" {
		p.e.Info = p.kind
	}
	d.Counterparty.Account = strings.TrimSpace(d.Counterparty.Account)
	if ibanShaped(d.Counterparty.Account) {
		d.Counterparty.Account = ident.Electronic(d.Counterparty.Account)
	}
	if zero := strings.Trim(d.Counterparty.Account, "0") == ""; zero {
		d.Counterparty.Account = ""
	}
	switch {
	case d.Reference != "":
	case p.n.dialect == "ing" && len(line.ref) == 16 && number(line.ref):
		p.reference(line.ref, "SCOR", "CUR") // ING puts the betalingskenmerk in :61:
	case smallBank(p.n.dialect) && line.code == "NACC" && len(line.bankRef) == 16 && number(line.bankRef):
		p.reference(line.bankRef, "SCOR", "CUR")
	case strings.Contains(strings.ToUpper(p.kind), "ACCEPTGIRO") && len(d.EndToEndID) == 16 && number(d.EndToEndID):
		p.reference(d.EndToEndID, "SCOR", "CUR") // Knab
	}
	if p.batch || line.keyword == "PREF" {
		p.collect()
	}
	p.returned()
}

// collect makes a batch of an entry that books a collected order.
func (p *payment) collect() {
	c := &p.d.Counterparty
	if c.Account != "" || c.Name != "" {
		return
	}
	if p.e.Batch == nil {
		p.e.Batch = &bank.Batch{}
	}
	p.e.Batch.PaymentInfoID = p.d.PaymentInfoID
	if p.e.Batch.Count == 0 {
		p.e.Batch.Count = totalOf(flat(p.n.lines))
	}
}

// totalOf finds the number in "TOTAAL 198 POSTEN".
func totalOf(text string) int {
	words := strings.Fields(strings.ToUpper(text))
	for i, word := range words {
		if i+1 < len(words) && (word == "TOTAAL" || strings.HasSuffix(word, "/TOTAAL")) {
			if n, err := strconv.Atoi(words[i+1]); err == nil && n >= 0 {
				return n
			}
		}
	}
	return 0
}

// returned finishes a payment that came back: its kind, in the bank's words
// where it has them.
func (p *payment) returned() {
	kind := returnKind(p.kind)
	if p.d.Return == nil {
		if kind == "" && p.n.line.code != "NRTI" {
			return
		}
		p.d.Return = &bank.Return{}
		if kind == "" {
			kind = "return"
		}
	}
	r := p.d.Return
	if r.Kind == "" {
		r.Kind = kind
	}
	if r.OriginalE2E == "" {
		r.OriginalE2E = p.d.EndToEndID
	}
}

// returnKind reads the kind of an R-transaction from the bank's name for it.
func returnKind(text string) string {
	text = strings.ToLower(text)
	if !strings.Contains(text, "sepa") && !strings.Contains(text, "incasso") {
		return "" // money back at a pay terminal, a fee taken back
	}
	for _, word := range []struct{ has, kind string }{
		{"niet uitgevoerd", "reject"}, {"geweigerd", "reject"}, {"weigering", "reject"}, {"reject", "reject"},
		{"refusal", "reject"}, {"refund", "refund"}, {"terugbetaling", "refund"}, {"reversal", "reversal"},
		{"herroep", "reversal"}, {"annulering", "cancellation"}, {"cancellation", "cancellation"},
		{"storner", "return"}, {"storno", "return"}, {"terugboeking", "return"}, {"retour", "return"}, {"return", "return"},
	} {
		if strings.Contains(text, word.has) {
			return word.kind
		}
	}
	return ""
}
