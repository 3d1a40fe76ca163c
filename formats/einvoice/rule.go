// SPDX-License-Identifier: EUPL-1.2

package einvoice

import (
	"fmt"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/fault"
	"rentmeester/formats/semantic"
	"rentmeester/text"
)

type (
	place = semantic.Place
	term  = semantic.Term
	path  = semantic.Path
)

// rule is one rule of a standard.
type rule struct {
	id    string
	level Severity
	on    where
	holds check
	say   says
}

// where gives the places at which a rule looks.
type where func(*doc) []place

// check says what is wrong at a place: nil when the rule holds, else the values
// for its sentence, which may be none.
type check func(d *doc, at place) broken

type broken []any

// when is a check that has nothing to add to "wrong".
func when(holds bool) broken {
	if holds {
		return nil
	}
	return broken{}
}

// wrong is a check that failed, with values for the sentence.
func wrong(pairs ...any) broken { return append(broken{}, pairs...) }

// says is the sentence of a rule: its key in the catalogue, and the values that
// are known beforehand.
type says struct {
	key  string
	args map[string]string
	term map[string]term // values that are named in the reader's language
}

// Finding is a rule that does not hold, and where.
type Finding struct {
	Rule     string
	Severity Severity
	Path     string
	Line     int
	key      string
	args     map[string]string
	term     map[string]term
	kept     map[text.Lang]string // its messages, of a finding that was kept
}

// Kept gives a finding back of which the messages were kept.
func Kept(rule string, severity Severity, path string, line int, messages map[text.Lang]string) Finding {
	return Finding{Rule: rule, Severity: severity, Path: path, Line: line, kept: messages}
}

// Remark is a finding of our own, of severity policy: its rule, which begins
// with "RM-", where it stands, and its sentence in the catalogue with values.
func Remark(rule, path, key string, pairs ...any) Finding {
	args := fault.Args(pairs...)
	for name, value := range args {
		args[name] = clip(value)
	}
	return Finding{Rule: rule, Severity: Policy, Path: path, key: key, args: args}
}

// Message tells what is wrong in the reader's language.
func (f Finding) Message(lang text.Lang) string {
	if f.kept != nil {
		return f.kept[lang]
	}
	args := map[string]string{}
	for name, value := range f.args {
		args[name] = value
	}
	for name, t := range f.term {
		args[name] = text.Say(lang, "einvoice.term."+string(t), nil)
	}
	return text.Say(lang, f.key, args)
}

// doc is the document under the rules.
type doc struct {
	*semantic.Document
	parts map[string]map[string]decimal.Decimal // sums by category of VAT and rate
}

// try looks at every place of a rule.
func (d *doc) try(r *rule) (found []Finding) {
	for _, at := range d.places(r) {
		if len(found) == mostFindings {
			break
		}
		if f := d.tryAt(r, at); f != nil {
			found = append(found, *f)
		}
	}
	return found
}

// places finds where a rule looks; the tables are ours and do not fail.
func (d *doc) places(r *rule) []place { return r.on(d) }

// tryAt tries a rule at one place. A rule that cannot be worked out is a finding.
func (d *doc) tryAt(r *rule, at place) (f *Finding) {
	defer func() {
		switch failed := recover().(type) {
		case nil:
		case noNumber:
			f = &Finding{Rule: r.id, Severity: r.level, Path: failed.Path(), Line: failed.Line,
				key: "einvoice.no-number", args: fault.Args("value", clip(failed.Value()))}
		case tooLarge:
			f = &Finding{Rule: r.id, Severity: r.level, Path: at.Path(), Line: at.Line, key: "einvoice.too-large"}
		default:
			f = &Finding{Rule: r.id, Severity: r.level, Path: at.Path(), Line: at.Line,
				key: "einvoice.crash", args: fault.Args("rule", r.id, "reason", clip(fmt.Sprint(failed)))}
		}
	}()
	pairs := r.holds(d, at)
	if pairs == nil {
		return nil
	}
	f = &Finding{Rule: r.id, Severity: r.level, Path: at.Path(), Line: at.Line, key: r.say.key, term: r.say.term}
	f.args = fault.Args("value", clip(at.Value()), "name", at.Label())
	for name, value := range r.say.args {
		f.args[name] = value
	}
	for name, value := range fault.Args(pairs...) {
		f.args[name] = clip(value)
	}
	if both, compared := comparing[f.key]; compared && (f.args[both[0]] == "" || f.args[both[1]] == "") {
		f.key += "-missing"
	}
	return f
}

// comparing are the sentences that tell two values, and have another form for
// when one of the two is missing.
var comparing = map[string][2]string{
	"einvoice.sum":          {"value", "expected"},
	"einvoice.vat.base":     {"value", "expected"},
	"einvoice.vat.tax":      {"value", "expected"},
	"einvoice.period-order": {"from", "to"},
}

// noNumber is the panic of a rule that meets a value which is no number.
type noNumber struct{ place }

// clip keeps a value of the document short in a sentence.
func clip(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// number is the value of a place as a number.
func number(p place) decimal.Decimal {
	value, err := decimal.Parse(strings.TrimPrefix(p.Value(), "+"))
	if err != nil {
		panic(noNumber{p})
	}
	return value
}

// first is the number of the first place, and whether there is one.
func first(all []place) (decimal.Decimal, bool) {
	if len(all) == 0 {
		return decimal.Zero, false
	}
	return number(all[0]), true
}

// tooLarge is the panic of a rule whose numbers do not fit in 19 digits.
type tooLarge struct{ error }

func must(d decimal.Decimal, err error) decimal.Decimal {
	if err != nil {
		panic(tooLarge{err})
	}
	return d
}

func plus(a, b decimal.Decimal) decimal.Decimal  { return must(a.Add(b)) }
func minus(a, b decimal.Decimal) decimal.Decimal { return must(a.Sub(b)) }
func times(a, b decimal.Decimal) decimal.Decimal { return must(a.Mul(b)) }

var (
	hundred = decimal.MustParse("100")
	one     = decimal.MustParse("1")
	half    = decimal.MustParse("0.5")
	cent2   = decimal.MustParse("0.02")
	half2   = decimal.MustParse("0.005")
)

// round is to whole cents, halves up, as the standards round.
func round(d decimal.Decimal) decimal.Decimal { return plus(d, half2).Floor(2) }

// whole rounds to whole units, halves up.
func whole(d decimal.Decimal) decimal.Decimal { return plus(d, half).Floor(0) }

// sum adds the numbers of places.
func sum(all []place) decimal.Decimal {
	total := decimal.Zero
	for _, p := range all {
		total = plus(total, number(p))
	}
	return total
}

func equal(a, b decimal.Decimal) bool { return a.Cmp(b) == 0 }

// within says whether a and b differ by less than a unit.
func within(a, b, limit decimal.Decimal) bool { return minus(a, b).Abs().Cmp(limit) < 0 }

// decimals is how many digits stand after the point.
func decimals(p place) int {
	_, after, _ := strings.Cut(p.Value(), ".")
	return len(after)
}
