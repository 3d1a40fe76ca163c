// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy/rules"
)

// compiledRules are the rules of a policy, made ready when they are first asked
// for and kept: the same for everyone who holds the policy.
type compiledRules struct {
	mutex sync.Mutex
	sets  map[int]*rules.Set // by the part that last changed them
}

// Check is Parse for a text that is about to be put in force: the rules of every
// part are compiled too. Errors: those of Parse and of rules.Compile, rules.In.
func Check(text []byte) (Policy, error) {
	p, err := Parse(text)
	if err != nil {
		return Policy{}, err
	}
	for _, part := range p.parts {
		if _, err := p.Rules(part.from); err != nil {
			return Policy{}, err
		}
	}
	return p, nil
}

// Rules gives the rules in force on a day, compiled, in the order in which they
// are tried. Errors: those of rules.Compile and rules.In; none for a text that
// passed Check.
func (p Policy) Rules(d day.Day) (*rules.Set, error) {
	last := 0
	for i, part := range p.parts {
		if i > 0 && part.from > d {
			break
		}
		if len(part.Rules) > 0 || len(part.Ledger) > 0 || len(part.Accounts) > 0 {
			last = i
		}
	}
	p.compiled.mutex.Lock()
	defer p.compiled.mutex.Unlock()
	if set := p.compiled.sets[last]; set != nil {
		return set, nil
	}
	var list []rules.Rule
	for _, part := range p.parts[:last+1] {
		var err error
		if list, err = rules.In(list, part.Rules); err != nil {
			return nil, err
		}
	}
	set, err := rules.Compile(list, p.Ledger(d))
	if err != nil {
		return nil, err
	}
	p.compiled.sets[last] = set
	return set, nil
}

// Ledger gives the names that rules may use for ledger accounts on a day, with
// their codes. The accounts of money that is yet to be explained are not among
// them: a rule explains.
func (p Policy) Ledger(d day.Day) map[string]string {
	names := map[string]string{"onaccount": p.On(d).Accounts.OnAccount}
	for i, part := range p.parts {
		if i > 0 && part.from > d {
			break
		}
		maps.Copy(names, part.Accounts)
		maps.Copy(names, part.Ledger)
	}
	for _, role := range []string{"bank", "suspense", "opening"} {
		delete(names, role)
	}
	return names
}

// checkRules tests what of the rules can be tested without compiling them, and
// tells each where it stands.
func (p *part) checkRules() error {
	for name, code := range p.Ledger {
		if !rules.IsAccountName(name) || slices.Contains(accountRoles, name) || strings.TrimSpace(code) == "" {
			return fault.New("policy.value", "from", p.From, "setting", "ledger."+name, "value", code, "allowed", "naam: \"1234\"")
		}
	}
	for i := range p.Rules {
		p.Rules[i].From = p.from
	}
	return nil
}

// memo keeps the policies that were read last, by the hash of their text: reading
// the same text again costs nothing, and its rules are compiled once.
var memo = struct {
	sync.Mutex
	by map[[32]byte]Policy
}{by: map[[32]byte]Policy{}}

const maxMemo = 8

func remembered(sum [32]byte) (Policy, bool) {
	memo.Lock()
	defer memo.Unlock()
	p, found := memo.by[sum]
	return p, found
}

func remember(sum [32]byte, p Policy) {
	memo.Lock()
	defer memo.Unlock()
	if len(memo.by) >= maxMemo {
		clear(memo.by)
	}
	memo.by[sum] = p
}
