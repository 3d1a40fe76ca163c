// SPDX-License-Identifier: EUPL-1.2

// Package party holds who stands on the other side: a payer, a payee, a debtor,
// a supplier, and how their names are compared. Values only; it imports no room of
// the house.
package party

// Party is somebody as one document names him. All fields may be empty.
type Party struct {
	Name    string   `json:"name,omitempty"`
	Account string   `json:"account,omitempty"` // IBAN in electronic form, or the domestic number as the document has it
	BIC     string   `json:"bic,omitempty"`
	Address []string `json:"address,omitempty"` // lines, top down; the last is usually the country
	ID      string   `json:"id,omitempty"`      // organisation or private identification, as given
}
