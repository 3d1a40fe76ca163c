// SPDX-License-Identifier: EUPL-1.2

// Package rules books bank lines that settle no open item: treasury sweeps, state
// payments, salaries, tax, interest, bank costs, card settlements, transfers
// between own accounts. A rule is readable text in a dated part of the policy: a
// condition in CEL (Common Expression Language, which is typed and cannot loop)
// and the ledger accounts it books on. Values in, values out: it knows no clock
// and no database, and a rule that fails on a line does not apply to it.
//
// It also finds new rules in what people booked time and again (Suggest) and
// tries a rule on history before it is put in force (Replay).
//
// It imports money, day, ident and fault, the CEL library and the YAML reader.
package rules

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// Rule says of which lines it speaks and how they are booked.
type Rule struct {
	Name    string    // for people; a later rule of the same name replaces it
	When    string    // condition in CEL, see Fields
	Book    []Portion // what goes where; the last portion takes what is left
	Certain bool      // may be booked without a person, when the autopilot is on
	Ends    bool      // takes the rule of this name out of force

	From day.Day // of the part of the policy it stands in
	at   place   // where its condition stands in the text
}

// Portion is a part of a line that a rule books on one ledger account.
type Portion struct {
	Account    string            // code of the ledger account, or a name that the policy gives to one
	Dimensions map[string]string // kostenplaats, taakveld …
	Share      string            // "12.5 %" of the line, or CEL that gives cents, signed as the line; "" what is left
}

// Outcome is how one rule books one line. The parts add up to it.
type Outcome struct {
	Rule    string
	Certain bool
	Parts   []Part
}

// Part is an amount on a ledger account.
type Part struct {
	Account    string      // code
	Dimensions string      // "kostenplaats=4010;taakveld=0.5", names sorted
	Amount     money.Cents // signed as the line
}

// Bounds of what a policy may hold. costLimit is the most that an expression may
// cost on the longest line that can be, in units of CEL: looking for one word
// costs 1,600 there.
const (
	MaxRules    = 500 // in force together
	maxPortions = 20
	maxName     = 100
	maxWhen     = 2000 // bytes
	costLimit   = 300_000
)

// Set is a list of rules that were compiled together. It may be used by several
// goroutines at once.
type Set struct {
	own   ref.Val
	rules []compiled
}

type compiled struct {
	Rule
	when     cel.Program
	portions []portion
}

type portion struct {
	account, dimensions string
	percent             int64 // in units of 0.0001 percent
	cents               cel.Program
}

// Compile checks rules and makes them ready. accounts gives the code of each
// ledger account that may be named. Errors: rules.name, rules.when, rules.book,
// rules.share, rules.account, rules.dimension, rules.twice, rules.too-many.
func Compile(list []Rule, accounts map[string]string) (*Set, error) {
	if len(list) > MaxRules {
		return nil, fault.New("rules.too-many", "count", len(list), "most", MaxRules)
	}
	env, err := environment()
	if err != nil {
		return nil, err
	}
	s := &Set{own: ownAccounts(nil), rules: make([]compiled, 0, len(list))}
	names := map[string]bool{}
	for _, r := range list {
		if names[r.Name] {
			return nil, fault.New("rules.twice", "from", r.From, "rule", r.Name)
		}
		names[r.Name] = true
		c, err := compileRule(env, r, accounts)
		if err != nil {
			return nil, err
		}
		s.rules = append(s.rules, c)
	}
	return s, nil
}

// WithOwn gives the same rules for an administration that has these accounts.
func (s *Set) WithOwn(ibans []string) *Set {
	return &Set{own: ownAccounts(ibans), rules: s.rules}
}

// Rules gives the rules in the order in which they are tried.
func (s *Set) Rules() []Rule {
	list := make([]Rule, len(s.rules))
	for i, c := range s.rules {
		list[i] = c.Rule
	}
	return list
}

// In gives the list in force after a later part of the policy: a rule of the same
// name takes the place of the one before, one that ends goes, and new rules come
// first, in their order: what was added last is tried first.
// Errors: rules.twice, rules.no-such.
func In(before, part []Rule) ([]Rule, error) {
	after := slices.Clone(before)
	var fresh []Rule
	seen := map[string]bool{}
	for _, r := range part {
		if seen[r.Name] {
			return nil, fault.New("rules.twice", "from", r.From, "rule", r.Name)
		}
		seen[r.Name] = true
		at := slices.IndexFunc(after, func(o Rule) bool { return o.Name == r.Name })
		switch {
		case r.Ends && at < 0:
			return nil, fault.New("rules.no-such", "from", r.From, "rule", r.Name)
		case r.Ends:
			after = slices.Delete(after, at, at+1)
		case at >= 0:
			after[at] = r
		default:
			fresh = append(fresh, r)
		}
	}
	return append(fresh, after...), nil
}

func compileRule(env *cel.Env, r Rule, accounts map[string]string) (c compiled, err error) {
	c.Rule = r
	if err := r.checkName(); err != nil {
		return c, err
	}
	if c.when, err = program(env, r, r.When, cel.BoolType, r.at); err != nil {
		return c, err
	}
	if len(r.Book) == 0 || len(r.Book) > maxPortions {
		return c, fault.New("rules.book", "from", r.From, "rule", r.Name, "most", maxPortions)
	}
	percent := int64(0)
	for i, p := range r.Book {
		made, err := compilePortion(env, r, p, i == len(r.Book)-1, accounts)
		if err != nil {
			return c, err
		}
		percent += made.percent
		c.portions = append(c.portions, made)
	}
	if percent > wholePercent {
		return c, fault.New("rules.share", "from", r.From, "rule", r.Name, "share", "> 100 %")
	}
	return c, nil
}

func (r Rule) checkName() error {
	if strings.TrimSpace(r.Name) != r.Name || r.Name == "" || len(r.Name) > maxName || strings.ContainsFunc(r.Name, unicode.IsControl) {
		return fault.New("rules.name", "from", r.From, "line", r.at.line, "rule", r.Name)
	}
	return nil
}

func compilePortion(env *cel.Env, r Rule, p Portion, last bool, accounts map[string]string) (made portion, err error) {
	if made.account, err = ledgerCode(r, p.Account, accounts); err != nil {
		return made, err
	}
	if made.dimensions, err = joinDimensions(r, p.Dimensions); err != nil {
		return made, err
	}
	share := strings.TrimSpace(p.Share)
	switch {
	case last && share != "", !last && share == "":
		return made, fault.New("rules.share", "from", r.From, "rule", r.Name, "share", share)
	case share == "":
	case strings.HasSuffix(share, "%"):
		var ok bool
		if made.percent, ok = parsePercent(share); !ok {
			return made, fault.New("rules.share", "from", r.From, "rule", r.Name, "share", share)
		}
	default:
		made.cents, err = program(env, r, share, cel.IntType, place{line: r.at.line, share: true})
	}
	return made, err
}

// ledgerCode gives the code of a ledger account. What is written as a name
// (small letters, digits and hyphens, a letter first) must be one that the policy
// knows, so that a slip of the pen books nowhere; anything else is a code.
func ledgerCode(r Rule, account string, accounts map[string]string) (string, error) {
	account = strings.TrimSpace(account)
	if code := accounts[account]; code != "" {
		return code, nil
	}
	if account == "" || len(account) > 40 || IsAccountName(account) || strings.ContainsFunc(account, unicode.IsControl) {
		known := make([]string, 0, len(accounts))
		for name := range accounts {
			known = append(known, name)
		}
		sort.Strings(known)
		return "", fault.New("rules.account", "from", r.From, "rule", r.Name, "account", account, "known", strings.Join(known, ", "))
	}
	return account, nil
}

// IsAccountName says whether a text is written as the name of a ledger account
// rather than as its code.
func IsAccountName(s string) bool {
	for i := 0; i < len(s); i++ {
		letter := s[i] >= 'a' && s[i] <= 'z'
		if !letter && (i == 0 || s[i] != '-' && (s[i] < '0' || s[i] > '9')) {
			return false
		}
	}
	return s != ""
}

// joinDimensions writes dimensions as one text, names sorted.
func joinDimensions(r Rule, dimensions map[string]string) (string, error) {
	list := make([]string, 0, len(dimensions))
	for name, value := range dimensions {
		if !IsAccountName(name) || value == "" || len(value) > 60 || strings.ContainsAny(value, ";=") || strings.ContainsFunc(value, unicode.IsControl) {
			return "", fault.New("rules.dimension", "from", r.From, "rule", r.Name, "name", name, "value", value)
		}
		list = append(list, name+"="+value)
	}
	sort.Strings(list)
	return strings.Join(list, ";"), nil
}

// Book gives how the rules that speak of a line book it, in the order of the
// list: the first is the one to follow. A rule whose condition or share fails on
// this line, or whose shares take more than there is, is left out.
func (s *Set) Book(l Line) []Outcome {
	if l.Amount == 0 {
		return nil
	}
	var list []Outcome
	seen := s.look(l)
	for _, c := range s.rules {
		if outcome, applies, _ := c.book(seen); applies {
			list = append(list, outcome)
		}
	}
	return list
}

// book says how a rule books a line; failed tells that it could not be worked out.
func (c compiled) book(seen *look) (o Outcome, applies, failed bool) {
	value, _, err := c.when.Eval(seen)
	if err != nil {
		return o, false, true
	}
	if said, ok := value.Value().(bool); !ok || !said {
		return o, false, !ok
	}
	parts, ok := c.divide(seen)
	if !ok {
		return o, false, true
	}
	return Outcome{Rule: c.Name, Certain: c.Certain, Parts: parts}, true, false
}
