// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"strconv"
	"strings"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/web"
)

// translate gives a fault of the books the code by which the pages know what is
// not there (404) and what changed meanwhile (409). Other faults stay themselves.
func translate(err error) error {
	switch code := fault.Code(err); code {
	case "app.no-line":
		return fault.New("books.line.not-found")
	case "app.no-such-statement":
		return fault.New("books.statement.not-found")
	case "app.no-debtor":
		return fault.New("books.debtor.not-found")
	case "app.no-decision":
		return fault.New("books.decision.not-found")
	case "app.no-proposal", "app.proposal-changed", "app.no-choice":
		return fault.New("books.proposal.stale")
	case "app.line-closed":
		return fault.New("books.line.stale")
	case "app.undone-before":
		return fault.New("books.decision.stale")
	case "app.item-settled":
		return fault.New("books.item.stale", "number", argOf(err, code, "number"))
	case "invoices.none":
		return fault.New("books.invoice.not-found")
	case "invoices.no-document":
		return fault.New("books.document.not-found")
	case "invoices.no-supplier":
		return fault.New("books.supplier.not-found")
	case "invoices.no-order-id":
		return fault.New("books.order.not-found")
	case "projects.not-found":
		return fault.New("books.project.not-found")
	case "payments.none":
		return fault.New("books.run.not-found")
	case "outbox.none":
		return fault.New("books.letter.not-found")
	case "outbox.state":
		return fault.New("books.letter.stale")
	case "invoices.state":
		return fault.New("books.invoice.stale")
	case "invoices.proposal-changed":
		return fault.New("books.coding.stale")
	case "app.rule-contradicted":
		return fault.New("books.rule-contradicted", "rule", argOf(err, code, "rule"), "count", argOf(err, code, "count"), "hits", argOf(err, code, "hits"))
	}
	return err
}

func argOf(err error, code, name string) string {
	for _, f := range app.Faults(err) {
		if f.Code == code {
			return f.Args[name]
		}
	}
	return ""
}

// number reads an identifier from an address. What is no number is nothing of
// ours, and answered as such.
func number(s, otherwise string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.New(otherwise)
	}
	return n, nil
}

func id(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// badCursor is for an address that was not made by us.
func badCursor() error { return fault.New("books.cursor") }

// pair takes a cursor of two numbers apart.
func pair(cursor string) (a, b int64, err error) {
	left, right, _ := strings.Cut(cursor, "_")
	if a, err = strconv.ParseInt(left, 10, 64); err != nil {
		return 0, 0, badCursor()
	}
	if b, err = strconv.ParseInt(right, 10, 64); err != nil {
		return 0, 0, badCursor()
	}
	return a, b, nil
}

func sentence(r app.Reason) web.Sentence { return web.Sentence{Code: r.Code, Args: r.Args} }

func sentences(list []app.Reason) []web.Sentence {
	said := make([]web.Sentence, len(list))
	for i, r := range list {
		said[i] = sentence(r)
	}
	return said
}
