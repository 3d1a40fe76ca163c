// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/store/db"
	"rentmeester/text"
)

// MandateView is a mandate under which collections failed: by what came back and
// was booked, and by what the bank refused to collect.
type MandateView struct {
	Mandate     string
	PartyNumber string
	Party       string
	IBAN        string
	Failures    []FailureView // the latest first
	Recent      int           // of them within the months of policy, up to the latest
	InARow      int           // of them since a collection that succeeded
	Stop        Reason        // why policy says to stop it; no code: it does not
	Orders      []OrderView   // collections that were ordered since the latest failure
}

// FailureView is one collection that came back.
type FailureView struct {
	Line   int64 // of the return; 0 the bank refused to collect
	Day    day.Day
	Amount money.Cents // positive
	Items  []string    // numbers of what is open again, or still
	Code   string      // reason of the bank, "" none
	Return Reason
}

// OrderView is a collection in a file of orders.
type OrderView struct {
	Batch  string
	Day    day.Day // of execution
	Amount money.Cents
}

// Mandates gives the mandates under which collections failed within the months
// that policy looks back, those to be stopped first, then by their latest failure.
func (b *Books) Mandates(ctx context.Context) (list []MandateView, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		list, err = b.mandates(ctx, q)
		return err
	})
	return list, err
}

// MandatesToStop counts those that policy says to stop.
func MandatesToStop(list []MandateView) (n int64) {
	for _, m := range list {
		if m.Stop.Code != "" {
			n++
		}
	}
	return n
}

func (b *Books) mandates(ctx context.Context, q *db.Queries) ([]MandateView, error) {
	p, err := b.policy(ctx, q)
	if err != nil {
		return nil, err
	}
	last, err := q.LastDay(ctx, b.Adm.Key)
	if err != nil {
		return nil, failed(err)
	}
	since := day.Day("")
	if last != "" {
		since = policy.Mandates{Months: p.MostMandateMonths()}.Begins(day.Day(last))
	}
	found, err := failures(ctx, q, b.Adm.Key, since)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	var list []MandateView
	for _, m := range found {
		latest := m.rows[len(m.rows)-1].Day
		terms := p.On(latest).Mandates
		if latest <= terms.Begins(max(day.Day(last), latest)) {
			continue // long ago
		}
		view, err := m.view(ctx, q, b.Adm.Key, terms)
		if err != nil {
			return nil, err
		}
		list = append(list, view)
	}
	slices.SortFunc(list, func(a, b MandateView) int {
		return cmp.Or(cmp.Compare(MandatesToStop([]MandateView{b}), MandatesToStop([]MandateView{a})),
			cmp.Compare(b.Failures[0].Day, a.Failures[0].Day), cmp.Compare(a.Mandate, b.Mandate))
	})
	return list, nil
}

// mandate gathers what failed under one, the oldest first.
type mandate struct {
	MandateView
	rows  []FailureView
	backs []back
}

// back is an item for which the money went back.
type back struct {
	line, item int64
	day        day.Day
}

// failures gathers what failed under mandates, by their identifier: all of those
// under which something failed since a day.
func failures(ctx context.Context, q *db.Queries, adm int64, since day.Day) (mandates, error) {
	list := mandates{}
	refused, err := q.RefusedCollections(ctx, adm)
	if err != nil {
		return nil, failed(err)
	}
	if err := list.takenBack(ctx, q, adm, since, refused); err != nil {
		return nil, err
	}
	list.refused(refused)
	for _, m := range list {
		slices.SortStableFunc(m.rows, func(a, b FailureView) int { return cmp.Compare(a.Day, b.Day) })
	}
	return list, nil
}

type mandates map[string]*mandate

func (list mandates) of(name string) *mandate {
	if list[name] == nil {
		list[name] = &mandate{MandateView: MandateView{Mandate: name}}
	}
	return list[name]
}

// takenBack adds what came back and was booked. Few go back in the months that
// count, so these are found first, and then all that ever went back of the same.
func (list mandates) takenBack(ctx context.Context, q *db.Queries, adm int64, since day.Day, refused []db.RefusedCollectionsRow) error {
	lately, err := q.TakenBackSince(ctx, db.TakenBackSinceParams{Adm: adm, Since: string(since)})
	if err != nil {
		return failed(err)
	}
	all, asked := map[int64]db.TakenBackSinceRow{}, map[db.TakenBackOfParams]bool{}
	ever := func(mandate, party string) error {
		of := db.TakenBackOfParams{Adm: adm, Mandate: mandate, PartyNumber: party}
		if asked[of] {
			return nil
		}
		asked[of] = true
		rows, err := q.TakenBackOf(ctx, of)
		for _, r := range rows {
			all[r.ID] = db.TakenBackSinceRow(r)
		}
		return failed(err)
	}
	for _, r := range refused {
		if err := ever(r.Mandate, r.PartyNumber); err != nil {
			return err
		}
	}
	for _, r := range lately {
		all[r.ID] = r
		if err := ever(r.Mandate, r.PartyNumber); err != nil {
			return err
		}
	}
	return list.add(slices.SortedFunc(maps.Values(all), func(a, b db.TakenBackSinceRow) int {
		return cmp.Or(cmp.Compare(a.Booked, b.Booked), cmp.Compare(a.ID, b.ID))
	}))
}

// add adds what came back, the oldest first.
func (list mandates) add(rows []db.TakenBackSinceRow) error {
	for _, r := range rows {
		var c content
		if err := json.Unmarshal([]byte(r.Content), &c); err != nil {
			return failed(err)
		}
		name, why := first(c.MandateID, r.Mandate), returnReason(c)
		if name == "" || why == nil {
			continue
		}
		m := list.of(name)
		m.PartyNumber, m.Party, m.IBAN = r.PartyNumber, r.PartyName, r.Iban
		m.backs = append(m.backs, back{r.LineID, r.ItemID, day.Day(r.Booked)})
		if n := len(m.rows); n == 0 || m.rows[n-1].Line != r.LineID {
			m.rows = append(m.rows, FailureView{Line: r.LineID, Day: day.Day(r.Booked), Code: returnCode(c), Return: *why})
		}
		f := &m.rows[len(m.rows)-1]
		f.Amount, f.Items = f.Amount-money.Cents(r.Amount), append(f.Items, r.Number)
	}
	return nil
}

// refused adds what the bank refused to collect.
func (list mandates) refused(rows []db.RefusedCollectionsRow) {
	for _, r := range rows {
		m := list.of(r.Mandate)
		m.PartyNumber, m.Party, m.IBAN = first(m.PartyNumber, r.PartyNumber), first(m.Party, r.PartyName), first(m.IBAN, r.PartyIban)
		f := FailureView{Day: day.Day(r.Execution), Amount: money.Cents(r.Amount), Code: strings.ToUpper(r.Code)}
		if f.Return = (Reason{Code: "app.return.refused", Args: fault.Args("code", first(f.Code, "–"))}); text.Has(text.NL, "app.return."+f.Code) {
			f.Return.Code = "app.return." + f.Code
		}
		if r.Number != "" {
			f.Items = []string{r.Number}
		}
		m.rows = append(m.rows, f)
	}
}

// view says what policy makes of it.
func (m *mandate) view(ctx context.Context, q *db.Queries, adm int64, terms policy.Mandates) (v MandateView, err error) {
	v = m.MandateView
	if v.InARow, err = m.inARow(ctx, q, adm); err != nil {
		return v, err
	}
	said := make([]policy.Failure, len(m.rows))
	for i, f := range m.rows {
		said[i] = policy.Failure{Day: f.Day, Code: f.Code}
	}
	latest := m.rows[len(m.rows)-1]
	v.Recent = terms.Within(said, latest.Day)
	switch terms.Stop(said, v.InARow) {
	case policy.ByReason:
		v.Stop = Reason{Code: "app.mandate.stop.reason", Args: fault.Args("code", latest.Code)}
	case policy.ByRow:
		v.Stop = Reason{Code: "app.mandate.stop.row", Args: fault.Args("count", v.InARow)}
	case policy.ByNumber:
		v.Stop = Reason{Code: "app.mandate.stop.number", Args: fault.Args("count", v.Recent, "months", terms.Months)}
	}
	v.Failures = slices.Clone(m.rows)
	slices.Reverse(v.Failures)
	orders, err := q.OrdersOfMandate(ctx, db.OrdersOfMandateParams{Adm: adm, Mandate: m.Mandate, After: string(latest.Day)})
	for i, o := range orders {
		if i > 0 && o.InfoID+o.MessageID == orders[i-1].InfoID+orders[i-1].MessageID {
			continue // several instalments in one run
		}
		v.Orders = append(v.Orders, OrderView{Batch: first(o.InfoID, o.MessageID), Day: day.Day(o.Execution), Amount: money.Cents(o.Amount)})
	}
	return v, failed(err)
}

// inARow counts the failures since the last collection that did not come back, by
// the days on which was collected: money may come back weeks later.
func (m *mandate) inARow(ctx context.Context, q *db.Queries, adm int64) (n int, err error) {
	rows, err := q.Collected(ctx, db.CollectedParams{Adm: adm, Mandate: m.Mandate, PartyNumber: m.PartyNumber})
	if err != nil {
		return 0, failed(err)
	}
	succeeded, tried := day.Day(""), map[int64]day.Day{}
	for _, r := range rows {
		var c content
		if err := json.Unmarshal([]byte(r.Content), &c); err != nil {
			return 0, failed(err)
		}
		on := day.Day(r.Booked)
		at := slices.IndexFunc(m.backs, func(b back) bool { return b.item == r.ItemID && b.day >= on })
		switch {
		case at >= 0:
			tried[m.backs[at].line] = on
		case c.MandateID != "" || c.PaymentInfoID != "" || c.BatchCount > 0: // no transfer by the payer himself
			succeeded = max(succeeded, on)
		}
	}
	for _, f := range m.rows {
		if on, known := tried[f.Line]; !known && f.Day > succeeded || on > succeeded {
			n++
		}
	}
	return n, nil
}
