// SPDX-License-Identifier: EUPL-1.2

package paying

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rentmeester/formats/pain"
	"rentmeester/payment"
	"rentmeester/text"
)

// sentRun is a run of three payments: of two invoices, and of one with a part
// for a g-account.
func sentRun() Sent {
	return Sent{MessageID: "R1", InfoID: "R1", Payments: []Payment{
		{EndToEndID: "R1-00001", Amount: 150, Settles: []Settled{{Payable: 1, Amount: 200}, {Payable: 2, Amount: -50}}},
		{EndToEndID: "R1-00002", Amount: 7_500, Settles: []Settled{{Payable: 3, Amount: 7_500}}},
		{EndToEndID: "R1-00003", Amount: 2_500, Settles: []Settled{{Payable: 3, Amount: 2_500}}},
	}}
}

func TestMeaning(t *testing.T) {
	of := func(id, status string, reasons ...string) payment.PaymentStatus {
		return payment.PaymentStatus{InfoID: "R1", EndToEndID: id, Single: id != "", Status: status, Reasons: reasons}
	}
	for _, test := range []struct {
		name     string
		group    string
		payments []payment.PaymentStatus
		want     string // whole; each; reopened
	}{
		{"nothing said", "", nil, "pending; pending pending pending; "},
		{"taken in", "ACTC", nil, "pending; pending pending pending; "},
		{"a code nobody knows", "XXXX", nil, "pending; pending pending pending; "},
		{"all accepted", "ACCP", nil, "accepted; accepted accepted accepted; "},
		{"all rejected", "RJCT", nil, "rejected; rejected rejected rejected; 1=2.00 2=-0.50 3=75.00 3=25.00"},
		{"block rejected", "RJCT", []payment.PaymentStatus{of("", "RJCT")}, "rejected; rejected rejected rejected; 1=2.00 2=-0.50 3=75.00 3=25.00"},
		{"one rejected, the rest not named", "PART", []payment.PaymentStatus{of("", "PART"), of("R1-00003", "RJCT", "AC04")}, "pending; accepted accepted rejected; 3=25.00"},
		{"one rejected without a word on the whole", "", []payment.PaymentStatus{of("R1-00001", "RJCT")}, "pending; rejected pending pending; 1=2.00 2=-0.50"},
		{"the payment goes before the file", "RJCT", []payment.PaymentStatus{of("R1-00001", "ACSC")}, "pending; accepted rejected rejected; 3=75.00 3=25.00"},
		{"two answers on one payment", "PART", []payment.PaymentStatus{of("R1-00001", "RJCT"), of("R1-00001", "ACSC")}, "unclear; unclear accepted accepted; "},
		{"the same answer twice", "PART", []payment.PaymentStatus{of("R1-00001", "RJCT"), of("R1-00001", "rjct ")}, "pending; rejected accepted accepted; 1=2.00 2=-0.50"},
		{"another amount", "PART", []payment.PaymentStatus{{InfoID: "R1", EndToEndID: "R1-00002", Status: "RJCT", Amount: 7_501}}, "unclear; accepted unclear accepted; "},
		{"one that is not named", "", []payment.PaymentStatus{{InfoID: "R1", Single: true, Status: "RJCT"}}, "pending; pending pending pending; "},
		{"another block", "", []payment.PaymentStatus{{InfoID: "R2", EndToEndID: "R1-00002", Status: "RJCT"}}, "pending; pending pending pending; "},
	} {
		o := Meaning(sentRun(), payment.StatusReport{OriginalMsg: "R1", GroupStatus: test.group, Payments: test.payments})
		var each, open []string
		for _, v := range o.Verdicts {
			each = append(each, string(v.State))
		}
		for _, s := range o.Reopen {
			open = append(open, fmt.Sprintf("%d=%s", s.Payable, s.Amount))
		}
		if got := string(o.State) + "; " + strings.Join(each, " ") + "; " + strings.Join(open, " "); got != test.want || !o.Ours {
			t.Errorf("%s: %q, not %q", test.name, got, test.want)
		}
	}
	if o := Meaning(sentRun(), payment.StatusReport{OriginalMsg: "R2", GroupStatus: "RJCT"}); o.Ours || len(o.Reopen) > 0 {
		t.Error("an answer to another file reopens ours")
	}
	o := Meaning(sentRun(), payment.StatusReport{OriginalMsg: "R1", Payments: []payment.PaymentStatus{of("R1-00009", "RJCT")}})
	if len(o.Unknown) != 1 || len(o.Reopen) > 0 {
		t.Errorf("%+v", o)
	}
}

// The bank's file, read and told in words.
func TestAnswerInWords(t *testing.T) {
	report, err := pain.ReadStatus(strings.NewReader(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>A1</MsgId><CreDtTm>2026-03-02T10:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>R1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>R1</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>
<TxInfAndSts><OrgnlEndToEndId>R1-00001</OrgnlEndToEndId><TxSts>RJCT</TxSts>
<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf><StsRsnInf><Rsn><Cd>NARR</Cd></Rsn><AddtlInf>bel ons.</AddtlInf></StsRsnInf>
<StsRsnInf><Rsn><Prtry>X7</Prtry></Rsn></StsRsnInf>
<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">1.50</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`))
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, why := range Meaning(sentRun(), report).Verdicts[0].Reasons {
		said = append(said, text.Say(text.NL, why.Key, why.Args))
	}
	if got, want := strings.Join(said, " "), "De rekening is opgeheven (AC04). De bank weigert (NARR): bel ons. De bank geeft als reden: X7."; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

// Whatever a report says, nothing reopens but what it rejects, and that once.
func TestReopensOnce(t *testing.T) {
	ids := rapid.SampledFrom([]string{"", "R1-00001", "R1-00002", "R1-00003", "other"})
	status := rapid.SampledFrom([]string{"", "RJCT", "PART", "ACSC", "PDNG", "CANC"})
	rapid.Check(t, func(t *rapid.T) {
		report := payment.StatusReport{OriginalMsg: "R1", GroupStatus: status.Draw(t, "group")}
		for range rapid.IntRange(0, 6).Draw(t, "answers") {
			report.Payments = append(report.Payments, payment.PaymentStatus{InfoID: "R1", EndToEndID: ids.Draw(t, "id"), Status: status.Draw(t, "status")})
		}
		o := Meaning(sentRun(), report)
		want := 0
		for n, v := range o.Verdicts {
			if v.State == Rejected {
				want += len(sentRun().Payments[n].Settles)
			}
		}
		if len(o.Verdicts) != 3 || len(o.Reopen) != want {
			t.Fatalf("%+v", o)
		}
	})
}

// Every reason that the code can give has its sentence in both languages.
func TestEveryReasonHasItsSentence(t *testing.T) {
	keys := map[string]bool{"paying.bank.other": true, "paying.answer.amount": true}
	for _, code := range Codes {
		keys["paying.bank."+code] = true
	}
	for pattern, under := range map[string]string{`because\("([a-z-]+)"`: "paying.left.", `(?:return|why =) "([a-z-]+)"`: "paying.release."} {
		files, _ := filepath.Glob("*.go")
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			release := under == "paying.release."
			if strings.HasSuffix(file, "_test.go") || release != (file == "release.go") {
				continue
			}
			for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(raw), -1) {
				keys[under+m[1]] = true
			}
		}
	}
	if len(keys) < 60 {
		t.Errorf("only %d reasons were found", len(keys))
	}
	for key := range keys {
		if !text.Has(text.NL, key) || !text.Has(text.EN, key) {
			t.Errorf("%s has no sentence", key)
		}
	}
}
