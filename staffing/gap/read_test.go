// SPDX-License-Identifier: EUPL-1.2

package gap

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"rentmeester/fault"
)

func TestRead(t *testing.T) {
	p, err := Read(strings.NewReader(" 2 3\r\n1 2 3\n4 5\n-6\n\n1 1 1 2 2 2\n\t4 5"))
	want := Problem{Cost: [][]int{{1, 2, 3}, {4, 5, -6}}, Weight: [][]int{{1, 1, 1}, {2, 2, 2}}, Capacity: []int{4, 5}}
	if err != nil || !reflect.DeepEqual(p, want) {
		t.Error(p, err)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, test := range map[string]struct{ file, code, say string }{
		"empty":            {"", "gap.short", `found="0" numbers="2"`},
		"no numbers":       {"agent,job\n", "gap.number", `line="1" value="agent,job"`},
		"a wrong number":   {"1 2\n1 2\n1 x\n9", "gap.number", `line="3" value="x"`},
		"a fraction":       {"1 1\n1.5\n1\n9", "gap.number", `value="1.5"`},
		"cut off":          {"1 2\n1 2\n1 1", "gap.short", `found="6" numbers="7"`},
		"too much":         {"1 2\n1 2\n1 1\n9\n9", "gap.long", `line="5" numbers="7" value="9"`},
		"no agents":        {"0 5", "gap.size", `agents="0" jobs="5"`},
		"below zero":       {"-1 -5", "gap.size", `agents="-1"`},
		"too many agents":  {"501 1", "gap.size", `agents="501"`},
		"too many pairs":   {"500 10000", "gap.size", `most_pairs="1000000"`},
		"overflow":         {"99999999999999999999 1", "gap.number", `value="99999999999999999999"`},
		"a long word":      {strings.Repeat("1", 1000), "gap.number", `value="11111111111111111111…"`},
		"dear":             {"1 1\n1000001\n1\n9", "gap.cost", `agent="1" job="1" most="1000000" value="1000001"`},
		"negative weight":  {"1 2\n1 1\n1 -1\n9", "gap.weight", `agent="1" job="2"`},
		"negative room":    {"1 1\n1\n1\n-1", "gap.capacity", `agent="1"`},
		"fits nowhere":     {"2 2\n1 1 1 1\n1 5 1 6\n4 4", "gap.alone", `job="2"`},
		"too much to fill": {"1 300\n" + strings.Repeat("1 ", 600) + "100000", "gap.work", `jobs="300"`},
		"too large":        {strings.Repeat(" ", mostBytes) + "1 1 1 1 1", "gap.large", `most="32"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(strings.NewReader(test.file))
			if fault.Code(err) != test.code || !strings.Contains(err.Error(), test.say) {
				t.Errorf("%v", err)
			}
		})
	}
}

// FuzzRead: what is read is within bounds and reads the same again when it is written.
func FuzzRead(f *testing.F) {
	f.Add("2 3\n1 2 3\n4 5 -6\n1 1 1\n2 2 2\n4 5\n")
	f.Add("1 1 0 0 0")
	f.Add("-3 9999999999")
	f.Fuzz(func(t *testing.T, file string) {
		p, err := Read(strings.NewReader(file))
		if err != nil {
			if fault.Code(err) == "internal" {
				t.Fatal(err)
			}
			return
		}
		if p.Check() != nil {
			t.Fatal("what was read is not whole")
		}
		again, err := Read(strings.NewReader(written(p)))
		if err != nil || !reflect.DeepEqual(p, again) {
			t.Fatal("read otherwise", err)
		}
	})
}

func written(p Problem) string {
	var b strings.Builder
	fmt.Fprintln(&b, p.Agents(), p.Jobs())
	for _, rows := range [][][]int{p.Cost, p.Weight, {p.Capacity}} {
		for _, row := range rows {
			fmt.Fprintln(&b, strings.Trim(fmt.Sprint(row), "[]"))
		}
	}
	return b.String()
}
