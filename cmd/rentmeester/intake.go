// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/intake"
	"rentmeester/policy"
	"rentmeester/text"
)

// intakeFlags are what the verb intake is told.
type intakeFlags struct {
	once      bool
	folders   []string
	mailboxes bool
}

func (p *program) intakeCommand() *cobra.Command {
	var f intakeFlags
	c := &cobra.Command{Use: "intake", Short: p.say("cli.intake.short"), Long: p.say("cli.intake.long"), Args: cobra.NoArgs}
	c.Flags().BoolVar(&f.once, "once", false, p.say("cli.intake.once"))
	c.Flags().StringArrayVar(&f.folders, "folder", nil, p.say("cli.intake.folder"))
	c.Flags().BoolVar(&f.mailboxes, "mailbox", false, p.say("cli.intake.mailbox"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		return p.withBooks(c.Context(), func(b *app.Books) error { return p.intake(c.Context(), b, f) })
	}
	return c
}

// intake fetches from the sources that the policy or the flags name, once or
// until the context ends.
func (p *program) intake(ctx context.Context, b *app.Books, f intakeFlags) error {
	settings, err := p.intakePolicy(ctx, b)
	if err != nil {
		return err
	}
	sources, err := p.sources(settings, f, &booksTaker{books: b, actor: p.user})
	if err != nil {
		return err
	}
	if _, err := b.Resume(ctx, p.user); err != nil { // what was kept but not read, as after a crash
		return err
	}
	told := &intakeReport{Outcomes: []toldOutcome{}}
	if !f.once {
		told.log = p.eventLog()
	}
	run := intake.Settings{Every: settings.Every, Wait: intake.Sleep, Tell: func(from intake.Source, all []intake.Outcome, err error) {
		p.tellIntake(told, f.once, from, all, err)
		if len(all) > 0 {
			_, _ = b.Invoices().Propose(ctx) // what is broken off here, or fails, the next run finds
		}
	}}
	if !f.once {
		if !p.json && told.log == nil {
			p.printf("cli.intake.on", "count", len(sources), "every", settings.Every)
		}
		intake.Run(ctx, sources, run)
		return nil
	}
	run.Every = intake.Settle
	if err := intake.Once(ctx, sources, 2, run); err != nil {
		return err
	}
	return p.endIntake(told)
}

// intakePolicy gives what the policy in force today says of fetching.
func (p *program) intakePolicy(ctx context.Context, b *app.Books) (policy.Intake, error) {
	body, _, _, err := b.Policy(ctx)
	if err != nil {
		return policy.Intake{}, err
	}
	parsed, err := policy.Parse([]byte(body))
	if err != nil {
		return policy.Intake{}, err
	}
	return parsed.On(day.Of(p.now())).Intake, nil
}

// sources gives what is to be looked at. Flags narrow it down: --folder names
// folders instead of those of the policy, --mailbox leaves only mailboxes.
func (p *program) sources(s policy.Intake, f intakeFlags, taker intake.Taker) (all []intake.Looker, err error) {
	folders := s.Folders
	if len(f.folders) > 0 || f.mailboxes {
		folders = nil
		for _, dir := range f.folders {
			folders = append(folders, policy.WatchedFolder{Path: dir, Done: "verwerkt", Refused: "geweigerd"})
		}
	}
	for _, w := range folders {
		all = append(all, intake.NewFolder(intake.FolderSettings{Dir: w.Path, Done: w.Done, Refused: w.Refused, Note: p.note}, taker))
	}
	if len(f.folders) == 0 || f.mailboxes {
		for _, m := range s.Mailboxes {
			mailbox, err := p.mailbox(m, taker)
			if err != nil {
				return nil, err
			}
			all = append(all, mailbox)
		}
	}
	if len(all) == 0 {
		return nil, fault.New("cli.intake-nothing")
	}
	return all, nil
}

// note puts a reason into the reader's words, to lie beside what was refused.
func (p *program) note(err error) string {
	what, remedy := text.Fault(p.lang, err)
	return what + "\n" + remedy
}

func (p *program) mailbox(m policy.Mailbox, taker intake.Taker) (*intake.Mailbox, error) {
	s := intake.MailboxSettings{Host: m.Host, Port: m.Port, Security: intake.Security(m.Security), User: m.User,
		Password: intake.PasswordFrom(p.env, m.PasswordVariable, m.PasswordFile, os.ReadFile),
		Folder:   m.Folder, Done: m.Done, Refused: m.Refused}
	var err, wrong error
	s.Roots, err = rootsFrom(m.CAFile)
	s.Tokens, wrong = p.tokensFor(m.OAuth)
	return intake.NewMailbox(s, taker), errors.Join(err, wrong)
}

// booksTaker imports each original, one at a time.
type booksTaker struct {
	mu    sync.Mutex
	books *app.Books
	actor string
}

// Take implements intake.Taker.
func (t *booksTaker) Take(ctx context.Context, from intake.Source, name string, original io.ReadSeeker) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	channel := "folder"
	if from.Kind == "mailbox" {
		channel = "mail"
	}
	report, err := t.books.ImportFrom(ctx, t.actor, name, app.Arrival{Channel: channel}, original)
	if err != nil {
		return err
	}
	return refusedWhole(name, report)
}

// refusedWhole gives the refusal of an original of which nothing could be used.
// Of a bundle that holds something good and something bad, the bad is in
// quarantine, where people see it, and the bundle is done with.
func refusedWhole(name string, report app.Report) error {
	var why error
	for _, file := range report.Files {
		switch {
		case file.State == "refused" && len(file.Findings) > 0:
			if why == nil {
				why = file.Findings[0]
			}
		case file.Format == "zip", file.Format == "mail" && file.Documents == 0: // the bundle itself is no document
		default:
			return nil
		}
	}
	if why == nil {
		return nil
	}
	return intake.Refuse(name, why)
}

// toldOutcome is an outcome for scripts.
type toldOutcome struct {
	From  intake.Source `json:"from"`
	Name  string        `json:"name,omitempty"` // none: the source as a whole
	State string        `json:"state"`
	Fault *saidFault    `json:"fault,omitempty"`
}

// intakeReport is what came of looking once.
type intakeReport struct {
	Outcomes []toldOutcome `json:"outcomes"`
	Taken    int           `json:"taken"`
	Refused  int           `json:"refused"`
	Trouble  int           `json:"trouble"`
	Waiting  int           `json:"waiting"`
	Away     int           `json:"away"` // sources out of reach
	first    error         // of those
	log      *slog.Logger  // in place of sentences, for a service
}

// tellIntake tells what came of one look. With --json it is one object at the
// end when it was asked once, and one a line while it goes on.
func (p *program) tellIntake(r *intakeReport, once bool, from intake.Source, all []intake.Outcome, err error) {
	for _, o := range all {
		if o.State == intake.Waiting && !once {
			continue
		}
		r.count(o.State)
		p.tellOutcome(r, once, toldOutcome{From: from, Name: o.Name, State: string(o.State), Fault: p.saidFault(o.Err)}, o.Err)
	}
	if err != nil {
		r.Away++
		if r.first == nil {
			r.first = err
		}
		p.tellOutcome(r, once, toldOutcome{From: from, State: "away", Fault: p.saidFault(err)}, err)
	}
}

func (r *intakeReport) count(s intake.State) {
	switch s {
	case intake.Taken:
		r.Taken++
	case intake.Refused:
		r.Refused++
	case intake.Trouble:
		r.Trouble++
	case intake.Waiting:
		r.Waiting++
	}
}

func (p *program) tellOutcome(r *intakeReport, once bool, o toldOutcome, err error) {
	if r.log != nil {
		logOutcome(r.log, o, err)
		return
	}
	if p.json {
		if once {
			r.Outcomes = append(r.Outcomes, o)
			return
		}
		line, _ := json.Marshal(struct {
			At time.Time `json:"at"`
			toldOutcome
		}{p.now().UTC(), o})
		fmt.Fprintln(p.out, string(line))
		return
	}
	p.printf("cli.intake."+o.State, "name", o.Name, "place", o.From.Place)
	if err != nil {
		what, remedy := text.Fault(p.lang, err)
		fmt.Fprintf(p.out, "  %s\n  → %s\n", what, remedy)
	}
}

// logOutcome says what became of something, not what it was or whose.
func logOutcome(log *slog.Logger, o toldOutcome, err error) {
	level := slog.LevelInfo
	if err != nil {
		level = slog.LevelWarn
	}
	log.Log(context.Background(), level, "intake", "source", string(o.From.Kind), "state", o.State, "code", fault.Code(err))
}

// saidFault puts a fault into sentences, for scripts.
func (p *program) saidFault(err error) *saidFault {
	if err == nil {
		return nil
	}
	what, remedy := text.Fault(p.lang, err)
	said := &saidFault{Code: fault.Code(err), Message: what, Remedy: remedy}
	var f *fault.Error
	if errors.As(err, &f) {
		said.Args = f.Args
	}
	return said
}

// endIntake ends a single look: the sum, and the exit code for what went wrong.
func (p *program) endIntake(r *intakeReport) error {
	if p.json {
		if err := p.printJSON(r); err != nil {
			return err
		}
	} else {
		p.printf("cli.intake.total", "taken", r.Taken, "refused", r.Refused, "trouble", r.Trouble, "waiting", r.Waiting)
	}
	switch {
	case r.Away+r.Trouble > 0:
		return codedError{exitNo}
	case r.Refused > 0:
		return codedError{exitRefused}
	}
	return nil
}
