// SPDX-License-Identifier: EUPL-1.2

package web

import "net/http"

// mandates shows under which mandates collections failed, and which of them
// policy says to stop.
func (p *pages) mandates(w http.ResponseWriter, r *http.Request) error {
	list, err := p.source.Mandates(r.Context())
	if err != nil {
		return err
	}
	var body mandatesBody
	for _, m := range list {
		if m.Stop.Code != "" {
			body.Stop = append(body.Stop, m)
		} else if len(body.Watch) < watched {
			body.Watch = append(body.Watch, m)
		} else {
			body.More++
		}
	}
	return p.show(w, r, page{Name: "mandates", Title: "web.mandates.title", Tab: "mandates", Body: body})
}

// watched is how many mandates are shown that are not to be stopped.
const watched = 100

type mandatesBody struct {
	Stop, Watch []Mandate
	More        int // that are not to be stopped either, and not shown
}
