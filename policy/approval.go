// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"rentmeester/approval"
	"rentmeester/commitment"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/policy/conditions"
)

// approvalPart is what a part of a policy says of approvals; nil is what it does
// not say.
type approvalPart struct {
	people    []personPart
	steps     []approval.Rule // all of them, in order
	lines     []int           // of the text, of each step
	reminders reminderPart
}

type personPart struct {
	approval.Person
	ends bool // no longer has a part in approvals
	line int
}

type reminderPart struct {
	after, before, escalate *int
	to                      *string
	line                    int
}

// apply puts what a part says over what held before: a person takes the place of
// the one with his id, and a list of steps that of the list before.
func (p approvalPart) apply(to *approval.Policy) {
	to.People = slices.Clone(to.People)
	for _, who := range p.people {
		to.People = slices.DeleteFunc(to.People, func(have approval.Person) bool { return have.ID == who.ID })
		if !who.ends {
			to.People = append(to.People, who.Person)
		}
	}
	if p.steps != nil {
		to.Rules = p.steps
	}
	for _, s := range []struct{ said, to *int }{
		{p.reminders.after, &to.Reminders.After}, {p.reminders.before, &to.Reminders.Before}, {p.reminders.escalate, &to.Reminders.Escalate},
	} {
		if s.said != nil {
			*s.to = *s.said
		}
	}
	if p.reminders.to != nil {
		to.Reminders.EscalateTo = *p.reminders.to
	}
}

// reader reads a part setting by setting and tells of what is wrong where it
// stands.
type reader struct{ from string }

func (r reader) wrong(at *yaml.Node, setting, allowed string) error {
	return fault.New("policy.value-at", "from", r.from, "line", at.Line, "setting", setting, "value", shown(at), "allowed", allowed)
}

// shown gives a value as it can stand in a sentence.
func shown(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "{…}"
	case yaml.SequenceNode:
		return "[…]"
	}
	if len(n.Value) > 100 {
		return strings.ToValidUTF8(n.Value[:100], "") + "…"
	}
	return n.Value
}

// take is how one setting is read.
type take struct {
	name string
	read func(value *yaml.Node, setting string) error
}

// settings reads a mapping; each setting may stand once. Nothing at all is
// nothing said.
func (r reader) settings(node *yaml.Node, setting string, known ...take) error {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = k.name
	}
	allowed := strings.Join(names, ", ")
	if node.Kind == 0 || node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		return r.wrong(node, setting, allowed)
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		at := slices.Index(names, key.Value)
		if at < 0 || seen[key.Value] {
			return r.wrong(key, setting, allowed)
		}
		seen[key.Value] = true
		if err := known[at].read(value, setting+"."+key.Value); err != nil {
			return err
		}
	}
	return nil
}

// each reads a list, with the place of every element.
func (r reader) each(read func(element *yaml.Node, setting string) error) func(*yaml.Node, string) error {
	return func(node *yaml.Node, setting string) error {
		if node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
			return nil
		}
		if node.Kind != yaml.SequenceNode || len(node.Content) > 2000 {
			return r.wrong(node, setting, "- … (0 – 2000)")
		}
		for _, element := range node.Content {
			if err := read(element, setting); err != nil {
				return err
			}
		}
		return nil
	}
}

func (r reader) word(to *string) func(*yaml.Node, string) error {
	return func(node *yaml.Node, setting string) error {
		word := strings.TrimSpace(node.Value)
		if node.Kind != yaml.ScalarNode || word == "" || len(word) > 100 {
			return r.wrong(node, setting, "1 – 100 tekens / characters")
		}
		*to = word
		return nil
	}
}

func (r reader) mail(to *string) func(*yaml.Node, string) error {
	return func(node *yaml.Node, setting string) error {
		if node.Kind != yaml.ScalarNode || !isAddress(node.Value) {
			return r.wrong(node, setting, "a.deboer@example.nl")
		}
		*to = node.Value
		return nil
	}
}

func (r reader) words(to *[]string) func(*yaml.Node, string) error {
	return r.each(func(node *yaml.Node, setting string) error {
		var word string
		err := r.word(&word)(node, setting)
		*to = append(*to, word)
		return err
	})
}

func (r reader) amount(to *money.Cents) func(*yaml.Node, string) error {
	return func(node *yaml.Node, setting string) error {
		c, err := money.Parse(node.Value)
		if err != nil || c < 0 || node.Kind != yaml.ScalarNode {
			return r.wrong(node, setting, `"0.00" – "1000000000.00"`)
		}
		*to = c
		return nil
	}
}

func (r reader) number(to *int, low, high int) func(*yaml.Node, string) error {
	return func(node *yaml.Node, setting string) error {
		n, err := strconv.Atoi(node.Value)
		if err != nil || n < low || n > high || node.Kind != yaml.ScalarNode {
			return r.wrong(node, setting, strconv.Itoa(low)+" – "+strconv.Itoa(high))
		}
		*to = n
		return nil
	}
}

func (r reader) yes(to *bool) func(*yaml.Node, string) error {
	return func(node *yaml.Node, setting string) error {
		if node.Kind != yaml.ScalarNode || node.Value != "true" && node.Value != "false" {
			return r.wrong(node, setting, "true, false")
		}
		*to = node.Value == "true"
		return nil
	}
}

func (r reader) one(to *string, of ...string) func(*yaml.Node, string) error {
	return func(node *yaml.Node, setting string) error {
		if node.Kind != yaml.ScalarNode || !slices.Contains(of, node.Value) {
			return r.wrong(node, setting, strings.Join(of, ", "))
		}
		*to = node.Value
		return nil
	}
}

func (r reader) day(to *day.Day) func(*yaml.Node, string) error {
	return func(node *yaml.Node, setting string) error {
		d, err := day.Parse(node.Value)
		if err != nil {
			return r.wrong(node, setting, "2026-01-31")
		}
		*to = d
		return nil
	}
}

// period reads the two ends of a period, and refuses one that ends before it
// begins.
func (r reader) period(node *yaml.Node, setting string, p *approval.Period, more ...take) error {
	err := r.settings(node, setting, append(more, take{"from", r.day(&p.From)}, take{"until", r.day(&p.Until)})...)
	if err == nil && p.From != "" && p.Until != "" && p.Until < p.From {
		return r.wrong(&yaml.Node{Kind: yaml.ScalarNode, Line: node.Line, Value: p.Until.String()}, setting+".until", p.From.String()+" – …")
	}
	return err
}

// readApproval reads that part. Errors: policy.value-at, policy.condition.
func readApproval(node yaml.Node, from string) (p approvalPart, err error) {
	r := reader{from}
	to := &p.reminders
	number := func(to **int, high int) func(*yaml.Node, string) error {
		return func(node *yaml.Node, setting string) error {
			n := 0
			err := r.number(&n, 0, high)(node, setting)
			*to = &n
			return err
		}
	}
	err = r.settings(&node, "approval",
		take{"people", r.each(func(node *yaml.Node, setting string) error { return r.person(node, setting, &p) })},
		take{"steps", func(node *yaml.Node, setting string) error {
			p.steps = []approval.Rule{}
			if err := r.each(func(node *yaml.Node, setting string) error { return r.step(node, setting, &p) })(node, setting); err != nil {
				return err
			}
			if len(p.steps) == 0 {
				return r.wrong(node, setting, "- name: budgetholder …")
			}
			return nil
		}},
		take{"reminders", func(node *yaml.Node, setting string) error {
			to.line = node.Line
			role := ""
			err := r.settings(node, setting, take{"after", number(&to.after, 365)}, take{"before", number(&to.before, 60)},
				take{"escalate", number(&to.escalate, 365)}, take{"escalate-to", r.word(&role)})
			if role != "" {
				to.to = &role
			}
			return err
		}})
	return p, err
}

// person reads one of the people.
func (r reader) person(node *yaml.Node, setting string, p *approvalPart) error {
	who := personPart{line: node.Line}
	err := r.settings(node, setting, take{"id", r.word(&who.ID)}, take{"name", r.word(&who.Name)}, take{"ends", r.yes(&who.ends)},
		take{"mail", r.mail(&who.Mail)},
		take{"suppliers", r.words(&who.Suppliers)},
		take{"roles", r.each(func(node *yaml.Node, setting string) error {
			var g approval.Grant
			err := r.period(node, setting, &g.Period, take{"role", r.word(&g.Role)}, take{"cost-centres", r.words(&g.CostCentres)}, take{"limit", r.amount(&g.Limit)})
			if err == nil && g.Role == "" {
				return r.wrong(node, setting+".role", "role: budgetholder")
			}
			who.Grants = append(who.Grants, g)
			return err
		})},
		take{"deputies", r.each(func(node *yaml.Node, setting string) error {
			var d approval.Deputy
			err := r.period(node, setting, &d.Period, take{"person", r.word(&d.Person)})
			if err == nil && d.Person == "" {
				return r.wrong(node, setting+".person", "person: id")
			}
			who.Deputies = append(who.Deputies, d)
			return err
		})},
		take{"away", r.each(func(node *yaml.Node, setting string) error {
			var a approval.Period
			err := r.period(node, setting, &a)
			if err == nil && a.From == "" && a.Until == "" {
				return r.wrong(node, setting, "from: 2026-07-01, until: 2026-07-31")
			}
			who.Away = append(who.Away, a)
			return err
		})})
	if err != nil {
		return err
	}
	twice := slices.ContainsFunc(p.people, func(have personPart) bool { return have.ID == who.ID })
	if who.ID == "" || twice {
		return r.wrong(&yaml.Node{Kind: yaml.ScalarNode, Line: node.Line, Value: who.ID}, setting+".id", "id: a.deboer (één keer / once)")
	}
	p.people = append(p.people, who)
	return nil
}

// step reads one of the steps.
func (r reader) step(node *yaml.Node, setting string, p *approvalPart) error {
	kind, per := string(approval.Approval), string(approval.PerInvoice)
	s := approval.Rule{Stage: len(p.steps) + 1}
	err := r.settings(node, setting, take{"name", r.word(&s.Name)},
		take{"kind", r.one(&kind, string(approval.Approval), string(approval.Performance))},
		take{"role", r.word(&s.Role)}, take{"orderer", r.yes(&s.Orderer)},
		take{"per", r.one(&per, string(approval.PerInvoice), string(approval.PerCostCentre))},
		take{"above", r.amount(&s.Above)}, take{"stage", r.number(&s.Stage, 1, 99)},
		take{"when", func(node *yaml.Node, _ string) error {
			made, err := conditions.Compile(node.Value)
			if err != nil {
				return fault.New("policy.condition", "from", r.from, "line", node.Line, "step", s.Name, "value", shown(node), "error", err,
					"allowed", strings.Join(conditions.Variables(), ", "))
			}
			s.When = made
			return nil
		}})
	if err != nil {
		return err
	}
	s.Kind, s.Per = approval.StepKind(kind), approval.Scope(per)
	at := &yaml.Node{Kind: yaml.ScalarNode, Line: node.Line, Value: s.Name}
	twice := slices.ContainsFunc(p.steps, func(have approval.Rule) bool { return have.Name == s.Name })
	switch {
	case s.Name == "" || twice || strings.Contains(s.Name, ":"):
		return r.wrong(at, setting+".name", "name: budgetholder (één keer, zonder dubbele punt / once, without a colon)")
	case s.Role == "":
		return r.wrong(at, setting+".role", "role: budgetholder")
	case s.Orderer && s.Kind == approval.Approval:
		return r.wrong(at, setting+".orderer", "kind: performance (wie bestelde, keurt niet goed / who ordered does not approve)")
	}
	p.steps, p.lines = append(p.steps, s), append(p.lines, node.Line)
	return nil
}

// approvalsComplete looks, part after part, whether every role that is asked for
// is somebody's and every deputy is one of the people. Without people there are
// no roles.
func (p Policy) approvalsComplete() error {
	now, release := approval.Fallback(), ""
	for _, part := range p.parts {
		said := part.approval
		said.apply(&now)
		part.commitments.apply(&commitment.Tolerance{}, &release)
		if len(now.People) == 0 {
			continue
		}
		r := reader{part.From}
		var ids, roles []string
		for _, who := range now.People {
			ids = append(ids, who.ID)
			for _, g := range who.Grants {
				roles = append(roles, g.Role)
			}
		}
		slices.Sort(roles)
		roles = slices.Compact(roles)
		for i, s := range now.Rules {
			if !slices.Contains(roles, s.Role) {
				return r.wrong(at(said.lines, i, said.firstLine(), s.Role), "approval.steps.role", strings.Join(roles, ", "))
			}
		}
		if to := now.Reminders.EscalateTo; to != "" && !slices.Contains(roles, to) {
			return r.wrong(at(nil, 0, max(said.reminders.line, said.firstLine()), to), "approval.reminders.escalate-to", strings.Join(roles, ", "))
		}
		if release != "" && !slices.Contains(roles, release) {
			return r.wrong(at(nil, 0, max(part.commitments.at, said.firstLine()), release), "commitments.release", strings.Join(roles, ", "))
		}
		for _, who := range now.People {
			for _, d := range who.Deputies {
				if !slices.Contains(ids, d.Person) || d.Person == who.ID {
					return r.wrong(at(nil, 0, said.firstLine(), d.Person), "approval.people.deputies.person", strings.Join(ids, ", "))
				}
			}
		}
	}
	return nil
}

// firstLine says where what a part says of approvals begins.
func (p approvalPart) firstLine() int {
	switch {
	case len(p.people) > 0:
		return p.people[0].line
	case len(p.lines) > 0:
		return p.lines[0]
	}
	return p.reminders.line
}

func at(lines []int, index, otherwise int, value string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: otherwise, Value: value}
	if index < len(lines) {
		n.Line = lines[index]
	}
	return n
}
