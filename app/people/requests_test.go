// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/storetest"
)

// office is a hall with two who manage people, a controller, and somebody else.
func office(t *testing.T, s *store.Store) (h *hall, kees int64) {
	h = newHall(t, s)
	h.add("Anna", "administrator")
	h.add("Bert", "application-manager")
	h.add("Greet", "controller")
	kees, _ = h.add("Kees", "financial-administrator")
	return h, kees
}

// waiting gives what waits for a second person.
func (h *hall) waiting() []Request {
	h.t.Helper()
	all, err := h.Requests(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// one gives the only thing that waits.
func (h *hall) one(kind RequestKind, name string) Request {
	h.t.Helper()
	all := h.waiting()
	if len(all) != 1 || all[0].Kind != kind || all[0].Name != name {
		h.t.Fatalf("%s of %s does not wait alone: %+v", kind, name, all)
	}
	return all[0]
}

// TestALinkIntoAnAccountTakesTwo: who makes a link for a colleague cannot come in by
// it until another confirms, and what the colleague has works until then.
func TestALinkIntoAnAccountTakesTwo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, kees := office(t, s)
		ctx := t.Context()
		first, err := h.AtMachine().NewLink(ctx, "test", kees)
		wants(t, err, "")
		link, err := h.NewLink(ctx, "Anna", kees)
		if err != nil || !link.Waits {
			t.Fatal(link.Waits, err)
		}
		_, err = h.Invited(ctx, link.Secret)
		wants(t, err, "people.link-waits")
		_, err = h.Welcome(ctx, link.Secret, Wanted{}, good)
		wants(t, err, "people.link-waits")
		_, err = h.Invited(ctx, first.Secret)
		wants(t, err, "")
		a := h.one(AskLink, "Kees")
		for who, code := range map[string]string{"Anna": "people.request-own", "Greet": "people.request-right", "Kees": "people.request-right", "niemand": "people.request-right"} {
			_, err := h.Confirm(ctx, who, a.ID)
			wants(t, err, code)
		}
		for who, sees := range map[string]int{"Anna": 0, "Bert": 1, "Greet": 0, "niemand": 0} {
			if mine, err := h.Mine(ctx, who); err != nil || len(mine) != sees {
				t.Errorf("%s sees %d: %v", who, len(mine), err)
			}
		}
		_, err = h.Confirm(ctx, "Bert", a.ID)
		wants(t, err, "")
		_, err = h.Confirm(ctx, "Bert", a.ID)
		wants(t, err, "people.request-gone")
		_, err = h.Invited(ctx, first.Secret)
		wants(t, err, "people.link")
		_, err = h.Welcome(ctx, link.Secret, Wanted{}, good)
		wants(t, err, "")
		acts, all := h.events()
		if !slices.Contains(acts, "person.link-asked") || !strings.Contains(all, `Bert person.linked person`) || !strings.Contains(all, `"askedBy":"Anna"`) || strings.Contains(all, hashOf(link.Secret)) {
			t.Error(all)
		}
	})
}

// TestRolesTakeTwo: more than somebody has waits, what is taken away does not, and
// what was asked of other roles than he has by now is another question.
func TestRolesTakeTwo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, kees := office(t, s)
		ctx, more := t.Context(), []Grant{{Role: "controller"}, {Role: "financial-administrator", From: h.Today()}}
		waits, err := h.Room.SetRoles(ctx, "Anna", kees, more)
		if err != nil || !waits || h.rights("Kees").Has(policy.ChangePolicy) {
			t.Fatal("roles were given by one:", waits, err)
		}
		a := h.one(AskRoles, "Kees")
		waits, err = h.Room.SetRoles(ctx, "Anna", kees, []Grant{{Role: "financial-administrator", From: h.Today(), Until: "2026-12-31"}})
		if err != nil || waits {
			t.Error("less waited:", waits, err)
		}
		_, err = h.Confirm(ctx, "Bert", a.ID)
		wants(t, err, "people.request-outdated")
		for _, longer := range []Grant{{Role: "financial-administrator", From: h.Today(), Until: "2027-01-01"}, {Role: "financial-administrator", From: "2026-01-01", Until: "2026-12-31"}, {Role: "auditor"}} {
			if waits, err := h.Room.SetRoles(ctx, "Anna", kees, []Grant{longer}); err != nil || !waits {
				t.Errorf("%v was given by one: %v", longer, err)
			}
		}
		_, err = h.Confirm(ctx, "Bert", h.one(AskRoles, "Kees").ID)
		wants(t, err, "")
		if got := h.rights("Kees"); !got.Has(policy.ReadAudit) || got.Has(policy.Pay) {
			t.Error(got.List())
		}
		wants(t, h.SetRoles(ctx, "Anna", kees, []Grant{{Role: "boss"}}), "people.role")
	})
}

// TestWhoGetsThemDoesNotConfirm, whatever he may.
func TestWhoGetsThemDoesNotConfirm(t *testing.T) {
	h, _ := office(t, storetest.SQLite(t))
	bert, err := h.Find(t.Context(), "Bert")
	wants(t, err, "")
	wants(t, h.SetRoles(t.Context(), "Anna", bert.ID, []Grant{{Role: "administrator"}}), "")
	a := h.one(AskRoles, "Bert")
	_, err = h.Confirm(t.Context(), "Bert", a.ID)
	wants(t, err, "people.request-self")
	if mine, _ := h.Mine(t.Context(), "Bert"); len(mine) != 0 {
		t.Error("it is shown to him as what he may confirm")
	}
	_, err = h.Refuse(t.Context(), "Greet", a.ID)
	wants(t, err, "people.request-right")
	_, err = h.Refuse(t.Context(), "Anna", a.ID)
	wants(t, err, "")
	_, all := h.events()
	if len(h.waiting()) != 0 || !strings.Contains(all, "Anna person.withdrawn") {
		t.Error(all)
	}
}

// TestNobodyBecomesTheOnlyOne: who sends the others away is not alone by that, so
// that what he then does needs a second person still.
func TestNobodyBecomesTheOnlyOne(t *testing.T) {
	for name, away := range map[string]func(h *hall, bert int64) error{
		"blocked":       func(h *hall, bert int64) error { return h.SetBlocked(t.Context(), "Anna", bert, true) },
		"without roles": func(h *hall, bert int64) error { return h.SetRoles(t.Context(), "Anna", bert, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			h, kees := office(t, storetest.SQLite(t))
			h.now = h.now.Add(24 * time.Hour)
			bert, err := h.Find(t.Context(), "Bert")
			wants(t, err, "")
			wants(t, away(h, bert.ID), "")
			link, err := h.NewLink(t.Context(), "Anna", kees)
			if err != nil || !link.Waits {
				t.Error("a link by one:", err)
			}
			_, _, err = h.Add(t.Context(), "Anna", Wanted{Name: "Stroman", Roles: []Grant{{Role: "administrator"}}})
			wants(t, err, "")
			if h.rights("Stroman") != 0 {
				t.Error("a straw man with rights")
			}
			wants(t, h.SetBlocked(t.Context(), "Anna", bert.ID, false), "")
			if name == "blocked" && len(h.waiting()) != 3 {
				t.Errorf("who was blocked came back by one: %+v", h.waiting())
			}
			for _, a := range h.waiting() {
				_, err := h.Confirm(t.Context(), "Bert", a.ID)
				wants(t, err, "people.request-right")
			}
		})
	}
}

// TestWhoAskedMustStillMay: what somebody asked who may manage people no more, is
// not carried out.
func TestWhoAskedMustStillMay(t *testing.T) {
	h, kees := office(t, storetest.SQLite(t))
	_, err := h.NewLink(t.Context(), "Bert", kees)
	wants(t, err, "")
	bert, err := h.Find(t.Context(), "Bert")
	wants(t, err, "")
	wants(t, h.SetBlocked(t.Context(), "Anna", bert.ID, true), "")
	_, err = h.Confirm(t.Context(), "Anna", h.one(AskLink, "Kees").ID)
	wants(t, err, "people.request-maker")
}

// TestWhatNeedsNoSecond: the first person, one who manages alone, somebody new who
// may do nothing yet, who works on the machine, and where policy says so.
func TestWhatNeedsNoSecond(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	h.policy(strings.Replace(string(policy.Default), "people: when-two", "people: always", 1))
	first, _, err := h.FirstLink(t.Context(), "machine")
	wants(t, err, "")
	_, err = h.Welcome(t.Context(), first.Secret, Wanted{Name: "Anna"}, good)
	wants(t, err, "")
	if h.rights("Anna") != policy.Everything() {
		t.Error("the first may do nothing")
	}
	id, link, err := h.Add(t.Context(), "Anna", Wanted{Name: "Piet", Roles: []Grant{{Role: "auditor"}}})
	if err != nil || link.Waits || h.rights("Piet") != 0 {
		t.Error("somebody new comes in at once, without rights:", link.Waits, err)
	}
	if link, err = h.NewLink(t.Context(), "Anna", id); err != nil || link.Waits {
		t.Error("he may do nothing yet:", err)
	}
	if waits, err := h.AtMachine().SetRoles(t.Context(), "root", id, []Grant{{Role: "auditor"}}); err != nil || waits || h.rights("Piet") == 0 {
		t.Error("on the machine:", err)
	}
	if link, err = h.AtMachine().NewLink(t.Context(), "root", id); err != nil || link.Waits {
		t.Error("on the machine:", err)
	}
	_, all := h.events()
	if !strings.Contains(all, `"at":"machine"`) {
		t.Error(all)
	}

	alone := newHall(t, storetest.SQLite(t))
	alone.add("Anna", "administrator")
	kees, _ := alone.add("Kees", "auditor")
	if link, err := alone.NewLink(t.Context(), "Anna", kees); err != nil || link.Waits {
		t.Error("who manages alone asks nobody:", err)
	}
	never, kees := office(t, storetest.SQLite(t))
	never.policy(strings.Replace(string(policy.Default), "people: when-two", "people: never", 1))
	if link, err := never.NewLink(t.Context(), "Anna", kees); err != nil || link.Waits {
		t.Error("policy says never:", err)
	}
}

// TestALinkWaitsNoLongerThanItLasts.
func TestALinkWaitsNoLongerThanItLasts(t *testing.T) {
	h, kees := office(t, storetest.SQLite(t))
	link, err := h.NewLink(t.Context(), "Anna", kees)
	wants(t, err, "")
	a := h.one(AskLink, "Kees")
	h.now = h.now.Add(linkLasts + time.Second)
	_, err = h.Confirm(t.Context(), "Bert", a.ID)
	wants(t, err, "people.request-gone")
	_, err = h.Invited(t.Context(), link.Secret)
	wants(t, err, "people.link")
	if len(h.waiting()) != 0 {
		t.Error("it waits still")
	}
}
