// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Finds is what is looked for, and what came of the work.
type Finds interface {
	// Search finds what begins with the words of a query, at most so many of each kind.
	Search(ctx context.Context, by Caller, query string, each int) (Found, error)
	Results(ctx context.Context, by Caller) (Results, error)
}

// Results is what came of the work, by month.
type Results struct {
	Months    []MonthResult `json:"months" doc:"The latest first, at most twelve"`
	Automatic string        `json:"automatic,omitempty" doc:"Month in which something was first done without a person"`
	Since     MonthResult   `json:"since" doc:"Those months together, from that one on"`
	Baseline  Baseline      `json:"baseline"`
	Minutes   Minutes       `json:"minutes"`
}

// MonthResult is what came of the work of a month.
type MonthResult struct {
	Month        string    `json:"month,omitempty" doc:"2026-04; absent: of several"`
	Lines        DoneAlone `json:"lines" doc:"Decisions that explain money on the bank"`
	Codings      DoneAlone `json:"codings" doc:"Of invoices that were booked for the first time"`
	Invoices     DoneAlone `json:"invoices" doc:"Booked for the first time; alone: nobody touched them but who must approve"`
	Read         int       `json:"read" doc:"Invoices that were booked as they were read"`
	Letters      int       `json:"letters" doc:"Sent"`
	Booked       LeadTime  `json:"booked" doc:"Days from arrival to the first booking"`
	Paid         LeadTime  `json:"paid" doc:"Days from arrival to the last cent on the bank"`
	Found        []Mistake `json:"found"`
	MinutesSaved int       `json:"minutesSaved" doc:"By the minutes that policy assumes"`
}

// DoneAlone says how much was done, how much of that without a person, and how much of
// that was put right since.
type DoneAlone struct {
	All       int `json:"all"`
	Alone     int `json:"alone"`
	Corrected int `json:"corrected"`
}

// LeadTime says how many days invoices took; nothing is known when count is 0.
type LeadTime struct {
	Count  int  `json:"count"`
	Median *int `json:"median,omitempty"`
	Most   *int `json:"most,omitempty" doc:"Nine of ten took no longer"`
}

// Mistake counts what was found wrong of a kind.
type Mistake struct {
	Kind     string `json:"kind" doc:"duplicate, iban, invalid, page, order, amount or refused (in quarantine)"`
	Count    int    `json:"count"`
	Amount   Amount `json:"amount" doc:"Of those invoices"`
	Stopped  int    `json:"stopped" doc:"The invoice was rejected"`
	Mended   int    `json:"mended" doc:"It is no longer so"`
	Released int    `json:"released" doc:"A person let it through"`
	Open     int    `json:"open"`
}

// Baseline is how it went before; what is not known is absent.
type Baseline struct {
	From     string      `json:"from,omitempty" doc:"First month that was measured"`
	Until    string      `json:"until,omitempty"`
	Lines    *BaseFigure `json:"lines,omitempty"`
	Codings  *BaseFigure `json:"codings,omitempty"`
	Invoices *BaseFigure `json:"invoices,omitempty"`
	Booked   *BaseFigure `json:"booked,omitempty" doc:"Median, in days"`
	Paid     *BaseFigure `json:"paid,omitempty" doc:"Median, in days"`
}

// BaseFigure is a share from 0 to 1, or days.
type BaseFigure struct {
	Value  float64 `json:"value"`
	Stated bool    `json:"stated" doc:"Policy says so; else it was measured"`
}

// Minutes is how long a person takes for one of each, as policy assumes.
type Minutes struct {
	BankLine   int `json:"bankLine"`
	Coding     int `json:"coding"`
	Reading    int `json:"reading"`
	Letter     int `json:"letter"`
	Correction int `json:"correction"`
}

// Found is what was found of a query.
type Found struct {
	Query  string     `json:"query" doc:"As it was read"`
	Groups []HitGroup `json:"groups"`
}

// HitGroup is what was found of a kind.
type HitGroup struct {
	Kind string `json:"kind" doc:"decision, invoice, supplier, item, order, run or line"`
	Hits []Hit  `json:"hits"`
	More bool   `json:"more" doc:"There may be others: a longer query finds them"`
}

// Hit is something that was found.
type Hit struct {
	ID       string `json:"id" doc:"Number of a supplier, else identifier"`
	Number   string `json:"number,omitempty" doc:"As people know it"`
	Name     string `json:"name,omitempty" doc:"Of the other side"`
	Text     string `json:"text,omitempty"`
	Amount   Amount `json:"amount"`
	Currency string `json:"currency,omitempty"`
	Day      Day    `json:"day,omitempty"`
	State    string `json:"state,omitempty"`
	Under    int64  `json:"under,omitempty" doc:"Of a bank line its statement, of a decision its line"`
}

func (r *rooms) finds() {
	type nothing struct{}
	type asked struct {
		Query string `query:"q" required:"true" minLength:"2" maxLength:"200" doc:"Beginnings of words, in any order: numbers, names, IBANs, amounts, texts"`
		Limit int    `query:"limit" minimum:"1" maximum:"100" default:"8" doc:"How many of each kind at most"`
	}
	huma.Register(r.huma, r.operation("search", http.MethodGet, "/search", "status"), func(ctx context.Context, in *asked) (*one[Found], error) {
		return oneOf(r.source.Search(ctx, callerOf(ctx), in.Query, in.Limit))
	})
	huma.Register(r.huma, r.operation("get-results", http.MethodGet, "/results", "status"), func(ctx context.Context, _ *nothing) (*one[Results], error) {
		return oneOf(r.source.Results(ctx, callerOf(ctx)))
	})
}
