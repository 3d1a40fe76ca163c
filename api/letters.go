// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Letters is the mail that goes out.
type Letters interface {
	// Letters gives the newest, of one state or of all ("").
	Letters(ctx context.Context, by Caller, state, cursor string, limit int) (all []Letter, next string, err error)
	Letter(ctx context.Context, by Caller, id int64) (LetterDetail, error)
	WithdrawLetter(ctx context.Context, by Caller, id int64) error
	LetterAgain(ctx context.Context, by Caller, id int64) error
	// SendReply puts the reply to a supplier in the outbox.
	SendReply(ctx context.Context, by Caller, invoice int64, n NewReply) (letter int64, err error)
}

// Letter is a mail that goes out.
type Letter struct {
	ID       int64  `json:"id"`
	Kind     string `json:"kind" doc:"reminder, forward or reply"`
	About    string `json:"about,omitempty" doc:"invoice:12 or document:7"`
	To       string `json:"to"`
	Subject  string `json:"subject"`
	State    string `json:"state" doc:"waiting, sending, sent, failed or withdrawn"`
	Attempts int64  `json:"attempts"`
	Due      string `json:"due,omitempty" doc:"Not tried before"`
	Why      *Said  `json:"why,omitempty" doc:"It did not go"`
	By       string `json:"by"`
	At       string `json:"at" format:"date-time"`
	Tried    string `json:"tried,omitempty"`
	Ended    string `json:"ended,omitempty"`
}

// LetterDetail is a letter with all that it says.
type LetterDetail struct {
	Letter
	Body      string   `json:"body"`
	MessageID string   `json:"messageId"`
	Attached  []string `json:"attached" doc:"Names of files"`
}

// NewReply is what a supplier is told, put in the outbox.
type NewReply struct {
	Reasons []string `json:"reasons,omitempty" maxItems:"20" doc:"Absent: what the holds and the rejection say"`
	Remark  string   `json:"remark,omitempty" maxLength:"2000"`
	To      string   `json:"to,omitempty" maxLength:"300" doc:"Address; absent: that which the invoice names"`
}

func (r *rooms) letters() {
	type listed struct {
		Paging
		State string `query:"state" enum:"waiting,sending,sent,failed,withdrawn"`
	}
	huma.Register(r.huma, r.operation("list-letters", http.MethodGet, "/letters", "letters"), func(ctx context.Context, in *listed) (*page[Letter], error) {
		return pageOf(r.source.Letters(ctx, callerOf(ctx), in.State, in.Cursor, in.Limit))
	})
	show := func(ctx context.Context, in *ByID) (*one[LetterDetail], error) {
		return oneOf(r.source.Letter(ctx, callerOf(ctx), in.ID))
	}
	huma.Register(r.huma, r.operation("get-letter", http.MethodGet, "/letters/{id}", "letters"), show)
	for id, act := range map[string]struct {
		noun string
		do   func(context.Context, Caller, int64) error
	}{
		"withdraw-letter":   {"withdrawals", func(ctx context.Context, by Caller, id int64) error { return r.source.WithdrawLetter(ctx, by, id) }},
		"send-letter-again": {"resendings", func(ctx context.Context, by Caller, id int64) error { return r.source.LetterAgain(ctx, by, id) }},
	} {
		huma.Register(r.huma, anew(r.act(id, "/letters/{id}/"+act.noun, "letters")), func(ctx context.Context, in *ByID) (*one[LetterDetail], error) {
			if !brokenOff(ctx) {
				if err := act.do(ctx, callerOf(ctx), in.ID); err != nil {
					return nil, err
				}
			}
			return show(ctx, in)
		})
	}
	huma.Register(r.huma, r.act("send-reply", "/invoices/{id}/replies", "invoices"), func(ctx context.Context, in *actInput[NewReply]) (*one[LetterDetail], error) {
		letter, err := r.source.SendReply(ctx, callerOf(ctx), in.ID, in.Body)
		if err != nil {
			return nil, err
		}
		return show(ctx, &ByID{letter})
	})
}
