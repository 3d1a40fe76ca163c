// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"

	"rentmeester/fault"
)

const userCookie = "rentmeester-user"

// chosen is who acts when there are names to choose from, for trying what takes
// two persons; that is no proof of who sits there.
func (p *pages) chosen(r *http.Request) string {
	if cookie, err := r.Cookie(userCookie); err == nil {
		if name, err := url.QueryUnescape(cookie.Value); err == nil && slices.Contains(p.options.Users, name) {
			return name
		}
	}
	return p.options.Users[0]
}

// whoami shows who acts, and the names to choose from.
func (p *pages) whoami(w http.ResponseWriter, r *http.Request) error {
	if len(p.options.Users) == 0 {
		return fault.New("web.page.not-found", "path", r.URL.Path)
	}
	return p.show(w, r, page{Name: "whoami", Title: "web.whoami.title", Body: whoamiBody{p.options.Users, p.user(r)}})
}

type whoamiBody struct {
	Users []string
	Now   string
}

// become lets the visitor act as another of the names.
func (p *pages) become(w http.ResponseWriter, r *http.Request) error {
	name := r.PostFormValue("user")
	if !slices.Contains(p.options.Users, name) {
		return fault.New("web.no-such-user", "user", name)
	}
	http.SetCookie(w, &http.Cookie{Name: userCookie, Value: url.QueryEscape(name), Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	p.sayNext(w, r, said{Code: "web.said.became", Args: fault.Args("user", name)})
	http.Redirect(w, r, backTo(r, "/"), http.StatusSeeOther)
	return nil
}
