// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// Sums by day and by month stand in tables of their own, so that a page need not count
// among a million rows. Every step that changes what they count changes them too: what
// it adds, and what it changes of bank lines, entries and decisions, comes by here.

// sums are what a step adds to sums. The keys are rows of which the sums are zero.
type sums struct {
	days map[db.DaySum]db.DaySum
	acts map[db.ActSum]db.ActSum
}

func newSums() sums { return sums{map[db.DaySum]db.DaySum{}, map[db.ActSum]db.ActSum{}} }

// States of bank lines that are counted.
const (
	countedOpen    = "open"
	countedMatched = "matched"
	countedBooked  = "booked" // kind of an entry
)

func (tx *Tx) addDay(account int64, day string, add func(*db.DaySum)) {
	key := db.DaySum{Adm: tx.Adm, AccountID: account, Day: day}
	sum, known := tx.sums.days[key]
	if !known {
		sum = key
	}
	add(&sum)
	tx.sums.days[key] = sum
}

func (tx *Tx) addAct(d db.Decision, acts, undone int64) {
	key := db.ActSum{Adm: tx.Adm, Month: d.At[:min(len(d.At), len("2006-01"))], Actor: d.Actor, Kind: d.Kind, Ground: d.Ground}
	sum, known := tx.sums.acts[key]
	if !known {
		sum = key
	}
	sum.Acts, sum.Undone = sum.Acts+acts, sum.Undone+undone
	tx.sums.acts[key] = sum
}

// sumRow counts a row that is added.
func (tx *Tx) sumRow(row any) {
	switch r := row.(type) {
	case db.Entry:
		if r.Kind == countedBooked {
			tx.addDay(r.AccountID, r.Booked, func(s *db.DaySum) { s.Entries, s.Details, s.Bank = s.Entries+1, s.Details+r.Details, s.Bank+r.Amount })
		}
	case db.JournalLine:
		switch {
		case r.AccountID == 0:
		case r.Role == "bank":
			tx.addDay(r.AccountID, r.Day, func(s *db.DaySum) { s.Ledger += r.Amount })
		case r.Role == "suspense":
			tx.addDay(r.AccountID, r.Day, func(s *db.DaySum) { s.Suspense += r.Amount })
		}
	case db.BankLine:
		tx.sumLine(r.AccountID, r.Booked, lineLeft{r.LeftAmount, r.State}, 1)
	case db.Decision:
		undone := int64(0)
		if r.UndoneBy != 0 {
			undone = 1
		}
		tx.addAct(r, 1, undone)
	}
}

// sumLine counts a bank line as it stands, or, times -1, as it stood.
func (tx *Tx) sumLine(account int64, booked string, l lineLeft, times int64) {
	switch l.state {
	case countedOpen:
		tx.addDay(account, booked, func(s *db.DaySum) { s.Waiting, s.LeftAmount = s.Waiting+times, s.LeftAmount+times*l.left })
	case countedMatched:
		tx.addDay(account, booked, func(s *db.DaySum) { s.Matched += times })
	}
}

// sumLines counts bank lines that change, as the database has them, otherwise.
func (tx *Tx) sumLines(ctx context.Context, lines map[int64]lineLeft) error {
	rows := inOrder(lines, func(id int64, _ lineLeft) []any { return []any{id} })
	for part := range slices.Chunk(rows, 1000) {
		query := fmt.Sprintf("SELECT id, account_id, booked, left_amount, state FROM bank_lines WHERE adm = %d AND id IN (SELECT column1 FROM (VALUES %s) AS v)",
			tx.Adm, places(tx.dialect, len(part), []string{"BIGINT"}))
		err := each(ctx, tx.tx, query, slices.Concat(part...), func(scan func(...any) error) error {
			var id, account int64
			var booked string
			var was lineLeft
			if err := scan(&id, &account, &booked, &was.left, &was.state); err != nil {
				return err
			}
			tx.sumLine(account, booked, was, -1)
			tx.sumLine(account, booked, lines[id], 1)
			return nil
		})
		if err != nil {
			return fault.Wrap(err, "store.failed")
		}
	}
	return nil
}

// TieEntry implements db.Queries: the details of an entry are counted anew.
func (tx *Tx) TieEntry(ctx context.Context, p db.TieEntryParams) error {
	was, err := tx.EntryByID(ctx, db.EntryByIDParams{Adm: p.Adm, ID: p.ID})
	if err != nil {
		return err
	}
	if was.Kind == countedBooked && was.Details != p.Details {
		tx.addDay(was.AccountID, was.Booked, func(s *db.DaySum) { s.Details += p.Details - was.Details })
	}
	return tx.Queries.TieEntry(ctx, p)
}

// MarkUndone implements db.Queries: a decision counts as taken back.
func (tx *Tx) MarkUndone(ctx context.Context, p db.MarkUndoneParams) (int64, error) {
	n, err := tx.Queries.MarkUndone(ctx, p)
	if err != nil || n == 0 {
		return n, err
	}
	d, err := tx.DecisionByID(ctx, db.DecisionByIDParams{Adm: p.Adm, ID: p.ID})
	if err == nil {
		tx.addAct(d, 0, 1)
	}
	return n, err
}

// writeSums writes what was added to sums since the last time.
func (tx *Tx) writeSums(ctx context.Context) error {
	var days, acts [][]any
	for _, s := range tx.sums.days {
		if (s != db.DaySum{Adm: s.Adm, AccountID: s.AccountID, Day: s.Day}) {
			days = append(days, []any{s.Adm, s.AccountID, s.Day, s.Entries, s.Details, s.Bank, s.Ledger, s.Suspense, s.Waiting, s.LeftAmount, s.Matched})
		}
	}
	for _, s := range tx.sums.acts {
		acts = append(acts, []any{s.Adm, s.Month, s.Actor, s.Kind, s.Ground, s.Acts, s.Undone})
	}
	tx.sums = newSums()
	slices.SortFunc(days, func(a, b []any) int {
		return cmp.Or(cmp.Compare(a[1].(int64), b[1].(int64)), strings.Compare(a[2].(string), b[2].(string)))
	})
	if err := tx.addSums(ctx, "day_sums", []string{"adm", "account_id", "day"},
		[]string{"entries", "details", "bank", "ledger", "suspense", "waiting", "left_amount", "matched"}, days); err != nil {
		return err
	}
	return tx.addSums(ctx, "act_sums", []string{"adm", "month", "actor", "kind", "ground"}, []string{"acts", "undone"}, acts)
}

// addSums adds rows to the rows of the same key, and makes those that are not there.
func (tx *Tx) addSums(ctx context.Context, table string, key, sum []string, rows [][]any) error {
	set := make([]string, len(sum))
	for i, column := range sum {
		set[i] = column + " = " + table + "." + column + " + excluded." + column
	}
	for part := range slices.Chunk(rows, bulkRows) {
		statement := fmt.Sprintf("INSERT INTO %s (%s) VALUES %s ON CONFLICT (%s) DO UPDATE SET %s", table, strings.Join(slices.Concat(key, sum), ", "),
			places(tx.dialect, len(part), make([]string, len(key)+len(sum))), strings.Join(key, ", "), strings.Join(set, ", "))
		if _, err := tx.tx.ExecContext(ctx, statement, slices.Concat(part...)...); err != nil {
			return fault.Wrap(err, "store.failed")
		}
	}
	return nil
}

// whatSums is under which version of the sums is kept that they are all there.
const whatSums = "sums"

// sumsVersion changes when something else is summed: then all are counted anew.
const sumsVersion = 1

// sumAgain counts all sums of an administration anew, as one step.
func (s *Store) sumAgain(ctx context.Context, adm int64) error {
	return s.Write(ctx, adm, time.Now(), func(tx *Tx) error {
		days, err := tx.CountDaySums(ctx, adm)
		if err == nil {
			err = tx.ForgetDaySums(ctx, adm)
		}
		if err != nil {
			return fault.Wrap(err, "store.failed")
		}
		for _, d := range days {
			tx.addDay(d.AccountID, d.Day, func(s *db.DaySum) {
				*s = db.DaySum{Adm: adm, AccountID: d.AccountID, Day: d.Day, Entries: d.Entries, Details: d.Details, Bank: d.Bank, Ledger: d.Ledger, Suspense: d.Suspense,
					Waiting: d.Waiting, LeftAmount: d.LeftAmount, Matched: d.Matched}
			})
		}
		acts, err := tx.CountActSums(ctx, adm)
		if err == nil {
			err = tx.ForgetActSums(ctx, adm)
		}
		if err != nil {
			return fault.Wrap(err, "store.failed")
		}
		for _, a := range acts {
			tx.addAct(db.Decision{At: a.Month, Actor: a.Actor, Kind: a.Kind, Ground: a.Ground}, a.Acts, a.Undone)
		}
		return tx.SetVersion(ctx, db.SetVersionParams{Adm: adm, What: whatSums, Version: sumsVersion})
	})
}

// each runs a query and hands over its rows.
func each(ctx context.Context, tx *sql.Tx, query string, args []any, row func(scan func(...any) error) error) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}
