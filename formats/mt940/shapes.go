// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"strings"

	"rentmeester/bank"
	"rentmeester/ident"
)

// isSubfields recognises "166?00GUTSCHRIFT?20…" (German banks) and
// "000>100123456789>20…" (Triodos): three digits and numbered subfields.
func isSubfields(text string) bool {
	return len(text) > 6 && number(text[:3]) && strings.IndexByte("?>~^<@", text[3]) >= 0 &&
		text[4] >= '0' && text[4] <= '9' && (text[5] >= '0' && text[5] <= '9')
}

// isSubfield says which numbers there are; "?45" is then text.
func isSubfield(code string) bool {
	switch {
	case code == "00", code == "10", code >= "20" && code <= "38", code >= "60" && code <= "63":
		return number(code)
	}
	return false
}

// subfields reads numbered subfields. Their pieces are cut at 27 characters,
// wherever that is, so they are put together again without a space.
func (p *payment) subfields(text string) {
	mark, code := text[3], text[:3]
	text = strings.ReplaceAll(text, "\n", "")
	var purpose []string
	values := map[string]string{}
	rest := text[3:]
	for rest != "" {
		code := rest[1:3]
		end := 3
		for end < len(rest) && !(rest[end] == mark && end+2 < len(rest) && isSubfield(rest[end+1:end+3])) {
			end++
		}
		if value := rest[3:end]; code >= "20" && code <= "29" || code >= "60" && code <= "63" {
			purpose = append(purpose, value)
		} else if _, twice := values[code]; !twice {
			values[code] = value
		}
		rest = rest[end:]
	}
	p.kind = strings.TrimSpace(values["00"])
	if mark == '>' && code == "000" {
		p.triodos(values, purpose)
		return
	}
	c := &p.d.Counterparty
	c.BIC, c.Account = strings.TrimSpace(values["30"]), domestic(ident.Electronic(values["31"]))
	c.Name = strings.TrimSpace(values["32"] + values["33"])
	p.d.Code = bank.Code{Proprietary: code, Issuer: "DK"}
	p.purpose(strings.Join(purpose, ""))
	switch code { // business transaction codes (GVC) of returned SEPA payments
	case "108", "109", "159", "181", "182", "184":
		p.d.Return = &bank.Return{Kind: "return"}
	}
}

// triodos reads the older layout of Triodos: 10 is the other account, or zeros
// when the BIC and the IBAN begin the text; 31 is the own account.
func (p *payment) triodos(values map[string]string, purpose []string) {
	c := &p.d.Counterparty
	c.Account = strings.TrimSpace(values["10"])
	if len(purpose) > 1 && isBIC(strings.TrimSpace(purpose[0])) && ibanShaped(strings.TrimSpace(purpose[1])) {
		c.BIC, c.Account = strings.TrimSpace(purpose[0]), strings.TrimSpace(purpose[1])
		purpose = purpose[2:]
	}
	text := strings.Join(purpose, "")
	p.remit(text)
	p.kenmerk(text)
}

// sepaLabels are the code words of the German SEPA layout inside the purpose.
var sepaLabels = []string{"EREF", "KREF", "MREF", "CRED", "DEBT", "SVWZ", "ABWA", "ABWE", "COAM", "OAMT", "PURP", "IBAN", "BIC"}

// purpose reads "EREF+…KREF+…SVWZ+…", or plain text.
func (p *payment) purpose(text string) {
	type label struct {
		name     string
		at, from int
	}
	var found []label
	for i := 0; i < len(text); i++ {
		if text[i] != '+' {
			continue
		}
		for _, name := range sepaLabels {
			if start := i - len(name); start >= 0 && text[start:i] == name && (len(found) == 0 || start >= found[len(found)-1].from) {
				found = append(found, label{name, start, i + 1})
				break
			}
		}
	}
	if len(found) == 0 {
		p.remit(text)
		return
	}
	p.remit(text[:found[0].at])
	for i, l := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1].at
		}
		p.sepaLabel(l.name, strings.TrimSpace(text[l.from:end]))
	}
}

func (p *payment) sepaLabel(name, value string) {
	d := p.d
	switch name {
	case "EREF":
		once(&d.EndToEndID, reference(value))
	case "KREF":
		once(&d.InstructionID, reference(value))
	case "MREF":
		once(&d.MandateID, reference(value))
	case "CRED":
		once(&d.CreditorID, value)
	case "SVWZ":
		p.remit(value)
	case "ABWA", "ABWE":
		once(&d.Ultimate, value)
	case "PURP":
		once(&d.Purpose, value)
	case "OAMT":
		if cents, err := amount(value); err == nil {
			d.Instructed = &cents
		}
	case "COAM":
		if cents, err := amount(value); err == nil {
			d.Charges = cents.Abs()
		}
	case "IBAN":
		once(&d.Counterparty.Account, ident.Electronic(value))
	case "BIC":
		once(&d.Counterparty.BIC, value)
	}
}

// labels are the words with a colon of ABN AMRO's fixed text ("SEPA OVERBOEKING
// IBAN: … NAAM: …") and of Knab's first layout ("REK: …/NAAM: …").
var labels = []struct{ label, tag string }{
	{"IBAN:", "IBAN"}, {"BIC:", "BIC"}, {"NAAM:", "NAME"}, {"OMSCHRIJVING:", "REMI"}, {"KENMERK:", "EREF"},
	{"MACHTIGING:", "MARF"}, {"INCASSANT:", "CSID"}, {"BETALINGSKENM.:", "KENM"}, {"ID DEBITEUR:", "DEBT"},
	{"REDEN:", "RTRN"}, {"VOOR:", "ULTD"}, {"REK:", "IBAN"},
}

func isLabelled(text string) bool {
	upper := strings.ToUpper(text)
	if strings.HasPrefix(upper, "SEPA ") {
		return strings.Contains(upper, "IBAN:") || strings.Contains(upper, "NAAM:") || strings.Contains(upper, "BETALINGSKENM.:")
	}
	for _, label := range []string{"REK: ", "NAAM: "} {
		if strings.HasPrefix(upper, label) || strings.Contains(upper, "\n"+label) {
			return true
		}
	}
	return false
}

// labelled cuts text at its labels; what stands before the first is the kind of
// transaction (ABN AMRO) or the description (Knab).
func labelled(text string) []token {
	tokens := []token{{tag: "REMI"}}
	if len(text) >= 5 && strings.EqualFold(text[:5], "SEPA ") {
		tokens[0].tag = "TRTP"
	}
	from := 0
	for i := 0; i < len(text); i++ {
		if i > 0 && strings.IndexByte(" /\n", text[i-1]) < 0 {
			continue
		}
		tag, length := labelAt(text[i:])
		if tag == "" || i > 0 && text[i-1] == '/' && tag != "NAME" {
			continue
		}
		tokens[len(tokens)-1].value = column(tokens[len(tokens)-1].tag, text[from:i])
		tokens = append(tokens, token{tag: tag})
		from, i = i+length, i+length-1
	}
	last := &tokens[len(tokens)-1]
	last.value = column(last.tag, text[from:])
	return kenmerken(tokens)
}

func labelAt(s string) (tag string, length int) {
	for _, l := range labels {
		if len(s) >= len(l.label) && strings.EqualFold(s[:len(l.label)], l.label) {
			return l.tag, len(l.label)
		}
	}
	return "", 0
}

// column undoes the two columns of a line: padding goes; an account number ends
// at the first space.
func column(tag, value string) string {
	if tag == "IBAN" || tag == "BIC" {
		value = strings.TrimSuffix(strings.TrimSpace(value), "/")
		if first, _, cut := strings.Cut(value, "  "); cut {
			value = first
		}
		return value
	}
	if tag == "REMI" {
		return value
	}
	return strings.TrimSuffix(strings.Join(strings.Fields(value), " "), "/")
}

// kenmerken turns labels that are no code words into ones that are.
func kenmerken(tokens []token) []token {
	for i, t := range tokens {
		switch t.tag {
		case "KENM":
			tokens[i] = token{"REMI", "BETALINGSKENM.: " + t.value}
		case "DEBT":
			tokens[i] = token{"REMI", "ID DEBITEUR: " + t.value}
		}
	}
	return tokens
}

// free reads text without a layout of its own: the lines stay as they are. An
// account number at the start is the counterparty's (ING, SNS, Van Lanschot).
func (p *payment) free(lines []noteLine) {
	var kept []string
	for _, l := range lines {
		if text := strings.TrimSpace(l.text); text != "" {
			kept = append(kept, text)
		}
	}
	if len(kept) == 0 {
		return
	}
	all := strings.Join(kept, "\n")
	upper := strings.ToUpper(kept[0])
	switch {
	case strings.HasPrefix(upper, "VERZAMEL"), strings.HasPrefix(upper, "TOTAAL ") && totalOf(upper) > 0:
		p.batchText(kept)
		return
	case strings.HasPrefix(upper, "EUROPESE INCASSO"):
		kept = p.directDebit(kept)
	case strings.HasPrefix(upper, "GIRO ") && p.n.dialect == "abnamro":
		kept[0] = p.giro(kept[0])
	default:
		first := lines[0].text
		if strings.TrimSpace(first) != "" && first[0] != ' ' {
			kept[0] = p.accountFirst(kept[0], len(kept) > 1)
			if strings.HasPrefix(strings.ToUpper(kept[0]), "EUROPESE INCASSO") {
				kept = p.directDebit(kept)
			}
		}
	}
	p.remit(strings.Join(kept, "\n"))
	p.kenmerk(all)
}

// batchText reads ING's collected orders: "VERZAMELBETALING BATCH-ID: 012345
// TOTAAL 198 POSTEN", "VERZAMEL EUROBETALING M000000001111111 REMI TOTAAL 1 POSTEN".
func (p *payment) batchText(kept []string) {
	p.batch = true
	words := strings.Fields(strings.Join(kept, " "))
	p.e.Batch = &bank.Batch{Count: totalOf(strings.Join(words, " "))}
	for i, word := range words {
		if word == "BATCH-ID:" && i+1 < len(words) || strings.HasPrefix(word, "EURO") && i == 1 && i+1 < len(words) {
			p.d.PaymentInfoID = words[i+1]
		}
	}
	p.remit(strings.Join(kept, "\n"))
}

// giro reads ABN AMRO's "GIRO   428428 NAAM      tekst": a Postbank number and a
// name, in a column of 33.
func (p *payment) giro(first string) string {
	rest := strings.TrimLeft(first[len("GIRO "):], " ")
	account, rest, _ := strings.Cut(rest, " ")
	if !number(account) {
		return first
	}
	name, text, _ := strings.Cut(rest, "  ")
	p.d.Counterparty.Account, p.d.Counterparty.Name = account, strings.TrimSpace(name)
	return strings.TrimSpace(text)
}

// accountFirst takes an account number, a BIC and, where it can be told, a name
// from the first line, and gives what is left of it.
func (p *payment) accountFirst(first string, more bool) string {
	c := &p.d.Counterparty
	word, rest, _ := strings.Cut(first, " ")
	if !isAccount(word) {
		return first
	}
	c.Account = domestic(word)
	rest = strings.TrimSpace(rest)
	if next, after, _ := strings.Cut(rest, " "); ibanShaped(next) { // ING: own short number, then the IBAN and the BIC
		if bic, _, _ := strings.Cut(after, " "); isBIC(bic) {
			c.Account, rest = next, strings.TrimSpace(after)
		}
	}
	if next, after, _ := strings.Cut(rest, " "); ibanShaped(c.Account) && isBIC(next) {
		c.BIC, rest = next, strings.TrimSpace(after)
		if name, after, ok := strings.Cut(rest, " NOTPROVIDED"); ok {
			c.Name, rest = name, strings.TrimSpace(after)
		}
		return rest
	}
	if smallBank(p.n.dialect) && more && rest != "" {
		c.Name, rest = rest, ""
	}
	return rest
}

// directDebit reads ING's "Europese Incasso, doorlopend IBAN BIC name creditor
// mandate … SEPA …": the name ends where the creditor identifier begins.
func (p *payment) directDebit(kept []string) []string {
	words := strings.Fields(strings.Join(kept, " "))
	for i := 0; i+2 < len(words) && i < 6; i++ {
		if !ibanShaped(words[i]) || !isBIC(words[i+1]) {
			continue
		}
		p.kind = strings.Join(words[:i], " ")
		c := &p.d.Counterparty
		c.Account, c.BIC = words[i], words[i+1]
		for j := i + 2; j < len(words) && j < i+20; j++ {
			if id, ok := ident.CreditorID(words[j]); ok || creditorShaped(words[j]) {
				if !ok {
					id = words[j]
				}
				c.Name, p.d.CreditorID = strings.Join(words[i+2:j], " "), id
				return []string{strings.Join(words[j+1:], " ")}
			}
		}
		return []string{strings.Join(words[i+2:], " ")}
	}
	return kept
}

// creditorShaped has the form of a creditor identifier: NL10ZZZ100020000000.
func creditorShaped(s string) bool {
	return len(s) >= 15 && len(s) <= 35 && letters(s[:2]) && number(s[2:4]) && letters(s[4:7]) && number(s[7:])
}
