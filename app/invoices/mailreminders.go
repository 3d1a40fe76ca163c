// SPDX-License-Identifier: EUPL-1.2

package invoices

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/approval"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/text"
)

// Mailed says which reminders were put in the outbox.
type Mailed struct {
	Letters   []int64    `json:"letters"`   // one to each person
	Reminders []Reminder `json:"reminders"` // that are in them
	Left      []Reminder `json:"left"`      // still due: nobody in particular, or persons without an address
}

// MailReminders puts the reminders that are due in the outbox, in one letter to
// each person, and marks them as given to him, in one step. What nobody can be
// mailed for stays due. Errors: outbox.off.
func (d *Desk) MailReminders(ctx context.Context, actor string) (m Mailed, err error) {
	err = d.Write(ctx, func(tx *store.Tx) error {
		m = Mailed{Letters: []int64{}, Reminders: []Reminder{}, Left: []Reminder{}}
		p, err := d.InForce(ctx, tx.Queries)
		if err != nil {
			return err
		}
		settings := p.On(day.Of(tx.Now))
		if !settings.Outgoing.On() {
			return fault.New("outbox.off")
		}
		all, err := d.dueAll(ctx, tx.Queries)
		if err != nil {
			return err
		}
		letters := map[string]*remindLetter{}
		for _, r := range all {
			if err := m.share(ctx, tx, actor, r, settings.Approval.People, letters); err != nil {
				return err
			}
		}
		for _, person := range slices.Sorted(maps.Keys(letters)) {
			id, _, err := books.QueueLetter(ctx, tx, actor, settings.Outgoing, letters[person].letter(d.Adm.Name, settings.Outgoing))
			if err != nil {
				return err
			}
			m.Letters = append(m.Letters, id)
		}
		return nil
	})
	return m, err
}

// remindLetter gathers what one person is told.
type remindLetter struct {
	name, address string
	reminders     []Reminder
}

// share divides a reminder over the persons who can be mailed, and marks it as
// given to those.
func (m *Mailed) share(ctx context.Context, tx *store.Tx, actor string, r Reminder, people []approval.Person, letters map[string]*remindLetter) error {
	var reached []string
	without := r
	without.To = nil
	for _, to := range r.To {
		address := addressOf(people, to.Person)
		if address == "" {
			without.To = append(without.To, to)
			continue
		}
		if slices.Contains(reached, to.Person) {
			continue
		}
		l := letters[to.Person]
		if l == nil {
			l = &remindLetter{name: cmp.Or(to.Name, to.Person), address: address}
			letters[to.Person] = l
		}
		l.reminders = append(l.reminders, r)
		reached = append(reached, to.Person)
	}
	if len(without.To) > 0 || len(r.To) == 0 {
		m.Left = append(m.Left, without)
	}
	if len(reached) == 0 {
		return nil
	}
	with := r
	with.To = slices.DeleteFunc(slices.Clone(r.To), func(p PersonView) bool { return !slices.Contains(reached, p.Person) })
	m.Reminders = append(m.Reminders, with)
	return given(ctx, tx, actor, r, reached)
}

func addressOf(people []approval.Person, id string) string {
	for _, p := range people {
		if p.ID == id {
			return p.Mail
		}
	}
	return ""
}

func (l *remindLetter) letter(administration string, o policy.Outgoing) books.Letter {
	lang := text.Lang(o.Language)
	var keys, lines []string
	for _, r := range l.reminders {
		keys = append(keys, fmt.Sprintf("%d %s", r.Invoice, r.Key))
		lines = append(lines, text.Say(lang, "letter.reminder.line", fault.Args("number", cmp.Or(r.Number, "–"), "supplier", cmp.Or(r.Supplier, "–"), "amount", r.Payable,
			"last", r.Last, "why", text.Say(lang, r.Why.Code, r.Why.Args))))
	}
	args := fault.Args("name", l.name, "count", len(l.reminders), "lines", strings.Join(lines, "\n"), "administration", administration)
	return books.Letter{Kind: "reminder", Once: strings.Join(keys, "\n"), To: l.address,
		Subject: text.Say(lang, "letter.reminder.subject", args), Body: text.Say(lang, "letter.reminder.body", args)}
}
