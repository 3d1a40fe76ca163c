// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"rentmeester/day"
	"rentmeester/store"
	"rentmeester/store/db"
)

// tieDays is how far a notification may lie from the entry it explains: a
// weekend and a holiday.
const tieDays = 5

// span is from the first to the last day of some entries.
type span struct{ first, last day.Day }

func (s *span) add(d day.Day) {
	if s.first == "" || d < s.first {
		s.first = d
	}
	s.last = max(s.last, d)
}

// tie connects notifications (CAMT.054) of an account with the booked entries
// they explain, whichever came first. Where the statement gave one collected
// amount and nobody decided on it yet, the details take its place. Only those
// near the days of what came now are tried: for the others nothing changed.
func (k *keeper) tie(account int64, came span) error {
	if came.first == "" {
		return nil
	}
	untied, err := k.tx.UntiedNotifications(k.ctx, db.UntiedNotificationsParams{Adm: k.tx.Adm, AccountID: account,
		FromDay: string(came.first.Add(-tieDays)), ToDay: string(came.last.Add(tieDays))})
	if err != nil {
		return failed(err)
	}
	for _, n := range untied {
		target, err := k.explains(n)
		if err != nil {
			return err
		}
		if target == nil {
			continue
		}
		if err := k.tieTo(n, *target); err != nil {
			return err
		}
		if err := k.tx.Flush(k.ctx); err != nil {
			return err
		}
	}
	return nil
}

// explains finds the one booked entry that a notification tells of: by the
// bank's reference or our batch reference, else by amount and day when only one
// entry fits.
func (k *keeper) explains(n db.Entry) (*db.Entry, error) {
	near, err := k.tx.TieCandidates(k.ctx, db.TieCandidatesParams{Adm: k.tx.Adm, AccountID: n.AccountID, Amount: n.Amount,
		FromDay: string(day.Day(n.Booked).Add(-tieDays)), ToDay: string(day.Day(n.Booked).Add(tieDays))})
	if err != nil {
		return nil, failed(err)
	}
	var named, sameDay []db.Entry
	for _, e := range near {
		switch {
		case n.BankRef != "" && n.BankRef == e.BankRef, n.BatchInfo != "" && n.BatchInfo == e.BatchInfo:
			named = append(named, e)
		case e.Tied == 0 && e.Booked == n.Booked && !apart(n.BankRef, e.BankRef) && !apart(n.BatchInfo, e.BatchInfo):
			sameDay = append(sameDay, e)
		}
	}
	switch {
	case len(named) == 1 && named[0].Tied == 0:
		return &named[0], nil
	case len(named) == 0 && len(sameDay) == 1:
		return &sameDay[0], nil
	default:
		return nil, nil // also when what it names was explained before
	}
}

// apart says whether both have a reference and they differ.
func apart(a, b string) bool { return a != "" && b != "" && a != b }

// tieTo marks both as belonging together and, where it helps, opens the booked
// entry up into the details.
func (k *keeper) tieTo(n, target db.Entry) error {
	for _, pair := range []db.TieEntryParams{
		{Adm: k.tx.Adm, ID: n.ID, Tied: target.ID, Details: n.Details},
		{Adm: k.tx.Adm, ID: target.ID, Tied: n.ID, Details: max(n.Details, target.Details)},
	} {
		if err := k.tx.TieEntry(k.ctx, pair); err != nil {
			return failed(err)
		}
	}
	return openUp(k.ctx, k.tx, target.ID, n.ID)
}

// openUp lets the details of a notification take the place of the one line of
// the booked entry that it explains, where nobody decided on that line.
func openUp(ctx context.Context, tx *store.Tx, booked, notification int64) error {
	whole, err := tx.LinesOfEntry(ctx, db.LinesOfEntryParams{Adm: tx.Adm, EntryID: booked})
	if err != nil {
		return failed(err)
	}
	parts, err := tx.LinesOfEntry(ctx, db.LinesOfEntryParams{Adm: tx.Adm, EntryID: notification})
	if err != nil {
		return failed(err)
	}
	if !opensUp(whole, parts) {
		return nil
	}
	tx.SetLine(whole[0].ID, 0, lineSplit)
	tx.DropProposal(whole[0].ID)
	for _, p := range parts {
		p.ID, p.EntryID, p.Booked, p.LeftAmount, p.State = tx.NewID(), booked, whole[0].Booked, p.Amount, lineOpen
		if err := tx.Add(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// opensUp says whether details may take the place of one untouched line: they
// must add up to it to the cent.
func opensUp(whole, parts []db.BankLine) bool {
	if len(whole) != 1 || whole[0].State != lineOpen || whole[0].LeftAmount != whole[0].Amount || len(parts) == 0 {
		return false
	}
	if len(parts) == 1 && whole[0].PartyName+whole[0].PartyIban != "" {
		return false // nothing is gained: the statement named the other side itself
	}
	var sum int64
	for _, p := range parts {
		sum += p.Amount
	}
	return sum == whole[0].Amount
}
