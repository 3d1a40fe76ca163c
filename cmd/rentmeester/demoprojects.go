// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/app/invoices"
	"rentmeester/app/projects"
	"rentmeester/day"
	"rentmeester/demo"
	"rentmeester/money"
	"rentmeester/steering"
)

// townProject is a project of the invented town, and how it really goes.
type townProject struct {
	code, name, lead string
	work             string // what its people do from now on
	account          string // of the ledger, of what is bought for it
	hours            int    // planned a week
	weeks            int
	credit, buy      money.Cents
	pace             float64 // hours worked for each hour planned
	done             float64 // of what is planned by now, how much is done
}

// townProjects are a handful: one of them will pass its credit.
var townProjects = []townProject{
	{"P-2025-01", "Fietspad Noord", "Noor Bakker", "Aanleg fietspad Noord", "4320", 60, 60, 480_000_00, 90_000_00, 1.00, 1.00},
	{"P-2025-02", "Riolering Molenwijk", "Piet de Groot", "Uitvoering riolering Molenwijk", "4330", 80, 64, 560_000_00, 40_000_00, 1.35, 0.85},
	{"P-2025-03", "Nieuw zaaksysteem", "Anna de Boer", "Invoering zaaksysteem", "4410", 40, 58, 290_000_00, 45_000_00, 0.95, 0.80},
	{"P-2025-04", "Dorpshuis verduurzamen", "Carla Smit", "Bouwbegeleiding dorpshuis", "4423", 24, 70, 230_000_00, 55_000_00, 1.02, 1.02},
	{"P-2025-05", "Omgevingsvisie", "Bert Smit", "Inspraak omgevingsvisie", "4130", 30, 56, 180_000_00, 12_000_00, 0.90, 0.95},
}

const townRate money.Cents = 92_00

// weeksGone is how long each project goes on already when the town is shown.
const weeksGone = 45

// steer sets up the projects of the town, with the hours that were worked until now.
func (h *townHall) steer(ctx context.Context) error {
	today := day.Of(h.clock.now())
	first := steering.Monday(today.Add(-weeksGone * 7))
	chance := rand.New(rand.NewPCG(2025, 7))
	var list strings.Builder
	list.WriteString("Medewerker;Project;Week;Uren\n")
	d := h.books.Projects()
	for n, t := range townProjects {
		p, err := d.Put(ctx, clerk, projects.Project{Code: t.code, Name: t.name, Lead: t.lead, Start: first, End: first.Add(7*t.weeks - 1),
			Minutes: int64(steering.Minutes(t.hours*t.weeks) * steering.Hour), Rate: books.Euro(townRate), OwnHours: true, ToBuy: books.Euro(t.buy)})
		if err != nil {
			return err
		}
		if err := d.Decide(ctx, clerk, p.ID, projects.Credit{Day: first, Amount: books.Euro(t.credit), Reference: fmt.Sprintf("R-2024-%d", 110+n)}); err != nil {
			return err
		}
		gone := 0
		for week := first; week.Add(7) <= today; week = week.Add(7) {
			year, number := week.Time().ISOWeek()
			quarters := int(4 * float64(t.hours) * t.pace * (0.85 + 0.3*chance.Float64()))
			fmt.Fprintf(&list, "%d;%s;%d-W%02d;%d,%02d\n", 100+n, t.code, year, number, quarters/4, quarters%4*25)
			if gone++; gone%4 == 0 || week.Add(14) > today { // each month, and now
				said := projects.Progress{Day: week.Add(4), Done: int64(1000 * t.done * float64(gone) / float64(t.weeks))}
				if err := d.Say(ctx, t.lead, p.ID, said); err != nil {
					return err
				}
			}
		}
	}
	if _, err := h.books.Import(ctx, clerk, "uren.csv", strings.NewReader(list.String())); err != nil {
		return err
	}
	return h.bind(ctx, d)
}

// bind says of some orders for which project they are.
func (h *townHall) bind(ctx context.Context, d *projects.Desk) error {
	const most = 3 // of a project
	orders, err := h.books.Invoices().ListOrders(ctx, invoices.OrderFilter{Filter: invoices.Filter{State: "open", Limit: 500}})
	if err != nil {
		return err
	}
	for _, t := range townProjects {
		p, err := d.ByCode(ctx, t.code)
		if err != nil {
			return err
		}
		n := 0
		for _, o := range orders {
			if o.Account != t.account || n == most {
				continue
			}
			if err := d.Tie(ctx, clerk, p.ID, o.Number, false); err != nil {
				return err
			}
			n++
		}
	}
	return nil
}

// projectFor gives the project that an invoice with these codings is for: some of those
// on its account are; "" none.
func (h *townHall) projectFor(codes []demo.Code) string {
	const most = 4 // of a project
	for _, t := range townProjects {
		if h.bought[t.code] < most && slices.ContainsFunc(codes, func(c demo.Code) bool { return c.Account == t.account }) {
			h.bought[t.code]++
			return t.code
		}
	}
	return ""
}
