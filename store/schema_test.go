// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"strings"
	"testing"
)

// Nothing that is told of a database has a password in it, wherever it stands in
// the address.
func TestPlaceHasNoPassword(t *testing.T) {
	for _, address := range []string{
		"postgres://u:GEHEIM@127.0.0.1:1/x",
		"postgres://u@127.0.0.1:1/x?password=GEHEIM",
		"postgres://u@127.0.0.1:1/x?sslmode=disable&sslpassword=GEHEIM",
		"postgres://u@127.0.0.1:1/x?password=GEHEIM&sslmode=bogus",
	} {
		l, err := LookPostgres(t.Context(), address)
		if err == nil || !strings.HasPrefix(l.Place, "postgres://u") {
			t.Fatal(address, l.Place, err)
		}
		_, opened := OpenPostgres(t.Context(), address)
		for _, told := range []string{l.Place, err.Error(), opened.Error()} {
			if strings.Contains(told, "GEHEIM") {
				t.Error(told)
			}
		}
	}
}
