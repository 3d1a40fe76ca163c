// SPDX-License-Identifier: EUPL-1.2

package camt

import (
	"rentmeester/fault"
	"rentmeester/formats/xmlread/iso20022"
	"rentmeester/money"
)

// sign is the direction of a booking as seen from the account.
type sign byte

const (
	unsaid sign = iota
	credit
	debit
)

// sign reads a CdtDbtInd. It is the direction of the booking itself, also when
// RvslInd says that the booking takes back an earlier one (ISO 20022,
// ReversalIndicator: with CRDT, the operation that was reversed was a debit).
func (c *reader) sign() sign {
	line := c.x.Line()
	switch text := c.x.Text(); text {
	case "CRDT":
		return credit
	case "DBIT":
		return debit
	default:
		c.x.Fail(fault.New("camt.sign", "line", line, "value", iso20022.Clip(text)))
		return unsaid
	}
}

// of gives cents the sign.
func (s sign) of(cents money.Cents) money.Cents {
	if s == debit {
		return -cents
	}
	return cents
}
