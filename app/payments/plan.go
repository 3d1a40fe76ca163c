// SPDX-License-Identifier: EUPL-1.2

package payments

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/paying"
	"rentmeester/payment"
	"rentmeester/policy"
	"rentmeester/store/db"
)

// content is what is kept of a run beside its payments.
type content struct {
	Name, BIC, OrgID string
	Booking          bool
	Bytes            int64
	Run              paying.Run
	About            map[int64]about // items
}

// about is what people want to know of an item.
type about struct {
	Name    string
	Invoice int64
}

// Plan proposes a run that is carried out on a day, or the first banking day after
// it, and changes nothing. Errors: payments.no-account, payments.day.
func (d *Desk) Plan(ctx context.Context, on day.Day) (v RunView, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		c, p, err := d.propose(ctx, q, on, day.Of(d.Now()))
		if err != nil {
			return err
		}
		v = proposalView(c, p)
		return nil
	})
	return v, err
}

// Make plans a run and keeps it as a draft, with the file that it will be. When
// there is nothing to pay it keeps nothing, and ID is 0.
// Errors: those of Plan and of pain.Write.
func (d *Desk) Make(ctx context.Context, actor string, on day.Day) (v RunView, err error) {
	err = d.step(ctx, actor, func(w *work) error {
		c, p, err := d.propose(ctx, w.tx.Queries, on, w.today())
		if err != nil {
			return err
		}
		if len(c.Run.Payments) == 0 {
			v = proposalView(c, p)
			return nil
		}
		id, err := w.keep(c, p)
		if err != nil {
			return err
		}
		v, err = d.show(ctx, w.tx.Queries, id)
		return err
	})
	return v, err
}

// propose lets the engine plan by the policy of the day.
func (d *Desk) propose(ctx context.Context, q *db.Queries, on, today day.Day) (c content, p policy.Paying, err error) {
	if on == "" {
		on = today
	}
	if on < today {
		return c, p, fault.New("payments.day", "day", on)
	}
	inForce, err := d.InForce(ctx, q)
	if err != nil {
		return c, p, err
	}
	p = inForce.On(on).Paying
	if p.Terms.Account == "" {
		return c, p, fault.New("payments.no-account")
	}
	till, err := newCounter(ctx, q, d.Adm.Key)
	if err != nil {
		return c, p, err
	}
	all, err := till.payables()
	if err != nil {
		return c, p, err
	}
	from := p.Sender(d.Adm.Name, time.Time{})
	c = content{Name: from.Own.Name, BIC: from.Own.BIC, OrgID: from.OrgID, Booking: from.Booking, About: map[int64]about{}}
	payables, holds := make([]paying.Payable, len(all)), map[int64][]paying.Reason{}
	for i, o := range all {
		payables[i], c.About[o.ID] = o.Payable, about{o.Name, o.invoice}
		holds[o.ID] = o.holds
	}
	c.Run = paying.Plan(payables, p.Terms, on)
	fill(c.Run.Left, holds)
	return c, p, nil
}

// fill gives the reasons that we brought ourselves their values back: the engine
// knows them by their key.
func fill(left []paying.Left, holds map[int64][]paying.Reason) {
	for i := range left {
		mine := slices.Clone(holds[left[i].Payable])
		for n, r := range left[i].Reasons {
			at := slices.IndexFunc(mine, func(m paying.Reason) bool { return m.Key == r.Key })
			if at >= 0 {
				left[i].Reasons[n] = mine[at]
				mine = slices.Delete(mine, at, at+1)
			}
		}
	}
}

// keep writes a run, its payments and the file.
func (w *work) keep(c content, p policy.Paying) (id int64, err error) {
	id = w.tx.NewID()
	name := messageID(w.tx.Adm, id)
	c.Run = c.Run.Numbered(name)
	row := db.PaymentRun{Adm: w.tx.Adm, ID: id, MessageID: name, Version: p.Version, Account: p.Terms.Account, Execution: string(c.Run.Execution),
		Count: int64(len(c.Run.Payments)), Total: int64(c.Run.Total), State: draft, MadeBy: w.actor, MadeAt: w.tx.Stamp()}
	var items []int64
	rows := make([]db.PaymentRunPayment, len(c.Run.Payments))
	for i, one := range c.Run.Payments {
		rows[i] = db.PaymentRunPayment{Adm: w.tx.Adm, RunID: id, Pos: int64(i + 1), EndToEnd: one.EndToEndID, Name: one.To.Name, Iban: one.To.IBAN,
			Amount: int64(one.Amount), Reference: one.Reference, Remittance: one.Text, Blocked: one.Blocked, Reasons: "[]"}
		if rows[i].SupplierID, err = w.supplierOf(one); err != nil {
			return 0, err
		}
		if err := w.tx.Add(w.ctx, rows[i]); err != nil {
			return 0, err
		}
		for _, s := range one.Settles {
			items = append(items, s.Payable)
			err := w.tx.Add(w.ctx, db.PaymentRunSettle{Adm: w.tx.Adm, RunID: id, Pos: int64(i + 1), ItemID: s.Payable,
				Amount: int64(s.Amount), Discount: int64(s.Discount)})
			if err != nil {
				return 0, err
			}
		}
	}
	file, seal, err := fileOf(row, c, rows)
	if err != nil {
		return 0, err
	}
	c.Bytes, row.Sha256 = seal.Bytes, seal.SHA256
	body, err := json.Marshal(c)
	if err != nil {
		return 0, err
	}
	row.Content = string(body)
	if err := w.tx.Add(w.ctx, row); err != nil {
		return 0, err
	}
	if err := w.keepFile(row, file); err != nil {
		return 0, err
	}
	if err := restate(w.ctx, w.tx, items); err != nil {
		return 0, err
	}
	return id, w.audit("planned", id, map[string]any{"message": name, "execution": row.Execution, "count": row.Count,
		"total": money.Cents(row.Total).String(), "sha256": row.Sha256, "left": len(c.Run.Left)})
}

// supplierOf gives whom a payment goes to.
func (w *work) supplierOf(one paying.Payment) (int64, error) {
	item, err := w.tx.PayItem(w.ctx, db.PayItemParams{Adm: w.tx.Adm, ID: one.Settles[0].Payable})
	if err != nil {
		return 0, books.Failed(err)
	}
	if item.SupplierID != 0 {
		return item.SupplierID, nil
	}
	s, err := w.tx.SupplierByNumber(w.ctx, db.SupplierByNumberParams{Adm: w.tx.Adm, Number: item.PartyNumber})
	return s.ID, books.Failed(err)
}

// fileOf makes the file of a run from what is kept of it: always the same bytes.
func fileOf(row db.PaymentRun, c content, payments []db.PaymentRunPayment) ([]byte, paying.Seal, error) {
	made, err := time.Parse(time.RFC3339, row.MadeAt)
	if err != nil {
		return nil, paying.Seal{}, books.Failed(err)
	}
	block := payment.Block{ID: row.MessageID, Execution: day.Day(row.Execution), Own: payment.Side{Name: c.Name, IBAN: row.Account, BIC: c.BIC}, Booking: c.Booking}
	for _, p := range payments {
		block.Transfers = append(block.Transfers, payment.Transfer{EndToEndID: p.EndToEnd, Amount: money.Cents(p.Amount),
			To: payment.Side{Name: p.Name, IBAN: p.Iban}, Text: p.Remittance, Reference: p.Reference})
	}
	m := payment.Message{ID: row.MessageID, Created: made.UTC(), Initiator: c.Name, OrgID: c.OrgID, Blocks: []payment.Block{block}}
	var file bytes.Buffer
	seal, err := paying.Write(&file, row.Version, m)
	return file.Bytes(), seal, err
}

// keepFile keeps the file as an original that was read: it is known when somebody
// brings it.
func (w *work) keepFile(row db.PaymentRun, file []byte) error {
	if _, err := w.tx.Keep(w.ctx, row.Sha256, row.MessageID+".xml", int64(len(file)), bytes.NewReader(file)); err != nil {
		return err
	}
	if err := w.tx.Flush(w.ctx); err != nil {
		return err
	}
	return books.Failed(w.tx.SetFileState(w.ctx, db.SetFileStateParams{Adm: w.tx.Adm, Sha256: row.Sha256, Format: row.Version, State: "read", Args: "{}"}))
}
