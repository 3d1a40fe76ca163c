// SPDX-License-Identifier: EUPL-1.2

// Package supplier is the engine that says who sent an invoice and whether the
// account on it is known to be his. It recognises by VAT, KvK and OIN number,
// account, name and address, says how sure it is and why, and says so when two
// numbers belong to two suppliers. A supplier nobody knows is proposed, never
// made. An account that is new, changed or somebody else's holds the invoice
// until people release it. Values in, values out: it may import the vocabulary,
// ident, party, learn and fault.
package supplier

import (
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/invoice"
)

// Record is a supplier as the register has him.
type Record struct {
	ID       int64           `json:"id"`
	Number   string          `json:"number,omitempty"` // creditor number in the books
	Name     string          `json:"name"`
	Also     []string        `json:"also,omitempty"` // trade names, former names
	KvK      string          `json:"kvk,omitempty"`
	VAT      string          `json:"vat,omitempty"`
	OIN      string          `json:"oin,omitempty"`
	Address  invoice.Address `json:"address"`
	Accounts []Account       `json:"accounts,omitempty"`
	Blocked  bool            `json:"blocked,omitempty"`
}

// State says what people decided about an account.
type State string

const (
	Trusted State = "trusted"
	Held    State = "held"    // waits for two people
	Refused State = "refused" // never pay to this one
)

// Releasers is how many people must release an account before it is Trusted.
const Releasers = 2

// Account is an account of a supplier.
type Account struct {
	IBAN    string   `json:"iban"`
	State   State    `json:"state"`
	Holders []string `json:"holders,omitempty"` // names under which it was paid earlier
	Since   day.Day  `json:"since,omitempty"`
}

// Reason is a key of the catalogue and its values.
type Reason struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

func reason(code string, pairs ...any) Reason {
	return Reason{Code: "supplier.reason." + code, Args: fault.Args(pairs...)}
}

// Match is a supplier who may have sent the invoice.
type Match struct {
	ID          int64    `json:"id"`
	Name        string   `json:"name"`
	Probability float64  `json:"probability"`
	For         []Reason `json:"for,omitempty"`
	Against     []Reason `json:"against,omitempty"`
}

// Outcome says who sent an invoice.
type Outcome struct {
	Best         *Match   `json:"best,omitempty"` // nil when it is probably nobody in the register
	Alternatives []Match  `json:"alternatives,omitempty"`
	Conflicts    []Reason `json:"conflicts,omitempty"` // identifiers that belong to different suppliers
	// Certain: a number that is his alone is on the invoice, nothing contradicts
	// it, and he is not blocked. Without it a person looks.
	Certain bool `json:"certain"`
	// Proposal is the supplier as the invoice describes him, when he is not in
	// the register. It has no ID; whoever accepts it gives one.
	Proposal *Record `json:"proposal,omitempty"`
}
