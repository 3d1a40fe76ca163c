// SPDX-License-Identifier: EUPL-1.2

package coding

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"rentmeester/bench/machine"
	"rentmeester/coding/predict"
)

// Options say what is measured.
type Options struct {
	Ledger func(name string) iter.Seq2[predict.Row, error]
	Only   []string // names of parts and sections; none: all
	Cut    Cut
	Seed   uint64
	Side   int  // how many things are measured side by side
	Alone  bool // without the usual ways
	Past   int  // lines that are learned before speed is measured
	Tell   func(string)
}

// Sections are what is measured besides the parts, by name.
var Sections = []string{"speed", "transfer", "cold", "ablation", "changes", "documents"}

// Names are everything that can be measured by itself.
func Names() (list []string) {
	for _, p := range Parts() {
		list = append(list, p.Name)
	}
	return append(list, Sections...)
}

// meter measures.
type meter struct {
	Options
	lock    sync.Mutex
	ledgers map[string]func() ([]predict.Row, error)
	priors  map[string]func() (*predict.Prior, error)
}

type job struct {
	name string
	do   func() error
}

func (m *meter) tell(format string, args ...any) {
	if m.Tell != nil {
		m.Tell(fmt.Sprintf(format, args...))
	}
}

func (m *meter) wants(name string) bool { return len(m.Only) == 0 || slices.Contains(m.Only, name) }

// ledger reads a ledger once.
func (m *meter) ledger(name string) ([]predict.Row, error) {
	m.lock.Lock()
	if m.ledgers[name] == nil {
		m.ledgers[name] = sync.OnceValues(func() (rows []predict.Row, err error) {
			for row, err := range m.Ledger(name) {
				if err != nil {
					return nil, err
				}
				rows = append(rows, row)
			}
			return rows, nil
		})
	}
	read := m.ledgers[name]
	m.lock.Unlock()
	return read()
}

// donated grows a prior on a ledger once.
func (m *meter) donated(name string) (*predict.Prior, error) {
	m.lock.Lock()
	if m.priors[name] == nil {
		m.priors[name] = sync.OnceValues(func() (*predict.Prior, error) {
			rows, err := m.ledger(name)
			if err != nil {
				return nil, err
			}
			return grow(rows, account), nil
		})
	}
	grow := m.priors[name]
	m.lock.Unlock()
	return grow()
}

// Run measures everything that is wanted. The same options give the same page, but
// for what the machine and the hour have to do with.
func Run(o Options) (*Page, error) {
	m := &meter{Options: o, ledgers: map[string]func() ([]predict.Row, error){}, priors: map[string]func() (*predict.Prior, error){}}
	page := &Page{Cut: o.Cut, Seed: o.Seed}
	began, used := time.Now(), machine.CPU()
	if m.wants("speed") {
		speed, err := m.speed()
		if err != nil {
			return nil, err
		}
		page.Speed = &speed
	}
	jobs, err := m.plan(page)
	if err != nil {
		return nil, err
	}
	err = m.side(jobs)
	page.Took, page.Used = time.Since(began), machine.CPU()-used
	return page, err
}

// plan lists what is to be done, the longest first.
func (m *meter) plan(page *Page) (jobs []job, err error) {
	for _, p := range Parts() {
		page.Parts = append(page.Parts, &p)
		if m.wants(p.Name) {
			jobs = append(jobs, p.jobs(m)...)
		}
		if m.wants("transfer") {
			jobs = append(jobs, p.transfers(m)...)
		}
	}
	page.Parts = slices.DeleteFunc(page.Parts, func(p *Part) bool { return p.Results == nil && p.Transfer == nil })
	if m.wants("cold") {
		jobs = append(jobs, m.cold(page)...)
	}
	if m.wants("ablation") {
		jobs = append(jobs, m.ablation(page)...)
	}
	if m.wants("changes") {
		jobs = append(jobs, m.changes(page)...)
	}
	if m.wants("documents") {
		jobs = append(jobs, m.documents(page)...)
	}
	long := func(j job) int {
		if strings.HasPrefix(j.name, "sheffield") {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(jobs, func(a, b job) int { return long(a) - long(b) })
	return jobs, nil
}

// side does jobs side by side. The first error is given, when all have ended.
func (m *meter) side(jobs []job) error {
	queue := make(chan job)
	errs := make([]error, max(1, m.Side))
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			for j := range queue {
				if errs[i] == nil {
					errs[i] = j.do()
				}
			}
		})
	}
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
