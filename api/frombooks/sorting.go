// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/api"
)

// SetKind implements api.Sorting.
func (s *Source) SetKind(ctx context.Context, by api.Caller, document int64, kind string) error {
	return s.sorted(s.desk().SetKind(ctx, by.Person, document, kind))
}

// ReadAgain implements api.Sorting.
func (s *Source) ReadAgain(ctx context.Context, by api.Caller, document int64) error {
	return s.sorted(s.desk().ReadDocument(ctx, by.Person, document))
}

// CopyOf implements api.Sorting.
func (s *Source) CopyOf(ctx context.Context, by api.Caller, invoice, of int64) error {
	return s.desk().Copy(ctx, by.Person, invoice, of)
}

// RefuseSupplier implements api.Sorting.
func (s *Source) RefuseSupplier(ctx context.Context, by api.Caller, number string) error {
	return s.desk().RefuseSupplier(ctx, by.Person, number)
}

// SameSupplier implements api.Sorting.
func (s *Source) SameSupplier(ctx context.Context, by api.Caller, number, same string) error {
	return s.desk().Same(ctx, by.Person, number, same)
}

// sorted tells that an invoice may have come of a document.
func (s *Source) sorted(err error) error {
	if err == nil {
		s.moved()
	}
	return err
}
