// SPDX-License-Identifier: EUPL-1.2

package web

import "rentmeester/policy"

// anyone is the right of pages that everybody has who may come in at all.
const anyone policy.Right = ""

// open is the right of pages for who is not in yet.
const open policy.Right = "open"

// needed is the right that each page needs. A page that is not here is for
// nobody, and a test fails.
var needed = map[string]policy.Right{
	"GET /{$}":              policy.Look,
	"GET /whoami":           anyone,
	"POST /whoami":          anyone,
	"/":                     anyone, // there is no such page
	"GET /presence":         policy.Look,
	"GET /debtors":          policy.Look,
	"GET /debtors/{debtor}": policy.Look,
	"GET /keys":             anyone,
	"POST /keys":            anyone,

	"GET /login":                      open,
	"POST /login":                     open,
	"GET /login/oidc":                 open,
	"GET /login/oidc/back":            open,
	"GET /welcome":                    open,
	"POST /welcome":                   open,
	"POST /logout":                    anyone,
	"GET /me":                         anyone,
	"POST /me/password":               anyone,
	"POST /me/language":               anyone,
	"POST /me/sessions/end":           anyone,
	"POST /me/sessions/{session}/end": anyone,
	"GET /people":                     policy.ManagePeople,
	"POST /people":                    policy.ManagePeople,
	"GET /people/{person}":            policy.ManagePeople,
	"POST /people/{person}/roles":     policy.ManagePeople,
	"POST /people/{person}/block":     policy.ManagePeople,
	"POST /people/{person}/unblock":   policy.ManagePeople,
	"POST /people/{person}/link":      policy.ManagePeople,
	"POST /people/{person}/end":       policy.ManagePeople,

	"GET /search":                        policy.Look,
	"GET /accounts":                      policy.Look,
	"GET /accounts/{account}":            policy.Look,
	"GET /accounts/{account}/statements": policy.Look,
	"GET /statements/{id}":               policy.Look,
	"GET /worklist":                      policy.Look,
	"GET /worklist/many":                 policy.Decide,
	"POST /worklist/accept":              policy.Decide,
	"GET /worklist/{line}":               policy.Look,
	"POST /worklist/{line}/accept":       policy.Decide,
	"POST /worklist/{line}/reject":       policy.Decide,
	"POST /worklist/{line}/book":         policy.Decide,
	"GET /decisions":                     policy.Look,
	"POST /decisions/{decision}/undo":    policy.Decide,
	"POST /decisions/undo":               policy.Decide,
	"GET /mandates":                      policy.Look,

	"GET /results":    policy.Look,
	"GET /autopilot":  policy.Look,
	"GET /rules":      policy.Look,
	"POST /rules":     policy.ChangeRules,
	"GET /quarantine": policy.Look,
	"GET /import":     policy.Import,
	"POST /import":    policy.Import,

	"GET /glossary":      anyone,
	"GET /accessibility": anyone,

	"GET /policy":         policy.Look,
	"POST /policy":        policy.ChangePolicy,
	"GET /policy/compare": policy.Look,

	"GET /audit":                 policy.ReadAudit,
	"POST /audit/verify":         policy.ReadAudit,
	"GET /audit/trail.csv":       policy.ReadAudit,
	"GET /audit/trail.json":      policy.ReadAudit,
	"GET /audit/items/{subject}": policy.ReadAudit,

	"GET /post":                         policy.Look,
	"POST /post":                        policy.Import,
	"GET /post/{document}":              policy.Look,
	"GET /post/{document}/pages/{page}": policy.Look,
	"GET /post/{document}/original":     policy.Look,
	"POST /post/{document}/kind":        policy.Import,
	"POST /post/{document}/read":        policy.Import,

	"GET /invoices":                      policy.Look,
	"GET /invoices/{invoice}":            policy.Look,
	"POST /invoices/{invoice}/copy":      policy.Correct,
	"POST /invoices/{invoice}/correct":   policy.Correct,
	"POST /invoices/{invoice}/release":   policy.Correct,
	"POST /invoices/{invoice}/hold":      policy.Correct,
	"POST /invoices/{invoice}/assign":    policy.Correct,
	"POST /invoices/{invoice}/clock":     policy.Correct,
	"GET /invoices/{invoice}/reply":      policy.Look,
	"POST /invoices/{invoice}/reply":     policy.Correct,
	"GET /invoices/{invoice}/reply/file": policy.Look,
	"POST /invoices/{invoice}/code":      policy.Code,
	"POST /invoices/{invoice}/misbooked": policy.Code,
	"POST /invoices/{invoice}/act":       policy.Approve,

	"GET /codings":                       policy.Look,
	"POST /codings/{invoice}":            policy.Code,
	"POST /codings/{invoice}/undo":       policy.Code,
	"GET /codings/sure":                  policy.Code,
	"POST /codings/sure":                 policy.Code,
	"POST /codings/batches/{batch}/undo": policy.Code,

	"GET /suppliers":                     policy.Look,
	"GET /suppliers/{supplier}":          policy.Look,
	"POST /suppliers/{supplier}":         policy.Suppliers,
	"POST /suppliers/{supplier}/account": policy.Suppliers,

	"GET /orders":                   policy.Look,
	"GET /orders/{order}":           policy.Look,
	"POST /orders/{order}/receipts": policy.Receive,

	"GET /projects":                     policy.Look,
	"POST /projects":                    policy.Projects,
	"GET /projects/report":              policy.Look,
	"GET /projects/report/file":         policy.Look,
	"GET /projects/{project}":           policy.Look,
	"POST /projects/{project}/credits":  policy.Projects,
	"POST /projects/{project}/progress": policy.Projects,
	"POST /projects/{project}/orders":   policy.Projects,

	"GET /runs":                 policy.Look,
	"POST /runs":                policy.Pay,
	"GET /runs/{run}":           policy.Look,
	"POST /runs/{run}/release":  policy.Release,
	"POST /runs/{run}/withdraw": policy.Pay,
	"POST /runs/{run}/file":     policy.Pay,

	"GET /outbox":           policy.Look,
	"GET /outbox/{letter}":  policy.Look,
	"POST /outbox/{letter}": policy.Correct,
}
