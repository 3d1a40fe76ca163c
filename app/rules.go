// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rentmeester/autopilot"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/policy/rules"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// SuggestRules gives rules that people seem to follow and that policy does not
// have yet.
func (b *Books) SuggestRules(ctx context.Context) (list []rules.Suggestion, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		p, err := b.policy(ctx, q)
		if err != nil {
			return err
		}
		past, err := b.past(ctx, q)
		if err != nil {
			return err
		}
		list, err = past.suggest(p, day.Of(b.Now()))
		return err
	})
	return list, err
}

func (past history) suggest(p policy.Policy, today day.Day) ([]rules.Suggestion, error) {
	set, err := p.Rules(today)
	if err != nil {
		return nil, err
	}
	list := []rules.Suggestion{}
	for _, s := range rules.Suggest(past.bookings) {
		known, err := followed(set.WithOwn(past.own), s.Rule, past)
		if err != nil {
			return nil, err
		}
		if !known {
			list = append(list, s)
		}
	}
	return list, nil
}

// followed says whether the rules in force already book every line of which a
// rule speaks as that rule does.
func followed(set *rules.Set, rule rules.Rule, past history) (bool, error) {
	alone, err := rules.Compile([]rules.Rule{rule}, nil)
	if err != nil {
		return false, err
	}
	for _, b := range past.bookings {
		wanted := alone.Book(b.Line)
		if len(wanted) == 0 {
			continue
		}
		if has := set.Book(b.Line); len(has) == 0 || !slices.Equal(has[0].Parts, wanted[0].Parts) {
			return false, nil
		}
	}
	return true, nil
}

// ReplayRules tries rules, as rules.Parse reads them, on everything that was
// booked and stands. They may use the names of ledger accounts of the day.
// Errors: those of rules.Parse and rules.Compile.
func (b *Books) ReplayRules(ctx context.Context, text []byte, on day.Day) (reports []rules.Report, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		p, err := b.policy(ctx, q)
		if err == nil {
			reports, err = b.replay(ctx, q, p, text, on)
		}
		return err
	})
	return reports, err
}

func (b *Books) replay(ctx context.Context, q *db.Queries, p policy.Policy, text []byte, on day.Day) ([]rules.Report, error) {
	set, err := tried(p, text, on)
	if err != nil {
		return nil, err
	}
	past, err := b.past(ctx, q)
	if err != nil {
		return nil, err
	}
	return rules.Replay(set.WithOwn(past.own), past.bookings), nil
}

// tried gives rules as if they held from a day on.
func tried(p policy.Policy, text []byte, on day.Day) (*rules.Set, error) {
	list, err := rules.Parse(text)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(r rules.Rule) bool { return r.Ends })
	for i := range list {
		list[i].From = on
	}
	return rules.Compile(list, p.Ledger(on))
}

// AddRules puts rules in force from a day on: it writes them into the policy,
// whose text stays as it is otherwise, and gives what they would have done with
// history. A rule that may book by itself and that history contradicts is refused
// unless forced. Errors: those of ReplayRules and policy.AddRules,
// app.rule-contradicted.
func (b *Books) AddRules(ctx context.Context, actor string, text []byte, from day.Day, force bool) (reports []rules.Report, err error) {
	err = b.write(ctx, func(tx *store.Tx) error {
		row, err := tx.CurrentPolicy(ctx, tx.Adm)
		if err != nil {
			return fault.Wrap(err, "app.no-policy")
		}
		p, err := policy.Parse([]byte(row.Body))
		if err != nil {
			return err
		}
		if reports, err = b.replay(ctx, tx.Queries, p, text, from); err != nil {
			return err
		}
		for _, r := range reports {
			if r.Certain && r.Contradicted() && !force {
				return fault.New("app.rule-contradicted", "rule", r.Rule, "count", r.Others, "hits", r.Hits)
			}
		}
		made, err := policy.AddRules([]byte(row.Body), from, text)
		if err != nil {
			return err
		}
		if err := setPolicy(ctx, tx, actor, made, policySet{}); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "policy.rules-added", string(from), map[string]any{"text": string(text), "forced": force, "replay": counts(reports)})
	})
	return reports, err
}

// counts gives the reports without their examples, for the audit.
func counts(reports []rules.Report) []rules.Report {
	list := slices.Clone(reports)
	for i := range list {
		list[i].Disagree, list[i].OnItems = nil, nil
	}
	return list
}

// history is everything that was booked and stands.
type history struct {
	bookings []rules.Booking
	own      []string // accounts of the administration
}

// past fetches history. Only whole bookings count: of a line that waits in part,
// the part that was booked.
func (b *Books) past(ctx context.Context, q *db.Queries) (h history, err error) {
	accounts, err := q.Accounts(ctx, b.Adm.Key)
	if err != nil {
		return h, failed(err)
	}
	iban := map[int64]string{}
	for _, a := range accounts {
		iban[a.ID] = a.Iban
		h.own = append(h.own, a.Iban)
	}
	at := map[int64]int{}
	err = pages(func(after int64) ([]db.BookedLinesRow, error) {
		return q.BookedLines(ctx, db.BookedLinesParams{Adm: b.Adm.Key, After: after, Page: loadPage})
	}, func(page []db.BookedLinesRow) (last int64, err error) {
		for _, row := range page {
			line, err := toEngine(db.BankLine{ID: row.ID, Booked: row.Booked, LeftAmount: row.Amount, Content: row.Content}, iban[row.AccountID])
			if err != nil {
				return 0, err
			}
			at[row.ID], last = len(h.bookings), row.ID
			h.bookings = append(h.bookings, rules.Booking{ID: row.ID, Line: ruleLine(line, row.Content)})
		}
		return last, nil
	})
	if err != nil {
		return h, err
	}
	err = pages(func(after int64) ([]db.BookedPartsRow, error) {
		return q.BookedParts(ctx, db.BookedPartsParams{Adm: b.Adm.Key, After: after, Page: loadPage})
	}, func(page []db.BookedPartsRow) (last int64, err error) {
		for _, row := range page {
			last = row.ID
			i, known := at[row.LineID]
			if !known {
				continue
			}
			one := &h.bookings[i]
			one.Person = one.Person || row.Actor != autopilot.Actor
			if row.ItemID != 0 || row.Opens != 0 {
				one.Items = true
				continue
			}
			one.Parts = append(one.Parts, rules.Part{Account: row.Account, Dimensions: row.Dimensions, Amount: money.Cents(row.Amount)})
		}
		return last, nil
	})
	h.bookings = slices.DeleteFunc(h.bookings, func(one rules.Booking) bool { return !one.Items && len(one.Parts) == 0 })
	return h, err
}

// habitsOf gives what the rules in force on the day of a line say of it: the first
// that fits holds, so that no two compete. What came back or was reversed belongs
// to what it takes back, never to a rule.
func (r *run) habitsOf(sets map[*rules.Set]*rules.Set, row db.BankLine, line reconcile.Line) ([]reconcile.Habit, error) {
	if line.Return != nil || line.Reversal {
		return nil, nil
	}
	set, err := r.policy.Rules(day.Day(row.Booked))
	if err != nil {
		return nil, err
	}
	if sets[set] == nil {
		own := make([]string, 0, len(r.iban))
		for _, iban := range r.iban {
			own = append(own, iban)
		}
		sets[set] = set.WithOwn(own)
	}
	outcomes := sets[set].Book(ruleLine(line, row.Content))
	if len(outcomes) == 0 {
		return nil, nil
	}
	habit := reconcile.Habit{Rule: outcomes[0].Rule, Certain: outcomes[0].Certain}
	for _, p := range outcomes[0].Parts {
		habit.Allocations = append(habit.Allocations, reconcile.Allocation{Account: p.Account, Dimensions: p.Dimensions, Amount: p.Amount})
	}
	return []reconcile.Habit{habit}, nil
}

// ruleLine gives a line as rules see it. Of what the bank said only the creditor
// identifier is not with the engine's line.
func ruleLine(l reconcile.Line, kept string) rules.Line {
	made := rules.Line{Amount: l.Amount, Account: l.Account, IBAN: l.Counterparty.Account, Name: l.Counterparty.Name,
		Text: strings.Join(l.Remittance, " "), Reference: l.Reference, EndToEnd: l.EndToEndID, Mandate: l.MandateID,
		BankCode: l.Code.Proprietary, Info: l.Info, Booked: l.Booked}
	if l.Code.Domain != "" {
		made.Code = strings.TrimRight(l.Code.Domain+"-"+l.Code.Family+"-"+l.Code.SubFamily, "-")
	}
	if strings.Contains(kept, `"creditor":`) {
		var c struct {
			CreditorID string `json:"creditor"`
		}
		if json.Unmarshal([]byte(kept), &c) == nil { // it was read before
			made.Creditor = c.CreditorID
		}
	}
	return made
}
