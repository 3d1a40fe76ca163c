// SPDX-License-Identifier: EUPL-1.2

package main

import "testing"

// TestReached: a link that is printed can be opened on the machine itself, also where
// the pages listen on every address.
func TestReached(t *testing.T) {
	for listen, want := range map[string]string{
		"[::]:8080": "127.0.0.1:8080", "0.0.0.0:8080": "127.0.0.1:8080", ":8080": "127.0.0.1:8080",
		"127.0.0.1:8080": "127.0.0.1:8080", "[::1]:8080": "[::1]:8080", "10.0.0.5:8080": "10.0.0.5:8080", "rm.example:80": "rm.example:80",
	} {
		if got := reached(listen); got != want {
			t.Errorf("%s is reached at %s, want %s", listen, got, want)
		}
	}
}
