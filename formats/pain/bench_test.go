// SPDX-License-Identifier: EUPL-1.2

package pain

import (
	"fmt"
	"strings"
	"testing"

	"rentmeester/payment"
)

// nothing is a handler that keeps nothing.
type nothing struct{}

func (nothing) Begin(*payment.Batch) error                             { return nil }
func (nothing) Instruction(*payment.Batch, *payment.Instruction) error { return nil }
func (nothing) End(*payment.Batch) error                               { return nil }

// BenchmarkRead reads a batch of 50,000 collections.
func BenchmarkRead(b *testing.B) {
	const count = 50_000
	var orders strings.Builder
	for n := range count {
		fmt.Fprintf(&orders, `
      <DrctDbtTxInf>
        <PmtId><EndToEndId>BEL-%[1]d</EndToEndId></PmtId>
        <InstdAmt Ccy="EUR">45.00</InstdAmt>
        <DrctDbtTx><MndtRltdInf><MndtId>M-%[1]d</MndtId></MndtRltdInf></DrctDbtTx>
        <Dbtr><Nm>J. de Vries %[1]d</Nm></Dbtr>
        <DbtrAcct><Id><IBAN>NL44INGB%010[1]d</IBAN></Id></DbtrAcct>
        <RmtInf><Ustrd>Gemeentelijke belastingen termijn 1</Ustrd></RmtInf>
      </DrctDbtTxInf>`, n)
	}
	head := fmt.Sprintf(`<CstmrDrctDbtInitn><GrpHdr><MsgId>M</MsgId><NbOfTxs>%d</NbOfTxs></GrpHdr>
<PmtInf><PmtInfId>P</PmtInfId><ReqdColltnDt>2026-02-27</ReqdColltnDt>
<CdtrAcct><Id><IBAN>NL02ABNA0123456789</IBAN></Id></CdtrAcct>`, count)
	doc := head + orders.String() + `</PmtInf></CstmrDrctDbtInitn>`
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if err := ReadOrders(strings.NewReader(doc), nothing{}); err != nil {
			b.Fatal(err)
		}
	}
}
