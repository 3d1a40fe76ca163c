// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"rentmeester/money"
)

// writeDebits writes a batch of direct debits (pain.008.001.02) as it was sent
// some days before.
func (w *world) writeDebits(a *account, id string, orders []order, total money.Cents) error {
	x, err := w.orderFile(id, "pain008")
	if err != nil {
		return err
	}
	on := w.today().Format("2006-01-02")
	x.message("pain.008.001.02", "CstmrDrctDbtInitn", id, w.sent(), len(orders), total, func() {
		x.in("PmtInf", func() {
			x.text("PmtInfId", id)
			x.text("PmtMtd", "DD")
			x.totals(len(orders), total)
			x.in("PmtTpInf", func() {
				x.text("SvcLvl/Cd", "SEPA")
				x.text("LclInstrm/Cd", "CORE")
				x.text("SeqTp", "RCUR")
			})
			x.text("ReqdColltnDt", on)
			x.text("Cdtr/Nm", ownName)
			x.text("CdtrAcct/Id/IBAN", a.iban)
			x.text("CdtrAgt/FinInstnId/BIC", a.bic)
			x.text("ChrgBr", "SLEV")
			x.in("CdtrSchmeId/Id/PrvtId/Othr", func() { x.text("Id", ownCreditor); x.text("SchmeNm/Prtry", "SEPA") })
			for n := range orders {
				x.debit(&orders[n], itoa(w.Year-2)+"-01-15")
			}
		})
	})
	return x.close(nil)
}

func (x orders) debit(o *order, signed string) {
	x.in("DrctDbtTxInf", func() {
		x.text("PmtId/EndToEndId", o.e2e)
		x.amount("InstdAmt", o.amount)
		x.in("DrctDbtTx/MndtRltdInf", func() { x.text("MndtId", o.mandate); x.text("DtOfSgntr", signed) })
		x.text("DbtrAgt/FinInstnId/BIC", o.to.bic)
		x.text("Dbtr/Nm", ascii(o.to.name))
		x.text("DbtrAcct/Id/IBAN", o.to.iban)
		x.in("RmtInf", func() { x.structured(o.ref) })
	})
}

// writePayments writes a batch of payments (pain.001.001.03).
func (w *world) writePayments(a *account, id string, orders []order, total money.Cents, purpose string) error {
	x, err := w.orderFile(id, "pain001")
	if err != nil {
		return err
	}
	on := w.today().Format("2006-01-02")
	x.message("pain.001.001.03", "CstmrCdtTrfInitn", id, w.sent(), len(orders), total, func() {
		x.in("PmtInf", func() {
			x.text("PmtInfId", id)
			x.text("PmtMtd", "TRF")
			x.text("BtchBookg", "true")
			x.totals(len(orders), total)
			x.in("PmtTpInf", func() {
				x.text("SvcLvl/Cd", "SEPA")
				x.text("CtgyPurp/Cd", purpose)
			})
			x.text("ReqdExctnDt", on)
			x.text("Dbtr/Nm", ownName)
			x.text("DbtrAcct/Id/IBAN", a.iban)
			x.text("DbtrAgt/FinInstnId/BIC", a.bic)
			x.text("ChrgBr", "SLEV")
			for n := range orders {
				x.payment(&orders[n])
			}
		})
	})
	return x.close(nil)
}

func (x orders) payment(o *order) {
	x.in("CdtTrfTxInf", func() {
		x.text("PmtId/EndToEndId", o.e2e)
		x.in("Amt", func() { x.amount("InstdAmt", o.amount) })
		x.text("CdtrAgt/FinInstnId/BIC", o.to.bic)
		x.text("Cdtr/Nm", ascii(o.to.name))
		x.text("CdtrAcct/Id/IBAN", o.to.iban)
		x.text("RmtInf/Ustrd", o.text)
	})
}

// orders writes a file of orders.
type orders struct{ elements }

func (w *world) orderFile(id, kind string) (orders, error) {
	out, err := w.file("orders/" + w.today().Format("20060102") + "-" + kind + "-" + id + ".xml")
	return orders{elements{out}}, err
}

// sent is the day the file was made: some days before it is booked.
func (w *world) sent() string { return w.today().AddDate(0, 0, -4).Format("2006-01-02") }

// message writes the document with its head, which counts and adds up all orders.
func (x orders) message(kind, root, id, sent string, count int, total money.Cents, body func()) {
	x.raw(`<?xml version="1.0" encoding="UTF-8"?>`, "\n", `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:`, kind, `">`, "\n")
	x.in(root, func() {
		x.in("GrpHdr", func() {
			x.text("MsgId", "M"+id)
			x.text("CreDtTm", sent+"T09:00:00")
			x.totals(count, total)
			x.text("InitgPty/Nm", ownName)
		})
		body()
	})
	x.raw("</Document>\n")
}

func (x elements) totals(count int, total money.Cents) {
	x.text("NbOfTxs", itoa(count))
	x.text("CtrlSum", total.String())
}
