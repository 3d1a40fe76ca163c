// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/money"
)

func number(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.New("cli.number", "value", s)
	}
	return n, nil
}

func numbers(args []string) ([]int64, error) {
	list := make([]int64, len(args))
	for i, a := range args {
		n, err := number(a)
		if err != nil {
			return nil, err
		}
		list[i] = n
	}
	return list, nil
}

func (p *program) acceptCommand() *cobra.Command {
	var a acceptFlags
	c := &cobra.Command{Use: "accept LINE…", Short: p.say("cli.accept.short"), Long: p.say("cli.accept.long")}
	c.Flags().IntVar(&a.choice, "choice", 1, p.say("cli.accept.choice"))
	c.Flags().StringArrayVar(&a.items, "item", nil, p.say("cli.accept.item"))
	c.Flags().StringArrayVar(&a.accounts, "account", nil, p.say("cli.accept.account"))
	c.Flags().StringArrayVar(&a.parties, "party", nil, p.say("cli.accept.party"))
	c.Flags().BoolVar(&a.writeOff, "write-off", false, p.say("cli.accept.write-off"))
	c.Flags().BoolVar(&a.all, "all", false, p.say("cli.accept.all"))
	c.Flags().Float64Var(&a.least, "min-probability", 0.99, p.say("cli.accept.min-probability"))
	c.Flags().BoolVar(&a.dryRun, "dry-run", false, p.say("cli.accept.dry-run"))
	c.RunE = func(c *cobra.Command, args []string) error {
		lines, err := numbers(args)
		if err != nil {
			return err
		}
		a.parts, err = parts(a.items, a.accounts, a.parties)
		if err != nil {
			return err
		}
		if err := a.check(len(lines)); err != nil {
			return err
		}
		return p.withBooks(c.Context(), func(b *app.Books) error { return p.accept(c.Context(), b, a, lines) })
	}
	return c
}

type acceptFlags struct {
	choice                   int
	items, accounts, parties []string
	parts                    []app.Part
	writeOff                 bool
	all, dryRun              bool
	least                    float64
}

func (a acceptFlags) check(lines int) error {
	switch {
	case a.choice < 1:
		return fault.New("cli.number", "value", a.choice)
	case a.all && (lines > 0 || len(a.parts) > 0 || a.choice != 1):
		return fault.New("cli.accept-all")
	case !a.all && lines == 0:
		return fault.New("cli.accept-none")
	case (len(a.parts) > 0 || a.writeOff) && lines != 1:
		return fault.New("cli.accept-one")
	}
	return nil
}

// parts reads "--item NUMBER=AMOUNT", "--account CODE=AMOUNT" and "--party
// NUMBER=AMOUNT"; the amount may be left out. An item's number may hold "=": the last one counts, and only
// when an amount follows.
func parts(items, accounts, parties []string) ([]app.Part, error) {
	var list []app.Part
	for _, s := range items {
		name, amount := cutAmount(s)
		list = append(list, app.Part{Item: name, Amount: amount})
	}
	for _, s := range accounts {
		name, amount := cutAmount(s)
		list = append(list, app.Part{Account: name, Amount: amount})
	}
	for _, s := range parties {
		name, amount := cutAmount(s)
		list = append(list, app.Part{Party: name, Amount: amount})
	}
	for _, part := range list {
		if part.Item+part.Account+part.Party == "" {
			return nil, fault.New("cli.part")
		}
	}
	return list, nil
}

func cutAmount(s string) (string, *money.Cents) {
	i := strings.LastIndex(s, "=")
	if i < 0 {
		return s, nil
	}
	amount, err := money.Parse(s[i+1:])
	if err != nil {
		if amount, err = money.ParseComma(s[i+1:]); err != nil {
			return s, nil
		}
	}
	return s[:i], &amount
}

func (p *program) accept(ctx context.Context, b *app.Books, a acceptFlags, lines []int64) (err error) {
	if a.all {
		if lines, err = b.Confident(ctx, a.least); err != nil {
			return err
		}
	}
	if a.dryRun {
		return p.printDry(ctx, b, lines)
	}
	var decisions []int64
	switch {
	case len(a.parts) > 0 || a.writeOff:
		var id int64
		id, err = b.Book(ctx, p.user, lines[0], a.parts, a.writeOff)
		decisions = []int64{id}
	case len(lines) == 1:
		var id int64
		id, err = b.Accept(ctx, p.user, lines[0], a.choice-1)
		decisions = []int64{id}
	case a.choice != 1:
		return fault.New("cli.accept-one")
	default:
		if !a.all {
			a.least = 0 // named one by one: whatever the probability
		}
		decisions, err = b.AcceptAll(ctx, p.user, lines, a.least)
	}
	if err != nil {
		return err
	}
	return p.afterDeciding(ctx, b, decisions)
}

func (p *program) printDry(ctx context.Context, b *app.Books, lines []int64) error {
	list := make([]app.Waiting, 0, len(lines))
	for _, id := range lines {
		w, err := b.Waiting(ctx, id)
		if err != nil {
			return err
		}
		list = append(list, w)
	}
	return p.printWaiting(list, false)
}

// afterDeciding lets the engine look again, since what was decided changes what
// is open and what is known, and tells both.
func (p *program) afterDeciding(ctx context.Context, b *app.Books, decisions []int64) error {
	report, fresh, err := b.Refresh(ctx)
	if err == nil && !fresh { // somebody acted meanwhile: now hold the others up
		report, err = b.Reconcile(ctx)
	}
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(map[string]any{"decisions": decisions, "reconciled": report})
	}
	for i, id := range decisions {
		if i == 20 {
			p.printf("cli.decided.more", "count", len(decisions)-i)
			break
		}
		p.printf("cli.decided", "decision", id)
	}
	p.printf("cli.reconcile.done", "lines", report.Lines, "automatic", report.Automatic, "proposed", report.Proposed, "without", report.Without)
	return nil
}

func (p *program) rejectCommand() *cobra.Command {
	c := &cobra.Command{Use: "reject LINE…", Short: p.say("cli.reject.short"), Long: p.say("cli.reject.long"), Args: cobra.MinimumNArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error { return p.each(c.Context(), args, (*app.Books).Reject) }
	return c
}

func (p *program) undoCommand() *cobra.Command {
	c := &cobra.Command{Use: "undo DECISION…", Short: p.say("cli.undo.short"), Long: p.say("cli.undo.long"), Args: cobra.MinimumNArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error { return p.each(c.Context(), args, (*app.Books).Undo) }
	return c
}

func (p *program) each(ctx context.Context, args []string, do func(*app.Books, context.Context, string, int64) (int64, error)) error {
	ids, err := numbers(args)
	if err != nil {
		return err
	}
	return p.withBooks(ctx, func(b *app.Books) error {
		var decisions []int64
		for _, id := range ids {
			decision, err := do(b, ctx, p.user, id)
			if err != nil { // what was done before it stands, and is told
				if len(decisions) > 0 {
					err = errors.Join(p.afterDeciding(ctx, b, decisions), err)
				}
				return err
			}
			decisions = append(decisions, decision)
		}
		return p.afterDeciding(ctx, b, decisions)
	})
}
