// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"strings"

	"rentmeester/extract"
)

// printFields tells what was read of the pages, and what must be looked at.
func (p *program) printFields(fields []extract.Field) {
	for _, f := range fields {
		key := "cli.invoice.field"
		if f.Doubtful {
			key = "cli.invoice.doubtful"
		}
		page := 1
		if len(f.Places) > 0 {
			page = f.Places[0].Page + 1
		}
		if strings.HasPrefix(f.Name, "lines.") && !f.Doubtful {
			continue
		}
		proof := f.Proof
		if proof == extract.ProofNone {
			proof = "none"
		}
		p.printf(key, "field", f.Name, "value", f.Value, "page", page, "proof", p.say("cli.invoice.proof."+proof))
	}
}
