// SPDX-License-Identifier: EUPL-1.2

package policy

import "go.yaml.in/yaml/v3"

// Seconding says when what can widen somebody's rights needs a second person.
type Seconding string

const (
	SecondAlways Seconding = "always"
	SecondNever  Seconding = "never"
	// SecondWhenTwo is as soon as two persons have, or ever had, the right: it does
	// not go away by sending the other one away.
	SecondWhenTwo Seconding = "when-two"
)

// FourEyes says what needs a second person. Of invoices and payment runs that is
// said elsewhere.
type FourEyes struct {
	People Seconding // a link into somebody's account, roles, letting in again
	Policy Seconding // a change of the policy
}

// Of gives it for a right.
func (f FourEyes) Of(right Right) Seconding {
	if right == ChangePolicy {
		return f.Policy
	}
	return f.People
}

// unseen holds where a policy says nothing.
func unseen() FourEyes { return FourEyes{SecondWhenTwo, SecondWhenTwo} }

// fourEyesPart is what a part of a policy says of it; "" is what it does not say.
type fourEyesPart FourEyes

func (p fourEyesPart) apply(to *FourEyes) {
	if p.People != "" {
		to.People = p.People
	}
	if p.Policy != "" {
		to.Policy = p.Policy
	}
}

// readFourEyes reads that part. Errors: policy.value-at.
func readFourEyes(node yaml.Node, from string) (p fourEyesPart, err error) {
	r := reader{from}
	one := func(to *Seconding) func(*yaml.Node, string) error {
		return func(node *yaml.Node, setting string) error {
			switch *to = Seconding(node.Value); *to {
			case SecondAlways, SecondNever, SecondWhenTwo:
				return nil
			}
			return r.wrong(node, setting, "always, when-two, never")
		}
	}
	return p, r.settings(&node, "four-eyes", take{"people", one(&p.People)}, take{"policy", one(&p.Policy)})
}
