// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"testing"

	"rentmeester/store"
)

// The figures for who keeps the program running are those of the status.
func TestVitalsAgreeWithStatus(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		b := newBooks(t, s, "voorbeeld")
		if err := b.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		if v, err := b.Vitals(t.Context()); err != nil || v.Lines["open"] != 0 {
			t.Fatalf("%+v, %v", v, err)
		} else if _, known := v.Touchless(); known {
			t.Error("a share of nothing")
		}
		taken(t, b, "posten.csv", itemsCSV(deVries, jansen, pieters))
		taken(t, b, "061.xml", firstDay().camt())
		look(t, b)
		v, err := b.Vitals(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		status := sluitend(t, b)
		if v.Lines["open"] != status.OnWorklist || v.Lines["matched"] != status.Matched || v.Automatic != status.Automatic || v.ByPeople != status.ByPeople {
			t.Errorf("%+v beside %+v", v, status)
		}
		if share, known := v.Touchless(); !known || share != 1 {
			t.Errorf("touchless %v, %v", share, known)
		}
	})
}
