// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rentmeester/app/invoices"
	"rentmeester/demo"
)

// postScore holds what became of the post against the truth.
type postScore struct {
	Pieces   int                `json:"pieces"`
	Invoices int                `json:"invoices"` // credit notes among them
	Media    map[string]*hitsOf `json:"read"`     // by media: number, days, amount, account and supplier all right
	Other    hitsOf             `json:"other"`    // no invoices: sorted as what they are

	HeldRight   int `json:"heldRight"`   // something was the matter, or something was read wrong
	HeldUnsure  int `json:"heldUnsure"`  // nothing was, but the reading was not sure of itself
	HeldWrong   int `json:"heldWrong"`   // nothing was
	Missed      int `json:"missed"`      // something was the matter and nothing held it
	MissedRead  int `json:"missedRead"`  // something was read wrong and nothing held it
	Repeats     int `json:"repeats"`     // what came before
	RepeatsSeen int `json:"repeatsSeen"` // of these known, filed as copy or held for it
	RepeatsOver int `json:"repeatsOver"` // held for it, and did not come before

	Coded    int `json:"coded"`
	Proposed int `json:"proposed"` // with a proposal for every line
	Right    int `json:"right"`    // that was right for every line

	Filled      int `json:"filled"`      // of these filled in: of at least invoices.FilledFrom on every line
	FilledRight int `json:"filledRight"` // of these right for every line

	Runs    int              `json:"runs"`    // that went to the bank
	States  map[string]int64 `json:"states"`  // of invoices, in the end
	Paid    int              `json:"paid"`    // closed by the bank line of their run
	PaidBad int              `json:"paidBad"` // of these what should not have been paid, or another amount
	Seconds float64          `json:"seconds"`

	frauds int
}

// hitsOf counts how many were right.
type hitsOf struct {
	Total int `json:"total"`
	Right int `json:"right"`
}

func (h *hitsOf) add(right bool) {
	h.Total++
	if right {
		h.Right++
	}
}

func repeats(p demo.Piece) bool {
	return p.Twist == demo.TwistCopy || p.Twist == demo.TwistAgain || p.Twist == demo.TwistAnew
}

// copied counts what was taken for something that was there already.
func (s *postScore) copied(p demo.Piece) {
	if !repeats(p) {
		s.RepeatsOver++
		return
	}
	s.Repeats++
	s.RepeatsSeen++
}

// other counts a document that no invoice was read from, or that is none.
func (s *postScore) other(p demo.Piece, d invoices.DocumentShown) {
	s.Other.add(d.Kind == p.Kind)
}

// read counts how an invoice was read and what held it.
func (s *postScore) read(p demo.Piece, shown invoices.Shown) {
	if p.Codes == nil {
		return
	}
	s.Invoices++
	wrong := misread(p, shown)
	right := len(wrong) == 0 && rightSupplier(p, shown)
	if s.Media == nil {
		s.Media = map[string]*hitsOf{}
	}
	if s.Media[p.Media] == nil {
		s.Media[p.Media] = &hitsOf{}
	}
	s.Media[p.Media].add(right)
	s.holds(p, shown, right)
}

func (s *postScore) holds(p demo.Piece, shown invoices.Shown, right bool) {
	held, unsure, twice := false, len(shown.Holds) > 0, false
	for _, h := range shown.Holds {
		held = true
		twice = twice || h.Kind == "duplicate"
		unsure = unsure && (h.Kind == "doubtful" || h.Kind == "supplier")
	}
	if repeats(p) {
		s.Repeats++
		if twice {
			s.RepeatsSeen++
		}
	} else if twice {
		s.RepeatsOver++
	}
	switch {
	case held && (p.Twist != "" || !right):
		s.HeldRight++
	case unsure:
		s.HeldUnsure++
	case held:
		s.HeldWrong++
	case p.Twist != "":
		s.Missed++
	case !right:
		s.MissedRead++
	}
}

// proposal counts how the coding that was proposed stands to the true one, and
// says whether it is right.
func (s *postScore) proposal(view invoices.CodingView, p demo.Piece) (right bool) {
	s.Coded++
	right = len(view.Lines) == len(p.Codes)
	for i, l := range view.Lines {
		if len(l.Proposal.Parts) == 0 {
			return false
		}
		c := l.Proposal.Parts[0]
		right = right && len(l.Proposal.Parts) == 1 && codingOf(p.Codes[min(i, len(p.Codes)-1)]) ==
			codingOf(demo.Code{Account: c.Account, CostCentre: c.CostCentre, Taakveld: c.Taakveld, Categorie: c.Categorie})
	}
	filled := !slices.ContainsFunc(view.Lines, func(l invoices.LineView) bool { return l.Guess })
	s.Proposed++
	if filled {
		s.Filled++
	}
	if right {
		s.Right++
		if filled {
			s.FilledRight++
		}
	}
	return right
}

// closed looks what was paid in the end.
func (h *townHall) closed(ctx context.Context) error {
	d := h.books.Invoices()
	counts, err := d.Tally(ctx)
	if err != nil {
		return err
	}
	h.score.States = counts.Invoices
	for id, piece := range h.pieces {
		shown, err := d.Show(ctx, id)
		if err != nil {
			return err
		}
		if shown.State != invoices.Paid {
			continue
		}
		h.score.Paid++
		if bad := piece.Twist == demo.TwistFraud || piece.Twist == demo.TwistVAT || repeats(piece) || shown.Payable.String() != piece.Payable.String(); bad {
			h.score.PaidBad++
		}
	}
	return nil
}

// printPost tells what became of the post.
func (p *program) printPost(s postScore) {
	p.printf("cli.demo.post", "pieces", s.Pieces, "invoices", s.Invoices, "weeks", demo.PostWeeks, "other", s.Other.Total, "otherRight", s.Other.Right,
		"seconds", fmt.Sprintf("%.1f", s.Seconds))
	var all hitsOf
	var parts []string
	for _, media := range slices.Sorted(maps.Keys(s.Media)) {
		m := s.Media[media]
		all.Total, all.Right = all.Total+m.Total, all.Right+m.Right
		parts = append(parts, fmt.Sprintf("%s %d/%d", media, m.Right, m.Total))
	}
	p.printf("cli.demo.post-read", "right", all.Right, "total", all.Total, "share", percent(all.Right, all.Total), "parts", strings.Join(parts, ", "))
	p.printf("cli.demo.post-held", "right", s.HeldRight, "unsure", s.HeldUnsure, "wrong", s.HeldWrong, "missed", s.Missed, "missedRead", s.MissedRead)
	p.printf("cli.demo.post-twice", "total", s.Repeats, "seen", s.RepeatsSeen, "missed", s.Repeats-s.RepeatsSeen, "over", s.RepeatsOver)
	p.printf("cli.demo.post-coded", "coded", s.Coded, "from", strconv.FormatFloat(invoices.FilledFrom*100, 'f', -1, 64), "filled", s.Filled, "right", s.FilledRight,
		"share", percent(s.FilledRight, s.Filled), "guesses", s.Proposed-s.Filled, "guessed", s.Right-s.FilledRight, "none", s.Coded-s.Proposed)
	p.printf("cli.demo.post-paid", "runs", s.Runs, "paid", s.Paid, "bad", s.PaidBad, "paying", s.States["paying"], "booked", s.States["booked"],
		"approval", s.States["approval"], "coding", s.States["coding"], "held", s.States["held"], "rejected", s.States["rejected"])
}
