// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	netmail "net/mail"
	"path"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/text"
)

// largestPassedOn is how large an original may be to go with a letter; what mail
// servers take, less what encoding adds.
const largestPassedOn = 18 << 20

// passOn puts a document that is somebody else's in the outbox, with its original
// as it arrived, when policy names his address and mail is sent. What waited for
// whom it was before is withdrawn.
func (w *work) passOn(doc db.Document, r *reading, was string) error {
	about := books.Subject("document", doc.ID)
	if was == docForwarded {
		if err := books.WithdrawLetters(w.ctx, w.tx, w.actor, "forward", about); err != nil {
			return err
		}
	}
	to, err := netmail.ParseAddress(r.filing.To)
	if doc.State != docForwarded || r.filing.Deed != policy.ForwardIt || err != nil {
		return nil
	}
	p, err := w.InForce(w.ctx, w.tx.Queries)
	if err != nil {
		return err
	}
	o := p.On(day.Of(w.tx.Now)).Outgoing
	if !o.On() {
		return nil
	}
	letter, err := w.passing(doc, text.Lang(o.Language))
	if err != nil {
		return err
	}
	letter.About, letter.Once, letter.To = about, about, to.Address
	_, _, err = books.QueueLetter(w.ctx, w.tx, w.actor, o, letter)
	return err
}

// passing writes the letter with a document that is somebody else's.
func (w *work) passing(doc db.Document, lang text.Lang) (books.Letter, error) {
	file, err := w.tx.FileByHash(w.ctx, db.FileByHashParams{Adm: w.tx.Adm, Sha256: doc.Sha256})
	if err != nil {
		return books.Letter{}, books.Failed(err)
	}
	arrival, err := w.tx.ArrivalByHash(w.ctx, db.ArrivalByHashParams{Adm: w.tx.Adm, Sha256: doc.Sha256})
	if err != nil && !store.NoRows(err) {
		return books.Letter{}, books.Failed(err)
	}
	name := path.Base(doc.Name)
	var said []string
	for _, line := range [][2]string{{"name", name}, {"kind", text.Say(lang, "sorting.kind."+doc.Kind, nil)}, {"sender", doc.Sender},
		{"about", arrival.About}, {"received", text.Day(lang, string(receivedDay(doc)))}} {
		if line[1] != "" {
			said = append(said, text.Say(lang, "letter.forward."+line[0], fault.Args("value", line[1])))
		}
	}
	attached := []books.Attached{{Name: name, Type: typeOf(doc), SHA256: doc.Sha256}}
	if file.Size > largestPassedOn {
		attached = nil
		said = append(said, text.Say(lang, "letter.forward.large", fault.Args("document", doc.ID)))
	}
	args := fault.Args("name", name, "lines", strings.Join(said, "\n"), "administration", w.Adm.Name)
	return books.Letter{Kind: "forward", Attached: attached,
		Subject: text.Say(lang, "letter.forward.subject", args), Body: text.Say(lang, "letter.forward.body", args)}, nil
}

// typeOf says to a mail program what an original is. A message goes as a file like
// any other, so that nothing on the way may change it.
func typeOf(doc db.Document) string {
	switch Media(doc.Media) {
	case PDF, Hybrid, Scan:
		return "application/pdf"
	case UBL, CII:
		return "application/xml"
	case Image:
		switch strings.ToLower(path.Ext(doc.Name)) {
		case ".png":
			return "image/png"
		case ".tif", ".tiff":
			return "image/tiff"
		}
		return "image/jpeg"
	}
	return "application/octet-stream"
}
