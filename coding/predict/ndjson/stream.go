// SPDX-License-Identifier: EUPL-1.2

// Package ndjson lets another program ask for codings line by line: one JSON
// value a line comes in, one goes out, in the same order. It may import predict,
// distribution, coding, money, text and fault.
package ndjson

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"sync"

	"rentmeester/coding"
	"rentmeester/coding/distribution"
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
	whole   *distribution.Documents // with the model
}

// request is one line: what it asks, or why it cannot be answered.
type request struct {
	verb string
	row  predict.Row
	rows []predict.Row // of a document
	err  error
}

// asks says whether it is a question that can be answered.
func (r request) asks() bool { return r.verb == "predict" && r.err == nil }

// Serve answers until the input ends. What stands ready is taken together;
// proposals that follow each other are made side by side. A line that cannot be
// read gets an error for an answer, and the stream goes on. Blank lines get none.
func (s *Server) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	if s.whole == nil {
		s.whole = distribution.NewDocuments(s.Model)
	}
	err := serve(ctx, in, most, func(lines [][]byte) error {
		_, err := out.Write(s.answer(lines))
		return err
	})
	if err != nil && ctx.Err() == nil {
		return fault.Wrap(err, "predict.stream")
	}
	return err
}

// answer gives the answers to lines, one a line.
func (s *Server) answer(lines [][]byte) []byte {
	requests := make([]request, len(lines))
	each(len(lines), func(i int) { requests[i] = s.parse(lines[i]) })
	answers := make([][]byte, len(lines))
	for at := 0; at < len(requests); {
		var rows []predict.Row
		for _, r := range requests[at:] {
			if !r.asks() {
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
	if r.err != nil {
		return s.refuse(r)
	}
	switch r.verb {
	case "document":
		out, _ := s.whole.Propose(r.rows)
		return s.document(out)
	case "divide":
		return s.divided(s.whole.Divide(r.row))
	case "learn":
		s.whole.Learn(r.row)
		return []byte("{\"learned\":true}\n")
	case "override":
		s.whole.Override(r.row)
		return []byte("{\"learned\":true}\n")
	}
	if s.whole.Unlearn(r.row) {
		return []byte("{\"unlearned\":true}\n")
	}
	return []byte("{\"unlearned\":false}\n")
}

// empty is what a request that could not be carried out came to.
var empty = map[string]string{
	"predict": `"proposals":[],`, "learn": `"learned":false,`, "override": `"learned":false,`, "unlearn": `"unlearned":false,`,
	"document": `"document":{"lines":[],"probability":0},`, "divide": `"divided":{"parts":[],"probability":0},`, "": "",
}

// refuse answers with the error, and with what a program that does not look for
// one reads.
func (s *Server) refuse(r request) []byte {
	what, remedy := text.Fault(s.Lang, r.err)
	body, _ := json.Marshal(map[string]any{"code": fault.Code(r.err), "message": what, "remedy": remedy})
	return fmt.Appendf(nil, "{%s\"error\":%s}\n", empty[r.verb], body)
}
