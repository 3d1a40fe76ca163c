// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"rentmeester/fault"
)

// acted answers an act on one line: for htmx with the card that takes the
// line's place on the worklist, else with the page the form came from. An
// error is told there too, next to the line as it stands now.
func (p *pages) acted(w http.ResponseWriter, r *http.Request, line, decision, code string, err error) error {
	told := said{Code: code, Args: fault.Args("decision", decision), Decision: decision}
	status := http.StatusOK
	if err != nil {
		told, status = p.overtaken(r, p.saidFault(r, err)), statusOf(err)
	}
	back := backTo(r, "/worklist")
	if !byHTMX(r) {
		p.sayNext(w, r, told)
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
	card := cardBody{Line: line, Said: &told, Self: back}
	if item, err := p.source.WorkItem(r.Context(), line); err == nil {
		card.Item = &item // it is still, or again, on the worklist
	}
	return p.part(w, r, "worklist", "card", status, card)
}

// cardBody is one line on the worklist, or what is left of it after an act.
type cardBody struct {
	Line   string
	Item   *WorkItem
	Said   *said
	Self   string
	Ticked bool
}

// card gives the templates a line of the worklist.
func (b worklistBody) Card(item WorkItem) cardBody {
	return cardBody{Line: item.Line.ID, Item: &item, Self: b.Self, Ticked: b.All}
}
