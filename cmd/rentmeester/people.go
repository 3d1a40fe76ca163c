// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/app/people"
	"rentmeester/day"
)

func (p *program) withRoom(ctx context.Context, f func(*people.Room) error) error {
	return p.withBooks(ctx, func(b *app.Books) error { return f(people.New(b.Books).AtMachine()) })
}

func (p *program) peopleCommand() *cobra.Command {
	c := &cobra.Command{Use: "people", Short: p.say("cli.people.short"), Long: p.say("cli.people.long")}
	c.AddCommand(p.peopleListCommand(), p.peopleAddCommand(), p.peopleLinkCommand(), p.peopleRolesCommand(), p.peopleBlockCommand(true), p.peopleBlockCommand(false), p.peopleEndCommand(), p.peopleUntieCommand())
	return c
}

func (p *program) peopleListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.say("cli.people.list.short"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withRoom(c.Context(), func(r *people.Room) error {
			all, err := r.List(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(all)
			}
			for _, one := range all {
				state := "cli.people.invited"
				if one.Blocked {
					state = "cli.people.is-blocked"
				} else if one.Password || one.Elsewhere != "" {
					state = "cli.people.active"
				}
				p.printf("cli.people.one", "name", one.Name, "mail", one.Mail, "roles", strings.Join(one.RolesOn(r.Today()), ", "), "state", p.say(state))
			}
			if len(all) == 0 {
				p.printf("cli.people.empty")
			}
			return nil
		})
	}
	return c
}

// grantsOf reads roles as they are typed: auditor, auditor:2026-07-01, or
// auditor:2026-07-01:2026-12-31.
func grantsOf(said []string) (all []people.Grant) {
	for _, one := range said {
		role, days, _ := strings.Cut(one, ":")
		from, until, _ := strings.Cut(days, ":")
		all = append(all, people.Grant{Role: role, From: day.Day(from), Until: day.Day(until)})
	}
	return all
}

func (p *program) peopleAddCommand() *cobra.Command {
	var mail string
	var roles []string
	c := &cobra.Command{Use: "add NAME", Short: p.say("cli.people.add.short"), Long: p.say("cli.people.add.long"), Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&mail, "mail", "", p.say("cli.people.mail"))
	c.Flags().StringArrayVar(&roles, "role", nil, p.say("cli.people.role"))
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withRoom(c.Context(), func(r *people.Room) error {
			_, link, err := r.Add(c.Context(), p.operator(), people.Wanted{Name: args[0], Mail: mail, Roles: grantsOf(roles)})
			if err != nil {
				return err
			}
			return p.tellLink(args[0], link)
		})
	}
	return c
}

// tellLink gives the address by which somebody chooses a password.
func (p *program) tellLink(name string, link people.Link) error {
	address := p.ownAddress(firstOf(p.settings.Get("listen"), defaultListen)) + "welcome?link=" + link.Secret
	if p.json {
		return p.printJSON(map[string]any{"name": name, "link": address, "expires": link.Expires})
	}
	p.printf("cli.people.link-for", "name", name)
	fmt.Fprintln(p.out, address)
	return nil
}

// ownAddress is under which address people ask for the pages, with a slash at its
// end: what the settings say, else where they are served.
func (p *program) ownAddress(listen string) string {
	return strings.TrimSuffix(firstOf(p.settings.Get("base-url"), "http://"+listen), "/") + "/"
}

// onPerson is a command about one person, by name.
func (p *program) onPerson(use, key string, do func(ctx context.Context, r *people.Room, one people.Person) error) *cobra.Command {
	c := &cobra.Command{Use: use + " NAME", Short: p.say("cli.people." + key + ".short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.withRoom(c.Context(), func(r *people.Room) error {
			one, err := r.Find(c.Context(), args[0])
			if err != nil {
				return err
			}
			return do(c.Context(), r, one)
		})
	}
	return c
}

func (p *program) peopleLinkCommand() *cobra.Command {
	return p.onPerson("link", "link", func(ctx context.Context, r *people.Room, one people.Person) error {
		link, err := r.NewLink(ctx, p.operator(), one.ID)
		if err != nil {
			return err
		}
		return p.tellLink(one.Name, link)
	})
}

func (p *program) peopleRolesCommand() *cobra.Command {
	var roles []string
	c := p.onPerson("roles", "roles", func(ctx context.Context, r *people.Room, one people.Person) error {
		if _, err := r.SetRoles(ctx, p.operator(), one.ID, grantsOf(roles)); err != nil {
			return err
		}
		return p.tellPerson(ctx, r, one.Name, "cli.people.roles-set")
	})
	c.Flags().StringArrayVar(&roles, "role", nil, p.say("cli.people.role"))
	return c
}

// tellPerson tells how somebody stands after a change.
func (p *program) tellPerson(ctx context.Context, r *people.Room, name, key string) error {
	one, err := r.Find(ctx, name)
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(one)
	}
	p.printf(key, "name", one.Name, "roles", strings.Join(one.RolesOn(r.Today()), ", "))
	return nil
}

func (p *program) peopleBlockCommand(blocked bool) *cobra.Command {
	use := map[bool]string{true: "block", false: "unblock"}[blocked]
	return p.onPerson(use, use, func(ctx context.Context, r *people.Room, one people.Person) error {
		if _, err := r.SetBlocked(ctx, p.operator(), one.ID, blocked); err != nil {
			return err
		}
		return p.tellPerson(ctx, r, one.Name, "cli.people."+use+"ed")
	})
}

func (p *program) peopleEndCommand() *cobra.Command {
	return p.onPerson("end", "end", func(ctx context.Context, r *people.Room, one people.Person) error {
		ended, err := r.EndSessions(ctx, p.operator(), one.ID, "")
		if err != nil {
			return err
		}
		if p.json {
			return p.printJSON(map[string]any{"name": one.Name, "ended": ended})
		}
		p.printf("cli.people.ended", "name", one.Name, "count", ended)
		return nil
	})
}

func (p *program) peopleUntieCommand() *cobra.Command {
	return p.onPerson("untie", "untie", func(ctx context.Context, r *people.Room, one people.Person) error {
		if _, err := r.Untie(ctx, p.operator(), one.ID); err != nil {
			return err
		}
		return p.tellPerson(ctx, r, one.Name, "cli.people.untied")
	})
}
