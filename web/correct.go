// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strings"

	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/text"
)

// correct takes over what a person read on the invoice. Only what differs from
// what the page showed is sent on.
func (p *pages) correct(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New("web.form-unreadable")
	}
	inv, err := p.source.Invoice(r.Context(), p.user(r), r.PathValue("invoice"))
	if err != nil {
		return err
	}
	changed, typed, err := p.corrections(r, inv.Fields)
	if err == nil && len(changed) == 0 {
		err = fault.New("web.nothing-corrected")
	}
	if err == nil {
		err = p.source.Correct(r.Context(), p.user(r), inv.ID, changed)
	}
	if err != nil {
		return p.wrong(w, r, "fields", err, func(b *invoiceBody) { b.Typed = typed })
	}
	return p.did(w, r, here(r, "#fields"), said{Code: "web.said.corrected", Args: fault.Args("n", len(changed))}, nil)
}

// corrections gives the fields that were typed otherwise, as they are kept.
func (p *pages) corrections(r *http.Request, fields []Field) (changed []Correction, typed map[string]string, err error) {
	typed = map[string]string{}
	for _, f := range fields {
		values, there := r.PostForm["field-"+f.Name]
		if !there || f.Fixed {
			continue
		}
		value := strings.TrimSpace(values[0])
		typed[f.Name] = value
		kept, wrong := keptValue(p.langOf(r), f.Form, value)
		if wrong != nil && err == nil {
			err = wrong
		}
		if kept != f.Value || f.Doubtful && r.PostFormValue("seen-"+f.Name) != "" {
			changed = append(changed, Correction{f.Name, kept})
		}
	}
	return changed, typed, err
}

// keptValue writes a typed value as it is kept. Errors: money.invalid …, day.invalid.
func keptValue(lang text.Lang, form, typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	switch form {
	case "amount":
		cents, err := parseAmount(lang, typed)
		if err != nil {
			return typed, err
		}
		return cents.String(), nil
	case "day":
		d, err := day.Parse(typed)
		if err != nil {
			return typed, fault.New("web.field-day", "day", typed)
		}
		return string(d), nil
	case "iban":
		return strings.ToUpper(strings.Join(strings.Fields(typed), "")), nil
	}
	return typed, nil
}
