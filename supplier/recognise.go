// SPDX-License-Identifier: EUPL-1.2

package supplier

import (
	"cmp"
	"math"
	"slices"

	"rentmeester/fault"
	"rentmeester/invoice"
)

// What each piece of evidence weighs, as log-odds against "nobody in the
// register". They are reasoned, not learned: a VAT number is given to one
// enterprise or fiscal unity, an account seldom serves two, names and doors are
// shared. A number that is not the one on record weighs against, less than it
// would for, because registers are out of date.
var weights = map[string]float64{
	"vat": 9, "kvk": 9, "oin": 9, "iban": 6,
	"name-equal": 6, "name-similar": 3, "name-weak": 0, "name-differs": -3,
	"address": 3, "city": 0.5,
	"vat-other": -6, "kvk-other": -5, "oin-other": -5, "address-other": -0.7,
}

const (
	nobody       = 4 // log-odds of "nobody" before anything is known
	alternatives = 5
	mentionable  = 0.005
)

// draft is a candidate with what speaks for and against him.
type draft struct {
	who   *entry
	match Match
	sum   float64
	hard  int // numbers that are his
	bad   bool
}

// Recognise says who sent an invoice.
func (r *Register) Recognise(inv *invoice.Invoice) Outcome {
	s := senderOf(inv)
	drafts := r.weigh(&s)
	var out Outcome
	out.Conflicts = r.conflicts(&s)
	for i := range drafts {
		if drafts[i].match.Probability >= mentionable && len(out.Alternatives) <= alternatives {
			out.Alternatives = append(out.Alternatives, drafts[i].match)
		}
	}
	if len(drafts) > 0 && drafts[0].match.Probability >= 0.5 {
		best := drafts[0]
		out.Best, out.Alternatives = &best.match, out.Alternatives[1:]
		out.Certain = best.hard > 0 && !best.bad && len(out.Conflicts) == 0 && best.match.Probability >= 0.95 &&
			!best.who.Blocked
		if best.who.Blocked {
			out.Best.Against = append(out.Best.Against, reason("blocked", "supplier", best.match.Name))
		}
		return out
	}
	out.Alternatives = out.Alternatives[:min(len(out.Alternatives), alternatives)]
	out.Proposal = propose(inv, &s)
	return out
}

// weigh gives the candidates with their probabilities, the best first.
func (r *Register) weigh(s *sender) []draft {
	var drafts []draft
	sum := math.Exp(nobody)
	for _, id := range r.candidates(s) {
		who := r.entries.get(id)
		d := draft{who: who, match: Match{ID: id, Name: who.Name}}
		r.compareNumbers(s, &d)
		r.compareName(s, &d)
		r.comparePlace(s, &d)
		d.sum = min(d.sum, 30)
		sum += math.Exp(d.sum)
		drafts = append(drafts, d)
	}
	for i := range drafts {
		drafts[i].match.Probability = math.Exp(drafts[i].sum) / sum
	}
	slices.SortFunc(drafts, func(a, b draft) int { return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(a.who.ID, b.who.ID)) })
	return drafts
}

// note adds a piece of evidence.
func (d *draft) note(code string, pairs ...any) {
	w := weights[code]
	d.sum += w
	said := Reason{Code: "supplier.reason." + code, Args: fault.Args(append(pairs, "supplier", d.match.Name)...)}
	switch {
	case w > 0:
		d.match.For = append(d.match.For, said)
	case w < 0:
		d.match.Against = append(d.match.Against, said)
	}
}

func (r *Register) compareNumbers(s *sender, d *draft) {
	k := d.who
	for _, n := range [...]struct{ kind, here, there string }{{"vat", s.vat, k.vat}, {"kvk", s.kvk, k.kvk}, {"oin", s.oin, k.oin}} {
		switch {
		case n.here == "" || n.there == "":
		case n.here == n.there:
			d.note(n.kind, "number", n.here)
			d.hard++
		default:
			d.note(n.kind+"-other", "number", n.here, "record", n.there)
			d.bad = true
		}
	}
	for _, iban := range s.ibans {
		if slices.ContainsFunc(r.holderOf.get(iban), func(h holding) bool { return h.id == d.who.ID && h.account.State != Refused }) {
			d.note("iban", "iban", iban)
			return
		}
	}
}

func (r *Register) compareName(s *sender, d *draft) {
	best, any := 0.0, false
	for _, here := range s.names {
		for _, there := range d.who.names {
			best, any = max(best, r.likeness(here, there)), true
		}
	}
	switch {
	case !any:
	case best >= 0.95:
		d.note("name-equal", "name", s.name)
	case best >= 0.65:
		d.note("name-similar", "name", s.name)
	case best >= 0.3:
		d.note("name-weak", "name", s.name)
	default:
		d.note("name-differs", "name", s.name)
		d.bad = true
	}
}

func (r *Register) comparePlace(s *sender, d *draft) {
	k := d.who
	switch {
	case s.place != "" && s.place == k.place:
		d.note("address", "place", s.place)
	case s.city != "" && s.city == k.city:
		d.note("city", "place", s.city)
	case s.place != "" && k.place != "":
		d.note("address-other", "place", s.place)
	}
}

// conflicts says which numbers on an invoice belong to suppliers of whom none
// has both.
func (r *Register) conflicts(s *sender) []Reason {
	type claim struct {
		kind, number string
		owners       []int64
	}
	claims := []claim{{"vat", s.vat, r.numbers.get("vat:" + s.vat)}, {"kvk", s.kvk, r.numbers.get("kvk:" + s.kvk)}, {"oin", s.oin, r.numbers.get("oin:" + s.oin)}}
	for _, iban := range s.ibans {
		claims = append(claims, claim{"iban", iban, r.numbers.get("iban:" + iban)})
	}
	var out []Reason
	for i, a := range claims {
		for _, b := range claims[i+1:] {
			if a.kind == b.kind || len(a.owners) == 0 || len(b.owners) == 0 ||
				slices.ContainsFunc(a.owners, func(id int64) bool { return slices.Contains(b.owners, id) }) {
				continue
			}
			out = append(out, reason("conflict-"+a.kind+"-"+b.kind, "number", a.number, "supplier", r.entries.get(a.owners[0]).Name,
				"other", b.number, "other-supplier", r.entries.get(b.owners[0]).Name))
		}
	}
	return out
}

// propose fills a record from an invoice. Its accounts wait for two people.
func propose(inv *invoice.Invoice, s *sender) *Record {
	p := &Record{Name: inv.Seller.Name, KvK: s.kvk, VAT: s.vat, OIN: s.oin}
	if p.Name == "" {
		p.Name = inv.Seller.Trade
	} else if inv.Seller.Trade != "" && inv.Seller.Trade != p.Name {
		p.Also = []string{inv.Seller.Trade}
	}
	if inv.Seller.Address != nil {
		p.Address = *inv.Seller.Address
	}
	for _, m := range creditTransfers(inv) {
		iban, ok := readAccount(m.Account)
		if !ok || slices.ContainsFunc(p.Accounts, func(a Account) bool { return a.IBAN == iban }) {
			continue
		}
		a := Account{IBAN: iban, State: Held, Since: inv.Issued}
		if m.Holder != "" {
			a.Holders = []string{m.Holder}
		}
		p.Accounts = append(p.Accounts, a)
	}
	return p
}
