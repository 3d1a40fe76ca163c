// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"strings"
	"testing"
)

// The post of a seed is always the same, and has everything that may be the matter
// at least twice: once for the people of the town and once for who looks at it.
func TestPostHasEverything(t *testing.T) {
	o := small(5)
	o.Post = true
	first, second := t.TempDir(), t.TempDir()
	post, err := WritePost(o, first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := WritePost(o, second); err != nil {
		t.Fatal(err)
	}
	if digest(t, first) != digest(t, second) {
		t.Error("the same seed gave other post")
	}
	seen := map[string]int{}
	last := post.Pieces[0].Day
	for _, p := range post.Pieces {
		seen[p.Kind]++
		seen[p.Twist]++
		if p.Day < last || !p.Day.Banking() || p.Issued > p.Day {
			t.Errorf("%s comes on %s, after one of %s", p.File, p.Day, last)
		}
		last = p.Day
		if (p.Codes != nil) != (p.Kind == "invoice" || p.Kind == "creditnote") || p.Codes != nil && p.Payable <= 0 {
			t.Errorf("%s: %+v", p.File, p)
		}
	}
	for _, w := range twists {
		if seen[w.name] < 2 {
			t.Errorf("%d of %s", seen[w.name], w.name)
		}
	}
	if seen["reminder"] < 2 || seen["contract"] < 2 || seen["advertising"] < 2 || len(post.Lists) != 6 {
		t.Errorf("%v, lists %v", seen, post.Lists)
	}
}

// What the bank took stands on the statements of the year as one line, without
// what it refused, and one payment of the third file comes back.
func TestStatementsTellOfWhatWasSent(t *testing.T) {
	const file = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn><GrpHdr><MsgId>RUN-#</MsgId></GrpHdr><PmtInf><PmtInfId>RUN-#</PmtInfId>
<ReqdExctnDt><Dt>2026-12-0#</Dt></ReqdExctnDt><CdtTrfTxInf><PmtId><EndToEndId>A#</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">100.00</InstdAmt></Amt><Cdtr><Nm>Een</Nm></Cdtr><CdtrAcct><Id><IBAN>NL02ABNA0123456789</IBAN></Id></CdtrAcct></CdtTrfTxInf>
<CdtTrfTxInf><PmtId><EndToEndId>B#</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">20.00</InstdAmt></Amt><Cdtr><Nm>Twee</Nm></Cdtr><CdtrAcct><Id><IBAN>NL02ABNA0123456789</IBAN></Id></CdtrAcct></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>`
	var bank Bank
	for _, n := range []string{"1", "2", "3"} {
		answer, err := bank.Take([]byte(strings.ReplaceAll(file, "#", n)))
		if err != nil || strings.Contains(answer, "<TxSts>RJCT</TxSts>") != (n == "2") {
			t.Fatalf("%v %s", err, answer)
		}
	}
	if _, err := bank.Take([]byte("<Document/>")); err == nil {
		t.Error("nothing was taken for a file")
	}
	o := small(9)
	o.Bank = &bank
	truth, _ := generate(t, o)
	var runs, back []Line
	for _, l := range readTruth(t, truth) {
		switch l.Kind {
		case KindRun:
			runs = append(runs, l)
		case KindRunReturn:
			back = append(back, l)
		}
	}
	if len(runs) != 5 || len(back) != 1 || back[0].Amount != 10_000 {
		t.Errorf("runs %+v, back %+v", runs, back)
	}
}
