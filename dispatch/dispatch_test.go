// SPDX-License-Identifier: EUPL-1.2

package dispatch

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"encoding/base64"

	"github.com/emersion/go-smtp"

	"rentmeester/fault"
	"rentmeester/tools/smtpd"
)

func settings(server *smtpd.Server) Settings {
	return Settings{Host: "127.0.0.1", Port: server.StartTLS, Security: StartTLS, Roots: server.Roots, User: smtpd.User,
		Password: func() (string, error) { return smtpd.Password, nil }}
}

func open(t *testing.T, s Settings) *Line {
	t.Helper()
	line, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(line.Close)
	return line
}

func letter(to string) Letter {
	return Letter{ID: "rm.1.2.abc@example.nl", From: "Gemeente Ooster-É <facturen@example.nl>", To: to, Date: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC),
		Subject: "Factuur “12” wacht", Body: "Geachte mevrouw Müller,\n\n.\n€ 1.234,56\n", Auto: true}
}

// What arrives is what was written, files to the byte.
func TestWhatArrives(t *testing.T) {
	server := smtpd.Start(t)
	line := open(t, settings(server))
	file := make([]byte, 100_000)
	for i := range file {
		file[i] = byte(i * 7)
	}
	sent := letter("contracten@example.nl")
	sent.Attached = []File{{Name: "overeenkomst “é”.pdf", Type: "application/pdf", Content: file}, {Name: "brief.eml", Type: "application/octet-stream", Content: []byte("From: a@b\r\n\r\n.\r\nx")}}
	if err := line.Send(sent); err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	if err := line.Send(letter("tweede@example.nl")); err != nil { // another over the same line
		t.Fatal(err)
	}
	got := server.Letters()
	if len(got) != 2 || got[0].To != "contracten@example.nl" || got[0].From != "facturen@example.nl" {
		t.Fatalf("%+v", got)
	}
	m, err := netmail.ReadMessage(strings.NewReader(got[0].Raw))
	if err != nil {
		t.Fatal(err)
	}
	subject, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if subject != sent.Subject || m.Header.Get("Message-Id") != "<rm.1.2.abc@example.nl>" || m.Header.Get("Auto-Submitted") != "auto-generated" ||
		!strings.HasPrefix(m.Header.Get("Date"), "Mon, 02 Mar 2026 12:00:00") || m.Header.Get("X-Mailer")+m.Header.Get("User-Agent") != "" {
		t.Errorf("%q %v", subject, m.Header)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	text, err := parts.NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	if body, _ := io.ReadAll(quotedprintable.NewReader(text)); strings.TrimSpace(strings.ReplaceAll(string(body), "\r\n", "\n")) != strings.TrimSpace(sent.Body) {
		t.Errorf("%q", body)
	}
	for _, want := range sent.Attached {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		name, _ := new(mime.WordDecoder).DecodeHeader(part.FileName())
		body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		if err != nil || !bytes.Equal(body, want.Content) || name != want.Name {
			t.Errorf("%q: %d bytes, %v", name, len(body), err)
		}
	}
}

// A letter cannot add a field to its own head.
func TestNoFieldIsAdded(t *testing.T) {
	l := letter("a@example.nl")
	l.Subject, l.ID = "x\r\nBcc: b@example.nl", "1\r\nBcc: c@example.nl"
	l.Attached = []File{{Name: "a\r\nBcc: d@example.nl.pdf", Type: "text/plain\r\nBcc: e@example.nl"}}
	var b bytes.Buffer
	if err := l.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if strings.HasPrefix(strings.ToLower(line), "bcc:") {
			t.Error(b.String())
		}
	}
	l.To = "a@example.nl\r\nRCPT TO:<b@example.nl>"
	if err := l.Write(io.Discard); !fault.Is(err, "dispatch.letter") {
		t.Error(err)
	}
}

func TestSecurity(t *testing.T) {
	server := smtpd.Start(t)
	for _, test := range []struct {
		name   string
		change func(*Settings)
		code   string
	}{
		{"starttls", func(*Settings) {}, ""},
		{"tls", func(s *Settings) { s.Security, s.Port = TLS, server.TLS }, ""},
		{"plain on this machine", func(s *Settings) { s.Security = Plain }, ""},
		{"plain elsewhere", func(s *Settings) { s.Security, s.Host = Plain, "mail.example" }, "dispatch.plain"},
		{"unknown authority", func(s *Settings) { s.Roots = nil }, "dispatch.tls"},
		{"unknown authority, tls", func(s *Settings) { s.Security, s.Port, s.Roots = TLS, server.TLS, nil }, "dispatch.tls"},
		{"tls to a port without", func(s *Settings) { s.Security = TLS }, "dispatch.tls"},
		{"wrong password", func(s *Settings) { s.Password = func() (string, error) { return "mis-geraden-77", nil } }, "dispatch.login"},
		{"no password", func(s *Settings) { s.Password = func() (string, error) { return "", fault.New("intake.no-password") } }, "intake.no-password"},
		{"nobody there", func(s *Settings) { s.Port = 1 }, "dispatch.connect"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := settings(server)
			test.change(&s)
			line, err := Open(t.Context(), s)
			if fault.Code(err) != test.code {
				t.Fatal(err)
			}
			if err != nil {
				if strings.Contains(err.Error(), "geraden") {
					t.Error("the password is told: ", err)
				}
				return
			}
			defer line.Close()
			if err := line.Send(letter("a@example.nl")); err != nil {
				t.Error(err)
			}
		})
	}
}

// mute is a session that takes nothing.
type mute struct{ smtp.Session }

func (mute) Logout() error { return nil }

// A server without encryption hears nothing.
func TestNoEncryption(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return mute{}, nil }))
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	_, err = Open(t.Context(), Settings{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port})
	if !fault.Is(err, "dispatch.tls") {
		t.Error(err)
	}
}

func TestWhatTheServerSays(t *testing.T) {
	for _, test := range []struct {
		name            string
		address, answer error
		code            string
	}{
		{"takes it", nil, nil, ""},
		{"unknown address", &smtp.SMTPError{Code: 550, Message: "no such user"}, nil, "dispatch.refused"},
		{"address later", &smtp.SMTPError{Code: 450, Message: "greylisted"}, nil, "dispatch.later"},
		{"letter refused", nil, &smtp.SMTPError{Code: 554, Message: "spam"}, "dispatch.refused"},
		{"letter later", nil, &smtp.SMTPError{Code: 452, Message: "full"}, "dispatch.later"},
		{"not for this sender", &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 60}, Message: "no permission to send as this sender"}, nil, "dispatch.lost"},
		{"not in this name", nil, &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 2, 252}, Message: "SendAsDenied"}, "dispatch.lost"},
		{"not in this name, as before", nil, &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 2, 0}, Message: "Submission.Exception:SendAsDeniedException"}, "dispatch.lost"},
		{"full box", nil, &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 2, 2}, Message: "mailbox full"}, "dispatch.refused"},
		{"closing", nil, &smtp.SMTPError{Code: 421, Message: "closing"}, "dispatch.lost"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := smtpd.Start(t)
			server.Address, server.Answer = func(string) error { return test.address }, func(smtpd.Letter) error { return test.answer }
			line := open(t, settings(server))
			if err := line.Send(letter("a@example.nl")); fault.Code(err) != test.code {
				t.Errorf("%v", err)
			}
			server.Address, server.Answer = nil, nil
			if test.code == "dispatch.lost" {
				return
			}
			if err := line.Send(letter("b@example.nl")); err != nil { // the next is not kept
				t.Error(err)
			}
		})
	}
}
