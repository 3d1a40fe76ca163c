// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
	"rentmeester/store/storetest"
)

// hall is a room of people with a clock that the test moves.
type hall struct {
	*Room
	t   *testing.T
	now time.Time
}

func newHall(t *testing.T, s *store.Store) *hall {
	t.Helper()
	h := &hall{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	adm, _, err := s.Create(t.Context(), "voorbeeld", "Voorbeeld", h.now)
	if err != nil {
		t.Fatal(err)
	}
	h.Room = New(books.Books{Store: s, Adm: adm, Now: func() time.Time { return h.now }})
	h.policy(string(policy.Default))
	return h
}

func (h *hall) policy(body string) {
	h.t.Helper()
	p, err := policy.Parse([]byte(body))
	if err != nil {
		h.t.Fatal(err)
	}
	err = h.Write(h.t.Context(), func(tx *store.Tx) error {
		return tx.Add(h.t.Context(), db.Policy{Adm: tx.Adm, Version: p.Version, Body: body, Since: tx.Stamp(), Seq: tx.NewID()})
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) add(name string, roles ...string) (id int64, link Link) {
	h.t.Helper()
	w := Wanted{Name: name, Mail: strings.ToLower(name) + "@example.nl"}
	for _, role := range roles {
		w.Roles = append(w.Roles, Grant{Role: role})
	}
	id, link, err := h.AtMachine().Add(h.t.Context(), "test", w)
	if err != nil {
		h.t.Fatal(err)
	}
	return id, link
}

// SetRoles and SetBlocked are those of the room, where it does not matter whether
// they wait for a second person.
func (h *hall) SetRoles(ctx context.Context, actor string, person int64, wanted []Grant) error {
	_, err := h.Room.SetRoles(ctx, actor, person, wanted)
	return err
}

func (h *hall) SetBlocked(ctx context.Context, actor string, person int64, blocked bool) error {
	_, err := h.Room.SetBlocked(ctx, actor, person, blocked)
	return err
}

// welcomed adds somebody who chose a password.
func (h *hall) welcomed(name, password string, roles ...string) int64 {
	h.t.Helper()
	id, link := h.add(name, roles...)
	if _, err := h.Welcome(h.t.Context(), link.Secret, Wanted{}, password); err != nil {
		h.t.Fatal(err)
	}
	return id
}

func (h *hall) rights(name string) policy.Rights {
	h.t.Helper()
	rights, err := h.Rights(h.t.Context(), name, h.Today())
	if err != nil {
		h.t.Fatal(err)
	}
	return rights
}

// events gives what was written in the audit chain.
func (h *hall) events() (acts []string, all string) {
	h.t.Helper()
	err := h.Read(h.t.Context(), func(q *db.Queries) error {
		rows, err := q.AuditFrom(h.t.Context(), db.AuditFromParams{Adm: h.Adm.Key, Page: 1000})
		for _, row := range rows {
			acts = append(acts, row.Act)
			all += row.Actor + " " + row.Act + " " + row.Subject + " " + row.Payload + "\n"
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return acts, all
}

func wants(t *testing.T, err error, code string) {
	t.Helper()
	if code == "" && err != nil || code != "" && !fault.Is(err, code) {
		t.Errorf("want %q, got %v", code, err)
	}
}

const good = "paardenbloem stapelt fietsen"

func TestFirstPersonAndTheOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := newHall(t, s), t.Context()
		if h.rights("whoever") != policy.Everything() {
			t.Error("names count before there are people")
		}
		old, needed, err := h.FirstLink(ctx, "anneke")
		if err != nil || !needed {
			t.Fatal(needed, err)
		}
		link, _, err := h.FirstLink(ctx, "anneke")
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.Invited(ctx, old.Secret)
		wants(t, err, "people.link")
		_, err = h.Welcome(ctx, link.Secret, Wanted{Name: " ", Mail: ""}, good)
		wants(t, err, "people.name")
		_, err = h.Welcome(ctx, link.Secret, Wanted{Name: "Anneke de Boer", Mail: "A.deBoer@example.nl"}, "kort")
		wants(t, err, "people.password-short")
		id, err := h.Welcome(ctx, link.Secret, Wanted{Name: "Anneke  de Boer", Mail: "A.deBoer@example.nl"}, good)
		wants(t, err, "")
		_, err = h.Welcome(ctx, link.Secret, Wanted{Name: "Nog een"}, good)
		wants(t, err, "people.link")
		if _, needed, err = h.FirstLink(ctx, "anneke"); needed || err != nil {
			t.Error("a second first person", err)
		}
		if h.rights("Anneke de Boer") != policy.Everything() || h.rights("whoever") != 0 {
			t.Error("rights of the first, and of nobody")
		}
		for _, who := range []string{"Anneke de Boer", " a.deboer@example.nl "} {
			got, err := h.Login(ctx, who, good, "192.0.2.1")
			if wants(t, err, ""); got != id {
				t.Errorf("%s is %d", who, got)
			}
		}
		for _, w := range []Wanted{{Name: "Anneke de Boer"}, {Name: "B", Mail: "a.deboer@EXAMPLE.nl"}, {Name: "a.deboer@example.nl"}} {
			_, _, err = h.Add(ctx, "test", w)
			wants(t, err, "people.same")
		}
		_, _, err = h.Add(ctx, "test", Wanted{Name: "C", Mail: "C <c@example.nl>"})
		wants(t, err, "people.mail")
		_, _, err = h.Add(ctx, "test", Wanted{Name: "C", Roles: []Grant{{Role: "boss"}}})
		wants(t, err, "people.role")
		if p, err := h.Find(ctx, "C"); err == nil {
			t.Error("half added:", p)
		}
		_, all := h.events()
		if strings.Contains(all, good) || strings.Contains(all, link.Secret) || strings.Contains(all, "argon2id") {
			t.Error("a secret in the audit chain:\n" + all)
		}
		report, err := s.VerifyAudit(ctx, h.Adm.Key)
		if err != nil || !report.Whole {
			t.Error(report, err)
		}
	})
}

func TestRolesHoldOnTheirDays(t *testing.T) {
	h := newHall(t, storetest.SQLite(t))
	h.add("Baas", "administrator")
	id, _ := h.add("Kees")
	look, release := policy.RightsOf(policy.Look, policy.ReadAudit, policy.Export), policy.Release
	if err := h.SetRoles(t.Context(), "Baas", id, []Grant{{Role: "auditor"}, {Role: "financial-administrator", From: "2026-04-01", Until: "2026-04-30"}}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		month time.Month
		day   int
		may   bool
	}{{3, 2, false}, {3, 31, false}, {4, 1, true}, {4, 30, true}, {5, 1, false}} {
		h.now = time.Date(2026, c.month, c.day, 12, 0, 0, 0, time.UTC)
		if got := h.rights("Kees"); got.Has(release) != c.may || got&look != look {
			t.Errorf("%s: %v", h.Today(), got.List())
		}
	}
	h.now = time.Date(2026, 4, 10, 12, 0, 0, 0, time.UTC)
	if err := h.SetRoles(t.Context(), "Baas", id, []Grant{{Role: "budget-holder"}}); err != nil {
		t.Fatal(err)
	}
	if got := h.rights("Kees"); got.Has(release) || got.Has(policy.ReadAudit) || !got.Has(policy.Approve) {
		t.Errorf("the change did not take at once: %v", got.List())
	}
	before, _ := h.Rights(t.Context(), "Kees", "2026-04-05")
	if !before.Has(release) {
		t.Error("what was had before is forgotten")
	}
	for _, wrong := range []Grant{{Role: "auditor", From: "morgen"}, {Role: "auditor", From: "2026-05-01", Until: "2026-04-01"}} {
		wants(t, h.SetRoles(t.Context(), "Baas", id, []Grant{wrong}), "people.period")
	}
	if got := h.rights("Kees"); !got.Has(policy.Approve) {
		t.Error("a refused change took away what was there")
	}
}

// TestTheLastManagerStays: whatever way is tried to lose the last person who may
// manage people, the books refuse it.
func TestTheLastManagerStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h, ctx := newHall(t, s), t.Context()
		baas, _ := h.add("Baas", "administrator")
		kees, _ := h.add("Kees", "auditor")
		wants(t, h.SetBlocked(ctx, "Baas", baas, true), "people.last")
		wants(t, h.SetRoles(ctx, "Baas", baas, []Grant{{Role: "controller"}}), "people.last")
		wants(t, h.SetRoles(ctx, "Baas", baas, []Grant{{Role: "administrator", Until: "2026-12-31"}}), "people.last")
		wants(t, h.SetRoles(ctx, "Baas", baas, nil), "people.last")
		if !h.rights("Baas").Has(policy.ManagePeople) {
			t.Fatal("refused, and done all the same")
		}
		wants(t, h.SetRoles(ctx, "Baas", kees, []Grant{{Role: "application-manager"}}), "")
		wants(t, h.SetBlocked(ctx, "Kees", baas, true), "")
		if h.rights("Baas") != 0 {
			t.Error("who is blocked may still do something")
		}
		_, err := h.NewLink(ctx, "Kees", baas)
		wants(t, err, "people.blocked")
		wants(t, h.SetBlocked(ctx, "Kees", kees, true), "people.last")
		_, err = h.AtMachine().SetBlocked(ctx, "Kees", baas, false)
		wants(t, err, "")
		if h.rights("Baas") != policy.Everything() {
			t.Error("let in again, without rights")
		}
		wants(t, h.SetBlocked(ctx, "Kees", 999, true), "people.not-found")
	})
}

func TestLinks(t *testing.T) {
	h, ctx := newHall(t, storetest.SQLite(t)), t.Context()
	id, link := h.add("Kees", "auditor")
	if p, err := h.Invited(ctx, link.Secret); err != nil || p.Name != "Kees" {
		t.Error(p, err)
	}
	newer, err := h.NewLink(ctx, "Baas", id)
	wants(t, err, "")
	_, err = h.Welcome(ctx, link.Secret, Wanted{}, good)
	wants(t, err, "people.link")
	h.now = h.now.Add(linkLasts + time.Second)
	_, err = h.Welcome(ctx, newer.Secret, Wanted{}, good)
	wants(t, err, "people.link")
	if newer, err = h.NewLink(ctx, "Baas", id); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"", "x", newer.Secret[1:], hashOf(newer.Secret)} {
		_, err = h.Invited(ctx, wrong)
		wants(t, err, "people.link")
	}
	_, err = h.Welcome(ctx, newer.Secret, Wanted{Name: "Baas"}, good)
	wants(t, err, "")
	if p, err := h.ByID(ctx, id); err != nil || p.Name != "Kees" || !p.Password {
		t.Error(p, err)
	}
	_, err = h.Welcome(ctx, newer.Secret, Wanted{}, good)
	wants(t, err, "people.link")
}

// TestUsedOnce: of many who use one link at once, one comes in.
func TestUsedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := newHall(t, s)
		link, _, err := h.FirstLink(t.Context(), "test")
		if err != nil {
			t.Fatal(err)
		}
		const many = 4
		ended := make(chan error, many)
		for i := range many {
			go func() {
				_, err := h.Welcome(context.Background(), link.Secret, Wanted{Name: "Eerste " + string(rune('A'+i))}, good)
				ended <- err
			}()
		}
		in := 0
		for range many {
			if err := <-ended; err == nil {
				in++
			} else if !fault.Is(err, "people.link") {
				t.Error(err)
			}
		}
		if all, err := h.List(t.Context()); in != 1 || err != nil || len(all) != 1 {
			t.Error(in, all, err)
		}
	})
}

func TestPasswords(t *testing.T) {
	for password, code := range map[string]string{
		good:                        "",
		"Wijn1!Wijn1!":              "",
		"elf tekens.":               "people.password-short",
		strings.Repeat("ab cd", 41): "people.password-long",
		"AnnekedeBoer1":             "people.password-own",
		"anneke anneke!":            "people.password-own",
		"a.deboer2026!":             "people.password-own",
		"Welkom2026!!":              "people.password-common",
		"wachtwoord123":             "people.password-common",
		"qwertyuiop12":              "people.password-common",
		"November2026":              "people.password-common",
		"aaaaaaaaaaaa":              "people.password-common",
		"123456789012":              "people.password-common",
		"abcdefghijkl":              "people.password-common",
		"121212121212":              "people.password-common",
	} {
		if err := checkPassword(password, "Anneke de Boer", "a.deboer@example.nl"); code == "" && err != nil || code != "" && !fault.Is(err, code) {
			t.Errorf("%s: want %q, got %v", password, code, err)
		}
	}
}

func TestHashes(t *testing.T) {
	ctx := t.Context()
	first, err := hashPassword(ctx, good)
	if err != nil {
		t.Fatal(err)
	}
	second, _ := hashPassword(ctx, good)
	if first == second || !strings.HasPrefix(first, "$argon2id$v=19$m=65536,t=3,p=2$") || strings.Contains(first, good) {
		t.Error(first, second)
	}
	const cheap = "$argon2id$v=19$m=64,t=1,p=1$" // as another program, or an older one, hashed
	for name, c := range map[string]struct {
		hash, password string
		same           bool
	}{
		"right":          {first, good, true},
		"wrong":          {first, good + " ", false},
		"none":           {first, "", false},
		"another form":   {mustHash(t, "é"), "e\u0301", true},
		"too long":       {first, strings.Repeat("x", longest+1), false},
		"no password":    {"", "", false},
		"nobody's":       {nobodys, "", false},
		"not a hash":     {"$argon2id$v=19$m=0,t=0,p=0$$", "", false},
		"too much work":  {"$argon2id$v=19$m=4294967295,t=3,p=2$AAAA$AAAA", good, false},
		"short key":      {cheap + "AAAAAAAAAAAAAAAAAAAAAA$AAAA", good, false},
		"another's hash": {strings.Replace(first, "argon2id", "argon2i", 1), good, false},
	} {
		if same, err := samePassword(ctx, c.hash, c.password); same != c.same || err != nil {
			t.Errorf("%s: %v %v", name, same, err)
		}
	}
	gone, stop := context.WithCancel(ctx)
	stop()
	hashing <- struct{}{}
	hashing <- struct{}{}
	if _, err := samePassword(gone, first, good); !errors.Is(err, context.Canceled) {
		t.Error("who left still waits:", err)
	}
	<-hashing
	<-hashing
}

func mustHash(t *testing.T, password string) string {
	t.Helper()
	hashed, err := hashPassword(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	return hashed
}

// TestRefusalsAreAlike: of a name that is nobody's, of somebody who has no password
// or is blocked, and of a wrong password the same is said; what was typed for a
// name stands nowhere.
func TestRefusalsAreAlike(t *testing.T) {
	h, ctx := newHall(t, storetest.SQLite(t)), t.Context()
	h.welcomed("Anneke", good, "administrator")
	blocked := h.welcomed("Kees", good, "auditor")
	h.add("Piet", "auditor")
	wants(t, h.SetBlocked(ctx, "Anneke", blocked, true), "")
	var said []string
	for _, c := range [][2]string{{"Anneke", "wrong wrong wrong"}, {"Kees", good}, {"Piet", ""}, {"Piet", good}, {"hunter2 typed as name", good}, {"", ""}} {
		_, err := h.Login(ctx, c[0], c[1], "192.0.2.7")
		wants(t, err, "people.refused")
		said = append(said, err.Error())
	}
	if slices.Sort(said); len(slices.Compact(said)) != 1 {
		t.Error(said)
	}
	acts, all := h.events()
	refused := len(acts) - len(slices.DeleteFunc(slices.Clone(acts), func(act string) bool { return act == "login.refused" }))
	if refused != 6 || strings.Contains(all, "hunter2") || strings.Contains(all, "wrong wrong") {
		t.Errorf("%d refusals\n%s", refused, all)
	}
}

func TestAttemptsAreBounded(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	a := newAttempts()
	tries := func(who, from string) (n int) {
		for n = 0; n < 100 && a.wait(who, from, now) == 0; n++ {
		}
		return n
	}
	a.succeeded("anneke", "198.51.100.1")
	if n := tries("anneke", "192.0.2.1"); n != 10 {
		t.Errorf("a stranger tried %d times", n)
	}
	if n := tries("Anneke ", "192.0.2.2"); n != 0 {
		t.Errorf("from elsewhere he tries %d more", n)
	}
	if n := tries("anneke", "198.51.100.1"); n != 10 {
		t.Errorf("who came in before is hindered by a stranger: %d", n)
	}
	for i := range 100 {
		a.wait(string(rune('a'+i)), "192.0.2.9", now)
	}
	if wait := a.wait("somebody new", "192.0.2.9", now); wait != 10*time.Second {
		t.Errorf("one address tries all names: %v", wait)
	}
	if tries("kees", "2001:db8::1") != 10 || tries("kees2", "2001:db8::2") != 10 || tries("kees3", "2001:db8::3") != 0 || tries("kees3", "2001:db8:0:1::3") == 0 {
		t.Error("the addresses of one IPv6 network are not one")
	}
	now = now.Add(time.Minute)
	if n := tries("anneke", "192.0.2.3"); n != 2 {
		t.Errorf("a minute later %d", n)
	}
	for i := range 3 * remembered {
		a.wait(string(rune(i)), string(rune(i))+".example", now)
		a.succeeded(string(rune(i)), string(rune(i))+".example")
	}
	for name, b := range map[string]*buckets{"address": a.address, "familiar": a.familiar, "strange": a.strange} {
		if len(b.byKey) > remembered || b.used.Len() != len(b.byKey) {
			t.Errorf("%s remembers %d, %d", name, len(b.byKey), b.used.Len())
		}
	}
}

func TestOwnPassword(t *testing.T) {
	h, ctx := newHall(t, storetest.SQLite(t)), t.Context()
	id := h.welcomed("Anneke", good, "administrator")
	store := h.Sessions(time.Hour)
	for _, token := range []string{"here", "there"} {
		commit(t, store, token, id, h.now.Add(time.Hour))
	}
	const other = "zeven groene lantaarns"
	wants(t, h.SetPassword(ctx, id, "not it, not it", other, "here"), "people.old-password")
	wants(t, h.SetPassword(ctx, id, good, "kort", "here"), "people.password-short")
	wants(t, h.SetPassword(ctx, id, good, other, "here"), "")
	_, err := h.Login(ctx, "Anneke", good, "192.0.2.1")
	wants(t, err, "people.refused")
	_, err = h.Login(ctx, "Anneke", other, "192.0.2.1")
	wants(t, err, "")
	if all, err := h.SessionsOf(ctx, id, "here"); err != nil || len(all) != 1 || !all[0].Here {
		t.Error(all, err)
	}
}
