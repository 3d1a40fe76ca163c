// SPDX-License-Identifier: EUPL-1.2

package payments

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/paying"
	"rentmeester/payment"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Moved is what a decision on a bank line did to open items.
type Moved struct {
	Line, Decision int64
	Items          []Move
	Names          []string // by which the line may name a run or an order of it
	Why            *Reason  // why the money came back
}

// Move is what was settled of an item; negative: taken back.
type Move struct {
	Item   int64
	Amount money.Cents
}

// Any says whether there is any run, and so anything to follow.
func Any(ctx context.Context, q *db.Queries, adm int64) (bool, error) {
	rows, err := q.AnyRun(ctx, adm)
	return len(rows) > 0, books.Failed(err)
}

// InRuns says which of these items payments stand for.
func InRuns(ctx context.Context, tx *store.Tx, moves []Move) (found []Move, err error) {
	for _, m := range moves {
		rows, err := tx.RunOfItem(ctx, db.RunOfItemParams{Adm: tx.Adm, ItemID: m.Item})
		if err != nil {
			return nil, books.Failed(err)
		}
		if len(rows) > 0 {
			found = append(found, m)
		}
	}
	return found, nil
}

// Follow ties a decision on a bank line to the payments that it carries out or
// brings back, as part of its step.
func Follow(ctx context.Context, tx *store.Tx, m Moved) error {
	if err := tx.Flush(ctx); err != nil {
		return err
	}
	why, err := json.Marshal(m.Why)
	if err != nil {
		return err
	}
	items := make([]int64, len(m.Items))
	for i, move := range m.Items {
		items[i] = move.Item
		rows, err := tx.SettlesOfItem(ctx, db.SettlesOfItemParams{Adm: tx.Adm, ItemID: move.Item})
		if err != nil {
			return books.Failed(err)
		}
		for _, t := range ties(rows, move.Amount, m.Names) {
			err := tx.Add(ctx, db.PaymentRunLine{Adm: tx.Adm, DecisionID: m.Decision, RunID: t.run, Pos: t.pos, ItemID: move.Item, LineID: m.Line,
				Amount: int64(t.amount), Reason: string(why)})
			if err != nil {
				return err
			}
		}
	}
	return Restate(ctx, tx, items)
}

type tie struct {
	run, pos int64
	amount   money.Cents
}

// unnamed is how far behind a payment is that the line does not name.
const unnamed = 4

// ties divides what moved over the payments of an item: those that the line names
// before others, of these those that are not refused and of just this amount, and
// none more than it settles.
func ties(rows []db.SettlesOfItemRow, amount money.Cents, names []string) (out []tie) {
	rank := func(s db.SettlesOfItemRow) (n int) {
		if slices.Contains(names, s.EndToEnd) {
			return 0
		}
		if n = 1; !slices.Contains(names, s.MessageID) {
			n += unnamed
		}
		if money.Cents(s.Amount).Abs() != amount.Abs() {
			n++
		}
		if !stands(s) {
			n += 2
		}
		return n
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(s db.SettlesOfItemRow) bool {
		return s.State == draft || s.State == released || rank(s) > unnamed && amount > 0 && !stands(s)
	})
	slices.SortStableFunc(rows, func(a, b db.SettlesOfItemRow) int { return cmp.Compare(rank(a), rank(b)) })
	for _, s := range rows {
		room := money.Cents(s.Amount).Abs() - money.Cents(s.Paid)
		if amount < 0 {
			room = money.Cents(s.Paid)
		}
		part := min(room, amount.Abs())
		if part <= 0 {
			continue
		}
		if amount < 0 {
			part = -part
		}
		out = append(out, tie{s.RunID, s.Pos, part})
		if amount -= part; amount == 0 {
			break
		}
	}
	return out
}

// Restate says of the invoices of items whether they stand in a payment, by what
// the books say now.
func Restate(ctx context.Context, tx *store.Tx, items []int64) error { return restate(ctx, tx, items) }

func restate(ctx context.Context, tx *store.Tx, items []int64) error {
	if err := tx.Flush(ctx); err != nil {
		return err
	}
	for _, item := range items {
		invoice, err := tx.InvoiceOfItem(ctx, db.InvoiceOfItemParams{Adm: tx.Adm, ItemID: item})
		if store.NoRows(err) {
			continue
		}
		if err != nil {
			return books.Failed(err)
		}
		rows, err := tx.SettlesOfItem(ctx, db.SettlesOfItemParams{Adm: tx.Adm, ItemID: item})
		if err != nil {
			return books.Failed(err)
		}
		is, was := "booked", "paying"
		if slices.ContainsFunc(rows, stands) {
			is, was = was, is
		}
		if _, err := tx.SetInvoiceState(ctx, db.SetInvoiceStateParams{Adm: tx.Adm, ID: invoice, ItemID: item, State: is, Was: was}); err != nil {
			return books.Failed(err)
		}
	}
	return nil
}

// Answer takes in what the bank says of a run of ours (pain.002), as part of the
// step that reads it: what it refused is open again, with its reason. Nothing
// reopens on an answer that is unclear.
func Answer(ctx context.Context, tx *store.Tx, actor, sum string, report payment.StatusReport) error {
	row, err := tx.RunByMessage(ctx, db.RunByMessageParams{Adm: tx.Adm, MessageID: report.OriginalMsg})
	if store.NoRows(err) || err == nil && row.State != fetched {
		return nil
	}
	if err != nil {
		return books.Failed(err)
	}
	payments, settles, err := partsOf(ctx, tx.Queries, tx.Adm, row.ID)
	if err != nil {
		return err
	}
	sent := paying.Sent{MessageID: row.MessageID, InfoID: row.MessageID}
	at := map[string]db.PaymentRunPayment{}
	for _, p := range payments {
		one := paying.Payment{EndToEndID: p.EndToEnd, Amount: money.Cents(p.Amount)}
		for _, s := range settles[p.Pos] {
			one.Settles = append(one.Settles, paying.Settled{Payable: s.ItemID, Number: s.Number, Amount: money.Cents(s.Amount), Discount: money.Cents(s.Discount)})
		}
		sent.Payments = append(sent.Payments, one)
		at[p.EndToEnd] = p
	}
	meaning := paying.Meaning(sent, report)
	for _, v := range meaning.Verdicts {
		if err := setAnswer(ctx, tx, at[v.EndToEndID], v); err != nil {
			return err
		}
	}
	items := make([]int64, 0, len(meaning.Reopen))
	for _, s := range meaning.Reopen {
		items = append(items, s.Payable)
	}
	if err := restate(ctx, tx, items); err != nil {
		return err
	}
	return tx.Audit(ctx, actor, "payments.answered", books.Subject("run", row.ID), map[string]any{"sha256": sum, "state": meaning.State,
		"reopened": items, "verdicts": meaning.Verdicts, "unknown": meaning.Unknown})
}

// setAnswer keeps what the bank said of a payment. A refusal stands: what was
// reopened by it may stand in another run by now.
func setAnswer(ctx context.Context, tx *store.Tx, p db.PaymentRunPayment, v paying.Verdict) error {
	said := map[paying.State]string{paying.Accepted: accepted, paying.Rejected: refused, paying.Unclear: unclear}[v.State]
	if said == "" || p.Answer == refused {
		return nil
	}
	reasons, err := json.Marshal(reasonsOf(v.Reasons))
	if err != nil {
		return err
	}
	return books.Failed(tx.SetAnswer(ctx, db.SetAnswerParams{Adm: tx.Adm, RunID: p.RunID, Pos: p.Pos, Answer: said, Reasons: string(reasons)}))
}

// partsOf gives the payments of a run, and what each settles.
func partsOf(ctx context.Context, q *db.Queries, adm, run int64) ([]db.PaymentRunPayment, map[int64][]db.SettlesOfRunRow, error) {
	payments, err := q.PaymentsOfRun(ctx, db.PaymentsOfRunParams{Adm: adm, RunID: run})
	if err != nil {
		return nil, nil, books.Failed(err)
	}
	rows, err := q.SettlesOfRun(ctx, db.SettlesOfRunParams{Adm: adm, RunID: run})
	settles := map[int64][]db.SettlesOfRunRow{}
	for _, s := range rows {
		settles[s.Pos] = append(settles[s.Pos], s)
	}
	return payments, settles, books.Failed(err)
}

// Terms are how one invoice is to be paid, where it does not say so itself in a
// way that we read.
type Terms struct {
	GIBAN    string      // blocked account for a part, "" none
	GAmount  money.Cents // that part
	Discount money.Cents // that may be kept back when paid in time
	Until    string      // last day on which the money must be there
}

// SetTerms says how an invoice is to be paid. An account is paid to only when it
// is trusted. Errors: payments.no-invoice, payments.in-payment, payments.terms.
func (d *Desk) SetTerms(ctx context.Context, actor string, invoice int64, t Terms) error {
	return d.step(ctx, actor, func(w *work) error {
		row, err := w.tx.InvoiceByID(ctx, db.InvoiceByIDParams{Adm: w.tx.Adm, ID: invoice})
		if store.NoRows(err) {
			return fault.New("payments.no-invoice", "invoice", invoice)
		}
		if err != nil {
			return books.Failed(err)
		}
		payable := money.Cents(row.Payable)
		switch {
		case row.State == "paying" || row.State == "rejected":
			return fault.New("payments.in-payment", "number", row.Number)
		case (t.GIBAN == "") != (t.GAmount == 0), (t.Discount == 0) != (t.Until == ""), t.GAmount < 0, t.Discount < 0, t.GAmount+t.Discount > payable:
			return fault.New("payments.terms", "number", row.Number, "amount", payable)
		}
		err = w.tx.SetPayTerms(ctx, db.SetPayTermsParams{Adm: w.tx.Adm, ID: invoice, GIban: t.GIBAN, GAmount: int64(t.GAmount),
			Discount: int64(t.Discount), DiscountDay: t.Until})
		if err != nil {
			return books.Failed(err)
		}
		if err := w.hold(row.SupplierID, t.GIBAN); err != nil {
			return err
		}
		return w.tx.Audit(ctx, actor, "invoice.pay-terms", books.Subject("invoice", invoice), map[string]any{"account": t.GIBAN, "part": t.GAmount.String(),
			"discount": t.Discount.String(), "until": t.Until, "before": map[string]any{"account": row.GIban, "part": money.Cents(row.GAmount).String(),
				"discount": money.Cents(row.Discount).String(), "until": row.DiscountDay}})
	})
}

// hold writes down an account that we did not know of a supplier: nothing is paid
// to it before two persons released it.
func (w *work) hold(supplier int64, iban string) error {
	if supplier == 0 || iban == "" {
		return nil
	}
	_, err := w.tx.SupplierAccount(w.ctx, db.SupplierAccountParams{Adm: w.tx.Adm, SupplierID: supplier, Iban: iban})
	if !store.NoRows(err) {
		return books.Failed(err)
	}
	err = w.tx.Add(w.ctx, db.SupplierAccount{Adm: w.tx.Adm, SupplierID: supplier, Iban: iban, State: "held", Holders: "[]", Since: w.tx.Stamp()})
	if err != nil {
		return err
	}
	return books.Failed(w.tx.SetVersion(w.ctx, db.SetVersionParams{Adm: w.tx.Adm, What: "suppliers", Version: w.tx.NewID()}))
}
