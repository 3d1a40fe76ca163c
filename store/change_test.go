// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"errors"
	"fmt"
	"testing"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// Thousands of changes go in few statements, in any number, and the database
// refuses a step that settles too much, takes back too much or changes a row
// that is not there.
func TestChangesInBulk(t *testing.T) {
	both(t, func(t *testing.T, open func() *Store) {
		s := open()
		adm := administration(t, s)
		const items = 2345
		err := s.Write(t.Context(), adm, noon, func(tx *Tx) error {
			for n := range int64(items) {
				row := db.Item{Adm: adm, ID: tx.NewID(), Kind: "receivable", Number: fmt.Sprint("N", n), Amount: 100}
				line := db.BankLine{Adm: adm, ID: row.ID, Amount: 100, LeftAmount: 100, State: "open"}
				if err := errors.Join(tx.Add(t.Context(), row), tx.Add(t.Context(), line)); err != nil {
					return err
				}
				tx.Settle(row.ID, n%101) // also of rows that are not in the database yet
				tx.SetLine(row.ID, 100-n%101, "open")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for name, step := range map[string]func(*Tx){
			"more than the item": func(tx *Tx) { tx.Settle(3, 99) },
			"less than nothing":  func(tx *Tx) { tx.Settle(3, -3) },
			"no such item":       func(tx *Tx) { tx.Settle(items+1, 1) },
			"no such line":       func(tx *Tx) { tx.SetLine(items+1, 1, "open") },
		} {
			err := s.Write(t.Context(), adm, noon, func(tx *Tx) error {
				tx.Settle(4, 1)
				step(tx)
				return nil
			})
			if !fault.Is(err, "store.failed") && !fault.Is(err, "store.out-of-step") {
				t.Errorf("%s: %v", name, err)
			}
		}
		err = s.Read(t.Context(), adm, func(q *db.Queries) error {
			for n := range int64(items) {
				item, err := q.ItemByID(t.Context(), db.ItemByIDParams{Adm: adm, ID: n + 1})
				if err != nil || item.Settled != n%101 {
					return fmt.Errorf("item %d: %d %w", n, item.Settled, err)
				}
				line, err := q.LineByID(t.Context(), db.LineByIDParams{Adm: adm, ID: n + 1})
				if err != nil || line.LeftAmount != 100-n%101 {
					return fmt.Errorf("line %d: %d %w", n, line.LeftAmount, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// A step resumes what was thought over a snapshot only when nothing was written
// since, and then keeps its identifiers.
func TestResume(t *testing.T) {
	both(t, func(t *testing.T, open func() *Store) {
		s := open()
		adm := administration(t, s)
		think := func() (thought *Tx, id int64) {
			err := s.Think(t.Context(), adm, noon, func(tx *Tx) error {
				thought, id = tx, tx.NewID()
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return thought, id
		}
		resumed := func(thought *Tx) (held bool, next int64) {
			err := s.Write(t.Context(), adm, noon, func(tx *Tx) error {
				held, next = tx.Resume(thought), tx.NewID()
				return tx.Audit(t.Context(), "tester", "act", "x", nil)
			})
			if err != nil {
				t.Fatal(err)
			}
			return held, next
		}
		early, _ := think()
		thought, id := think()
		if held, next := resumed(thought); !held || next != id+1 {
			t.Errorf("resumed %v, next identifier %d after %d", held, next, id)
		}
		if held, _ := resumed(early); held {
			t.Error("resumed what was thought before somebody wrote")
		}
	})
}
