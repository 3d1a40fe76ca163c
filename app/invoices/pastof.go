// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app/books"
	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/money"
	"rentmeester/party"
	"rentmeester/store/db"
)

// sender is who a supplier is, as far as audit files may know him.
type sender struct {
	number   string // in the books
	names    []string
	kvk, vat string
}

// senderOf gives who sent an invoice: the supplier, else who it says it is of.
func (d *Desk) senderOf(ctx context.Context, q *db.Queries, c *toCode) (sender, error) {
	if c.row.SupplierID == 0 {
		return sender{names: []string{c.subject.SupplierName}, kvk: plainKvK(c.subject.KvK), vat: plainNumber(c.subject.VAT)}, nil
	}
	row, err := q.SupplierByID(ctx, db.SupplierByIDParams{Adm: d.Adm.Key, ID: c.row.SupplierID})
	if err != nil {
		return sender{}, books.Failed(err)
	}
	s := supplierOf(row)
	return sender{number: s.Number, names: append([]string{s.Name}, s.Also...), kvk: plainKvK(s.KvK), vat: plainNumber(s.VAT)}, nil
}

// pastLines is how many lines of a party are looked at: those of the last
// invoices, as far as they have few.
const pastLines = 500

// auditedID begins what an invoice in an audit file is called.
const auditedID = "past:"

func audited(invoice string) bool { return strings.HasPrefix(invoice, auditedID) }

// auditedPast gives how the invoices of a sender were booked according to audit
// files, and their numbers by what they are called here. Those that we have
// ourselves, by their numbers, are left out.
func (d *Desk) auditedPast(ctx context.Context, q *db.Queries, s sender, supplier string, own map[string]bool) (all []coding.Past, numbers map[string]string, err error) {
	parties, err := d.pastParties(ctx, q, s)
	numbers = map[string]string{}
	for _, p := range parties {
		rows, failed := q.PastCodings(ctx, db.PastCodingsParams{Adm: d.Adm.Key, FileID: p.FileID, Party: p.Party, Page: pastLines})
		err = cmp.Or(err, books.Failed(failed))
		slices.Reverse(rows)
		for _, r := range rows {
			if r.Number != "" && own[plainNumber(r.Number)] {
				continue
			}
			id := auditedID + strconv.FormatInt(r.FileID, 10) + ":" + r.Document
			if len(all) == 0 || all[len(all)-1].Invoice != id {
				all = append(all, coding.Past{Invoice: id, Supplier: supplier, Day: day.Day(r.Day)})
				numbers[id] = cmp.Or(r.Number, r.Document)
			}
			past := &all[len(all)-1]
			past.Lines = append(past.Lines, pastLine(r))
		}
	}
	slices.SortStableFunc(all, func(a, b coding.Past) int { return cmp.Compare(a.Day, b.Day) })
	return all[max(0, len(all)-lookBack):], numbers, err
}

func pastLine(r db.PastCoding) coding.PastLine {
	amount := money.Cents(r.Amount)
	part := coding.Part{Coding: coding.Coding{Account: r.Account, CostCentre: r.CostCentre, Project: r.Project}, Weight: 1, Amount: amount}
	return coding.PastLine{Line: coding.Line{Text: r.Description, Net: amount, Rate: r.Rate}, Parts: []coding.Part{part}}
}

// pastParties gives who in the audit files is the sender: by a number that others
// gave him, by his name, or by his number in the books unless the names say that
// this is someone else's.
func (d *Desk) pastParties(ctx context.Context, q *db.Queries, s sender) (all []db.PastParty, err error) {
	seen := map[db.PastParty]bool{}
	for _, name := range s.names {
		rows, err := q.PastParties(ctx, db.PastPartiesParams{Adm: d.Adm.Key, Party: s.number, Key: nameKey(name), Kvk: s.kvk, Vat: s.vat})
		if err != nil {
			return nil, books.Failed(err)
		}
		for _, r := range rows {
			if r.Party != "" && !seen[r] && s.is(r) {
				seen[r] = true
				all = append(all, r)
			}
		}
	}
	return all, nil
}

// is says whether a party of an audit file is the sender.
func (s sender) is(p db.PastParty) bool {
	switch {
	case p.Kvk != "" && s.kvk != "":
		return p.Kvk == s.kvk
	case p.Vat != "" && p.Vat == s.vat:
		return true
	case p.Name == "":
		return s.number != "" && p.Party == s.number
	}
	enough := 0.97
	if s.number != "" && p.Party == s.number {
		enough = 0.6
	}
	for _, name := range s.names {
		for _, a := range party.Businesses(name) {
			for _, b := range party.Businesses(p.Name) {
				if party.Alike(a, b) >= enough {
					return true
				}
			}
		}
	}
	return false
}
