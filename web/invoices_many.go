// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"rentmeester/fault"
	"rentmeester/money"
)

// manyInvoices are what is done with many invoices in one go.
func (p *pages) manyInvoices() map[string]handler {
	return map[string]handler{
		"GET /invoices/approve":   p.previewApprovals,
		"POST /invoices/approve":  p.approveMany,
		"POST /invoices/withdraw": p.withdrawMany,
		"GET /invoices/release":   p.previewReleases,
		"POST /invoices/release":  p.releaseMany,
	}
}

// mostInvoices is how many invoices can be dealt with in one go: more than a page of
// them has, and few enough to take back by one message.
const mostInvoices = 100

// manyInvoicesBody is what doing it would come to.
type manyInvoicesBody struct {
	Can, Left []Tried
	Sum       money.Cents // of what can be done, in euros
	Books     int         // of it, how many are booked
	Repeats   bool        // suspected duplicates are among them, which need a reason
	Back      string
}

func (b *manyInvoicesBody) add(t Tried) {
	if t.Err != nil {
		for f := (*fault.Error)(nil); errors.As(t.Err, &f) && f.Err != nil && fault.Code(f.Err) != "internal"; {
			t.Err = f.Err // what is wrong, not only that it is refused
		}
		b.Left = append(b.Left, t)
		return
	}
	b.Can = append(b.Can, t)
	if t.Books {
		b.Books++
	}
	if !t.Foreign() {
		b.Sum += t.Payable
	}
	b.Repeats = b.Repeats || t.Hold.Kind == "duplicate"
}

// previewInvoices tries what is picked, and shows what would come of it.
func (p *pages) previewInvoices(w http.ResponseWriter, r *http.Request, name string, try func(invoice string) ([]Tried, error)) error {
	query := r.URL.Query()
	picks := query["pick"]
	if len(picks) > mostInvoices {
		return fault.New("web.too-many-picks", "most", mostInvoices)
	}
	body := manyInvoicesBody{Back: ownAddress(query.Get("back"), "/invoices")}
	for _, invoice := range picks {
		all, err := try(invoice)
		switch {
		case err != nil && statusOf(err) == http.StatusInternalServerError:
			return err
		case err != nil:
			all = []Tried{{InvoiceHead: InvoiceHead{ID: invoice}, Err: err}}
		}
		for _, t := range all {
			body.add(t)
		}
	}
	return p.show(w, r, page{Name: name, Title: "web." + name + ".title", Tab: "invoices", Body: body})
}

// previewApprovals shows what approving the picked invoices would do.
func (p *pages) previewApprovals(w http.ResponseWriter, r *http.Request) error {
	return p.previewInvoices(w, r, "invoices_approve", func(invoice string) ([]Tried, error) {
		t, err := p.source.TryApproval(r.Context(), p.user(r), invoice)
		return []Tried{t}, err
	})
}

// previewReleases shows what releasing the picked invoices would do.
func (p *pages) previewReleases(w http.ResponseWriter, r *http.Request) error {
	return p.previewInvoices(w, r, "invoices_release", func(invoice string) ([]Tried, error) {
		return p.source.TryRelease(r.Context(), p.user(r), invoice)
	})
}

// picksOf gives what is ticked in a form. Errors: web.form-unreadable,
// web.too-many-picks.
func picksOf(r *http.Request, name string) ([]string, error) {
	if err := r.ParseForm(); err != nil {
		return nil, fault.New("web.form-unreadable")
	}
	picks := r.PostForm[name]
	if len(picks) > mostInvoices {
		return nil, fault.New("web.too-many-picks", "most", mostInvoices)
	}
	return picks, nil
}

// approveMany approves what is ticked, each by itself: what changed meanwhile, or may
// not be approved by who asks, is left and the reason told.
func (p *pages) approveMany(w http.ResponseWriter, r *http.Request) error {
	picks, err := picksOf(r, "pick")
	if err != nil {
		return err
	}
	if len(picks) == 0 {
		return p.did(w, r, "/invoices", said{Code: "web.nothing-ticked", Problem: true}, nil)
	}
	done, undo := doneMany{}, []string(nil)
	for _, pick := range picks {
		back, err := p.source.ApproveSeen(r.Context(), p.user(r), pick)
		done.add(p, r, pick, err)
		if back != "" {
			undo = append(undo, back)
		}
	}
	told := done.told("web.said.approved-many", "web.said.approved-some")
	told.Approvals = undo
	return p.did(w, r, "/invoices", told, nil)
}

// withdrawMany takes back what was approved in one go, as far as it was not booked.
func (p *pages) withdrawMany(w http.ResponseWriter, r *http.Request) error {
	approvals, err := picksOf(r, "approval")
	if err != nil {
		return err
	}
	done := doneMany{}
	for _, one := range approvals {
		done.add(p, r, one, p.source.WithdrawSeen(r.Context(), p.user(r), one))
	}
	return p.did(w, r, "/invoices", done.told("web.said.withdrawn-many", "web.said.withdrawn-some"), nil)
}

// releaseMany releases what is ticked, each by itself.
func (p *pages) releaseMany(w http.ResponseWriter, r *http.Request) error {
	picks, err := picksOf(r, "pick")
	if err != nil {
		return err
	}
	if len(picks) == 0 {
		return p.did(w, r, "/invoices", said{Code: "web.nothing-ticked", Problem: true}, nil)
	}
	done, because := doneMany{}, strings.TrimSpace(r.PostFormValue("because"))
	for _, pick := range picks {
		_, err := p.source.ReleaseSeen(r.Context(), p.user(r), pick, because)
		done.add(p, r, pick, err)
	}
	return p.did(w, r, "/invoices", done.told("web.said.released-many", "web.said.released-some"), nil)
}

// Approvable says that who looks may approve it now.
func (h InvoiceHead) Approvable() bool { return h.Mine && h.State == InvApproval }

// Releasable says that something holds it that can be released.
func (h InvoiceHead) Releasable() bool { return h.State == InvHeld && len(h.Holds) > 0 }

// Approvable and Releasable say that one of the invoices on the page is so.
func (b invoicesBody) Approvable() bool {
	return slices.ContainsFunc(b.Invoices, InvoiceHead.Approvable)
}

func (b invoicesBody) Releasable() bool {
	return slices.ContainsFunc(b.Invoices, InvoiceHead.Releasable)
}
