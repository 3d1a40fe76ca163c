// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"bytes"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/govalues/decimal"

	"rentmeester/day"
	"rentmeester/money"
)

// Amount is euros as a JSON number with two decimals, read to the cent and never
// by way of a float.
type Amount money.Cents

// MarshalJSON implements json.Marshaler.
func (a Amount) MarshalJSON() ([]byte, error) { return []byte(money.Cents(a).String()), nil }

// UnmarshalJSON implements json.Unmarshaler.
func (a *Amount) UnmarshalJSON(said []byte) error {
	cents, err := money.Parse(string(bytes.TrimSpace(said)))
	*a = Amount(cents)
	return err
}

// Schema implements huma.SchemaProvider.
func (Amount) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeNumber, Format: "double", Examples: []any{121.00}}
}

// Day is a calendar day, 2026-01-31.
type Day string

// Schema implements huma.SchemaProvider.
func (Day) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Examples: []any{"2026-01-31"}}
}

// Decimal is a number as an invoice has it, with the decimals it has there.
type Decimal string

// Schema implements huma.SchemaProvider.
func (Decimal) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: `^-?\d+(\.\d+)?$`, Examples: []any{"1234.5678"}}
}

// schemas gives the registry of the types of the document: those of the
// vocabulary as JSON has them, and names that tell rooms apart.
func schemas() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", schemaName)
	r.RegisterTypeAlias(reflect.TypeFor[day.Day](), reflect.TypeFor[Day]())
	r.RegisterTypeAlias(reflect.TypeFor[decimal.Decimal](), reflect.TypeFor[Decimal]())
	return r
}

// schemaName names a type in UpperCamelCase: our own by itself, another with its
// room before it.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := strings.ReplaceAll(huma.DefaultSchemaNamer(t, hint), "PDF", "Pdf")
	room := t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:]
	if room == "" || room == "api" || strings.EqualFold(room, name) {
		return name
	}
	return strings.ToUpper(room[:1]) + room[1:] + name
}
