// SPDX-License-Identifier: EUPL-1.2

package main

import "testing"

func TestPruneTokens(t *testing.T) {
	css := `.theme {
  --used: var(--deeper);
  --deeper: #fff;
  --unused: var(--also-unused);
  --also-unused: 1px;
  --drawn: 2px;
}
.component {
  color: var(--used, var(--fallback));
}`
	want := `.theme {
  --used: var(--deeper);
  --deeper: #fff;
  --drawn: 2px;
}
.component {
  color: var(--used, var(--fallback));
}`
	if got := pruneTokens(css, `stroke: "var(--drawn)"`); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
