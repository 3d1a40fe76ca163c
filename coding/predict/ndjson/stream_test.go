// SPDX-License-Identifier: EUPL-1.2

package ndjson_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/coding/predict/ndjson"
	"rentmeester/text"
)

func answers(t *testing.T, in string) []string {
	t.Helper()
	targets := []coding.Field{coding.Account}
	s := ndjson.Server{Model: predict.New(nil, targets...), Targets: targets, Lang: text.EN}
	var out bytes.Buffer
	if err := s.Serve(t.Context(), strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func TestStream(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for _, test := range []struct{ name, in, want string }{
		{"nothing known", `{"predict":{"date":"2025-01-02","supplier":"A"}}`, `{"proposals":[]}`},
		{"learned", `{"learn":{"date":"2025-01-02","supplier":"A","account":4100}}`, `{"learned":true}`},
		{"without a date", `{"learn":{"supplier":"A","account":"1"}}`, `{"learned":true}`},
		{"columns of others", `{"learn":{"supplier":"A","account":"1","colour":{"red":1}}}`, `{"learned":true}`},
		{"null is nothing", `{"learn":{"supplier":null,"account":"1"}}`, `{"learned":true}`},
		{"never learned", `{"unlearn":{"supplier":"A","account":"1"}}`, `{"unlearned":false}`},
		{"odd date", `{"learn":{"date":"31-12-2025","account":"1"}}`, "predict.date"},
		{"odd amount", `{"predict":{"amount":"twelve"}}`, "predict.amount"},
		{"an object for a text", `{"predict":{"text":{"a":1}}}`, "predict.value"},
		{"nothing to learn", `{"learn":{"supplier":"A"}}`, "predict.target"},
		{"not JSON", `predict`, "predict.request"},
		{"unknown verb", `{"forget":{}}`, "predict.request"},
		{"two at once", `{"learn":{"account":"1"},"predict":{}}`, "predict.request"},
		{"no row", `{"learn":null}`, "predict.request"},
		{"too long", long + long, "predict.request"},
	} {
		got := answers(t, test.in+"\n"+`{"predict":{"supplier":"B"}}`)
		if len(got) != 2 || !strings.Contains(got[0], test.want) {
			t.Errorf("%s: %.200q, want %q and one more", test.name, got, test.want)
		}
	}
}

// The answers come in the order of the requests, however many stand ready.
func TestOrder(t *testing.T) {
	var in strings.Builder
	for i := range 300 {
		fmt.Fprintf(&in, `{"learn":{"date":"2025-01-01","supplier":"S%d","account":"%d"}}`+"\n", i, 4_000+i)
	}
	for i := range 300 {
		fmt.Fprintf(&in, `{"predict":{"date":"2025-01-02","supplier":"S%d"}}`+"\n", i)
	}
	got := answers(t, in.String())
	if len(got) != 600 {
		t.Fatalf("%d answers", len(got))
	}
	for i, line := range got[300:] {
		var a struct {
			Proposals []struct {
				Coding      map[string]string `json:"coding"`
				Probability float64           `json:"probability"`
			} `json:"proposals"`
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		if a.Proposals[0].Coding["account"] != fmt.Sprint(4_000+i) {
			t.Fatalf("answer %d: %s", i, line)
		}
	}
}

func FuzzStream(f *testing.F) {
	f.Add([]byte(`{"learn":{"date":"2025-01-02","supplier":"A","amount":-1.5,"account":"4100"}}` + "\n" + `{"predict":{"supplier":"A","text":"\u00e9 12/3"}}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		targets := []coding.Field{coding.Account}
		s := ndjson.Server{Model: predict.New(&predict.Prior{}, targets...), Targets: targets, Lang: text.EN}
		var out bytes.Buffer
		if err := s.Serve(t.Context(), bytes.NewReader(in), &out); err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(out.Bytes()) {
			if !json.Valid(line) {
				t.Fatalf("%q", line)
			}
		}
	})
}
