// SPDX-License-Identifier: EUPL-1.2

package payment

import (
	"time"

	"rentmeester/day"
	"rentmeester/money"
)

// Message is a file of credit transfers to send to the bank (pain.001). All
// amounts are euros.
type Message struct {
	ID        string    // GrpHdr/MsgId; once used, never again
	Created   time.Time // written as the clock of its zone has it
	Initiator string    // name of who sends it
	OrgID     string    // number of who sends it, as agreed with the bank; "" none
	Blocks    []Block
}

// Block is one PmtInf: transfers from one account on one day.
type Block struct {
	ID        string // PmtInfId
	Execution day.Day
	Own       Side
	Booking   bool   // one booking for the whole block
	Purpose   string // category purpose for the whole block, "SUPP", "SALA"; "" none
	Transfers []Transfer
}

// Transfer is one payment. It has a Reference or a Text, never both; without
// either it tells the payee nothing.
type Transfer struct {
	EndToEndID    string // unique in the message: by it the bank answers
	InstructionID string // "" none
	Amount        money.Cents
	To            Side
	Text          string // unstructured, 140 characters
	Reference     string // betalingskenmerk or RF reference that the payee asked for
	Purpose       string // "" none
}

// Side is one side of a transfer as an order names it.
type Side struct {
	Name    string
	IBAN    string
	BIC     string   // "" leaves it to the bank, which knows it by the IBAN
	Address *Address // nil none
}

// Address is a postal address in the parts that banks ask for. Since 15 November
// 2026 town and country must stand in parts of their own; Lines beside them are
// allowed by the scheme, not by every bank.
type Address struct {
	Street   string   `json:"street,omitempty"`
	Number   string   `json:"number,omitempty"`
	PostCode string   `json:"postCode,omitempty"`
	Town     string   `json:"town,omitempty"`
	Country  string   `json:"country,omitempty"` // ISO 3166
	Lines    []string `json:"lines,omitempty"`   // what has no part of its own; two at most
}

// MaxTransfer is the largest amount of one transfer: € 999.999.999,99 (EPC132-08).
const MaxTransfer money.Cents = 99_999_999_999

// The most characters of parts of a message (EPC132-08).
const (
	MaxID   = 35
	MaxName = 70
	MaxText = 140
)
