// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"strconv"

	"rentmeester/app/invoices"
	"rentmeester/coding"
	"rentmeester/money"
	"rentmeester/web"
)

// coding tells how an invoice is coded, or could be.
func (s *Source) coding(ctx context.Context, _ string, v invoices.Shown, i *web.Invoice) error {
	now, err := s.books.Invoices().Coding(ctx, v.ID)
	if err != nil {
		return err
	}
	i.Coding = web.Coding{Whole: now.Coded, By: v.Coder, Model: now.Model, Lines: codeLinesOf(now), Notes: codeNotesOf(now)}
	settled := v.State == invoices.Booked || v.State == invoices.Paying || v.State == invoices.Paid
	i.Coding.Counts, i.Coding.Wrong = settled && v.Teaches, settled && now.Coded && !v.Teaches
	proposed := len(now.Lines) > 0
	for _, l := range now.Lines {
		proposed = proposed && len(l.Proposal.Parts) > 0
	}
	if proposed {
		i.Coding.Seen = now.Seen
	}
	for _, e := range now.Entry {
		i.Coding.Entry = append(i.Coding.Entry, web.BookingLine{Account: e.Account, Amount: money.Cents(e.Amount), Dimensions: dimensionsOf(e.Dimensions)})
	}
	if !i.May.Code {
		return nil
	}
	i.Coding.Choices, err = s.choices(ctx, now.Day)
	return err
}

func codePartsOf(at int, parts []invoices.PartView) (all []web.CodePart) {
	for _, p := range parts {
		all = append(all, web.CodePart{At: at, Account: p.Account, CostCentre: p.CostCentre, Taakveld: p.Taakveld, Categorie: p.Categorie, Project: p.Project,
			Treatment: string(p.VAT), Amount: money.Cents(p.Amount)})
	}
	return all
}

func codeOptionOf(at int, o invoices.OptionView) web.CodeOption {
	v := web.CodeOption{ID: o.ID, Parts: codePartsOf(at, o.Parts), Probability: o.Probability, Reasons: allSaid(o.Reasons)}
	for _, like := range o.Like {
		if _, err := strconv.ParseInt(like, 10, 64); err == nil {
			v.Like = append(v.Like, web.Linked{ID: like, Label: like})
		}
	}
	return v
}

func choicesOf(list []invoices.Choice) (all []web.Choice) {
	for _, c := range list {
		all = append(all, web.Choice{Code: c.Code, Name: c.Name})
	}
	return all
}

// Code implements web.Invoices.
func (s *Source) Code(ctx context.Context, by, invoice string, parts []web.CodePart) error {
	var coded []invoices.Coded
	at := map[int]int{}
	for _, p := range parts {
		place, there := at[p.At]
		if !there {
			place, at[p.At] = len(coded), len(coded)
			coded = append(coded, invoices.Coded{Line: p.At})
		}
		coded[place].Parts = append(coded[place].Parts, coding.Part{Amount: p.Amount, Coding: coding.Coding{Account: p.Account, CostCentre: p.CostCentre,
			Taakveld: p.Taakveld, Categorie: p.Categorie, Project: p.Project, VAT: coding.Treatment(p.Treatment)}})
	}
	return s.recoded(invoice, func(key int64) error { return s.books.Invoices().SetCoding(ctx, by, key, coded...) })
}
