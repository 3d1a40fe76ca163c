// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"strings"
	"time"

	"rentmeester/fault"
)

// What the invented town has of audit, policy and the like.

func (v *town) events() []TrailEvent {
	at := time.Date(2026, 3, 3, 9, 12, 0, 0, time.UTC)
	one := func(seq int64, actor, act, subject, link string) TrailEvent {
		shown := actor
		if actor == "autopilot" {
			shown = ""
		}
		return TrailEvent{Seq: seq, At: at, Actor: shown, ActorName: actor, Stamp: at.Format(time.RFC3339), Act: act, Subject: subject,
			Said: reason("web.policy", "version", act), About: reason("web.policy", "version", subject), Link: link,
			Payload: `{"text": "=1+1 <script>"}`, Hash: strings.Repeat("9f3a51c07be2d648", 4)}
	}
	return []TrailEvent{one(3, "m.bakker", "invoice.approved", "invoice:41", "/invoices/41"), one(2, "autopilot", "line.accepted", "line:90", ""),
		one(1, "=cmd", "file.kept", strings.Repeat("ab", 32), "")}
}

func (v *town) Trail(_ context.Context, f TrailFilter, cursor string) ([]TrailEvent, string, error) {
	if v.empty || v.fails != nil {
		return nil, "", v.fails
	}
	v.filtered = f
	if cursor != "" || f.Kind == "mail" {
		return nil, "", nil
	}
	return v.events(), "1", nil
}

func (v *town) Actors(context.Context) ([]string, error) {
	return []string{"autopilot", "m.bakker"}, v.fails
}

func (v *town) History(_ context.Context, subject string) (History, error) {
	if v.fails != nil {
		return History{}, v.fails
	}
	if subject != "invoice:41" {
		return History{}, fault.New("web.page.not-found", "path", subject)
	}
	return History{About: reason("web.policy", "version", "factuur 41"), Link: "/invoices/41", Events: v.events(), Tied: v.events()[:2]}, nil
}

func (v *town) EachEvent(_ context.Context, f TrailFilter, each func(TrailEvent) error) error {
	v.filtered = f
	for _, e := range v.events() {
		if err := each(e); err != nil {
			return err
		}
	}
	return v.fails
}

func (v *town) Verified() Verification { return v.check }

func (v *town) Verify(context.Context) (Verification, error) {
	at := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	if v.check.Began.IsZero() {
		v.check = Verification{Running: true, Began: at}
	} else {
		v.check = Verification{Began: at, Ended: at, Events: 41000, Head: strings.Repeat("9f3a", 16), Broken: 12, Reason: "changed", Balanced: true,
			Files: 512, Faults: []Sentence{{"app.check.item", map[string]string{"item": "12"}}}}
	}
	return v.check, v.fails
}

func (v *town) Policy(context.Context) (Policy, error) {
	if v.empty || v.fails != nil {
		return Policy{Today: "2026-03-03"}, v.fails
	}
	at := time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	return Policy{Version: "3f2a", Since: at, By: "m.bakker", Text: "policy:\n  - from: 2020-01-01\n", Today: "2026-03-03",
		Now:      []PolicySetting{{"tolerance", "0.05", "2020-01-01"}, {"rules.Bankkosten", "name: Bankkosten; when: line.paid", "2025-01-01"}},
		Later:    []PolicySetting{{"autopilot.wrong", "0.05%", "2026-07-01"}},
		Versions: []PolicyVersion{{"12", "3f2a", "m.bakker", "Bert", at}, {"3", "11aa", "beheer", "", at}}}, nil
}

func (v *town) PolicyChanges(_ context.Context, before, _ string) ([]PolicyChange, error) {
	if before == "999" {
		return nil, fault.New("web.page.not-found", "path", before)
	}
	return []PolicyChange{{"tolerance", "2020-01-01", "0.05", "0.02"}, {"rules.Huur", "2026-07-01", "", "name: Huur"}, {"mandates.months", "2026-07-01", "12", ""}}, v.fails
}

func (v *town) TryPolicy(ctx context.Context, text string) ([]PolicyChange, error) {
	if strings.Contains(text, "kapot") {
		return nil, fault.New("money.precision", "value", "1,234")
	}
	return v.PolicyChanges(ctx, "3", "")
}

func (v *town) SetPolicy(_ context.Context, by, version, text string) (bool, error) {
	if version != "3f2a" {
		return false, fault.New("web.whoami.stale")
	}
	v.added = append(v.added, by+" sets "+text)
	return strings.Contains(text, "tweede"), nil
}
