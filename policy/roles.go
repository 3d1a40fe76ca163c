// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Right is one thing that a person may do. What he may do with one invoice or
// one payment run is more than a right: mandates and four eyes are looked at
// when he does it.
type Right string

const (
	Look         Right = "look"      // see the books
	Decide       Right = "decide"    // say what lines of the bank are
	Import       Right = "import"    // bring in files and post
	Code         Right = "code"      // say where invoices are booked
	Correct      Right = "correct"   // mend what was read, hold, send replies
	LetThrough   Right = "holds"     // release what holds invoices
	Approve      Right = "approve"   // approve invoices, ask, dispute
	Receive      Right = "receive"   // say what was delivered of an order
	Suppliers    Right = "suppliers" // take in suppliers and their accounts
	Pay          Right = "pay"       // make payment runs and fetch their files
	Release      Right = "release"   // release payment runs
	ChangeRules  Right = "rules"     // put rules for bank lines in force
	ChangePolicy Right = "policy"    // put a policy in force
	ManagePeople Right = "people"    // persons and their roles
	Programs     Right = "programs"  // what lets programs in
	Projects     Right = "projects"  // set up projects, their credit and progress
	ReadAudit    Right = "audit"     // read the audit trail
	Export       Right = "export"    // take the books out
	System       Right = "system"    // see how the installation is
	SeeStaff     Right = "see-staff" // see who works here, what they can and what they do
	Staff        Right = "staff"     // plan who does what, and decide it
)

// AllRights are all there are, in the order of the manual.
var AllRights = []Right{Look, Decide, Import, Code, Correct, LetThrough, Approve, Receive, Suppliers, Pay, Release,
	ChangeRules, ChangePolicy, ManagePeople, Programs, Projects, ReadAudit, Export, System, SeeStaff, Staff}

// Rights are several of them; the zero value is none.
type Rights uint32

// RightsOf gives several rights.
func RightsOf(all ...Right) (r Rights) {
	for _, one := range all {
		if at := slices.Index(AllRights, one); at >= 0 {
			r |= 1 << at
		}
	}
	return r
}

// Everything is all rights.
func Everything() Rights { return RightsOf(AllRights...) }

// Has says whether a right is among them. A word that is no right never is.
func (r Rights) Has(one Right) bool { return RightsOf(one)&r != 0 }

// List gives them in the order of the manual.
func (r Rights) List() []Right {
	return slices.DeleteFunc(slices.Clone(AllRights), func(one Right) bool { return !r.Has(one) })
}

// Roles says what each role may do.
type Roles map[string]Rights

// usualRoles hold where a policy says nothing of a role.
func usualRoles() Roles {
	return Roles{
		"administrator": Everything(),
		"financial-administrator": RightsOf(Look, Decide, Import, Code, Correct, LetThrough, Approve, Receive, Suppliers, Pay, Release,
			ChangeRules, Projects, Export),
		"budget-holder":       RightsOf(Look, Approve, Receive),
		"controller":          RightsOf(Look, LetThrough, Approve, ChangeRules, ChangePolicy, ReadAudit, Export),
		"auditor":             RightsOf(Look, ReadAudit, Export),
		"application-manager": RightsOf(Look, ManagePeople, Programs, System),
		"project-lead":        RightsOf(Look, SeeStaff, Staff, Projects),
	}
}

// Of gives the rights that several roles give together. A role that policy does
// not know gives none.
func (r Roles) Of(roles ...string) (all Rights) {
	for _, one := range roles {
		all |= r[one]
	}
	return all
}

// With gives the roles that have a right, by name.
func (r Roles) With(right Right) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(r)) {
		if r[name].Has(right) {
			names = append(names, name)
		}
	}
	return names
}

// rolePart is what a part of a policy says of roles: each role that it names is
// said whole.
type rolePart struct {
	roles Roles
	line  int
}

func (p rolePart) apply(to *Roles) {
	if len(p.roles) == 0 {
		return
	}
	all := maps.Clone(*to)
	maps.Copy(all, p.roles)
	*to = all
}

// everyRight stands for all rights, also those that are yet to come.
const everyRight = "all"

// readRoles reads that part. Errors: policy.value-at.
func readRoles(node yaml.Node, from string) (p rolePart, err error) {
	p.roles, p.line = Roles{}, node.Line
	r := reader{from}
	if node.Kind == 0 || node.Tag == "!!null" {
		return p, nil
	}
	if node.Kind != yaml.MappingNode {
		return p, r.wrong(&node, "roles", "auditor: [look, audit, export]")
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, said := node.Content[i], node.Content[i+1]
		if !plainRole(name.Value) {
			return p, r.wrong(name, "roles", "a–z, 0–9, -")
		}
		if said.Kind == yaml.ScalarNode && said.Value == everyRight {
			p.roles[name.Value] = Everything()
			continue
		}
		var rights []string
		p.roles[name.Value] = 0 // a role without rights is one too
		if err := r.words(&rights)(said, "roles."+name.Value); err != nil {
			return p, err
		}
		for at, one := range rights {
			if !slices.Contains(AllRights, Right(one)) {
				return p, r.wrong(said.Content[at], "roles."+name.Value, everyRight+", "+listed(AllRights))
			}
			p.roles[name.Value] |= RightsOf(Right(one))
		}
	}
	return p, nil
}

func plainRole(name string) bool {
	return name != "" && len(name) <= 60 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func listed(rights []Right) string {
	names := make([]string, len(rights))
	for i, one := range rights {
		names[i] = string(one)
	}
	return strings.Join(names, ", ")
}

// peopleKept looks, part after part, whether somebody may still manage people:
// else nobody could give that right again.
func (p Policy) peopleKept() error {
	now := usualRoles()
	for _, part := range p.parts {
		part.roles.apply(&now)
		if len(now.With(ManagePeople)) == 0 {
			return reader{part.From}.wrong(&yaml.Node{Kind: yaml.ScalarNode, Line: part.roles.line}, "roles", "administrator: all")
		}
	}
	return nil
}
