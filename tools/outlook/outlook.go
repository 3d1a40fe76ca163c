// SPDX-License-Identifier: EUPL-1.2

// Package outlook writes messages in Outlook's own forms, for tests: kept (.msg)
// and packed (winmail.dat). It imports the standard library only.
package outlook

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sort"
	"unicode/utf16"
)

// Message is a message to write.
type Message struct {
	Subject, From, Text string
	Files               []File
}

// File is an attachment: bytes, or a message.
type File struct {
	Name, Type string
	Body       []byte
	Inner      *Message
}

// Node is a stream, or a storage when it has Nodes.
type Node struct {
	Name  string
	Body  []byte
	Nodes []Node
}

// wide writes text in two bytes a letter.
func wide(s string) (out []byte) {
	for _, unit := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

// MSG writes a message as Outlook keeps it.
func MSG(m Message) []byte { return Compound(nodesOf(m, 32)) }

func text(id int, s string) Node {
	return Node{Name: fmt.Sprintf("__substg1.0_%04X001F", id), Body: wide(s)}
}

func nodesOf(m Message, header int) []Node {
	all := []Node{{Name: "__nameid_version1.0", Nodes: []Node{{Name: "x", Body: []byte("y")}}}, {Name: "__properties_version1.0", Body: make([]byte, header)},
		text(0x0037, m.Subject), text(0x5D01, m.From), text(0x1000, m.Text)}
	for i, f := range m.Files {
		method, list := uint32(1), make([]byte, 8)
		nodes := []Node{text(0x3707, f.Name), text(0x370E, f.Type)}
		if f.Inner != nil {
			method = 5
			nodes = append(nodes, Node{Name: "__substg1.0_3701000D", Nodes: nodesOf(*f.Inner, 24)})
		} else {
			nodes = append(nodes, Node{Name: "__substg1.0_37010102", Body: f.Body})
		}
		list = binary.LittleEndian.AppendUint32(list, 0x3705_0003)
		list = binary.LittleEndian.AppendUint32(list, 6)
		list = binary.LittleEndian.AppendUint64(list, uint64(method))
		nodes = append(nodes, Node{Name: "__properties_version1.0", Body: list})
		all = append(all, Node{Name: fmt.Sprintf("__attach_version1.0_#%08X", i), Nodes: nodes})
	}
	return all
}

const (
	sector = 512
	end    = 0xFFFFFFFE
	free   = 0xFFFFFFFF
)

// writer lays out a compound file.
type writer struct {
	entries [][]byte
	sectors []byte
	table   []uint32
	shared  []byte
	small   []uint32
}

// Compound writes a compound file with these in its root.
func Compound(nodes []Node) []byte {
	w := &writer{}
	w.entries = append(w.entries, entry("Root Entry", 5))
	binary.LittleEndian.PutUint32(w.entries[0][76:], w.add(nodes))
	start := w.chain(w.shared)
	binary.LittleEndian.PutUint32(w.entries[0][116:], start)
	binary.LittleEndian.PutUint64(w.entries[0][120:], uint64(len(w.shared)))
	for len(w.entries)%4 != 0 {
		w.entries = append(w.entries, entry("", 0))
	}
	directory := w.chain(bytes.Join(w.entries, nil))
	smallCount := (len(w.small)*4 + sector - 1) / sector
	small := w.chain(numbers(w.small))
	first := len(w.table)
	count := 0
	for ; count*128 < first+count; count++ {
	}
	for range count {
		w.table = append(w.table, 0xFFFFFFFD)
	}
	for len(w.table)%128 != 0 {
		w.table = append(w.table, free)
	}
	head := make([]byte, sector)
	copy(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	for at, v := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		binary.LittleEndian.PutUint16(head[at:], v)
	}
	for at, v := range map[int]uint32{44: uint32(count), 48: directory, 56: 4096, 60: small, 64: uint32(smallCount), 68: end} {
		binary.LittleEndian.PutUint32(head[at:], v)
	}
	for i := range 109 {
		place := uint32(free)
		if i < count {
			place = uint32(first + i)
		}
		binary.LittleEndian.PutUint32(head[76+4*i:], place)
	}
	return append(append(head, w.sectors...), numbers(w.table)...)
}

func numbers(list []uint32) (out []byte) {
	for _, n := range list {
		out = binary.LittleEndian.AppendUint32(out, n)
	}
	return out
}

func entry(name string, kind byte) []byte {
	b := make([]byte, 128)
	units := wide(name)
	copy(b, units)
	if name != "" {
		binary.LittleEndian.PutUint16(b[64:], uint16(len(units)+2))
	}
	b[66], b[67] = kind, 1
	for _, at := range []int{68, 72, 76} {
		binary.LittleEndian.PutUint32(b[at:], free)
	}
	return b
}

// add writes siblings, each to the right of the one before, and gives the first.
func (w *writer) add(nodes []Node) uint32 {
	sort.SliceStable(nodes, func(i, j int) bool { return len(nodes[i].Name) < len(nodes[j].Name) })
	first := uint32(free)
	before := -1
	for _, n := range nodes {
		kind := byte(2)
		if n.Nodes != nil {
			kind = 1
		}
		at := len(w.entries)
		w.entries = append(w.entries, entry(n.Name, kind))
		if before < 0 {
			first = uint32(at)
		} else {
			binary.LittleEndian.PutUint32(w.entries[before][72:], uint32(at))
		}
		before = at
		if n.Nodes != nil {
			binary.LittleEndian.PutUint32(w.entries[at][76:], w.add(n.Nodes))
			continue
		}
		binary.LittleEndian.PutUint32(w.entries[at][116:], w.stream(n.Body))
		binary.LittleEndian.PutUint64(w.entries[at][120:], uint64(len(n.Body)))
	}
	return first
}

func (w *writer) stream(body []byte) uint32 {
	if len(body) >= 4096 {
		return w.chain(body)
	}
	if len(body) == 0 {
		return end
	}
	first := uint32(len(w.small))
	for from := 0; from < len(body); from += 64 {
		next := uint32(len(w.small) + 1)
		if from+64 >= len(body) {
			next = end
		}
		w.small = append(w.small, next)
		w.shared = append(w.shared, padded(body[from:min(from+64, len(body))], 64)...)
	}
	return first
}

func (w *writer) chain(body []byte) uint32 {
	if len(body) == 0 {
		return end
	}
	first := uint32(len(w.table))
	for from := 0; from < len(body); from += sector {
		next := uint32(len(w.table) + 1)
		if from+sector >= len(body) {
			next = end
		}
		w.table = append(w.table, next)
		w.sectors = append(w.sectors, padded(body[from:min(from+sector, len(body))], sector)...)
	}
	return first
}

func padded(b []byte, to int) []byte {
	return append(bytes.Clone(b), make([]byte, (to-len(b)%to)%to)...)
}

// TNEF writes a message as Outlook packs it.
func TNEF(m Message) []byte {
	out := []byte{0x78, 0x9F, 0x3E, 0x22, 1, 0}
	attribute := func(level byte, id uint32, data []byte) {
		out = append(out, level)
		out = binary.LittleEndian.AppendUint32(out, id)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(data)))
		out = append(out, data...)
		sum := uint16(0)
		for _, c := range data {
			sum += uint16(c)
		}
		out = binary.LittleEndian.AppendUint16(out, sum)
	}
	attribute(1, 0x00069007, binary.LittleEndian.AppendUint64(nil, 1252))
	attribute(1, 0x00069003, row(property{0x0037, 0x1F, wide(m.Subject)}, property{0x5D01, 0x1F, wide(m.From)}, property{0x1000, 0x1F, wide(m.Text)}))
	for _, f := range m.Files {
		attribute(2, 0x00069002, make([]byte, 14))
		attribute(2, 0x00018010, append([]byte("kort.dat"), 0))
		of := []property{{0x3707, 0x1F, wide(f.Name)}, {0x370E, 0x1F, wide(f.Type)}}
		if f.Inner != nil {
			of = append(of, property{0x3705, 3, []byte{5, 0, 0, 0}}, property{0x3701, 0x0D, append(make([]byte, 16), TNEF(*f.Inner)...)})
		} else {
			attribute(2, 0x0006800F, f.Body)
		}
		attribute(2, 0x00069005, row(of...))
	}
	return out
}

type property struct {
	id, kind uint16
	raw      []byte
}

// row writes a row of properties.
func row(all ...property) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(all)))
	for _, p := range all {
		out = binary.LittleEndian.AppendUint16(out, p.kind)
		out = binary.LittleEndian.AppendUint16(out, p.id)
		if p.kind != 3 {
			out = binary.LittleEndian.AppendUint32(out, 1)
			out = binary.LittleEndian.AppendUint32(out, uint32(len(p.raw)))
		}
		out = append(out, padded(p.raw, 4)...)
	}
	return out
}
