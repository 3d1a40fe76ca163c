// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"golang.org/x/time/rate"

	"rentmeester/text"
)

// Version is that of the API, by Semantic Versioning; the first number is in Base.
const Version = "1.0.0"

// Base is where the API stands.
const Base = "/api/v1"

// Options are what the API needs besides Source; the zero value works.
type Options struct {
	Default text.Lang // language for who asks for none; Dutch by default
	Contact Contact   // in the OpenAPI document
	// Hosts are the names, with port, under which the API may be asked; others are
	// refused, so that a strange website whose name points to this machine cannot
	// reach it. None: all are answered, for behind a proxy that checks.
	Hosts     []string
	MaxUpload int64         // bytes of one request with files; 64 MiB by default
	AtOnce    int           // requests with files that are dealt with at once; 2 by default
	Rate      rate.Limit    // requests a second of one token; 20 by default
	Wait      time.Duration // that a request with files waits for its turn; 30 s by default
	Log       *slog.Logger  // for errors nobody foresaw
}

// Contact is whom the users of the API may ask.
type Contact struct{ Name, Email, URL string }

func withDefaults(o Options) Options {
	if o.Default == "" {
		o.Default = text.NL
	}
	if o.Contact == (Contact{}) {
		o.Contact = Contact{"Rentmeester", "rentmeester@example.org", "https://example.org/rentmeester"}
	}
	if o.MaxUpload == 0 {
		o.MaxUpload = 64 << 20
	}
	if o.AtOnce == 0 {
		o.AtOnce = 2
	}
	if o.Rate == 0 {
		o.Rate = 20
	}
	if o.Wait == 0 {
		o.Wait = 30 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// rooms holds what every handler needs; it never changes after it is made.
type rooms struct {
	source  Source
	options Options
	lang    text.Lang // of the document
	huma    huma.API
	mux     *http.ServeMux
	turns   chan struct{}
}

// New gives the API over a source, for under Base. The handler is safe for several
// requests at once when the source is.
func New(source Source, options Options) http.Handler {
	r := furnish(source, options, text.NL)
	return r.guard(r.mux)
}

// furnish registers every operation.
func furnish(source Source, options Options, lang text.Lang) *rooms {
	r := &rooms{source: source, options: withDefaults(options), lang: lang, mux: http.NewServeMux()}
	r.turns = make(chan struct{}, r.options.AtOnce)
	r.huma = humago.NewWithPrefix(r.mux, Base, r.config())
	r.huma.UseMiddleware(r.allowed, r.inTurn, r.once)
	for _, add := range []func(){
		r.validations, r.documents, r.invoices, r.invoiceActs, r.coding, r.replies, r.waiting, r.orders, r.projects, r.suppliers, r.paymentRuns, r.bankLines, r.banking, r.ruling, r.codings, r.letters, r.sorting, r.webhooks, r.staffings, r.finds, r.status,
	} {
		add()
	}
	r.finish()
	return r
}

// page is what every list gives.
type page[T any] struct{ Body listOf[T] }

type listOf[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

func (l listOf[T]) next() string { return l.Next }

// linked tells the address of the next page too, as RFC 8288 has it.
func linked(c huma.Context, _ string, body any) (any, error) {
	list, ok := body.(interface{ next() string })
	if !ok || list.next() == "" {
		return body, nil
	}
	self := c.URL()
	query := self.Query()
	query.Set("cursor", list.next())
	c.SetHeader("Link", "<"+self.EscapedPath()+"?"+query.Encode()+`>; rel="next"`)
	return body, nil
}

func pageOf[T any](all []T, next string, err error) (*page[T], error) {
	if err != nil {
		return nil, err
	}
	p := &page[T]{}
	p.Body.Items, p.Body.Next = all, next
	if p.Body.Items == nil {
		p.Body.Items = []T{}
	}
	return p, nil
}

// Paging is how a page of a list is asked for.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"Where to go on: next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

// one is an answer of one thing.
type one[T any] struct{ Body T }

func oneOf[T any](value T, err error) (*one[T], error) {
	if err != nil {
		return nil, err
	}
	return &one[T]{value}, nil
}
