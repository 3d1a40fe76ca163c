// SPDX-License-Identifier: EUPL-1.2

package gap

import (
	"bufio"
	"errors"
	"io"
	"strconv"

	"rentmeester/fault"
)

// mostBytes is how large a file may be.
const mostBytes = 32 << 20

// Read reads a file of OR-Library (Beasley, Journal of the Operational Research
// Society 41, 1990) with one problem: the number of agents and of jobs; for each
// agent what every job costs him; for each agent what every job asks of him; what
// each agent can carry. Numbers stand between spaces and ends of lines, as they
// like. Errors: gap.size, gap.number, gap.short, gap.long, gap.large, and those of
// Check.
func Read(from io.Reader) (Problem, error) {
	limited := &io.LimitedReader{R: from, N: mostBytes + 1}
	r := &reader{in: bufio.NewReader(limited), line: 1}
	p, err := r.problem()
	if limited.N == 0 {
		return Problem{}, fault.New("gap.large", "most", mostBytes>>20)
	}
	if err != nil {
		return Problem{}, err
	}
	return p, p.Check()
}

type reader struct {
	in    *bufio.Reader
	line  int
	count int // numbers read
	whole int // numbers that the file must have, once that is known
}

func (r *reader) problem() (p Problem, err error) {
	size, err := r.row(2)
	if err != nil {
		return p, err
	}
	agents, jobs := size[0], size[1]
	if err := checkSize(agents, jobs); err != nil {
		return p, err
	}
	r.whole = 2 + 2*agents*jobs + agents
	for _, rows := range []*[][]int{&p.Cost, &p.Weight} {
		for range agents {
			row, err := r.row(jobs)
			if err != nil {
				return p, err
			}
			*rows = append(*rows, row)
		}
	}
	if p.Capacity, err = r.row(agents); err != nil {
		return p, err
	}
	word, err := r.word()
	if err != nil {
		return p, err
	}
	if word != "" {
		return p, fault.New("gap.long", "line", r.line, "value", fault.Clip(word, 20), "numbers", r.whole, "agents", agents, "jobs", jobs)
	}
	return p, nil
}

// row reads so many numbers.
func (r *reader) row(n int) ([]int, error) {
	row := make([]int, n)
	for k := range row {
		word, err := r.word()
		if err != nil {
			return nil, err
		}
		if word == "" {
			return nil, fault.New("gap.short", "found", r.count, "numbers", max(r.whole, 2))
		}
		if row[k], err = strconv.Atoi(word); err != nil {
			return nil, fault.New("gap.number", "line", r.line, "value", fault.Clip(word, 20))
		}
		r.count++
	}
	return row, nil
}

// word reads what stands between spaces; "" at the end. A word that is longer than
// any number is cut off. The line of a word is that of its end.
func (r *reader) word() (string, error) {
	const longest = 24
	var word []byte
	for {
		b, err := r.in.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return string(word), nil
		case err != nil:
			return "", err
		case b == ' ' || b == '\t' || b == '\r' || b == '\n':
			if len(word) > 0 {
				return string(word), r.in.UnreadByte()
			}
			if b == '\n' {
				r.line++
			}
		case len(word) < longest:
			word = append(word, b)
		}
	}
}
