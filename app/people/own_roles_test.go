// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"testing"

	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store/storetest"
)

// TestNobodyRaisesHimself: who manages people gives himself no right that he has not;
// another does. What he has he may keep or give up.
func TestNobodyRaisesHimself(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	h.add("Anna", "administrator")
	h.add("Cor", "application-manager")
	bert, _ := h.add("Bert", "application-manager")
	raised := []Grant{{Role: "application-manager"}, {Role: "financial-administrator"}}
	if err := h.SetRoles(t.Context(), "Bert", bert, raised); !fault.Is(err, "people.own-roles") || h.rights("Bert").Has(policy.Release) {
		t.Errorf("Bert let himself release payments: %v", err)
	}
	wants(t, h.SetRoles(t.Context(), "Anna", bert, raised), "")
	if _, err := h.Confirm(t.Context(), "Cor", h.one(AskRoles, "Bert").ID); err != nil || !h.rights("Bert").Has(policy.Release) {
		t.Errorf("two others give it to him: %v", err)
	}
	if err := h.SetRoles(t.Context(), "Bert", bert, []Grant{{Role: "auditor"}, {Role: "application-manager"}}); !fault.Is(err, "people.own-roles") {
		t.Errorf("the audit trail is no right of his: %v", err)
	}
	if err := h.SetRoles(t.Context(), "Bert", bert, raised[1:]); err != nil || h.rights("Bert").Has(policy.ManagePeople) {
		t.Errorf("he may give up what he has: %v", err)
	}
}
