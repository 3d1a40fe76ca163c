// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"fmt"
	"strings"

	"rentmeester/day"
	"rentmeester/demo"
	"rentmeester/policy"
	"rentmeester/policy/rules"
	"rentmeester/reconcile"
)

// chart is the part of policy in which the invented town names its own ledger
// accounts, as any town does: its chart has no account for the costs of loans.
func chart() string {
	account := func(kind string) string { return demo.LedgerAccounts[kind] }
	return fmt.Sprintf("\n  - from: %d-01-01\n    ledger:\n      schatkist: %q\n      rentelasten: %q\n", Year-1,
		account(demo.KindTreasury), account(demo.KindLoan))
}

// DefaultRules gives the rules that a new administration begins with, on the
// ledger accounts of the invented town.
func DefaultRules() (*rules.Set, error) {
	p, err := policy.Check([]byte(string(policy.Default) + chart()))
	if err != nil {
		return nil, err
	}
	return p.Rules(day.Day(fmt.Sprintf("%d-01-01", Year)))
}

// habits gives how the rules of policy book a line, as the program asks them: the
// first that fits holds, and none speaks of what came back.
func (t *teller) habits(l *reconcile.Line, creditor string) []reconcile.Habit {
	if l.Return != nil || l.Reversal {
		return nil
	}
	code := ""
	if l.Code.Domain != "" {
		code = strings.TrimRight(l.Code.Domain+"-"+l.Code.Family+"-"+l.Code.SubFamily, "-")
	}
	outcomes := t.rules.Book(rules.Line{Amount: l.Amount, Account: l.Account, IBAN: l.Counterparty.Account, Name: l.Counterparty.Name,
		Text: strings.Join(l.Remittance, " "), Reference: l.Reference, EndToEnd: l.EndToEndID, Mandate: l.MandateID, Creditor: creditor,
		Code: code, BankCode: l.Code.Proprietary, Info: l.Info, Booked: l.Booked})
	if len(outcomes) == 0 {
		return nil
	}
	h := reconcile.Habit{Rule: outcomes[0].Rule, Certain: outcomes[0].Certain}
	for _, p := range outcomes[0].Parts {
		h.Allocations = append(h.Allocations, reconcile.Allocation{Account: p.Account, Dimensions: p.Dimensions, Amount: p.Amount})
	}
	return []reconcile.Habit{h}
}
