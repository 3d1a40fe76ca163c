// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"rentmeester/bank"
	"rentmeester/fault"
	"rentmeester/money"
)

// TestEveryCutIsRefused cuts a statement after each byte: never a part of it
// without an error.
func TestEveryCutIsRefused(t *testing.T) {
	raw, err := os.ReadFile("testdata/statement.v2.xml")
	if err != nil {
		t.Fatal(err)
	}
	whole := len(bytes.TrimSpace(raw))
	for i := range whole {
		if err := Read(bytes.NewReader(raw[:i]), &counter{}); err == nil {
			t.Fatalf("cut after %d bytes gives no error", i)
		}
	}
}

func TestHostileInput(t *testing.T) {
	const huge = 2 << 30
	inText, afterText, _ := strings.Cut(statement(ntry("CRDT", details(tx("<RmtInf><Ustrd>@</Ustrd></RmtInf>")))), "@")
	for name, c := range map[string]struct {
		in   io.Reader
		code string
	}{
		"bomb":           {strings.NewReader(`<!DOCTYPE a [<!ENTITY b "cc">]>` + statement("")), "xml.doctype"},
		"200,000 deep":   {strings.NewReader(inText + strings.Repeat("<a>", 200_000)), "xml.depth"},
		"2 GB text":      {io.MultiReader(strings.NewReader(inText), filler(huge), strings.NewReader(afterText)), "xml.too-long"},
		"2 GB line":      {filler(huge), "xml.too-long"},
		"wrong encoding": {strings.NewReader(inText + "\xE9" + afterText), "xml.encoding"},
		"lines without end": {
			io.MultiReader(strings.NewReader(inText), endless("</Ustrd><Ustrd>"), strings.NewReader(afterText)), "iso20022.too-many",
		},
		"structured without end": {
			io.MultiReader(strings.NewReader(inText+"</Ustrd>"), endless("<Strd><RfrdDocInf><Nb>1</Nb></RfrdDocInf></Strd>")), "iso20022.too-many",
		},
		"balances without end": {
			io.MultiReader(strings.NewReader(strings.TrimSuffix(statement(""), "</Stmt></BkToCstmrStmt></Document>")), endless(bal("CLAV", "CRDT", "1"))),
			"iso20022.too-many",
		},
		"joined files": {strings.NewReader(statement("") + statement("")), "xml.after-root"},
	} {
		before := allocated()
		if err := Read(c.in, &counter{}); fault.Code(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
		if used := allocated() - before; used > 32<<20 {
			t.Errorf("%s: %d MB allocated", name, used>>20)
		}
	}
}

// endless gives a piece 10 million times.
func endless(piece string) io.Reader {
	return io.LimitReader(pieces(func() (string, bool) { return piece + "x", true }), int64(len(piece)+1)*10_000_000)
}

// filler gives n bytes of one letter.
func filler(n int64) io.Reader {
	piece := strings.Repeat("x", 64<<10)
	return io.LimitReader(pieces(func() (string, bool) { return piece, true }), n)
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// TestMemoryDoesNotGrowWithTheFile reads large files, of many entries and of one
// entry with many details, and watches the heap.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large files")
	}
	one := ntry("CRDT", "")
	before, after, _ := strings.Cut(one, "</Ntry>")
	for name, in := range map[string]io.Reader{
		"many entries":           generated(64<<20, payment, "", ""),
		"many details in one":    generated(64<<20, transaction, before+"<NtryDtls>", "</NtryDtls></Ntry>"+after),
		"many NtryDtls in one":   generated(64<<20, func(n int) string { return details(transaction(n)) }, before, "</Ntry>"+after),
		"unknown elements alone": generated(64<<20, func(int) string { return "<Unknown><A>1</A><B/></Unknown>\n" }, "", ""),
	} {
		h := &heapWatch{}
		if err := Read(in, h); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if h.most > 24<<20 {
			t.Errorf("%s: %d MB of heap in use after %d details", name, h.most>>20, h.details)
		}
	}
}

// heapWatch looks at the heap now and then.
type heapWatch struct {
	counter
	most uint64
}

func (h *heapWatch) Detail(e *bank.Entry, d *bank.Detail) error {
	if h.details++; h.details%10_000 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		h.most = max(h.most, m.HeapAlloc)
	}
	return nil
}

// watch checks what every handler may count on.
type watch struct {
	t       *testing.T
	open    bool
	entries int
	details int
	inEntry int
	sum     money.Cents
}

func (w *watch) Begin(s *bank.Statement) error {
	if w.open || s.Account.ID == "" || s.Line < 1 {
		w.t.Errorf("Begin of %+v", s)
	}
	w.open = true
	return nil
}

func (w *watch) Detail(e *bank.Entry, d *bank.Detail) error {
	if !w.open || d.Index != w.inEntry || d.Line < e.Line || e.Booked == "" || e.Status == "" {
		w.t.Errorf("Detail %+v of %+v", d, e)
	}
	w.inEntry++
	w.details++
	w.sum += d.Amount
	return nil
}

func (w *watch) Entry(e *bank.Entry) error {
	if !w.open || e.NumDetails != w.inEntry || e.DetailSum != w.sum {
		w.t.Errorf("Entry %+v after %d details of %v", e, w.inEntry, w.sum)
	}
	w.inEntry, w.sum = 0, 0
	w.entries++
	return nil
}

func (w *watch) End(s *bank.Statement) error {
	if !w.open {
		w.t.Errorf("End of %+v", s)
	}
	w.open = false
	return nil
}

// FuzzRead sees that no input makes the reader panic or break its promises, and
// that of what it takes, every entry and detail was handed over.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.xml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(statement(bal("OPBD", "CRDT", "1.00") + ntry("DBIT", details(tx(""))))))
	f.Fuzz(func(t *testing.T, doc []byte) {
		Recognise(doc[:min(len(doc), 512)])
		w := &watch{t: t}
		if err := Read(bytes.NewReader(doc), w); err != nil {
			if fault.Code(err) == "internal" {
				t.Errorf("an error without a code: %v", err)
			}
			return
		}
		if entries, details, ok := placed(doc); ok && (entries != w.entries || details != w.details) {
			t.Errorf("handed over %d entries and %d details of %d and %d", w.entries, w.details, entries, details)
		}
	})
}

// placed counts the entries and details that stand where the standard has them;
// ok is false where encoding/xml does not read the document.
func placed(doc []byte) (entries, details int, ok bool) {
	var path []string
	for d := xml.NewDecoder(bytes.NewReader(doc)); ; {
		token, err := d.RawToken()
		if err != nil {
			return entries, details, err == io.EOF
		}
		switch el := token.(type) {
		case xml.StartElement:
			path = append(path, el.Name.Local)
			for from := 0; from < len(path) && from <= 4; from++ {
				if _, message := kindOf(path[from]); !message {
					continue
				}
				n, m := place(path[from+1:])
				entries, details = entries+n, details+m
				break
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}

// place says whether a path inside a message is that of an entry or of a detail.
func place(path []string) (entry, detail int) {
	if len(path) < 2 || path[0] != "Stmt" && path[0] != "Rpt" && path[0] != "Ntfctn" || path[1] != "Ntry" {
		return 0, 0
	}
	switch {
	case len(path) == 2:
		return 1, 0
	case len(path) == 3 && path[2] == "TxDtls", len(path) == 4 && path[2] == "NtryDtls" && path[3] == "TxDtls":
		return 0, 1
	}
	return 0, 0
}
