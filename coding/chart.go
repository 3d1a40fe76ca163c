// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"cmp"

	"rentmeester/ledger"
)

// Chart is what the administration knows of its ledger accounts and cost centres.
// Without accounts, or without cost centres, those are not held against it.
type Chart struct {
	accounts map[string]ledger.Account
	centres  map[string]ledger.CostCentre
}

// NewChart puts lists together; of a code that comes twice the last holds.
func NewChart(c ledger.Chart) *Chart {
	chart := &Chart{accounts: map[string]ledger.Account{}, centres: map[string]ledger.CostCentre{}}
	for _, a := range c.Accounts {
		chart.accounts[a.Code] = a
	}
	for _, c := range c.CostCentres {
		chart.centres[c.Code] = c
	}
	return chart
}

// Fill fills in what a coding does not say with what goes with its ledger account,
// else with its cost centre.
func (c *Chart) Fill(coding Coding) Coding {
	if c == nil {
		return coding
	}
	a, k := c.accounts[coding.Account], c.centres[coding.CostCentre]
	coding.Taakveld = cmp.Or(coding.Taakveld, a.Taakveld, k.Taakveld)
	coding.Categorie = cmp.Or(coding.Categorie, a.Categorie, k.Categorie)
	coding.VAT = cmp.Or(coding.VAT, Treatment(a.VAT), Treatment(k.VAT))
	return coding
}

// Account gives a ledger account.
func (c *Chart) Account(code string) (ledger.Account, bool) {
	if c == nil {
		return ledger.Account{}, false
	}
	a, ok := c.accounts[code]
	return a, ok
}

// CostCentre gives a cost centre.
func (c *Chart) CostCentre(code string) (ledger.CostCentre, bool) {
	if c == nil {
		return ledger.CostCentre{}, false
	}
	k, ok := c.centres[code]
	return k, ok
}
