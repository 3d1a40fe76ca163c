// SPDX-License-Identifier: EUPL-1.2

package highs

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync/atomic"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"rentmeester/fault"
)

// Modules that the solver imports from.
const (
	importedFrom = "a"           // as the module has it
	calledBack   = "rentmeester" // ours
)

// machine is one instance of the module: a memory of its own with one model.
type machine struct {
	solver   *Solver
	ctx      context.Context // carries the machine, for what the module calls
	instance api.Module
	memory   api.Memory
	model    uint64 // what C knows the model by
	columns  int
	rows     int

	began     time.Time
	ended     atomic.Bool // it must stop at once
	exhausted bool        // it asked for more memory than it may have
	log       io.Writer
	progress  progress
}

// start makes a machine, with a model that is empty still.
func (s *Solver) start() (_ *machine, err error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	m := &machine{solver: s, began: time.Now()}
	m.ctx = context.WithValue(context.Background(), machineKey{}, m)
	defer func() {
		if err != nil {
			err = errors.Join(fault.Wrap(err, "highs.start"), m.close())
		}
	}()
	// The memory is there before the first function runs, and that one needs it.
	m.instance, err = s.runtime.InstantiateModule(m.ctx, s.module, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	if err != nil {
		return nil, err
	}
	if m.memory = m.instance.ExportedMemory(s.names.Exports["memory"]); m.memory == nil {
		return nil, errors.New("the solver has no memory")
	}
	if _, err = m.call("start"); err != nil {
		return nil, err
	}
	if m.model, err = m.call("Highs_create"); err != nil {
		return nil, err
	}
	return m, m.listen()
}

// close gives back the memory.
func (m *machine) close() error {
	defer m.solver.busy.Done()
	if m.instance == nil {
		return nil
	}
	return m.instance.Close(context.Background())
}

// call calls a function of C by its name.
func (m *machine) call(name string, arguments ...uint64) (uint64, error) {
	function := m.instance.ExportedFunction(m.solver.names.Exports[name])
	if function == nil {
		return 0, fmt.Errorf("the solver has no %s", name)
	}
	results, err := function.Call(m.ctx, arguments...)
	if err != nil || len(results) == 0 {
		return 0, err
	}
	return results[0], nil
}

// ask calls a function of HiGHS on the model; these say with -1 that they failed.
func (m *machine) ask(name string, arguments ...uint64) error {
	status, err := m.call(name, append([]uint64{m.model}, arguments...)...)
	if err != nil {
		return err
	}
	if api.DecodeI32(status) < 0 {
		return fmt.Errorf("%s refuses", name)
	}
	return nil
}

// lend puts a copy in the machine's memory while run runs.
func (m *machine) lend(run func(at []uint64) error, copies ...[]byte) error {
	at := make([]uint64, len(copies))
	defer func() {
		for _, place := range at {
			if place != 0 {
				_, _ = m.call("free", place) // a machine that broke off is thrown away whole
			}
		}
	}()
	for i, contents := range copies {
		if contents == nil {
			continue
		}
		place, err := m.call("malloc", uint64(max(len(contents), 8)))
		if err != nil {
			return err
		}
		if place == 0 {
			return errNoMemory
		}
		at[i] = place
		if !m.memory.Write(uint32(place), contents) {
			return errNoMemory
		}
	}
	return run(at)
}

// option sets an option of HiGHS.
func (m *machine) option(name string, value any) error {
	return m.lend(func(at []uint64) error {
		switch value := value.(type) {
		case bool:
			flag := uint64(0)
			if value {
				flag = 1
			}
			return m.ask("Highs_setBoolOptionValue", at[0], flag)
		case int:
			return m.ask("Highs_setIntOptionValue", at[0], api.EncodeI32(int32(value)))
		case float64:
			return m.ask("Highs_setDoubleOptionValue", at[0], api.EncodeF64(value))
		case string:
			return m.lend(func(text []uint64) error {
				return m.ask("Highs_setStringOptionValue", at[0], text[0])
			}, word(value))
		}
		panic("highs: an option of another type")
	}, word(name))
}

// info reads a figure that HiGHS keeps about the solving, of so many bytes.
func (m *machine) info(function, name string, size int) (bits uint64, err error) {
	err = m.lend(func(at []uint64) error {
		if err := m.ask(function, at[0], at[1]); err != nil {
			return err
		}
		raw, _ := m.memory.Read(uint32(at[1]), uint32(size))
		bits = binary.LittleEndian.Uint64(append(raw[:size:size], make([]byte, 8-size)...))
		return nil
	}, word(name), make([]byte, 8))
	return bits, err
}

func (m *machine) infoFloat(name string) (float64, error) {
	bits, err := m.info("Highs_getDoubleInfoValue", name, 8)
	return math.Float64frombits(bits), err
}

// floats reads a row of numbers.
func (m *machine) floats(at uint64, count int) []float64 {
	raw, _ := m.memory.Read(uint32(at), uint32(8*count))
	out := make([]float64, count)
	for i := range out {
		out[i] = math.Float64frombits(binary.LittleEndian.Uint64(raw[8*i:]))
	}
	return out
}

// What C takes of words and numbers.
func word(s string) []byte { return append([]byte(s), 0) }

func doubles(numbers []float64) []byte {
	out := make([]byte, 0, 8*len(numbers))
	for _, number := range numbers {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(number))
	}
	return out
}

func ints[T int | int32](numbers []T) []byte {
	out := make([]byte, 0, 4*len(numbers))
	for _, number := range numbers {
		out = binary.LittleEndian.AppendUint32(out, uint32(int32(number)))
	}
	return out
}

// listen has the solver call this program back while it solves. C takes the
// place of a function in the module's table; a small module puts ours there.
func (m *machine) listen() error {
	ctx := experimental.WithImportResolver(m.ctx, func(name string) api.Module {
		if name == importedFrom {
			return m.instance
		}
		return nil // the runtime knows the rest
	})
	hook, err := m.solver.runtime.InstantiateWithConfig(ctx, hookModule(m.solver.names.Exports["table"]), wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return err
	}
	place, err := hook.ExportedFunction("place").Call(m.ctx)
	if err != nil {
		return err
	}
	return m.ask("Highs_setCallback", place[0], 0)
}

// hookModule is a module of WebAssembly with one function, that makes the table
// one longer and puts the function of ours in it:
//
//	(import "rentmeester" "rentmeester" (func $ours (param i32 i32 i32 i32 i32)))
//	(import "a" TABLE (table 0 funcref))
//	(elem declare func $ours)
//	(func (export "place") (result i32) (table.grow 0 (ref.func $ours) (i32.const 1)))
func hookModule(table string) []byte {
	section := func(id byte, contents ...[]byte) []byte {
		var body []byte
		for _, part := range contents {
			body = append(body, part...)
		}
		return append(binary.AppendUvarint([]byte{id}, uint64(len(body))), body...)
	}
	name := func(s string) []byte { return append(binary.AppendUvarint(nil, uint64(len(s))), s...) }
	out := []byte("\x00asm\x01\x00\x00\x00")
	out = append(out, section(1, []byte{2, 0x60, 5, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0, 0x60, 0, 1, 0x7f})...)
	out = append(out, section(2, []byte{2}, name(calledBack), name(calledBack), []byte{0, 0}, name(importedFrom), name(table), []byte{1, 0x70, 0, 0})...)
	out = append(out, section(3, []byte{1, 1})...)
	out = append(out, section(7, []byte{1}, name("place"), []byte{0, 1})...)
	out = append(out, section(9, []byte{1, 3, 0, 1, 0})...)
	return append(out, section(10, []byte{1, 9, 0, 0xd2, 0, 0x41, 1, 0xfc, 0x0f, 0, 0x0b})...)
}
