// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"fmt"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/store/db"
	"rentmeester/text"
)

// Money that is more than is owed waits on account of a party: on a ledger
// account of its own, and as an open item of the other kind, so that it is not
// forgotten and a refund later settles it like any other item.

// toParty gives the portion that waits on account of a party.
func (d *desk) toParty(line db.BankLine, number string, amount money.Cents) (portion, error) {
	if _, err := d.party(number); err != nil {
		return portion{}, err
	}
	return portion{Account: d.on(line).Accounts.OnAccount, Role: "onaccount", Party: number, Amount: amount}, nil
}

// party gives an item of a party. Only a party of whom we have items is known; a
// slip of the pen must not put money with nobody. Errors: app.no-party.
func (d *desk) party(number string) (db.Item, error) {
	items, err := d.tx.ItemsByParty(d.ctx, db.ItemsByPartyParams{Adm: d.tx.Adm, PartyNumber: number, Page: 1})
	if err != nil {
		return db.Item{}, failed(err)
	}
	if len(items) == 0 {
		return db.Item{}, fault.New("app.no-party", "number", number)
	}
	return items[0], nil
}

// OnAccountPrefix begins the number of an item that Rentmeester opens itself, for
// money on account of a party.
const OnAccountPrefix = "OA-"

// putOnAccount makes the item that keeps a portion: what came in is to be paid
// back, to the account it came from; what went out is to be received.
func (d *desk) putOnAccount(a *act, p *portion) error {
	party, err := d.party(p.Party)
	if err != nil {
		return err
	}
	_, c, err := d.said(a.line.ID)
	if err != nil {
		return err
	}
	item := ledger.OpenItem{Number: fmt.Sprint(OnAccountPrefix, a.id), Kind: ledger.Payable, PartyNumber: party.PartyNumber, PartyName: party.PartyName,
		IBAN: first(a.line.PartyIban, party.Iban), Amount: p.Amount.Abs(), Currency: first(c.Currency, party.Currency), Issued: day.Day(a.line.Booked),
		Description: text.Say(text.NL, "app.onaccount.received", fault.Args("day", a.line.Booked, "line", a.line.ID))}
	if p.Amount < 0 {
		item.Kind = ledger.Receivable
		item.Description = text.Say(text.NL, "app.onaccount.paid", fault.Args("day", a.line.Booked, "line", a.line.ID))
	}
	if n := len(a.opened); n > 0 {
		item.Number += fmt.Sprint("-", n+1)
	}
	row := itemRow(item)
	row.Adm, row.ID, row.DecisionID = d.tx.Adm, d.tx.NewID(), a.id
	p.Opens, p.Number = row.ID, row.Number
	a.opened = append(a.opened, row)
	d.know(row)
	return nil
}
