// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"bytes"
	"strings"
	"testing"

	"rentmeester/coding"
)

// Documents of an invented town are counted the same way by every way to propose,
// and the order in which a ledger shows their lines says nothing.
func TestMeasureDocuments(t *testing.T) {
	rows := Invent(Towns(3, 2_500)[0])
	d := MeasureDocuments(rows, Whole, Hide{Extra: true, Beside: true}, []coding.Field{coding.Account})
	if d.Several == 0 || d.Split == 0 || d.Split > d.Several || d.Several > d.Of || len(d.Ways) != 5 {
		t.Fatalf("%+v", d)
	}
	for _, w := range d.Ways {
		if w.Split > d.Split || w.Right > d.Several || w.Hit > w.Said || w.Hit != w.Split {
			t.Errorf("%+v", w)
		}
	}
	if k := d.Known; k.SetOfLines > k.Set || k.Set > k.Codings || k.Codings > k.Supplier {
		t.Errorf("%+v", k)
	}
	var b bytes.Buffer
	d.Markdown(&b)
	if !strings.Contains(b.String(), Engine+", jointly") {
		t.Error(b.String())
	}
}
