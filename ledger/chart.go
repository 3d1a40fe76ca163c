// SPDX-License-Identifier: EUPL-1.2

package ledger

import "rentmeester/day"

// Account is a ledger account of the administration, with what goes with it when
// a line is coded on it and nothing else is said.
type Account struct {
	Code      string
	Name      string
	Kind      string // as the list says it: balans, lasten, baten …
	Taakveld  string
	Categorie string
	VAT       string // what becomes of the VAT: compensable, deductible, cost, mixed; "" not said
	From, To  day.Day
	Line      int // 1-based line or row in the file it came from
}

// CostCentre is a cost centre of the administration.
type CostCentre struct {
	Code      string
	Name      string
	Holder    string // who answers for its budget
	Taakveld  string
	Categorie string
	VAT       string
	From, To  day.Day
	Line      int
}

// Chart is a list of accounts, of cost centres, or of both.
type Chart struct {
	Accounts    []Account
	CostCentres []CostCentre
}
