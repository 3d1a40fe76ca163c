// SPDX-License-Identifier: EUPL-1.2

package fault

import (
	"net/url"
	"strings"
)

// Masked is an address that may be told: without the passwords in it, its own and
// what it asks by name. What is no address may be a password by mistake, and says
// nothing.
func Masked(address string) string {
	if address == "" {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" && !strings.HasPrefix(address, "postgres:///") && !strings.HasPrefix(address, "postgresql:///") {
		return "…"
	}
	q := u.Query()
	for name := range q {
		if small := strings.ToLower(name); strings.Contains(small, "pass") || strings.Contains(small, "secret") {
			q.Set(name, "xxxxx")
		}
	}
	u.RawQuery = q.Encode()            // what cannot be read is left out
	u.Fragment, u.RawFragment = "", "" // the end of a password with a # in it
	return u.Redacted()
}
