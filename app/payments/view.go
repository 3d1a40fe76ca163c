// SPDX-License-Identifier: EUPL-1.2

package payments

import (
	"context"
	"encoding/json"
	"math"
	"slices"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/paying"
	"rentmeester/policy"
	"rentmeester/store/db"
)

// Run is a payment run on a list.
type Run struct {
	ID        int64      `json:"id"` // 0 it was only proposed
	MessageID string     `json:"messageId"`
	Version   string     `json:"version"`
	Account   string     `json:"account"`
	Execution day.Day    `json:"execution"`
	Count     int        `json:"count"`
	Total     books.Euro `json:"total"`
	State     string     `json:"state"`  // proposal, draft, released, fetched, done, withdrawn
	SHA256    string     `json:"sha256"` // of the file
	MadeBy    string     `json:"madeBy"`
	MadeAt    string     `json:"madeAt"`
}

// RunView is a run with all that is known of it.
type RunView struct {
	Run
	Bytes    int64         `json:"bytes"`
	Payments []PaymentView `json:"payments"`
	Left     []LeftView    `json:"left"`
	Discount books.Euro    `json:"discount"` // kept back
	Credit   books.Euro    `json:"credit"`   // credit notes taken off
	PaidLate RiskView      `json:"paidLate"` // of what is paid
	LeftLate RiskView      `json:"leftLate"` // of what stays out, on the execution day
	OldRate  bool          `json:"oldRate"`  // the interest of this half year is not in policy
	Releases []ReleaseView `json:"releases"`
	People   int           `json:"people"`  // who must release it
	Missing  int           `json:"missing"` // of these
	EndedBy  string        `json:"endedBy,omitempty"`
	EndedWhy string        `json:"endedWhy,omitempty"`
}

// PaymentView is one transfer.
type PaymentView struct {
	Pos       int64        `json:"pos"`
	EndToEnd  string       `json:"endToEnd"`
	Supplier  int64        `json:"supplier"`
	Name      string       `json:"name"`
	IBAN      string       `json:"iban"`
	Amount    books.Euro   `json:"amount"`
	Text      string       `json:"text,omitempty"`
	Reference string       `json:"reference,omitempty"`
	Blocked   bool         `json:"blocked"` // to a g-account
	State     string       `json:"state"`   // planned, sent, accepted, unclear, refused, paid, returned, partly-returned
	Reasons   []Reason     `json:"reasons"` // of the bank
	Settles   []SettleView `json:"settles"`
}

// SettleView is what a payment does to one item.
type SettleView struct {
	Item     int64      `json:"item"`
	Invoice  int64      `json:"invoice,omitempty"`
	Number   string     `json:"number"`
	Amount   books.Euro `json:"amount"`
	Discount books.Euro `json:"discount"`
	Due      day.Day    `json:"due"`
	Late     RiskView   `json:"late"`
	Back     bool       `json:"back"` // what was paid of it came back: it is open again
}

// LeftView is an item that stays out of a run, and why.
type LeftView struct {
	Item    int64      `json:"item"`
	Invoice int64      `json:"invoice,omitempty"`
	Number  string     `json:"number"`
	Name    string     `json:"name"`
	Amount  books.Euro `json:"amount"`
	Due     day.Day    `json:"due"`
	Reasons []Reason   `json:"reasons"`
	Late    RiskView   `json:"late"`
	Offer   OfferView  `json:"offer"`
}

// RiskView is what late payment may cost.
type RiskView struct {
	Days         int        `json:"days"` // too late; of several the most
	Count        int        `json:"count"`
	Interest     books.Euro `json:"interest"`
	Compensation books.Euro `json:"compensation"`
}

// OfferView is a discount that can still be had.
type OfferView struct {
	Amount books.Euro `json:"amount"`
	Until  day.Day    `json:"until,omitempty"`
	Yearly int        `json:"yearly"` // in hundredths of a percent
}

// ReleaseView is a release of the file.
type ReleaseView struct {
	Person string  `json:"person"`
	At     string  `json:"at"`
	Counts bool    `json:"counts"`
	Why    *Reason `json:"why,omitempty"` // it does not count
}

func riskView(r paying.Risk) RiskView {
	return RiskView{r.Days, r.Count, books.Euro(r.Interest), books.Euro(r.Compensation)}
}

func runView(r db.PaymentRun) Run {
	return Run{r.ID, r.MessageID, r.Version, r.Account, day.Day(r.Execution), int(r.Count), books.Euro(r.Total), r.State, r.Sha256, r.MadeBy, r.MadeAt}
}

// proposalView shows a run that was not kept.
func proposalView(c content, p policy.Paying) RunView {
	v := RunView{Run: Run{Version: p.Version, Account: p.Terms.Account, Execution: c.Run.Execution, Count: len(c.Run.Payments),
		Total: books.Euro(c.Run.Total), State: "proposal"}, Releases: []ReleaseView{}, People: p.Release.People, Missing: p.Release.People}
	v.take(c)
	for i, one := range c.Run.Payments {
		v.Payments = append(v.Payments, PaymentView{Pos: int64(i + 1), Name: one.To.Name, IBAN: one.To.IBAN, Amount: books.Euro(one.Amount),
			Text: one.Text, Reference: one.Reference, Blocked: one.Blocked, State: "planned", Reasons: []Reason{}, Settles: c.settles(one)})
	}
	return v
}

// take puts what was planned in a view.
func (v *RunView) take(c content) {
	v.Bytes, v.Discount, v.Credit, v.OldRate = c.Bytes, books.Euro(c.Run.Discount), books.Euro(c.Run.Credit), c.Run.OldRate
	v.PaidLate, v.LeftLate = riskView(c.Run.PaidLate), riskView(c.Run.LeftLate)
	v.Payments, v.Left = []PaymentView{}, []LeftView{}
	for _, l := range c.Run.Left {
		v.Left = append(v.Left, LeftView{Item: l.Payable, Invoice: c.About[l.Payable].Invoice, Number: l.Number, Name: c.About[l.Payable].Name,
			Amount: books.Euro(l.Amount), Due: l.Due, Reasons: reasonsOf(l.Reasons), Late: riskView(l.Risk),
			Offer: OfferView{books.Euro(l.Offer.Amount), l.Offer.Until, l.Offer.Yearly}})
	}
}

func (c content) settles(one paying.Payment) []SettleView {
	list := make([]SettleView, 0, len(one.Settles))
	for _, s := range one.Settles {
		list = append(list, SettleView{Item: s.Payable, Invoice: c.About[s.Payable].Invoice, Number: s.Number, Amount: books.Euro(s.Amount),
			Discount: books.Euro(s.Discount), Due: s.Due, Late: riskView(s.Risk)})
	}
	return list
}

// List gives the runs, the latest first.
func (d *Desk) List(ctx context.Context, limit, skip int) (all []Run, err error) {
	return d.list(ctx, db.RunPageParams{Before: math.MaxInt64, Page: int32(limit), Skip: int32(skip)})
}

// Before gives the runs before one (0: the latest), the latest first.
func (d *Desk) Before(ctx context.Context, before int64, limit int) (all []Run, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	return d.list(ctx, db.RunPageParams{Before: before, Page: int32(limit)})
}

func (d *Desk) list(ctx context.Context, wanted db.RunPageParams) (all []Run, err error) {
	wanted.Adm, all = d.Adm.Key, []Run{}
	err = d.Read(ctx, func(q *db.Queries) error {
		rows, err := q.RunPage(ctx, wanted)
		if err != nil {
			return books.Failed(err)
		}
		for _, r := range rows {
			v := runView(r)
			if r.State == fetched {
				payments, settles, err := partsOf(ctx, q, d.Adm.Key, r.ID)
				if err != nil {
					return err
				}
				if finished(r, payments, settles) {
					v.State = done
				}
			}
			all = append(all, v)
		}
		return nil
	})
	return all, err
}

// Show gives a run with all that is known of it. Errors: payments.none.
func (d *Desk) Show(ctx context.Context, run int64) (v RunView, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		v, err = d.show(ctx, q, run)
		return err
	})
	return v, err
}

func (d *Desk) show(ctx context.Context, q *db.Queries, run int64) (v RunView, err error) {
	row, err := runOf(ctx, q, d.Adm.Key, run)
	if err != nil {
		return v, err
	}
	var c content
	if err := json.Unmarshal([]byte(row.Content), &c); err != nil {
		return v, books.Failed(err)
	}
	v = RunView{Run: runView(row), EndedBy: row.EndedBy, EndedWhy: row.EndedWhy}
	v.take(c)
	payments, settles, err := partsOf(ctx, q, d.Adm.Key, run)
	if err != nil {
		return v, err
	}
	back, err := reasonsBack(ctx, q, d.Adm.Key, run)
	if err != nil {
		return v, err
	}
	for i, p := range payments {
		one := PaymentView{Pos: p.Pos, EndToEnd: p.EndToEnd, Supplier: p.SupplierID, Name: p.Name, IBAN: p.Iban, Amount: books.Euro(p.Amount),
			Text: p.Remittance, Reference: p.Reference, Blocked: p.Blocked, State: stateOf(row, p, settles[p.Pos]), Reasons: []Reason{}, Settles: []SettleView{}}
		_ = json.Unmarshal([]byte(p.Reasons), &one.Reasons) // written by setAnswer
		one.Reasons = append(one.Reasons, back[p.Pos]...)
		if i < len(c.Run.Payments) {
			one.Settles = c.settles(c.Run.Payments[i])
			for n := range one.Settles {
				one.Settles[n].Back = slices.ContainsFunc(settles[p.Pos], func(s db.SettlesOfRunRow) bool { return s.ItemID == one.Settles[n].Item && cameBack(s) })
			}
		}
		v.Payments = append(v.Payments, one)
	}
	if finished(row, payments, settles) {
		v.State = done
	}
	return v, d.releaseViews(ctx, q, row, &v)
}

// releaseViews tells who released the file, and who is missing.
func (d *Desk) releaseViews(ctx context.Context, q *db.Queries, row db.PaymentRun, v *RunView) error {
	rule, given, err := d.releases(ctx, q, row, day.Of(d.Now()))
	if err != nil {
		return err
	}
	rows, err := q.ReleasesOfRun(ctx, db.ReleasesOfRunParams{Adm: d.Adm.Key, RunID: row.ID})
	if err != nil {
		return books.Failed(err)
	}
	standing := rule.Stand(sealOf(row), row.MadeBy, given)
	v.Releases = []ReleaseView{}
	for _, r := range rows {
		one := ReleaseView{Person: r.Person, At: r.At, Counts: slices.Contains(standing.By, r.Person)}
		for _, no := range standing.Refused {
			if no.Person == r.Person && !one.Counts {
				one.Why = &Reason{no.Reason.Key, no.Reason.Args}
			}
		}
		v.Releases = append(v.Releases, one)
	}
	v.People, v.Missing = len(standing.By)+standing.Missing, standing.Missing
	if row.State != draft {
		v.Missing = 0 // it was enough when the last one released it
	}
	return nil
}

func reasonsBack(ctx context.Context, q *db.Queries, adm, run int64) (map[int64][]Reason, error) {
	rows, err := q.ReasonsBack(ctx, db.ReasonsBackParams{Adm: adm, RunID: run})
	all := map[int64][]Reason{}
	for _, r := range rows {
		var why *Reason
		if json.Unmarshal([]byte(r.Reason), &why) == nil && why != nil && !slices.ContainsFunc(all[r.Pos], func(one Reason) bool { return one.Code == why.Code }) {
			all[r.Pos] = append(all[r.Pos], *why)
		}
	}
	return all, books.Failed(err)
}

// cameBack says whether what a payment did to an item was taken back by the bank.
func cameBack(s db.SettlesOfRunRow) bool { return s.Backs > 0 && s.Paid == 0 }

// stateOf says how far a payment is. It came back in part when a return that the
// bank named otherwise took back some of the items it settles: those are open again,
// and the outcome of the payment is known.
func stateOf(run db.PaymentRun, p db.PaymentRunPayment, settles []db.SettlesOfRunRow) string {
	paid, back, none := true, false, true
	for _, s := range settles {
		paid = paid && s.Paid >= max(s.Amount, -s.Amount)
		back = back || cameBack(s)
		none = none && s.Paid == 0
	}
	switch {
	case run.State == draft, run.State == released:
		return "planned"
	case p.Answer == refused:
		return refused
	case back && none:
		return "returned"
	case paid && len(settles) > 0:
		return "paid"
	case back:
		return "partly-returned"
	case run.State == withdrawn:
		return withdrawn
	case p.Answer != "":
		return p.Answer
	}
	return "sent"
}

// finished says whether the outcome of each payment of a run is known.
func finished(run db.PaymentRun, payments []db.PaymentRunPayment, settles map[int64][]db.SettlesOfRunRow) bool {
	return run.State == fetched && !slices.ContainsFunc(payments, func(p db.PaymentRunPayment) bool {
		return !slices.Contains([]string{"paid", "returned", "partly-returned", refused}, stateOf(run, p, settles[p.Pos]))
	})
}

// Faults says what of the runs is not as it must be: sums, and files.
func (d *Desk) Faults(ctx context.Context, q *db.Queries) (all []Reason, err error) {
	rows, err := q.RunsOutOfStep(ctx, d.Adm.Key)
	for _, id := range rows {
		all = append(all, Reason{"app.check.run", fault.Args("run", id)})
	}
	return all, books.Failed(err)
}

// Euros gives an amount of a view in cents.
func Euros(e books.Euro) money.Cents { return money.Cents(e) }
