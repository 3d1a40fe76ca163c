// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"regexp"
	"strconv"
	"strings"

	"rentmeester/fault"
	"rentmeester/text"
)

// inWords gives the condition of a rule in words: one sentence for each thing
// that must hold. It gives nothing for a condition that says more than the words
// here can; that is shown as it is written, so that nothing is left out.
func inWords(lang text.Lang, condition string) (list []string) {
	condition = strings.Join(strings.Fields(condition), " ")
	for _, one := range splitOn(unwrap(condition), "&&") {
		words, ok := worded(lang, one)
		if !ok {
			return nil
		}
		list = append(list, words)
	}
	return list
}

var amountAfter = regexp.MustCompile(`^-?line\.amountAfter\(` + quoted + `\)$`)

// shareInWords says which part of a line a portion takes.
func shareInWords(lang text.Lang, share string) string {
	if m := amountAfter.FindStringSubmatch(strings.TrimSpace(share)); m != nil {
		return text.Say(lang, "web.rules.amount-after", fault.Args("word", m[1]))
	}
	return share
}

// worded gives one thing that must hold in words: "a", "not a", "a or b", "a and
// b". What is put together of more says too much for a sentence that can be read
// in one way only.
func worded(lang text.Lang, expression string) (string, bool) {
	expression = unwrap(expression)
	for _, join := range []struct{ operator, word string }{{"||", "web.when.or"}, {"&&", "web.when.and"}} {
		parts := splitOn(expression, join.operator)
		if len(parts) < 2 {
			continue
		}
		said := make([]string, len(parts))
		for i, part := range parts {
			var ok bool
			if said[i], ok = wordedAtom(lang, unwrap(part)); !ok {
				return "", false
			}
		}
		return strings.Join(said, " "+text.Say(lang, join.word, nil)+" "), true
	}
	return wordedAtom(lang, expression)
}

func wordedAtom(lang text.Lang, expression string) (string, bool) {
	if rest, negated := strings.CutPrefix(expression, "!"); negated {
		said, ok := wordedAtom(lang, unwrap(rest))
		return text.Say(lang, "web.when.not", fault.Args("what", said)), ok
	}
	for _, a := range atoms {
		if m := a.form.FindStringSubmatch(expression); m != nil {
			return a.say(lang, m)
		}
	}
	return "", false
}

// outside walks over what stands outside quotes, with the number of brackets that
// are open there. See says how many bytes it took more than the one it was given;
// less than 0 ends the walk.
func outside(expression string, see func(at, depth int) int) {
	depth, quote := 0, byte(0)
	for i := 0; i < len(expression); i++ {
		c := expression[i]
		switch {
		case quote != 0 && c == '\\':
			i++
			continue
		case quote != 0:
			if c == quote {
				quote = 0
			}
			continue
		case c == '"' || c == '\'':
			quote = c
			continue
		case strings.IndexByte("([{", c) >= 0:
			depth++
		case strings.IndexByte(")]}", c) >= 0:
			depth--
		}
		more := see(i, depth)
		if more < 0 {
			return
		}
		i += more
	}
}

// splitOn takes an expression apart at an operator that stands outside quotes
// and brackets. "Or" binds looser than "and": what holds it is not split on "&&".
func splitOn(expression, operator string) (parts []string) {
	from, loose := 0, false
	outside(expression, func(at, depth int) int {
		switch {
		case depth == 0 && strings.HasPrefix(expression[at:], operator):
			parts = append(parts, strings.TrimSpace(expression[from:at]))
			from = at + len(operator)
			return len(operator) - 1
		case depth == 0 && strings.HasPrefix(expression[at:], "||"):
			loose = true
		}
		return 0
	})
	if loose {
		return []string{expression}
	}
	return append(parts, strings.TrimSpace(expression[from:]))
}

// unwrap takes parentheses off that hold the whole.
func unwrap(expression string) string {
	for {
		expression = strings.TrimSpace(expression)
		if !strings.HasPrefix(expression, "(") {
			return expression
		}
		closed := -1
		outside(expression, func(at, depth int) int {
			if depth == 0 {
				closed = at
				return -1
			}
			return 0
		})
		if closed != len(expression)-1 {
			return expression
		}
		expression = expression[1:closed]
	}
}

// atom is a form of condition that has words.
type atom struct {
	form *regexp.Regexp
	say  func(lang text.Lang, found []string) (string, bool)
}

const quoted = `"((?:[^"\\]|\\.)*)"`

// plainly is an atom without values.
func plainly(form, code string) atom {
	return atom{regexp.MustCompile(`^` + form + `$`), func(lang text.Lang, _ []string) (string, bool) {
		return text.Say(lang, code, nil), true
	}}
}

// valued is an atom with one text in quotes.
func valued(form, code string) atom {
	return atom{regexp.MustCompile(`^` + form + `$`), func(lang text.Lang, found []string) (string, bool) {
		value, err := strconv.Unquote(`"` + found[1] + `"`)
		return text.Say(lang, code, fault.Args("value", iban(value))), err == nil
	}}
}

var atoms = []atom{
	plainly(`line\.received`, "web.when.received"),
	plainly(`line\.paid`, "web.when.paid"),
	plainly(`line\.gAccount`, "web.when.g-account"),
	plainly(`line\.iban == ""`, "web.when.no-iban"),
	plainly(`line\.iban in own`, "web.when.own"),
	plainly(`line\.iban != line\.account`, "web.when.other-account"),
	valued(`line\.iban == `+quoted, "web.when.iban"),
	valued(`line\.account == `+quoted, "web.when.account"),
	valued(`line\.name == `+quoted, "web.when.name"),
	valued(`line\.creditor == `+quoted, "web.when.creditor"),
	valued(`line\.mandate == `+quoted, "web.when.mandate"),
	valued(`line\.code == `+quoted, "web.when.code"),
	valued(`line\.code\.endsWith\(`+quoted+`\)`, "web.when.code-ends"),
	valued(`line\.code\.startsWith\(`+quoted+`\)`, "web.when.code-starts"),
	valued(`line\.bankCode == `+quoted, "web.when.bank-code"),
	valued(`line\.tax\.tax == `+quoted, "web.when.tax"),
	valued(`line\.tax\.number == `+quoted, "web.when.tax-number"),
	valued(`line\.mentions\(`+quoted+`\)`, "web.when.mentions"),
	{regexp.MustCompile(`^line\.mentions\(\[(` + quoted + `(?:, ?` + quoted + `)*)\]\)$`), sayMentions},
}

var quotedText = regexp.MustCompile(quoted)

// sayMentions names the words of which one must be there.
func sayMentions(lang text.Lang, found []string) (string, bool) {
	var words []string
	for _, m := range quotedText.FindAllStringSubmatch(found[1], -1) {
		words = append(words, "‘"+m[1]+"’")
	}
	list := strings.Join(words, ", ")
	if n := len(words); n > 1 {
		list = strings.Join(words[:n-1], ", ") + " " + text.Say(lang, "web.when.or", nil) + " " + words[n-1]
	}
	return text.Say(lang, "web.when.mentions-some", fault.Args("words", list)), true
}
