// SPDX-License-Identifier: EUPL-1.2

package xaf

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// repeated is a file in which one transaction comes n times, made while it is read.
func repeated(n int, transaction string) io.Reader {
	amount := fmt.Sprintf("%d.00", 100*n)
	return io.MultiReader(strings.NewReader("<auditfile><company><transactions><linesCount>"+fmt.Sprint(2*n)+"</linesCount><totalDebit>"+amount+
		"</totalDebit><totalCredit>"+amount+"</totalCredit><journal><jrnID>I</jrnID>"),
		&again{piece: transaction, left: n}, strings.NewReader("</journal></transactions></company></auditfile>"))
}

type again struct {
	piece, rest string
	left        int
}

func (a *again) Read(to []byte) (int, error) {
	if a.rest == "" {
		if a.left == 0 {
			return 0, io.EOF
		}
		a.left--
		a.rest = a.piece
	}
	n := copy(to, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

const pair = `<trLine><nr>1</nr><accID>1600</accID><docRef>d</docRef><effDate>2025-03-01</effDate><desc>Een omschrijving van deze regel</desc><amnt>100.00</amnt><amntTp>C</amntTp></trLine>
<trLine><nr>2</nr><accID>4300</accID><docRef>d</docRef><effDate>2025-03-01</effDate><desc>Een omschrijving van deze regel</desc><amnt>100.00</amnt><amntTp>D</amntTp></trLine>
`

// peak watches the heap while transactions go by.
type peak struct {
	Nothing
	heap   uint64
	lines  int
	pieces int
}

func (p *peak) Transaction(t *Transaction) error {
	p.pieces++
	if p.lines += len(t.Lines); p.pieces%50_000 == 1 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		p.heap = max(p.heap, m.HeapAlloc)
	}
	return nil
}

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	if testing.Short() {
		t.Skip("reads large files")
	}
	one := "<transaction><nr>1</nr><trDt>2025-03-01</trDt>"
	for name, c := range map[string]struct {
		in   io.Reader
		n    int
		most uint64
	}{
		"many transactions":        {repeated(100_000, one+pair+"</transaction>"), 200_000, 16 << 20},
		"one transaction of a lot": {io.MultiReader(strings.NewReader("<auditfile><company><transactions><journal>"+one), &again{piece: pair, left: 100_000}, strings.NewReader("</transaction></journal></transactions></company></auditfile>")), 200_000, 64 << 20},
	} {
		var p peak
		r, err := Read(c.in, &p)
		if err != nil || r.Found.Lines != c.n || p.lines != c.n || !r.Proved() {
			t.Errorf("%s: %+v, %d lines, %v", name, r, p.lines, err)
		}
		if p.heap > c.most {
			t.Errorf("%s: a heap of %d MB", name, p.heap>>20)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	const n = 100_000
	one := "<transaction><nr>1</nr><trDt>2025-03-01</trDt>" + pair + "</transaction>"
	b.SetBytes(int64(n * len(one)))
	for b.Loop() {
		if _, err := Read(repeated(n, one), Nothing{}); err != nil {
			b.Fatal(err)
		}
	}
}
