// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"encoding/json"
	"io"

	"rentmeester/bank"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

type statementReader func(io.Reader, bank.Handler) error

// importStatements goes twice over the file: first it proves every statement,
// writing nothing; then it writes, in one step, those that are proved, new and
// follow on. So memory stays small for a file of any size, and nothing unproved
// ever stands in the books.
func (b *Books) importStatements(ctx context.Context, out *FileReport, actor string, read statementReader, original store.Original) error {
	var prover bank.Prover
	if err := read(original, &prover); err != nil {
		return err
	}
	if len(prover.Proofs) == 0 {
		return fault.New("app.no-statement", "name", out.Name)
	}
	out.Format = prover.Proofs[0].Statement.Format
	if _, err := original.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return b.write(ctx, func(tx *store.Tx) error {
		k, err := b.newKeeper(ctx, tx, out)
		if err != nil {
			return err
		}
		if err := k.judge(prover.Proofs); err != nil {
			return err
		}
		if err := read(original, k); err != nil {
			return err
		}
		if err := k.finish(); err != nil {
			return err
		}
		return b.fileRead(ctx, tx, out, actor)
	})
}

// keeper writes the proved statements of a file. It is the Handler of the second
// reading.
type keeper struct {
	ctx     context.Context
	tx      *store.Tx
	books   *Books
	out     *FileReport
	policy  policy.Policy
	account map[string]db.Account // by IBAN and currency
	touched map[int64]*span       // accounts that got something, and for which days

	verdicts []verdict
	at       int // statement in the file, -1 before the first

	statement int64
	now       *bank.Proof
	entry     int64
	held      *bank.Detail // the first detail, until it is known whether it is the only one
	lines     int64        // written of this entry
	count     int64        // details of this entry
	days      map[day.Day]money.Cents
}

var _ bank.Handler = (*keeper)(nil)

// verdict says what becomes of a statement.
type verdict struct {
	keep  bool
	proof *bank.Proof
	id    int64
	acc   db.Account
}

func (b *Books) newKeeper(ctx context.Context, tx *store.Tx, out *FileReport) (*keeper, error) {
	k := &keeper{ctx: ctx, tx: tx, books: b, out: out, account: map[string]db.Account{}, touched: map[int64]*span{}, at: -1}
	var err error
	if k.policy, err = b.policy(ctx, tx.Queries); err != nil {
		return nil, err
	}
	accounts, err := tx.Accounts(ctx, b.Adm.Key)
	for _, a := range accounts {
		k.account[a.Iban+"|"+a.Currency] = a
	}
	return k, failed(err)
}

// judge decides which statements are kept. Quarantine rows of an earlier reading
// of this file are replaced by what is found now.
func (k *keeper) judge(proofs []bank.Proof) error {
	waiting, err := k.tx.QuarantineOf(k.ctx, db.QuarantineOfParams{Adm: k.tx.Adm, Sha256: k.out.SHA256})
	if err != nil {
		return failed(err)
	}
	for _, q := range waiting {
		if err := k.tx.ReleaseQuarantine(k.ctx, db.ReleaseQuarantineParams{Adm: k.tx.Adm, ID: q.ID}); err != nil {
			return failed(err)
		}
	}
	k.verdicts = make([]verdict, len(proofs))
	seen := map[string]bool{}
	for i := range proofs {
		p := &proofs[i]
		if len(p.Findings) > 0 {
			if err := k.quarantine(i, p.Statement.Account.ID, p.Findings[0]); err != nil {
				return err
			}
			continue
		}
		known, err := k.known(p)
		if err != nil {
			return err
		}
		if known || seen[p.Fingerprint+"|"+p.Statement.Sequence] {
			k.out.Known++
			continue
		}
		seen[p.Fingerprint+"|"+p.Statement.Sequence] = true
		acc, err := k.accountOf(&p.Statement)
		if err != nil {
			return err
		}
		k.verdicts[i] = verdict{keep: true, proof: p, id: k.tx.NewID(), acc: acc}
	}
	return k.judgeChains()
}

// known says whether the books hold this statement already, perhaps from
// another file or format. Two statements that say the same are two only when
// they come back to where they began and bear different numbers in one format.
func (k *keeper) known(p *bank.Proof) (bool, error) {
	same, err := k.tx.StatementsByFingerprint(k.ctx, db.StatementsByFingerprintParams{Adm: k.tx.Adm, Fingerprint: p.Fingerprint})
	if err != nil {
		return false, failed(err)
	}
	for _, s := range same {
		twin := p.Booked > 0 && p.Sum == 0 && s.Format == p.Statement.Format && s.Sequence != p.Statement.Sequence
		if !twin {
			return true, nil
		}
	}
	return false, nil
}

func (k *keeper) quarantine(index int, about string, f *fault.Error) error {
	k.verdicts[index] = verdict{}
	k.out.Findings = append(k.out.Findings, f)
	args, err := json.Marshal(f.Args)
	if err != nil {
		return err
	}
	return k.tx.Add(k.ctx, db.Quarantine{Adm: k.tx.Adm, ID: k.tx.NewID(), Sha256: k.out.SHA256, Idx: int64(index),
		What: "statement", Subject: about, Code: f.Code, Args: string(args), State: "open", Since: k.tx.Stamp()})
}

// accountOf finds the account of a statement, or makes it. A file that names the
// account by its bare number means the one whose IBAN holds that number, if
// there is just one; the IBAN is kept as soon as a file gives it.
func (k *keeper) accountOf(s *bank.Statement) (db.Account, error) {
	key := s.Account.ID + "|" + s.Currency()
	if a, found := k.account[key]; found {
		return a, nil
	}
	var same []string
	for other, a := range k.account {
		if a.Currency == s.Currency() && bank.SameAccount(a.Iban, s.Account.ID) {
			same = append(same, other)
		}
	}
	if len(same) == 1 {
		a := k.account[same[0]]
		if len(s.Account.ID) > len(a.Iban) {
			a.Iban = s.Account.ID
			delete(k.account, same[0])
			k.account[key] = a
			if err := k.tx.Flush(k.ctx); err != nil {
				return a, err
			}
			return a, failed(k.tx.NameAccount(k.ctx, db.NameAccountParams{Adm: a.Adm, ID: a.ID, Iban: a.Iban}))
		}
		return a, nil
	}
	a := db.Account{Adm: k.tx.Adm, ID: k.tx.NewID(), Iban: s.Account.ID, Currency: s.Currency(), Name: s.Account.Name}
	k.account[key] = a
	return a, k.tx.Add(k.ctx, a)
}

// judgeChains puts a statement in quarantine that tells again of days that the
// books already have. A gap is no reason: the missing statement may come later,
// and until then the account is shown as not closed.
func (k *keeper) judgeChains() error {
	byAccount := map[int64][]int{}
	var order []int64
	for i, v := range k.verdicts {
		if v.keep && v.proof.Statement.Kind == bank.Booked {
			if byAccount[v.acc.ID] == nil {
				order = append(order, v.acc.ID)
			}
			byAccount[v.acc.ID] = append(byAccount[v.acc.ID], i)
		}
	}
	for _, id := range order {
		if err := k.judgeChain(id, byAccount[id]); err != nil {
			return err
		}
	}
	return nil
}

func (k *keeper) judgeChain(account int64, indexes []int) error {
	links, err := links(k.ctx, k.tx.Queries, k.tx.Adm, account)
	if err != nil {
		return err
	}
	all := append([]bank.Link(nil), links...)
	for _, i := range indexes {
		all = append(all, k.verdicts[i].link())
	}
	repeats, err := k.repeats(account, indexes)
	if err != nil {
		return err
	}
	if overlapping(all, 0) == nil && len(repeats) == 0 {
		return nil
	}
	for _, i := range indexes {
		l := k.verdicts[i].link()
		other := repeats[i]
		if b := overlapping(append(links, l), l.ID); other == nil && b != nil {
			other = &b.Before
			if other.ID == l.ID {
				other = &b.After
			}
		}
		if other == nil {
			links = append(links, l)
			continue
		}
		p := k.verdicts[i].proof
		err := k.quarantine(i, p.Statement.Account.ID, fault.New("bank.overlap", "statement", first(p.Statement.Sequence, p.Statement.ID),
			"iban", p.Statement.Account.ID, "first", p.First, "last", p.Last, "other", other.Sequence))
		if err != nil {
			return err
		}
	}
	return nil
}

// repeats finds the statements that tell again, day by day and amount by amount,
// what another statement told: a week after its days, or the other way round.
// Balances alone do not show it on an account that is swept to the same balance
// every day.
func (k *keeper) repeats(account int64, indexes []int) (map[int]*bank.Link, error) {
	told := map[int64]map[day.Day]uint64{} // by statement
	known, err := links(k.ctx, k.tx.Queries, k.tx.Adm, account)
	if err != nil {
		return nil, err
	}
	from, to := k.span(indexes)
	rows, err := k.tx.EntryMarks(k.ctx, db.EntryMarksParams{Adm: k.tx.Adm, AccountID: account, FromDay: string(from), ToDay: string(to)})
	if err != nil {
		return nil, failed(err)
	}
	for _, r := range rows {
		if told[r.StatementID] == nil {
			told[r.StatementID] = map[day.Day]uint64{}
		}
		told[r.StatementID][day.Day(r.Booked)] += bank.MarkAmount(money.Cents(r.Amount))
	}
	found := map[int]*bank.Link{}
	for _, i := range indexes {
		v := k.verdicts[i]
		for j := range known {
			if sameDays(v.link(), known[j], v.proof.Days, told[known[j].ID]) {
				found[i] = &known[j]
				break
			}
		}
		if found[i] == nil {
			known, told[v.id] = append(known, v.link()), v.proof.Days
		}
	}
	return found, nil
}

func (k *keeper) span(indexes []int) (from, to day.Day) {
	for n, i := range indexes {
		p := k.verdicts[i].proof
		if n == 0 || p.First < from {
			from = p.First
		}
		to = max(to, p.Last)
	}
	return from, to
}

// sameDays says whether two statements, one of which lies within the days of the
// other, tell the same of every day they share. Two statements of one day with
// numbers of their own are two, even when they say the same.
func sameDays(a, b bank.Link, daysA, daysB map[day.Day]uint64) bool {
	if a.First == b.First && a.Last == b.Last && a.First == a.Last && a.Sequence != b.Sequence {
		return false
	}
	within := a.First >= b.First && a.Last <= b.Last || b.First >= a.First && b.Last <= a.Last
	if !within {
		return false
	}
	from, to, shared := max(a.First, b.First), min(a.Last, b.Last), 0
	for _, pair := range [][2]map[day.Day]uint64{{daysA, daysB}, {daysB, daysA}} {
		for d, mark := range pair[0] {
			if d < from || d > to {
				continue
			}
			if shared++; pair[1][d] != mark {
				return false
			}
		}
	}
	return shared > 0
}

func (v verdict) link() bank.Link {
	s := v.proof.Statement
	return bank.Link{ID: v.id, First: v.proof.First, Last: v.proof.Last, Sequence: first(s.Sequence, s.ID),
		Opening: s.Opening.Amount, Closing: s.Closing.Amount}
}

// overlapping gives the first overlap in the chain, of one statement or (0) of any.
func overlapping(links []bank.Link, of int64) *bank.Break {
	_, breaks := bank.Chain(links)
	for i, b := range breaks {
		if b.Kind == bank.Overlap && (of == 0 || b.Before.ID == of || b.After.ID == of) {
			return &breaks[i]
		}
	}
	return nil
}

// links gives the booked statements of an account as a chain takes them.
func links(ctx context.Context, q *db.Queries, adm, account int64) ([]bank.Link, error) {
	rows, err := q.LinksOfAccount(ctx, db.LinksOfAccountParams{Adm: adm, AccountID: account, Kind: string(bank.Booked)})
	if err != nil {
		return nil, failed(err)
	}
	list := make([]bank.Link, len(rows))
	for i, s := range rows {
		list[i] = bank.Link{ID: s.ID, First: day.Day(s.FromDay), Last: day.Day(s.ToDay), Sequence: first(s.Sequence, s.BankID),
			Opening: money.Cents(s.Opening), Closing: money.Cents(s.Closing)}
	}
	return list, nil
}
