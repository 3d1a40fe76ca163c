// SPDX-License-Identifier: EUPL-1.2

package rules

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rentmeester/day"
)

// Suggestion is a rule that people seem to follow.
type Suggestion struct {
	Rule     Rule      `json:"-"`
	Text     string    `json:"text"` // the rule as it stands in a policy
	Times    int       `json:"times"`
	Days     int       `json:"days"`
	First    day.Day   `json:"first"`
	Last     day.Day   `json:"last"`
	Examples []Example `json:"examples"` // the last three
}

// How often, and on how many days, people must have booked the same before a
// rule is suggested. A rule has at most mostWords words, each of wordLength
// letters or more.
const (
	leastTimes = 3
	leastDays  = 2
	mostWords  = 2
	wordLength = 4
)

// past is a booking while suggestions are looked for.
type past struct {
	Booking
	target string // account and dimensions; "" when it went to items or was split
	words  []string
	done   bool // a suggestion speaks of it
}

// Suggest gives the rules that people seem to follow: lines of one account of the
// other side, of one creditor, or of one bank code with the same words, that
// people put on the same ledger account with the same dimensions three times or
// more, on two days or more, while no like line was booked otherwise. The account
// goes before the creditor and that before code and words; words are added only
// where like lines went elsewhere. No suggestion contradicts history.
func Suggest(history []Booking) []Suggestion {
	all := make([]*past, 0, len(history))
	for _, b := range history {
		if b.Line.Amount != 0 {
			all = append(all, newPast(b))
		}
	}
	var list []Suggestion
	for _, s := range scopes {
		groups := map[string][]*past{}
		for _, p := range all {
			if key := s.key(p.Line); key != "" {
				groups[key] = append(groups[key], p)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(groups)) {
			list = append(list, s.suggest(groups[key])...)
		}
	}
	list = uncontradicted(list, history)
	slices.SortStableFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Rule.Name, b.Rule.Name))
	})
	return named(list)
}

func newPast(b Booking) *past {
	p := &past{Booking: b}
	if !b.Items && len(b.Parts) == 1 && b.Parts[0].Amount == b.Line.Amount {
		p.target = b.Parts[0].Account + "\n" + b.Parts[0].Dimensions
	}
	p.words = wordsOf(b.Line.Name + " \n " + b.Line.Text + " \n " + b.Line.Info)
	return p
}

// wordsOf gives the words of a text that hold no digit, folded, in the order of
// the alphabet.
func wordsOf(text string) []string {
	var list []string
	for _, field := range strings.FieldsFunc(clip(text, maxText), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		word := plainWord(field)
		if len(word) >= wordLength && !strings.ContainsAny(word, "0123456789") {
			list = append(list, word)
		}
		if len(list) == 20 {
			break
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// scope is what makes lines alike, and how a condition says so.
type scope struct {
	key       func(Line) string // "" : not of this scope
	condition func(Line) string
	bare      bool // needs no words to be enough
}

var scopes = []scope{
	{bare: true,
		key:       func(l Line) string { return keyed(l.IBAN, l) },
		condition: func(l Line) string { return "line.iban == " + strconv.Quote(l.IBAN) }},
	{bare: true,
		key:       func(l Line) string { return keyed(l.Creditor, l) },
		condition: func(l Line) string { return "line.creditor == " + strconv.Quote(l.Creditor) }},
	{
		key: func(l Line) string { return keyed("code "+l.Code+" "+l.BankCode, l) },
		condition: func(l Line) string {
			switch {
			case l.Code != "":
				return "line.code == " + strconv.Quote(l.Code)
			case l.BankCode != "":
				return "line.bankCode == " + strconv.Quote(l.BankCode)
			}
			return ""
		}},
}

// keyed keeps what comes in apart from what goes out.
func keyed(key string, l Line) string {
	if key == "" {
		return ""
	}
	return direction(l) + " " + key
}

func direction(l Line) string {
	if l.Amount > 0 {
		return "line.received"
	}
	return "line.paid"
}

// suggest looks for rules among lines that are alike.
func (s scope) suggest(group []*past) []Suggestion {
	targets, clusters := map[string][]*past{}, map[string][]*past{}
	for _, p := range group {
		if p.target != "" && p.Person && !p.done {
			targets[p.target] = append(targets[p.target], p)
			same := p.target + "\n" + strings.Join(p.words, " ")
			clusters[same] = append(clusters[same], p)
		}
	}
	var list []Suggestion
	for _, target := range slices.Sorted(maps.Keys(targets)) {
		if s.bare && enough(targets[target]) && len(elsewhere(group, target)) == 0 {
			list = append(list, s.rule(targets[target], nil))
		}
	}
	if len(list) > 0 { // all of the group is explained: one target, nothing elsewhere
		return list
	}
	for _, key := range slices.Sorted(maps.Keys(clusters)) {
		alike := clusters[key]
		if !enough(alike) {
			continue
		}
		if words, ok := telling(alike[0].words, elsewhere(group, alike[0].target)); ok {
			list = append(list, s.rule(alike, words))
		}
	}
	return list
}

// enough says whether people did this often enough, on enough days.
func enough(list []*past) bool {
	days := map[day.Day]bool{}
	for _, p := range list {
		days[p.Line.Booked] = true
	}
	return len(list) >= leastTimes && len(days) >= leastDays
}

// mostOthers bounds how many lines that went elsewhere are looked at to find
// telling words. Suggestions that others still contradict fall at the end.
const mostOthers = 20_000

// elsewhere gives the lines of a group that did not go to the target.
func elsewhere(group []*past, target string) []*past {
	var list []*past
	for _, p := range group {
		if p.target != target && len(list) < mostOthers {
			list = append(list, p)
		}
	}
	return list
}

// telling gives the fewest words that none of the other lines holds together:
// the longest first, since those say most.
func telling(words []string, others []*past) ([]string, bool) {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	held := make([][]bool, len(words)) // by word: which of the others hold it
	for i, w := range words {
		held[i] = make([]bool, len(others))
		for k, p := range others {
			held[i][k] = fold(p.Line.Name+" \n "+p.Line.Text+" \n "+p.Line.Info).find(w) >= 0
		}
		if !slices.Contains(held[i], true) {
			return []string{w}, true
		}
	}
	for i := range words {
		for k := i + 1; k < len(words) && mostWords > 1; k++ {
			both := false
			for o := range others {
				both = both || held[i][o] && held[k][o]
			}
			if !both {
				return []string{words[i], words[k]}, true
			}
		}
	}
	return nil, false
}

// rule writes the rule that these lines follow.
func (s scope) rule(alike []*past, words []string) Suggestion {
	slices.SortStableFunc(alike, func(a, b *past) int { return cmp.Compare(a.Line.Booked, b.Line.Booked) })
	last := alike[len(alike)-1]
	when := []string{direction(last.Line)}
	if c := s.condition(last.Line); c != "" {
		when = append(when, c)
	}
	if !s.bare && !slices.ContainsFunc(alike, func(p *past) bool { return p.Line.IBAN != "" }) {
		when = append(when, `line.iban == ""`)
	}
	for _, w := range words {
		when = append(when, "line.mentions("+strconv.Quote(w)+")")
	}
	part := last.Parts[0]
	portion := Portion{Account: part.Account}
	for _, d := range strings.Split(part.Dimensions, ";") {
		if name, value, ok := strings.Cut(d, "="); ok {
			if portion.Dimensions == nil {
				portion.Dimensions = map[string]string{}
			}
			portion.Dimensions[name] = value
		}
	}
	made := Suggestion{Rule: Rule{Name: nameFor(last, words), When: strings.Join(when, " && "), Book: []Portion{portion}},
		Times: len(alike), First: alike[0].Line.Booked, Last: last.Line.Booked}
	days := map[day.Day]bool{}
	for i, p := range alike {
		p.done = true
		days[p.Line.Booked] = true
		if i >= len(alike)-3 {
			made.Examples = append(made.Examples, p.example())
		}
	}
	made.Days = len(days)
	return made
}

func nameFor(p *past, words []string) string {
	name := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, clip(p.Line.Name, 60))), " ")
	if len(words) > 0 {
		name = strings.TrimSpace(name + " " + strings.Join(words, " "))
	}
	if name == "" {
		name = strings.TrimSpace(p.Line.IBAN + " " + p.Line.Creditor)
	}
	return clip(name, 80) + ", " + p.Parts[0].Account
}

// uncontradicted leaves out what, written as a rule, would speak of lines that
// were booked otherwise.
func uncontradicted(list []Suggestion, history []Booking) []Suggestion {
	var kept []Suggestion
	var made Set
	for _, s := range list {
		set, err := Compile([]Rule{s.Rule}, nil)
		if err != nil { // an account that looks like a name, or a name of nothing but signs
			continue
		}
		made.rules = append(made.rules, set.rules...)
		kept = append(kept, s)
	}
	made.own = ownAccounts(nil)
	reports := Replay(&made, history)
	list = kept[:0]
	for i, r := range reports {
		if !r.Contradicted() {
			list = append(list, kept[i])
		}
	}
	return list
}

// named gives each suggestion a name of its own, and its text.
func named(list []Suggestion) []Suggestion {
	used := map[string]int{}
	for i := range list {
		r := &list[i].Rule
		if used[r.Name]++; used[r.Name] > 1 {
			r.Name += " (" + strconv.Itoa(used[r.Name]) + ")"
		}
		list[i].Text = Text(*r)
	}
	return list
}
