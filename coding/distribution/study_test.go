// SPDX-License-Identifier: EUPL-1.2

package distribution

import "testing"

// Of codings that nobody had together is not said that they go together.
func TestMixed(t *testing.T) {
	a := &answer{origin: fromMix}
	if why := reasons(&question{}, a); len(why) != 1 || why[0].Code != "distribution.reason.mixed" {
		t.Errorf("%+v", why)
	}
	a.values[vAny] = 0.7
	if why := reasons(&question{}, a); len(why) != 1 || why[0].Code != "distribution.reason.any" {
		t.Errorf("%+v", why)
	}
}
