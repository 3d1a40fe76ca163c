// SPDX-License-Identifier: EUPL-1.2

package app_test

import (
	"fmt"
	"strings"
	"testing"

	"rentmeester/money"
	"rentmeester/store"
)

// ordersFile is a payment batch of three suppliers, two of them with one amount.
func ordersFile() string {
	var x strings.Builder
	fmt.Fprintf(&x, `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-03-01T09:00:00</CreDtTm><NbOfTxs>3</NbOfTxs><InitgPty><Nm>Gemeente Voorbeeld</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>PAY-2026-1</PmtInfId><PmtMtd>TRF</PmtMtd><ReqdExctnDt>2026-03-02</ReqdExctnDt><Dbtr><Nm>Gemeente Voorbeeld</Nm></Dbtr>
<DbtrAcct><Id><IBAN>%s</IBAN></Id></DbtrAcct><DbtrAgt><FinInstnId><BIC>BNGHNL2G</BIC></FinInstnId></DbtrAgt>
`, ownIBAN)
	for n, amount := range []string{"100.00", "100.00", "300.00"} {
		fmt.Fprintf(&x, `<CdtTrfTxInf><PmtId><EndToEndId>2026-007%d</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">%s</InstdAmt></Amt><Cdtr><Nm>Leverancier %d</Nm></Cdtr><CdtrAcct><Id><IBAN>%s</IBAN></Id></CdtrAcct></CdtTrfTxInf>
`, n, amount, n, otherIBAN)
	}
	x.WriteString("</PmtInf></CstmrCdtTrfInitn></Document>\n")
	return x.String()
}

const answerFile = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>A-1</MsgId><CreDtTm>2026-03-02T09:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>M-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>PAY-2026-1</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>2026-0071</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>2026-0070</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>
`

// A batch that is booked net is its total less what the bank refused. Which of two
// equal orders that is, only its answer tells; it may come before the orders, and
// twice.
func TestRefusedOrderOfNetBatchStaysOpen(t *testing.T) {
	onEachStore(t, func(t *testing.T, s *store.Store) {
		for _, told := range []bool{false, true} {
			b := newBooks(t, s, fmt.Sprint("voorbeeld-", told))
			var items []item
			for n, amount := range []int64{10000, 10000, 30000} {
				items = append(items, item{fmt.Sprint("2026-007", n), "payable", fmt.Sprint("C-", n), fmt.Sprint("Leverancier ", n), "", money.Cents(amount), "", "Factuur"})
			}
			taken(t, b, "posten.csv", itemsCSV(items...))
			if told {
				taken(t, b, "antwoord.xml", answerFile)
				taken(t, b, "antwoord2.xml", strings.Replace(answerFile, "A-1", "A-2", 1))
			}
			taken(t, b, "opdracht.xml", ordersFile())
			taken(t, b, "061.xml", report{kind: "camt.053", id: "61", day: "2026-03-02", opening: 100000,
				entries: []entry{{amount: -40000, batch: "PAY-2026-1", ref: "B1"}}}.camt())
			run := look(t, b)
			if want := map[bool]int64{false: 0, true: 1}[told]; int64(run.Automatic) != want {
				t.Fatalf("told %v: %+v", told, run)
			}
			open := table(t, b, "openitems")
			if told && (len(open) != 1 || open[0]["number"] != "2026-0071") {
				t.Fatalf("open: %+v", open)
			}
			whole(t, b)
		}
	})
}

// A refusal of a whole batch, or of a whole file, is one of each of its orders: a
// line of the same amount is not that batch, and may come before the orders.
func TestRefusedBatchOrFile(t *testing.T) {
	const single = `<TxInfAndSts><OrgnlEndToEndId>2026-0071</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>2026-0070</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>`
	onEachStore(t, func(t *testing.T, s *store.Store) {
		for name, answer := range map[string]string{
			"batch": strings.Replace(answerFile, single, "<PmtInfSts>RJCT</PmtInfSts>", 1),
			"file":  strings.Replace(strings.Replace(answerFile, single, "", 1), "PART", "RJCT", 1),
		} {
			b := newBooks(t, s, "voorbeeld-"+name)
			taken(t, b, "antwoord.xml", answer)
			taken(t, b, "opdracht.xml", ordersFile())
			refused, err := b.Refused(t.Context())
			must(t, err)
			if len(refused) != 3 {
				t.Errorf("%s: %d of 3 orders are refused: %v", name, len(refused), refused)
			}
			whole(t, b)
		}
	})
}
