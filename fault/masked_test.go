// SPDX-License-Identifier: EUPL-1.2

package fault

import "testing"

func TestMasked(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "",
		"postgres://a:b@h/d":                   "postgres://a:xxxxx@h/d",
		"postgres://a@h/d?password=b":          "postgres://a@h/d?password=xxxxx",
		"postgres://a@h/d?password=b#c":        "postgres://a@h/d?password=xxxxx",
		"postgres://a@h/d?password=b;c":        "postgres://a@h/d",
		"postgres://a@h/d?sslpassword=b":       "postgres://a@h/d?sslpassword=xxxxx",
		"geheim":                               "…",
		"postgres:a:geheim@h":                  "…",
		"host=h password=geheim user=jan":      "…",
		"postgres:///d?password=b":             "postgres:///d?password=xxxxx",
		"postgres://a@h/d?sslmode=verify-full": "postgres://a@h/d?sslmode=verify-full",
	} {
		if got := Masked(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
