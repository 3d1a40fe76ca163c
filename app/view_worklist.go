// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"

	"rentmeester/app/books"
	"rentmeester/autopilot"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/reconcile"
	"rentmeester/store"
	"rentmeester/store/db"
)

// WorkFilter narrows the worklist. The zero value shows all of it.
type WorkFilter struct {
	Account int64    // bank account, 0 all
	Query   string   // words in name, text, reference or amount
	Part    WorkPart // which proposals
	Sure    float64  // probability from which a proposal is sure
}

// WorkPart is a part of the worklist.
type WorkPart int

const (
	AllLines   WorkPart = iota
	SureLines           // with a proposal of at least Sure
	DoubtLines          // with a proposal below Sure
	BareLines           // without a proposal
)

// WorkPlace is where a page of the worklist ends. Lines with a proposal come
// first, the likeliest on top; lines without one follow.
type WorkPlace struct {
	Bare        bool // among the lines without a proposal
	Probability float64
	Line        int64
}

// Top is the place before the first line of the worklist.
var Top = WorkPlace{Probability: 2}

// WorkPage is a page of the worklist.
type WorkPage struct {
	Items []Waiting
	Next  WorkPlace
	More  bool // there are lines after Next
	Total int  // under the filter
}

// Waiting is a line on the worklist with what is proposed for it.
type Waiting struct {
	LineView
	Ambiguous bool         // more than one choice fits equally well
	Choices   []ChoiceView // the best first, then its runner-up and the others that still stand
	Why       Reason       // why it waits for a person, in one sentence
	Decided   []Reason     // what decided between the best and the rest; without choices: what was looked at in vain
	Keeps     []Reason     // what keeps it from being done without a person
}

// Worklist gives what waits for a person, the most probable proposals first.
func (b *Books) Worklist(ctx context.Context, limit, skip int) (list []Waiting, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		rows, err := q.Worklist(ctx, db.WorklistParams{Adm: b.Adm.Key, Page: int32(limit), Skip: int32(skip)})
		if err != nil {
			return failed(err)
		}
		ids := make([]int64, len(rows))
		for i, r := range rows {
			ids[i] = r.ID
		}
		list, err = b.waiting(ctx, q, ids)
		return err
	})
	return list, err
}

// Waiting gives one line, on the worklist or not. Errors: app.no-line.
func (b *Books) Waiting(ctx context.Context, line int64) (w Waiting, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		list, err := b.waiting(ctx, q, []int64{line})
		if err == nil {
			w = list[0]
		}
		return err
	})
	return w, err
}

// waiting shows lines with the proposals that stand for them.
func (b *Books) waiting(ctx context.Context, q *db.Queries, lines []int64) ([]Waiting, error) {
	list := make([]Waiting, len(lines))
	p, err := b.policy(ctx, q)
	if err != nil {
		return nil, err
	}
	stand, err := lastStanding(ctx, q, b.Adm.Key)
	if err != nil {
		return nil, err
	}
	look := b.newViewer(ctx, q)
	for i, line := range lines {
		if list[i], err = look.work(line, p, stand); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// WorklistPage gives the lines that come after a place.
func (b *Books) WorklistPage(ctx context.Context, f WorkFilter, after WorkPlace) (page WorkPage, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		ids, err := b.workIDs(ctx, q, f, after, &page)
		if err != nil {
			return err
		}
		if page.Total, err = b.countWork(ctx, q, f); err != nil {
			return err
		}
		page.Items, err = b.waiting(ctx, q, ids)
		return err
	})
	return page, err
}

// workIDs finds the lines of a page: from the part with proposals, and when
// that ends, from the part without.
func (b *Books) workIDs(ctx context.Context, q *db.Queries, f WorkFilter, after WorkPlace, page *WorkPage) (ids []int64, err error) {
	w := books.Words(f.Query)
	least, below := -1.0, 3.0
	switch f.Part {
	case SureLines:
		least = f.Sure
	case DoubtLines:
		below = f.Sure
	}
	page.Next = after
	if !after.Bare && f.Part != BareLines {
		rows, err := q.WorklistLikely(ctx, db.WorklistLikelyParams{Adm: b.Adm.Key, Least: least, Below: below, Under: after.Probability, After: after.Line,
			AccountID: f.Account, Word1: w[0], Word2: w[1], Word3: w[2], Word4: w[3], Page: PageSize + 1})
		if err != nil {
			return nil, failed(err)
		}
		if page.More = len(rows) > PageSize; page.More {
			rows = rows[:PageSize]
		}
		for _, r := range rows {
			ids = append(ids, r.LineID)
			page.Next = WorkPlace{Probability: r.Probability, Line: r.LineID}
		}
	}
	if page.More || f.Part == SureLines || f.Part == DoubtLines {
		return ids, nil
	}
	from := int64(0)
	if after.Bare {
		from = after.Line
	}
	rows, err := q.WorklistBare(ctx, db.WorklistBareParams{Adm: b.Adm.Key, After: from, AccountID: f.Account,
		Word1: w[0], Word2: w[1], Word3: w[2], Word4: w[3], Page: int32(PageSize + 1 - len(ids))})
	if err != nil {
		return nil, failed(err)
	}
	for _, id := range rows {
		if len(ids) == PageSize {
			page.More = true
			break
		}
		ids = append(ids, id)
		page.Next = WorkPlace{Bare: true, Line: id}
	}
	return ids, nil
}

// countWork counts the lines under a filter; what needs no look at the lines
// themselves is counted by the indexes alone.
func (b *Books) countWork(ctx context.Context, q *db.Queries, f WorkFilter) (int, error) {
	var lines, likely, sure int64
	if f.Account == 0 && f.Query == "" {
		var err error
		if lines, err = q.CountOpenLines(ctx, b.Adm.Key); err != nil {
			return 0, failed(err)
		}
		c, err := q.CountProposals(ctx, db.CountProposalsParams{Adm: b.Adm.Key, Sure: f.Sure})
		if err != nil {
			return 0, failed(err)
		}
		likely, sure = c.Likely, c.Sure
	} else {
		w := books.Words(f.Query)
		c, err := q.CountWorklist(ctx, db.CountWorklistParams{Adm: b.Adm.Key, Sure: f.Sure, AccountID: f.Account,
			Word1: w[0], Word2: w[1], Word3: w[2], Word4: w[3]})
		if err != nil {
			return 0, failed(err)
		}
		lines, likely, sure = c.Lines, c.Likely, c.Sure
	}
	switch f.Part {
	case SureLines:
		return int(sure), nil
	case DoubtLines:
		return int(likely - sure), nil
	case BareLines:
		return int(lines - likely), nil
	default:
		return int(lines), nil
	}
}

// work shows a line with the proposal that stands for it.
func (v *viewer) work(line int64, p policy.Policy, stand autopilot.Standing) (Waiting, error) {
	w := Waiting{Why: Reason{Code: "app.why.nothing"}}
	row, err := v.q.ViewLine(v.ctx, db.ViewLineParams{Adm: v.adm, ID: line})
	if store.NoRows(err) {
		return w, fault.New("app.no-line", "line", line)
	}
	if err != nil {
		return w, failed(err)
	}
	if w.LineView, err = viewLine(row.BankLine, row.Entry, row.Statement, row.Account); err != nil {
		return w, err
	}
	switch {
	case w.Matched:
		w.Why = Reason{Code: "app.why.done"}
		return w, nil
	case !w.Open:
		w.Why = Reason{Code: "app.why.shown"}
		return w, nil
	}
	kept, err := v.q.ProposalOfLine(v.ctx, db.ProposalOfLineParams{Adm: v.adm, LineID: line})
	if store.NoRows(err) {
		return w, nil
	}
	if err != nil {
		return w, failed(err)
	}
	var proposal reconcile.Proposal
	if err := json.Unmarshal([]byte(kept.Content), &proposal); err != nil {
		return w, failed(err)
	}
	v.ledger = ledgerNames(p, w.Booked)
	return w, v.weigh(&w, proposal, p.On(w.Booked), stand)
}

// weigh adds to a line what is proposed for it, and why.
func (v *viewer) weigh(w *Waiting, p reconcile.Proposal, s policy.Settings, stand autopilot.Standing) error {
	before, err := v.q.IsDecided(v.ctx, db.IsDecidedParams{Adm: v.adm, LineID: w.Line})
	if err != nil {
		return failed(err)
	}
	w.Ambiguous = p.Ambiguous
	for i, c := range Choices(p) {
		choice, stands, err := v.choice(c, s.Accounts)
		if err != nil {
			return err
		}
		if choice.Number = i + 1; stands {
			w.Choices = append(w.Choices, choice)
		}
	}
	if p.Best != nil && (len(w.Choices) == 0 || w.Choices[0].Number != 1) { // what was said of it holds no longer
		w.Why = Reason{Code: "app.why.used"}
		return nil
	}
	w.Decided, w.Keeps = explain(p, s, stand, before > 0)
	w.Keeps = tied(w.Keeps, w.Choices)
	switch {
	case len(w.Keeps) > 0:
		w.Why = w.Keeps[0]
	case len(w.Decided) > 0:
		w.Why = w.Decided[0]
	}
	if p.Best == nil && w.Return == nil && w.Why.Code != "app.why.rejected" {
		w.Decided = append(w.Decided, Reason{Code: "app.why.no-rule"})
	}
	return nil
}

// tied names the two choices between which a person must choose.
func tied(keeps []Reason, choices []ChoiceView) []Reason {
	for i, r := range keeps {
		if r.Code == "autopilot.ambiguous" && len(choices) > 1 {
			keeps[i] = Reason{Code: "app.keeps.tie", Args: fault.Args("one", choices[0].target(), "other", choices[1].target())}
		}
	}
	return keeps
}
