// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/app/access"
	"rentmeester/app/people"
	"rentmeester/policy"
)

func (p *program) withDoor(ctx context.Context, f func(*access.Door) error) error {
	return p.withBooks(ctx, func(b *app.Books) error {
		return f(&access.Door{Books: b.Books, Rights: people.New(b.Books).RightsNow})
	})
}

// operator is who gives the command, whatever --user says: a token for somebody
// else is made by whoever makes it.
func (p *program) operator() string { return p.defaultUser() }

func (p *program) tokenCommand() *cobra.Command {
	c := &cobra.Command{Use: "token", Short: p.say("cli.token.short")}
	c.AddCommand(p.tokenAddCommand(), p.tokenListCommand(), p.tokenRevokeCommand())
	return c
}

func (p *program) tokenAddCommand() *cobra.Command {
	rights, days := []string{}, 0
	c := &cobra.Command{Use: "add NAME", Short: p.say("cli.token.add.short"), Long: p.say("cli.token.add.long"), Args: cobra.ExactArgs(1)}
	c.Flags().StringSliceVar(&rights, "rights", []string{string(policy.Look)}, p.say("cli.token.rights"))
	c.Flags().IntVar(&days, "days", 90, p.say("cli.token.days"))
	c.RunE = func(c *cobra.Command, args []string) error {
		wanted, err := access.RightsOf(rights...)
		if err != nil {
			return err
		}
		return p.withDoor(c.Context(), func(d *access.Door) error {
			t, secret, err := d.Add(c.Context(), p.operator(), access.Wanted{Name: args[0], Person: p.user, Rights: wanted, Days: days})
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(struct {
					access.Token
					Secret string `json:"secret"`
				}{t, secret})
			}
			p.printf("cli.token.added", "id", t.ID, "name", t.Name, "person", t.Person, "rights", rightsSaid(t.Rights), "expires", t.Expires)
			fmt.Fprintln(p.out, secret)
			return nil
		})
	}
	return c
}

// rightsSaid writes rights as they are typed.
func rightsSaid(rights []policy.Right) string {
	words := make([]string, len(rights))
	for i, right := range rights {
		words[i] = string(right)
	}
	return strings.Join(words, ",")
}

func (p *program) tokenListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.say("cli.token.list.short"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withDoor(c.Context(), func(d *access.Door) error {
			list, err := d.List(c.Context())
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(list)
			}
			for _, t := range list {
				state := "cli.token.ended"
				if t.Good {
					state = "cli.token.good"
				}
				p.printf("cli.token.one", "id", t.ID, "name", t.Name, "person", t.Person, "rights", rightsSaid(t.Rights), "expires", t.Expires, "state", p.say(state))
			}
			if len(list) == 0 {
				p.printf("cli.token.empty")
			}
			return nil
		})
	}
	return c
}

func (p *program) tokenRevokeCommand() *cobra.Command {
	c := &cobra.Command{Use: "revoke TOKEN", Short: p.say("cli.token.revoke.short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return p.withDoor(c.Context(), func(d *access.Door) error {
			if err := d.Revoke(c.Context(), p.operator(), id); err != nil {
				return err
			}
			if p.json {
				return p.printJSON(map[string]any{"id": id, "revoked": true})
			}
			p.printf("cli.token.revoked", "id", id)
			return nil
		})
	}
	return c
}
