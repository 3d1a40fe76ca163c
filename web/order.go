// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/govalues/decimal"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/text"
)

type orderBody struct {
	PurchaseOrder
	Got      []string // typed for each line, in their order
	Slip, On string   // typed too
	Problem  error
	Wrong    int // line that Problem is about, from 1; 0 none of them
	Here     string
}

// Rows gives the lines to fill in; an order without any is one row.
func (b orderBody) Rows() (rows []orderRow) {
	lines := b.Lines
	if len(lines) == 0 {
		lines = []OrderLine{{Text: b.Description, Amount: b.Amount}}
	}
	for i, l := range lines {
		row := orderRow{OrderLine: l}
		if i < len(b.Got) {
			row.Got = b.Got[i]
		}
		rows = append(rows, row)
	}
	return rows
}

type orderRow struct {
	OrderLine
	Got string
}

// order shows one order: its lines, what came of it, and the invoices that are
// about it.
func (p *pages) order(w http.ResponseWriter, r *http.Request) error {
	return p.showOrder(w, r, orderBody{}, http.StatusOK)
}

func (p *pages) showOrder(w http.ResponseWriter, r *http.Request, body orderBody, status int) (err error) {
	if body.PurchaseOrder, err = p.source.Order(r.Context(), r.PathValue("order")); err != nil {
		return err
	}
	body.Here = "/orders/" + url.PathEscape(body.ID)
	return p.show(w, r, page{Name: "order", Title: "web.order.title", TitleArgs: fault.Args("number", body.Number), Tab: "orders", Self: body.Here, status: status,
		Body: body})
}

// receive records what came. What cannot be read or kept is told on the page
// itself, with all that was typed.
func (p *pages) receive(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New("web.form-unreadable")
	}
	body := orderBody{Got: r.PostForm["got"], Slip: r.PostFormValue("slip"), On: r.PostFormValue("on")}
	d, wrong, err := p.delivery(r, body)
	if err == nil {
		err = p.source.Receive(r.Context(), p.user(r), r.PathValue("order"), d)
	}
	if err == nil {
		return p.did(w, r, "/orders/"+url.PathEscape(r.PathValue("order"))+"#receipts", said{Code: "web.said.received", Args: fault.Args("n", len(d.Lines))}, nil)
	}
	status := statusOf(err)
	if status == http.StatusInternalServerError || status == http.StatusNotFound {
		return err
	}
	body.Problem, body.Wrong = err, wrong
	return p.showOrder(w, r, body, status)
}

// delivery reads the form; wrong is the line that cannot be read. Errors:
// web.field-day, web.nothing-received, web.quantity, those of parseAmount.
func (p *pages) delivery(r *http.Request, body orderBody) (d Delivery, wrong int, err error) {
	d = Delivery{Number: strings.TrimSpace(body.Slip), Day: day.Day(strings.TrimSpace(body.On))}
	if err := checkDay(d.Day); err != nil {
		return d, 0, err
	}
	lines, counted := r.PostForm["line"], r.PostForm["counted"]
	for i, typed := range body.Got {
		if typed = strings.TrimSpace(typed); typed == "" || i >= len(lines) || i >= len(counted) {
			continue
		}
		one := Delivered{Line: lines[i]}
		if counted[i] == "yes" {
			one.Quantity, err = parseQuantity(p.langOf(r), typed)
		} else {
			one.Amount, err = parseAmount(p.langOf(r), typed)
		}
		if err != nil {
			return d, i + 1, err
		}
		d.Lines = append(d.Lines, one)
	}
	if len(d.Lines) == 0 {
		return d, 0, fault.New("web.nothing-received")
	}
	return d, 0, nil
}

// parseQuantity reads a number as people type it. Errors: web.quantity.
func parseQuantity(lang text.Lang, typed string) (*decimal.Decimal, error) {
	plain, ok := plainNumber(lang, typed)
	d, err := decimal.Parse(plain)
	if !ok || err != nil || strings.ContainsAny(plain, "eE") {
		return nil, fault.New("web.quantity", "value", typed)
	}
	return &d, nil
}
