// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"math"
	"text/tabwriter"

	"github.com/spf13/cobra"

	apifrombooks "rentmeester/api/frombooks"
	"rentmeester/app"
	"rentmeester/app/books"
	"rentmeester/app/projects"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/steering"
	"rentmeester/text"
)

func (p *program) projectsCommand() *cobra.Command {
	c := &cobra.Command{Use: "projects", Short: p.say("cli.projects.short"), Long: p.say("cli.projects.long")}
	c.AddCommand(p.projectsListCommand(), p.projectsShowCommand(), p.projectsSetCommand(), p.projectsCreditCommand(), p.projectsProgressCommand(),
		p.projectsOrderCommand(), p.projectsHoursCommand(), p.projectsReportCommand())
	return c
}

// withProjects opens the books for steering by projects.
func (p *program) withProjects(ctx context.Context, f func(*projects.Desk) error) error {
	return p.withBooks(ctx, func(b *app.Books) error { return f(b.Projects()) })
}

// onFlag adds the flag for the day at the end of which projects are shown.
func (p *program) onFlag(c *cobra.Command) func() (day.Day, error) {
	on := c.Flags().String("on", "", p.say("cli.projects.on"))
	return func() (day.Day, error) {
		if *on == "" {
			return day.Of(p.now()), nil
		}
		return day.Parse(*on)
	}
}

func (p *program) projectsListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.say("cli.projects.list.short"), Args: cobra.NoArgs}
	closed := c.Flags().Bool("closed", false, p.say("cli.projects.closed"))
	on := p.onFlag(c)
	c.RunE = func(c *cobra.Command, _ []string) error {
		at, err := on()
		if err != nil {
			return err
		}
		return p.withProjects(c.Context(), func(d *projects.Desk) error {
			list, err := d.List(c.Context(), at, *closed)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(apifrombooks.ProjectsOf(list))
			}
			return p.printProjects(list)
		})
	}
	return c
}

func (p *program) printProjects(list []projects.Standing) error {
	if len(list) == 0 {
		p.printf("cli.projects.list.empty")
		return nil
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, p.say("cli.projects.list.head"))
	for _, one := range list {
		s := one.Stand
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", one.Code, one.Name, p.say("web.light."+string(s.Light)), p.cents(s.Money.Credit),
			p.cents(s.Money.Actual), p.cents(s.Money.Committed), p.cents(s.Forecast.Middle), p.partOf(s.Done.Share, s.Done.From != steering.FromNone),
			p.partOf(s.Overrun.Probability, true))
	}
	return w.Flush()
}

func (p *program) cents(c money.Cents) string { return text.Money(p.lang, c.String()) }

// withProject finds a project by its code.
func (p *program) withProject(ctx context.Context, code string, f func(*projects.Desk, projects.Project) error) error {
	return p.withProjects(ctx, func(d *projects.Desk) error {
		one, err := d.ByCode(ctx, code)
		if err != nil {
			return err
		}
		return f(d, one)
	})
}

func (p *program) projectsShowCommand() *cobra.Command {
	c := &cobra.Command{Use: "show PROJECT", Short: p.say("cli.projects.show.short"), Args: cobra.ExactArgs(1)}
	on := p.onFlag(c)
	c.RunE = func(c *cobra.Command, args []string) error {
		at, err := on()
		if err != nil {
			return err
		}
		return p.withProject(c.Context(), args[0], func(d *projects.Desk, one projects.Project) error {
			return p.showProject(c.Context(), d, one.ID, at)
		})
	}
	return c
}

func (p *program) showProject(ctx context.Context, d *projects.Desk, id int64, on day.Day) error {
	one, err := d.Show(ctx, id, on)
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(apifrombooks.ProjectDetailOf(one))
	}
	s := one.Stand
	p.printf("cli.projects.show.head", "code", one.Code, "name", one.Name, "light", p.say("web.light."+string(s.Light)))
	p.printf("cli.projects.show.money", "credit", s.Money.Credit, "actual", s.Money.Actual, "committed", s.Money.Committed, "free", s.Money.Free)
	p.printf("cli.projects.show.hours", "planned", s.Hours.Planned.Hours(), "worked", s.Hours.Worked.Hours(), "left", s.Hours.Left.Hours())
	p.printf("web.project.done-from."+string(s.Done.From), "share", p.partOf(s.Done.Share, true), "day", s.Done.Day)
	p.printf("web.project.forecast-help", "low", s.Forecast.Low, "middle", s.Forecast.Middle, "high", s.Forecast.High)
	p.printOverrun(s.Overrun)
	for _, credit := range one.Credits {
		p.printf("cli.projects.show.credit", "day", credit.Day, "amount", credit.Amount, "reference", credit.Reference)
	}
	for _, o := range one.Orders {
		p.printf("cli.projects.show.order", "number", o.Number, "supplier", o.Supplier, "amount", o.Amount, "left", o.Left)
	}
	return nil
}

func (p *program) printOverrun(o steering.Overrun) {
	switch {
	case o.Now:
		p.printf("web.project.over-now")
	case o.Bound:
		p.printf("web.project.over-bound")
	default:
		p.printf("web.project.chance", "chance", p.partOf(o.Probability, true))
	}
	if o.Week != "" && !o.Now {
		p.printf("web.project.when", "week", o.Week, "first", o.First, "last", o.Last)
	}
}

// projectsSetCommand makes a project, or changes what is said of it.
func (p *program) projectsSetCommand() *cobra.Command {
	var said projects.Project
	var start, end, rate, buy string
	hours := 0.0
	c := &cobra.Command{Use: "set CODE", Short: p.say("cli.projects.set.short"), Args: cobra.ExactArgs(1)}
	f := c.Flags()
	f.StringVar(&said.Name, "name", "", p.say("cli.projects.set.name"))
	f.StringVar(&said.Description, "description", "", p.say("cli.projects.set.description"))
	f.StringVar(&said.Lead, "lead", "", p.say("cli.projects.set.lead"))
	f.StringVar(&start, "start", "", p.say("cli.projects.set.start"))
	f.StringVar(&end, "end", "", p.say("cli.projects.set.end"))
	f.Float64Var(&hours, "hours", 0, p.say("cli.projects.set.hours"))
	f.StringVar(&rate, "rate", "", p.say("cli.projects.set.rate"))
	f.StringVar(&buy, "buy", "", p.say("cli.projects.set.buy"))
	f.BoolVar(&said.OwnHours, "own-hours", false, p.say("cli.projects.set.own"))
	f.BoolVar(&said.Closed, "closed", false, p.say("cli.projects.set.closed"))
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withProjects(c.Context(), func(d *projects.Desk) error {
			one, err := d.ByCode(c.Context(), args[0])
			if err != nil && !fault.Is(err, "projects.not-found") {
				return err
			}
			one.Code = args[0]
			for flag, set := range map[string]func(){
				"name": func() { one.Name = said.Name }, "description": func() { one.Description = said.Description }, "lead": func() { one.Lead = said.Lead },
				"start": func() { one.Start = day.Day(start) }, "end": func() { one.End = day.Day(end) }, "own-hours": func() { one.OwnHours = said.OwnHours },
				"closed": func() { one.Closed = said.Closed }, "hours": func() { one.Minutes = int64(math.Round(hours * float64(steering.Hour))) },
			} {
				if f.Changed(flag) {
					set()
				}
			}
			if err := setAmounts(&one, rate, buy); err != nil {
				return err
			}
			if one, err = d.Put(c.Context(), p.user, one); err != nil {
				return err
			}
			return p.showProject(c.Context(), d, one.ID, day.Of(p.now()))
		})
	}
	return c
}

// setAmounts reads the amounts that were said, and the days.
func setAmounts(one *projects.Project, rate, buy string) error {
	for said, to := range map[*string]*books.Euro{&rate: &one.Rate, &buy: &one.ToBuy} {
		if *said == "" {
			continue
		}
		amount, err := money.Parse(*said)
		if err != nil {
			return err
		}
		*to = books.Euro(amount)
	}
	for _, d := range []day.Day{one.Start, one.End} {
		if _, err := day.Parse(string(d)); d != "" && err != nil {
			return err
		}
	}
	return nil
}

func (p *program) projectsCreditCommand() *cobra.Command {
	var from, reference, note string
	c := &cobra.Command{Use: "credit PROJECT AMOUNT", Short: p.say("cli.projects.credit.short"), Args: cobra.ExactArgs(2)}
	c.Flags().StringVar(&from, "from", "", p.say("cli.projects.credit.from"))
	c.Flags().StringVar(&reference, "reference", "", p.say("cli.projects.credit.reference"))
	c.Flags().StringVar(&note, "note", "", p.say("cli.projects.credit.note"))
	c.RunE = func(c *cobra.Command, args []string) error {
		amount, err := money.Parse(args[1])
		if err != nil {
			return err
		}
		if from == "" {
			from = string(day.Of(p.now()))
		}
		return p.withProject(c.Context(), args[0], func(d *projects.Desk, one projects.Project) error {
			err := d.Decide(c.Context(), p.user, one.ID, projects.Credit{Day: day.Day(from), Amount: books.Euro(amount), Reference: reference, Note: note})
			if err != nil {
				return err
			}
			return p.showProject(c.Context(), d, one.ID, day.Of(p.now()))
		})
	}
	return c
}

func (p *program) projectsProgressCommand() *cobra.Command {
	var said projects.Progress
	on := ""
	percent := 0.0
	c := &cobra.Command{Use: "progress PROJECT", Short: p.say("cli.projects.progress.short"), Args: cobra.ExactArgs(1)}
	c.Flags().Float64Var(&percent, "percent", 0, p.say("cli.projects.progress.percent"))
	c.Flags().StringVar(&said.Part, "part", "", p.say("cli.projects.progress.part"))
	c.Flags().Int64Var(&said.Weight, "weight", 1, p.say("cli.projects.progress.weight"))
	c.Flags().StringVar(&said.Note, "note", "", p.say("cli.projects.credit.note"))
	c.Flags().StringVar(&on, "day", "", p.say("cli.projects.progress.day"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if said.Day = day.Day(on); on == "" {
			said.Day = day.Of(p.now())
		}
		said.Done = int64(math.Round(percent * 10))
		return p.withProject(c.Context(), args[0], func(d *projects.Desk, one projects.Project) error {
			if err := d.Say(c.Context(), p.user, one.ID, said); err != nil {
				return err
			}
			return p.showProject(c.Context(), d, one.ID, day.Of(p.now()))
		})
	}
	return c
}

func (p *program) projectsOrderCommand() *cobra.Command {
	c := &cobra.Command{Use: "order PROJECT NUMBER", Short: p.say("cli.projects.order.short"), Args: cobra.ExactArgs(2)}
	untie := c.Flags().Bool("untie", false, p.say("cli.projects.order.untie"))
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withProject(c.Context(), args[0], func(d *projects.Desk, one projects.Project) error {
			if err := d.Tie(c.Context(), p.user, one.ID, args[1], *untie); err != nil {
				return err
			}
			return p.showProject(c.Context(), d, one.ID, day.Of(p.now()))
		})
	}
	return c
}

// projectsHoursCommand reads lists of hours in, as import does with any file.
func (p *program) projectsHoursCommand() *cobra.Command {
	c := p.importCommand()
	c.Use, c.Short, c.Long = "hours FILE…", p.say("cli.projects.hours.short"), p.say("cli.projects.hours.long")
	return c
}
