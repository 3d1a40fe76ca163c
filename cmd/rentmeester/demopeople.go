// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"

	"rentmeester/demo"
	"rentmeester/policy"
)

// The people of the invented town, by what they do. Its budget holders are
// demo.Holders.
const (
	clerk     = "Anneke de Boer" // reads the post, codes
	colleague = "Bram Visser"    // the second pair of eyes for accounts; makes the runs
	treasurer = "Farid Haddad"   // the second signature; releases runs
	control   = "Greet Postma"   // lets what deviates from an order through; releases runs
)

// cast gives everybody, in the order in which the pages offer them.
func cast() []string {
	return []string{clerk, colleague, "Carla Smit", "Dirk Mulder", "Esther Bos", treasurer, control}
}

// demoPolicy is the policy that everybody begins with, and who does what in the
// invented town. It pays once a week, so what falls due before the next run goes
// with this one.
func demoPolicy() []byte {
	return fmt.Appendf(append([]byte{}, policy.Default...), `
  - from: 2020-01-02
    approval:
      people:
        - {id: %[1]s, roles: [{role: desk}]}
        - {id: %[2]s, roles: [{role: desk}]}
        - {id: Carla Smit, roles: [{role: budgetholder, cost-centres: ["41*"]}]}
        - {id: Dirk Mulder, roles: [{role: budgetholder, cost-centres: ["42*", "44*"]}]}
        - {id: Esther Bos, roles: [{role: budgetholder, cost-centres: ["43*"]}]}
        - {id: %[3]s, roles: [{role: second}]}
        - {id: %[4]s, roles: [{role: controller}]}
    commitments:
      release: controller
    paying:
      account: %[5]s
      name: Gemeente Lindewoude
      days-before: 7
`, clerk, colleague, treasurer, control, demo.Own())
}
