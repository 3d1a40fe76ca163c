// SPDX-License-Identifier: EUPL-1.2

// Package ndjson lets another program ask for codings line by line: one JSON
// value a line comes in, one goes out, in the same order. It may import predict,
// coding, text and fault.
package ndjson

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"sync"

	"rentmeester/coding"
	"rentmeester/coding/predict"
	"rentmeester/fault"
	"rentmeester/text"
)

const (
	most    = 512     // requests that are taken together when they stand ready
	longest = 1 << 20 // bytes of one
)

// Server answers requests with one model.
type Server struct {
	Model   *predict.Model
	Targets []coding.Field
	Lang    text.Lang
}

// request is one line: what it asks, or why it cannot be answered.
type request struct {
	verb string
	row  predict.Row
	err  error
}

// Serve answers until the input ends. What stands ready is taken together;
// proposals that follow each other are made side by side. A line that cannot be
// read gets an error for an answer, and the stream goes on.
func (s *Server) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	reader, writer := bufio.NewReaderSize(in, 1<<18), bufio.NewWriterSize(out, 1<<18)
	for {
		lines, end := ready(reader)
		if _, err := writer.Write(s.answer(lines)); err != nil {
			return fault.Wrap(err, "predict.stream")
		}
		if err := writer.Flush(); err != nil {
			return fault.Wrap(err, "predict.stream")
		}
		if errors.Is(end, io.EOF) {
			return nil
		}
		if end != nil {
			return fault.Wrap(end, "predict.stream")
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// ready waits for a line and takes those that came with it.
func ready(reader *bufio.Reader) (lines [][]byte, err error) {
	for len(lines) < most {
		line, err := readLine(reader)
		if len(bytes.TrimSpace(line)) > 0 {
			lines = append(lines, line)
		}
		if err != nil {
			return lines, err
		}
		if rest, _ := reader.Peek(reader.Buffered()); bytes.IndexByte(rest, '\n') < 0 {
			break
		}
	}
	return lines, nil
}

// readLine reads one line; of one that is too long only the beginning is kept,
// which is then refused.
func readLine(reader *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := reader.ReadSlice('\n')
		if len(line) <= longest {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// answer gives the answers to lines, one a line.
func (s *Server) answer(lines [][]byte) []byte {
	requests := make([]request, len(lines))
	each(len(lines), func(i int) { requests[i] = s.parse(lines[i]) })
	answers := make([][]byte, len(lines))
	for at := 0; at < len(requests); {
		var rows []predict.Row
		for _, r := range requests[at:] {
			if r.verb != "predict" {
				break
			}
			rows = append(rows, r.row)
		}
		lists := s.Model.ProposeAll(rows)
		each(len(rows), func(i int) { answers[at+i] = s.proposed(lists[i]) })
		if at += len(rows); at < len(requests) {
			answers[at] = s.carryOut(requests[at])
			at++
		}
	}
	return bytes.Join(answers, nil)
}

// each calls do for 0 to n, side by side.
func each(n int, do func(int)) {
	workers := min(runtime.GOMAXPROCS(0), n/4)
	if workers < 2 {
		for i := range n {
			do(i)
		}
		return
	}
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w * n / workers; i < (w+1)*n/workers; i++ {
				do(i)
			}
		})
	}
	wait.Wait()
}

func (s *Server) carryOut(r request) []byte {
	switch {
	case r.err != nil:
		return s.refuse(r.err)
	case r.verb == "learn":
		s.Model.Learn(r.row)
		return []byte("{\"learned\":true}\n")
	case r.verb == "override":
		s.Model.Override(r.row)
		return []byte("{\"learned\":true}\n")
	}
	if s.Model.Unlearn(r.row) {
		return []byte("{\"unlearned\":true}\n")
	}
	return []byte("{\"unlearned\":false}\n")
}

func (s *Server) refuse(err error) []byte {
	what, remedy := text.Fault(s.Lang, err)
	body, _ := json.Marshal(map[string]any{"error": map[string]any{"code": fault.Code(err), "message": what, "remedy": remedy}})
	return append(body, '\n')
}
