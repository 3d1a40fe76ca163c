// SPDX-License-Identifier: EUPL-1.2

package doctor

import (
	"context"

	"rentmeester/fault"
	"rentmeester/store"
)

// walls: in PostgreSQL every table is walled between administrations, and the user
// of the database is one whom walls hold.
func (p *patient) walls(context.Context) {
	l := p.look
	if !p.seen || l.Dialect != store.Postgres || l.Current != l.Newest {
		return
	}
	if !l.Walls {
		p.warn(fault.New("doctor.walls.missing", "place", l.Place))
	}
	if l.Above != "" {
		p.warn(fault.New("doctor.walls.above", "user", l.Above))
	}
	if l.Walls && l.Above == "" {
		p.good(fault.New("doctor.walls"))
	}
}
