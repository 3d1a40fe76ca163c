// SPDX-License-Identifier: EUPL-1.2

package stranger

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"rentmeester/day"
	"rentmeester/ledger"
	"rentmeester/money"
)

func (t *town) name(month, step int, rest string) string {
	return fmt.Sprintf("%d-%02d-%d-%s", t.o.Year, month, step, rest)
}

// comma writes an amount as Dutch spreadsheets do.
func comma(c money.Cents) string { return strings.Replace(c.String(), ".", ",", 1) }

// dutch writes a day as people here do.
func dutch(d day.Day) string { return fmt.Sprintf("%s-%s-%s", d[8:], d[5:7], d[:4]) }

// writeItems writes two lists a month: what came up in it of debtors and of
// creditors.
func (t *town) writeItems(f *folder) {
	for month := 1; month <= 12; month++ {
		debtors := newTable("Debiteurnummer", "Naam debiteur", "Factuurnummer", "Factuurdatum", "Vervaldatum", "Openstaand bedrag",
			"Betalingskenmerk", "Machtigingskenmerk", "IBAN", "Omschrijving", "Adres")
		creditors := newTable("Crediteurnummer", "Naam crediteur", "Factuurnummer", "Boekstuknummer", "Factuurdatum", "Vervaldatum", "Bedrag",
			"EndToEndId", "IBAN", "Omschrijving")
		for _, i := range t.items {
			switch {
			case i.listed != month:
			case i.Kind == ledger.Receivable:
				debtors.add(i.PartyNumber, i.PartyName, i.Number, dutch(i.Issued), dutch(i.Due), comma(i.Amount), i.Reference, i.MandateID,
					i.IBAN, i.Description, i.who.street)
			default:
				amount := i.Amount
				if i.sort == "credit" {
					amount = -amount
				}
				creditors.add(i.PartyNumber, i.PartyName, i.Number, i.EndToEndID, dutch(i.Issued), dutch(i.Due), comma(amount), i.EndToEndID,
					i.IBAN, i.Description)
			}
		}
		debtors.put(f, t.name(month, 1, "openstaande-debiteuren.csv"))
		creditors.put(f, t.name(month, 1, "openstaande-crediteuren.csv"))
	}
}

type table struct {
	body bytes.Buffer
	w    *csv.Writer
	rows int
}

func newTable(headings ...string) *table {
	c := &table{rows: -1}
	c.w = csv.NewWriter(&c.body)
	c.w.Comma, c.w.UseCRLF = ';', true
	c.add(headings...)
	return c
}

func (c *table) add(cells ...string) {
	c.rows++
	_ = c.w.Write(cells) // a buffer takes everything
}

func (c *table) put(f *folder, name string) {
	c.w.Flush()
	if c.rows > 0 {
		f.put(name, c.body.Bytes())
	}
}

// truthCSV writes the truth: a row for each share, one for a line without any.
func truthCSV(lines []Line) []byte {
	c := newTable("account", "statement", "entry", "detail", "day", "amount", "kind", "mess", "clear", "item", "party", "item_amount")
	for _, l := range lines {
		shares := l.Shares
		if len(shares) == 0 {
			shares = []Share{{}}
		}
		for _, s := range shares {
			c.add(l.Account, l.Statement, l.Entry, strconv.Itoa(l.Detail), string(l.Day), l.Amount.String(), l.Kind, l.Mess,
				strconv.FormatBool(l.Clear), s.Item, s.Party, s.Amount.String())
		}
	}
	c.w.Flush()
	return c.body.Bytes()
}

// node writes XML: tag with text, or with what inner writes.
type doc struct{ bytes.Buffer }

func (d *doc) open(tag string)  { d.WriteString("<" + tag + ">") }
func (d *doc) close(tag string) { d.WriteString("</" + tag + ">\n") }

// leaf writes path/to/tag with a text; nothing when the text is empty.
func (d *doc) leaf(path, text string) {
	if text == "" {
		return
	}
	tags := strings.Split(path, "/")
	for _, tag := range tags {
		d.open(tag)
	}
	_ = xml.EscapeText(d, []byte(text)) // a buffer takes everything
	for n := len(tags) - 1; n >= 0; n-- {
		d.WriteString("</" + tags[n] + ">")
	}
	d.WriteByte('\n')
}

func (d *doc) money(tag string, amount money.Cents) {
	fmt.Fprintf(d, "<%s Ccy=\"EUR\">%s</%s>\n", tag, amount.Abs(), tag)
}

func (d *doc) begin(space string) {
	d.WriteString(xml.Header + `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:` + space + "\">\n")
}

// writeOrders writes what we sent and, where it refused something, what the bank
// answered.
func (t *town) writeOrders(f *folder) {
	for n, o := range t.orders {
		month := int(o.on.Time().Month())
		if o.debit {
			f.put(t.name(month, 2, fmt.Sprintf("incasso-%03d.xml", n)), o.pain(t, "pain.008.001.02", "CstmrDrctDbtInitn"))
		} else {
			f.put(t.name(month, 2, fmt.Sprintf("betaling-%03d.xml", n)), o.pain(t, "pain.001.001.03", "CstmrCdtTrfInitn"))
		}
		if len(o.refused) > 0 {
			f.put(t.name(month, 3, fmt.Sprintf("antwoord-%03d.xml", n)), o.answer())
		}
	}
}

func (o *order) total() (sum money.Cents) {
	for _, p := range o.parts {
		sum += p.amount
	}
	return sum
}

func (o *order) pain(t *town, space, root string) []byte {
	d := &doc{}
	d.begin(space)
	d.open(root)
	d.open("GrpHdr")
	d.leaf("MsgId", o.message)
	d.leaf("CreDtTm", string(o.on.Add(-2))+"T10:15:00")
	d.leaf("NbOfTxs", strconv.Itoa(len(o.parts)))
	d.leaf("CtrlSum", o.total().String())
	d.leaf("InitgPty/Nm", "Gemeente Hooiveld")
	d.close("GrpHdr")
	d.open("PmtInf")
	d.leaf("PmtInfId", o.info)
	method, ours, when := "TRF", "Dbtr", "ReqdExctnDt"
	if o.debit {
		method, ours, when = "DD", "Cdtr", "ReqdColltnDt"
	}
	d.leaf("PmtMtd", method)
	d.leaf("BtchBookg", strconv.FormatBool(!o.single))
	d.leaf("NbOfTxs", strconv.Itoa(len(o.parts)))
	d.leaf("CtrlSum", o.total().String())
	if o.debit {
		d.WriteString("<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>CORE</Cd></LclInstrm><SeqTp>RCUR</SeqTp></PmtTpInf>\n")
	}
	d.leaf(when, string(o.on))
	d.leaf(ours+"/Nm", o.to.name)
	d.leaf(ours+"Acct/Id/IBAN", o.to.iban)
	d.leaf(ours+"Agt/FinInstnId/BIC", o.to.bic)
	if o.debit {
		d.leaf("CdtrSchmeId/Id/PrvtId/Othr/Id", t.creditorID())
	}
	for _, p := range o.parts {
		p.write(d, o.debit)
	}
	d.close("PmtInf")
	d.close(root)
	d.close("Document")
	return d.Bytes()
}

func (p *instruction) write(d *doc, debit bool) {
	tag, theirs := "CdtTrfTxInf", "Cdtr"
	if debit {
		tag, theirs = "DrctDbtTxInf", "Dbtr"
	}
	d.open(tag)
	d.leaf("PmtId/EndToEndId", p.e2e)
	if debit {
		d.money("InstdAmt", p.amount)
		d.leaf("DrctDbtTx/MndtRltdInf/MndtId", p.mandate)
	} else {
		d.open("Amt")
		d.money("InstdAmt", p.amount)
		d.close("Amt")
	}
	d.leaf(theirs+"Agt/FinInstnId/BIC", bicOf(p.iban))
	d.leaf(theirs+"/Nm", p.name)
	d.leaf(theirs+"Acct/Id/IBAN", p.iban)
	d.leaf("RmtInf/Ustrd", p.text)
	d.close(tag)
}

// answer is the pain.002 on an order of which some parts were refused.
func (o *order) answer() []byte {
	d := &doc{}
	d.begin("pain.002.001.03")
	d.open("CstmrPmtStsRpt")
	d.open("GrpHdr")
	d.leaf("MsgId", "ANTW"+o.message)
	d.leaf("CreDtTm", string(o.on)+"T18:00:00")
	d.close("GrpHdr")
	d.open("OrgnlGrpInfAndSts")
	d.leaf("OrgnlMsgId", o.message)
	d.leaf("OrgnlMsgNmId", "pain.008.001.02")
	d.leaf("GrpSts", "PART")
	d.close("OrgnlGrpInfAndSts")
	d.open("OrgnlPmtInfAndSts")
	d.leaf("OrgnlPmtInfId", o.info)
	d.leaf("PmtInfSts", "PART")
	for _, id := range o.refused {
		d.open("TxInfAndSts")
		d.leaf("OrgnlEndToEndId", id)
		d.leaf("TxSts", "RJCT")
		d.leaf("StsRsnInf/Rsn/Cd", "AC01")
		d.close("TxInfAndSts")
	}
	d.close("OrgnlPmtInfAndSts")
	d.close("CstmrPmtStsRpt")
	d.close("Document")
	return d.Bytes()
}
