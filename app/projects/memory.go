// SPDX-License-Identifier: EUPL-1.2

package projects

import (
	"context"
	"reflect"
	"slices"
	"sync"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/steering"
	"rentmeester/store/db"
)

// Memory keeps how all projects stand on a day, for as long as the books do not
// change: the first page asks it of everybody who opens it. To draw what may become of
// a project takes longest, so that is kept beside it for as long as what it follows
// from is the same, whatever else changes in the books. It is safe for several
// goroutines; nil remembers nothing.
type Memory struct {
	mu      sync.Mutex
	version int64
	kept    map[asked][]Standing

	drawing sync.Mutex
	drawn   map[drawing]drawn
}

// drawing is of which project, and at the end of which day.
type drawing struct {
	project int64
	on      day.Day
}

// drawn is how a project stands, and what that follows from.
type drawn struct {
	from  steering.Project
	stand steering.Stand
}

// mostDrawn bounds how many are kept: of some hundreds of projects, today and at the
// end of some quarters.
const mostDrawn = 2000

type asked struct {
	on     day.Day
	closed bool
}

// mostKept bounds it: today, with and without those that are closed, and some days
// that programs ask for.
const mostKept = 8

// stand gives how a project stands: as it was worked out when everything it follows
// from was the same. What it gives is shared, and not to be changed.
func (m *Memory) stand(project int64, from steering.Project, on day.Day) steering.Stand {
	if m == nil {
		return steering.Of(from, on)
	}
	of := drawing{project, on}
	m.drawing.Lock()
	known, has := m.drawn[of]
	m.drawing.Unlock()
	if has && reflect.DeepEqual(known.from, from) {
		return known.stand
	}
	stand := steering.Of(from, on)
	m.drawing.Lock()
	defer m.drawing.Unlock()
	if m.drawn == nil || len(m.drawn) >= mostDrawn {
		m.drawn = map[drawing]drawn{}
	}
	m.drawn[of] = drawn{from, stand}
	return stand
}

// list gives what is kept, or has it counted. It is counted by one at a time.
func (m *Memory) list(ctx context.Context, q *db.Queries, adm int64, of asked, count func() ([]Standing, error)) ([]Standing, error) {
	if m == nil {
		return count()
	}
	head, err := q.AuditHead(ctx, adm)
	if err != nil {
		return nil, books.Failed(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.version != head.AuditSeq || len(m.kept) >= mostKept {
		m.version, m.kept = head.AuditSeq, map[asked][]Standing{}
	}
	all, has := m.kept[of]
	if !has {
		if all, err = count(); err != nil {
			return nil, err
		}
		m.kept[of] = all
	}
	return slices.Clone(all), nil
}
