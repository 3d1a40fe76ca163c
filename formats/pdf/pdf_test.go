// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"rentmeester/fault"
)

// shared is one Reader for all tests: to start takes seconds.
var shared = New(Options{AtOnce: 2})

func TestMain(m *testing.M) {
	code := m.Run()
	if err := shared.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func read(t testing.TB, raw string) (*Document, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute) // to start may take one on a busy machine
	defer cancel()
	return shared.Read(ctx, strings.NewReader(raw))
}

// attached is a file to embed.
type attached struct{ name, relationship, mime, data string }

// made is a PDF with a page for each content stream and embedded files. extra
// stands in each page, as in "/Rotate 90".
func made(extra string, contents []string, files ...attached) string {
	var objects []string
	add := func(object string) int {
		objects = append(objects, object)
		return len(objects)
	}
	stream := func(entries, data string) int {
		return add(fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", entries, len(data), data))
	}
	add("") // the catalogue and the list of pages come last
	add("")
	add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	add("<</Title(Factuur F1)/Producer(hand)>>")
	var kids, names string
	for _, content := range contents {
		kids += fmt.Sprintf("%d 0 R ", add(fmt.Sprintf("<</Type/Page/Parent 2 0 R%s/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>", extra, stream("", content))))
	}
	for _, f := range files {
		data := stream(fmt.Sprintf("/Type/EmbeddedFile/Subtype/%s", strings.ReplaceAll(f.mime, "/", "#2F")), f.data)
		names += fmt.Sprintf("(%s) %d 0 R ", f.name, add(fmt.Sprintf("<</Type/Filespec/F(%s)/UF(%s)/AFRelationship/%s/EF<</F %d 0 R>>>>", f.name, f.name, f.relationship, data)))
	}
	objects[0] = "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[" + names + "]>>>>>>"
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 200 100]>>", len(contents), kids)
	return written(objects, "/Info 4 0 R")
}

// written writes objects with their table.
func written(objects []string, trailer string) string {
	out := bytes.NewBufferString("%PDF-1.7\n")
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, object := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", out.Len())
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(out, "%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", table, len(objects)+1, trailer, start)
	return out.String()
}

// at writes text at a place, 10 points high.
func at(x, y int, text string) string {
	return fmt.Sprintf("BT /F 10 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n", x, y, text)
}

func TestRead(t *testing.T) {
	raw := made("", []string{at(20, 80, "Factuur F1") + at(20, 60, "Totaal 242,00"), ""},
		attached{"factur-x.xml", "Alternative", "text/xml", "<a/>"}, attached{"uren.csv", "Supplement", "text/csv", "1;2"})
	d, err := read(t, raw)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Info{Title: "Factuur F1", Producer: "hand"}); d.Info != want {
		t.Errorf("info %+v, want %+v", d.Info, want)
	}
	if want := []File{{"factur-x.xml", "Alternative", "text/xml", []byte("<a/>")}, {"uren.csv", "Supplement", "text/csv", []byte("1;2")}}; !reflect.DeepEqual(d.Files, want) {
		t.Errorf("files %+v, want %+v", d.Files, want)
	}
	if len(d.Pages) != 2 || d.TextPages() != 1 || !d.HasText() {
		t.Fatalf("%d pages, %d with text", len(d.Pages), d.TextPages())
	}
	page := d.Pages[0]
	if page.Width != 200 || page.Height != 100 || page.Text != "Factuur F1\nTotaal 242,00" {
		t.Errorf("page %v × %v, text %q", page.Width, page.Height, page.Text)
	}
	var words []string
	for _, w := range page.Words {
		words = append(words, w.Text)
	}
	if want := []string{"Factuur", "F1", "Totaal", "242,00"}; !reflect.DeepEqual(words, want) {
		t.Fatalf("words %q, want %q", words, want)
	}
	if b := page.Words[0].Box; b.Left < 19 || b.Left > 22 || b.Bottom < 19 || b.Bottom > 23 || b.Top < 10 || b.Top > 14 || b.Right > 60 {
		t.Errorf("box %+v: want it to begin 20 from the left, on a line 20 from the top", b)
	}
}

// A page that is shown turned, or cut, gives places as they are seen.
func TestPlacesOfTurnedAndCutPages(t *testing.T) {
	tests := []struct {
		name, extra   string
		width, height float64
		left, top     float64 // of the word's corner nearest to the line's begin, ±4
	}{
		{"as it is", "", 200, 100, 20, 20},
		{"cut", "/CropBox[10 0 200 90]", 190, 90, 10, 10},
		{"turned right", "/Rotate 90", 100, 200, 80, 20},
		{"upside down", "/Rotate 180", 200, 100, 180, 80},
		{"turned left", "/Rotate 270", 100, 200, 20, 180},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, err := read(t, made(test.extra, []string{at(20, 80, "Hier")}))
			if err != nil {
				t.Fatal(err)
			}
			page := d.Pages[0]
			if page.Width != test.width || page.Height != test.height {
				t.Errorf("%v × %v, want %v × %v", page.Width, page.Height, test.width, test.height)
			}
			b := page.Words[0].Box
			near := func(a, b float64) bool { return a-b < 4 && b-a < 4 }
			if !near(b.Left, test.left) && !near(b.Right, test.left) || !near(b.Top, test.top) && !near(b.Bottom, test.top) {
				t.Errorf("box %+v, want a corner at %v, %v", b, test.left, test.top)
			}
		})
	}
}

// A document need not say anything of itself.
func TestNoInfo(t *testing.T) {
	d, err := read(t, written([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 200 100]>>", "<</Type/Page/Parent 2 0 R>>"}, ""))
	if err != nil || d.Info != (Info{}) || d.HasText() || len(d.Pages) != 1 || len(d.Files) != 0 {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestRefused(t *testing.T) {
	whole := made("", []string{at(20, 80, "Factuur F1")}, attached{"factur-x.xml", "Data", "text/xml", "<a/>"})
	locked := "/Encrypt<</Filter/Standard/V 1/R 2/O<" + strings.Repeat("00", 32) + ">/U<" + strings.Repeat("00", 32) + ">/P -4>>/ID[<00><00>]"
	tests := []struct{ name, raw, code string }{
		{"nothing", "", "pdf.none"},
		{"a letter", "Geachte gemeente,", "pdf.none"},
		{"only a heading", "%PDF-1.7\n", "pdf.damaged"},
		{"cut off in its first object", whole[:30], "pdf.damaged"},
		{"no pages", "%PDF-1.7\ntrailer<</Root 1 0 R>>", "pdf.damaged"},
		{"a password", written([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 0/Kids[]>>"}, locked), "pdf.encrypted"},
		{"too many files", made("", []string{""}, make([]attached, MostFiles+1)...), "pdf.too-many-files"},
		{"too large", whole + strings.Repeat(" ", MostBytes), "pdf.too-large"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, err := read(t, test.raw)
			if fault.Code(err) != test.code || d != nil {
				t.Errorf("got %v, %v, want %s", d, err, test.code)
			}
		})
	}
}

// What is broken but can be repaired is read: the table of objects is lost.
func TestRepaired(t *testing.T) {
	whole := made("", []string{at(20, 80, "Factuur F1")}, attached{"factur-x.xml", "Data", "text/xml", "<a/>"})
	d, err := read(t, strings.Replace(whole, "xref", "xxxx", 1))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Files) != 1 || d.Pages[0].Text != "Factuur F1" {
		t.Errorf("%d files, text %q", len(d.Files), d.Pages[0].Text)
	}
}

// A page that draws itself for ever is stopped with the context, and the next
// document is read as if nothing had happened.
func TestStopped(t *testing.T) {
	if _, err := read(t, made("", nil)); err != nil { // started before the clock runs
		t.Fatal(err)
	}
	slow := made("", []string{long(150)})
	for _, test := range []struct {
		name string
		ctx  func() (context.Context, context.CancelFunc)
		is   func(error) bool
	}{
		{"time is up", func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(context.Background(), 50*time.Millisecond)
		},
			func(err error) bool { return fault.Code(err) == "pdf.time" }},
		{"cancelled before", func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			return ctx, cancel
		}, func(err error) bool { return errors.Is(err, context.Canceled) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := test.ctx()
			defer cancel()
			if _, err := shared.Read(ctx, strings.NewReader(slow)); !test.is(err) {
				t.Errorf("got %v", err)
			}
			if d, err := read(t, made("", []string{at(20, 80, "Verder")})); err != nil || d.Pages[0].Text != "Verder" {
				t.Errorf("the next document: %v", err)
			}
		})
	}
}

func TestAtTheSameTime(t *testing.T) {
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			want := fmt.Sprintf("Factuur %d", i)
			if d, err := read(t, made("", []string{at(20, 80, want)})); err != nil || d.Pages[0].Text != want {
				t.Errorf("%s: %v", want, err)
			}
		})
	}
	all.Wait()
}

// To close while documents are being read ends them, each with its reason.
func TestCloseWhileReading(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a reader of its own")
	}
	r := New(Options{AtOnce: 3})
	if _, err := r.Read(context.Background(), strings.NewReader(made("", nil))); err != nil {
		t.Fatal(err)
	}
	slow := made("", []string{long(150)})
	var all sync.WaitGroup
	for range 6 { // three read, three wait
		all.Go(func() {
			if _, err := r.Read(context.Background(), strings.NewReader(slow)); fault.Code(err) != "pdf.closed" {
				t.Errorf("got %v", err)
			}
		})
	}
	time.Sleep(50 * time.Millisecond)
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	all.Wait()
}

func TestClose(t *testing.T) {
	r := New(Options{})
	if err := errors.Join(r.Close(), r.Close()); err != nil {
		t.Error(err)
	}
	if _, err := r.Read(context.Background(), strings.NewReader("%PDF-1.7")); fault.Code(err) != "pdf.closed" {
		t.Errorf("got %v", err)
	}
}

func TestRecognise(t *testing.T) {
	tests := []struct {
		name, head string
		want       bool
	}{
		{"plain", "%PDF-1.4\n", true},
		{"after something else", "\r\nJUNK\n%PDF-1.4", true},
		{"XML that speaks of one", "<a>%PDF-1.4</a>", false},
		{"XML with a mark", "\xef\xbb\xbf<a>%PDF-1.4</a>", false},
		{"too late", strings.Repeat(" ", 1024) + "%PDF-1.4", false},
		{"nothing", "", false},
	}
	for _, test := range tests {
		if got := Recognise([]byte(test.head)); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
