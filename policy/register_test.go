// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"testing"

	"rentmeester/fault"
)

func TestRegister(t *testing.T) {
	p, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + `
    register: {organization: Gemeente Voorbeeld, contact: a@b.nl, website: "https://b.nl"}
  - from: 2027-01-01
    register: {contact: "https://b.nl/contact"}
`))
	if err != nil {
		t.Fatal(err)
	}
	now, later := p.On("2026-05-01").Register, p.On("2027-05-01").Register
	if now != (Register{Organization: "Gemeente Voorbeeld", Contact: "a@b.nl", Website: "https://b.nl"}) ||
		later.Contact != "https://b.nl/contact" || later.Organization != now.Organization {
		t.Errorf("%+v, %+v", now, later)
	}
	for _, said := range []string{`{contact: ergens}`, `{contact: "http://b.nl"}`, `{website: b.nl}`, `{wie: a@b.nl}`, `[]`, `{impact: ""}`} {
		if _, err := Parse([]byte("policy:\n  - from: 2026-01-01" + accounts + "\n    register: " + said)); !fault.Is(err, "policy.value-at") {
			t.Errorf("%s: %v", said, err)
		}
	}
}
