// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"rentmeester/policy"
)

// seconds are the answers to what waits for a second person.
func (p *pages) seconds() map[string]handler {
	return map[string]handler{
		"POST /people/requests/{request}/confirm": p.confirmPeople,
		"POST /people/requests/{request}/refuse":  p.refuseRequest("/people#waiting"),
		"POST /policy/requests/{request}/confirm": p.confirmPolicy,
		"POST /policy/requests/{request}/refuse":  p.refuseRequest("/policy#waiting"),
	}
}

// confirmPeople lets happen what a colleague asked for somebody.
func (p *pages) confirmPeople(w http.ResponseWriter, r *http.Request) error {
	err := p.source.ConfirmPeople(r.Context(), p.user(r), r.PathValue("request"))
	return p.did(w, r, "/people#waiting", said{Code: "web.said.confirmed"}, err)
}

// confirmPolicy puts in force what a colleague proposed.
func (p *pages) confirmPolicy(w http.ResponseWriter, r *http.Request) error {
	err := p.source.ConfirmPolicy(r.Context(), p.user(r), r.PathValue("request"))
	return p.did(w, r, "/policy", said{Code: "web.said.policy-set"}, err)
}

// refuseRequest refuses what a colleague asked, or takes back what one asked oneself.
func (p *pages) refuseRequest(back string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := p.source.RefuseRequest(r.Context(), p.user(r), r.PathValue("request"))
		return p.did(w, r, back, said{Code: "web.said.not-confirmed"}, err)
	}
}

// about gives of what waits that which is about one person.
func about(all []Request, person string) (list []Request) {
	for _, one := range all {
		if one.Person == person {
			list = append(list, one)
		}
	}
	return list
}

// neededOf gives the right by which a request of a kind is confirmed.
func neededOf(kind string) policy.Right {
	if kind == "policy" {
		return policy.ChangePolicy
	}
	return policy.ManagePeople
}
