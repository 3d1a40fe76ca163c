// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"rentmeester/bank"
)

// counter is a handler that keeps nothing.
type counter struct{ statements, entries, details int }

func (c *counter) Begin(*bank.Statement) error            { return nil }
func (c *counter) Detail(*bank.Entry, *bank.Detail) error { c.details++; return nil }
func (c *counter) Entry(*bank.Entry) error                { c.entries++; return nil }
func (c *counter) End(*bank.Statement) error              { c.statements++; return nil }

const top = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-01-31T18:00:00</CreDtTm></GrpHdr>
    <Stmt>
      <Id>S1</Id>
      <Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id><Ccy>EUR</Ccy></Acct>
`

const bottom = `    </Stmt>
  </BkToCstmrStmt>
</Document>
`

// payment is an entry of a statement as Dutch banks lay it out.
func payment(n int) string {
	return fmt.Sprintf(`      <Ntry>
        <NtryRef>%[1]d</NtryRef>
        <Amt Ccy="EUR">%[2]d.%02[3]d</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd>
        <Sts>BOOK</Sts>
        <BookgDt>
          <Dt>2026-01-15</Dt>
        </BookgDt>
        <ValDt>
          <Dt>2026-01-15</Dt>
        </ValDt>
        <AcctSvcrRef>REF%012[1]d</AcctSvcrRef>
        <BkTxCd>
          <Domn>
            <Cd>PMNT</Cd>
            <Fmly>
              <Cd>RCDT</Cd>
              <SubFmlyCd>ESCT</SubFmlyCd>
            </Fmly>
          </Domn>
        </BkTxCd>
        <NtryDtls>
%[4]s        </NtryDtls>
      </Ntry>
`, n, n%900+1, n%100, transaction(n))
}

// transaction is one payment inside an entry.
func transaction(n int) string {
	return fmt.Sprintf(`          <TxDtls>
            <Refs>
              <EndToEndId>E2E-%[1]d</EndToEndId>
            </Refs>
            <AmtDtls>
              <TxAmt>
                <Amt Ccy="EUR">%[2]d.%02[3]d</Amt>
              </TxAmt>
            </AmtDtls>
            <RltdPties>
              <Dbtr>
                <Nm>J. de Vries-Bakker &amp; Zn. %[1]d</Nm>
                <PstlAdr>
                  <Ctry>NL</Ctry>
                  <AdrLine>Dorpsstraat %[3]d</AdrLine>
                  <AdrLine>1234 AB Voorbeeldstad</AdrLine>
                </PstlAdr>
              </Dbtr>
              <DbtrAcct>
                <Id>
                  <IBAN>NL20BANK%010[1]d</IBAN>
                </Id>
              </DbtrAcct>
            </RltdPties>
            <RltdAgts>
              <DbtrAgt>
                <FinInstnId>
                  <BIC>BANKNL2A</BIC>
                </FinInstnId>
              </DbtrAgt>
            </RltdAgts>
            <RmtInf>
              <Ustrd>Gemeentelijke belastingen aanslag %08[1]d termijn %[3]d</Ustrd>
            </RmtInf>
          </TxDtls>
`, n, n%900+1, n%100)
}

// generated is a statement of about size bytes that is made while it is read.
func generated(size int, piece func(n int) string, before, after string) io.Reader {
	count := size/len(piece(1)) + 1
	n := 0
	return io.MultiReader(strings.NewReader(top+before), pieces(func() (string, bool) {
		if n == count {
			return "", false
		}
		n++
		return piece(n), true
	}), strings.NewReader(after+bottom))
}

// pieces reads what next gives, until it gives false.
func pieces(next func() (string, bool)) io.Reader { return &piecewise{next: next} }

type piecewise struct {
	next func() (string, bool)
	rest string
}

func (p *piecewise) Read(to []byte) (int, error) {
	if p.rest == "" {
		piece, ok := p.next()
		if !ok {
			return 0, io.EOF
		}
		p.rest = piece
	}
	n := copy(to, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// BenchmarkRead reads a statement of 50 MB from memory.
func BenchmarkRead(b *testing.B) {
	doc, err := io.ReadAll(generated(50<<20, payment, "", ""))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		var c counter
		if err := Read(bytes.NewReader(doc), &c); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(c.entries), "entries")
	}
}
