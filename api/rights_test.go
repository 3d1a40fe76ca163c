// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"slices"
	"strings"
	"testing"

	"rentmeester/policy"
)

// TestEveryOperationNeedsARight: each has one, which its description tells, and none
// is named that is not there. Who only looks changes nothing.
func TestEveryOperationNeedsARight(t *testing.T) {
	keepsNothing := []string{"validate-invoices", "read-invoices", "predict-codings"}
	for name, document := range documents(t) {
		there := map[string]bool{}
		operations(document, func(_, method string, op tree) {
			id := op["operationId"].(string)
			there[id] = true
			right, named := needed[id]
			switch said, _ := op["x-right"].(string); {
			case !named:
				t.Errorf("%s needs no right: say which in rights.go", id)
			case !slices.Contains(policy.AllRights, right):
				t.Errorf("%s needs %q, which is no right", id, right)
			case said != string(right) || !strings.Contains(op["description"].(string), "`"+string(right)+"`"):
				t.Errorf("%s: %s does not tell that it needs %s", name, id, right)
			}
			looks := right == policy.Look || right == policy.ReadAudit || right == policy.Export || right == policy.SeeStaff
			if method != "get" && looks && !slices.Contains(keepsNothing, id) {
				t.Errorf("%s changes something, and who only looks may do it", id)
			}
		})
		for id := range needed {
			if !there[id] {
				t.Errorf("%s is no operation", id)
			}
		}
		token := at(document, "components", "securitySchemes", "token", "description").(string)
		for _, right := range policy.AllRights {
			if !strings.Contains(token, "`"+string(right)+"`") {
				t.Errorf("%s: the token's description does not name the right %s", name, right)
			}
		}
	}
}
