// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/api"
	"rentmeester/fault"
)

// Mine implements api.Source.
func (s *Source) Mine(ctx context.Context, by api.Caller) (all []api.InvoiceSummary, err error) {
	rows, err := s.desk().Mine(ctx, by.Person)
	for _, l := range rows {
		all = append(all, summaryOf(by, l))
	}
	return all, err
}

// Reminders implements api.Source.
func (s *Source) Reminders(ctx context.Context, by api.Caller, take bool) (all []api.Reminder, err error) {
	due, err := s.desk().Reminders(ctx, by.Person, !take)
	for _, r := range due {
		all = append(all, api.Reminder{Invoice: r.Invoice, Number: r.Number, Supplier: r.Supplier, Payable: api.Amount(r.Payable), Last: api.Day(r.Last), Key: r.Key,
			Kind: r.Kind, Due: api.Day(r.Due), To: approversOf(by, r.To), Why: said(by, &fault.Error{Code: r.Why.Code, Args: r.Why.Args})})
	}
	return all, err
}
