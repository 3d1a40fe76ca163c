// SPDX-License-Identifier: EUPL-1.2

package ndjson

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
)

// waiting is how many bytes of requests may wait to be answered, each with what
// keeping it takes besides its text. A program that writes all its requests before it
// reads an answer gets stuck only beyond that.
const (
	waiting = 256 << 20
	besides = 64
)

// queue holds the lines that were read and not answered yet. They are read beside
// the work, so that who only writes is not held up by answers that nobody reads.
type queue struct {
	lock   sync.Mutex
	change sync.Cond
	lines  [][]byte
	bytes  int
	err    error // why no more lines come
}

func newQueue() *queue {
	q := &queue{}
	q.change.L = &q.lock
	return q
}

// fill reads lines until the input ends or the queue is closed.
func (q *queue) fill(in io.Reader) {
	reader := bufio.NewReaderSize(in, 1<<18)
	for {
		line, err := readLine(reader)
		if len(bytes.TrimSpace(line)) == 0 {
			line = nil
		}
		if !q.put(line, err) {
			return
		}
	}
}

// put adds a line when there is room, and says whether more are wanted.
func (q *queue) put(line []byte, err error) bool {
	q.lock.Lock()
	defer q.lock.Unlock()
	for q.bytes > waiting && q.err == nil {
		q.change.Wait()
	}
	if q.err != nil {
		return false
	}
	if line != nil {
		q.lines = append(q.lines, line)
		q.bytes += len(line) + besides
	}
	q.err = err
	q.change.Broadcast()
	return err == nil
}

// take waits for a line and takes those that came with it, at most so many. The
// error comes with the last of them.
func (q *queue) take(most int) ([][]byte, error) {
	q.lock.Lock()
	defer q.lock.Unlock()
	for len(q.lines) == 0 && q.err == nil {
		q.change.Wait()
	}
	if q.err != nil && !errors.Is(q.err, io.EOF) {
		return q.lines, q.err
	}
	n := min(len(q.lines), most)
	lines := q.lines[:n:n]
	if q.lines = q.lines[n:]; len(q.lines) > 0 {
		q.free(lines)
		return lines, nil
	}
	q.free(lines)
	return lines, q.err
}

func (q *queue) free(lines [][]byte) {
	for _, line := range lines {
		q.bytes -= len(line) + besides
	}
	q.change.Broadcast()
}

// close says that no more is taken.
func (q *queue) close(err error) {
	q.lock.Lock()
	defer q.lock.Unlock()
	if q.err == nil {
		q.err = err
	}
	q.change.Broadcast()
}

// serve calls answer with the lines of in as they come, until they end, answer
// fails, or the context is done.
func serve(ctx context.Context, in io.Reader, most int, answer func([][]byte) error) error {
	q := newQueue()
	defer context.AfterFunc(ctx, func() { q.close(context.Cause(ctx)) })()
	defer q.close(io.ErrClosedPipe)
	go q.fill(in)
	for {
		lines, end := q.take(most)
		if end != nil && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := answer(lines); err != nil {
			return err
		}
		if errors.Is(end, io.EOF) {
			return nil
		}
		if end != nil {
			return end
		}
	}
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
