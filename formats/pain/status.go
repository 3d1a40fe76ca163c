// SPDX-License-Identifier: EUPL-1.2

package pain

import (
	"io"
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/xmlread"
	"rentmeester/formats/xmlread/iso20022"
	"rentmeester/payment"
)

// The bounds of a status report, which is kept in memory as a whole.
const (
	maxStatusBytes = 1 << 30
	maxAnswers     = 1_000_000
	maxReasons     = 100 // for one answer, and remarks in one reason
)

// isStatus says whether an element is the message of a status report. Before
// version 3 it had the name of the definition.
func isStatus(element string) bool {
	return element == "CstmrPmtStsRpt" || element == "pain.002.001.02"
}

// RecogniseStatus says whether a file that begins with head is a status report
// that ReadStatus takes.
func RecogniseStatus(head []byte) bool {
	return iso20022.Recognise(head, isStatus, "pain.002")
}

// statusReader is the state of one reading of an answer.
type statusReader struct {
	x      iso20022.Reader
	report payment.StatusReport
}

// ReadStatus reads a pain.002 file. A reason begins with its code; what the bank
// says beside it follows after a space.
//
// Errors: pain.no-status, pain.too-many, and those of iso20022 and xmlread.
func ReadStatus(r io.Reader) (payment.StatusReport, error) {
	c := &statusReader{x: iso20022.Reader{Reader: xmlread.New(r, xmlread.Limits{Bytes: maxStatusBytes})}}
	found := c.x.Messages(func(element string) bool {
		if isStatus(element) {
			c.message()
			return true
		}
		return false
	})
	if err := c.x.Finish(); err != nil {
		return payment.StatusReport{}, err
	}
	if found == 0 {
		return payment.StatusReport{}, fault.New("pain.no-status")
	}
	return c.report, nil
}

func (c *statusReader) message() {
	line := c.x.Line()
	c.report.Format = c.x.Format("pain.002")
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "GrpHdr":
			for inner := c.x.Depth(); c.x.Child(inner); {
				if c.x.Name() == "MsgId" {
					c.report.MessageID = c.x.Text()
				}
			}
		case "OrgnlGrpInfAndSts":
			c.group()
		case "OrgnlPmtInfAndSts":
			c.block()
		case "TxInfAndSts": // before version 3
			c.answer("")
		}
	}
	if c.report.OriginalMsg == "" && c.x.Err() == nil {
		c.x.Missing("OrgnlGrpInfAndSts/OrgnlMsgId", line)
	}
}

// group takes the answer on the whole file.
func (c *statusReader) group() {
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "OrgnlMsgId":
			c.report.OriginalMsg = c.x.Text()
		case "OrgnlMsgNmId":
			c.report.OriginalFmt = strings.ToLower(c.x.Text())
		case "GrpSts":
			c.report.GroupStatus = c.x.Text()
		case "StsRsnInf":
			c.report.Reasons = c.reason(c.report.Reasons)
		}
	}
}

// block takes the answer on a batch, which comes before those on its orders. A
// batch on which nothing is said but by its orders has no answer of its own.
func (c *statusReader) block() {
	p := payment.PaymentStatus{Line: c.x.Line()}
	told, orders := false, 0
	tell := func() {
		if !told && (p.Status != "" || len(p.Reasons) > 0) {
			told = true
			c.add(p)
		}
	}
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "OrgnlPmtInfId":
			p.InfoID = c.x.Text()
		case "PmtInfSts":
			p.Status = c.x.Text()
		case "StsRsnInf":
			p.Reasons = c.reason(p.Reasons)
		case "TxInfAndSts":
			tell()
			c.answer(p.InfoID)
			orders++
		}
	}
	if tell(); !told && orders == 0 {
		c.add(p)
	}
}

// answer takes the answer on one order.
func (c *statusReader) answer(infoID string) {
	p := payment.PaymentStatus{InfoID: infoID, Single: true, Line: c.x.Line()}
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "OrgnlPmtInfId":
			p.InfoID = c.x.Text()
		case "OrgnlInstrId":
			p.InstructionID = c.x.Given()
		case "OrgnlEndToEndId":
			p.EndToEndID = c.x.Given()
		case "TxSts":
			p.Status = c.x.Text()
		case "StsRsnInf":
			p.Reasons = c.reason(p.Reasons)
		case "OrgnlTxRef":
			c.original(&p)
		}
	}
	c.add(p)
}

// original takes what is repeated of the order itself.
func (c *statusReader) original(p *payment.PaymentStatus) {
	for d := c.x.Depth(); c.x.Child(d); {
		if c.x.Name() != "Amt" {
			continue
		}
		for inner := c.x.Depth(); c.x.Child(inner); {
			if c.x.Name() == "InstdAmt" {
				p.Amount = c.x.Sound(c.x.Amount(), "OrgnlTxRef/Amt")
			}
		}
	}
}

func (c *statusReader) add(p payment.PaymentStatus) {
	if len(c.report.Payments) >= maxAnswers {
		c.x.Fail(fault.New("pain.too-many", "limit", maxAnswers, "line", c.x.Line()))
		return
	}
	c.report.Payments = append(c.report.Payments, p)
}

// reason takes StsRsnInf.
func (c *statusReader) reason(reasons []string) []string {
	var code string
	var info []string
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "Rsn", "StsRsn":
			code = c.x.DeepText()
		case "AddtlInf", "AddtlStsRsnInf":
			info = append(info, c.x.Text())
		}
		if len(info) > maxReasons || len(reasons) > maxReasons {
			c.x.Fail(fault.New("pain.too-many", "limit", maxReasons, "line", c.x.Line()))
			return nil
		}
	}
	text := strings.TrimSpace(code + " " + strings.Join(info, " "))
	if text == "" {
		return reasons
	}
	return append(reasons, text)
}
