// SPDX-License-Identifier: EUPL-1.2

package projects

import (
	"context"
	"strings"
	"unicode/utf8"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/store"
	"rentmeester/store/db"
)

// The most that a project may say of itself.
const (
	longest     = 1000          // characters of a text
	longestCode = 50            // of a code
	mostMinutes = 60 * 10000000 // of hours that are planned
)

// Put makes a project, or changes the one of that code. Errors: projects.code,
// projects.name, projects.days, projects.amount, projects.too-long.
func (d *Desk) Put(ctx context.Context, actor string, p Project) (Project, error) {
	p.Code, p.Name, p.Lead = strings.TrimSpace(p.Code), strings.TrimSpace(p.Name), strings.TrimSpace(p.Lead)
	if err := check(p); err != nil {
		return p, err
	}
	return p, d.Write(ctx, func(tx *store.Tx) error {
		row := db.Project{Adm: tx.Adm, Code: p.Code, Name: p.Name, Description: p.Description, Lead: p.Lead, StartDay: string(p.Start), EndDay: string(p.End),
			Minutes: p.Minutes, Rate: int64(p.Rate), OwnHours: p.OwnHours, ToBuy: int64(p.ToBuy), Closed: p.Closed, MadeBy: actor, MadeAt: tx.Stamp()}
		was, err := tx.ProjectByCode(ctx, db.ProjectByCodeParams{Adm: tx.Adm, Code: p.Code})
		switch {
		case store.NoRows(err):
			row.ID = tx.NewID()
			p.ID = row.ID
			if err := tx.Add(ctx, row); err != nil {
				return err
			}
			return tx.Audit(ctx, actor, "project.made", books.Subject("project", p.ID), p)
		case err != nil:
			return books.Failed(err)
		}
		row.ID, row.MadeBy, row.MadeAt, p.ID = was.ID, was.MadeBy, was.MadeAt, was.ID
		if row == was {
			return nil
		}
		err = tx.SetProject(ctx, db.SetProjectParams{Adm: tx.Adm, ID: row.ID, Name: row.Name, Description: row.Description, Lead: row.Lead, StartDay: row.StartDay,
			EndDay: row.EndDay, Minutes: row.Minutes, Rate: row.Rate, OwnHours: row.OwnHours, ToBuy: row.ToBuy, Closed: row.Closed})
		if err != nil {
			return books.Failed(err)
		}
		return tx.Audit(ctx, actor, "project.changed", books.Subject("project", p.ID), p)
	})
}

func check(p Project) error {
	switch {
	case p.Code == "" || len(p.Code) > longestCode || !plainCode(p.Code):
		return fault.New("projects.code", "value", fault.Clip(p.Code, 60))
	case p.Name == "":
		return fault.New("projects.name")
	case p.End != "" && p.End < p.Start, (p.Start == "") != (p.End == ""):
		return fault.New("projects.days", "from", p.Start, "until", p.End)
	case p.Minutes < 0 || p.Minutes > mostMinutes:
		return fault.New("projects.amount", "value", steering.Minutes(p.Minutes).Hours())
	}
	for _, amount := range []books.Euro{p.Rate, p.ToBuy} {
		if amount < 0 || money.Cents(amount) > mostCredit {
			return fault.New("projects.amount", "value", amount)
		}
	}
	return tooLong(p.Name, p.Description, p.Lead)
}

// mostCredit keeps sums of amounts in range: ten billion euros.
const mostCredit money.Cents = 1_000_000_000_000

// plainCode says that a code can stand among the dimensions of a line and in an
// address.
func plainCode(s string) bool {
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == ""
}

func tooLong(texts ...string) error {
	for _, s := range texts {
		if utf8.RuneCountInString(s) > longest || !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return fault.New("projects.too-long", "most", longest)
		}
	}
	return nil
}

// step changes a project, which must be there and open. Errors: projects.not-found,
// projects.closed.
func (d *Desk) step(ctx context.Context, id int64, f func(*store.Tx, db.Project) error) error {
	return d.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.ProjectByID(ctx, db.ProjectByIDParams{Adm: tx.Adm, ID: id})
		if err != nil {
			return missing(err)
		}
		if row.Closed {
			return fault.New("projects.closed", "project", row.Code)
		}
		return f(tx, row)
	})
}

// Decide adds a decision on what a project may cost: the first, more, or less. It
// needs the reference of the decision. Errors: projects.not-found, projects.closed,
// projects.reference, projects.day, projects.amount, projects.too-long,
// projects.credit-below.
func (d *Desk) Decide(ctx context.Context, actor string, id int64, c Credit) error {
	c.Reference = strings.TrimSpace(c.Reference)
	switch _, err := day.Parse(string(c.Day)); {
	case err != nil:
		return fault.New("projects.day", "value", c.Day)
	case c.Reference == "":
		return fault.New("projects.reference")
	case c.Amount == 0 || money.Cents(c.Amount).Abs() > mostCredit:
		return fault.New("projects.amount", "value", c.Amount)
	}
	if err := tooLong(c.Reference, c.Note); err != nil {
		return err
	}
	return d.step(ctx, id, func(tx *store.Tx, row db.Project) error {
		were, err := tx.ProjectCredits(ctx, db.ProjectCreditsParams{Adm: tx.Adm, ProjectID: id})
		if err != nil {
			return books.Failed(err)
		}
		sum := money.Cents(c.Amount)
		for _, w := range were {
			sum += money.Cents(w.Amount)
		}
		if sum < 0 {
			return fault.New("projects.credit-below", "left", sum-money.Cents(c.Amount))
		}
		err = tx.Add(ctx, db.ProjectCredit{Adm: tx.Adm, ID: tx.NewID(), ProjectID: id, Day: string(c.Day), Amount: int64(c.Amount), Reference: c.Reference, Note: c.Note,
			Person: actor, At: tx.Stamp()})
		if err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "project.credit", books.Subject("project", id), map[string]any{"project": row.Code, "day": c.Day, "amount": c.Amount, "reference": c.Reference})
	})
}

// Say keeps what the lead of a project says is done of it, or of a part. Errors:
// projects.not-found, projects.closed, projects.day, projects.share,
// projects.weight, projects.too-long.
func (d *Desk) Say(ctx context.Context, actor string, id int64, s Progress) error {
	s.Part = strings.TrimSpace(s.Part)
	if s.Part == "" || s.Weight == 0 {
		s.Weight = 1
	}
	_, err := day.Parse(string(s.Day))
	switch {
	case err != nil || s.Day > day.Of(d.Now()):
		return fault.New("projects.day", "value", s.Day)
	case s.Done < 0 || s.Done > 1000:
		return fault.New("projects.share", "value", s.Done)
	case s.Weight < 1 || s.Weight > 1000:
		return fault.New("projects.weight", "value", s.Weight)
	}
	if err := tooLong(s.Part, s.Note); err != nil {
		return err
	}
	return d.step(ctx, id, func(tx *store.Tx, row db.Project) error {
		err := tx.Add(ctx, db.ProjectProgress{Adm: tx.Adm, ID: tx.NewID(), ProjectID: id, Day: string(s.Day), Part: s.Part, Weight: s.Weight, Done: s.Done, Note: s.Note,
			Person: actor, At: tx.Stamp()})
		if err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "project.progress", books.Subject("project", id), map[string]any{"project": row.Code, "day": s.Day, "part": s.Part, "done": s.Done})
	})
}

// Tie says that an order or contract, by its number, is for a project: what of it is
// not invoiced yet, is what the project is bound to. Untie takes that back. Errors:
// projects.not-found, projects.closed, projects.no-order, projects.order-elsewhere.
func (d *Desk) Tie(ctx context.Context, actor string, id int64, number string, untie bool) error {
	return d.step(ctx, id, func(tx *store.Tx, row db.Project) error {
		order, err := tx.OrderByNumber(ctx, db.OrderByNumberParams{Adm: tx.Adm, Number: strings.TrimSpace(number)})
		if store.NoRows(err) {
			return fault.New("projects.no-order", "number", fault.Clip(number, 60))
		}
		if err != nil {
			return books.Failed(err)
		}
		tied, err := tx.ProjectOfOrder(ctx, db.ProjectOfOrderParams{Adm: tx.Adm, OrderID: order.ID})
		there := err == nil
		if err != nil && !store.NoRows(err) {
			return books.Failed(err)
		}
		if there && tied.ProjectID != id {
			return fault.New("projects.order-elsewhere", "number", order.Number)
		}
		if there != untie {
			return nil // it is so
		}
		act := "project.order"
		if untie {
			act = "project.order-untied"
			err = tx.DropProjectOrder(ctx, db.DropProjectOrderParams{Adm: tx.Adm, OrderID: order.ID})
			err = books.Failed(err)
		} else {
			err = tx.Add(ctx, db.ProjectOrder{Adm: tx.Adm, OrderID: order.ID, ProjectID: id})
		}
		if err != nil {
			return err
		}
		return tx.Audit(ctx, actor, act, books.Subject("project", id), map[string]any{"project": row.Code, "order": order.Number})
	})
}
