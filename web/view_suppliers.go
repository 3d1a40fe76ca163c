// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"

	"rentmeester/day"
)

// Suppliers is what the pages need of those who send us invoices.
type Suppliers interface {
	Suppliers(ctx context.Context, filter SupplierFilter, cursor string) (suppliers []Supplier, next string, err error)
	Supplier(ctx context.Context, number string) (Supplier, error)
	// AcceptSupplier makes a proposed supplier one of ours, under a number of
	// the books; "" keeps the one it has.
	AcceptSupplier(ctx context.Context, by, number, as string) error
	// SameSupplier says that a proposed supplier is one that we have.
	SameSupplier(ctx context.Context, by, number, same string) error
	RefuseSupplier(ctx context.Context, by, number string) error
	// ReleaseAccount releases a bank account; done is false when it waits for a
	// second person.
	ReleaseAccount(ctx context.Context, by, number, iban string) (done bool, err error)
	RefuseAccount(ctx context.Context, by, number, iban string) error
}

// SupplierFilter narrows the list of suppliers.
type SupplierFilter struct {
	State string // active, proposed, refused, blocked, merged; "" all
	Query string
}

// Supplier is who sends us invoices.
type Supplier struct {
	Number, Name         string
	Also                 []string
	KvK, VAT, OIN        string
	Street, PostCode     string
	City, Country, State string
	Accounts             []SupplierAccount
}

// Held counts the accounts that wait for people.
func (s Supplier) Held() (n int) {
	for _, a := range s.Accounts {
		if a.State == "held" {
			n++
		}
	}
	return n
}

// SupplierAccount is a bank account of a supplier and whether we pay on it.
type SupplierAccount struct {
	IBAN, State   string // trusted, held, refused
	Holders       []string
	Since         day.Day
	First, Second string // who released it
}

// Released counts who released it.
func (a SupplierAccount) Released() (n int) {
	for _, who := range []string{a.First, a.Second} {
		if who != "" {
			n++
		}
	}
	return n
}
