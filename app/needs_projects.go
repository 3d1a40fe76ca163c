// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"rentmeester/steering"
	"rentmeester/text"
)

// projects adds those that will probably pass their credit, with the week in which.
func (g *gathering) projects() error {
	list, err := g.Projects().ListIn(g.ctx, g.q, g.today, false)
	for _, one := range list {
		o := one.Stand.Overrun
		if one.Stand.Light != steering.Over {
			continue
		}
		why := Reason{Code: "app.project-over", Args: map[string]string{"chance": text.Percent(o.Probability), "week": string(o.Week)}}
		switch {
		case o.Now:
			why = Reason{Code: "web.project.over-now"}
		case o.Bound:
			why = Reason{Code: "web.project.over-bound"}
		}
		g.add(Need{Kind: NeedProject, ID: formatID(one.ID), Name: one.Name, Number: one.Code, Amount: Euro(max(o.Lack, 0)), Due: o.Week, Doubt: 1 - o.Probability, Why: why})
	}
	return err
}
