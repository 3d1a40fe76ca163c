// SPDX-License-Identifier: EUPL-1.2

package mt940

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/bank"
)

// year makes a file of about size bytes: statements of 500 entries in the layout
// of ING, ABN AMRO and Rabobank in turn.
func year(size int) (text []byte, entries int) {
	var b bytes.Buffer
	layouts := []string{
		":61:2601150115C12,50NTRFEREF//260150%08d\r\n/TRCD/00100/\r\n:86:/EREF/E2E-2026-000001//CNTP/NL02ABNA0123456789/ABNANL2A/M. Jan\r\nsen///REMI/STRD/CUR/1234567890123456/\r\n",
		":61:2601150115D12,5N658NONREF//%08d\r\n:86:/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0123456789/BIC/ABNANL2A/NAME/\r\nM. Jansen/REMI/Aanslag 2026 nummer 12345 termijn 3/EREF/NOTPROVID\r\nED\r\n",
		":61:260115C000000000012,50N541EREF//%08d\r\nNL02ABNA0123456789\r\n:86:/EREF/E2E-5/ORDP//NAME/M. Jansen/ADDR/Dorpsstraat 1 1234 AB DORP N\r\nL/REMI/Aanslag 2026 nummer 12345/ISDT/2026-01-15\r\n",
	}
	for n := 0; b.Len() < size; n++ {
		fmt.Fprintf(&b, "{1:F01INGBNL2ABXXX0000000000}\r\n{2:I940INGBNL2AXXXN}\r\n{4:\r\n:20:P%09d\r\n:25:NL20INGB0001234567EUR\r\n:28C:%d\r\n:60F:C260114EUR0,00\r\n", n, n)
		for i := range 500 {
			fmt.Fprintf(&b, layouts[i%3], i)
			entries++
		}
		b.WriteString(":62F:C260115EUR0,00\r\n:64:C260115EUR0,00\r\n-}\r\n")
	}
	return b.Bytes(), entries
}

// counting keeps nothing but how much memory was in use at most.
type counting struct {
	entries, details int
	heap             uint64
}

func (c *counting) Begin(*bank.Statement) error { return nil }
func (c *counting) Detail(*bank.Entry, *bank.Detail) error {
	c.details++
	return nil
}
func (c *counting) Entry(*bank.Entry) error {
	if c.entries++; c.heap > 0 && c.entries%50_000 == 0 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		c.heap = max(c.heap, m.HeapAlloc)
	}
	return nil
}
func (c *counting) End(*bank.Statement) error { return nil }

// again gives the same text n times.
type again struct {
	text []byte
	n    int
	r    *bytes.Reader
}

func (a *again) Read(p []byte) (int, error) {
	if a.r == nil || a.r.Len() == 0 {
		if a.n == 0 {
			return 0, io.EOF
		}
		a.n, a.r = a.n-1, bytes.NewReader(a.text)
	}
	return a.r.Read(p)
}

func TestConstantMemory(t *testing.T) {
	text, entries := year(1 << 20)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	c := counting{heap: before.HeapAlloc}
	if err := Read(&again{text: text, n: 64}, &c); err != nil {
		t.Fatal(err)
	}
	if c.entries != 64*entries || c.details != c.entries {
		t.Errorf("%d entries, %d details, want %d", c.entries, c.details, 64*entries)
	}
	if grown := int64(c.heap) - int64(before.HeapAlloc); grown > 4<<20 {
		t.Errorf("memory in use grew by %d bytes over a file of %d", grown, 64*len(text))
	}
}

func BenchmarkRead(b *testing.B) {
	text, entries := year(50 << 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		var c counting
		if err := Read(bytes.NewReader(text), &c); err != nil || c.entries != entries {
			b.Fatal(err, c.entries)
		}
	}
	b.ReportMetric(float64(entries)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

// cutAt wraps text as banks do: at a width, wherever that is.
func cutAt(text string, first, width int) string {
	var b strings.Builder
	for len(text) > first {
		b.WriteString(text[:first] + "\n")
		text, first = text[first:], width
	}
	return b.String() + text
}

// TestWrapped: however a bank wraps :86:, what it says is the same.
func TestWrapped(t *testing.T) {
	word := rapid.StringMatching(`[A-Za-z0-9.,+&-]([A-Za-z0-9.,+& -]{0,60}[A-Za-z0-9.,+&-])?`)
	id := rapid.StringMatching(`[A-Z0-9-]{1,35}`)
	rapid.Check(t, func(t *rapid.T) {
		name, text, e2e, mandate := word.Draw(t, "name"), word.Draw(t, "text"), id.Draw(t, "e2e"), id.Draw(t, "mandate")
		if strings.HasPrefix(text, "-") || strings.Contains(name, "  ") {
			t.Skip("a dash can end a statement")
		}
		layout := rapid.SampledFrom([]string{
			"/EREF/" + e2e + "//MARF/" + mandate + "//CNTP/NL02ABNA0123456789/ABNANL2A/" + name + "///REMI/USTD//" + text + "/",
			"/TRTP/SEPA INCASSO/NAME/" + name + "/MARF/" + mandate + "/REMI/" + text + "/IBAN/NL02ABNA0123456789/BIC/ABNANL2A/EREF/" + e2e,
			"/MARF/" + mandate + "/EREF/" + e2e + "/BENM//NAME/" + name + "/ACCW/NL02ABNA0123456789,ABNANL2A/REMI/" + text + "/ISDT/2026-01-15",
		}).Draw(t, "layout")
		first := rapid.SampledFrom([]int{61, 65}).Draw(t, "first")
		field := cutAt(layout, first, 65)
		var all bank.Collector
		err := Read(strings.NewReader(":20:X\n:25:NL20INGB0001234567\n:60F:C260101EUR0,\n:61:260115D1,NDDT\n:86:"+field+"\n:62F:D260115EUR1,\n"), &all)
		if err != nil {
			t.Fatal(err)
		}
		d := all.Statements[0].Entries[0].Details[0]
		if d.EndToEndID != e2e || d.MandateID != mandate || d.Counterparty.Name != name || d.Counterparty.BIC != "ABNANL2A" ||
			d.Counterparty.Account != "NL02ABNA0123456789" || strings.Join(d.Remittance, "|") != text {
			t.Fatalf("%s\ngave %+v", field, d)
		}
	})
}
