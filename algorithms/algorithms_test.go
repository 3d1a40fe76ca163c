// SPDX-License-Identifier: EUPL-1.2

package algorithms

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rentmeester/fault"
	"rentmeester/text"
)

// full are the facts of both, with everything that can be said.
func full() []Facts {
	f := Facts{Organization: "Gemeente Voorbeeld", Contact: "algoritmes@voorbeeld.example", Website: "https://voorbeeld.example/algoritmes",
		URL: "https://voorbeeld.example/register", Processing: "https://voorbeeld.example/avg", Impact: "Pre-scan DPIA gedaan.",
		SourceCode: "https://voorbeeld.example/rentmeester.git", Begin: "2026-01", Policy: "abcdef012345", Program: "1.2.3"}
	bank, codings := f, f
	bank.Kind, bank.Models = Bank, []string{"reconcile/2"}
	bank.Promise = Said{"algorithms.bank.promise.budget", fault.Args("wrong", "0.10", "confidence", "95.00", "sample", "1.00")}
	bank.Standing = []Said{{"algorithms.bank.promise.off", nil}}
	bank.Measured = []Said{
		{"algorithms.bank.decided", fault.Args("decided", 1200, "automatic", 900, "share", "75.00", "corrected", 1, "undone", "0.11")},
		{"algorithms.bank.sampled", fault.Args("drawn", 12, "blind", 10, "wrong", 0, "bound", "25.89")},
		{"algorithms.bank.calibration", fault.Args("error", "1.20")},
	}
	codings.Kind, codings.Models = Coding, []string{"last/1", "new/3"}
	codings.Promise, codings.Standing = Said{"algorithms.coding.promise", nil}, []Said{{"algorithms.coding.standing", nil}}
	codings.Measured = []Said{
		{"algorithms.coding.measured", fault.Args("model", "last/1", "first", "2026-01-02", "last", "2026-06-30", "proposed", 300, "taken", 210,
			"share", "70.00", "claimed", "68.50")},
		{"algorithms.coding.audited", fault.Args("files", 2, "documents", 40_000)},
	}
	return []Facts{bank, codings}
}

// property is what the publication standard says of one field.
type property struct {
	Type      string   `json:"type"`
	MaxLength int      `json:"max_length"`
	Required  any      `json:"required"`
	Permitted []string `json:"permitted_values"`
	Items     *struct {
		Properties map[string]property `json:"properties"`
	} `json:"items"`
}

func (p property) required() bool { return p.Required == true || p.Required == "true" }

// allowed says what is wrong with a value.
func (p property) allowed(value any) string {
	values := []any{value}
	if list, is := value.([]any); is {
		if values = list; p.Type != "array" {
			return "is a list"
		}
	}
	for _, v := range values {
		said, isText := v.(string)
		if !isText {
			continue
		}
		if p.MaxLength > 0 && utf8.RuneCountInString(said) > p.MaxLength {
			return "is too long"
		}
		if len(p.Permitted) > 0 && !slices.Contains(p.Permitted, said) {
			return said + " is not permitted"
		}
	}
	return ""
}

func TestRecordsKeepTheStandard(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(os.Getenv("RENTMEESTER_CORPUS"), "lists", "algoritmeregister_schema_v1_0.json"))
	if os.Getenv("RENTMEESTER_CORPUS") == "" || os.IsNotExist(err) {
		t.Skip("RENTMEESTER_CORPUS is not set or has no schema of the register: records are not held against it")
	}
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]property `json:"properties"`
	}
	if err := json.Unmarshal(raw, &schema); err != nil || len(schema.Properties) < 25 {
		t.Fatalf("%d fields, %v", len(schema.Properties), err)
	}
	for _, f := range append(full(), Facts{Kind: Bank, Organization: "Dorp", Contact: "a@b.nl"}, Facts{Kind: Coding, Organization: "Dorp", Contact: "a@b.nl"}) {
		body, err := json.Marshal(Register(f))
		if err != nil {
			t.Fatal(err)
		}
		var record map[string]any
		if err := json.Unmarshal(body, &record); err != nil {
			t.Fatal(err)
		}
		for name, value := range record {
			p, known := schema.Properties[name]
			if !known {
				t.Errorf("%s is no field of the standard", name)
			} else if why := p.allowed(value); why != "" {
				t.Errorf("%s: %s %s", f.Kind, name, why)
			}
		}
		for name, p := range schema.Properties {
			if value, there := record[name]; p.required() && (!there || value == "") {
				t.Errorf("%s: %s is required", f.Kind, name)
			}
		}
	}
}

func TestRecordTellsWhatIs(t *testing.T) {
	for _, f := range full() {
		r := Register(f)
		body, _ := json.Marshal(r)
		if said := string(body); strings.Contains(said, "algorithms.") || strings.Contains(said, "{") && strings.Contains(said, ":decimal}") {
			t.Errorf("a text is missing: %s", said)
		}
		if r.Status != "In gebruik" || !strings.Contains(r.Methods, f.Policy) || !strings.Contains(r.Methods, f.Models[0]) {
			t.Errorf("%+v", r)
		}
		for _, lang := range []text.Lang{text.NL, text.EN} {
			card := Card(f, lang)
			if strings.Contains(card, "algorithms.bank") || strings.Contains(card, "algorithms.coding") || strings.Contains(card, ":decimal}") {
				t.Errorf("a text is missing: %s", card)
			}
			for _, word := range []string{f.Contact, f.Policy, f.Program, f.Models[0], "\n## "} {
				if !strings.Contains(card, word) {
					t.Errorf("no %s in\n%s", word, card)
				}
			}
		}
	}
	if r := Register(Facts{Kind: Coding}); r.Status != "In ontwikkeling" || r.Begin != "" {
		t.Errorf("never used: %+v", r)
	}
	if card := Card(full()[1], text.NL); !strings.Contains(card, "210 precies zo overgenomen (70,00 %)") || !strings.Contains(card, "Model new/3: zie de documentatie") {
		t.Error(card)
	}
}
