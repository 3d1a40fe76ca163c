// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"strings"

	"rentmeester/formats/xmlread/iso20022"
)

// side is a party to a payment as RltdPties and RltdAgts have it.
type side struct {
	iso20022.Party
	ultimate string // who stands behind it
}

type sides struct{ debtor, creditor side }

// parties takes RltdPties.
func (c *reader) parties() {
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "Dbtr":
			c.x.Party(&c.side.debtor.Party)
		case "Cdtr":
			c.x.Party(&c.side.creditor.Party)
		case "DbtrAcct":
			c.side.debtor.Account = c.x.Account()
		case "CdtrAcct":
			c.side.creditor.Account = c.x.Account()
		case "UltmtDbtr":
			c.side.debtor.ultimate = c.x.PartyName()
		case "UltmtCdtr":
			c.side.creditor.ultimate = c.x.PartyName()
		}
	}
}

// agents takes RltdAgts.
func (c *reader) agents() {
	for d := c.x.Depth(); c.x.Child(d); {
		switch c.x.Name() {
		case "DbtrAgt":
			c.side.debtor.BIC, _ = c.x.Agent()
		case "CdtrAgt":
			c.side.creditor.BIC, _ = c.x.Agent()
		}
	}
}

// counterparty chooses who stands on the other side: the debtor of what came in,
// the creditor of what went out. In a payment that came back some banks leave
// the parties as they were in the original, so that this would be ourselves:
// then it is the other one.
func (c *reader) counterparty(d *held) {
	first, second := &c.side.debtor, &c.side.creditor
	if d.sign == debit {
		first, second = second, first
	}
	d.CreditorID = c.side.creditor.CreditorID
	came := c.entry.Reversal || d.Return != nil
	switch {
	case second.Empty() || c.ours(second):
	case c.ours(first), first.Empty(),
		came && first.Account == "" && second.Account != "":
		first = second
	}
	d.Counterparty, d.Ultimate = first.Party.Party, first.ultimate
}

// ours says whether a party is the holder of the statement's account.
func (c *reader) ours(s *side) bool {
	if s.Account != "" {
		return s.Account == c.st.Account.ID
	}
	return s.Name != "" && strings.EqualFold(s.Name, c.st.Account.Name)
}
