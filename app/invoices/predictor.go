// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"rentmeester/app/books"
	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/store"
	"rentmeester/store/db"
)

// predictor keeps what was learned of how lines are booked. Before each question
// it learns what was coded since, by whatever process: acts of coding bear
// identifiers that only go up. What was taken back or coded otherwise makes it
// learn everything anew, which is the same as never having learned it.
type predictor struct {
	mu     sync.Mutex
	now    *learnedCodings // nil until it was asked for
	stale  bool            // it knows what no longer holds
	making bool            // another one is being made beside the work
	made   time.Time       // when that began last
}

// learnedCodings is a model with what it knows.
type learnedCodings struct {
	model *predict.Model
	*distributions
	invoices map[int64]bool // of which it learned
	seen     int64          // the last act that it knows
	back     int64          // the last taking back, negative
}

const (
	// soonLearned is how many of the latest invoices, and of the lines that other
	// programs told, are learned while somebody waits. A process that stays learns
	// all of a longer past, beside the work.
	soonLearned = 2_500
	// betweenMaking is how long a large model at least serves before another is made
	// because of corrections; these count at once, only what they replace lingers.
	betweenMaking = 15 * time.Minute
)

// model gives the predictor as the books stand, nil while there is none.
func (d *Desk) model(ctx context.Context) (*predict.Model, error) {
	if d.Tools.Memory == nil {
		return nil, nil
	}
	p := &d.Tools.Memory.predictor
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now != nil {
		if err := d.Read(ctx, func(q *db.Queries) error { return p.follow(ctx, d, q) }); err != nil {
			return nil, err
		}
	}
	if p.now == nil || p.stale {
		if err := p.makeAnew(ctx, d); err != nil {
			return nil, err
		}
	}
	if p.now == nil {
		return nil, nil
	}
	return p.now.model, nil
}

// Learned names what the predictor has learned, "nothing" while it has not begun.
func (d *Desk) Learned(ctx context.Context) (string, error) {
	_, learned, err := d.modelSeen(ctx)
	return learned, err
}

// follow learns what was coded since the last time, once all of it was read: what
// breaks off is read again by the next question.
func (p *predictor) follow(ctx context.Context, d *Desk, q *db.Queries) error {
	k, stale, last := p.now, p.stale, p.now.seen
	rows, err := q.CodingsBack(ctx, db.CodingsBackParams{Adm: d.Adm.Key, Coded: k.back})
	if err != nil {
		return books.Failed(err)
	}
	for _, r := range rows {
		stale = stale || k.invoices[r.ID]
	}
	var fresh []lesson
	coded := map[int64]bool{}
	err = d.codedSince(ctx, q, k.seen, func(act, invoice int64, lines []lesson) {
		stale = stale || k.invoices[invoice]
		coded[invoice], last = len(lines) > 0, max(last, act)
		fresh = append(fresh, lines...)
	})
	if err != nil {
		return err
	}
	err = d.feedbackSince(ctx, q, k.seen, func(f db.CodingFeedback) {
		stale = stale || f.Replaces != 0
		fresh = append(fresh, lessonOf(f))
		last = max(last, f.ID)
	})
	if err != nil {
		return err
	}
	for _, r := range rows {
		delete(k.invoices, r.ID)
		k.back = r.Coded
	}
	maps.Copy(k.invoices, coded)
	p.stale, k.seen = stale, last
	slices.SortStableFunc(fresh, func(a, b lesson) int { return cmp.Compare(a.act, b.act) })
	k.learn(fresh, func() {})
	return nil
}

// learn learns; before each lesson it lets rest.
func (k *learnedCodings) learn(all []lesson, rest func()) {
	for _, l := range all {
		rest()
		k.distributions.learn(l)
		switch {
		case len(l.parts) > 0:
		case l.override:
			k.model.Override(l.row)
		default:
			k.model.Learn(l.row)
		}
	}
}

// makeAnew makes the model of the past: at once of a short one, beside the work of
// a long one in a process that stays.
func (p *predictor) makeAnew(ctx context.Context, d *Desk) error {
	long, err := d.longPast(ctx)
	if err != nil {
		return err
	}
	if !long || !d.Tools.Memory.Stays {
		made, err := d.learnPast(ctx, soonLearned)
		if err == nil {
			p.now, p.stale = made, false
		}
		return err
	}
	if p.making || p.now != nil && d.Now().Sub(p.made) < betweenMaking {
		return nil
	}
	p.making, p.stale, p.made = true, false, d.Now()
	go func() {
		made, err := d.learnPast(context.WithoutCancel(ctx), 0)
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.making = false; err == nil {
			p.now = made
		} else {
			p.stale = true // the next question tries again
		}
	}()
	return nil
}

// longPast says whether there is more than what is learned while somebody waits.
func (d *Desk) longPast(ctx context.Context) (long bool, err error) {
	err = d.Read(ctx, func(q *db.Queries) error {
		coded, told, err := d.ago(ctx, q, soonLearned)
		long = coded != 0 || told != 0
		return err
	})
	return long, err
}

// ago gives the acts before which that many were done; 0 where there were fewer.
func (d *Desk) ago(ctx context.Context, q *db.Queries, many int32) (coded, told int64, err error) {
	coded, err = q.CodedAgo(ctx, db.CodedAgoParams{Adm: d.Adm.Key, Invoices: many})
	if err != nil && !store.NoRows(err) {
		return 0, 0, books.Failed(err)
	}
	told, err = q.FeedbackAgo(ctx, db.FeedbackAgoParams{Adm: d.Adm.Key, Lines: many})
	if err != nil && !store.NoRows(err) {
		return 0, 0, books.Failed(err)
	}
	return coded, told, nil
}

// learnPast learns how the latest invoices were coded, 0 for all of them, day by
// day.
func (d *Desk) learnPast(ctx context.Context, latest int32) (*learnedCodings, error) {
	k := &learnedCodings{model: predict.New(nil, coding.Fields...), invoices: map[int64]bool{}}
	k.distributions = newDistributions(k.model)
	var all []lesson
	err := d.Read(ctx, func(q *db.Queries) error {
		coded, told := int64(0), int64(0)
		var err error
		if latest != 0 {
			if coded, told, err = d.ago(ctx, q, latest); err != nil {
				return err
			}
		}
		k.seen = max(coded, told)
		back, err := q.CodingsBack(ctx, db.CodingsBackParams{Adm: d.Adm.Key, Coded: 0})
		if err != nil {
			return books.Failed(err)
		}
		if len(back) > 0 {
			k.back = back[len(back)-1].Coded
		}
		err = d.codedSince(ctx, q, coded, func(act, invoice int64, lines []lesson) {
			k.invoices[invoice], k.seen = len(lines) > 0, max(k.seen, act)
			all = append(all, lines...)
		})
		if err != nil {
			return err
		}
		return d.feedbackSince(ctx, q, told, func(f db.CodingFeedback) {
			all, k.seen = append(all, lessonOf(f)), max(k.seen, f.ID)
		})
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b lesson) int { return cmp.Or(cmp.Compare(a.row.Day, b.row.Day), cmp.Compare(a.act, b.act)) })
	rest := func() {}
	if latest == 0 {
		rest = d.Tools.Memory.rest
	}
	k.learn(all, rest)
	return k, nil
}
