// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"rentmeester/fault"
	"rentmeester/policy"
)

// needed is the right that each operation needs. An operation that is not here is
// for nobody, and a test fails. What looks and keeps nothing needs no more than to
// look, also where it takes a file.
var needed = map[string]policy.Right{
	"get-status":            policy.Look,
	"search":                policy.Look,
	"get-results":           policy.Look,
	"list-bank-lines":       policy.Look,
	"get-bank-line":         policy.Look,
	"list-open-items":       policy.Look,
	"accept-bank-lines":     policy.Decide,
	"accept-bank-line":      policy.Decide,
	"reject-bank-line":      policy.Decide,
	"book-bank-line":        policy.Decide,
	"list-decisions":        policy.Look,
	"undo-decision":         policy.Decide,
	"list-mandates":         policy.Look,
	"get-autopilot":         policy.Look,
	"list-rules":            policy.Look,
	"list-rule-suggestions": policy.Look,
	"add-rules":             policy.ChangeRules,
	"list-quarantine":       policy.Look,
	"dismiss-finding":       policy.Import,

	"list-letters":      policy.Look,
	"get-letter":        policy.Look,
	"withdraw-letter":   policy.Correct,
	"send-letter-again": policy.Correct,

	"validate-invoices":     policy.Look,
	"read-invoices":         policy.Look,
	"list-documents":        policy.Look,
	"get-document":          policy.Look,
	"get-document-original": policy.Look,
	"add-documents":         policy.Import,
	"set-document-kind":     policy.Import,
	"read-document-again":   policy.Import,

	"list-invoices":        policy.Look,
	"list-my-invoices":     policy.Look,
	"get-invoice":          policy.Look,
	"get-reply":            policy.Look,
	"get-reply-file":       policy.Look,
	"assign-invoice":       policy.Correct,
	"correct-invoice":      policy.Correct,
	"hold-invoice":         policy.Correct,
	"release-invoice":      policy.LetThrough,
	"set-clock":            policy.Correct,
	"file-as-copy":         policy.Correct,
	"send-reply":           policy.Correct,
	"approve-invoice":      policy.Approve,
	"reject-invoice":       policy.Approve,
	"dispute-invoice":      policy.Approve,
	"settle-dispute":       policy.Approve,
	"ask-about-invoice":    policy.Approve,
	"answer-about-invoice": policy.Approve,
	"comment-invoice":      policy.Approve,
	"reopen-invoice":       policy.Approve,
	"withdraw-approval":    policy.Approve,
	"list-reminders":       policy.Look,
	"take-reminders":       policy.Correct,

	"get-coding":           policy.Look,
	"predict-codings":      policy.Look,
	"tell-codings":         policy.Code,
	"list-codings":         policy.Look,
	"get-coding-autopilot": policy.Look,
	"get-sure-codings":     policy.Code,
	"choose-coding":        policy.Code,
	"accept-codings":       policy.Code,
	"undo-codings":         policy.Code,
	"code-invoice":         policy.Code,
	"accept-coding":        policy.Code,
	"uncode-invoice":       policy.Code,
	"unbook-invoice":       policy.Code,
	"say-misbooked":        policy.Code,

	"list-orders":   policy.Look,
	"get-order":     policy.Look,
	"list-receipts": policy.Look,
	"add-order":     policy.Import,
	"add-receipts":  policy.Receive,

	"list-projects":         policy.Look,
	"get-project":           policy.Look,
	"get-project-report":    policy.Look,
	"put-project":           policy.Projects,
	"decide-project-credit": policy.Projects,
	"say-project-progress":  policy.Projects,
	"tie-project-order":     policy.Projects,
	"untie-project-order":   policy.Projects,

	"list-suppliers":  policy.Look,
	"get-supplier":    policy.Look,
	"accept-supplier": policy.Suppliers,
	"merge-supplier":  policy.Suppliers,
	"refuse-supplier": policy.Suppliers,
	"release-account": policy.Suppliers,
	"refuse-account":  policy.Suppliers,

	"list-payment-runs":    policy.Look,
	"get-payment-run":      policy.Look,
	"plan-payment-run":     policy.Pay,
	"withdraw-payment-run": policy.Pay,
	"fetch-payment-run":    policy.Pay,
	"get-payment-run-file": policy.Pay, // by it money moves
	"release-payment-run":  policy.Release,

	"list-staff":          policy.SeeStaff,
	"get-staff-member":    policy.SeeStaff,
	"add-absence":         policy.Staff,
	"drop-absence":        policy.Staff,
	"read-calendar":       policy.Staff,
	"make-roster-address": policy.Staff,
	"end-roster-address":  policy.Staff,
	"forget-staff-member": policy.Staff,
	"list-assignments":    policy.SeeStaff,
	"get-assignment":      policy.SeeStaff,
	"get-capacity":        policy.SeeStaff,
	"bring-staff":         policy.Staff,
	"get-standing-plan":   policy.SeeStaff,
	"get-staff-plan":      policy.SeeStaff,
	"propose-staff-plan":  policy.Staff,
	"accept-staff-plan":   policy.Staff,
	"undo-staff-plan":     policy.Staff,
	"explain-seat":        policy.SeeStaff,
	"decide-seat":         policy.Staff,
	"list-seat-decisions": policy.SeeStaff,
	"undo-seat-decision":  policy.Staff,

	"list-staff-scenarios":  policy.SeeStaff,
	"add-staff-scenario":    policy.Staff,
	"remove-staff-scenario": policy.Staff,

	"list-webhooks":   policy.Programs,
	"add-webhook":     policy.Programs,
	"get-webhook":     policy.Programs,
	"remove-webhook":  policy.Programs,
	"rotate-webhook":  policy.Programs,
	"resume-webhook":  policy.Programs,
	"test-webhook":    policy.Programs,
	"list-deliveries": policy.Programs,
}

// allowed lets a request through when the token has the right that the operation
// needs.
func (r *rooms) allowed(c huma.Context, next func(huma.Context)) {
	right, known := needed[c.Operation().OperationID]
	if !known || !callerOf(c.Context()).May.Has(right) {
		_ = huma.WriteErr(r.huma, c, http.StatusForbidden, "", fault.New("api.no-right", "right", right)) // who asked may be gone
		return
	}
	next(c)
}

// tell says in the document which right an operation needs.
func (r *rooms) tell(op *huma.Operation) {
	right, known := needed[op.OperationID]
	if !known {
		return
	}
	said := r.sayWith("api.needs", fault.Args("right", right))
	if op.Description != "" {
		said = op.Description + "\n\n" + said
	}
	op.Description = said
	if op.Extensions == nil {
		op.Extensions = map[string]any{}
	}
	op.Extensions["x-right"] = string(right)
}
