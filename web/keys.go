// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// key is what one or more keys do on a page. The help shows it, and the script
// reads it from the help: what is not told there does not exist.
type key struct {
	Press string // as a browser names them, apart by spaces
	Does  string // what the script does; "press" what bears the key as data-key
	Says  string // key of the catalogue
}

// Names gives the keys one by one.
func (k key) Names() []string { return strings.Fields(k.Press) }

// press is a key that stands for a button, a link or a form of the page.
func press(k, says string) key { return key{k, "press", says} }

// Keys of several pages.
var (
	always = []key{{"/", "find", "web.keys.find"}, {"?", "help", "web.keys.show"}}
	inList = []key{{"j", "next", "web.keys.next"}, {"k", "previous", "web.keys.previous"}}
	opens  = press("Enter", "web.keys.open")
	// inItem are those of a page about one thing of a list.
	inItem = []key{{"j", "item-next", "web.keys.item-next"}, {"k", "item-previous", "web.keys.item-previous"}, {"l", "list", "web.keys.list"}}
	undoes = press("u", "web.keys.undo")
)

func keyed(groups ...[]key) []key { return append(slices.Concat(groups...), always...) }

// keysOn says what keys do, by the template of the page. What moves money to
// another account, or trusts one, is on no key: a slip of a finger is too light
// for that.
var keysOn = map[string][]key{
	"home": keyed(inList, []key{opens}),
	"worklist": keyed(inList, []key{opens, press("a", "web.keys.accept"), press("s", "web.keys.second"), press("r", "web.keys.reject"), undoes,
		press("e", "web.keys.otherwise"), press("x", "web.keys.tick")}),
	"workitem": keyed(inItem, []key{press("a", "web.keys.accept"), press("s", "web.keys.second"), press("r", "web.keys.reject"), undoes, press("e", "web.keys.otherwise")}),
	"codings": keyed(inList, []key{opens, {"1 2 3 4 5", "choose", "web.keys.choose"}, press("a", "web.keys.accept"), undoes,
		{"w", "why", "web.keys.why"}, press("e", "web.keys.otherwise")}),
	"worklist_many":    keyed(inList, []key{opens, press("x", "web.keys.tick")}),
	"codings_sure":     keyed(inList, []key{opens, press("x", "web.keys.tick")}),
	"invoices":         keyed(inList, []key{opens, undoes, press("x", "web.keys.tick")}),
	"invoices_approve": keyed(inList, []key{opens, press("x", "web.keys.tick")}),
	"invoices_release": keyed(inList, []key{opens, press("x", "web.keys.tick")}),
	"invoice": keyed(inItem, []key{{"n", "field-next", "web.keys.field-next"}, {"p", "field-previous", "web.keys.field-previous"}, press("a", "web.keys.accept-invoice"),
		press("r", "web.keys.reject-invoice"), undoes, press("e", "web.keys.code")}),
	"post":                 keyed(inList, []key{opens}),
	"document":             keyed(inItem, []key{press("e", "web.keys.kind")}),
	"orders":               keyed(inList, []key{opens}),
	"projects":             keyed(inList, []key{opens}),
	"order":                keyed(inItem, []key{press("e", "web.keys.receive")}),
	"runs":                 keyed(inList, []key{opens}),
	"run":                  keyed(inItem),
	"suppliers":            keyed(inList, []key{opens}),
	"supplier":             keyed(inItem),
	"staffing":             keyed(inList, []key{opens, press("a", "web.keys.accept-ticked"), press("x", "web.keys.tick"), undoes}),
	"staffing_people":      keyed(inList, []key{opens}),
	"staffing_assignments": keyed(inList, []key{opens}),
	"debtors":              keyed(inList, []key{opens}),
	"debtor":               keyed(inItem),
	"decisions":            keyed(inList, []key{press("Enter", "web.keys.open-line"), undoes}),
	"quarantine":           keyed(inList),
	"outbox":               keyed(inList, []key{opens, press("a", "web.keys.again"), press("r", "web.keys.withdraw")}),
	"letter":               keyed(inItem, []key{press("a", "web.keys.again"), press("r", "web.keys.withdraw")}),
}

// keysOf gives the keys of a page; every page has those to search and for help.
func keysOf(name string) []key {
	if keys, ok := keysOn[name]; ok {
		return keys
	}
	return always
}

const keysCookie = "rentmeester-keys"

// keysOff says that the visitor turned single keys off: who speaks to his
// computer would press them by talking.
func keysOff(r *http.Request) bool {
	cookie, err := r.Cookie(keysCookie)
	return err == nil && cookie.Value == "off"
}

type keysBody struct {
	Keys []key
	Off  bool
	Back string
}

// keysPage tells the keys of a page to who has no script.
func (p *pages) keysPage(w http.ResponseWriter, r *http.Request) error {
	of, back := r.URL.Query().Get("of"), ownAddress(r.URL.Query().Get("back"), "/")
	return p.show(w, r, page{Name: "keys", Title: "web.keys.title", Body: keysBody{keysOf(of), keysOff(r), back}})
}

// turnKeys turns single keys on or off, for a year.
func (p *pages) turnKeys(w http.ResponseWriter, r *http.Request) error {
	state, told := "on", said{Code: "web.said.keys-on"}
	if r.PostFormValue("keys") == "off" {
		state, told = "off", said{Code: "web.said.keys-off"}
	}
	http.SetCookie(w, &http.Cookie{Name: keysCookie, Value: state, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return p.did(w, r, "/", told, nil)
}

// KeysHref is where the keys of this page are told without a script.
func (p page) KeysHref() string {
	return "/keys?of=" + url.QueryEscape(p.Name) + "&back=" + url.QueryEscape(p.Self)
}
