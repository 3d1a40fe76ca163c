// SPDX-License-Identifier: EUPL-1.2

// Package payment is the vocabulary of orders sent to the bank: batches of
// credit transfers (pain.001) and direct debits (pain.008), the bank's answer to
// them (pain.002), and the transfers that are yet to be sent. It knows no file
// format and no database; it imports party, money, day and the normal forms of
// golang.org/x/text.
package payment

import (
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/party"
)

// Kind says which way the money goes.
type Kind string

const (
	CreditTransfer Kind = "credit-transfer" // we pay
	DirectDebit    Kind = "direct-debit"    // we collect
)

// Batch is one PmtInf block of a file that was sent: it comes back as one line
// on the statement when the bank books it as a whole.
type Batch struct {
	Format    string // "pain.001.001.03" …
	Kind      Kind
	MessageID string // GrpHdr/MsgId
	InfoID    string // PmtInf/PmtInfId
	Created   string
	Execution day.Day // requested execution or collection date
	Account   string  // our own account, IBAN in electronic form
	Own       string  // our own name
	Booking   *bool   // BtchBookg: true one booking, false each; nil not said
	SaidCount int     // NbOfTxs, -1 not said
	SaidTotal *money.Cents
	Index     int // 0-based place in the file
	Line      int
}

// Instruction is one order inside a batch. Amount is unsigned.
type Instruction struct {
	Index         int
	Line          int
	EndToEndID    string
	InstructionID string
	Amount        money.Cents
	Currency      string
	Counterparty  party.Party
	MandateID     string
	CreditorID    string
	Sequence      string // FRST, RCUR, OOFF, FNAL for direct debits
	Remittance    []string
	Reference     string
	ReferenceType string
	Purpose       string
}

// Handler receives a file of orders as it is read: Begin, its Instructions,
// then End with the numbers that stood before or after them. What the pointers
// hold may be reused: copy what you keep. Where a file has no NbOfTxs and CtrlSum
// of the block itself, those of the message prove the whole.
type Handler interface {
	Begin(*Batch) error
	Instruction(*Batch, *Instruction) error
	End(*Batch) error
}

// StatusReport is a bank's answer to a file that was sent (pain.002).
type StatusReport struct {
	Format      string
	MessageID   string // of the report
	OriginalMsg string // OrgnlMsgId
	OriginalFmt string // OrgnlMsgNmId
	GroupStatus string // ACCP, RJCT, PART …; "" not said
	Reasons     []string
	Payments    []PaymentStatus
}

// PaymentStatus is the bank's answer on one batch, or on one order in it.
type PaymentStatus struct {
	InfoID        string // OrgnlPmtInfId
	Single        bool   // on one order, even where the bank does not name it
	EndToEndID    string // OrgnlEndToEndId; "" when the answer is on the batch
	InstructionID string // OrgnlInstrId
	Status        string // ACSC, RJCT …
	Reasons       []string
	Amount        money.Cents // of the original order, 0 not said
	Line          int
}
