// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"bufio"
	"bytes"
	"encoding/xml"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// Bank is where the town's payment files go. It answers each, and the statements
// of a year that is invented with it (Options.Bank) tell of what it carried out.
// The zero value is ready.
type Bank struct{ sent []sentFile }

// sentFile is a payment file as the bank took it.
type sentFile struct {
	batch
	on     day.Day
	orders []order
	back   int // place of the order that comes back, from 1; 0 none
}

// paymentFile is what the bank reads of a payment file (pain.001.001.09).
type paymentFile struct {
	Message string `xml:"CstmrCdtTrfInitn>GrpHdr>MsgId"`
	Blocks  []struct {
		ID     string `xml:"PmtInfId"`
		On     string `xml:"ReqdExctnDt>Dt"`
		Orders []struct {
			EndToEnd string `xml:"PmtId>EndToEndId"`
			Amount   string `xml:"Amt>InstdAmt"`
			Name     string `xml:"Cdtr>Nm"`
			IBAN     string `xml:"CdtrAcct>Id>IBAN"`
		} `xml:"CdtTrfTxInf"`
	} `xml:"CstmrCdtTrfInitn>PmtInf"`
}

// Own is the account of the invented town from which it pays.
func Own() string { return makeAccount("BNGH", mainNumber) }

// Take takes a payment file (pain.001.001.09) and gives the answer to it
// (pain.002). Of its second file it refuses a payment, of its third one comes back
// some days later. Errors: demo.sent.
func (b *Bank) Take(file []byte) (answer string, err error) {
	var read paymentFile
	if err := xml.Unmarshal(file, &read); err != nil {
		return "", fault.Wrap(err, "demo.sent")
	}
	if len(read.Blocks) != 1 {
		return "", fault.New("demo.sent")
	}
	block := read.Blocks[0]
	on, err := day.Parse(block.On)
	if err != nil {
		return "", fault.Wrap(err, "demo.sent")
	}
	s := sentFile{batch: batch{id: block.ID, message: read.Message}, on: on}
	for k, o := range block.Orders {
		amount, err := money.Parse(o.Amount)
		if err != nil {
			return "", fault.Wrap(err, "demo.sent")
		}
		one := order{item: -1, amount: amount, to: somebody{name: o.Name, banking: o.Name, iban: o.IBAN}, e2e: o.EndToEnd, note: -1}
		if len(b.sent) == 1 && k == 1 {
			one.refused = "AC04"
		}
		s.orders = append(s.orders, one)
	}
	if len(b.sent) == 2 && len(s.orders) > 1 {
		s.back = 1
	}
	b.sent = append(b.sent, s)
	var out bytes.Buffer
	x := orders{elements{&output{Writer: bufio.NewWriter(&out)}}}
	x.status(&s.batch, "pain.001.001.09", string(on), s.orders)
	err = x.Flush()
	return out.String(), err
}

// planSent puts what we sent the bank in the diary.
func (w *world) planSent() {
	if w.Bank == nil {
		return
	}
	for _, s := range w.Bank.sent {
		first, err := day.Date(w.Year, 1, 1)
		must(err)
		w.onSlot(w.cal.slot(s.on.Sub(first)), func() error { w.carryOutSent(s); return nil })
	}
}

// carryOutSent books a file as one line, without what was refused.
func (w *world) carryOutSent(s sentFile) {
	l := &line{code: paymentBatch, batch: &s.batch}
	for k, o := range s.orders {
		if o.refused == "" {
			l.amount -= o.amount
			l.batch.count++
			l.rows = append(l.rows, row{detail: k + 1, item: -1, amount: -o.amount, kind: KindRun})
		}
	}
	if l.batch.count > 0 {
		w.main.book(l)
	}
	if s.back == 0 {
		return
	}
	o := s.orders[s.back-1]
	w.onSlot(w.cal.slot(w.cal.open[w.slot]+3), func() error {
		w.main.book(&line{amount: o.amount, code: paymentReturned, reversal: true,
			details: []tx{{amount: o.amount, name: o.to.banking, iban: o.to.iban, e2e: o.e2e, info: s.id, returned: "AC04", why: "Rekening opgeheven"}},
			rows:    []row{{item: -1, amount: o.amount, kind: KindRunReturn}}})
		return nil
	})
}
