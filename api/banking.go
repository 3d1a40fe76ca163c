// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Banking is what people do with bank lines.
type Banking interface {
	BankLines(ctx context.Context, by Caller, f BankLineFilter) (all []BankLine, next string, err error)
	// BankLine gives a line, also one that waits no more.
	BankLine(ctx context.Context, by Caller, id int64) (BankLine, error)
	OpenItems(ctx context.Context, by Caller, line int64, search string) ([]OpenItem, error)
	AcceptLine(ctx context.Context, by Caller, line int64, choice string) (decision int64, err error)
	// AcceptTicked is AcceptLine for one of several: nobody need have looked at each.
	AcceptTicked(ctx context.Context, by Caller, line int64, choice string) (decision int64, err error)
	RejectLine(ctx context.Context, by Caller, line int64, choice string) (decision int64, err error)
	BookLine(ctx context.Context, by Caller, line int64, b Booking) (decision int64, err error)
	Decisions(ctx context.Context, by Caller, cursor string) (all []Decision, next string, err error)
	Undo(ctx context.Context, by Caller, decision int64) (reversal int64, err error)
	Quarantine(ctx context.Context, by Caller, cursor string) (all []Quarantined, next string, err error)
	Dismiss(ctx context.Context, by Caller, finding int64) error
	Mandates(ctx context.Context, by Caller) ([]Mandate, error)
}

// OpenItem is what a line may settle.
type OpenItem struct {
	Number    string `json:"number"`
	Kind      string `json:"kind"`
	Party     string `json:"party,omitempty"`
	Name      string `json:"name"`
	Text      string `json:"text,omitempty"`
	Reference string `json:"reference,omitempty"`
	Due       Day    `json:"due,omitempty"`
	Amount    Amount `json:"amount"`
	Open      Amount `json:"open"`
	Room      Amount `json:"room" doc:"What this line can settle of it, or take back"`
}

// LineChoice names a choice of a line, as it was seen.
type LineChoice struct {
	Choice string `json:"choice" minLength:"1" maxLength:"100" doc:"id of one of its choices"`
}

// Booking is what a line is for, in the words of a person.
type Booking struct {
	Allocations []BookingPart `json:"allocations" minItems:"1" maxItems:"1000" doc:"Together the whole line"`
}

// BookingPart is a part of a line and where it goes: one of item, account and party.
type BookingPart struct {
	Item    string  `json:"item,omitempty" maxLength:"100" doc:"Number of an open item"`
	Account string  `json:"account,omitempty" maxLength:"100" doc:"Ledger account"`
	Party   string  `json:"party,omitempty" maxLength:"100" doc:"Number of a party, on whose account it waits"`
	Amount  *Amount `json:"amount,omitempty" doc:"In the direction of the line; absent: what fits"`
}

// Decided is what came of an act on a line.
type Decided struct {
	Decision int64 `json:"decision,omitempty" doc:"Absent: it was taken by the same request before, that broke off; see decisions"`
	Line     int64 `json:"line,omitempty"`
}

// TickedLines are lines that are accepted in one go.
type TickedLines struct {
	Lines []TickedLine `json:"lines" minItems:"1" maxItems:"500"`
}

// TickedLine is one of them, as it was seen.
type TickedLine struct {
	Line int64 `json:"line" minimum:"1"`
	LineChoice
}

// TickedAnswer says what came of each.
type TickedAnswer struct {
	Done []Decided    `json:"done"`
	Left []TickedLeft `json:"left" doc:"What stays as it is, and why"`
}

// TickedLeft is a line that was left.
type TickedLeft struct {
	Line int64 `json:"line"`
	Why  Said  `json:"why"`
}

// Decision is one that was taken about a bank line.
type Decision struct {
	ID          int64         `json:"id"`
	At          string        `json:"at" format:"date-time"`
	Kind        string        `json:"kind" doc:"accepted, changed, rejected or undone"`
	By          string        `json:"by" doc:"Person, or autopilot"`
	Line        int64         `json:"line"`
	Account     string        `json:"account" doc:"Our IBAN"`
	Booked      Day           `json:"booked"`
	Amount      Amount        `json:"amount"`
	Allocations []BankPortion `json:"allocations"`
	Probability float64       `json:"probability,omitempty"`
	Reasons     []string      `json:"reasons"`
	Policy      string        `json:"policy,omitempty" doc:"Version that it was taken under"`
	Undoes      int64         `json:"undoes,omitempty"`
	UndoneBy    int64         `json:"undoneBy,omitempty"`
}

// Quarantined is a part of a file that was read and not believed.
type Quarantined struct {
	ID      int64  `json:"id"`
	File    string `json:"file"`
	SHA256  string `json:"sha256"`
	Subject string `json:"subject,omitempty" doc:"Account or number that it is about"`
	Since   string `json:"since" format:"date-time"`
	Why     Said   `json:"why"`
}

// Mandate is one under which a collection failed.
type Mandate struct {
	Mandate  string           `json:"mandate"`
	Party    string           `json:"party,omitempty"`
	Name     string           `json:"name"`
	IBAN     string           `json:"iban,omitempty"`
	Recent   int              `json:"recent" doc:"Failures within the months of policy"`
	InARow   int              `json:"inARow" doc:"Failures since one that succeeded"`
	Stop     string           `json:"stop,omitempty" doc:"Why policy says to stop it"`
	Failures []MandateFailure `json:"failures"`
	Orders   []MandateOrder   `json:"orders" doc:"Collections that were ordered since"`
}

// MandateFailure is a collection that failed.
type MandateFailure struct {
	Line   int64    `json:"line,omitempty" doc:"Of the return; absent: the bank refused to collect"`
	On     Day      `json:"on"`
	Amount Amount   `json:"amount"`
	Items  []string `json:"items"`
	Code   string   `json:"code,omitempty" doc:"Of the bank"`
	Why    string   `json:"why,omitempty"`
}

// MandateOrder is a collection that was ordered.
type MandateOrder struct {
	Batch  string `json:"batch"`
	On     Day    `json:"on"`
	Amount Amount `json:"amount"`
}

type lineInput[T any] struct {
	ByID
	Body T
}

// onLine registers an act on a bank line. It answers which decision that is.
func onLine[T any](r *rooms, id, noun string, do func(context.Context, Caller, int64, T) (int64, error)) {
	huma.Register(r.huma, anew(r.act(id, "/bank-lines/{id}/"+noun, "bank")), func(ctx context.Context, in *lineInput[T]) (*one[Decided], error) {
		if brokenOff(ctx) {
			return &one[Decided]{Decided{Line: in.ID}}, nil
		}
		decision, err := do(ctx, callerOf(ctx), in.ID, in.Body)
		return oneOf(Decided{decision, in.ID}, err)
	})
}

func (r *rooms) banking() {
	huma.Register(r.huma, r.operation("get-bank-line", http.MethodGet, "/bank-lines/{id}", "bank"), func(ctx context.Context, in *ByID) (*one[BankLine], error) {
		return oneOf(r.source.BankLine(ctx, callerOf(ctx), in.ID))
	})
	type search struct {
		ByID
		Search string `query:"search" maxLength:"200" doc:"Number, name, reference or amount; absent: what the line itself says"`
	}
	huma.Register(r.huma, r.operation("list-open-items", http.MethodGet, "/bank-lines/{id}/open-items", "bank"), func(ctx context.Context, in *search) (*page[OpenItem], error) {
		all, err := r.source.OpenItems(ctx, callerOf(ctx), in.ID, in.Search)
		return pageOf(all, "", err)
	})
	onLine(r, "accept-bank-line", "acceptances", func(ctx context.Context, by Caller, id int64, in LineChoice) (int64, error) {
		return r.source.AcceptLine(ctx, by, id, in.Choice)
	})
	onLine(r, "reject-bank-line", "rejections", func(ctx context.Context, by Caller, id int64, in LineChoice) (int64, error) {
		return r.source.RejectLine(ctx, by, id, in.Choice)
	})
	onLine(r, "book-bank-line", "bookings", func(ctx context.Context, by Caller, id int64, in Booking) (int64, error) {
		return r.source.BookLine(ctx, by, id, in)
	})
	// each line stands on its own, and one that was accepted already is left
	huma.Register(r.huma, anew(r.act("accept-bank-lines", "/bank-line-acceptances", "bank")), r.acceptTicked)
	r.decided()
	r.setAside()
}

func (r *rooms) acceptTicked(ctx context.Context, in *one[TickedLines]) (*one[TickedAnswer], error) {
	by, a := callerOf(ctx), TickedAnswer{Done: []Decided{}, Left: []TickedLeft{}}
	for _, l := range in.Body.Lines {
		decision, err := r.source.AcceptTicked(ctx, by, l.Line, l.Choice)
		if err == nil {
			a.Done = append(a.Done, Decided{decision, l.Line})
			continue
		}
		f := asFault(err)
		if statusOf(f) >= http.StatusInternalServerError || ctx.Err() != nil {
			return nil, err
		}
		a.Left = append(a.Left, TickedLeft{l.Line, SaidOf(by, f)})
	}
	return &one[TickedAnswer]{a}, nil
}

func (r *rooms) decided() {
	type from struct {
		Cursor string `query:"cursor" maxLength:"200" doc:"Where to go on: next of the page before"`
	}
	huma.Register(r.huma, r.operation("list-decisions", http.MethodGet, "/decisions", "bank"), func(ctx context.Context, in *from) (*page[Decision], error) {
		return pageOf(r.source.Decisions(ctx, callerOf(ctx), in.Cursor))
	})
	huma.Register(r.huma, anew(r.act("undo-decision", "/decisions/{id}/undoings", "bank")), func(ctx context.Context, in *ByID) (*one[Decided], error) {
		if brokenOff(ctx) {
			return &one[Decided]{}, nil
		}
		reversal, err := r.source.Undo(ctx, callerOf(ctx), in.ID)
		return oneOf(Decided{Decision: reversal}, err)
	})
	huma.Register(r.huma, r.operation("list-quarantine", http.MethodGet, "/quarantine", "bank"), func(ctx context.Context, in *from) (*page[Quarantined], error) {
		return pageOf(r.source.Quarantine(ctx, callerOf(ctx), in.Cursor))
	})
}

// setAside registers what was set aside: parts of files, and mandates.
func (r *rooms) setAside() {
	huma.Register(r.huma, anew(r.act("dismiss-finding", "/quarantine/{id}/dismissals", "bank")), func(ctx context.Context, in *ByID) (*one[Nothing], error) {
		if brokenOff(ctx) {
			return &one[Nothing]{}, nil
		}
		return oneOf(Nothing{}, r.source.Dismiss(ctx, callerOf(ctx), in.ID))
	})
	mandates := r.operation("list-mandates", http.MethodGet, "/mandates", "bank")
	mandates.Metadata[heavy] = true
	huma.Register(r.huma, mandates, func(ctx context.Context, in *Paging) (*page[Mandate], error) {
		all, err := r.source.Mandates(ctx, callerOf(ctx))
		return paged(all, *in, func(m Mandate) string { return m.Mandate }, err)
	})
}
