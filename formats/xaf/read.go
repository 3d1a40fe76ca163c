// SPDX-License-Identifier: EUPL-1.2

package xaf

import (
	"io"
	"strings"

	"rentmeester/fault"
	"rentmeester/formats/xmlread"
)

// reader is the state of one reading.
type reader struct {
	x      *xmlread.Reader
	to     Handler
	report *Report
	headed bool // Header was handed over

	accounts, parties known
	tx                Transaction
	sum               Totals // of tx
	size              int    // bytes of text in tx.Lines
	ledgers           bool   // transactions were there
}

// Read hands an audit file over to the handler, and proves it: what it states of
// its lines and of its opening balance is held against what is there.
//
// Errors: xaf.no-auditfile, money.overflow, those of xmlread.
func Read(r io.Reader, to Handler) (Report, error) {
	report := Report{More: map[string]int{}}
	c := &reader{x: xmlread.NewMending(r, xmlread.Limits{}), to: to, report: &report}
	for c.x.Child(0) {
		if c.x.Name() != "auditfile" {
			c.x.Fail(fault.New("xaf.no-auditfile", "element", clip(c.x.Name()), "line", c.x.Line()))
			break
		}
		c.auditfile()
	}
	if err := c.x.Finish(); err != nil {
		return report, err
	}
	if times, line := c.x.Mended(); times > 0 {
		c.find(false, "xaf.encoding", "line", line, "times", times)
	}
	if !c.ledgers {
		c.find(true, "xaf.no-transactions")
	}
	return report, c.head()
}

func (c *reader) auditfile() {
	c.report.Header.Version = versionOf(c.x.Space())
	if space := c.x.Space(); c.report.Header.Version == "" && space != "" {
		c.find(false, "xaf.version", "version", clip(space), "line", c.x.Line())
	}
	c.parts()
}

// parts reads what stands in the file itself, as in CLAIR2, or in its company.
func (c *reader) parts() {
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "header":
			c.header()
		case "company":
			c.parts()
		case "companyName":
			c.report.Header.Company = c.x.Text()
		case "Commercenr", "commerceNr":
			c.report.Header.KvK = c.x.Text()
		case "taxRegIdent":
			c.report.Header.TaxID = c.x.Text()
		case "generalLedger":
			c.list("ledgerAccount", c.account)
		case "customersSuppliers":
			c.list("customerSupplier", c.party)
		case "vatCodes":
			c.list("vatCode", c.vatCode)
		case "openingBalance":
			c.opening()
		case "transactions":
			c.transactions()
		}
	}
}

func (c *reader) header() {
	h := &c.report.Header
	for d := c.x.Depth(); c.x.Child(d); {
		switch name := c.x.Name(); name {
		case "auditfileVersion":
			if v := c.x.Text(); strings.HasPrefix(v, "CLAIR2") {
				h.Version = "CLAIR2"
			}
		case "fiscalYear":
			h.Year = c.x.Text()
		case "startDate":
			h.From, _ = c.day()
		case "endDate":
			h.To, _ = c.day()
		case "dateCreated":
			h.Created, _ = c.day()
		case "curCode", "currencyCode":
			h.Currency = c.x.Text()
		case "softwareDesc", "productID":
			h.Software = c.x.Text()
		case "softwareVersion", "productVersion":
			h.Software = strings.TrimSpace(h.Software + " " + c.x.Text())
		case "companyName":
			h.Company = c.x.Text()
		case "taxRegistrationNr":
			h.TaxID = c.x.Text()
		}
	}
	if h.Currency != "" && h.Currency != "EUR" {
		c.find(true, "xaf.currency", "currency", clip(h.Currency))
	}
}

// head hands over what the file says of itself, once.
func (c *reader) head() error {
	if c.headed {
		return c.x.Err()
	}
	c.headed = true
	c.give(c.to.Header(&c.report.Header))
	return c.x.Err()
}

// give stops the reading at an error of the handler.
func (c *reader) give(err error) {
	if err != nil {
		c.x.Fail(err)
	}
}

// list reads the elements of a list.
func (c *reader) list(element string, read func()) {
	if c.head() != nil {
		return
	}
	for d := c.x.Depth(); c.x.Child(d); {
		if c.x.Name() == element {
			read()
		}
	}
}

func (c *reader) account() {
	var a Account
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "accID", "accountID":
			a.ID = c.x.Text()
		case "accDesc", "accountDesc":
			a.Name = c.x.Text()
		case "accTp", "accountType":
			a.Kind = accountKind(c.x.Text())
		case "leadCode", "leadDescription":
			a.Lead = strings.TrimSpace(a.Lead + " " + c.x.Text())
		case "RGScode":
			a.RGS = c.x.Text()
		case "taxonomy":
			if ref := c.concept(); ref != "" {
				a.RGS = ref
			}
		}
	}
	c.report.Accounts++
	c.accounts.add(a.ID)
	c.give(c.to.Account(&a))
}

// concept finds the code of the reference scheme in the taxonomy of an account.
func (c *reader) concept() (ref string) {
	for d := c.x.Depth(); c.x.Child(d); {
		if c.x.Name() != "entryPoint" {
			continue
		}
		for d := c.x.Depth(); c.x.Child(d); {
			if c.x.Name() == "conceptRef" {
				ref = c.x.Text()
			}
		}
	}
	return ref
}

func (c *reader) party() {
	var p Party
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "custSupID":
			p.ID = c.x.Text()
		case "custSupName", "companyName":
			p.Name = c.x.Text()
		case "contact": // of a private person some programs have no other name
			if contact := c.x.DeepText(); p.Name == "" {
				p.Name = contact
			}
		case "custSupTp", "type":
			p.Kind = partyKind(c.x.Text())
		case "commerceNr":
			p.KvK = c.x.Text()
		case "taxRegIdent", "taxRegistrationNr":
			p.TaxID = c.x.Text()
		case "bankAccount":
			c.bankAccount(&p)
		}
	}
	c.report.Parties++
	c.parties.add(p.ID)
	c.give(c.to.Party(&p))
}

// mostAccounts is how many bank accounts are kept of one party.
const mostAccounts = 50

func (c *reader) bankAccount(p *Party) {
	for d := c.x.Depth(); c.x.Child(d); {
		if c.x.Name() == "bankAccNr" && len(p.Accounts) < mostAccounts {
			p.Accounts = append(p.Accounts, c.x.Text())
		}
	}
}

func (c *reader) vatCode() {
	var v VATCode
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "vatID":
			v.ID = c.x.Text()
		case "vatDesc":
			v.Name = c.x.Text()
		case "vatToPayAccID":
			v.ToPay = c.x.Text()
		case "vatToClaimAccID":
			v.ToClaim = c.x.Text()
		}
	}
	c.give(c.to.VATCode(&v))
}
