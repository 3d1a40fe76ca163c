// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"crypto/rand"
	"crypto/sha256"
	"log/slog"
	"maps"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"rentmeester/policy"
	"rentmeester/text"
)

// Options are what the pages need besides Source; the zero value works.
type Options struct {
	Administration string                     // name above every page
	Default        text.Lang                  // language for who chose none; Dutch by default
	User           func(*http.Request) string // who is acting; "web" by default
	// Users are names of which the visitor may choose whose acts his are, to try
	// what takes two persons; for a machine that only he can reach. It stands in
	// place of User.
	Users []string
	// Rights says what who acts may do; all rights by default.
	Rights func(*http.Request) policy.Rights
	// Login lets people log in; it stands in place of User and Users, and what they
	// may do follows from who they are. Nil: nobody logs in.
	Login    *Login
	Location *time.Location // for moments on the screen; local by default
	// Hosts are the names, with port, under which the pages may be asked; others
	// are refused, so that a strange website whose name points to this machine
	// cannot read along. None: all are answered, for behind a proxy that checks.
	Hosts         []string
	MaxUpload     int64            // bytes in one upload; 4 GiB by default
	Rate          float64          // pages a second of one visitor; 0 as many as he likes
	Now           func() time.Time // the clock; that of the machine by default
	Log           *slog.Logger     // for errors nobody foresaw
	Accessibility Accessibility    // what the organisation says in its statement
}

// pages holds what every handler needs; it never changes after New.
type pages struct {
	source    Source
	options   Options
	templates templates
	sessions  *scs.SessionManager // nil where nobody logs in
	key       []byte              // of this process, to know its own messages by
}

// New gives the pages over a source. The handler is safe for several requests
// at once when the source is.
func New(source Source, options Options) http.Handler {
	p := &pages{source: source, options: withDefaults(options), key: make([]byte, sha256.Size)}
	_, _ = rand.Read(p.key) // it never fails
	p.templates = templatesOf(p.options.Location)
	if p.options.Login != nil {
		p.sessions = newSessions(p.options.Login, p.fail)
	}

	mux := http.NewServeMux()
	mux.HandleFunc("GET /assets/", serveAsset)
	for pattern, handle := range p.routes() {
		mux.Handle(pattern, p.serve(p.allow(pattern, handle)))
	}
	return p.secure(mux)
}

// routes are all pages, by the pattern of their address. Every one of them needs
// a right: see rights.go.
func (p *pages) routes() map[string]handler {
	all := map[string]handler{}
	for _, some := range []map[string]handler{
		p.bank(),
		p.payables(),
		p.persons(),
		p.seconds(),
		p.manyInvoices(),
		p.atHand(),
		p.trails(),
		p.policies(),
		p.helps(),
		p.homes(),
		p.searches(),
		p.outcomes(),
		p.staffings(),
		p.staffEdits(),
		p.staffPapers(),
		p.steered(),
	} {
		maps.Copy(all, some)
	}
	return all
}

// persons are the pages of who comes in, and of oneself.
func (p *pages) persons() map[string]handler {
	return map[string]handler{
		"GET /login":                      p.login,
		"POST /login":                     p.enter,
		"GET /login/oidc":                 p.goElsewhere,
		"GET /login/oidc/back":            p.comeBack,
		"POST /logout":                    p.logout,
		"GET /welcome":                    p.welcome,
		"POST /welcome":                   p.settle,
		"GET /me":                         p.me,
		"POST /me/password":               p.setPassword,
		"POST /me/language":               p.setLanguage,
		"POST /me/sessions/end":           p.endOthers,
		"POST /me/sessions/{session}/end": p.endSession,
		"GET /people":                     p.people,
		"POST /people":                    p.addColleague,
		"GET /people/{person}":            p.colleague,
		"POST /people/{person}/roles":     p.setRoles,
		"POST /people/{person}/block":     p.blockColleague,
		"POST /people/{person}/unblock":   p.unblockColleague,
		"POST /people/{person}/link":      p.linkColleague,
		"POST /people/{person}/end":       p.endColleague,
		"POST /people/{person}/untie":     p.untieColleague,
	}
}

// bank are the pages of the bank, and those of the whole.
func (p *pages) bank() map[string]handler {
	return map[string]handler{
		"GET /accounts/{account}":            p.account,
		"GET /accounts/{account}/statements": p.statements,
		"GET /statements/{id}":               p.statement,
		"GET /worklist":                      p.worklist,
		"POST /worklist/accept":              p.acceptMany,
		"GET /worklist/{line}":               p.workItem,
		"POST /worklist/{line}/accept":       p.accept,
		"POST /worklist/{line}/reject":       p.reject,
		"POST /worklist/{line}/book":         p.book,
		"GET /decisions":                     p.decisions,
		"POST /decisions/{decision}/undo":    p.undo,
		"GET /autopilot":                     p.autopilot,
		"GET /rules":                         p.rules,
		"POST /rules":                        p.addRules,
		"GET /mandates":                      p.mandates,
		"GET /quarantine":                    p.quarantine,
		"GET /import":                        p.importForm,
		"POST /import":                       p.importFiles,
		"GET /whoami":                        p.whoami,
		"POST /whoami":                       p.become,
		"/":                                  p.nowhere,
	}
}

// atHand are what makes the other pages quick to work with.
func (p *pages) atHand() map[string]handler {
	return map[string]handler{
		"GET /keys":             p.keysPage,
		"POST /keys":            p.turnKeys,
		"GET /debtors":          p.debtors,
		"GET /debtors/{debtor}": p.debtor,
		"GET /presence":         p.presence,
		"GET /worklist/many":    p.previewMany,
		"POST /decisions/undo":  p.undoMany,
	}
}

// payables are the pages of what we owe.
func (p *pages) payables() map[string]handler {
	return map[string]handler{
		"GET /post":                          p.post,
		"POST /post":                         p.takePost,
		"GET /post/{document}":               p.document,
		"POST /post/{document}/kind":         p.setKind,
		"POST /post/{document}/read":         p.readAgain,
		"POST /invoices/{invoice}/copy":      p.copyOf,
		"GET /post/{document}/pages/{page}":  p.pageImage,
		"GET /post/{document}/original":      p.original,
		"GET /invoices":                      p.invoices,
		"GET /invoices/{invoice}":            p.invoice,
		"POST /invoices/{invoice}/correct":   p.correct,
		"POST /invoices/{invoice}/release":   p.release,
		"POST /invoices/{invoice}/hold":      p.hold,
		"POST /invoices/{invoice}/assign":    p.assign,
		"POST /invoices/{invoice}/code":      p.code,
		"POST /invoices/{invoice}/act":       p.actOn,
		"POST /invoices/{invoice}/clock":     p.clock,
		"GET /invoices/{invoice}/reply":      p.reply,
		"POST /invoices/{invoice}/reply":     p.sendReply,
		"GET /invoices/{invoice}/reply/file": p.replyFile,
		"POST /invoices/{invoice}/misbooked": p.misbooked,
		"GET /codings":                       p.codings,
		"POST /codings/{invoice}":            p.codeOne,
		"POST /codings/{invoice}/undo":       p.uncode,
		"GET /codings/sure":                  p.sureCodings,
		"POST /codings/sure":                 p.acceptSure,
		"POST /codings/batches/{batch}/undo": p.undoSure,
		"GET /suppliers":                     p.suppliers,
		"GET /suppliers/{supplier}":          p.supplier,
		"POST /suppliers/{supplier}":         p.supplierAct,
		"POST /suppliers/{supplier}/account": p.accountAct,
		"GET /orders":                        p.orders,
		"GET /orders/{order}":                p.order,
		"POST /orders/{order}/receipts":      p.receive,
		"GET /runs":                          p.runs,
		"POST /runs":                         p.makeRun,
		"GET /runs/{run}":                    p.run,
		"POST /runs/{run}/release":           p.releaseRun,
		"POST /runs/{run}/withdraw":          p.withdrawRun,
		"POST /runs/{run}/file":              p.runFile,
		"GET /outbox":                        p.outbox,
		"GET /outbox/{letter}":               p.letter,
		"POST /outbox/{letter}":              p.letterAct,
	}
}

func withDefaults(o Options) Options {
	if o.Default == "" {
		o.Default = text.NL
	}
	if o.User == nil {
		o.User = func(*http.Request) string { return "web" }
	}
	if o.Rights == nil {
		o.Rights = func(*http.Request) policy.Rights { return policy.Everything() }
	}
	if o.Location == nil {
		o.Location = time.Local
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MaxUpload == 0 {
		o.MaxUpload = 4 << 30
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}
