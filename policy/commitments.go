// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"go.yaml.in/yaml/v3"

	"rentmeester/commitment"
	"rentmeester/money"
)

// commitmentPart is what a part of a policy says of orders; nil is what it does
// not say.
type commitmentPart struct {
	line, total marginPart
	release     *string
	at          int // line of the text, of the release
}

type marginPart struct {
	share  *Share
	amount *money.Cents
}

func (p commitmentPart) apply(to *commitment.Tolerance, release *string) {
	p.line.apply(&to.Line)
	p.total.apply(&to.Total)
	if p.release != nil {
		*release = *p.release
	}
}

func (p marginPart) apply(to *commitment.Margin) {
	if p.share != nil {
		to.Millionths = int64(*p.share)
	}
	if p.amount != nil {
		to.Amount = *p.amount
	}
}

// readCommitments reads that part. Errors: policy.value-at.
func readCommitments(node yaml.Node, from string) (p commitmentPart, err error) {
	r := reader{from}
	margin := func(to *marginPart) func(*yaml.Node, string) error {
		return func(node *yaml.Node, setting string) error {
			return r.settings(node, setting,
				take{"percent", func(node *yaml.Node, setting string) error {
					share, ok := parseShare(node.Value)
					if !ok || share > whole/4 || node.Kind != yaml.ScalarNode {
						return r.wrong(node, setting, `"0%" – "25%"`)
					}
					to.share = &share
					return nil
				}},
				take{"amount", func(node *yaml.Node, setting string) error {
					var c money.Cents
					err := r.amount(&c)(node, setting)
					to.amount = &c
					return err
				}})
		}
	}
	err = r.settings(&node, "commitments", take{"line", margin(&p.line)}, take{"total", margin(&p.total)},
		take{"release", func(node *yaml.Node, setting string) error {
			role := ""
			err := r.word(&role)(node, setting)
			p.release, p.at = &role, node.Line
			return err
		}})
	return p, err
}
