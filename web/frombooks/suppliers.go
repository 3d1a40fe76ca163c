// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/app/invoices"
	"rentmeester/day"
	"rentmeester/web"
)

const suppliersPage = 50

// Suppliers implements web.Suppliers. Its cursor counts.
func (s *Source) Suppliers(ctx context.Context, f web.SupplierFilter, cursor string) (list []web.Supplier, next string, err error) {
	skip := int64(0)
	if cursor != "" {
		if skip, err = number(cursor, "books.cursor"); err != nil {
			return nil, "", badCursor()
		}
	}
	rows, err := s.books.Invoices().ListSuppliers(ctx, invoices.Filter{State: f.State, Query: f.Query, Limit: suppliersPage + 1, Skip: int(skip)})
	if err != nil {
		return nil, "", translate(err)
	}
	if len(rows) > suppliersPage {
		rows, next = rows[:suppliersPage], id(skip+suppliersPage)
	}
	for _, r := range rows {
		list = append(list, supplierOf(r))
	}
	return list, next, nil
}

func supplierOf(s invoices.Supplier) web.Supplier {
	v := web.Supplier{Number: s.Number, Name: s.Name, Also: s.Also, KvK: s.KvK, VAT: s.VAT, OIN: s.OIN, Street: s.Address.Street, PostCode: s.Address.PostCode,
		City: s.Address.City, Country: s.Address.Country, State: s.State}
	for _, a := range s.Accounts {
		v.Accounts = append(v.Accounts, web.SupplierAccount{IBAN: a.IBAN, State: a.State, Holders: a.Holders, Since: dayOfStamp(a.Since), First: a.First, Second: a.Second})
	}
	return v
}

// dayOfStamp gives the day of a moment as the books write it.
func dayOfStamp(stamp string) day.Day {
	if len(stamp) < len("2026-01-31") {
		return ""
	}
	return day.Day(stamp[:len("2026-01-31")])
}

// Supplier implements web.Suppliers.
func (s *Source) Supplier(ctx context.Context, number string) (web.Supplier, error) {
	found, err := s.books.Invoices().ShowSupplier(ctx, number)
	return supplierOf(found), translate(err)
}

// AcceptSupplier implements web.Suppliers.
func (s *Source) AcceptSupplier(ctx context.Context, by, number, as string) error {
	return translate(s.books.Invoices().AcceptSupplier(ctx, by, number, as))
}

// SameSupplier implements web.Suppliers.
func (s *Source) SameSupplier(ctx context.Context, by, number, same string) error {
	return translate(s.books.Invoices().Same(ctx, by, number, same))
}

// RefuseSupplier implements web.Suppliers.
func (s *Source) RefuseSupplier(ctx context.Context, by, number string) error {
	return translate(s.books.Invoices().RefuseSupplier(ctx, by, number))
}

// ReleaseAccount implements web.Suppliers.
func (s *Source) ReleaseAccount(ctx context.Context, by, number, iban string) (bool, error) {
	done, err := s.books.Invoices().ReleaseAccount(ctx, by, number, iban)
	return done, translate(err)
}

// RefuseAccount implements web.Suppliers.
func (s *Source) RefuseAccount(ctx context.Context, by, number, iban string) error {
	return translate(s.books.Invoices().RefuseAccount(ctx, by, number, iban))
}
