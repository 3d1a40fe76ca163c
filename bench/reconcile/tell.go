// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"fmt"
	"io"
	"strings"

	"rentmeester/reconcile"
)

// mostTold bounds how many parts of a line are written out.
const mostTold = 8

// tell writes parts with the numbers of their items.
func (t *Town) tell(parts []part) string {
	words := []string{}
	for _, p := range parts {
		where := p.account
		if p.item >= firstOnAccount {
			where = "on account"
		} else if p.item != 0 {
			i := &t.Items[p.item-1]
			where = fmt.Sprintf("%s (%s, %s, %s of %s)", i.Number, i.PartyName, i.Reference, i.Due, i.Amount)
		}
		if words = append(words, where+" "+p.amount.String()); len(words) == mostTold {
			words = append(words, fmt.Sprintf("… %d in all", len(parts)))
			break
		}
	}
	return strings.Join(words, "; ")
}

func (t *Town) tellChoice(c *reconcile.Choice) string {
	parts := []part{}
	for _, a := range c.Allocations {
		account := a.Account
		if a.Party != "" {
			account = "on account of " + a.Party
		}
		parts = append(parts, part{item: a.Item, account: account, amount: a.Amount})
	}
	return t.tell(parts)
}

// Tell writes a wrong line in full, for analysis.
func (w *Wrong) Tell(to io.Writer) {
	l, c := &w.Line, &w.Choice
	fmt.Fprintf(to, "seed %d %s line %d: %s [%s] %s on %s from %q %s\n", w.Seed, w.Way, l.ID, w.Kind, strings.Join(w.Matter, "+"), l.Amount, l.Booked,
		l.Counterparty.Name, l.Counterparty.Account)
	fmt.Fprintf(to, "  reference %q end-to-end %q text %q\n", l.Reference, l.EndToEndID, l.Remittance)
	fmt.Fprintf(to, "  done  %s\n  truth %s\n  safe %v, %.5f by %s:", w.Chosen, w.Right, c.Safe, c.Probability, c.Rule)
	for _, r := range c.For {
		fmt.Fprintf(to, " +%s", strings.TrimPrefix(r.Code, "reconcile.reason."))
	}
	for _, r := range c.Against {
		fmt.Fprintf(to, " -%s", strings.TrimPrefix(r.Code, "reconcile.reason."))
	}
	fmt.Fprintln(to)
}
