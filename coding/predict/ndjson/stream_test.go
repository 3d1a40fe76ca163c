// SPDX-License-Identifier: EUPL-1.2

package ndjson_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/coding/predict/ndjson"
	"rentmeester/text"
)

func answers(t *testing.T, in string, targets ...coding.Field) []string {
	t.Helper()
	if len(targets) == 0 {
		targets = []coding.Field{coding.Account}
	}
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
		{"odd date", `{"learn":{"date":"yesterday","account":"1"}}`, `{"learned":false,"error":{"code":"predict.date"`},
		{"odd amount", `{"predict":{"amount":"twelve"}}`, `{"proposals":[],"error":{"code":"predict.amount"`},
		{"an object for a text", `{"predict":{"text":{"a":1}}}`, "predict.value"},
		{"nothing to learn", `{"learn":{"supplier":"A"}}`, `{"learned":false,"error":{"code":"predict.target"`},
		{"nothing to unlearn", `{"unlearn":{"supplier":"A"}}`, `{"unlearned":false,"error":{"code":"predict.target"`},
		{"the day first", `{"learn":{"date":"31-12-2025","account":"1"}}`, `{"learned":true}`},
		{"milliseconds", `{"learn":{"date":1767139200000,"account":"1"}}`, `{"learned":true}`},
		{"amounts of the Dutch", `{"learn":{"amount":"€ 1.234,56-","account":"1"}}`, `{"learned":true}`},
		{"no number", `{"learn":{"supplier":"NaN \"NaN","amount":NaN,"text":-Infinity,"account":"1"}}`, `{"learned":true}`},
		{"capitals", `{"learn":{"Supplier":"A","ACCOUNT":"1"}}`, `{"learned":true}`},
		{"not UTF-8", "{\"learn\":{\"supplier\":\"Caf\xe9\",\"account\":\"1\"}}", `{"learned":true}`},
		{"a mark of order", "\ufeff" + `{"learn":{"account":"1"}}`, `{"learned":true}`},
		{"carriage return", `{"learn":{"account":"1"}}` + "\r", `{"learned":true}`},
		{"blank lines get none", "\n \r\n" + `{"learn":{"account":"1"}}`, `{"learned":true}`},
		{"something beside it", `{"id":7,"learn":{"account":"1"}}`, `{"learned":true}`},
		{"not JSON", `predict`, "predict.request"},
		{"unknown verb", `{"forget":{}}`, "predict.request"},
		{"two at once", `{"learn":{"account":"1"},"predict":{}}`, "predict.request"},
		{"no row", `{"learn":null}`, "predict.request"},
		{"too long", long + long, "predict.request"},
		{"a document of nobody", `{"document":[{"supplier":"A"},{"supplier":"A"}]}`, `{"document":{"lines":[{"coding":{"account":""},"probability":0.00000},{`},
		{"a document within predict", `{"predict":{"document":[{"supplier":"A"}]}}`, `{"document":{"lines":[{"coding":{"account":""}`},
		{"a document without rows", `{"document":[]}`, `{"document":{"lines":[],"probability":0},"error":{"code":"predict.document"`},
		{"a document too long", `{"document":[` + strings.Repeat("{},", 500) + `{}]}`, `predict.document`},
		{"a document of texts", `{"document":["a"]}`, `predict.value`},
		{"an odd row in a document", `{"document":[{},{"amount":"twelve"}]}`, `predict.amount`},
		{"a row for a document", `{"document":{"supplier":"A"}}`, `predict.request`},
		{"rows to learn", `{"learn":[{"account":"1"}]}`, `predict.request`},
		{"a column of that name", `{"predict":{"document":"12"}}`, `{"proposals":[]}`},
		{"a total of nobody", `{"divide":{"supplier":"A","amount":12}}`, `{"divided":{"parts":[],"codings":{"probability":0.00000},"probability":0.00000,"reasons":[],"like":[]}}`},
		{"a total that is not known", `{"divide":{"supplier":"A"}}`, `{"divided":{"parts":[],"probability":0},"error":{"code":"predict.divide"`},
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

// A dimension may have any name, that of a column too, and its values anything.
func TestAnyColumnIsATarget(t *testing.T) {
	for _, test := range []struct{ target, value string }{{"fund", "A;B=50%3B"}, {"area", "Zuid"}, {"text", "x"}} {
		got := answers(t, fmt.Sprintf(`{"learn":{"supplier":"A","%s":"%s","account":"7"}}`+"\n"+`{"predict":{"supplier":"A"}}`, test.target, test.value),
			coding.Account, coding.Field(test.target))
		if want := fmt.Sprintf(`"coding":{"account":"7","%s":"%s"}`, test.target, test.value); !strings.Contains(got[1], want) {
			t.Errorf("%s, want %s", got[1], want)
		}
		if !strings.Contains(got[1], `"fields":{"account":0.`) {
			t.Errorf("%s: not how sure each is", got[1])
		}
	}
}

func TestReasonsInWords(t *testing.T) {
	got := answers(t, `{"learn":{"supplier":"A","text":"gas","account":"7"}}`+"\n"+`{"predict":{"supplier":"A","text":"gas"}}`)
	if want := `"text":"Same supplier and text: booked so 1 of 1 times."`; !strings.Contains(got[1], want) {
		t.Errorf("%s, want %s", got[1], want)
	}
}

// Who waits for each answer gets it; who writes everything first is not held up
// though nobody reads the answers yet.
func TestOneByOneAndAllAtOnce(t *testing.T) {
	serve := func() (*io.PipeWriter, *bufio.Scanner, chan error) {
		in, ask := io.Pipe()
		answers, out := io.Pipe()
		targets := []coding.Field{coding.Account}
		s := ndjson.Server{Model: predict.New(nil, targets...), Targets: targets, Lang: text.EN}
		end := make(chan error, 1)
		go func() {
			end <- s.Serve(t.Context(), in, out)
			out.Close()
		}()
		return ask, bufio.NewScanner(answers), end
	}
	ask, answers, end := serve()
	for i := range 50 {
		fmt.Fprintf(ask, `{"learn":{"supplier":"S","account":"%d"}}`+"\n", i)
		if !answers.Scan() || answers.Text() != `{"learned":true}` {
			t.Fatalf("answer %d: %s", i, answers.Text())
		}
	}
	ask.Close()
	if answers.Scan() || <-end != nil {
		t.Error("it did not end well")
	}
	ask, answers, end = serve()
	for range 20_000 {
		fmt.Fprintln(ask, `{"predict":{"supplier":"somebody"}}`)
	}
	ask.Close()
	n := 0
	for answers.Scan() {
		n++
	}
	if n != 20_000 || <-end != nil {
		t.Errorf("%d answers", n)
	}
}

// A stream that is stopped ends, though its input does not.
func TestStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	in, _ := io.Pipe()
	s := ndjson.Server{Model: predict.New(&predict.Prior{}, coding.Account), Targets: []coding.Field{coding.Account}}
	stop()
	if err := s.Serve(ctx, in, io.Discard); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// together is a past of documents of two lines, of which nothing but the amount
// tells one line from the other; what the second is booked on went from one to
// another, back and forth.
func together() string {
	var in strings.Builder
	for i := range 20 {
		for j, amount := range []int{900 + 7*i, 45} {
			fmt.Fprintf(&in, `{"learn":{"date":"2025-01-%02d","supplier":"Licht","text":"stroom","amount":%d,"doc_no":%d,"account":%d}}`+"\n", i+1, amount, i, 4310+80*j+j*(i/5%2))
		}
	}
	return in.String()
}

func TestDocument(t *testing.T) {
	rows := `[{"date":"2025-02-01","supplier":"Licht","text":"stroom","amount":1012},{"supplier":"Licht","text":"stroom","amount":46}]`
	got := answers(t, together()+`{"document":`+rows+"}\n"+`{"predict":{"document":`+rows+"}}\n"+`{"divide":{"date":"2025-02-01","supplier":"Licht","text":"stroom","amount":"1010,01"}}`)
	var a struct {
		Document struct {
			Lines []struct {
				Coding      map[string]string
				Probability float64
			}
			Probability  float64
			Reasons      []struct{ Text string }
			Like         []struct{ Date, DocNo string }
			Alternatives []struct {
				Codings     []map[string]string
				Probability float64
			}
		}
	}
	if err := json.Unmarshal([]byte(got[40]), &a); err != nil {
		t.Fatal(err)
	}
	d := a.Document
	if len(d.Lines) != 2 || d.Lines[0].Coding["account"] != "4310" || d.Lines[1].Coding["account"] != "4391" || d.Probability < 0.5 || d.Lines[1].Probability < 0.5 {
		t.Errorf("%s", got[40])
	}
	if len(d.Reasons) == 0 || len(d.Like) != 3 || d.Like[0].Date != "2025-01-20" || len(d.Alternatives) == 0 || d.Alternatives[0].Codings[1]["account"] != "4390" {
		t.Errorf("%s", got[40])
	}
	if got[41] != got[40] {
		t.Errorf("%s\n%s", got[40], got[41])
	}
	var parts struct {
		Divided struct {
			Parts []struct{ Amount json.Number }
		}
	}
	if err := json.Unmarshal([]byte(got[42]), &parts); err != nil {
		t.Fatal(err)
	}
	if p := parts.Divided.Parts; len(p) != 2 || p[0].Amount != "965.01" || p[1].Amount != "45.00" {
		t.Errorf("%s", got[42])
	}
}

func FuzzStream(f *testing.F) {
	f.Add([]byte(`{"learn":{"date":"2025-01-02","supplier":"Licht","text":"stroom","amount":45,"doc_no":3,"account":4390}}` + "\n" + `{"learn":{"date":"2025-01-02","supplier":"Licht","text":"stroom","amount":90,"doc_no":3,"account":4310}}` + "\n" + `{"document":[{"supplier":"Licht","amount":1},{"date":"2025-03-01","supplier":"Licht","text":"x"},{}]}` + "\n" + `{"unlearn":{"supplier":"Licht","text":"stroom","amount":45,"doc_no":3,"account":4390}}` + "\n" + `{"predict":{"document":[{"supplier":"Licht"}]}}` + "\n" + `{"divide":{"supplier":"Licht","amount":-12.01}}`))
	f.Add([]byte(`{"learn":{"doc_no":1,"account":"1","amount":90000000000000000}}` + "\n" + `{"learn":{"doc_no":1,"account":"2","amount":90000000000000000}}` + "\n" + `{"divide":{"amount":3}}`))
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
