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
	i.Coding = web.Coding{Whole: now.Coded, By: v.Coder, Model: now.Model}
	proposed := len(now.Lines) > 0
	for _, l := range now.Lines {
		line := web.CodeLine{At: l.Line, Number: l.Number, Text: l.Text, Net: money.Cents(l.Net), Rate: l.Rate, Parts: codePartsOf(l.Line, l.Parts),
			Proposal: codeOptionOf(l.Line, l.Proposal)}
		proposed = proposed && len(l.Proposal.Parts) > 0
		for _, o := range l.Alternatives {
			line.Alternatives = append(line.Alternatives, codeOptionOf(l.Line, o))
		}
		for _, f := range l.Findings {
			line.Findings = append(line.Findings, web.CodeFinding{Why: web.Sentence{Code: f.Code, Args: f.Args}, Blocks: f.Blocks})
		}
		i.Coding.Lines = append(i.Coding.Lines, line)
	}
	if proposed {
		i.Coding.Seen = now.Seen
	}
	for _, d := range now.Differences {
		i.Coding.Notes = append(i.Coding.Notes, said(d.Why))
	}
	if now.Problem != nil {
		i.Coding.Notes = append(i.Coding.Notes, said(*now.Problem))
	}
	for _, e := range now.Entry {
		i.Coding.Entry = append(i.Coding.Entry, web.BookingLine{Account: e.Account, Amount: money.Cents(e.Amount), Dimensions: dimensionsOf(e.Dimensions)})
	}
	if !i.May.Code {
		return nil
	}
	choices, err := s.books.Invoices().Choices(ctx, now.Day)
	i.Coding.Choices = web.CodeChoices{Accounts: choicesOf(choices.Accounts), CostCentres: choicesOf(choices.CostCentres), Taakvelden: choicesOf(choices.Taakvelden),
		Categories: choicesOf(choices.Categories), Treatments: choices.VAT}
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
	v := web.CodeOption{Parts: codePartsOf(at, o.Parts), Probability: o.Probability, Reasons: allSaid(o.Reasons)}
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
	return s.onInvoice(invoice, func(key int64) error { return s.books.Invoices().SetCoding(ctx, by, key, coded...) })
}

// AcceptCoding implements web.Invoices.
func (s *Source) AcceptCoding(ctx context.Context, by, invoice, seen string) error {
	return s.onInvoice(invoice, func(key int64) error { return s.books.Invoices().Accept(ctx, by, key, seen) })
}
