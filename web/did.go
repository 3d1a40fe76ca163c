// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

// did ends an act that was sent by a form: the page it came from tells what was
// done, or what went wrong.
func (p *pages) did(w http.ResponseWriter, r *http.Request, otherwise string, told said, err error) error {
	if err != nil {
		told = p.overtaken(r, p.saidFault(r, err))
	}
	p.sayNext(w, r, told)
	http.Redirect(w, r, backTo(r, otherwise), http.StatusSeeOther)
	return nil
}
