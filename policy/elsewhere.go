// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Elsewhere says which roles follow from what the server that keeps the accounts says
// of somebody who logs in there: app roles of Entra ID, realm or client roles of
// Keycloak.
type Elsewhere struct {
	Claim string              // where it stands: roles, realm_access.roles; "" nothing follows
	Roles map[string][]string // by a value of the claim, the roles that it gives
}

// Governed gives the roles that are given and taken by the claim alone, by name.
func (e Elsewhere) Governed() (roles []string) {
	if e.Claim == "" {
		return nil
	}
	for _, some := range e.Roles {
		roles = append(roles, some...)
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// Given gives the roles that values of the claim give, by name. Values that the policy
// does not name give none.
func (e Elsewhere) Given(values []string) (roles []string) {
	if e.Claim == "" {
		return nil
	}
	for _, value := range values {
		roles = append(roles, e.Roles[value]...)
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// Named gives of some values those that the policy names: of the others nothing is
// kept.
func (e Elsewhere) Named(values []string) []string {
	named := slices.DeleteFunc(slices.Clone(values), func(value string) bool { return len(e.Roles[value]) == 0 })
	slices.Sort(named)
	return slices.Compact(named)
}

// elsewherePart is what a part of a policy says of it; nil is what it does not say.
type elsewherePart struct {
	claim *string
	roles map[string][]string
	at    map[string]*yaml.Node // where each role stands
}

// apply: what is given is said whole, for who leaves a value out means that it gives
// nothing.
func (p elsewherePart) apply(to *Elsewhere) {
	if p.claim != nil {
		to.Claim = *p.claim
	}
	if p.roles != nil {
		to.Roles = p.roles
	}
}

const longestClaim = 200

// readElsewhere reads that part. Errors: policy.value-at.
func readElsewhere(node yaml.Node, from string) (p elsewherePart, err error) {
	r := reader{from}
	return p, r.settings(&node, "login",
		take{"claim", func(node *yaml.Node, setting string) error {
			if node.Kind != yaml.ScalarNode || len(node.Value) > longestClaim || strings.ContainsAny(node.Value, " \t\r\n") {
				return r.wrong(node, setting, "roles, realm_access.roles, resource_access.rentmeester.roles")
			}
			p.claim = &node.Value
			return nil
		}},
		take{"roles", func(node *yaml.Node, setting string) error {
			p.roles, p.at = map[string][]string{}, map[string]*yaml.Node{}
			if node.Kind != yaml.MappingNode {
				return r.wrong(node, setting, "Financien: financial-administrator")
			}
			for i := 0; i+1 < len(node.Content); i += 2 {
				if err := p.gives(r, node.Content[i], node.Content[i+1], setting); err != nil {
					return err
				}
			}
			return nil
		}})
}

// gives reads what one value gives: a role, or several.
func (p elsewherePart) gives(r reader, value, said *yaml.Node, setting string) error {
	if value.Kind != yaml.ScalarNode || value.Value == "" || len(value.Value) > longestClaim || p.roles[value.Value] != nil {
		return r.wrong(value, setting, "Financien: financial-administrator")
	}
	roles := []*yaml.Node{said}
	if said.Kind == yaml.SequenceNode {
		roles = said.Content
	}
	for _, role := range roles {
		if role.Kind != yaml.ScalarNode || !plainRole(role.Value) {
			return r.wrong(role, setting+"."+value.Value, "financial-administrator, [auditor, controller]")
		}
		p.roles[value.Value] = append(p.roles[value.Value], role.Value)
		p.at[role.Value] = role
	}
	return nil
}

// rolesElsewhereKnown looks, part after part, whether what a claim gives are roles that
// there are by then, and whether somebody gives nothing without a claim.
func (p Policy) rolesElsewhereKnown() error {
	known, now := usualRoles(), Elsewhere{}
	for _, part := range p.parts {
		part.roles.apply(&known)
		part.elsewhere.apply(&now)
		r := reader{part.From}
		for _, role := range slices.Sorted(maps.Keys(part.elsewhere.at)) {
			if _, is := known[role]; !is {
				return r.wrong(part.elsewhere.at[role], "login.roles", strings.Join(slices.Sorted(maps.Keys(known)), ", "))
			}
		}
		if now.Claim == "" && len(now.Roles) > 0 {
			return r.wrong(&part.Login, "login.claim", "roles, realm_access.roles, resource_access.rentmeester.roles")
		}
	}
	return nil
}
