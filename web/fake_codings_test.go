// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"rentmeester/fault"
)

// townCodings are the invoices that wait for a coding in the invented municipality.
func townCodings() []CodingItem {
	part := func(account, centre string, amount int64) CodePart {
		return CodePart{Account: account, CostCentre: centre, Taakveld: "5.7", Categorie: "3.8", Treatment: "compensable", Amount: 70000}
	}
	way := func(id, account string, p float64) CodeOption {
		return CodeOption{ID: id, Parts: []CodePart{part(account, "410010", 70000)}, Probability: p,
			Reasons: []Sentence{because("version", "zelfde leverancier en omschrijving: 14 van 15 keer zo geboekt"), because("version", "zelfde bedrag als elke maand sinds maart")}, Like: []Linked{{"41", "2025-0981"}, {"42", "2025-0744"}}}
	}
	head := func(id, number, name string) InvoiceHead {
		return InvoiceHead{ID: id, Number: number, Supplier: "C-2040", Name: name, Kind: "invoice", Issued: "2026-01-20", Due: "2026-02-20", Received: "2026-01-25",
			Last: "2026-02-24", Left: 4, Currency: "EUR", Payable: 84700, State: InvCoding}
	}
	guess := CodeOption{ID: "g1", Parts: []CodePart{part("4310", "", 70000)}, Probability: 0.31, Reasons: []Sentence{because("version", "een leverancier met zo’n naam")}}
	return []CodingItem{
		{InvoiceHead: head("40", "F26/88", "Groenvoorziening De Eik"), Order: "PO-2026/0017", Net: 70000, Seen: "s40", Lines: []CodeLine{
			{At: 1, Number: "1", Text: "Snoeien en maaien wijk Oost <b>", Net: 70000, Rate: "21", Proposal: way("w1", "4300", 0.987),
				Otherwise:    &CodeTurn{From: "4310", To: "4300", Since: "2026-01-02", Last: "2025-12-01", Invoice: Linked{"41", "2025-0981"}},
				Alternatives: []CodeOption{way("w2", "4310", 0.008), way("w3", "4400", 0.002)}}}},
		{InvoiceHead: head("45", "900-1", "Nieuwe Leverancier Zonder Verleden en met een Lange Naam B.V."), Net: 70000, Seen: "s45", Lines: []CodeLine{
			{At: 1, Text: "Diversen", Net: 70000, Guess: true, Proposal: guess, Alternatives: []CodeOption{way("g2", "4400", 0.2)}},
			{At: 2, Net: 70000, Guess: true, Proposal: guess}}},
		{InvoiceHead: head("46", "900-2", "Onbekend"), Net: 70000, Seen: "s46", Lines: []CodeLine{{At: 1, Net: 70000, Guess: true}}, Notes: []Sentence{because("version", "regels tellen niet op")}},
	}
}

func (v *town) codings() (list []CodingItem) {
	for _, i := range townCodings() {
		if !slices.Contains(v.desk.coded, i.ID) {
			list = append(list, i)
		}
	}
	return list
}

func (v *town) Codings(_ context.Context, f CodingFilter, _ string) (l CodingList, err error) {
	if v.empty || v.fails != nil {
		return l, v.fails
	}
	l.Choices = CodeChoices{Accounts: []Choice{{"4310", "onderhoud gebouwen"}}}
	for _, i := range v.codings() {
		if f.Query == "" && (f.Show == "" || (f.Show == "guess") == i.Guess()) {
			l.Items = append(l.Items, i)
		}
	}
	l.Counts = CodingCounts{Waiting: len(v.codings()), Sure: 1, Doubt: 0, Guess: 2, Otherwise: 1}
	return l, nil
}

func (v *town) CodingItem(_ context.Context, id string) (*CodingItem, error) {
	for _, i := range v.codings() {
		if i.ID == id {
			return &i, nil
		}
	}
	return nil, nil
}

func (v *town) ChooseCoding(_ context.Context, by, id string, choices map[int]string) error {
	if choices[1] == "stale" {
		return fault.New("books.coding.stale")
	}
	v.desk.coded = append(v.desk.coded, id)
	return v.desk.did("%s chooses for %s %s", by, id, fmt.Sprint(choices))
}

func (v *town) Uncode(_ context.Context, by, id string) error {
	v.desk.coded = slices.DeleteFunc(v.desk.coded, func(c string) bool { return c == id })
	return v.desk.did("%s uncodes %s", by, id)
}

func (v *town) SureCodings(context.Context) (SureCodings, error) {
	if v.empty || v.fails != nil {
		return SureCodings{}, v.fails
	}
	return SureCodings{Items: townCodings()[:1], Net: 70000, Claimed: 0.987, Judged: 180, Right: 178, Wrong: 0.0346, Confidence: 0.95}, nil
}

func (v *town) AcceptCodings(_ context.Context, by string, seen []SeenCoding) (CodingBatch, error) {
	b := CodingBatch{Batch: "77", Done: len(seen)}
	for _, s := range seen {
		if s.Seen == "old" {
			b.Done--
			b.Left = append(b.Left, because("version", "veranderd"))
		}
		if s.Seen == "breaks" {
			b.Done--
			return b, errors.New("the disk is full")
		}
	}
	return b, v.desk.did("%s accepts %v", by, seen)
}

func (v *town) UndoCodings(_ context.Context, by, batch string) (CodingBatch, error) {
	return CodingBatch{Done: 1}, v.desk.did("%s undoes %s", by, batch)
}

func (v *town) Misbooked(_ context.Context, by, id, because string) error {
	if because == "" {
		return fault.New("invoices.no-reason")
	}
	return v.desk.did("%s says %s is misbooked: %s", by, id, because)
}

func (v *town) Rightly(_ context.Context, by, id string) error {
	return v.desk.did("%s says %s is right", by, id)
}

func (v *town) CodingPilot(ctx context.Context) (Autopilot, error) {
	a, err := v.Autopilot(ctx)
	a.Promise = Promise{0.02, 0.95, 0.05}
	return a, err
}
