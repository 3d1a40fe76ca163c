// SPDX-License-Identifier: EUPL-1.2

package xmlread

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// sample is a statement-like document of about the size asked for.
func sample(size int) string {
	const entry = `
    <Ntry>
      <Amt Ccy="EUR">12.34</Amt>
      <CdtDbtInd>CRDT</CdtDbtInd>
      <NtryDtls>
        <TxDtls>
          <RltdPties>
            <Dbtr>
              <Nm>J. de Vries &amp; Zn.</Nm>
            </Dbtr>
          </RltdPties>
          <RmtInf>
            <Ustrd>Gemeentelijke belastingen aanslag 12345678 termijn 3</Ustrd>
          </RmtInf>
        </TxDtls>
      </NtryDtls>
    </Ntry>`
	return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:x"><Stmt>` +
		strings.Repeat(entry, size/len(entry)+1) + `</Stmt></Document>`
}

func BenchmarkRead(b *testing.B) {
	doc := sample(8 << 20)
	b.Run("xmlread", func(b *testing.B) {
		b.SetBytes(int64(len(doc)))
		b.ReportAllocs()
		for b.Loop() {
			if err := New(strings.NewReader(doc), Limits{}).Finish(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding/xml.RawToken", func(b *testing.B) {
		b.SetBytes(int64(len(doc)))
		b.ReportAllocs()
		for b.Loop() {
			d := xml.NewDecoder(strings.NewReader(doc))
			for {
				if _, err := d.RawToken(); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
