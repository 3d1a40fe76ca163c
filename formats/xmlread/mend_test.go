// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"strings"
	"testing"
	"testing/iotest"

	"rentmeester/fault"
)

func TestMending(t *testing.T) {
	for name, c := range map[string]struct {
		in, want    string
		times, line int
	}{
		"sound":             {"<a>Löwenbräu €</a>", "Löwenbräu €", 0, 0},
		"windows":           {"<?xml version='1.0' encoding='UTF-8'?>\n<a>L\xF6wen \x80 5</a>", "Löwen € 5", 2, 2},
		"mixed":             {"<a>é \xE9</a>", "é é", 1, 1},
		"cut character":     {"<a>x\xE2\x82</a>", "xâ‚", 2, 1},
		"no sign":           {"<a>\x81</a>", "\u0081", 1, 1},
		"says windows-1252": {"<?xml version='1.0' encoding='windows-1252'?><a>\xE9</a>", "é", 0, 0},
	} {
		for _, slow := range []bool{false, true} {
			var in = strings.NewReader(c.in)
			x := NewMending(in, Limits{})
			if slow {
				x = NewMending(iotest.OneByteReader(strings.NewReader(c.in)), Limits{})
			}
			x.Child(0)
			got := x.Text()
			err := x.Finish()
			if times, line := x.Mended(); got != c.want || err != nil || times != c.times || line != c.line {
				t.Errorf("%s: %q, %d times from line %d, %v", name, got, times, line, err)
			}
		}
	}
	x := New(strings.NewReader("<a>\xE9</a>"), Limits{})
	if err := x.Finish(); !fault.Is(err, "xml.encoding") {
		t.Errorf("nobody asked for it: %v", err)
	}
}
