// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/app/staff"
	"rentmeester/fault"
)

func (p *program) withStaff(ctx context.Context, f func(*staff.Desk) error) error {
	return p.withBooks(ctx, func(b *app.Books) error { return f(b.Staff()) })
}

// staffingImportCommand brings lists into the books.
func (p *program) staffingImportCommand() *cobra.Command {
	c := &cobra.Command{Use: "import FILE…", Short: p.say("cli.staffing.import.short"), Args: cobra.MinimumNArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withStaff(c.Context(), func(d *staff.Desk) error {
			for _, name := range args {
				came, err := p.bringStaff(c.Context(), d, name)
				if err != nil {
					return err
				}
				if p.json {
					if err := p.printJSON(came); err != nil {
						return err
					}
					continue
				}
				p.printf("cli.staffing.import.one", "file", name, "people", came.People, "assignments", came.Assignments, "seats", came.Seats, "skills", came.Skills)
				if len(came.Dropped) > 0 {
					p.printf("cli.staffing.import.dropped", "columns", strings.Join(came.Dropped, ", "))
				}
			}
			return nil
		})
	}
	return c
}

func (p *program) bringStaff(ctx context.Context, d *staff.Desk, name string) (came staff.Brought, err error) {
	file, err := os.Open(name)
	if err != nil {
		return came, fault.Wrap(err, "cli.no-file", "name", name)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return d.Import(ctx, p.user, name, file)
}

// staffingForgetCommand removes what is told of a person.
func (p *program) staffingForgetCommand() *cobra.Command {
	c := &cobra.Command{Use: "forget WORKER", Short: p.say("cli.staffing.forget.short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withStaff(c.Context(), func(d *staff.Desk) error {
			person, err := personNamed(c.Context(), d, args[0])
			if err != nil {
				return err
			}
			if err := d.Forget(c.Context(), p.user, person); err != nil {
				return err
			}
			p.printf("cli.staffing.forget.done")
			return nil
		})
	}
	return c
}

// personNamed gives a person by the code of the list, or by his number in the books.
// Errors: staff.no-person.
func personNamed(ctx context.Context, d *staff.Desk, name string) (int64, error) {
	people, err := d.People(ctx, true)
	if err != nil {
		return 0, err
	}
	for _, one := range people {
		if one.Code == name || strconv.FormatInt(one.ID, 10) == name {
			return one.ID, nil
		}
	}
	return 0, fault.New("staff.no-person", "person", name)
}
