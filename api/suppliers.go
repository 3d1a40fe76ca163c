// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"cmp"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"rentmeester/invoice"
)

// Supplier is who sends invoices.
type Supplier struct {
	Number   string            `json:"number"`
	Name     string            `json:"name"`
	Also     []string          `json:"also" doc:"Other names"`
	KvK      string            `json:"kvk,omitempty"`
	VAT      string            `json:"vat,omitempty"`
	OIN      string            `json:"oin,omitempty"`
	Address  invoice.Address   `json:"address"`
	State    string            `json:"state" doc:"active, proposed, refused, merged or blocked"`
	Accounts []SupplierAccount `json:"accounts"`
}

// SupplierAccount is a bank account of a supplier.
type SupplierAccount struct {
	IBAN    string   `json:"iban"`
	State   string   `json:"state" doc:"trusted, held or refused"`
	Holders []string `json:"holders" doc:"Names that it was seen with"`
	Since   string   `json:"since" format:"date-time"`
	First   string   `json:"first,omitempty" doc:"Who released it first"`
	Second  string   `json:"second,omitempty"`
}

// SupplierFilter says which suppliers are wanted.
type SupplierFilter struct {
	State, Search string
	Cursor        string
	Limit         int
}

// AccountChoice names an account of a supplier.
type AccountChoice struct {
	IBAN string `json:"iban" minLength:"1" maxLength:"50"`
}

// SupplierAcceptance says under which number a proposed supplier goes on.
type SupplierAcceptance struct {
	Number string `json:"number,omitempty" maxLength:"100" doc:"Absent: the number that it has"`
}

// ByNumber is an address of a supplier.
type ByNumber struct {
	Number string `path:"number" minLength:"1" maxLength:"100"`
}

type supplierInput[T any] struct {
	ByNumber
	Body T
}

func (r *rooms) suppliers() {
	type listed struct {
		Paging
		State  string `query:"state" enum:"active,proposed,refused,merged,blocked"`
		Search string `query:"search" maxLength:"200" doc:"Words in number, name or identification"`
	}
	huma.Register(r.huma, r.operation("list-suppliers", http.MethodGet, "/suppliers", "suppliers"), func(ctx context.Context, in *listed) (*page[Supplier], error) {
		return pageOf(r.source.Suppliers(ctx, callerOf(ctx), SupplierFilter{in.State, in.Search, in.Cursor, in.Limit}))
	})
	huma.Register(r.huma, r.operation("get-supplier", http.MethodGet, "/suppliers/{number}", "suppliers"), func(ctx context.Context, in *ByNumber) (*one[Supplier], error) {
		return oneOf(r.source.Supplier(ctx, callerOf(ctx), in.Number))
	})
	huma.Register(r.huma, anew(r.act("accept-supplier", "/suppliers/{number}/acceptances", "suppliers")), func(ctx context.Context, in *supplierInput[SupplierAcceptance]) (*one[Supplier], error) {
		if brokenOff(ctx) {
			return oneOf(r.source.Supplier(ctx, callerOf(ctx), cmp.Or(in.Body.Number, in.Number)))
		}
		return oneOf(r.source.AcceptSupplier(ctx, callerOf(ctx), in.Number, in.Body.Number))
	})
	r.onAccount("release-account", "account-releases", func(ctx context.Context, by Caller, number, iban string) error {
		return r.source.ReleaseAccount(ctx, by, number, iban)
	})
	r.onAccount("refuse-account", "account-refusals", func(ctx context.Context, by Caller, number, iban string) error {
		return r.source.RefuseAccount(ctx, by, number, iban)
	})
}

// onAccount registers an act on an account. It answers how the supplier then stands.
func (r *rooms) onAccount(id, noun string, do func(ctx context.Context, by Caller, number, iban string) error) {
	huma.Register(r.huma, anew(r.act(id, "/suppliers/{number}/"+noun, "suppliers")), func(ctx context.Context, in *supplierInput[AccountChoice]) (*one[Supplier], error) {
		if !brokenOff(ctx) {
			if err := do(ctx, callerOf(ctx), in.Number, in.Body.IBAN); err != nil {
				return nil, err
			}
		}
		return oneOf(r.source.Supplier(ctx, callerOf(ctx), in.Number))
	})
}
