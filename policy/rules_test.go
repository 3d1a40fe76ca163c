// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"strings"
	"testing"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy/rules"
)

const twoParts = `# boven
policy:
  - from: 2026-01-01` + accounts + `
    ledger: {kosten: "4440"}
    rules:
      # over kosten
      - name: Kosten
        when: line.mentions("kosten")
        book: [{account: kosten}]
      - name: Rente
        when: line.mentions("rente")
        book: [{account: "8440"}]

  # vanaf juli
  - from: 2026-07-01
    tolerance: "0.00"
    ledger: {kosten: "4499"}
# onder
`

// booked gives what the rules in force on a day do with a text.
func booked(t *testing.T, p Policy, on day.Day, text string) string {
	t.Helper()
	set, err := p.Rules(on)
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, o := range set.Book(rules.Line{Amount: -100, Text: text}) {
		said += o.Rule + " " + o.Parts[0].Account + ";"
	}
	return said
}

func TestRulesHoldFromTheirDay(t *testing.T) {
	p, err := Check([]byte(twoParts))
	if err != nil {
		t.Fatal(err)
	}
	if got := booked(t, p, "2025-01-01", "kosten"); got != "Kosten 4440;" {
		t.Errorf("before the first part: %s", got)
	}
	if got := booked(t, p, "2026-07-01", "kosten"); got != "Kosten 4499;" {
		t.Errorf("the account got another code: %s", got)
	}
	again, err := Parse([]byte(twoParts))
	if err != nil || again.compiled != p.compiled {
		t.Error("the same text was read twice")
	}
}

func TestAddRulesLeavesTheTextAsItIs(t *testing.T) {
	const rule = "# van jansen\n- name: Huur\n  # altijd vooruit\n  when: |\n    line.paid &&\n      line.mentions(\"huur\")\n  book:\n    - {account: \"8100\"}\n"
	for name, c := range map[string]struct {
		from  day.Day
		added string
		want  string // of "kosten huur" on that day
	}{
		"new part":           {"2026-09-01", rule, "Huur 8100;Kosten 4499;"},
		"part with rules":    {"2026-01-01", rule, "Kosten 4440;Huur 8100;"},
		"part without":       {"2026-07-01", rule, "Huur 8100;Kosten 4499;"},
		"before the first":   {"2025-05-01", rule, ""},
		"one rule, no dash":  {"2026-09-01", "name: Huur\nwhen: line.mentions(\"huur\")\nbook:\n  - account: \"8100\"\n", "Huur 8100;Kosten 4499;"},
		"under rules":        {"2026-09-01", "rules:\n    - name: Huur\n      when: line.mentions(\"huur\")\n      book: [{account: kosten}]\n", "Huur 4499;Kosten 4499;"},
		"flow":               {"2026-09-01", "[{name: Huur, when: 'line.paid', book: [{account: kosten}]}]", "Huur 4499;Kosten 4499;"},
		"replaces":           {"2026-09-01", "- name: Kosten\n  when: line.paid\n  book: [{account: '4441'}]", "Kosten 4441;"},
		"ends":               {"2026-09-01", "- {name: Kosten, ends: true}", ""},
		"with windows lines": {"2026-07-01", strings.ReplaceAll(rule, "\n", "\r\n"), "Huur 8100;Kosten 4499;"},
	} {
		t.Run(name, func(t *testing.T) {
			made, err := AddRules([]byte(twoParts), c.from, []byte(c.added))
			if name == "before the first" { // it would be the first part, which must name the accounts
				if !fault.Is(err, "policy.incomplete") {
					t.Fatal(err)
				}
				return
			}
			if err != nil {
				t.Fatalf("%v %v", err, err.(*fault.Error).Args)
			}
			p, err := Check(made)
			if err != nil {
				t.Fatal(err)
			}
			if got := booked(t, p, c.from, "kosten huur"); got != c.want {
				t.Errorf("books %s, want %s\n%s", got, c.want, made)
			}
			for _, line := range strings.Split(twoParts, "\n") {
				if !strings.Contains(string(made), line+"\n") {
					t.Errorf("lost the line %q\n%s", line, made)
				}
			}
			if c.added == rule && (!strings.Contains(string(made), "# altijd vooruit") || !strings.Contains(string(made), "# van jansen")) {
				t.Errorf("lost the comments of the rule\n%s", made)
			}
		})
	}
}

func TestAddRulesAgainAndAgain(t *testing.T) {
	text := Default
	for _, name := range []string{"Een", "Twee", "Drie"} {
		var err error
		if text, err = AddRules(text, "2030-01-01", []byte("- {name: "+name+", when: 'line.amount == 1', book: [{account: \"1\"}]}")); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.HasPrefix(string(text), string(Default)) {
		t.Error("the default text changed")
	}
	if strings.Count(string(text), "from: 2030-01-01") != 1 {
		t.Errorf("more than one part was added")
	}
}

func TestWrongRulesInPolicy(t *testing.T) {
	base := "policy:\n  - from: 2026-01-01" + accounts + "\n"
	for name, c := range map[string]struct{ body, code string }{
		"slip in a condition": {base + "    rules:\n      - {name: A, when: line.x, book: [{account: '1'}]}", "rules.when"},
		"unknown key":         {base + "    rules:\n      - {nam: A}", "rules.key"},
		"ends nothing":        {base + "    rules:\n      - {name: A, ends: true}", "rules.no-such"},
		"account not known":   {base + "    rules:\n      - {name: A, when: line.paid, book: [{account: huur}]}", "rules.account"},
		"ledger is a role":    {base + "    ledger: {bank: '5'}", "policy.value"},
		"ledger no name":      {base + "    ledger: {Kosten: '5'}", "policy.value"},
		"ledger no code":      {base + "    ledger: {kosten: ''}", "policy.value"},
	} {
		if _, err := Check([]byte(c.body)); !fault.Is(err, c.code) {
			t.Errorf("%s: want %s, got %v", name, c.code, err)
		}
	}
	flow := "policy: [{from: 2026-01-01, " + strings.TrimSpace(accounts) + "}]"
	if _, err := AddRules([]byte(flow), "2026-01-01", []byte("- {name: A, when: line.paid, book: [{account: '1'}]}")); !fault.Is(err, "policy.rules-place") {
		t.Error(err)
	}
}
