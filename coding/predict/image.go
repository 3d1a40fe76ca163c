// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"reflect"
	"slices"
	"unsafe"

	"rentmeester/fault"
)

// An image is a value written down with everything in it, by its types: so nothing
// that a model comes to hold is forgotten. It is read by the program whose types
// are the same, and by no other.
//
// What cannot be written down (a function, something atomic) is a mistake of who
// adds it to a model, which the tests find.

// layoutOf says what a type is made of, all the way down.
func layoutOf(t reflect.Type) uint64 {
	sum := fnv.New64a()
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		fmt.Fprint(sum, t.Kind(), t.Name(), ";")
		if seen[t] || passed(t) {
			return
		}
		seen[t] = true
		switch t.Kind() {
		case reflect.Struct:
			for f := range t.Fields() {
				fmt.Fprint(sum, f.Name, ":")
				walk(f.Type)
			}
		case reflect.Map:
			walk(t.Key())
			walk(t.Elem())
		case reflect.Array:
			fmt.Fprint(sum, t.Len())
			walk(t.Elem())
		case reflect.Slice, reflect.Pointer, reflect.Chan:
			walk(t.Elem())
		}
	}
	walk(t)
	return sum.Sum64()
}

// passed are types that hold nothing: locks.
func passed(t reflect.Type) bool { return t.PkgPath() == "sync" }

// open makes a field that is not exported one that can be read and set.
func open(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
}

// imager writes an image. What several point to is written once.
type imager struct {
	out   *bufio.Writer
	known map[unsafe.Pointer]uint64
	room  [binary.MaxVarintLen64]byte
	long  bool // there was a text that would not be read
}

func (w *imager) number(n uint64) { _, _ = w.out.Write(binary.AppendUvarint(w.room[:0], n)) }

func (w *imager) put(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			w.number(1)
		} else {
			w.number(0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		_, _ = w.out.Write(binary.AppendVarint(w.room[:0], v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		w.number(v.Uint())
	case reflect.Float32:
		_, _ = w.out.Write(binary.LittleEndian.AppendUint32(w.room[:0], math.Float32bits(float32(v.Float()))))
	case reflect.Float64:
		_, _ = w.out.Write(binary.LittleEndian.AppendUint64(w.room[:0], math.Float64bits(v.Float())))
	case reflect.String:
		w.number(uint64(v.Len()))
		_, _ = w.out.WriteString(v.String())
		w.long = w.long || v.Len() > mostText
	default:
		w.putMany(v)
	}
}

func (w *imager) putMany(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); !passed(f.Type()) {
				w.put(open(f))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			w.put(v.Index(i))
		}
	case reflect.Slice:
		if v.IsNil() {
			w.number(0)
			return
		}
		w.number(uint64(v.Len()) + 1)
		for i := range v.Len() {
			w.put(v.Index(i))
		}
	case reflect.Map:
		w.putMap(v)
	case reflect.Pointer:
		w.putPointer(v)
	case reflect.Chan:
		w.putPromise(v)
	default:
		panic("predict: a model holds what cannot be written down: " + v.Type().String())
	}
}

// putMap writes the pairs of a map in an order of their own.
func (w *imager) putMap(v reflect.Value) {
	if v.IsNil() {
		w.number(0)
		return
	}
	w.number(uint64(v.Len()) + 1)
	pairs := make([][]byte, 0, v.Len())
	for key, value := range v.Seq2() {
		var pair bytes.Buffer
		one := imager{out: bufio.NewWriter(&pair), known: w.known}
		for _, part := range []reflect.Value{key, value} {
			held := reflect.New(part.Type()).Elem()
			held.Set(part)
			one.put(held)
		}
		_ = one.out.Flush()
		w.long = w.long || one.long
		pairs = append(pairs, pair.Bytes())
	}
	slices.SortFunc(pairs, bytes.Compare)
	for _, pair := range pairs {
		_, _ = w.out.Write(pair)
	}
}

func (w *imager) putPointer(v reflect.Value) {
	if v.IsNil() {
		w.number(0)
		return
	}
	if at, ok := w.known[v.UnsafePointer()]; ok {
		w.number(at)
		return
	}
	at := uint64(len(w.known) + 1)
	w.known[v.UnsafePointer()] = at
	w.number(at)
	w.put(v.Elem())
}

// putPromise waits for what is being made beside the work.
func (w *imager) putPromise(v reflect.Value) {
	if v.IsNil() {
		w.number(0)
		return
	}
	w.number(1)
	got, _ := v.Recv()
	v.Send(got)
	held := reflect.New(got.Type()).Elem()
	held.Set(got)
	w.put(held)
}

// viewer reads an image. Error: predict.model, for what is none.
type viewer struct {
	in    *bufio.Reader
	file  *counted
	held  uint64 // bytes that were made room for
	known []reflect.Value
	texts map[string]string // those that come often stand in memory once
	err   error
}

var errNoImage = errors.New("no image of a model")

func (r *viewer) fail(err error) {
	if r.err == nil {
		r.err = fault.Wrap(errors.Join(errNoImage, err), "predict.model")
	}
}

// What a file may become: unzipped, and in memory. The second is by what was read of
// it up to then, above what an empty model takes: zeros zip well.
const (
	mostUnzipped = 4 << 30
	heldAtFirst  = 128 << 20
	heldPerByte  = 1_000
)

// counted counts the bytes of a file that were read.
type counted struct {
	in io.Reader
	n  uint64
}

func (c *counted) Read(into []byte) (int, error) {
	n, err := c.in.Read(into)
	c.n += uint64(n)
	return n, err
}

// hold says whether there may be room for so many of a type besides what there is.
func (r *viewer) hold(n int, t reflect.Type) bool {
	r.held += uint64(n) * uint64(t.Size()+1)
	if r.held > heldAtFirst+heldPerByte*r.file.n {
		r.fail(nil)
	}
	return r.err == nil
}

func (r *viewer) number() uint64 {
	n, err := binary.ReadUvarint(r.in)
	if err != nil {
		r.fail(err)
		return 0
	}
	return n
}

func (r *viewer) bytes(n int) []byte {
	room := make([]byte, n)
	if _, err := io.ReadFull(r.in, room); err != nil {
		r.fail(err)
	}
	return room
}

func (r *viewer) get(v reflect.Value) {
	if r.err != nil {
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.number() != 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := binary.ReadVarint(r.in)
		if err != nil {
			r.fail(err)
		}
		v.SetInt(n)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(r.number())
	case reflect.Float32:
		v.SetFloat(float64(math.Float32frombits(binary.LittleEndian.Uint32(r.bytes(4)))))
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64(r.bytes(8))))
	case reflect.String:
		v.SetString(r.text())
	default:
		r.getMany(v)
	}
}

// mostText is how long one text in an image is at most.
const mostText = 1 << 22

func (r *viewer) text() string {
	n := r.number()
	if n > mostText {
		r.fail(nil)
		return ""
	}
	raw := r.bytes(int(n))
	if text, ok := r.texts[string(raw)]; ok {
		return text
	}
	text := string(raw)
	if !r.hold(int(n)+32, reflect.TypeFor[byte]()) {
		return ""
	}
	r.texts[text] = text
	return text
}

func (r *viewer) getMany(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); !passed(f.Type()) {
				r.get(open(f))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			r.get(v.Index(i))
		}
	case reflect.Slice:
		r.getSlice(v)
	case reflect.Map:
		r.getMap(v)
	case reflect.Pointer:
		r.getPointer(v)
	case reflect.Chan:
		if r.number() == 0 {
			return
		}
		if !r.hold(2, v.Type().Elem()) {
			return
		}
		held := reflect.New(v.Type().Elem()).Elem()
		r.get(held)
		promise := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, v.Type().Elem()), 1)
		promise.Send(held)
		v.Set(promise.Convert(v.Type()))
	default:
		r.fail(nil)
	}
}

// atOnce is how many bytes are made room for before what comes in them is seen.
const atOnce = 1 << 12

func (r *viewer) getSlice(v reflect.Value) {
	n := r.number()
	if n == 0 {
		return
	}
	n--
	one := v.Type().Elem()
	room := int(min(n, 1+atOnce/uint64(one.Size()+1)))
	if !r.hold(room, one) {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), 0, room))
	for i := 0; uint64(i) < n && r.err == nil; i++ {
		if i == v.Cap() {
			more := int(min(n-uint64(i), uint64(i)))
			if !r.hold(more, one) {
				return
			}
			v.Grow(more)
		}
		v.SetLen(i + 1)
		r.get(v.Index(i))
	}
}

func (r *viewer) getMap(v reflect.Value) {
	n := r.number()
	if n == 0 {
		return
	}
	out := reflect.MakeMap(v.Type())
	for range n - 1 {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		r.get(key)
		r.get(value)
		if r.err != nil || !r.hold(2, v.Type().Key()) || !r.hold(2, v.Type().Elem()) {
			return
		}
		out.SetMapIndex(key, value)
	}
	v.Set(out)
}

func (r *viewer) getPointer(v reflect.Value) {
	at := r.number()
	switch {
	case at == 0 || r.err != nil:
	case at <= uint64(len(r.known)) && r.known[at-1].Type() == v.Type():
		v.Set(r.known[at-1])
	case at == uint64(len(r.known))+1:
		if !r.hold(1, v.Type().Elem()) {
			return
		}
		one := reflect.New(v.Type().Elem())
		r.known = append(r.known, one)
		v.Set(one)
		r.get(one.Elem())
	default:
		r.fail(nil)
	}
}
