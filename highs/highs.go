// SPDX-License-Identifier: EUPL-1.2

// Package highs solves linear programs and mixed-integer programs, exactly: it
// gives the best answer there is with the proof that there is no better one, or
// the best it found in the time it had with a bound that none can pass.
//
// The work is done by the solver HiGHS (highs.dev), compiled to WebAssembly and
// run by wazero: nothing of C runs in this process, every model has a memory of
// its own that is given back with it, and what the solver may touch is that
// memory, a clock and a log. It has no files and no network.
//
// A Solver is opened once and serves the whole program; each Solve starts from
// nothing, so that the same model with the same options and the same seed gives
// the same answer, unless a limit of time cut it short. Who solves one linear
// program many times over, with a column or a row more each time, takes an LP.
//
// The solver is not in the repository: `make assets` fetches it. A program built
// without it says so, with highs.missing, and does all else.
//
// It imports fault and wazero.
package highs

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"rentmeester/fault"
)

// What a solve may take at most.
const (
	MostMemory       = 1 << 30         // bytes, of each model that is being solved
	DefaultTimeLimit = 5 * time.Minute // when the options give none

	pageBytes = 1 << 16 // WebAssembly counts memory in these
)

// Solver solves models, several at the same time when asked to.
type Solver struct {
	runtime wazero.Runtime
	cache   wazero.CompilationCache
	module  wazero.CompiledModule
	names   names

	mu     sync.Mutex
	closed bool
	busy   sync.WaitGroup
}

// Missing says that the program was built without the solver.
func Missing() bool { return Version() == "" }

// Version is that of the npm package the solver comes from, which follows HiGHS's
// own; "" when the program was built without.
func Version() string {
	known, err := readNames()
	if err != nil {
		return ""
	}
	return known.Version
}

// Open makes the solver ready. The first time that takes some seconds, for
// the module is translated to the code of this processor; with a directory to
// keep that in, later times take a fraction of a second. The directory is made
// when it is not there; "" is for none. Whoever can write there can run code.
// Errors: highs.missing, highs.start.
func Open(ctx context.Context, cacheDir string) (*Solver, error) {
	names, module, err := unpack()
	if err != nil {
		return nil, err
	}
	s := &Solver{names: names}
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(MostMemory / pageBytes).WithCoreFeatures(api.CoreFeaturesV2)
	if cacheDir != "" {
		// Without the cache it works as well, only later.
		if cache, err := wazero.NewCompilationCacheWithDir(cacheDir); err == nil {
			s.cache, config = cache, config.WithCompilationCache(cache)
		}
	}
	s.runtime = wazero.NewRuntimeWithConfig(ctx, config)
	if err := s.translate(ctx, module); err != nil {
		return nil, errors.Join(fault.Wrap(err, "highs.start"), s.Close())
	}
	return s, nil
}

// translate makes machine code of the module, and gives it what it imports.
func (s *Solver) translate(ctx context.Context, module []byte) (err error) {
	s.module, err = s.runtime.CompileModule(experimental.WithCompilationWorkers(ctx, compilers()), module)
	if err != nil {
		return err
	}
	return s.hosts(ctx)
}

// enter counts one more model that is being solved.
func (s *Solver) enter() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return fault.New("highs.closed")
	}
	s.busy.Add(1)
	return nil
}

// Close gives back the memory, after it waited for what is being solved; LPs
// must be closed before. Errors: what the library says.
func (s *Solver) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.busy.Wait()
	ctx := context.Background()
	err := s.runtime.Close(ctx)
	if s.cache != nil {
		err = errors.Join(err, s.cache.Close(ctx))
	}
	return err
}
