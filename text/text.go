// SPDX-License-Identifier: EUPL-1.2

// Package text is the catalogue of every sentence a person reads, Dutch first
// and English beside it. Sentences stand in catalog/*.yaml, a file for each
// room, keyed by the same code that faults, reasons and pages use:
//
//	camt.no-opening-balance:
//	  nl: "Afschrift {statement} heeft geen beginsaldo (regel {line})."
//	  en: "Statement {statement} has no opening balance (line {line})."
//	camt.no-opening-balance.do:
//	  nl: "Vraag de bank om een afschrift met OPBD-saldo."
//	  en: "Ask the bank for a statement with an OPBD balance."
//
// A placeholder may name a form: {amount:money} writes 1234.56 as "1.234,56" or
// "1,234.56", {day:day} writes 2026-01-31 as "31-01-2026" or "31 Jan 2026",
// {count:number} groups thousands, {share:decimal} writes 0.125 as "0,125",
// {files:bestand|bestanden} writes "1 bestand" and "12 bestanden", and
// {files:=is|zijn} the word alone, without the number. A
// code of a fault has a ".do" beside it: what the reader can do about it. It
// imports fault only.
package text

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"rentmeester/fault"
)

// Lang is a language of the screens.
type Lang string

const (
	NL Lang = "nl"
	EN Lang = "en"
)

//go:embed catalog/*.yaml
var files embed.FS

var catalogue = sync.OnceValue(func() map[string]map[Lang]string {
	all, err := load(files)
	if err != nil {
		panic(err) // the catalogue is part of the program; a test reads it
	}
	return all
})

func load(from fs.FS) (map[string]map[Lang]string, error) {
	names, err := fs.Glob(from, "catalog/*.yaml")
	if err != nil {
		return nil, err
	}
	all := map[string]map[Lang]string{}
	for _, name := range names {
		raw, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		part := map[string]map[Lang]string{}
		if err := yaml.Unmarshal(raw, &part); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for key, sentences := range part {
			if _, twice := all[key]; twice {
				return nil, fmt.Errorf("%s: %s stands twice in the catalogue", name, key)
			}
			all[key] = sentences
		}
	}
	return all, nil
}

// Has says whether the catalogue has the sentence in this language.
func Has(lang Lang, key string) bool { return catalogue()[key][lang] != "" }

// Say gives the sentence in the language with the values filled in. A missing
// sentence gives its key, so that it shows on the screen and in the test that
// looks for it.
func Say(lang Lang, key string, args map[string]string) string {
	sentence := catalogue()[key][lang]
	if sentence == "" {
		return key
	}
	return fill(lang, sentence, args)
}

func fill(lang Lang, sentence string, args map[string]string) string {
	if !strings.Contains(sentence, "{") {
		return sentence
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		hole, after, closed := strings.Cut(rest, "}")
		if !closed {
			b.WriteString("{" + rest)
			return b.String()
		}
		name, form, _ := strings.Cut(hole, ":")
		value := format(lang, form, args[name])
		if strings.HasSuffix(value, ".") && strings.HasPrefix(after, ".") {
			value = strings.TrimSuffix(value, ".") // "Peters B.V." at the end of a sentence
		}
		b.WriteString(value)
		sentence = after
	}
}

func format(lang Lang, form, value string) string {
	if one, many, counted := strings.Cut(form, "|"); counted {
		return count(lang, one, many, value)
	}
	switch form {
	case "money", "decimal":
		return Money(lang, value)
	case "day":
		return Day(lang, value)
	case "number":
		return group(value, thousands(lang))
	case "value":
		return read(lang, value)
	case "field", "step", "right", "staff": // of an invoice, of approval, of a person, of who does what: by the name that people give it
		return named(lang, map[string]string{"field": "web.field.", "step": "web.step-name.", "right": "right.", "staff": "staff.word."}[form], value)
	case "roles":
		roles := strings.Split(value, ", ")
		for i, role := range roles {
			roles[i] = named(lang, "role.", role)
		}
		return strings.Join(roles, ", ")
	default:
		return value
	}
}

// count writes a number with the word for one or for many; with "=" before the word,
// the word alone.
func count(lang Lang, one, many, value string) string {
	one, alone := strings.CutPrefix(one, "=")
	word := many
	if value == "1" || value == "-1" {
		word = one
	}
	if alone {
		return word
	}
	return group(value, thousands(lang)) + " " + word
}

// named gives the name that the catalogue has for a word, or the word itself.
func named(lang Lang, of, word string) string {
	if Has(lang, of+word) {
		return Say(lang, of+word, nil)
	}
	return word
}

var (
	canonical = regexp.MustCompile(`^-?[0-9]+\.[0-9]{2}$`)
	account   = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)
)

// read writes a value that was read somewhere as people write it, when its shape
// says what it is: an amount, a day or an IBAN.
func read(lang Lang, value string) string {
	switch {
	case canonical.MatchString(value):
		return Money(lang, value)
	case account.MatchString(value):
		var groups []string
		for at := 0; at < len(value); at += 4 {
			groups = append(groups, value[at:min(at+4, len(value))])
		}
		return strings.Join(groups, " ")
	}
	return Day(lang, value)
}

func thousands(lang Lang) string {
	if lang == EN {
		return ","
	}
	return "."
}

// Percent writes a share in percent as a canonical decimal: two decimals, or as
// many as tell it from 0 and from 100.
func Percent(share float64) string {
	said := strconv.FormatFloat(share*100, 'f', 2, 64)
	for decimals := 3; decimals <= 6 && share > 0 && share < 1; decimals++ {
		if strings.Trim(said, "0.") != "" && !strings.HasPrefix(said, "100") {
			break
		}
		said = strconv.FormatFloat(share*100, 'f', decimals, 64)
	}
	return said
}

// Money writes a canonical amount ("-1234.56") as the language groups it.
func Money(lang Lang, canonical string) string {
	whole, cents, ok := strings.Cut(canonical, ".")
	if !ok {
		return canonical
	}
	point := ","
	if lang == EN {
		point = "."
	}
	return group(whole, thousands(lang)) + point + cents
}

func group(whole, sep string) string {
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if strings.Trim(whole, "0123456789") != "" {
		return sign + whole // no whole number: nothing to group
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + sep + whole[i:]
	}
	return sign + whole
}

// Day writes an ISO day as the language does; anything else comes back as it is.
func Day(lang Lang, iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	if lang == EN {
		return t.Format("2 Jan 2006")
	}
	return t.Format("02-01-2006")
}

// Fault says what went wrong and what to do, from the first fault in the chain.
// An error nobody foresaw is given as it is, with the advice for those.
func Fault(lang Lang, err error) (what, remedy string) {
	var f *fault.Error
	if !errors.As(err, &f) {
		return Say(lang, "internal", fault.Args("error", err)), Say(lang, "internal.do", nil)
	}
	what = Say(lang, f.Code, f.Args)
	if Has(lang, f.Code+".do") {
		remedy = Say(lang, f.Code+".do", f.Args)
	}
	var cause *fault.Error
	if errors.As(f.Err, &cause) {
		deeper, do := Fault(lang, cause)
		what += " " + deeper
		if do != "" {
			remedy = do
		}
	}
	return what, remedy
}
