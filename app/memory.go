// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"encoding/json"
	"sort"

	"rentmeester/app/payments"
	"rentmeester/day"
	"rentmeester/ledger"
	"rentmeester/money"
	"rentmeester/party"
	"rentmeester/payment"
	"rentmeester/policy/rules"
	"rentmeester/reconcile"
	"rentmeester/store/db"
)

// What a run of the engine needs to know, fetched once and in pages.

const loadPage = 5000

// pages calls fetch until it gives nothing; fetch is told the identifier that
// the page comes after, and use gives the one that it ended with.
func pages[Row any](fetch func(after int64) ([]Row, error), use func([]Row) (last int64, err error)) error {
	for after := int64(0); ; {
		page, err := fetch(after)
		if err != nil {
			return failed(err)
		}
		if len(page) == 0 {
			return nil
		}
		if after, err = use(page); err != nil {
			return err
		}
	}
}

func (r *run) load() error {
	accounts, err := r.tx.Accounts(r.ctx, r.tx.Adm)
	if err != nil {
		return failed(err)
	}
	r.iban = map[int64]string{}
	for _, a := range accounts {
		r.iban[a.ID] = a.Iban
	}
	if err := r.loadLines(); err != nil || len(r.lines) == 0 {
		return err
	}
	if err := r.loadNo(); err != nil {
		return err
	}
	if r.batches, err = r.loadBatches(); err != nil {
		return err
	}
	items, err := r.loadItems()
	if err != nil {
		return err
	}
	settled, known, err := r.loadSettled()
	if err != nil {
		return err
	}
	now := r.policy.On(day.Of(r.tx.Now))
	fee := r.policy.Ledger(day.Of(r.tx.Now))["bankkosten"]
	model, err := r.learned()
	if err != nil {
		return err
	}
	r.engine = reconcile.New(reconcile.Settings{Tolerance: now.Tolerance, Fee: fee, Model: model}, items, r.batches, settled, known)
	return nil
}

// loadLines fetches what is open, as it was booked, and reads each line once.
func (r *run) loadLines() error {
	sets := map[*rules.Set]*rules.Set{}
	err := pages(func(after int64) ([]db.BankLine, error) {
		return r.tx.OpenLines(r.ctx, db.OpenLinesParams{Adm: r.tx.Adm, After: after, Page: loadPage})
	}, func(page []db.BankLine) (last int64, err error) {
		for _, row := range page {
			l := &openLine{row: row}
			if l.line, err = toEngine(row, r.iban[row.AccountID]); err != nil {
				return 0, err
			}
			if l.line.Habits, err = r.habitsOf(sets, row, l.line); err != nil {
				return 0, err
			}
			l.row.Content, l.row.Search = "", ""
			r.lines, last = append(r.lines, l), row.ID
		}
		return last, nil
	})
	sort.SliceStable(r.lines, func(i, j int) bool { return r.lines[i].row.Booked < r.lines[j].row.Booked })
	return err
}

// loadNo fetches what people said no to.
func (r *run) loadNo() error {
	rejected, err := r.tx.RejectedChoices(r.ctx, r.tx.Adm)
	if err != nil {
		return failed(err)
	}
	r.rejected = map[int64]map[string]bool{}
	for _, row := range rejected {
		var what decided
		var p reconcile.Proposal
		if err := json.Unmarshal([]byte(row.Content), &what); err != nil {
			return failed(err)
		}
		if err := json.Unmarshal(what.Proposal, &p); err != nil {
			return failed(err)
		}
		if p.Best != nil {
			if r.rejected[row.LineID] == nil {
				r.rejected[row.LineID] = map[string]bool{}
			}
			r.rejected[row.LineID][key(*p.Best)] = true
		}
	}
	undone, err := r.tx.UndoneLines(r.ctx, r.tx.Adm)
	r.undone = map[int64]bool{}
	for _, id := range undone {
		r.undone[id] = true
	}
	return failed(err)
}

func (r *run) loadBatches() ([]reconcile.Batch, error) {
	rows, err := r.tx.Batches(r.ctx, r.tx.Adm)
	if err != nil {
		return nil, failed(err)
	}
	list, at := make([]reconcile.Batch, len(rows)), make(map[int64]int, len(rows))
	for i, row := range rows {
		list[i] = reconcile.Batch{ID: row.ID, Kind: payment.Kind(row.Kind), InfoID: row.InfoID, MessageID: row.MessageID,
			Account: row.Account, Execution: day.Day(row.Execution), Total: money.Cents(row.Total), Count: int(row.Count)}
		at[row.ID] = i
	}
	refused, err := loadRefused(r.ctx, r.tx.Queries, r.tx.Adm)
	if err != nil {
		return nil, err
	}
	told, err := r.ordersSettle()
	if err != nil {
		return nil, err
	}
	err = pages(func(after int64) ([]db.Instruction, error) {
		return r.tx.Instructions(r.ctx, db.InstructionsParams{Adm: r.tx.Adm, After: after, Page: loadPage})
	}, func(page []db.Instruction) (last int64, err error) {
		for _, o := range page {
			b := &list[at[o.BatchID]]
			b.Instructions = append(b.Instructions, reconcile.Instruction{EndToEndID: o.EndToEnd, Amount: money.Cents(o.Amount),
				IBAN: o.PartyIban, Name: o.PartyName, MandateID: o.Mandate, Reference: o.Reference, Text: o.Remittance,
				Rejected: refused.has(b.MessageID, b.InfoID, o.EndToEnd), Settles: told[o.EndToEnd]})
			last = o.ID
		}
		return last, nil
	})
	return list, err
}

// mostBack is how many days a bank line may come after the day of its payment. By
// the rules of SEPA money may be asked back until thirteen months later.
const mostBack = 400

// ordersSettle gives what the orders of our own payment runs settle, by their
// EndToEndID, signed as the bank line that will bear it: of the runs that lines
// may still be about.
func (r *run) ordersSettle() (map[string][]reconcile.Allocation, error) {
	rows, err := r.tx.OrdersSettle(r.ctx, db.OrdersSettleParams{Adm: r.tx.Adm, Since: string(day.Of(r.tx.Now).Add(-mostBack))})
	if err != nil {
		return nil, failed(err)
	}
	kept := first(r.policy.Ledger(day.Of(r.tx.Now))[payments.DiscountAccount], reconcile.Difference)
	told := map[string][]reconcile.Allocation{}
	for _, row := range rows {
		list := append(told[row.EndToEnd], reconcile.Allocation{Item: row.ItemID, Amount: money.Cents(-row.Amount)})
		if row.Discount != 0 {
			list = append(list, reconcile.Allocation{Account: kept, Amount: money.Cents(row.Discount)})
		}
		told[row.EndToEnd] = list
	}
	return told, nil
}

func (r *run) loadItems() (list []reconcile.Item, err error) {
	err = pages(func(after int64) ([]db.EngineItemsRow, error) {
		return r.tx.EngineItems(r.ctx, db.EngineItemsParams{Adm: r.tx.Adm, After: after, Page: loadPage})
	}, func(page []db.EngineItemsRow) (last int64, err error) {
		for _, i := range page {
			r.know(db.Item{ID: i.ID, Kind: i.Kind, Number: i.Number, PartyNumber: i.PartyNumber, PartyName: i.PartyName, Iban: i.Iban,
				Amount: i.Amount, Settled: i.Settled, DecisionID: i.DecisionID})
			list = append(list, reconcile.Item{ID: i.ID, Number: i.Number, Kind: ledger.ItemKind(i.Kind), PartyNumber: i.PartyNumber,
				PartyName: i.PartyName, IBAN: i.Iban, Amount: money.Cents(i.Amount), Open: money.Cents(i.Amount - i.Settled),
				Currency: i.Currency, Issued: day.Day(i.Issued), Due: day.Day(i.Due), Reference: i.Reference,
				EndToEndID: i.EndToEnd, MandateID: i.Mandate, BatchID: i.Batch, Description: i.Description})
			last = i.ID
		}
		return last, nil
	})
	return list, err
}

// loadSettled fetches what was settled before: returns take it back, and it says
// whose accounts have paid for whom.
func (r *run) loadSettled() (settled []reconcile.Settled, known []reconcile.KnownPayer, err error) {
	at := map[int64]int{}
	err = pages(func(after int64) ([]db.AllocatedLinesRow, error) {
		return r.tx.AllocatedLines(r.ctx, db.AllocatedLinesParams{Adm: r.tx.Adm, After: after, Page: loadPage})
	}, func(page []db.AllocatedLinesRow) (last int64, err error) {
		for _, row := range page {
			s, err := toSettled(row, r.iban[row.AccountID])
			if err != nil {
				return 0, err
			}
			at[row.ID], settled, last = len(settled), append(settled, s), row.ID
		}
		return last, nil
	})
	if err != nil {
		return nil, nil, err
	}
	times := map[reconcile.KnownPayer]int{}
	err = pages(func(after int64) ([]db.StandingAllocationsRow, error) {
		return r.tx.StandingAllocations(r.ctx, db.StandingAllocationsParams{Adm: r.tx.Adm, After: after, Page: loadPage})
	}, func(page []db.StandingAllocationsRow) (last int64, err error) {
		for _, row := range page {
			s := &settled[at[row.LineID]]
			onAccountOf := ""
			if p := r.posts[row.Opens]; p != nil {
				onAccountOf = p.partyNumber
			}
			s.Allocations = append(s.Allocations, remembered(row.ItemID, row.Account, onAccountOf, money.Cents(row.Amount)))
			if p := r.posts[row.ItemID]; p != nil && p.partyNumber != "" && s.Counterparty.Account != "" {
				times[reconcile.KnownPayer{IBAN: s.Counterparty.Account, PartyNumber: p.partyNumber}]++
			}
			last = row.ID
		}
		return last, nil
	})
	for k, n := range times {
		k.Times = n
		known = append(known, k)
	}
	return settled, known, err
}

func toSettled(row db.AllocatedLinesRow, iban string) (reconcile.Settled, error) {
	var c content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return reconcile.Settled{}, failed(err)
	}
	return reconcile.Settled{Line: row.ID, Account: iban, Amount: money.Cents(row.Amount), Currency: c.Currency, Booked: day.Day(row.Booked),
		EndToEndID: c.EndToEndID, MandateID: c.MandateID, PaymentInfoID: c.PaymentInfoID, MessageID: c.MessageID,
		InstructionID: c.InstructionID, Counterparty: party.Party{Name: row.PartyName, Account: row.PartyIban},
		Remittance: c.Remittance, Info: c.Info, Code: c.Code, Back: c.Return != nil || c.Reversal}, nil
}
