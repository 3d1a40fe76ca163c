// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"cmp"
	"context"
	"strings"

	"rentmeester/api"
	"rentmeester/app/invoices"
	"rentmeester/fault"
)

// Suppliers implements api.Source.
func (s *Source) Suppliers(ctx context.Context, by api.Caller, f api.SupplierFilter) (all []api.Supplier, next string, err error) {
	w := invoices.Filter{State: f.State, Query: f.Search, Limit: f.Limit + 1}
	if err := uncursor(f.Cursor, &w.After); err != nil {
		return nil, "", err
	}
	if strings.ContainsRune(w.After.Number, 0) { // no text of the books
		return nil, "", fault.New("api.cursor")
	}
	rows, err := s.desk().ListSuppliers(ctx, w)
	if err != nil {
		return nil, "", err
	}
	if len(rows) > f.Limit {
		rows, next = rows[:f.Limit], cursor(invoices.SupplierPlace{Number: rows[f.Limit-1].Number, ID: rows[f.Limit-1].ID})
	}
	for _, r := range rows {
		all = append(all, supplierOf(r))
	}
	return all, next, nil
}

func supplierOf(s invoices.Supplier) api.Supplier {
	one := api.Supplier{Number: s.Number, Name: s.Name, Also: texts(s.Also), KvK: s.KvK, VAT: s.VAT, OIN: s.OIN, Address: s.Address, State: s.State,
		Accounts: []api.SupplierAccount{}}
	for _, a := range s.Accounts {
		one.Accounts = append(one.Accounts, api.SupplierAccount{IBAN: a.IBAN, State: a.State, Holders: texts(a.Holders), Since: a.Since, First: a.First, Second: a.Second})
	}
	return one
}

// Supplier implements api.Source.
func (s *Source) Supplier(ctx context.Context, by api.Caller, number string) (api.Supplier, error) {
	one, err := s.desk().ShowSupplier(ctx, number)
	return supplierOf(one), err
}

// AcceptSupplier implements api.Source.
func (s *Source) AcceptSupplier(ctx context.Context, by api.Caller, number, as string) (api.Supplier, error) {
	if err := s.desk().AcceptSupplier(ctx, by.Person, number, as); err != nil {
		return api.Supplier{}, err
	}
	return s.Supplier(ctx, by, cmp.Or(as, number))
}

// ReleaseAccount implements api.Source.
func (s *Source) ReleaseAccount(ctx context.Context, by api.Caller, number, iban string) error {
	_, err := s.desk().ReleaseAccount(ctx, by.Person, number, iban)
	return err
}

// RefuseAccount implements api.Source.
func (s *Source) RefuseAccount(ctx context.Context, by api.Caller, number, iban string) error {
	return s.desk().RefuseAccount(ctx, by.Person, number, iban)
}
