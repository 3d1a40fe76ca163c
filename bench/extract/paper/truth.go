// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"fmt"
	"strings"

	"rentmeester/day"
	"rentmeester/money"
)

// truth is what must be read of a bill when the page shows all of it.
func (b *bill) truth() map[string]string {
	kind := "invoice"
	if b.nature == credit {
		kind = "creditnote"
	}
	said := map[string]string{
		"number": b.number, "issued": string(b.issued), "due": string(b.due), "order": b.order, "kind": kind,
		"seller.name": b.seller, "seller.vat": b.vat, "seller.kvk": b.kvk, "iban": b.iban, "gaccount": b.giban, "reference": b.kenmerk, "bic": b.bic, "currency": b.currency,
		"seller.postcode": b.postCode,
		"net":             money.Cents(b.net).String(), "vat": money.Cents(b.tax).String(), "gross": money.Cents(b.gross).String(), "payable": money.Cents(b.gross - b.paid).String(),
	}
	if b.blocked > 0 {
		said["gaccount.amount"] = money.Cents(b.blocked).String()
	}
	if b.percent > 0 {
		said["discount.percent"], said["discount.until"] = fmt.Sprint(b.percent), string(b.issued.Add(int(b.within)))
		said["discount.amount"] = money.Cents(b.discount).String()
	}
	for i, l := range b.lines {
		said[fmt.Sprintf("lines.%d.net", i)] = money.Cents(l.amount).String()
	}
	for field, value := range said {
		if value == "" {
			delete(said, field)
		}
	}
	return said
}

// euro writes an amount the Dutch way.
func euro(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	whole := fmt.Sprint(cents / 100)
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "." + whole[at:]
	}
	return fmt.Sprintf("%s%s,%02d", sign, whole, cents%100)
}

var (
	monthNames = strings.Fields("januari februari maart april mei juni juli augustus september oktober november december")
	monthShort = strings.Fields("jan feb mrt apr mei jun jul aug sep okt nov dec")
)

// written writes a day in one of the Dutch ways.
func written(d day.Day, way int) string {
	t := d.Time()
	switch way {
	case 0:
		return t.Format("02-01-2006")
	case 1:
		return t.Format("2-1-2006")
	case 2:
		return fmt.Sprintf("%d %s %d", t.Day(), monthNames[t.Month()-1], t.Year())
	case 3:
		return t.Format("02/01/2006")
	case 4:
		return t.Format("02.01.2006")
	case 5:
		return fmt.Sprintf("%02d-%s-%d", t.Day(), monthShort[t.Month()-1], t.Year())
	case 6:
		return t.Format("2006-01-02")
	}
	return t.Format("02-01-06")
}

const ways = 8
