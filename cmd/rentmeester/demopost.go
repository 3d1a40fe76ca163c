// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rentmeester/app"
	"rentmeester/app/invoices"
	"rentmeester/app/payments"
	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/demo"
	"rentmeester/fault"
)

// townClock is the time in the invented town: it is put on while its weeks are
// lived, and goes on by itself when they are over.
type townClock struct {
	at    time.Time
	since func() time.Duration // nil: it stands still
}

func (c *townClock) now() time.Time {
	if c.since == nil {
		return c.at
	}
	return c.at.Add(c.since())
}

// townHall is where the invented people deal with the post, by the flows that
// everybody has.
type townHall struct {
	*program
	books *app.Books
	clock *townClock
	dir   string
	post  demo.Post
	bank  demo.Bank

	known   map[string]int64     // invoices by supplier and number, for what repeats one
	pieces  map[int64]demo.Piece // of invoices
	bought  map[string]int       // invoices for a project, by its code
	desk    []int64              // that wait for the clerk
	asked   map[int64]demo.Piece // documents of which nobody said yet what they are
	signing []int64              // that wait for who approves
	answers []string             // of the bank, to be read tomorrow
	score   postScore
}

// What the people do not get round to before the town is shown: the post of the
// last days stays, and one of the budget holders has been away.
const (
	daysOfPost = 2
	daysAway   = 8
	runEvery   = 5 // banking days
)

// live lives the weeks of post, day by day.
func (h *townHall) live(ctx context.Context) error {
	h.bought = map[string]int{}
	h.known, h.pieces, h.asked = map[string]int64{}, map[int64]demo.Piece{}, map[int64]demo.Piece{}
	days := h.days()
	h.set(days[0], 8)
	for _, list := range h.post.Lists {
		if _, err := h.take(ctx, list); err != nil {
			return err
		}
	}
	next := 0
	for n, on := range days {
		left := len(days) - 1 - n
		h.set(on, 8)
		if err := h.readAnswers(ctx); err != nil {
			return err
		}
		for ; next < len(h.post.Pieces) && h.post.Pieces[next].Day == on; next++ {
			if err := h.receive(ctx, h.post.Pieces[next]); err != nil {
				return err
			}
		}
		h.set(on, 14)
		if err := h.work(ctx, left); err != nil {
			return err
		}
		h.set(on, 16)
		if err := h.pay(ctx, n, left); err != nil {
			return err
		}
	}
	return nil
}

// days gives the banking days on which there is post.
func (h *townHall) days() (all []day.Day) {
	for on, last := h.post.Pieces[0].Day, h.post.Pieces[len(h.post.Pieces)-1].Day; on <= last; on = on.Add(1) {
		if on.Banking() {
			all = append(all, on)
		}
	}
	return all
}

func (h *townHall) set(on day.Day, hour int) {
	h.clock.at = on.Time().Add(time.Duration(hour) * time.Hour)
}

// take imports a file, as if it came by the watched folder.
func (h *townHall) take(ctx context.Context, name string) (report app.Report, err error) {
	f, err := os.Open(filepath.Join(h.dir, filepath.FromSlash(name)))
	if err != nil {
		return report, err
	}
	report, err = h.books.ImportFrom(ctx, clerk, filepath.Base(name), app.Arrival{Channel: "folder"}, f)
	for _, one := range report.Files {
		if one.State == "refused" && err == nil { // nothing of what was invented is beyond reading
			err = fmt.Errorf("%s: %w", name, one.Findings[0])
		}
	}
	return report, errors.Join(err, f.Close())
}

// receive takes a piece of post in, and holds what was read against the truth.
func (h *townHall) receive(ctx context.Context, piece demo.Piece) error {
	report, err := h.take(ctx, piece.File)
	if err != nil {
		return err
	}
	h.score.Pieces++
	d := h.books.Invoices()
	for _, f := range report.Files {
		if f.CopyOf != 0 || f.State == "known" {
			h.score.copied(piece)
			return nil
		}
		if f.Documents == 0 {
			continue
		}
		id, err := d.DocumentOf(ctx, f.SHA256)
		if err != nil {
			return err
		}
		shown, err := d.ShowDocument(ctx, id)
		if err != nil {
			return err
		}
		for _, invoice := range shown.Invoices {
			if err := h.register(ctx, invoice, piece); err != nil {
				return err
			}
		}
		if len(shown.Invoices) == 0 || piece.Codes == nil {
			h.score.other(piece, shown)
			if shown.State == "asked" {
				h.asked[id] = piece
			}
		}
	}
	return nil
}

func (h *townHall) register(ctx context.Context, invoice int64, piece demo.Piece) error {
	shown, err := h.books.Invoices().Show(ctx, invoice)
	if err != nil {
		return err
	}
	h.score.read(piece, shown)
	h.pieces[invoice] = piece
	h.known[piece.Supplier+" "+piece.Number] = cmp.Or(h.known[piece.Supplier+" "+piece.Number], invoice)
	h.desk = append(h.desk, invoice)
	return nil
}

// work lets the clerk clear her desk and the others approve; not all of it when
// the end is near.
func (h *townHall) work(ctx context.Context, left int) error {
	for _, invoice := range h.signing {
		if err := h.sign(ctx, invoice, left); err != nil {
			return err
		}
	}
	h.signing = nil
	if left < daysOfPost {
		return nil
	}
	for _, document := range slices.Sorted(maps.Keys(h.asked)) {
		if err := h.books.Invoices().SetKind(ctx, clerk, document, h.asked[document].Kind); err != nil {
			return err
		}
		delete(h.asked, document)
	}
	for _, invoice := range h.desk {
		if err := h.clear(ctx, invoice); err != nil {
			return err
		}
		shown, err := h.books.Invoices().Show(ctx, invoice)
		if err != nil {
			return err
		}
		if shown.State == invoices.Coding {
			if err := h.code(ctx, shown); err != nil {
				return err
			}
		}
	}
	h.desk = nil
	return nil
}

// code takes the proposal when it is right and there is no project, and else says how
// it must be.
func (h *townHall) code(ctx context.Context, shown invoices.Shown) error {
	d, piece := h.books.Invoices(), h.pieces[shown.ID]
	view, err := d.Coding(ctx, shown.ID)
	if err != nil {
		return err
	}
	if len(piece.Codes) == 0 { // it was taken for an invoice, and is none
		return d.Reject(ctx, clerk, shown.ID, "Dit is geen factuur.")
	}
	right := h.score.proposal(view, piece)
	project := h.projectFor(piece.Codes)
	if right && project == "" {
		err = d.Accept(ctx, clerk, shown.ID, view.Seen)
	} else {
		err = d.SetCoding(ctx, clerk, shown.ID, coded(view, piece, project)...)
	}
	h.signing = append(h.signing, shown.ID)
	return err
}

// coded gives the true coding of each line; of lines that were read as one, that
// of the first.
func coded(view invoices.CodingView, piece demo.Piece, project string) (all []invoices.Coded) {
	for i, l := range view.Lines {
		c := codingOf(piece.Codes[min(i, len(piece.Codes)-1)])
		c.Project = project // which no proposal knows yet
		all = append(all, invoices.Coded{Line: l.Line, Parts: []coding.Part{{Coding: c, Weight: 1}}})
	}
	return all
}

func codingOf(c demo.Code) coding.Coding {
	return coding.Coding{Account: c.Account, CostCentre: c.CostCentre, Taakveld: c.Taakveld, Categorie: c.Categorie}
}

// sign lets everybody whose turn it is approve an invoice.
func (h *townHall) sign(ctx context.Context, invoice int64, left int) error {
	d, holders := h.books.Invoices(), []string{}
	for _, c := range h.pieces[invoice].Codes {
		if who := demo.Holders[c.CostCentre]; !slices.Contains(holders, who) {
			holders = append(holders, who)
		}
	}
	for _, person := range append(holders, treasurer) {
		if person == "Dirk Mulder" && left < daysAway {
			return nil
		}
		done, err := d.Approve(ctx, person, invoice, "")
		if err != nil && !fault.Is(err, "invoices.may-not") && !fault.Is(err, "invoices.may-not-who") {
			return err
		}
		if done.State == invoices.Booked {
			return nil
		}
	}
	return nil
}

// pay makes the weekly run, which two others release and the bank takes. The last
// run still waits for the second of them.
func (h *townHall) pay(ctx context.Context, n, left int) error {
	last := left == 0
	if n%runEvery != runEvery-1 && !last || left > 0 && left < runEvery/2 {
		return nil
	}
	d := h.books.Payments()
	run, err := d.Make(ctx, colleague, "")
	if err != nil || run.ID == 0 {
		return err
	}
	for _, person := range []string{treasurer, control} {
		if last && person == control {
			return nil
		}
		if run, err = d.Release(ctx, person, run.ID, run.SHA256); err != nil {
			return err
		}
	}
	return h.send(ctx, d, run)
}

// send brings the file of a run to the bank and keeps what it answers.
func (h *townHall) send(ctx context.Context, d *payments.Desk, run payments.RunView) error {
	var file bytes.Buffer
	if _, err := d.Fetch(ctx, treasurer, run.ID, &file); err != nil {
		return err
	}
	answer, err := h.bank.Take(file.Bytes())
	if err != nil {
		return err
	}
	h.score.Runs++
	folder := filepath.Join(h.dir, "runs")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	name := filepath.Join("runs", strings.ReplaceAll(string(run.Execution), "-", "")+"-pain002-"+run.MessageID+".xml")
	h.answers = append(h.answers, filepath.ToSlash(name))
	return errors.Join(os.WriteFile(filepath.Join(folder, run.MessageID+".xml"), file.Bytes(), 0o644),
		os.WriteFile(filepath.Join(h.dir, name), []byte(answer), 0o644))
}

func (h *townHall) readAnswers(ctx context.Context) error {
	for _, name := range h.answers {
		if _, err := h.take(ctx, name); err != nil {
			return err
		}
	}
	h.answers = nil
	return nil
}
