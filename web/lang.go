// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"rentmeester/text"
)

const langCookie = "rentmeester-lang"

// langOf gives the language of a request: ?lang= first, then the cookie, then
// the default.
func (p *pages) langOf(r *http.Request) text.Lang {
	if lang, ok := known(r.URL.Query().Get("lang")); ok {
		return lang
	}
	if cookie, err := r.Cookie(langCookie); err == nil {
		if lang, ok := known(cookie.Value); ok {
			return lang
		}
	}
	return p.options.Default
}

func known(s string) (text.Lang, bool) {
	lang := text.Lang(s)
	return lang, lang == text.NL || lang == text.EN
}

// rememberLang keeps a choice made with ?lang= for a year.
func rememberLang(w http.ResponseWriter, r *http.Request) {
	if lang, ok := known(r.URL.Query().Get("lang")); ok {
		setLang(w, lang)
	}
}

// inLang gives the address of this page in another language.
func inLang(self string, lang text.Lang) string { return withParam(self, "lang", string(lang)) }
