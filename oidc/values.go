// SPDX-License-Identifier: EUPL-1.2

package oidc

import (
	"encoding/json"
	"errors"
	"strings"

	"rentmeester/fault"
)

// mostValues is how many values of a claim are looked at: nobody has so many roles.
const mostValues = 1000

// valuesOf gives the values of a claim by its name, or by a path of names with dots
// between them as Keycloak has it: realm_access.roles. told says whether the claim is
// there at all. Errors: oidc.wrong, oidc.too-many when the server leaves out the claim
// since it has too many values, as Entra ID does with groups: that is not the same as
// none.
func valuesOf(read func(any) error, claim string) (values []string, told bool, err error) {
	if claim == "" {
		return nil, true, nil
	}
	var all map[string]json.RawMessage
	if err := read(&all); err != nil {
		return nil, false, fault.Wrap(errors.New("the claims cannot be read"), "oidc.wrong")
	}
	raw, told := standing(all, claim)
	if !told {
		if leftOut(all, claim) {
			return nil, false, fault.New("oidc.too-many", "claim", claim)
		}
		return nil, false, nil
	}
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}, true, nil
	}
	if err := json.Unmarshal(raw, &values); err != nil {
		return nil, true, fault.Wrap(errors.New("the claim for roles holds no list of words"), "oidc.wrong")
	}
	if len(values) > mostValues {
		return nil, true, fault.New("oidc.too-many", "claim", claim)
	}
	return values, true, nil
}

// standing finds what stands at a path. Names may have dots in them themselves, as those of
// applications do: the longest that is there goes first.
func standing(all map[string]json.RawMessage, path string) (json.RawMessage, bool) {
	if raw, is := all[path]; is {
		return raw, true
	}
	for end := strings.LastIndexByte(path, '.'); end > 0; end = strings.LastIndexByte(path[:end], '.') {
		raw, is := all[path[:end]]
		var inner map[string]json.RawMessage
		if !is || json.Unmarshal(raw, &inner) != nil {
			continue
		}
		if found, is := standing(inner, path[end+1:]); is {
			return found, true
		}
	}
	return nil, false
}

// leftOut says whether the server has the claim, but says it elsewhere.
func leftOut(all map[string]json.RawMessage, claim string) bool {
	var elsewhere map[string]json.RawMessage
	_ = json.Unmarshal(all["_claim_names"], &elsewhere) // none where it is nothing of the kind
	_, named := elsewhere[claim]
	return named || claim == "groups" && len(all["hasgroups"]) > 0
}
