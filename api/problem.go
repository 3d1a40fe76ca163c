// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"rentmeester/fault"
	"rentmeester/text"
)

// Problem says what went wrong and what to do, by RFC 9457.
type Problem struct {
	Type   string  `json:"type" doc:"about:blank: code says which problem it is" example:"about:blank"`
	Title  string  `json:"title" doc:"What the status means" example:"Niet gevonden"`
	Status int     `json:"status" doc:"HTTP status" example:"404"`
	Detail string  `json:"detail" doc:"What went wrong, in the language of Accept-Language" example:"Er is geen factuur 17."`
	Code   string  `json:"code" doc:"Which problem it is; stable" example:"invoices.none"`
	Remedy string  `json:"remedy,omitempty" doc:"What to do about it"`
	Right  string  `json:"right,omitempty" doc:"Right that the token lacks" example:"approve"`
	Errors []Wrong `json:"errors,omitempty" doc:"What does not fit the description of the request"`
}

// Wrong is one thing in a request that does not fit its description.
type Wrong struct {
	Location string `json:"location" doc:"Where" example:"query.limit"`
	Message  string `json:"message" doc:"What, in English"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return problemJSON }

const problemJSON = "application/problem+json"

// Huma makes its own errors by these two: the whole program has one form of them.
func init() {
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, said string, errs ...error) huma.StatusError {
		return problemOf(text.NL, status, said, errs)
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, said string, errs ...error) huma.StatusError {
		by := callerOf(c.Context())
		p := problemOf(by.Lang, status, said, errs)
		if p.Status == http.StatusInternalServerError {
			logOf(c.Context()).ErrorContext(c.Context(), "api: unforeseen", "method", c.Method(), "path", c.URL().Path, "error", errors.Join(errs...))
		}
		return p
	}
}

// problemOf tells of a fault, or of what huma found wrong with a request.
func problemOf(lang text.Lang, status int, said string, errs []error) *Problem {
	var f *fault.Error
	if errors.As(errors.Join(errs...), &f) {
		return problem(lang, statusOf(f), f)
	}
	p := problem(lang, status, misfit(status, said))
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			p.Errors = append(p.Errors, Wrong{d.ErrorDetail().Location, d.ErrorDetail().Message})
		}
	}
	return p
}

// misfit names what huma found.
func misfit(status int, said string) *fault.Error {
	switch status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return fault.New("api.invalid")
	case http.StatusRequestEntityTooLarge:
		return fault.New("api.too-large")
	case http.StatusRequestTimeout:
		return fault.New("api.timeout")
	case http.StatusUnsupportedMediaType:
		return fault.New("api.media")
	case http.StatusNotAcceptable:
		return fault.New("api.not-acceptable")
	}
	if said == "cannot read request body" { // who sent it went away, or sent nonsense
		return fault.New("api.broken")
	}
	return fault.New("api.internal")
}

// problem tells of a fault. What nobody foresaw is told without its cause: that is
// in the log.
func problem(lang text.Lang, status int, f *fault.Error) *Problem {
	switch f.Code {
	case "api.invalid", "api.broken":
		status = http.StatusBadRequest
	}
	if status == http.StatusInternalServerError {
		f = fault.New("api.internal")
	}
	what, remedy := text.Fault(lang, f)
	p := &Problem{Type: "about:blank", Title: title(lang, status), Status: status, Detail: what, Code: f.Code, Remedy: remedy}
	if f.Code == "api.no-right" {
		p.Right = f.Args["right"]
	}
	return p
}

// title gives what a status means.
func title(lang text.Lang, status int) string {
	if key := "api.status." + strconv.Itoa(status); text.Has(lang, key) {
		return text.Say(lang, key, nil)
	}
	return http.StatusText(status)
}

// statuses are the faults that are not simply a wrong request.
var statuses = map[int][]string{
	http.StatusUnauthorized: {"access.refused", "api.no-token"},
	http.StatusForbidden: {"api.no-right", "api.cross-origin", "invoices.may-not", "invoices.may-not-who", "invoices.same-person",
		"payments.release-maker", "payments.release-again", "payments.release-limit", "payments.release-nobody"},
	http.StatusNotFound: {"api.no-path", "invoices.none", "invoices.no-supplier", "invoices.no-document", "invoices.no-account", "invoices.no-order-id", "projects.not-found",
		"app.no-line", "app.no-decision", "app.no-finding", "outbox.none", "webhooks.none", "invoices.no-batch", "store.no-blob", "payments.none", "payments.no-invoice",
		"staff.no-person", "staff.no-assignment", "staff.no-seat", "staff.no-absence", "staff.no-feed", "staff.no-decision", "staff.no-plan", "staff.no-scenario"},
	http.StatusMethodNotAllowed: {"api.method"},
	http.StatusConflict: {"app.line-closed", "app.no-proposal", "app.proposal-changed", "app.item-settled", "app.onaccount-used", "app.undone-before", "app.rule-contradicted", "outbox.state", "webhooks.many",
		"access.key-busy", "access.key-lost", "api.key-done", "invoices.state", "invoices.no-hold", "invoices.accept-first", "invoices.account-trusted",
		"invoices.supplier-state", "invoices.number-taken", "invoices.paid", "invoices.nothing-to", "invoices.no-proposal", "invoices.no-reply", "invoices.not-corrected", "invoices.receipt-known", "invoices.receipt-listed", "invoices.proposal-changed", "store.out-of-step",
		"payments.state", "payments.booked", "payments.held", "payments.in-payment", "payments.in-run", "payments.item-changed", "payments.release-file",
		"payments.account-lost", "payments.supplier-lost", "payments.file-differs", "payments.day-passed", "payments.no-account",
		"staff.seat-changed", "staff.no-placement", "staff.plan-over", "staff.undo-later", "staff.undone-before", "staff.nothing-to-undo", "staff.meanwhile", "staff.seat-over", "staff.seat-free",
		"staff.has-seat", "staff.person-gone", "staff.forgotten-before", "staff.still-seated"},
	http.StatusRequestEntityTooLarge: {"api.too-large", "pdf.too-large"},
	http.StatusUnprocessableEntity:   {"access.key-other"},
	http.StatusMisdirectedRequest:    {"api.host"},
	http.StatusTooManyRequests:       {"api.too-many", "api.busy"},
	http.StatusServiceUnavailable:    {"store.busy", "invoices.predictor-busy"},
	http.StatusInternalServerError:   {"internal", "api.internal", "store.failed", "store.read", "store.changed", "app.no-policy"},
}

// statusOf gives the HTTP status of a fault.
func statusOf(f *fault.Error) int {
	for status, codes := range statuses {
		if slices.Contains(codes, f.Code) {
			return status
		}
	}
	if strings.HasPrefix(f.Code, "store.") {
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// refuse answers a request outside huma.
func refuse(w http.ResponseWriter, r *http.Request, f *fault.Error) {
	status := statusOf(f)
	if status == http.StatusInternalServerError {
		logOf(r.Context()).ErrorContext(r.Context(), "api: unforeseen", "method", r.Method, "path", r.URL.Path, "error", f)
	}
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="rentmeester"`)
	}
	w.Header().Set("Content-Type", problemJSON)
	w.WriteHeader(status)
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	_ = out.Encode(problem(callerOf(r.Context()).Lang, status, f)) // who asked may be gone
}

// asFault gives the fault in an error, or the one for what nobody foresaw.
func asFault(err error) *fault.Error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	return fault.Wrap(err, "internal", "error", err)
}

// SaidOf tells a fault in the language of who asks.
func SaidOf(by Caller, f *fault.Error) Said {
	what, remedy := text.Fault(by.Lang, f)
	return Said{Code: f.Code, Message: what, Remedy: remedy, Args: f.Args}
}

type contextKey int

const (
	callerKey contextKey = iota
	logKey
	brokenKey
)

// callerOf gives who asks.
func callerOf(ctx context.Context) Caller {
	by, _ := ctx.Value(callerKey).(Caller)
	return by
}
