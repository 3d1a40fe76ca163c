// SPDX-License-Identifier: EUPL-1.2

package pain

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/payment"
)

// The versions that are written.
const (
	V09 = "pain.001.001.09"
	V03 = "pain.001.001.03" // banks take it in for a few years yet
)

// Message is what Write takes.
type Message = payment.Message

// Write writes credit transfers as the Dutch banks ask for them (Betaalvereniging,
// SEPA Credit Transfer Customer-to-Bank Implementation Guidelines for the
// Netherlands, on top of EPC132-08). Service level SEPA, costs shared (SLEV),
// number and sum in the header and in every block; blocks stand beside each other,
// each with many transfers, which older versions called grouping MIXD.
//
// Names, addresses and texts are written in the characters of payment.Latin, and
// names and addresses cut to the length that fits; identifiers and references are
// written as they are or not at all. The same message gives the same bytes.
// Everything is looked at before the first byte: on one of the errors below w has
// received nothing.
//
// Errors: pain.write-version, -empty, -id, -twice, -time, -day, -name, -account,
// -bank, -address, -amount, -purpose, -text, -both, -reference, money.overflow;
// and what w gives.
func Write(w io.Writer, version string, m Message) error {
	c, err := check(version, &m)
	if err != nil {
		return err
	}
	x := writer{bufio.NewWriterSize(w, 1<<16), 0}
	x.raw(`<?xml version="1.0" encoding="UTF-8"?>`, "\n", `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:`, version, `">`, "\n")
	x.in("CstmrCdtTrfInitn", func() {
		x.in("GrpHdr", func() {
			x.text("MsgId", m.ID)
			x.text("CreDtTm", m.Created.Format("2006-01-02T15:04:05"))
			x.totals(c.count, c.total)
			x.in("InitgPty", func() {
				x.text("Nm", name(m.Initiator))
				x.text("Id/OrgId/Othr/Id", m.OrgID)
			})
		})
		for n := range m.Blocks {
			x.block(&c, &m.Blocks[n], c.totals[n])
		}
	})
	x.raw("</Document>\n")
	return x.Flush()
}

func (x *writer) block(c *checked, b *payment.Block, total money.Cents) {
	x.in("PmtInf", func() {
		x.text("PmtInfId", b.ID)
		x.text("PmtMtd", "TRF")
		x.text("BtchBookg", strconv.FormatBool(b.Booking))
		x.totals(len(b.Transfers), total)
		x.in("PmtTpInf", func() {
			x.text("SvcLvl/Cd", "SEPA")
			x.text("CtgyPurp/Cd", b.Purpose)
		})
		if c.version == V09 {
			x.text("ReqdExctnDt/Dt", string(b.Execution))
		} else {
			x.text("ReqdExctnDt", string(b.Execution))
		}
		x.party(c, "Dbtr", b.Own)
		x.text("DbtrAcct/Id/IBAN", iban(b.Own))
		x.in("DbtrAgt/FinInstnId", func() {
			if b.Own.BIC == "" {
				x.text("Othr/Id", "NOTPROVIDED") // the element is not optional here
			}
			x.text(c.bic(), ident.Electronic(b.Own.BIC))
		})
		x.text("ChrgBr", "SLEV")
		for n := range b.Transfers {
			x.transfer(c, &b.Transfers[n])
		}
	})
}

func (x *writer) transfer(c *checked, t *payment.Transfer) {
	x.in("CdtTrfTxInf", func() {
		x.in("PmtId", func() {
			x.text("InstrId", t.InstructionID)
			x.text("EndToEndId", t.EndToEndID)
		})
		x.in("Amt", func() {
			x.indent()
			x.raw(`<InstdAmt Ccy="EUR">`, t.Amount.String(), "</InstdAmt>\n")
		})
		x.text("CdtrAgt/FinInstnId/"+c.bic(), ident.Electronic(t.To.BIC))
		x.party(c, "Cdtr", t.To)
		x.text("CdtrAcct/Id/IBAN", iban(t.To))
		x.text("Purp/Cd", t.Purpose)
		x.text("RmtInf/Ustrd", payment.Latin(t.Text))
		if reference, issuer := structured(t.Reference); issuer != "" {
			x.in("RmtInf/Strd/CdtrRefInf", func() {
				x.in("Tp", func() {
					x.text("CdOrPrtry/Cd", "SCOR")
					x.text("Issr", issuer)
				})
				x.text("Ref", reference)
			})
		}
	})
}

func (x *writer) party(c *checked, tag string, s payment.Side) {
	x.in(tag, func() {
		x.text("Nm", name(s.Name))
		if s.Address != nil && c.version == V09 {
			x.in("PstlAdr", func() { x.address(s.Address) })
		}
	})
}

// address writes an address in its parts, with free lines for what has none.
// Version 3 of the guideline has free lines only, which banks refuse since 15
// November 2026 (EPC rulebooks 2025, version 1.1): there it is left out.
func (x *writer) address(a *payment.Address) {
	x.text("StrtNm", fit(a.Street, 70))
	x.text("BldgNb", fit(a.Number, 16))
	x.text("PstCd", fit(a.PostCode, 16))
	x.text("TwnNm", fit(a.Town, 35))
	x.text("Ctry", a.Country)
	for _, line := range a.Lines {
		x.text("AdrLine", fit(line, 70))
	}
}

// bic is the element that holds the identifier of a bank.
func (c *checked) bic() string {
	if c.version == V09 {
		return "BICFI"
	}
	return "BIC"
}

func name(s string) string { return fit(s, payment.MaxName) }

func fit(s string, limit int) string { return payment.Clip(payment.Latin(s), limit) }

func iban(s payment.Side) string {
	canonical, _ := ident.IBAN(s.IBAN)
	return canonical
}

// writer writes XML elements; an error stays in the buffer until it is flushed.
type writer struct {
	*bufio.Writer
	depth int
}

func (x *writer) raw(parts ...string) {
	for _, s := range parts {
		x.WriteString(s) //nolint:errcheck // Flush gives it
	}
}

func (x *writer) indent() { x.raw(strings.Repeat("  ", x.depth+1)) }

// in writes an element around what body writes. A name may be a path, A/B/C.
func (x *writer) in(path string, body func()) {
	tags := strings.Split(path, "/")
	x.indent()
	for _, tag := range tags {
		x.raw("<", tag, ">")
	}
	x.raw("\n")
	x.depth++
	body()
	x.depth--
	x.indent()
	x.close(tags)
}

func (x *writer) close(tags []string) {
	for n := len(tags) - 1; n >= 0; n-- {
		x.raw("</", tags[n], ">")
	}
	x.raw("\n")
}

// text writes an element with text, and nothing for "". The text holds no sign
// that XML reserves: payment.Latin and the checks leave none.
func (x *writer) text(path, value string) {
	if value == "" {
		return
	}
	tags := strings.Split(path, "/")
	x.indent()
	for _, tag := range tags {
		x.raw("<", tag, ">")
	}
	x.raw(value)
	x.close(tags)
}

func (x *writer) totals(count int, total money.Cents) {
	x.text("NbOfTxs", strconv.Itoa(count))
	x.text("CtrlSum", total.String())
}
