// SPDX-License-Identifier: EUPL-1.2

package predict

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"reflect"
	"slices"
	"unsafe"

	"rentmeester/coding"
	"rentmeester/fault"
	"rentmeester/learn"
)

// mark begins the file of a model.
const modelMark = "rentmeester coding model\n"

// modelVersion is what the values in a model mean: raised by hand when a feature, a
// key, a hash or what is counted comes to mean something else, at the same place too.
// What the test knows of the places of features stands beside it.
const modelVersion = 1

// markOf begins the file of a model that this program can read: by its types, and by
// what stands at which place.
func markOf() []byte {
	mark := binary.LittleEndian.AppendUint64([]byte(modelMark), layoutOf(reflect.TypeFor[Model]()))
	for _, n := range []int{modelVersion, width, jWidth, int(keys), partWidth} {
		mark = binary.LittleEndian.AppendUint32(mark, uint32(n))
	}
	return mark
}

// Save writes the model with everything that it learned, the rows too, to be read
// by Load.
func (m *Model) Save(out io.Writer) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	zipped, _ := gzip.NewWriterLevel(out, gzip.BestSpeed)
	w := imager{out: bufio.NewWriterSize(zipped, 1<<16), known: map[unsafe.Pointer]uint64{}}
	_, _ = w.out.Write(markOf())
	w.put(reflect.ValueOf(m).Elem())
	if w.long {
		return fault.New("predict.save")
	}
	if err := w.out.Flush(); err != nil {
		return fault.Wrap(err, "predict.save")
	}
	if err := zipped.Close(); err != nil {
		return fault.Wrap(err, "predict.save")
	}
	return nil
}

// Load reads what Save wrote. It goes on as the model that was saved would have. A
// file is taken to be one's own: that its places lead somewhere is not looked at,
// but that its forests end is, and what it takes of memory has a bound.
// Error: predict.model, for what is none, or is of another version.
func Load(in io.Reader) (m *Model, err error) {
	file := &counted{in: in}
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return nil, fault.Wrap(err, "predict.model")
	}
	r := viewer{in: bufio.NewReaderSize(io.LimitReader(unzipped, mostUnzipped), 1<<16), file: file, texts: map[string]string{}}
	mark := markOf()
	if head := r.bytes(len(mark)); r.err != nil || !bytes.Equal(head, mark) {
		return nil, fault.New("predict.model")
	}
	m = &Model{}
	r.get(reflect.ValueOf(m).Elem())
	if _, err := r.in.ReadByte(); r.err == nil && !errors.Is(err, io.EOF) { // the end, of which the sum is right
		r.fail(err)
	}
	if r.err == nil && !m.sound() {
		r.fail(nil)
	}
	return m, r.err
}

// sound says whether a model that was read has what every model has, and forests that
// end: those that serve, those that it began with, and those that are to serve next.
func (m *Model) sound() bool {
	if m.state == nil || m.linear == nil || m.prior == nil {
		return false
	}
	rankers, judges := []*learn.Forest{m.ranker, m.prior.Ranker}, []*learn.Forest{m.judge, m.prior.Judge}
	if len(m.train.grown) > 0 {
		next := <-m.train.grown
		m.train.grown <- next
		rankers, judges = append(rankers, next.ranker), append(judges, next.judge)
	}
	unsound := func(width int) func(*learn.Forest) bool {
		return func(f *learn.Forest) bool { return f != nil && !f.Sound(width) }
	}
	return !slices.ContainsFunc(rankers, unsound(width)) && !slices.ContainsFunc(judges, unsound(jWidth))
}

// Targets are the dimensions that the model proposes.
func (m *Model) Targets() []coding.Field { return slices.Clone(m.targets) }
