// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"math"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/store"
	"rentmeester/store/db"
)

// PageSize is how many rows a page shows.
const PageSize = 50

// StatementHead is one statement in a list.
type StatementHead struct {
	ID       int64
	Label    string
	Kind     bank.Kind
	First    day.Day
	Last     day.Day
	Opening  money.Cents
	Closing  money.Cents
	Entries  int
	Waiting  int // lines on the worklist
	Format   string
	File     string
	SHA256   string
	Sequence string
}

// StatementView is a statement with a page of its lines.
type StatementView struct {
	Head          StatementHead
	AccountID     int64
	IBAN, Name    string
	In, Out       money.Cents // sums of the booked entries; Out is negative
	Proved        bool
	Proof         []Reason
	Lines         []StatementLine
	More          bool  // there are lines after the last of Lines
	Before, After int64 // neighbours in the chain of the account; 0 none
}

// StatementLine is a line with what stands of what was decided on it.
type StatementLine struct {
	LineView
	Standing []DecisionView
}

// Place is where a page of lines ends: position and detail as in LineView.
type Place struct{ Position, Detail int }

// FromStart is the place before the first line.
var FromStart = Place{}

func headOf(s db.Statement, file string, waiting int64) StatementHead {
	return StatementHead{ID: s.ID, Label: statementLabel(s), Kind: bank.Kind(s.Kind), First: day.Day(s.FromDay), Last: day.Day(s.ToDay),
		Opening: money.Cents(s.Opening), Closing: money.Cents(s.Closing), Entries: int(s.Entries), Waiting: int(waiting),
		Format: s.Format, File: file, SHA256: s.Sha256, Sequence: s.Sequence}
}

// StatementsPage gives statements of an account, the latest first: those that
// close on until or earlier, and on until itself only those before the
// statement given. Begin with "" and 0. Errors: store.failed.
func (b *Books) StatementsPage(ctx context.Context, account int64, until day.Day, before int64) (heads []StatementHead, more bool, err error) {
	if until == "" {
		until, before = "9999-12-31", math.MaxInt64
	}
	err = b.read(ctx, func(q *db.Queries) error {
		rows, err := q.ViewStatements(ctx, db.ViewStatementsParams{Adm: b.Adm.Key, AccountID: account, Until: string(until), Before: before, Page: PageSize + 1})
		if err != nil {
			return failed(err)
		}
		if more = len(rows) > PageSize; more {
			rows = rows[:PageSize]
		}
		waiting, err := b.waitingByStatement(ctx, q, account)
		for _, r := range rows {
			heads = append(heads, headOf(r.Statement, r.FileName, waiting[r.Statement.ID]))
		}
		return err
	})
	return heads, more, err
}

func (b *Books) waitingByStatement(ctx context.Context, q *db.Queries, account int64) (map[int64]int64, error) {
	rows, err := q.WaitingByStatement(ctx, db.WaitingByStatementParams{Adm: b.Adm.Key, AccountID: account})
	waiting := make(map[int64]int64, len(rows))
	for _, r := range rows {
		waiting[r.StatementID] = r.Lines
	}
	return waiting, failed(err)
}

// StatementAt gives a statement with the lines that come after a place.
// Errors: app.no-such-statement.
func (b *Books) StatementAt(ctx context.Context, id int64, after Place) (v StatementView, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		row, err := q.ViewStatement(ctx, db.ViewStatementParams{Adm: b.Adm.Key, ID: id})
		if store.NoRows(err) {
			return fault.New("app.no-such-statement", "statement", id)
		}
		if err != nil {
			return failed(err)
		}
		waiting, err := b.waitingByStatement(ctx, q, row.Account.ID)
		if err != nil {
			return err
		}
		v = StatementView{AccountID: row.Account.ID, Head: headOf(row.Statement, row.FileName, waiting[id]), IBAN: row.Account.Iban, Name: row.Account.Name}
		if err := b.proveAgain(ctx, q, row.Statement, &v); err != nil {
			return err
		}
		return b.linesOf(ctx, q, row.Statement, row.Account, after, &v)
	})
	return v, err
}

// proveAgain proves the statement from what is kept of it, and says in words
// what that proof rests on.
func (b *Books) proveAgain(ctx context.Context, q *db.Queries, s db.Statement, v *StatementView) error {
	sums, err := q.StatementSums(ctx, db.StatementSumsParams{Adm: b.Adm.Key, StatementID: s.ID, Kind: s.Kind})
	if err != nil {
		return failed(err)
	}
	v.In, v.Out = money.Cents(sums.SumIn), money.Cents(sums.SumOut)
	if v.Head.Kind != bank.Booked {
		v.Proved, v.Proof = true, []Reason{{Code: "app.proof.shown"}}
		return nil
	}
	v.Proved = s.Opening+sums.SumIn+sums.SumOut == s.Closing
	code := "app.proof.balance"
	if !v.Proved {
		code = "app.proof.no-balance"
	}
	v.Proof = []Reason{{Code: code, Args: fault.Args("opening", v.Head.Opening, "sum", v.In+v.Out, "closing", v.Head.Closing)},
		{Code: "app.proof.entries", Args: fault.Args("count", sums.Entries)}}
	if s.Details > 0 {
		v.Proof = append(v.Proof, Reason{Code: "app.proof.details", Args: fault.Args("count", s.Details)})
	}
	return b.neighbours(ctx, q, s, v)
}

// neighbours finds what comes before and after in the chain, and whether the
// balances join.
func (b *Books) neighbours(ctx context.Context, q *db.Queries, s db.Statement, v *StatementView) error {
	c, err := b.chain(ctx, q, s.AccountID)
	if err != nil {
		return err
	}
	chain, at := c.links, c.until(day.Day(s.ToDay))
	for i, l := range chain[at:] {
		if i += at; l.ID != s.ID {
			continue
		}
		if i+1 < len(chain) {
			v.After = chain[i+1].ID
		}
		if i == 0 {
			v.Proof = append(v.Proof, Reason{Code: "app.proof.first"})
			return nil
		}
		v.Before = chain[i-1].ID
		code := "app.proof.joins"
		if chain[i-1].Closing != l.Opening {
			code = "app.proof.joins-not"
		}
		v.Proof = append(v.Proof, Reason{Code: code, Args: fault.Args("other", first(chain[i-1].Sequence, string(chain[i-1].Last)),
			"closing", chain[i-1].Closing, "opening", l.Opening)})
	}
	return nil
}

func (b *Books) linesOf(ctx context.Context, q *db.Queries, s db.Statement, a db.Account, after Place, v *StatementView) error {
	rows, err := q.ViewLines(ctx, db.ViewLinesParams{Adm: b.Adm.Key, StatementID: s.ID, Entry: int64(after.Position - 1), Detail: int64(after.Detail - 1), Page: PageSize + 1})
	if err != nil {
		return failed(err)
	}
	if v.More = len(rows) > PageSize; v.More {
		rows = rows[:PageSize]
	}
	look := b.newViewer(ctx, q)
	for _, r := range rows {
		line := StatementLine{}
		if line.LineView, err = viewLine(r.BankLine, r.Entry, s, a); err != nil {
			return err
		}
		if line.Matched || line.Open && line.Left != line.Amount { // something of it was decided
			if line.Standing, err = look.standing(line.LineView); err != nil {
				return err
			}
		}
		v.Lines = append(v.Lines, line)
	}
	return nil
}

// standing gives the decisions on a line that booked something and were not
// taken back, oldest first.
func (v *viewer) standing(line LineView) (list []DecisionView, err error) {
	rows, err := v.q.DecisionsOfLine(v.ctx, db.DecisionsOfLineParams{Adm: v.adm, LineID: line.Line})
	if err != nil {
		return nil, failed(err)
	}
	for _, r := range rows {
		if r.UndoneBy != 0 || r.Kind != Accepted && r.Kind != Changed {
			continue
		}
		d, err := v.decision(r, line)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}
