// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"testing"

	"rentmeester/fault"
)

// TestNamesToChoose: who serves the pages to a network cannot let anybody be anybody.
func TestNamesToChoose(t *testing.T) {
	for _, c := range []struct {
		listen string
		users  []string
		fault  string
	}{
		{"0.0.0.0:8080", nil, ""},
		{"127.0.0.1:8080", []string{"jan", "Anneke de Boer"}, ""},
		{"localhost:8080", []string{"jan"}, ""},
		{"[::1]:0", []string{"jan"}, ""},
		{"0.0.0.0:8080", []string{"jan"}, "cli.serve-users"},
		{":8080", []string{"jan"}, "cli.serve-users"},
		{"192.0.2.7:8080", []string{"jan"}, "cli.serve-users"},
		{"gemeente.example:8080", []string{"jan"}, "cli.serve-users"},
		{"nonsense", []string{"jan"}, "cli.serve-users"},
		{"127.0.0.1:8080", []string{"jan", ""}, "cli.serve-name"},
		{"127.0.0.1:8080", []string{" jan"}, "cli.serve-name"},
	} {
		code := ""
		if err := onlyHere(c.listen, c.users); err != nil {
			code = fault.Code(err)
		}
		if code != c.fault {
			t.Errorf("%s %q: %s, want %q", c.listen, c.users, code, c.fault)
		}
	}
}
