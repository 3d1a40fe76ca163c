// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"bytes"
	"context"
	"errors"
	"sort"
	"strings"
	"time"

	"rentmeester/fault"
	"rentmeester/formats/mail"
	"rentmeester/store"
	"rentmeester/store/db"
)

// bundle bounds what is unpacked of one file: how many bundles deep, and how many
// members together.
type bundle struct {
	depth int
	left  *int
}

const (
	mostDeep    = 4      // a zip in a mail in a zip, and once more
	mostMembers = 20_000 // of all bundles in one file
)

// inner gives the bounds one bundle deeper. Errors: app.too-deep.
func (b bundle) inner(name string) (bundle, error) {
	if b.left == nil {
		left := mostMembers
		b.left = &left
	}
	if b.depth++; b.depth > mostDeep {
		return b, fault.New("app.too-deep", "name", name, "limit", mostDeep)
	}
	return b, nil
}

// take counts one member. Errors: app.too-many.
func (b bundle) take(name string) error {
	if *b.left--; *b.left < 0 {
		return fault.New("app.too-many", "name", name, "limit", mostMembers)
	}
	return nil
}

// arrivalOf gives how a file came, for what is inside it.
func (b *Books) arrivalOf(ctx context.Context, sum string) (a Arrival, err error) {
	err = b.read(ctx, func(q *db.Queries) error {
		row, err := q.ArrivalByHash(ctx, db.ArrivalByHashParams{Adm: b.Adm.Key, Sha256: sum})
		if store.NoRows(err) {
			return nil
		}
		if err != nil {
			return failed(err)
		}
		a = Arrival{Channel: row.Channel, Sender: row.Sender, About: row.About, Parent: row.Parent}
		a.Received, _ = time.Parse(time.RFC3339Nano, row.Received) // written by arrive
		return nil
	})
	return a, err
}

// readMail reads each file in a message as a file of its own, that came by mail.
// A message of which nothing is a document, or something could not be opened, is
// kept as a document itself: a person looks at it.
func (b *Books) readMail(ctx context.Context, report *Report, actor, name, sum string, original store.Original, done bool, within bundle) error {
	out := FileReport{Name: name, SHA256: sum, State: "read", Format: "mail"}
	message, err := mail.Read(original)
	if err == nil {
		within, err = within.inner(name)
	}
	if err != nil {
		return b.refused(ctx, report, &out, actor, err)
	}
	came, err := b.arrivalOf(ctx, sum)
	if err != nil {
		return err
	}
	arrival := Arrival{Channel: "mail", Sender: senderOf(message), About: clean(message.Subject), Received: receivedOn(message.Date, came.Received, b.Now()), Parent: sum}
	before, notes := len(report.Files), len(message.AllNotes())
	for _, f := range filesOf(message) {
		if err := within.take(name); err != nil {
			return b.refused(ctx, report, &out, actor, err)
		}
		err := b.importWithin(ctx, report, actor, name+"/"+f.Path, arrival, bytes.NewReader(f.Body), within)
		if err != nil {
			return err
		}
	}
	if done {
		report.add(FileReport{Name: name, SHA256: sum, State: "known", Format: "mail"})
		return nil
	}
	usable := false
	for _, f := range report.Files[before:] {
		usable = usable || f.State != "refused"
	}
	if usable && notes == 0 {
		report.add(out)
		return b.write(ctx, func(tx *store.Tx) error { return b.fileRead(ctx, tx, &out, actor) })
	}
	if err := b.Invoices().KeepMail(ctx, &out, actor, original); err != nil {
		return b.refused(ctx, report, &out, actor, err)
	}
	report.add(out)
	return nil
}

// refused refuses a bundle as a whole when that is its own fault.
func (b *Books) refused(ctx context.Context, report *Report, out *FileReport, actor string, err error) error {
	var f *fault.Error
	if !errors.As(err, &f) || fault.Is(err, "store.failed") || fault.Is(err, "store.busy") || ctx.Err() != nil {
		return err
	}
	if err := b.refuse(ctx, out, actor, err); err != nil {
		return err
	}
	report.add(*out)
	return nil
}

// smallPicture is how large a picture in the text of a message may be to be taken
// for a logo or a signature.
const smallPicture = 50 << 10

// filesOf gives the files of a message that may be documents: what has a body, not
// the logos in its text nor what only proves who sent it. E-invoices come first,
// so that the PDF beside one is the copy.
func filesOf(m *mail.Message) (all []mail.File) {
	for _, f := range m.Files() {
		logo := f.Inline && strings.HasPrefix(f.Type, "image/") && len(f.Body) < smallPicture
		proof := strings.HasSuffix(f.Type, "pkcs7-signature") || f.Type == "application/pgp-signature"
		if len(f.Body) > 0 && f.Note == nil && !logo && !proof {
			all = append(all, f)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return isXML(all[i]) && !isXML(all[j]) })
	return all
}

func isXML(f mail.File) bool {
	return strings.HasSuffix(strings.ToLower(f.Name), ".xml") || strings.HasSuffix(f.Type, "/xml")
}

func senderOf(m *mail.Message) string {
	if m.From.Address == "" {
		return clean(m.From.Name)
	}
	return clean(m.From.Address)
}

// clean takes away what a database refuses in a text, and bounds it.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\x00", "?")
	const longest = 500
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "")
	}
	return s
}

// receivedOn says when a message came in: the term to pay runs from then. It is
// when we took it in, or earlier when the message says that it was sent before:
// it may have lain in the mailbox. A date in the future, or of more than a year
// ago, says nothing.
func receivedOn(sent, took, now time.Time) time.Time {
	if took.IsZero() {
		took = now
	}
	if sent.IsZero() || sent.After(took) || took.Sub(sent) > 366*24*time.Hour {
		return took
	}
	return sent
}
