// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"context"
	"sync"
)

// Late is a solver that is opened when it is asked something for the first time: a
// program that may never need it does not wait for it. It is safe for several
// goroutines. Close it at the end.
type Late struct {
	Dir string // as Open takes it

	mu     sync.Mutex
	solver *Solver
}

// Solve is that of Solver. Errors: also those of Open.
func (l *Late) Solve(ctx context.Context, m Model, o Options) (Result, error) {
	s, err := l.open(ctx)
	if err != nil {
		return Result{}, err
	}
	return s.Solve(ctx, m, o)
}

// NewLP is that of Solver. Errors: also those of Open.
func (l *Late) NewLP(m Model) (*LP, error) {
	s, err := l.open(context.Background())
	if err != nil {
		return nil, err
	}
	return s.NewLP(m)
}

// open opens the solver once; it stays open when who asked first goes away.
func (l *Late) open(ctx context.Context) (*Solver, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.solver != nil {
		return l.solver, nil
	}
	s, err := Open(context.WithoutCancel(ctx), l.Dir)
	if err == nil {
		l.solver = s
	}
	return s, err
}

// Close closes the solver, where it was opened.
func (l *Late) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.solver == nil {
		return nil
	}
	s := l.solver
	l.solver = nil
	return s.Close()
}
