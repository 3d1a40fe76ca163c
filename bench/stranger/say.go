// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"
	"strings"
)

// said is what a payer writes with a payment.
type said struct {
	text, ref, e2e string
	mess           string
	clear          bool
}

// grouped writes a number as people copy it from paper.
func grouped(s string, n int) string {
	var b strings.Builder
	for i, c := range s {
		if i > 0 && i%n == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// slip makes one mistake in a number: a wrong digit, two swapped, one missing.
func (t *town) slip(s string) string {
	b := []byte(s)
	at := 2 + t.IntN(len(b)-3)
	switch t.IntN(3) {
	case 0:
		if b[at] >= '0' && b[at] <= '9' {
			b[at] = '0' + (b[at]-'0'+byte(1+t.IntN(9)))%10
		}
	case 1:
		b[at], b[at+1] = b[at+1], b[at]
	default:
		b = append(b[:at], b[at+1:]...)
	}
	return string(b)
}

// neat is the payment as we ask for it.
func (t *town) neat(i *item) said {
	if i.Reference != "" {
		if t.chance(0.75) {
			return said{ref: i.Reference, mess: "by the book", clear: true}
		}
		return said{text: i.Reference, mess: "by the book", clear: true}
	}
	return said{text: pick(t, []string{"", "factuur ", "Factuurnr ", "nota ", "betreft "}) + i.Number, mess: "by the book", clear: true}
}

// say is what a payer writes; other is true when he is not who we know.
func (t *town) say(i *item, careful bool) said {
	if careful || !t.chance(t.o.Mess) {
		return t.neat(i)
	}
	surname := i.who.surname
	n := t.IntN(100)
	switch {
	case n < 14:
		return t.typed(i)
	case n < 24:
		id := i.Reference
		if id == "" {
			id = i.Number
		}
		return said{text: pick(t, []string{"kenm. ", "betalingskenmerk ", "", "nr "}) + t.slip(id), mess: "typing error", clear: true}
	case n < 40:
		return said{text: t.loose(i), mess: "number written loosely", clear: true}
	case n < 52:
		return said{text: fmt.Sprintf(pick(t, []string{"%s %d %s", "%s %d dhr %s", "%s %d fam. %s", "betr. %s %d t.n.v. %s"}), i.words, t.o.Year, surname),
			mess: "words only", clear: true}
	case n < 62:
		return said{text: pick(t, []string{i.words, strings.ToUpper(i.words), "betaling " + i.words, "gemeente"}), mess: "words only"}
	case n < 70:
		return said{text: pick(t, []string{"debiteurnr ", "klantnr. ", "deb nr "}) + i.who.number, mess: "customer number", clear: true}
	case n < 78:
		e2e := i.Reference
		if e2e == "" {
			e2e = i.Number
		}
		return said{e2e: strings.ReplaceAll(e2e, "/", "-"), text: i.words, mess: "number in EndToEndId", clear: true}
	case n < 84:
		return said{text: i.who.street + " " + i.words, mess: "address", clear: false}
	case n < 90:
		return said{text: pick(t, []string{"", "overboeking", "betaling", "."}), mess: "nothing said"}
	default:
		return t.typed(i)
	}
}

// typed is the right number, as people type it.
func (t *town) typed(i *item) said {
	ref := i.Reference
	if ref == "" {
		return said{text: "Betaling " + strings.ToLower(i.Number) + " " + i.words, mess: "typed by hand", clear: true}
	}
	text := pick(t, []string{"kenm. " + grouped(ref, 4), "Betalingskenmerk: " + grouped(ref, 4), "betaling kenmerk " + ref + " mvg " + i.who.surname,
		i.words + " " + ref, ref[:len(ref)/2] + "-" + ref[len(ref)/2:], "kenmerk " + grouped(ref, 3) + " " + fmt.Sprint(t.o.Year), i.Number + " / " + ref})
	return said{text: text, mess: "typed by hand", clear: true}
}

// loose is the number of the item, without what makes it easy to recognise.
func (t *town) loose(i *item) string {
	plain := strings.NewReplacer("/", " ", "-", " ", ".", " ").Replace(i.Number)
	forms := []string{plain, strings.ReplaceAll(plain, " ", ""), strings.ToLower(i.Number), "aanslagnr " + strings.ReplaceAll(plain, " ", "."), "Fact.nr." + i.Number}
	switch i.sort {
	case "tax":
		forms = append(forms, "aanslag "+strings.TrimLeft(i.Number[4:], "0"), "aanslagnr. "+i.Number+" "+fmt.Sprint(i.term)+"e termijn")
	case "invoice":
		forms = append(forms, fmt.Sprintf("fact. %s van %s", strings.TrimLeft(i.Number[6:], "0"), i.Issued), "Factuur "+i.Number+" "+i.Issued.String()+" onze ref "+fmt.Sprint(20000+t.IntN(9000)))
	}
	return pick(t, forms)
}

// month is how people name a month.
func (t *town) month(m int) string {
	full := months[m-1]
	return pick(t, []string{full, strings.ToUpper(full[:1]) + full[1:], full[:3], strings.ToUpper(full[:3]), fmt.Sprintf("%d-%d", m, t.o.Year)})
}
