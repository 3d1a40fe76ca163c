// SPDX-License-Identifier: EUPL-1.2

package intake

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"rentmeester/fault"
	"rentmeester/formats/mail"
	"rentmeester/oauth"
)

// Security is how the connection to a mail server is kept from others.
type Security string

const (
	TLS      Security = "tls"      // from the first byte; port 993
	StartTLS Security = "starttls" // before anything is said; port 143
	Plain    Security = "plain"    // not at all; to this machine only
)

// MailboxSettings say which mailbox is read, and how.
type MailboxSettings struct {
	Host     string
	Port     int // 0 is the usual one
	Security Security
	Roots    *x509.CertPool // who may vouch for the server; nil is who the system trusts
	User     string
	Password func() (string, error) // asked at each connection; never kept
	Tokens   *oauth.Source          // what logs in instead of a password; nil is a password
	Folder   string                 // "" is INBOX
	Done     string                 // folder for what was taken; "" marks it instead
	Refused  string                 // folder for what was refused; "" marks it instead
	MaxSize  int64                  // bytes; a larger message is refused. 0 is what formats/mail reads
	Answer   time.Duration          // how long the server may take over one answer; 0 is five minutes
}

// The marks of messages that stay where they are.
const (
	markDone    = imap.Flag("Verwerkt")
	markRefused = imap.Flag("Geweigerd")
)

// Mailbox is a mailbox on an IMAP server. Each message's raw bytes are the
// original. Every look is a connection of its own, so that a server that was
// away is simply found again.
type Mailbox struct {
	settings MailboxSettings
	taker    Taker
	tries    tries[message]
}

// message is a message in a mailbox: the number means nothing once the mailbox
// is another (RFC 9051, 2.3.1.1).
type message struct {
	validity uint32
	uid      imap.UID
}

// NewMailbox gives the reader of a mailbox.
func NewMailbox(s MailboxSettings, taker Taker) *Mailbox {
	if s.Folder == "" {
		s.Folder = "INBOX"
	}
	if s.MaxSize == 0 {
		s.MaxSize = mail.MaxSize
	}
	if s.Answer == 0 {
		s.Answer = 5 * time.Minute
	}
	return &Mailbox{settings: s, taker: taker, tries: tries[message]{}}
}

// Source implements Looker.
func (m *Mailbox) Source() Source {
	return Source{Kind: "mailbox", Place: m.settings.User + "@" + m.settings.Host + "/" + m.settings.Folder}
}

// Look implements Looker. Errors: intake.no-password, intake.plain,
// intake.connect, intake.tls, intake.login, intake.mailbox, intake.no-marks,
// intake.no-oauth, intake.oauth-login, those of oauth.Source.
func (m *Mailbox) Look(ctx context.Context) ([]Outcome, error) {
	client, err := m.connect(ctx)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	stop := context.AfterFunc(ctx, func() { client.Close() })
	defer stop()
	inTime := m.watch(client)
	selected, err := client.Select(m.settings.Folder, nil).Wait()
	if inTime(); m.notConnected(err) {
		return nil, m.barred(err)
	} else if err != nil {
		return nil, m.failed(err)
	}
	if err := m.canMark(selected); err != nil {
		return nil, err
	}
	found, sizes, err := m.waiting(client, selected.UIDValidity)
	if err != nil {
		return nil, m.failed(err)
	}
	m.tries.forget(found)
	m.tries.order(found)
	out, err := m.takeAll(ctx, client, found, sizes)
	if err == nil {
		defer m.watch(client)()
		_ = client.Logout().Wait() // all is done; how the server takes leave does not matter
	}
	return out, err
}

// watch closes the connection when the server takes too long over an answer;
// what it gives ends the watch.
func (m *Mailbox) watch(client io.Closer) func() bool {
	return time.AfterFunc(m.settings.Answer, func() { client.Close() }).Stop
}

// failed says that the server refused or went away in the middle.
func (m *Mailbox) failed(err error) error {
	return fault.Wrap(err, "intake.mailbox", "mailbox", m.Source().Place)
}

// canMark sees to it beforehand that what is taken can be marked where it is to
// stay: otherwise it would be taken at every look.
func (m *Mailbox) canMark(selected *imap.SelectData) error {
	if m.settings.Done != "" && m.settings.Refused != "" {
		return nil
	}
	for _, f := range selected.PermanentFlags {
		if f == imap.FlagWildcard {
			return nil
		}
	}
	return fault.New("intake.no-marks", "mailbox", m.Source().Place)
}

// waiting gives the messages that were not handled yet, and their sizes.
func (m *Mailbox) waiting(client *imapclient.Client, validity uint32) ([]message, map[imap.UID]int64, error) {
	defer m.watch(client)()
	unhandled := &imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagDeleted, markDone, markRefused}}
	data, err := client.UIDSearch(unhandled, nil).Wait()
	if err != nil {
		return nil, nil, err
	}
	uids := data.AllUIDs()
	found, sizes := make([]message, 0, len(uids)), map[imap.UID]int64{}
	for from := 0; from < len(uids); from += 500 {
		some := imap.UIDSetNum(uids[from:min(from+500, len(uids))]...)
		described, err := client.Fetch(some, &imap.FetchOptions{UID: true, RFC822Size: true}).Collect()
		if err != nil {
			return nil, nil, err
		}
		for _, d := range described {
			found = append(found, message{validity, d.UID})
			sizes[d.UID] = d.RFC822Size
		}
	}
	return found, sizes, nil
}

// takeAll takes messages one by one. A message that cannot be used does not keep
// the next; a connection that is lost does.
func (m *Mailbox) takeAll(ctx context.Context, client *imapclient.Client, found []message, sizes map[imap.UID]int64) (out []Outcome, err error) {
	troubles := 0
	for _, msg := range found {
		if ctx.Err() != nil || troubles >= patience {
			break
		}
		o := Outcome{From: m.Source(), Name: fmt.Sprintf("bericht-%d.eml", msg.uid)}
		raw, err := m.fetch(client, msg.uid, sizes[msg.uid])
		if err != nil && !fault.Is(err, "intake.refused") {
			return out, m.failed(err)
		}
		if raw == nil && err == nil { // moved by somebody else
			continue
		}
		if err == nil {
			o.Name = nameOf(raw, msg.uid)
			err = m.taker.Take(ctx, m.Source(), o.Name, bytes.NewReader(raw))
		}
		switch {
		case err == nil:
			o.State = Taken
			err = m.putAway(client, msg.uid, m.settings.Done, markDone)
		case fault.Is(err, "intake.refused"):
			o.State, o.Err = Refused, reason(err)
			err = m.putAway(client, msg.uid, m.settings.Refused, markRefused)
		default:
			o.State, o.Err, err = Trouble, err, nil
		}
		if said := (*imap.Error)(nil); errors.As(err, &said) { // the server will not have it there
			o.State, o.Err, err = Trouble, fault.Wrap(err, "intake.move", "name", o.Name, "folder", m.settings.Done), nil
		}
		if o.State == Trouble {
			troubles++
			m.tries[msg]++
			out = append(out, o)
			continue
		}
		troubles = 0
		delete(m.tries, msg)
		out = append(out, o)
		if err != nil { // kept, and still where it was: it comes again, and is known then
			return out, m.failed(err)
		}
	}
	return out, nil
}

// fetch gives the raw bytes of a message; nil for one that is there no longer.
func (m *Mailbox) fetch(client *imapclient.Client, uid imap.UID, size int64) ([]byte, error) {
	tooLarge := Refuse(fmt.Sprintf("bericht-%d.eml", uid), fault.New("mail.too-large", "limit", m.settings.MaxSize>>20))
	if size > m.settings.MaxSize {
		return nil, tooLarge
	}
	defer m.watch(client)()
	whole := &imap.FetchItemBodySection{Peek: true}
	command := client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{whole}})
	defer command.Close()
	var raw []byte
	for data := command.Next(); data != nil; data = command.Next() {
		for item := data.Next(); item != nil; item = data.Next() {
			section, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || section.Literal == nil {
				continue
			}
			if section.Literal.Size() > m.settings.MaxSize { // more than the server said; passed over
				return nil, tooLarge
			}
			body, err := io.ReadAll(section.Literal)
			if err != nil {
				return nil, err
			}
			if int64(len(body)) != section.Literal.Size() {
				return nil, io.ErrUnexpectedEOF
			}
			raw = body
		}
	}
	return raw, command.Close()
}

// nameOf names a message for people: by its subject.
func nameOf(raw []byte, uid imap.UID) string {
	if title := mail.Title(raw); title != "" {
		return title + ".eml"
	}
	return fmt.Sprintf("bericht-%d.eml", uid)
}

// putAway moves a message to a folder, which is made when it is not there, or
// marks it.
func (m *Mailbox) putAway(client *imapclient.Client, uid imap.UID, folder string, mark imap.Flag) error {
	defer m.watch(client)()
	if folder == "" {
		return flag(client, uid, mark)
	}
	err := move(client, uid, folder)
	for _, name := range []string{folder, prefix(client) + folder} {
		if said := (*imap.Error)(nil); !errors.As(err, &said) {
			return err
		}
		if client.Create(name, nil).Wait() == nil {
			_ = client.Subscribe(name).Wait() // so that mail programs show it
		}
		err = move(client, uid, name)
	}
	return err
}

// prefix is how names of folders begin on this server: "INBOX." on some.
func prefix(client *imapclient.Client) string {
	if !client.Caps().Has(imap.CapNamespace) {
		return ""
	}
	spaces, err := client.Namespace().Wait()
	if err != nil || len(spaces.Personal) == 0 {
		return ""
	}
	return spaces.Personal[0].Prefix
}

// move moves a message. Without the server's own MOVE it is copied first and
// taken away only once the copy is there.
func move(client *imapclient.Client, uid imap.UID, folder string) error {
	set := imap.UIDSetNum(uid)
	if client.Caps().Has(imap.CapMove) {
		_, err := client.Move(set, folder).Wait()
		return err
	}
	if _, err := client.Copy(set, folder).Wait(); err != nil {
		return err
	}
	if err := flag(client, uid, imap.FlagDeleted); err != nil {
		return err
	}
	if client.Caps().Has(imap.CapUIDPlus) { // a bare EXPUNGE would take what others marked
		return client.UIDExpunge(set).Close()
	}
	return nil
}

func flag(client *imapclient.Client, uid imap.UID, mark imap.Flag) error {
	return client.Store(imap.UIDSetNum(uid), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{mark}}, nil).Close()
}

// PasswordFrom gives a password from a file, or else from a variable of the
// environment. Never from the command line or the policy: others read those.
func PasswordFrom(env func(string) string, variable, file string, read func(string) ([]byte, error)) func() (string, error) {
	return func() (string, error) {
		password := env(variable)
		if file != "" {
			raw, err := read(file)
			if err != nil {
				return "", fault.Wrap(err, "intake.password-file", "file", file)
			}
			password = strings.TrimRight(string(raw), "\r\n")
		}
		if password == "" {
			return "", fault.New("intake.no-password", "variable", variable)
		}
		return password, nil
	}
}
