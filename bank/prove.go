// SPDX-License-Identifier: EUPL-1.2

package bank

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/money"
)

// Proof is what the reading of one statement showed. It is proved when Findings
// is empty: then opening + signed entries = closing, every collected entry is
// the signed sum of its details, and every count and sum that the file itself
// states agrees with what was read.
type Proof struct {
	Statement   Statement // header and balances, without entries
	Entries     int
	Booked      int                // entries that count in the balance
	Details     int                // details handed over, of all entries
	Sum         money.Cents        // signed, of booked entries
	First, Last day.Day            // booking days of booked entries; the closing day when there are none
	Whole       map[int]bool       // entries (by Index) whose details do not add up to them: handled as one whole
	Fingerprint string             // the same for the same statement in another file or format
	Days        map[day.Day]uint64 // order-free mark of the booked amounts of each day
	Findings    []*fault.Error
}

// Prover is a Handler that proves statements while they are read and keeps no
// entries, so it needs the same little memory for any file.
type Prover struct {
	Proofs []Proof

	now      Proof
	credits  money.Cents // unsigned sums over all entries, as the file's own totals have them
	debits   money.Cents
	ncredit  int
	ndebit   int
	mark     [2]uint64 // order-free sum over the entries' amounts
	refs     uint64    // the same over the bank's references
	bareRefs int       // entries without one
	batch    money.Cents
	charges  money.Cents
	bare     int // details of this entry without an amount of their own
	count    int // details of this entry
}

// Begin implements Handler.
func (p *Prover) Begin(s *Statement) error {
	proofs := p.Proofs
	*p = Prover{Proofs: proofs, now: Proof{Statement: *s}}
	return nil
}

// Detail implements Handler.
func (p *Prover) Detail(e *Entry, d *Detail) error {
	p.count++
	p.charges += d.Charges
	if !d.HasAmount {
		p.bare++
		return nil
	}
	var err error
	p.batch, err = money.Add(p.batch, d.Amount)
	return err
}

// Entry implements Handler.
func (p *Prover) Entry(e *Entry) error {
	p.proveBatch(e)
	p.now.Entries++
	p.now.Details += p.count
	p.batch, p.charges, p.bare, p.count = 0, 0, 0, 0
	if err := p.total(e); err != nil {
		return err
	}
	if e.BankRef == "" {
		p.bareRefs++
	}
	ref := fnv.New64a()
	_, _ = ref.Write([]byte(e.BankRef)) // a hash never fails
	p.refs += mix(ref.Sum64())
	p.markDay(e)
	if e.Status != StatusBooked {
		return nil
	}
	p.now.Booked++
	var err error
	if p.now.Sum, err = money.Add(p.now.Sum, e.Amount); err != nil {
		return err
	}
	if e.Booked != "" && (p.now.First == "" || e.Booked < p.now.First) {
		p.now.First = e.Booked
	}
	if e.Booked > p.now.Last {
		p.now.Last = e.Booked
	}
	h := mix(uint64(e.Amount))
	p.mark[0] += h
	p.mark[1] += mix(h)
	return nil
}

// markDay adds a booked entry to the mark of its day.
func (p *Prover) markDay(e *Entry) {
	if e.Status != StatusBooked || e.Booked == "" {
		return
	}
	if p.now.Days == nil {
		p.now.Days = map[day.Day]uint64{}
	}
	p.now.Days[e.Booked] += MarkAmount(e.Amount)
}

// MarkAmount gives the mark of one amount; the sum of marks tells a set of
// amounts, whatever its order.
func MarkAmount(c money.Cents) uint64 { return mix(uint64(c)) }

func (p *Prover) total(e *Entry) (err error) {
	if e.Amount >= 0 {
		p.ncredit++
		p.credits, err = money.Add(p.credits, e.Amount)
		return err
	}
	p.ndebit++
	p.debits, err = money.Add(p.debits, -e.Amount)
	return err
}

// mix is the finaliser of SplitMix64: equal amounts give equal marks, and sums
// of different amounts do not meet by accident.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// proveBatch: a collected entry is the signed sum of its details, give or take
// charges that the bank itself states. Details without amounts cannot be proved
// and are shown with the entry, which is then handled as one whole.
func (p *Prover) proveBatch(e *Entry) {
	if p.count < 2 && p.bare == p.count || p.bare == 0 && p.batch == e.Amount {
		return
	}
	if p.count > 1 {
		if p.now.Whole == nil {
			p.now.Whole = map[int]bool{}
		}
		p.now.Whole[e.Index] = true
	}
	if p.bare > 0 {
		return
	}
	if gap := (e.Amount - p.batch).Abs(); p.charges != 0 && gap == p.charges.Abs() {
		return
	}
	p.find("bank.batch-sum", "line", e.Line, "entry", e.Index+1, "amount", e.Amount, "sum", p.batch, "count", p.count)
}

// MaxFindings bounds how many findings of one statement are kept; the first
// ones say enough.
const MaxFindings = 20

func (p *Prover) find(code string, pairs ...any) {
	if len(p.now.Findings) < MaxFindings {
		p.now.Findings = append(p.now.Findings, fault.New(code, pairs...))
	}
}

// End implements Handler.
func (p *Prover) End(s *Statement) error {
	p.now.Statement = *s
	p.proveTotals(s)
	if s.Kind == Booked {
		p.proveBalance(s)
	}
	if s.Account.ID == "" {
		p.find("bank.no-account", "line", s.Line)
	}
	p.close(s)
	p.Proofs = append(p.Proofs, p.now)
	return nil
}

func (p *Prover) proveBalance(s *Statement) {
	switch {
	case s.Opening == nil:
		p.find("bank.no-opening", "line", s.Line, "statement", s.ID)
	case s.Closing == nil:
		p.find("bank.no-closing", "line", s.Line, "statement", s.ID)
	default:
		should, err := money.Add(s.Opening.Amount, p.now.Sum)
		if err != nil || should != s.Closing.Amount {
			p.find("bank.balance", "line", s.Line, "statement", s.ID, "opening", s.Opening.Amount, "sum", p.now.Sum,
				"closing", s.Closing.Amount, "difference", s.Closing.Amount-should, "entries", p.now.Booked)
		}
	}
}

func (p *Prover) proveTotals(s *Statement) {
	for _, said := range []struct {
		what      string
		said, got int
	}{{"entries", s.SaidEntries, p.now.Entries}, {"credits", s.SaidCreditNum, p.ncredit}, {"debits", s.SaidDebitNum, p.ndebit}} {
		if said.said >= 0 && said.said != said.got {
			p.find("bank.count", "line", s.Line, "what", said.what, "said", said.said, "count", said.got)
		}
	}
	for _, said := range []struct {
		what string
		said *money.Cents
		got  money.Cents
	}{{"sum", s.SaidSum, p.credits + p.debits}, {"credits", s.SaidCredits, p.credits}, {"debits", s.SaidDebits, p.debits}} {
		if said.said != nil && *said.said != said.got {
			p.find("bank.total", "line", s.Line, "what", said.what, "said", *said.said, "sum", said.got)
		}
	}
}

// close settles the period and the fingerprint. The fingerprint leaves out what
// differs between formats (identifications, numbers, texts) and keeps what the
// same statement has in all of them.
func (p *Prover) close(s *Statement) {
	end := p.now.Last
	if s.Closing != nil && s.Closing.Day != "" {
		end = s.Closing.Day
	} else if end == "" {
		end = s.To
	}
	if p.now.First == "" {
		p.now.First = end
	}
	p.now.Last = end
	var opening, closing money.Cents
	if s.Opening != nil {
		opening = s.Opening.Amount
	}
	if s.Closing != nil {
		closing = s.Closing.Amount
	}
	key := fmt.Sprintf("%s|%s|%s|%s|%d|%d|%d|%x", s.Kind, accountNumber(s.Account.ID), s.Currency(), end, opening, closing, p.now.Booked, p.mark)
	if s.Kind != Booked {
		key += fmt.Sprintf("|%d|%d|%x", p.now.Entries, p.credits-p.debits, p.refs)
		if p.bareRefs > 0 || p.now.Entries == 0 { // nothing but its name tells it from another
			key += "|" + s.ID + "|" + s.Created
		}
	}
	sum := sha256.Sum256([]byte(key))
	p.now.Fingerprint = hex.EncodeToString(sum[:16])
}

// Currency gives the currency of the statement's account, by its account, its
// balances, or EUR.
func (s *Statement) Currency() string {
	switch {
	case s.Opening != nil && s.Opening.Currency != "":
		return s.Opening.Currency
	case s.Account.Currency != "":
		return s.Account.Currency
	default:
		return "EUR"
	}
}

// accountNumber gives the number of a Dutch account without its bank and leading
// zeros: older files name an account by it, newer ones by its IBAN.
func accountNumber(id string) string {
	if len(id) == 18 && strings.HasPrefix(id, "NL") {
		id = id[8:]
	}
	if number := strings.TrimLeft(id, "0"); number != "" && strings.Trim(number, "0123456789") == "" {
		return number
	}
	return id
}

// SameAccount says whether two identifications can be of one account: they are
// equal, or one is the IBAN and the other the bare number in it.
func SameAccount(a, b string) bool {
	return a == b || accountNumber(a) == accountNumber(b) && (accountNumber(a) == strings.TrimLeft(a, "0") || accountNumber(b) == strings.TrimLeft(b, "0"))
}
