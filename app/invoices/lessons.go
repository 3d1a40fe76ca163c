// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"context"
	"encoding/json"
	"errors"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/duplicates"
	"rentmeester/extract"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/sorting"
	"rentmeester/store"
	"rentmeester/store/db"
)

// Engines that learn, as the table of what was learned names them.
const (
	learnsSorting    = "sorting"
	learnsExtract    = "extract"
	learnsDuplicates = "duplicates"
)

// lessons are what a reading of pages needs besides the pages.
type lessons struct {
	sorter *sorting.Model  // shared: nobody teaches this one
	habits *extract.Memory // likewise
	own    extract.Identity
	filing policy.Documents
}

// lessons gives what people taught, and what policy says of documents.
func (d *Desk) lessons(ctx context.Context) (l lessons, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		p, err := d.InForce(ctx, q)
		if err != nil {
			return err
		}
		l.filing = p.On(day.Of(d.Now())).Documents
		if l.sorter, err = learned(ctx, q, d.Adm.Key, d.Tools.Memory, learnsSorting, sorterOf); err != nil {
			return err
		}
		if l.habits, err = learned(ctx, q, d.Adm.Key, d.Tools.Memory, learnsExtract, habitsOf); err != nil {
			return err
		}
		l.own.Names = []string{d.Adm.Name}
		accounts, err := q.Accounts(ctx, d.Adm.Key)
		for _, a := range accounts {
			l.own.IBANs = append(l.own.IBANs, a.Iban)
		}
		return books.Failed(err)
	})
	return l, err
}

// learned gives what an engine learned, from memory while nobody taught it more.
func learned[T any](ctx context.Context, q *db.Queries, adm int64, m *Memory, engine string, read func([]db.Learned) (*T, error)) (*T, error) {
	version, err := q.LearnedVersion(ctx, db.LearnedVersionParams{Adm: adm, Engine: engine})
	if err != nil {
		return nil, books.Failed(err)
	}
	if what, found := m.lesson(engine, version); found {
		return what.(*T), nil
	}
	rows, err := q.Learned(ctx, db.LearnedParams{Adm: adm, Engine: engine})
	if err != nil {
		return nil, books.Failed(err)
	}
	what, err := read(rows)
	if err == nil {
		m.keep(engine, version, what)
	}
	return what, err
}

func sorterOf(rows []db.Learned) (*sorting.Model, error) {
	model := sorting.New()
	for _, r := range rows {
		if err := json.Unmarshal([]byte(r.Content), model); err != nil {
			return nil, books.Failed(err)
		}
	}
	return model, nil
}

func habitsOf(rows []db.Learned) (*extract.Memory, error) {
	m := &extract.Memory{Suppliers: map[string]*extract.Habit{}}
	for _, r := range rows {
		var h extract.Habit
		if err := json.Unmarshal([]byte(r.Content), &h); err != nil {
			return nil, books.Failed(err)
		}
		m.Suppliers[r.Name] = &h
	}
	return m, nil
}

// teach changes what an engine learned of somebody, as part of a step.
func teach[T any](w *work, engine, name string, change func(*T) error) error {
	var what T
	row, err := w.tx.LearnedOf(w.ctx, db.LearnedOfParams{Adm: w.tx.Adm, Engine: engine, Name: name})
	if err == nil {
		err = json.Unmarshal([]byte(row.Content), &what)
	}
	if err != nil && !store.NoRows(err) {
		return books.Failed(err)
	}
	if err := change(&what); err != nil {
		return err
	}
	body, err := json.Marshal(&what)
	if err != nil {
		return err
	}
	return books.Failed(w.tx.SetLearned(w.ctx, db.SetLearnedParams{Adm: w.tx.Adm, Engine: engine, Name: name, Content: stripped(body), Version: w.tx.NewID()}))
}

// teachSorting lets the sorter learn of what kind a text is.
func (w *work) teachSorting(text string, kind sorting.Kind) error {
	return teach(w, learnsSorting, "", func(m *sorting.Model) error { return m.Learn(text, kind) })
}

// Repeat is a lesson: an invoice that looked like an earlier one and was another.
type Repeat struct {
	Invoice int64           `json:"invoice"`
	Other   int64           `json:"other"`
	Kind    duplicates.Kind `json:"kind"`
	Amount  money.Cents     `json:"amount"`
	Number  string          `json:"number,omitempty"` // that both bear
	Person  string          `json:"person"`
	Because string          `json:"because"`
	At      string          `json:"at"`
}

// repeats is what people said of the invoices of one supplier.
type repeats struct {
	Repeats []Repeat `json:"repeats"`
}

// mostRepeats is how many lessons of one supplier are kept, the latest.
const mostRepeats = 200

func repeatsOf(ctx context.Context, q *db.Queries, adm, supplier int64) (r repeats, err error) {
	row, err := q.LearnedOf(ctx, db.LearnedOfParams{Adm: adm, Engine: learnsDuplicates, Name: subjectID(supplier)})
	if store.NoRows(err) || supplier == 0 {
		return r, nil
	}
	if err != nil {
		return r, books.Failed(err)
	}
	return r, books.Failed(json.Unmarshal([]byte(row.Content), &r))
}

// teachRepeat remembers that an invoice was none of its suspects.
func (w *work) teachRepeat(supplier int64, one Repeat) error {
	one.Person, one.At = w.actor, w.tx.Stamp()
	return teach(w, learnsDuplicates, subjectID(supplier), func(r *repeats) error {
		r.Repeats = append(r.Repeats, one)
		r.Repeats = r.Repeats[max(0, len(r.Repeats)-mostRepeats):]
		return nil
	})
}

// knows says whether a suspect is the kind of repeat that people said is real:
// another number, for the rest the same as the one they looked at. The same
// number once more is always looked at.
func (r repeats) knows(s duplicates.Suspect, amount money.Cents) bool {
	if s.Kind != duplicates.Renumbered {
		return false
	}
	for _, one := range r.Repeats {
		if one.Kind == s.Kind && one.Amount == amount {
			return true
		}
	}
	return false
}

// uses says whether people said that the supplier puts this number on several
// invoices, as that of a customer. The same number with the same amount is looked
// at every time.
func (r repeats) uses(number string, sameAmount bool) bool {
	for _, one := range r.Repeats {
		if !sameAmount && one.Number != "" && ident.NormaliseReference(one.Number) == ident.NormaliseReference(number) {
			return true
		}
	}
	return false
}

// said gives what people said of a pair.
func (r repeats) said(one, other int64) *Repeat {
	for i := range r.Repeats {
		if p := &r.Repeats[i]; p.Invoice == one && p.Other == other || p.Invoice == other && p.Other == one {
			return p
		}
	}
	return nil
}

// reasonOf puts a fault into a reason that is kept.
func reasonOf(err error) Reason {
	var f *fault.Error
	if errors.As(err, &f) {
		return Reason{f.Code, f.Args}
	}
	return why("internal", "error", err)
}
