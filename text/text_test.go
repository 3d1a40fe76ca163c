// SPDX-License-Identifier: EUPL-1.2

package text

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"rentmeester/fault"
)

func TestFill(t *testing.T) {
	args := fault.Args("amount", "-1234567.50", "day", "2026-01-31", "n", 12345, "x", "{n}", "firm", "Peters B.V.", "one", 1, "none", 0)
	for _, c := range []struct {
		lang     Lang
		in, want string
	}{
		{NL, "{amount:money}", "-1.234.567,50"}, {EN, "{amount:money}", "-1,234,567.50"},
		{NL, "op {day:day}.", "op 31-01-2026."}, {EN, "on {day:day}.", "on 31 Jan 2026."},
		{NL, "{n:number}", "12.345"}, {EN, "{n:number}", "12,345"}, {NL, "{n}", "12345"},
		{NL, "{x}", "{n}"}, // a value is never read as a sentence
		{NL, "{missing}", ""}, {NL, "open {n", "open {n"}, {NL, "", ""}, {NL, "{}", ""},
		{NL, "{n:strange}", "12345"},
		{NL, "{n:regel|regels}", "12.345 regels"}, {NL, "{one:regel|regels} {one:=wacht|wachten}", "1 regel wacht"}, {EN, "{none:line|lines} {none:=is|are} left", "0 lines are left"},
		{NL, "van {firm}.", "van Peters B.V."}, {NL, "{firm}: dat", "Peters B.V.: dat"},
	} {
		if got := fill(c.lang, c.in, args); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.in, got, c.want)
		}
	}
}

func TestMoneyAndDay(t *testing.T) {
	for in, want := range map[string]string{
		"0.00": "0,00", "-0.01": "-0,01", "999.99": "999,99", "1000.00": "1.000,00", "100000.00": "100.000,00",
		"12": "12", "": "", "a lot.": "a lot,",
	} {
		if got := Money(NL, in); got != want {
			t.Errorf("Money(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"2026-02-01": "01-02-2026", "gisteren": "gisteren", "": ""} {
		if got := Day(NL, in); got != want {
			t.Errorf("Day(%q) = %q", in, got)
		}
	}
	if got := format(NL, "number", "12.5"); got != "12.5" {
		t.Errorf("no whole number: %q", got)
	}
}

func TestSayMissing(t *testing.T) {
	if got := Say(NL, "no.such-sentence", nil); got != "no.such-sentence" {
		t.Error(got)
	}
	if Has(NL, "no.such-sentence") || !Has(EN, "money.invalid") {
		t.Error("Has")
	}
}

// several is an error around more than one, as that of many rows.
type several []error

func (s several) Error() string   { return "several" }
func (s several) Unwrap() []error { return s }

func TestFault(t *testing.T) {
	cause := fault.New("money.invalid", "value", "x")
	for _, c := range []struct {
		name         string
		err          error
		what, remedy string
	}{
		{"plain", cause, "‘x’ is not an amount.", "Write an amount in digits"},
		{"with a cause", fault.Wrap(cause, "day.invalid", "value", "y"), "‘y’ is not a date. ‘x’ is not an amount.", "Write an amount in digits"},
		{"with several causes", fault.Wrap(several{cause, io.EOF}, "day.invalid", "value", "y"), "‘y’ is not a date. ‘x’ is not an amount.", "Write an amount in digits"},
		{"with a foreign cause", fault.Wrap(io.EOF, "day.invalid", "value", "y"), "‘y’ is not a date.", "Write a date"},
		{"unforeseen", errors.New("oops"), "oops", "Nothing was stored half"},
	} {
		what, remedy := Fault(EN, c.err)
		if !strings.Contains(what, c.what) || !strings.HasPrefix(remedy, c.remedy) {
			t.Errorf("%s: %q / %q", c.name, what, remedy)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"a key twice": {"catalog/a.yaml": {Data: []byte("k:\n  nl: a\n")}, "catalog/b.yaml": {Data: []byte("k:\n  nl: b\n")}},
		"no YAML":     {"catalog/a.yaml": {Data: []byte("k: [")}},
	} {
		if _, err := load(files); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func FuzzFill(f *testing.F) {
	f.Add("{a:money} {b:day} {c:number} {", "-12.3")
	f.Fuzz(func(_ *testing.T, sentence, value string) {
		fill(NL, sentence, map[string]string{"a": value, "b": value, "c": value})
	})
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{0: "0.00", 1: "100.00", 0.999: "99.90", 0.9999: "99.99", 0.001: "0.10", 0.00002: "0.002", 0.999999: "99.9999", 0.0356: "3.56"} {
		if got := Percent(share); got != want {
			t.Errorf("%v: %s, want %s", share, got, want)
		}
	}
}
