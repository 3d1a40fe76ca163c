// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"hash/fnv"
	"slices"
	"strconv"
)

// accountOf says from which account a batch of ours goes. The main account books
// the gross total and the rejects against it; the second account books the total
// less the rejects, and a report (pain.002) says which they are.
func (w *world) accountOf(id string) *account {
	h := fnv.New32a()
	h.Write([]byte(id)) //nolint:errcheck // never fails
	if w.chance(official, int32(h.Sum32()>>1), 51, w.rates.NetBatches) {
		return w.second
	}
	return w.main
}

// refusal says why an order is rejected before it is booked; "" it is not.
func (w *world) refusal(a *account, code string) string {
	if a == w.second && w.rng.Float64() < w.rates.NetRejected {
		return code
	}
	return ""
}

// beside adds what the bank tells of a batch beside the line that books it: its
// answer, and now and then the details.
func (w *world) beside(a *account, l *line, orders []order) error {
	if a == w.second {
		for n := range l.rows {
			l.rows[n].mess |= netBooking
		}
		return w.writeStatus(l.batch, orders)
	}
	if w.rng.Float64() < w.rates.BatchDetails {
		l.apart = true
		for k := range orders {
			l.details = append(l.details, orders[k].reported(l))
		}
	}
	if w.rng.Float64() < w.rates.StatusReports {
		return w.writeStatus(l.batch, orders)
	}
	return nil
}

// reported is an order as the bank details it.
func (o *order) reported(l *line) tx {
	t := tx{amount: o.amount, name: o.to.banking, iban: o.to.iban, bic: o.to.bic, e2e: o.e2e, mandate: o.mandate, ref: o.ref}
	if l.amount < 0 {
		t.amount = -o.amount
	}
	if o.text != "" {
		t.text = []string{o.text}
	}
	return t
}

// writeStatus writes the bank's answer to a batch.
func (w *world) writeStatus(b *batch, list []order) error {
	x, err := w.orderFile(b.id, "pain002")
	if err != nil {
		return err
	}
	format := "pain.001.001.03"
	if slices.ContainsFunc(list, func(o order) bool { return o.mandate != "" }) {
		format = "pain.008.001.02"
	}
	x.status(b, format, w.today().Format("2006-01-02"), list)
	return x.close(nil)
}

// status writes an answer to a batch (pain.002.001.03): accepted, or in part with
// the rejected orders.
func (x orders) status(b *batch, format, day string, list []order) {
	status, rejected := "ACSP", 0
	for k := range list {
		if list[k].refused != "" {
			rejected++
		}
	}
	switch {
	case rejected == len(list):
		status = "RJCT"
	case rejected > 0:
		status = "PART"
	}
	x.raw(`<?xml version="1.0" encoding="UTF-8"?>`, "\n", `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03">`, "\n")
	x.in("CstmrPmtStsRpt", func() {
		x.in("GrpHdr", func() {
			x.text("MsgId", "S"+b.id)
			x.text("CreDtTm", day+"T07:30:00")
		})
		x.in("OrgnlGrpInfAndSts", func() {
			x.text("OrgnlMsgId", b.message)
			x.text("OrgnlMsgNmId", format)
			x.text("OrgnlNbOfTxs", strconv.Itoa(len(list)))
			x.text("GrpSts", status)
		})
		x.in("OrgnlPmtInfAndSts", func() {
			x.text("OrgnlPmtInfId", b.id)
			x.text("PmtInfSts", status)
			for k := range list {
				if list[k].refused != "" {
					x.rejected(&list[k])
				}
			}
		})
	})
	x.raw("</Document>\n")
}

func (x orders) rejected(o *order) {
	x.in("TxInfAndSts", func() {
		x.text("OrgnlEndToEndId", o.e2e)
		x.text("TxSts", "RJCT")
		x.text("StsRsnInf/Rsn/Cd", o.refused)
		x.in("OrgnlTxRef/Amt", func() { x.amount("InstdAmt", o.amount) })
	})
}
