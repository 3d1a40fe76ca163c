// SPDX-License-Identifier: EUPL-1.2

// Package compound reads compound files (MS-CFB): small file systems in one file,
// as Outlook keeps a message in (.msg). It reads what stands in memory; every
// entry is visited once and every stream is bounded by the file itself, so that
// chains without end and trees without bottom cost nothing.
//
// There is a library (richardlehane/mscfb), but it writes the whole way down to
// every entry: a file of storages within storages takes it quadratic memory. It
// imports fault only.
package compound

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"

	"rentmeester/fault"
)

// Limits of a file.
const (
	MaxEntries = 100_000
	MaxDepth   = 64 // storages within storages
)

// Storage is a folder in the file.
type Storage struct {
	Name     string
	Storages []*Storage
	streams  map[string]entry
	file     *file
}

// Recognise says whether a file beginning with head is a compound file.
func Recognise(head []byte) bool { return bytes.HasPrefix(head, signature) }

var signature = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")

// Sector numbers from this one on mean something else than a sector.
const lastSector = 0xFFFFFFFA

const none = 0xFFFFFFFF // no entry

// miniSize is from how large on a stream has sectors of its own; smaller ones share
// them, in pieces of miniSector.
const (
	miniSize   = 4096
	miniSector = 64
)

type file struct {
	data   []byte
	sector int
	table  []uint32 // which sector follows each
	mini   []uint32 // which small one follows each
	shared []byte   // what the small ones are pieces of
}

// entry is a line of the directory.
type entry struct {
	name               string
	kind               byte // 1 storage, 2 stream, 5 root
	left, right, child uint32
	start              uint32
	size               uint64
}

// Open reads the directory of a file. Errors: compound.none, compound.damaged,
// compound.too-many, compound.too-deep.
func Open(data []byte) (*Storage, error) {
	if !Recognise(data) || len(data) < 512 {
		return nil, fault.New("compound.none")
	}
	shift := binary.LittleEndian.Uint16(data[30:])
	if shift != 9 && shift != 12 {
		return nil, fault.New("compound.damaged")
	}
	f := &file{data: data, sector: 1 << shift}
	if err := f.readTable(); err != nil {
		return nil, err
	}
	entries, err := f.directory(binary.LittleEndian.Uint32(data[48:]))
	if err != nil {
		return nil, err
	}
	root := entries[0]
	if f.shared, err = f.follow(root.start, min(root.size, uint64(len(data)))); err != nil {
		return nil, err
	}
	small, err := f.follow(binary.LittleEndian.Uint32(data[60:]), min(uint64(binary.LittleEndian.Uint32(data[64:]))*uint64(f.sector), uint64(len(data))))
	if err != nil {
		return nil, err
	}
	f.mini = numbers(small)
	return f.tree(entries)
}

// at gives a sector; nil for one that is not there. The last may be cut short.
func (f *file) at(number uint32) []byte {
	from := (int64(number) + 1) * int64(f.sector)
	if number >= lastSector || from >= int64(len(f.data)) {
		return nil
	}
	return f.data[from:min(from+int64(f.sector), int64(len(f.data)))]
}

func numbers(b []byte) []uint32 {
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

// readTable reads which sector follows which: its own sectors stand in the header,
// and further on in a chain of sectors of numbers.
func (f *file) readTable() error {
	places := numbers(f.data[76:512])
	most := len(f.data)/f.sector + 1
	next := binary.LittleEndian.Uint32(f.data[68:])
	for steps := 0; next < lastSector; steps++ {
		sector := numbers(f.at(next))
		if len(sector) < f.sector/4 || steps > most {
			return fault.New("compound.damaged")
		}
		places = append(places, sector[:len(sector)-1]...)
		next = sector[len(sector)-1]
	}
	for _, place := range places {
		if place >= lastSector {
			continue
		}
		sector := f.at(place)
		if sector == nil || len(f.table) > most+f.sector {
			return fault.New("compound.damaged")
		}
		f.table = append(f.table, numbers(sector)...)
	}
	return nil
}

// follow reads a chain of sectors, of so many bytes.
func (f *file) follow(start uint32, size uint64) ([]byte, error) {
	if start >= lastSector || size == 0 {
		return nil, nil
	}
	if size > uint64(len(f.data)) {
		return nil, fault.New("compound.damaged")
	}
	out := make([]byte, 0, size)
	for number := start; uint64(len(out)) < size; number = f.table[number] {
		sector := f.at(number)
		if sector == nil || int64(number) >= int64(len(f.table)) {
			return nil, fault.New("compound.damaged")
		}
		out = append(out, sector[:min(len(sector), int(size)-len(out))]...)
	}
	return out, nil
}

// followSmall is follow for a stream that shares its sectors.
func (f *file) followSmall(start uint32, size uint64) ([]byte, error) {
	out := make([]byte, 0, size)
	for number := start; uint64(len(out)) < size; number = f.mini[number] {
		from := int64(number) * miniSector
		if int64(number) >= int64(len(f.mini)) || from >= int64(len(f.shared)) {
			return nil, fault.New("compound.damaged")
		}
		piece := f.shared[from:min(from+miniSector, int64(len(f.shared)))]
		out = append(out, piece[:min(len(piece), int(size)-len(out))]...)
	}
	return out, nil
}

// directory reads all entries; the first is the root.
func (f *file) directory(start uint32) (all []entry, err error) {
	for number := start; number < lastSector; number = f.table[number] {
		sector := f.at(number)
		if len(sector) < 128 || int64(number) >= int64(len(f.table)) {
			return nil, fault.New("compound.damaged")
		}
		for ; len(sector) >= 128; sector = sector[128:] {
			all = append(all, entryOf(sector[:128]))
		}
		if len(all) > MaxEntries {
			return nil, fault.New("compound.too-many", "limit", MaxEntries)
		}
	}
	if len(all) == 0 || all[0].kind != 5 {
		return nil, fault.New("compound.damaged")
	}
	return all, nil
}

func entryOf(b []byte) entry {
	u32 := binary.LittleEndian.Uint32
	letters := min(int(binary.LittleEndian.Uint16(b[64:])), 64) / 2
	units := make([]uint16, 0, 32)
	for i := range letters {
		if unit := binary.LittleEndian.Uint16(b[2*i:]); unit != 0 {
			units = append(units, unit)
		}
	}
	e := entry{name: string(utf16.Decode(units)), kind: b[66], left: u32(b[68:]), right: u32(b[72:]), child: u32(b[76:]), start: u32(b[116:]),
		size: binary.LittleEndian.Uint64(b[120:])}
	if e.size > 1<<40 { // in the upper half of short files stands anything
		e.size &= 0xFFFFFFFF
	}
	return e
}

// tree puts the entries where they belong, each once.
func (f *file) tree(entries []entry) (*Storage, error) {
	type visit struct {
		number uint32
		in     *Storage
		depth  int
	}
	top := &Storage{Name: entries[0].name, streams: map[string]entry{}, file: f}
	seen := make([]bool, len(entries))
	seen[0] = true
	for waiting := []visit{{entries[0].child, top, 1}}; len(waiting) > 0; {
		v := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		if v.number == none {
			continue
		}
		if int64(v.number) >= int64(len(entries)) || seen[v.number] {
			return nil, fault.New("compound.damaged")
		}
		if v.depth > MaxDepth {
			return nil, fault.New("compound.too-deep", "limit", MaxDepth)
		}
		seen[v.number] = true
		e := entries[v.number]
		switch e.kind {
		case 1:
			s := &Storage{Name: e.name, streams: map[string]entry{}, file: f}
			v.in.Storages = append(v.in.Storages, s)
			waiting = append(waiting, visit{e.child, s, v.depth + 1})
		case 2:
			v.in.streams[e.name] = e
		}
		waiting = append(waiting, visit{e.right, v.in, v.depth}, visit{e.left, v.in, v.depth})
	}
	return top, nil
}

// Has says whether there is a stream of this name, and how large it says it is.
func (s *Storage) Has(name string) (size uint64, there bool) {
	e, there := s.streams[name]
	return e.size, there
}

// Stream reads a stream. Errors: compound.no-stream, compound.damaged.
func (s *Storage) Stream(name string) ([]byte, error) {
	e, there := s.streams[name]
	switch {
	case !there:
		return nil, fault.New("compound.no-stream", "name", name)
	case e.size > uint64(len(s.file.data)):
		return nil, fault.New("compound.damaged")
	case e.size < miniSize:
		return s.file.followSmall(e.start, e.size)
	}
	return s.file.follow(e.start, e.size)
}

// Storage gives a folder in this one, nil when there is none of this name.
func (s *Storage) Storage(name string) *Storage {
	for _, inner := range s.Storages {
		if inner.Name == name {
			return inner
		}
	}
	return nil
}
