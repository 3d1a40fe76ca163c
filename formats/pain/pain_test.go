// SPDX-License-Identifier: EUPL-1.2

package pain

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/party"
	"rentmeester/payment"
)

func file(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestCreditTransfers(t *testing.T) {
	var c collector
	if err := ReadOrders(strings.NewReader(file(t, "transfer.v03.xml")), &c); err != nil {
		t.Fatal(err)
	}
	yes, total := true, money.Cents(3_030)
	want := []collected{
		{
			Batch: payment.Batch{
				Format: "pain.001.001.03", Kind: payment.CreditTransfer, MessageID: "PAY-1", InfoID: "PAY-1-A",
				Created: "2026-02-01T09:00:00", Execution: "2026-02-02", Account: "NL02ABNA0123456789",
				Own: "Gemeente Voorbeeld", Booking: &yes, SaidCount: 2, SaidTotal: &total, Line: 11,
			},
			orders: []payment.Instruction{
				{
					Line: 21, EndToEndID: "E1", InstructionID: "I1", Amount: 1_010, Currency: "EUR",
					Counterparty: party.Party{Name: "Bakker", Account: "NL44INGB0001234567", BIC: "INGBNL2A", Address: []string{"NL"}},
					Remittance:   []string{"Factuur 1"}, Purpose: "SUPP",
				},
				{
					Index: 1, Line: 30, Amount: 2_020, Currency: "EUR",
					Counterparty: party.Party{Name: "Jansen", Account: "NL13RABO0123456789"},
					Reference:    "9012345678901234", ReferenceType: "SCOR/CUR",
				},
			},
		},
		{
			Batch: payment.Batch{
				Format: "pain.001.001.03", Kind: payment.CreditTransfer, MessageID: "PAY-1", InfoID: "PAY-1-B",
				Created: "2026-02-01T09:00:00", Execution: "2026-02-03", Account: "NL02ABNA0123456789",
				Own: "Gemeente Voorbeeld", SaidCount: -1, Index: 1, Line: 40,
			},
			orders: []payment.Instruction{{
				Line: 48, EndToEndID: "E3", Amount: 3_030, Currency: "EUR",
				Counterparty: party.Party{Name: "Baker Ltd", Account: "12345"},
			}},
		},
	}
	if !reflect.DeepEqual(c.batches, want) || c.ended != 2 {
		t.Errorf("got\n%+v\nwant\n%+v", c.batches, want)
	}
}

func TestDirectDebits(t *testing.T) {
	var c collector
	if err := ReadOrders(strings.NewReader(file(t, "collection.v08.xml")), &c); err != nil {
		t.Fatal(err)
	}
	no := false
	want := []collected{{
		Batch: payment.Batch{
			Format: "pain.008.001.08", Kind: payment.DirectDebit, MessageID: "INC-1", InfoID: "INC-1-A",
			Created: "2026-02-01T09:00:00", Execution: "2026-02-27", Account: "NL02ABNA0123456789",
			Own: "Gemeente Voorbeeld", Booking: &no, SaidCount: -1, Line: 10,
		},
		orders: []payment.Instruction{
			{
				Line: 19, EndToEndID: "BEL-1", Amount: 4_500, Currency: "EUR", MandateID: "M-1",
				CreditorID: "NL99ZZZ123456780000", Sequence: "RCUR", Remittance: []string{"Termijn 1"},
				Counterparty: party.Party{Name: "Bakker", Account: "NL44INGB0001234567", BIC: "INGBNL2A"},
			},
			{
				Index: 1, Line: 28, EndToEndID: "BEL-2", Amount: 1_500, Currency: "EUR", MandateID: "M-2",
				CreditorID: "NL98ZZZ123456780000", Sequence: "FRST",
				Counterparty: party.Party{Name: "Jansen", Account: "NL13RABO0123456789"},
			},
		},
	}}
	if !reflect.DeepEqual(c.batches, want) {
		t.Errorf("got\n%+v\nwant\n%+v", c.batches, want)
	}
}

func TestStatusReport(t *testing.T) {
	got, err := ReadStatus(strings.NewReader(file(t, "status.v03.xml")))
	if err != nil {
		t.Fatal(err)
	}
	want := payment.StatusReport{
		Format: "pain.002.001.03", MessageID: "ANSWER-1", OriginalMsg: "PAY-1", OriginalFmt: "pain.001.001.03",
		GroupStatus: "PART", Reasons: []string{"NARR deels geweigerd"},
		Payments: []payment.PaymentStatus{
			{InfoID: "PAY-1-A", Status: "PART", Line: 11},
			{InfoID: "PAY-1-A", Single: true, EndToEndID: "E1", Status: "RJCT", Reasons: []string{"AC04", "X9"}, Amount: 1_010, Line: 14},
			{InfoID: "PAY-1-B", Single: true, EndToEndID: "E3", Status: "ACSC", Line: 24},
			{InfoID: "PAY-1-C", Status: "RJCT", Reasons: []string{"DU01 dubbel"}, Line: 26},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

// TestOrderFaults changes a good file in one place.
func TestOrderFaults(t *testing.T) {
	good := file(t, "transfer.v03.xml")
	for name, c := range map[string]struct{ old, new, code, line string }{
		"fewer in the message": {"<NbOfTxs>3<", "<NbOfTxs>4<", "pain.count", "3"},
		"sum of the message":   {"60.60", "60.61", "pain.sum", "3"},
		"fewer in a batch":     {"<NbOfTxs>2<", "<NbOfTxs>3<", "pain.count", "11"},
		"sum of a batch":       {">30.30</CtrlSum>", ">30.31</CtrlSum>", "pain.sum", "11"},
		"no count at all":      {"<NbOfTxs>3</NbOfTxs>", "", "iso20022.missing", "3"},
		"count in words":       {"<NbOfTxs>3<", "<NbOfTxs>three<", "iso20022.value", "7"},
		"no amount":            {`<Amt><InstdAmt Ccy="EUR">10.10</InstdAmt></Amt>`, "", "iso20022.missing", "21"},
		"amount in words":      {">10.10<", ">ten<", "iso20022.amount", "23"},
		"no batch name":        {"<PmtInfId>PAY-1-A</PmtInfId>", "", "iso20022.missing", "11"},
		"no day":               {"<ReqdExctnDt>2026-02-02</ReqdExctnDt>", "", "iso20022.missing", "11"},
		"no such day":          {">2026-02-02<", ">2026-02-30<", "iso20022.date", "17"},
		"no account":           {"<DbtrAcct><Id><IBAN>NL02 ABNA 0123 4567 89</IBAN></Id></DbtrAcct>", "", "iso20022.missing", "11"},
		"maybe as one":         {"<BtchBookg>true<", "<BtchBookg>maybe<", "iso20022.value", "14"},
		"another family":       {"pain.001.001.03", "pain.008.001.02", "iso20022.namespace", "3"},
		"another message":      {"CstmrCdtTrfInitn", "Something", "pain.no-orders", ""},
		"cut off":              {"</CstmrCdtTrfInitn>\n</Document>", "", "xml.truncated", "54"},
	} {
		doc := strings.ReplaceAll(good, c.old, c.new)
		if doc == good {
			t.Fatalf("%s: %q is not in the file", name, c.old)
		}
		err := ReadOrders(strings.NewReader(doc), &collector{})
		var f *fault.Error
		if fault.Code(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		} else if errors.As(err, &f); f.Args["line"] != c.line {
			t.Errorf("%s: line %s, want %s", name, f.Args["line"], c.line)
		}
	}
}

func TestAHeaderAloneIsRefused(t *testing.T) {
	doc := `<CstmrCdtTrfInitn><GrpHdr><MsgId>M</MsgId><NbOfTxs>0</NbOfTxs></GrpHdr></CstmrCdtTrfInitn>`
	if err := ReadOrders(strings.NewReader(doc), &collector{}); fault.Code(err) != "pain.no-batch" {
		t.Error(err)
	}
}

func TestStatusFaults(t *testing.T) {
	good := file(t, "status.v03.xml")
	for name, c := range map[string]struct{ old, new, code string }{
		"of nothing":      {"<OrgnlMsgId>PAY-1</OrgnlMsgId>", "", "iso20022.missing"},
		"amount in words": {">10.10<", ">ten<", "iso20022.amount"},
		"another family":  {"pain.002.001.03", "pain.001.001.03", "iso20022.namespace"},
		"another message": {"CstmrPmtStsRpt", "Something", "pain.no-status"},
		"many remarks":    {"<AddtlInf>dubbel</AddtlInf>", strings.Repeat("<AddtlInf>dubbel</AddtlInf>", 200), "pain.too-many"},
	} {
		if _, err := ReadStatus(strings.NewReader(strings.ReplaceAll(good, c.old, c.new))); fault.Code(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestRecognise(t *testing.T) {
	for name, want := range map[string][2]bool{
		"transfer.v03.xml":   {true, false},
		"collection.v08.xml": {true, false},
		"status.v03.xml":     {false, true},
	} {
		head := []byte(file(t, name)[:300])
		if got := [2]bool{Recognise(head), RecogniseStatus(head)}; got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if Recognise([]byte("<BkToCstmrStmt>")) || RecogniseStatus(nil) {
		t.Error("other files are recognised")
	}
}

func TestHandlerErrorsStopTheReading(t *testing.T) {
	mine := errors.New("mine")
	for _, at := range []string{"begin", "instruction", "end"} {
		r := &refuser{at: at, err: mine}
		if err := ReadOrders(strings.NewReader(file(t, "transfer.v03.xml")), r); err != mine || r.after {
			t.Errorf("at %s: %v, called again %v", at, err, r.after)
		}
	}
}

// refuser gives an error at one kind of call, and notes calls after that.
type refuser struct {
	at    string
	err   error
	done  bool
	after bool
}

func (r *refuser) call(at string) error {
	r.after = r.after || r.done
	if at == r.at {
		r.done = true
		return r.err
	}
	return nil
}

func (r *refuser) Begin(*payment.Batch) error { return r.call("begin") }
func (r *refuser) Instruction(*payment.Batch, *payment.Instruction) error {
	return r.call("instruction")
}
func (r *refuser) End(*payment.Batch) error { return r.call("end") }

// TestEveryCutIsRefused cuts each file after each byte.
func TestEveryCutIsRefused(t *testing.T) {
	for _, name := range []string{"transfer.v03.xml", "collection.v08.xml", "status.v03.xml"} {
		doc := strings.TrimSpace(file(t, name))
		for i := range len(doc) {
			err := ReadOrders(strings.NewReader(doc[:i]), &collector{})
			_, other := ReadStatus(strings.NewReader(doc[:i]))
			if err == nil || other == nil {
				t.Fatalf("%s cut after %d bytes gives no error", name, i)
			}
		}
	}
}

func TestHostileInput(t *testing.T) {
	long := io.MultiReader(strings.NewReader("<CstmrCdtTrfInitn><GrpHdr><MsgId>"), io.LimitReader(letters{}, 2<<30))
	for name, c := range map[string]struct {
		in   io.Reader
		code string
	}{
		"bomb":           {strings.NewReader(`<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>`), "xml.doctype"},
		"200,000 deep":   {strings.NewReader(strings.Repeat("<PmtInf>", 200_000)), "xml.depth"},
		"2 GB text":      {long, "xml.too-long"},
		"wrong encoding": {strings.NewReader("<CstmrCdtTrfInitn><GrpHdr><MsgId>\xE9</MsgId>"), "xml.encoding"},
	} {
		if err := ReadOrders(c.in, &collector{}); fault.Code(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// letters gives one letter for ever.
type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func addFiles(f *testing.F) {
	for _, name := range []string{"transfer.v03.xml", "collection.v08.xml", "status.v03.xml"} {
		f.Add([]byte(file(f, name)))
	}
}

// FuzzReadOrders sees that no input makes the reader panic, and that what it
// takes is what the file says that it holds.
func FuzzReadOrders(f *testing.F) {
	addFiles(f)
	f.Fuzz(func(t *testing.T, doc []byte) {
		var c collector
		err := ReadOrders(bytes.NewReader(doc), &c)
		if fault.Code(err) == "internal" {
			t.Errorf("an error without a code: %v", err)
		}
		if err != nil {
			return
		}
		if c.ended != len(c.batches) {
			t.Errorf("%d batches began, %d ended", len(c.batches), c.ended)
		}
		for _, b := range c.batches {
			var sum money.Cents
			for _, o := range b.orders {
				sum += o.Amount
			}
			if b.SaidCount >= 0 && b.SaidCount != len(b.orders) || b.SaidTotal != nil && *b.SaidTotal != sum {
				t.Errorf("batch %+v with %d orders of %v", b.Batch, len(b.orders), sum)
			}
		}
	})
}

func FuzzReadStatus(f *testing.F) {
	addFiles(f)
	f.Fuzz(func(t *testing.T, doc []byte) {
		report, err := ReadStatus(bytes.NewReader(doc))
		if fault.Code(err) == "internal" {
			t.Errorf("an error without a code: %v", err)
		}
		if err == nil && report.OriginalMsg == "" {
			t.Error("an answer to nothing")
		}
	})
}
