// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"context"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store/db"
)

// changesNothing is what may be done by a token that is to read only.
var changesNothing = policy.RightsOf(policy.Look, policy.ReadAudit, policy.Export)

// RightsOf reads rights as they are typed: their names, read for those that change
// nothing, or all. Errors: access.right.
func RightsOf(words ...string) (all policy.Rights, err error) {
	for _, word := range words {
		switch word = strings.TrimSpace(word); {
		case word == "all":
			all |= policy.Everything()
		case word == "read":
			all |= changesNothing
		case slices.Contains(policy.AllRights, policy.Right(word)):
			all |= policy.RightsOf(policy.Right(word))
		default:
			return 0, fault.New("access.right", "right", word, "rights", written(policy.Everything()))
		}
	}
	return all, nil
}

// within holds what a token is to have against what its person has. Errors:
// access.right, access.beyond.
func (d *Door) within(ctx context.Context, w Wanted) (policy.Rights, error) {
	if w.Rights == 0 {
		return 0, fault.New("access.right", "right", "", "rights", written(policy.Everything()))
	}
	if d.Rights == nil {
		return w.Rights, nil
	}
	has, err := d.Rights(ctx, w.Person)
	if err != nil {
		return 0, err
	}
	if w.Rights == policy.Everything() && has != 0 {
		return has, nil
	}
	if beyond := (w.Rights &^ has).List(); len(beyond) > 0 {
		return 0, fault.New("access.beyond", "person", w.Person, "right", beyond[0])
	}
	return w.Rights, nil
}

// written writes rights as the tables keep them, and rightsOf reads them. A name
// that is no right any more gives none.
func written(rights policy.Rights) string {
	words := []string{}
	for _, right := range rights.List() {
		words = append(words, string(right))
	}
	return strings.Join(words, ",")
}

func rightsOf(r db.Token) (all policy.Rights) {
	for word := range strings.SplitSeq(r.Rights, ",") {
		all |= policy.RightsOf(policy.Right(word))
	}
	return all
}
