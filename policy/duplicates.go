// SPDX-License-Identifier: EUPL-1.2

package policy

import "go.yaml.in/yaml/v3"

// Duplicates says when an invoice waits because it may have come before.
type Duplicates struct {
	Hold float64 // from which probability on a person looks
}

// unguarded holds where a policy says nothing: to look once in vain costs less
// than to pay twice.
func unguarded() Duplicates { return Duplicates{Hold: .2} }

// duplicatePart is what a part of a policy says of duplicates; nil is what it does
// not say.
type duplicatePart struct{ hold *float64 }

func (p duplicatePart) apply(to *Duplicates) {
	if p.hold != nil {
		to.Hold = *p.hold
	}
}

// readDuplicates reads that part. Errors: policy.value-at.
func readDuplicates(node yaml.Node, from string) (p duplicatePart, err error) {
	return p, eachSetting(&node, from, "duplicates", "hold", func(_ string, value *yaml.Node) string {
		share, ok := parseShare(value.Value)
		if !ok || share < whole/100 || share > whole*95/100 {
			return "1% – 95%"
		}
		hold := float64(share) / whole
		p.hold = &hold
		return ""
	})
}
