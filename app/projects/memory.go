// SPDX-License-Identifier: EUPL-1.2

package projects

import (
	"context"
	"slices"
	"sync"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/store/db"
)

// Memory keeps how all projects stand on a day, for as long as the books do not
// change: the first page asks it of everybody who opens it, and to draw what may
// become of each project takes long. It is safe for several goroutines; nil remembers
// nothing.
type Memory struct {
	mu      sync.Mutex
	version int64
	kept    map[asked][]Standing
}

type asked struct {
	on     day.Day
	closed bool
}

// mostKept bounds it: today, with and without those that are closed, and some days
// that programs ask for.
const mostKept = 8

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
