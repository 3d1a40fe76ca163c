// SPDX-License-Identifier: EUPL-1.2

package paying

import (
	"fmt"
	"strconv"
	"time"

	"rentmeester/ident"
	"rentmeester/payment"
)

// Numbered gives the run with the references by which the bank answers: ID of
// the run, and the number of the payment in it.
func (r Run) Numbered(id string) Run {
	payments := make([]Payment, len(r.Payments))
	for n, one := range r.Payments {
		one.EndToEndID = fmt.Sprintf("%s-%05d", id, n+1)
		payments[n] = one
	}
	r.Payments = payments
	return r
}

// Sender is our side of a file.
type Sender struct {
	Own     payment.Side
	OrgID   string // number that was agreed with the bank, "" none
	Booking bool   // one booking for the whole run
	Created time.Time
}

// Message gives the file to send for a run: one block, named after the run. A
// run must have an ID that no run had before; it is MsgId and PmtInfId both.
func (r Run) Message(id string, from Sender) payment.Message {
	r = r.Numbered(id)
	block := payment.Block{ID: id, Execution: r.Execution, Own: from.Own, Booking: from.Booking}
	for _, one := range r.Payments {
		block.Transfers = append(block.Transfers, payment.Transfer{
			EndToEndID: one.EndToEndID, Amount: one.Amount, To: one.To, Text: one.Text, Reference: one.Reference,
		})
	}
	return payment.Message{ID: id, Created: from.Created, Initiator: from.Own.Name, OrgID: from.OrgID, Blocks: []payment.Block{block}}
}

// structured gives a reference that the bank carries as such, in electronic
// form; "" when its check digit is not right.
func structured(s string) string {
	if rf, ok := ident.RF(s); ok {
		return rf
	}
	kenmerk, _ := ident.Betalingskenmerk(s)
	return kenmerk
}

func itoa(n int) string { return strconv.Itoa(n) }
