// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// BankLine is a line of the worklist, as in `rentmeester worklist --json`.
type BankLine struct {
	Line         int64        `json:"line"`
	Account      string       `json:"account" doc:"Our IBAN"`
	Entry        string       `json:"entry"`
	Detail       int          `json:"detail,omitempty" doc:"Place in the entry from 1; absent: the entry as a whole"`
	Booked       Day          `json:"booked"`
	Currency     string       `json:"currency"`
	Amount       Amount       `json:"amount"`
	Left         Amount       `json:"left" doc:"Not yet explained"`
	Name         string       `json:"name"`
	Counterparty string       `json:"counterparty" doc:"IBAN"`
	Text         []string     `json:"text"`
	Return       string       `json:"return,omitempty" doc:"Why it came back"`
	ReturnCode   string       `json:"returnCode,omitempty"`
	Do           string       `json:"do,omitempty" doc:"What to do about that"`
	Ambiguous    bool         `json:"ambiguous"`
	Why          string       `json:"why" doc:"It waits, in one sentence"`
	Decided      []string     `json:"decided" doc:"Between the best choice and the rest"`
	Keeps        []string     `json:"keeps" doc:"It from being done without a person"`
	Choices      []BankChoice `json:"choices"`
}

// BankChoice is what a line may be for.
type BankChoice struct {
	ID          string        `json:"id" doc:"To accept or reject it by, as it was seen"`
	Choice      int           `json:"choice" doc:"Its place, from 1"`
	Probability float64       `json:"probability"`
	Rule        string        `json:"rule,omitempty"`
	Allocations []BankPortion `json:"allocations"`
	Rest        Amount        `json:"rest"`
	For         []string      `json:"for"`
	Against     []string      `json:"against"`
}

// BankPortion is a part of a line and where it would go.
type BankPortion struct {
	Item       string `json:"item,omitempty"`
	Account    string `json:"account,omitempty"`
	Party      string `json:"party,omitempty"`
	Name       string `json:"name,omitempty"`
	Dimensions string `json:"dimensions,omitempty"`
	Amount     Amount `json:"amount"`
	Open       Amount `json:"open" doc:"Of the item afterwards"`
}

// BankLineFilter says which lines are wanted.
type BankLineFilter struct {
	Search string
	Show   string // sure, doubt or none; "" all
	Cursor string
}

func (r *rooms) bankLines() {
	type listed struct {
		Cursor string `query:"cursor" maxLength:"200" doc:"Where to go on: next of the page before"`
		Search string `query:"search" maxLength:"200" doc:"Words in name, text, reference or amount"`
		Show   string `query:"show" enum:"sure,doubt,none" doc:"With a proposal that is sure, with one that is not, without one"`
	}
	huma.Register(r.huma, r.operation("list-bank-lines", http.MethodGet, "/bank-lines", "bank"), func(ctx context.Context, in *listed) (*page[BankLine], error) {
		return pageOf(r.source.BankLines(ctx, callerOf(ctx), BankLineFilter{in.Search, in.Show, in.Cursor}))
	})
}
