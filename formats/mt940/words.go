// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"strconv"
	"strings"

	"rentmeester/bank"
	"rentmeester/ident"
)

// words takes information with code words, whatever the bank wrote around them.
func (p *payment) words(tokens []token) {
	for i, t := range tokens {
		if !p.word(t.tag, t.value) && i > 0 {
			p.remit("/" + t.tag + "/" + t.value) // said twice: the text of a payer can look like a code word
		}
	}
	if p.refs.kind != "" && p.d.ReferenceType == "SCOR" {
		p.d.ReferenceType = strings.Trim(p.refs.kind+"/"+p.refs.issuer, "/")
	}
}

// word takes one code word. It says false when the place is taken already.
func (p *payment) word(tag, value string) bool {
	d := p.d
	switch tag {
	case "REMI":
		p.remittance(value)
		return true
	case "NAME", "IBAN", "BBAN", "BIC", "ACCW", "CNTP", "BENM", "ORDP", "ULTD", "ULTB", "ULTC", "UDTR", "UCRD", "INIT", "ID", "ADDR":
		return p.party(tag, value)
	case "EREF":
		return once(&d.EndToEndID, reference(value))
	case "MARF":
		return once(&d.MandateID, reference(value))
	case "CSID":
		return once(&d.CreditorID, ident.Electronic(reference(value)))
	case "IREF", "CREF":
		return once(&d.InstructionID, reference(value))
	case "PREF":
		p.batch = true
		return once(&d.PaymentInfoID, reference(value))
	case "PURP":
		return once(&d.Purpose, reference(value))
	case "RTRN":
		return p.reason(value)
	case "TRTP", "RTYP", "BUSP":
		if p.kind == "" {
			p.kind = line(value)
		}
	case "PIND":
		if !p.gross {
			p.gross, p.kind = true, strings.TrimSpace(p.kind+" "+line(value))
		}
	case "NRTX":
		p.batch = true
		if n, err := strconv.Atoi(reference(value)); err == nil && n > 0 {
			p.e.Batch = &bank.Batch{Count: n}
		}
	case "TRCD":
		d.Code = bank.Code{Proprietary: reference(value), Issuer: p.n.dialect}
	default:
		p.amounts(tag, value)
	}
	return true
}

// amounts takes code words about money, and the pieces of a structured reference.
func (p *payment) amounts(tag, value string) {
	switch tag {
	case "CD":
		if p.refs.kind == "" {
			p.refs.kind = line(value)
		}
	case "ISSR":
		p.refs.issuer = line(value)
	case "CDTRREF":
		p.reference(value, "SCOR", "")
	case "OCMT": // "EUR11,85"
		if value = reference(value); len(value) > 3 && letters(value[:3]) {
			if cents, err := amount(value[3:]); err == nil {
				p.d.Instructed, p.d.InstructedCcy = &cents, value[:3]
			}
		}
	case "CHGS":
		value = strings.TrimLeft(reference(value), "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		if cents, err := amount(value); err == nil {
			p.d.Charges = cents.Abs()
		}
	}
}

// party takes code words about who stands on the other side.
func (p *payment) party(tag, value string) bool {
	c := &p.d.Counterparty
	switch tag {
	case "CNTP", "BENM", "ORDP":
		p.inUlt = false
		return p.counterparty(value)
	case "ULTD", "ULTB", "ULTC", "UDTR", "UCRD":
		p.inUlt = true
		name, _, _ := strings.Cut(line(value), "/")
		return strings.TrimSpace(name) == "" || once(&p.d.Ultimate, strings.TrimSpace(name))
	case "INIT":
		p.inUlt = true
	case "NAME":
		if p.inUlt {
			return once(&p.d.Ultimate, line(value))
		}
		return once(&c.Name, line(value))
	case "IBAN", "BBAN":
		account := strings.ToUpper(ident.Electronic(reference(value)))
		if tag == "BBAN" {
			account = domestic(account)
		}
		return once(&c.Account, account)
	case "BIC":
		return once(&c.BIC, ident.Electronic(reference(value)))
	case "ACCW": // Rabobank: account, comma, BIC. It is surer than what stands in :61:.
		account, bic, _ := strings.Cut(reference(value), ",")
		c.Account = ident.Electronic(account)
		once(&c.BIC, bic)
	case "ID":
		return once(&c.ID, reference(value))
	case "ADDR":
		if len(c.Address) == 0 && !p.inUlt {
			c.Address = append(c.Address, line(value))
		}
	}
	return true
}

// counterparty reads account/BIC/name/city as ING and Triodos write it after
// CNTP; empty after BENM and ORDP where a NAME follows.
func (p *payment) counterparty(value string) bool {
	value = strings.TrimSuffix(value, "/")
	if strings.TrimSpace(value) == "" {
		return true
	}
	parts := strings.Split(value, "/")
	c := &p.d.Counterparty
	if len(parts) == 1 { // a name alone
		if isAccount(ident.Electronic(reference(value))) {
			return once(&c.Account, ident.Electronic(reference(value)))
		}
		return once(&c.Name, line(value))
	}
	if c.Name != "" && c.Account != "" {
		return false
	}
	c.Account = strings.ToUpper(ident.Electronic(reference(parts[0])))
	c.BIC = ident.Electronic(reference(parts[1]))
	city := ""
	if rest := parts[2:]; len(rest) > 1 {
		city = line(rest[len(rest)-1])
		c.Name = line(strings.Join(rest[:len(rest)-1], "/")) // a name may hold a slash
	} else if len(rest) == 1 {
		c.Name = line(rest[0])
	}
	if city != "" {
		c.Address = []string{city}
	}
	return true
}

// remittance reads what the payment is for: free, or in ING's and Triodos' form
// "USTD//text/" and "STRD/CUR/kenmerk/", or ABN AMRO's "ISSUER: CUR REF: kenmerk".
func (p *payment) remittance(value string) {
	if text, ok := cutWord(value, "USTD/"); ok {
		p.remit(strings.TrimPrefix(strings.TrimSuffix(text, "/"), "/"))
		return
	}
	if text, ok := cutWord(value, "STRD/"); ok {
		issuer, ref, _ := strings.Cut(strings.TrimSuffix(text, "/"), "/")
		p.reference(ref, "SCOR", line(issuer))
		return
	}
	flat := strings.Join(strings.Fields(value), " ")
	if rest, ok := cutWord(strings.ToUpper(flat), "ISSUER: "); ok {
		if issuer, ref, ok := strings.Cut(rest, " REF: "); ok && number(strings.ReplaceAll(ref, " ", "")) {
			p.reference(strings.ReplaceAll(ref, " ", ""), "SCOR", issuer)
			return
		}
	}
	p.remit(value)
	p.kenmerk(value)
}

// kenmerk finds a payment reference that the bank itself labels in free text:
// "BETALINGSKENM.  0123456789012345", "SCOR/CUR/0123456789012345".
func (p *payment) kenmerk(text string) {
	for _, label := range []string{"SCOR/CUR/", "BETALINGSKENM.:", "BETALINGSKENM.", "BETALINGSKENMERK:"} {
		i := strings.Index(text, label)
		if i < 0 {
			continue
		}
		rest := strings.TrimLeft(text[i+len(label):], " :\n")
		end := 0
		for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
			end++
		}
		// 7, 9 to 14, or 16 digits (Betaalvereniging); anything else is only text.
		if end == 7 || end >= 9 && end <= 14 || end == 16 {
			p.reference(rest[:end], "SCOR", "CUR")
		}
		return
	}
}

// reason reads RTRN: the code of ISO 20022, and for ING a digit for the kind.
func (p *payment) reason(value string) bool {
	if p.d.Return != nil {
		return false
	}
	code, info, _ := strings.Cut(reference(value), "/")
	code = strings.TrimSpace(code)
	if len(code) > 4 && reasonCode(code[:4]) {
		code, info = code[:4], strings.TrimSpace(code[4:]+" "+info)
	}
	p.d.Return = &bank.Return{Code: code, Info: strings.Trim(info, " /")}
	if kind, ok := returnKinds[p.d.Return.Info]; ok {
		p.d.Return.Kind, p.d.Return.Info = kind, ""
	}
	return true
}

// returnKinds are the kinds of R-transaction that ING numbers.
var returnKinds = map[string]string{"1": "reject", "2": "return", "3": "refund", "4": "reversal", "5": "cancellation"}

// reasonCode has the form of an ISO external return reason: AC04, MD06.
func reasonCode(s string) bool {
	return len(s) == 4 && letters(s[:2]) && number(s[2:])
}

// once fills an empty place; false when something else stands there.
func once(place *string, value string) bool {
	if *place == "" {
		*place = value
		return true
	}
	return value == "" || *place == value
}

// reference cleans an identification: no breaks in it, no slash behind it; ""
// when nobody gave one.
func reference(value string) string {
	value = strings.TrimSpace(strings.ReplaceAll(value, "\n", ""))
	value = strings.TrimSpace(strings.TrimSuffix(value, "/"))
	switch value {
	case "NOTPROVIDED", "NONREF":
		return ""
	}
	return value
}

// line makes one line of a value.
func line(value string) string {
	if strings.Contains(value, "\n") {
		value = strings.ReplaceAll(value, "\n ", " ")
		value = strings.ReplaceAll(value, "\n", " ")
	}
	value = strings.TrimSpace(value)
	return strings.TrimSpace(strings.TrimSuffix(value, "/"))
}

// cutWord is strings.CutPrefix over breaks: a wrapped line may cut the word.
func cutWord(value, word string) (string, bool) {
	i := 0
	for n := 0; n < len(word); n++ {
		for i < len(value) && value[i] == '\n' {
			i++
		}
		if i >= len(value) || value[i] != word[n] {
			return "", false
		}
		i++
	}
	return value[i:], true
}

// codeWords are those that Dutch banks write between slashes in :86:.
var codeWords = func() map[string]bool {
	known := map[string]bool{}
	for _, word := range strings.Fields(`TRTP RTYP IBAN BBAN BIC NAME REMI EREF PREF NRTX PIND CSID MARF RTRN CNTP BENM
		ORDP ULTD ULTB ULTC UDTR UCRD INIT ADDR ISDT ACCW PURP CREF IREF EXCH CHGS OCMT BUSP TRCD SVCL
		CDTRREFTP CDTRREF ISSR CD ID`) {
		known[word] = true
	}
	return known
}()

// codeWord finds the code word that a slash at s[0] begins; end is where its
// value begins. A break may stand inside it.
func codeWord(s string) (word string, end int) {
	var letters [10]byte
	n := 0
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\n':
		case c == '/':
			if n < 2 || !codeWords[string(letters[:n])] {
				return "", 0
			}
			return string(letters[:n]), i + 1
		case c < 'A' || c > 'Z' || n == len(letters):
			return "", 0
		default:
			letters[n] = c
			n++
		}
	}
	return "", 0
}

func isSlashed(text string) bool {
	if text == "" || text[0] != '/' {
		return false
	}
	word, _ := codeWord(text)
	return word != ""
}

// slashed cuts "/EREF/…//CNTP/…" at its code words.
func slashed(text string, tokens []token) []token {
	from := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '/' {
			continue
		}
		word, end := codeWord(text[i:])
		if word == "" {
			continue
		}
		if n := len(tokens); n > 0 {
			if !follows(word, tokens[n-1].tag, text[from:i]) {
				continue
			}
			tokens[n-1].value = text[from:i]
		}
		tokens = append(tokens, token{tag: word})
		from = i + end
		i = from - 1
	}
	if n := len(tokens); n > 0 {
		tokens[n-1].value = text[from:]
	}
	return tokens
}

// follows says whether word can be a code word after the value of another. Short
// words are code words only where a bank puts them: they occur in text too.
func follows(word, after, value string) bool {
	empty := strings.Trim(value, "/\n ") == ""
	switch word {
	case "ID", "CD":
		return empty
	case "ISSR":
		return after == "CD"
	case "NAME":
		return after != "REMI" || empty
	}
	return true
}
