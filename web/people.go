// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"

	"rentmeester/day"
	"rentmeester/fault"
)

type peopleBody struct {
	People  []Colleague
	Waiting []Request // for a second person
	Roles   []Role
	Typed   Newcomer
	Problem error
}

// Has says whether a role is ticked.
func (b peopleBody) Has(role string) bool {
	return slices.ContainsFunc(b.Typed.Roles, func(g Grant) bool { return g.Role == role })
}

// people lists who may come in.
func (p *pages) people(w http.ResponseWriter, r *http.Request) error {
	return p.showPeople(w, r, peopleBody{}, 0)
}

func (p *pages) showPeople(w http.ResponseWriter, r *http.Request, body peopleBody, status int) (err error) {
	if body.People, err = p.source.People(r.Context()); err != nil {
		return err
	}
	if body.Roles, err = p.source.Roles(r.Context()); err != nil {
		return err
	}
	if body.Waiting, err = p.source.PeopleRequests(r.Context(), p.user(r)); err != nil {
		return err
	}
	return p.show(w, r, page{Name: "people", Title: "web.people.title", Tab: "people", Self: "/people", Body: body, status: status})
}

// addColleague adds somebody and shows his link, once.
func (p *pages) addColleague(w http.ResponseWriter, r *http.Request) error {
	who := Newcomer{Name: r.PostFormValue("name"), Mail: r.PostFormValue("mail")}
	for _, role := range r.PostForm["role"] {
		who.Roles = append(who.Roles, Grant{Role: role})
	}
	person, secret, err := p.source.AddColleague(r.Context(), p.user(r), who)
	switch {
	case err != nil && statusOf(err) == http.StatusInternalServerError:
		return err
	case err != nil:
		return p.showPeople(w, r, peopleBody{Typed: who, Problem: err}, statusOf(err))
	}
	return p.showColleague(w, r, person, colleagueBody{Link: p.linkTo(r, secret)}, 0)
}

// linkTo gives the address by which somebody chooses a password.
func (p *pages) linkTo(r *http.Request, secret string) string {
	to := url.URL{Scheme: "http", Host: r.Host, Path: "/welcome", RawQuery: "link=" + url.QueryEscape(secret)}
	if r.TLS != nil || p.options.Login != nil && p.options.Login.Secure {
		to.Scheme = "https"
	}
	return to.String()
}

type colleagueBody struct {
	Colleague
	All      []roleRow
	Followed []string // roles that the account elsewhere gives and takes
	Link     string   // shown once
	Later    bool     // it works when a second person has confirmed it
	Waiting  []Request
}

// roleRow is a role with the days on which somebody has it.
type roleRow struct {
	Role
	Had         bool
	From, Until day.Day
}

// colleague shows one person.
func (p *pages) colleague(w http.ResponseWriter, r *http.Request) error {
	return p.showColleague(w, r, r.PathValue("person"), colleagueBody{}, 0)
}

func (p *pages) showColleague(w http.ResponseWriter, r *http.Request, person string, body colleagueBody, status int) (err error) {
	if body.Colleague, err = p.source.Colleague(r.Context(), person); err != nil {
		return err
	}
	waiting, err := p.source.PeopleRequests(r.Context(), p.user(r))
	if err != nil {
		return err
	}
	body.Waiting = about(waiting, person)
	if body.Elsewhere {
		if body.Followed, err = p.source.RolesFollowed(r.Context()); err != nil {
			return err
		}
	}
	roles, err := p.source.Roles(r.Context())
	if err != nil {
		return err
	}
	for _, role := range roles {
		row := roleRow{Role: role}
		for _, g := range body.Colleague.Roles {
			if g.Role == role.Name {
				row.Had, row.From, row.Until = true, g.From, g.Until
			}
		}
		body.All = append(body.All, row)
	}
	return p.show(w, r, page{Name: "colleague", Title: "web.people.one", TitleArgs: fault.Args("name", body.Name), Tab: "people",
		Self: "/people/" + url.PathEscape(person), Body: body, status: status})
}

// setRoles gives somebody the roles that are ticked.
func (p *pages) setRoles(w http.ResponseWriter, r *http.Request) error {
	person := r.PathValue("person")
	var roles []Grant
	var err error
	_ = r.PostFormValue("role") // which reads the form
	for _, role := range r.PostForm["role"] {
		g := Grant{Role: role, From: day.Day(r.PostFormValue("from-" + role)), Until: day.Day(r.PostFormValue("until-" + role))}
		for _, d := range []day.Day{g.From, g.Until} {
			if wrong := checkDay(d); wrong != nil {
				err = wrong
			}
		}
		roles = append(roles, g)
	}
	waits := false
	if err == nil {
		waits, err = p.source.SetRoles(r.Context(), p.user(r), person, roles)
	}
	return p.didColleague(w, r, waitsOr(waits, "web.said.roles"), err)
}

// waitsOr gives what is said of an act: that it waits for a second person, or that it
// was done.
func waitsOr(waits bool, done string) string {
	if waits {
		return "web.said.waits"
	}
	return done
}

// didColleague answers an act on somebody.
func (p *pages) didColleague(w http.ResponseWriter, r *http.Request, code string, err error) error {
	return p.did(w, r, "/people/"+url.PathEscape(r.PathValue("person")), said{Code: code}, err)
}

func (p *pages) blockColleague(w http.ResponseWriter, r *http.Request) error {
	_, err := p.source.SetBlocked(r.Context(), p.user(r), r.PathValue("person"), true)
	return p.didColleague(w, r, "web.said.blocked", err)
}

func (p *pages) unblockColleague(w http.ResponseWriter, r *http.Request) error {
	waits, err := p.source.SetBlocked(r.Context(), p.user(r), r.PathValue("person"), false)
	return p.didColleague(w, r, waitsOr(waits, "web.said.unblocked"), err)
}

// linkColleague gives somebody a new link and shows it, once.
func (p *pages) linkColleague(w http.ResponseWriter, r *http.Request) error {
	secret, later, err := p.source.LinkColleague(r.Context(), p.user(r), r.PathValue("person"))
	if err != nil {
		return p.didColleague(w, r, "", err)
	}
	return p.showColleague(w, r, r.PathValue("person"), colleagueBody{Link: p.linkTo(r, secret), Later: later}, 0)
}

// endColleague logs somebody out everywhere.
func (p *pages) endColleague(w http.ResponseWriter, r *http.Request) error {
	_, err := p.source.EndColleague(r.Context(), p.user(r), r.PathValue("person"))
	return p.didColleague(w, r, "web.said.sessions-ended", err)
}

// untieColleague lets somebody's account elsewhere no longer be his.
func (p *pages) untieColleague(w http.ResponseWriter, r *http.Request) error {
	waits, err := p.source.Untie(r.Context(), p.user(r), r.PathValue("person"))
	return p.didColleague(w, r, waitsOr(waits, "web.said.untied"), err)
}
