// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/tetratelabs/wazero/api"
)

// What ends a solve from within. The machine is of no use after one of these.
var (
	errAborted  = errors.New("the solver gave up")
	errNoMemory = errors.New("the solver needs more memory than it may have")
	errEnded    = errors.New("the solver was told to end")
)

// Numbers that the C library of the module knows.
const (
	errnoBadFile = 8
	errnoNoEntry = 44
	errnoInvalid = 28
	errnoNoTTY   = 59
	errnoNoSeek  = 70
)

type machineKey struct{}

// host is a function that the module calls: on the stack are its arguments, and
// where there is a result it goes in the first place.
type host func(m *machine, stack []uint64)

// hostsOf gives all that the module imports. It has no files, no environment, no
// timers and no time zone; it may write a log and ask how late it is.
func hostsOf() map[string]host {
	refuse := func(errno int32) host {
		return func(_ *machine, stack []uint64) { stack[0] = api.EncodeI32(-errno) }
	}
	fail := func(errno int32) host {
		return func(_ *machine, stack []uint64) { stack[0] = api.EncodeI32(errno) }
	}
	return map[string]host{
		"__cxa_throw":                         func(m *machine, _ []uint64) { m.abort() },
		"_abort_js":                           func(m *machine, _ []uint64) { m.abort() },
		"exit":                                func(m *machine, _ []uint64) { m.abort() },
		"proc_exit":                           func(m *machine, _ []uint64) { m.abort() },
		"_emscripten_runtime_keepalive_clear": func(*machine, []uint64) {},
		"__syscall_fcntl64":                   refuse(errnoInvalid),
		"__syscall_ioctl":                     refuse(errnoNoTTY),
		"__syscall_openat":                    refuse(errnoNoEntry),
		"_setitimer_js":                       fail(0),
		"_tzset_js":                           (*machine).timeZone,
		"clock_time_get":                      (*machine).clock,
		"emscripten_date_now":                 (*machine).now,
		"emscripten_get_now":                  (*machine).now,
		"emscripten_resize_heap":              (*machine).grow,
		"environ_get":                         fail(0),
		"environ_sizes_get":                   (*machine).environment,
		"fd_close":                            fail(0),
		"fd_read":                             fail(errnoBadFile),
		"fd_seek":                             fail(errnoNoSeek),
		"fd_write":                            (*machine).write,
	}
}

// hosts makes the modules that the solver imports from: one with what its C
// library asks for, one with what the solver calls back.
func (s *Solver) hosts(ctx context.Context) error {
	known, called := hostsOf(), map[string]string{}
	for name, short := range s.names.Imports {
		called[short] = name
	}
	builder := s.runtime.NewHostModuleBuilder(importedFrom)
	for _, wanted := range s.module.ImportedFunctions() {
		_, short, _ := wanted.Import()
		function, ok := known[called[short]]
		if !ok {
			return fmt.Errorf("the solver imports %q (%s), which this program does not know", short, called[short])
		}
		builder.NewFunctionBuilder().WithGoFunction(bound(function), wanted.ParamTypes(), wanted.ResultTypes()).Export(short)
	}
	if _, err := builder.Instantiate(ctx); err != nil {
		return err
	}
	five := []api.ValueType{api.ValueTypeI32, api.ValueTypeI32, api.ValueTypeI32, api.ValueTypeI32, api.ValueTypeI32}
	_, err := s.runtime.NewHostModuleBuilder(calledBack).NewFunctionBuilder().
		WithGoFunction(bound((*machine).report), five, nil).Export(calledBack).Instantiate(ctx)
	return err
}

// bound gives the function the machine that it is called by.
func bound(function host) api.GoFunc {
	return func(ctx context.Context, stack []uint64) { function(ctx.Value(machineKey{}).(*machine), stack) }
}

func (m *machine) abort() {
	if m.exhausted {
		panic(errNoMemory)
	}
	panic(errAborted)
}

// now is how late it is, in milliseconds since the machine started. The solver
// looks at the clock all the time, so that is where it can be told to end.
func (m *machine) now(stack []uint64) {
	stack[0] = api.EncodeF64(float64(m.elapsed()) / float64(time.Millisecond))
}

func (m *machine) clock(stack []uint64) {
	m.memory.WriteUint64Le(uint32(stack[2]), uint64(m.elapsed()))
	stack[0] = 0
}

func (m *machine) elapsed() time.Duration {
	if m.ended.Load() {
		panic(errEnded)
	}
	return time.Since(m.began)
}

// timeZone says that it is UTC.
func (m *machine) timeZone(stack []uint64) {
	m.memory.WriteUint32Le(uint32(stack[0]), 0)
	m.memory.WriteUint32Le(uint32(stack[1]), 0)
	for _, name := range stack[2:4] {
		m.memory.Write(uint32(name), []byte("UTC\x00"))
	}
}

func (m *machine) environment(stack []uint64) {
	m.memory.WriteUint32Le(uint32(stack[0]), 0)
	m.memory.WriteUint32Le(uint32(stack[1]), 0)
	stack[0] = 0
}

// grow gives the module a fifth more memory than it asks for, so that it does
// not ask often: the memory is copied then.
func (m *machine) grow(stack []uint64) {
	wanted, has := uint64(uint32(stack[0])), uint64(m.memory.Size())
	stack[0] = 0
	for _, size := range []uint64{max(wanted, has+has/5), wanted} {
		if size > MostMemory {
			continue
		}
		pages := (size - min(size, has) + pageBytes - 1) / pageBytes
		if _, ok := m.memory.Grow(uint32(pages)); ok {
			stack[0] = 1
			return
		}
	}
	m.exhausted = true
}

// write is how the solver's log comes out.
func (m *machine) write(stack []uint64) {
	list, count, into := uint32(stack[1]), uint32(stack[2]), uint32(stack[3])
	written := uint32(0)
	for ; count > 0; count, list = count-1, list+8 {
		from, _ := m.memory.ReadUint32Le(list)
		size, _ := m.memory.ReadUint32Le(list + 4)
		text, ok := m.memory.Read(from, size)
		if !ok {
			stack[0] = errnoInvalid
			return
		}
		if m.log != nil {
			_, _ = m.log.Write(text) // the log is for who looks along; the solving goes on without
		}
		written += size
	}
	m.memory.WriteUint32Le(into, written)
	stack[0] = 0
}

func (m *machine) float(at uint32) float64 {
	bits, ok := m.memory.ReadUint64Le(at)
	if !ok {
		return math.NaN()
	}
	return math.Float64frombits(bits)
}
