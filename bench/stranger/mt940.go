// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"fmt"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// swift keeps what MT940 can carry.
func swift(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r > '~' || strings.ContainsRune("{}*&_@#$%!=<>[]^`|~\\\";", r):
			return ' '
		default:
			return r
		}
	}, s)
}

func yymmdd(d day.Day) string { return string(d[2:4] + d[5:7] + d[8:]) }

func sign(a money.Cents) string {
	if a < 0 {
		return "D"
	}
	return "C"
}

// wrap cuts information in lines of 65; none may begin as a field does.
func wrap(s string) string {
	var lines []string
	for len(s) > 65 {
		cut := 65
		for cut > 50 && s[cut] == ':' {
			cut--
		}
		lines, s = append(lines, s[:cut]), s[cut:]
	}
	return strings.Join(append(lines, s), "\r\n") + "\r\n"
}

func (t *town) mt940(sheets []*sheet) string {
	var b strings.Builder
	for _, s := range sheets {
		if s.acc.manner == "ing-940" {
			t.ing(&b, s)
		} else {
			t.rabobank(&b, s)
		}
	}
	return b.String()
}

func (t *town) ing(b *strings.Builder, s *sheet) {
	fmt.Fprintf(b, "{1:F01INGBNL2ABXXX0000000000}\r\n{2:I940INGBNL2AXXXN}\r\n{4:\r\n:20:P%s%09d\r\n:25:%sEUR\r\n:28C:%s\r\n", yymmdd(s.on), s.number, s.acc.iban, s.id())
	fmt.Fprintf(b, ":60F:%s%sEUR%s\r\n", sign(s.opening), yymmdd(s.on.Add(-1)), comma(s.opening.Abs()))
	for n, m := range s.moves {
		kind, word := "NTRF", "NONREF"
		if m.e2e != "" {
			word = "EREF"
		}
		switch m.sort {
		case "cost":
			kind = "NCHG"
		case "card":
			kind = "NMSC"
		}
		fmt.Fprintf(b, ":61:%s%s%s%s%s%s//%s\r\n/TRCD/00100/\r\n", yymmdd(m.on), yymmdd(m.on)[2:], sign(m.amount), comma(m.amount.Abs()), kind, word, s.refs[n])
		info := ""
		if m.e2e != "" {
			info += "/EREF/" + m.e2e + "/"
		}
		if m.name+m.iban != "" {
			info += "/CNTP/" + m.iban + "/" + bicOf(m.iban) + "/" + m.name + "//"
		}
		if m.ref != "" {
			info += "/REMI/STRD/" + issuer(m.ref) + "/" + m.ref + "/"
		} else if m.text != "" {
			info += "/REMI/USTD//" + m.text + "/"
		}
		b.WriteString(wrap(":86:" + swift(first(info, "/REMI/USTD///"))))
	}
	fmt.Fprintf(b, ":62F:%s%sEUR%s\r\n:86:/SUM/%d/\r\n-}\r\n", sign(s.closing), yymmdd(s.on), comma(s.closing.Abs()), len(s.moves))
}

func (t *town) rabobank(b *strings.Builder, s *sheet) {
	amount := func(a money.Cents) string { return fmt.Sprintf("%015s", comma(a.Abs())) }
	fmt.Fprintf(b, ":940:\r\n:20:940S%s\r\n:25:%s EUR\r\n:28C:%s\r\n", yymmdd(s.on), s.acc.iban, s.id())
	fmt.Fprintf(b, ":60F:%s%sEUR%s\r\n", sign(s.opening), yymmdd(s.on.Add(-1)), pad(amount(s.opening)))
	for _, m := range s.moves {
		word, info := "NONREF", ""
		switch {
		case len(m.parts) > 0:
			word, info = "PREF", "/PREF/"+m.batch.info+"/NRTX/"+fmt.Sprint(len(m.parts))
		case m.mandate != "":
			word, info = "MARF", "/MARF/"+m.mandate+"/CSID/"+t.creditorID()
		}
		if m.e2e != "" {
			if word != "MARF" {
				word = "EREF"
			}
			info += "/EREF/" + m.e2e
		}
		if m.came != "" {
			info = "/RTRN/" + m.came + info
		}
		if m.name != "" {
			info += map[string]string{"C": "/ORDP/", "D": "/BENM/"}[sign(m.amount)] + "/NAME/" + m.name
		}
		switch {
		case m.ref != "":
			info += "/REMI//CDTRREFTP//CD/SCOR/ISSR/" + issuer(m.ref) + "/CDTRREF/" + m.ref
		case m.text != "":
			info += "/REMI/" + m.text
		}
		fmt.Fprintf(b, ":61:%s%s%sN%s%s\r\n", yymmdd(m.on), sign(m.amount), pad(amount(m.amount)), codes[m.sort].rabo, word)
		if m.iban != "" {
			b.WriteString(m.iban + "\r\n")
		}
		b.WriteString(":86:" + wrap(swift(info+"/ISDT/"+string(m.on))))
	}
	fmt.Fprintf(b, ":62F:%s%sEUR%s\r\n", sign(s.closing), yymmdd(s.on), pad(amount(s.closing)))
}

// pad fills an amount with zeros, as Rabobank does.
func pad(s string) string { return strings.ReplaceAll(s, " ", "0") }
