// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"rentmeester/fault"
)

// Once keeps requests that have a key, so that one that is sent again is not done
// again.
type Once interface {
	// Begin takes a request on under a key of its token; sum tells it from others.
	// Errors: access.key-other, access.key-busy.
	Begin(ctx context.Context, by Caller, key, sum string) (Turn, error)
}

// Turn is a request that is being done. One that has an answer of before is not.
type Turn interface {
	Before() *Answered
	// Acted says that it was broken off after this was changed for it; "" it was not.
	Acted() string
	// In gives the context to do it in.
	In(ctx context.Context) context.Context
	// End keeps the answer; nil when it may be tried again.
	End(ctx context.Context, a *Answered) error
}

// Answered is an answer that is kept.
type Answered struct {
	Status int
	Media  string
	Body   []byte
}

const (
	keyHeader = "Idempotency-Key"
	replayed  = "Idempotency-Replayed"
	longest   = 255 // characters of a key

	// again: the operation does the same when it is done again, or finds out by
	// brokenOff that only its answer is wanted.
	again = "again"
)

// once does a request that has a key one time only, by the draft of the IETF for
// Idempotency-Key. The answer of the first time is given again.
func (r *rooms) once(c huma.Context, next func(huma.Context)) {
	q, w := humago.Unwrap(c)
	said := q.Header.Values(keyHeader)
	op := c.Operation()
	if len(said) == 0 || op.Metadata[writes] != true || op.Method != http.MethodPost {
		next(c)
		return
	}
	key, err := keyOf(said)
	if err != nil {
		r.no(c, err)
		return
	}
	_ = c.SetReadDeadline(time.Now().Add(op.BodyReadTimeout)) // as huma does it
	body, err := io.ReadAll(io.LimitReader(q.Body, op.MaxBodyBytes+1))
	if err != nil || int64(len(body)) > op.MaxBodyBytes {
		q.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failing{err}, q.Body)) // huma says what is wrong with it
		next(c)
		return
	}
	turn, err := r.source.Begin(q.Context(), callerOf(q.Context()), key, sumOf(q, body))
	if err != nil {
		if fault.Is(err, "access.key-busy") {
			c.SetHeader("Retry-After", "5")
		}
		r.no(c, err)
		return
	}
	if a := turn.Before(); a != nil {
		tellAgain(w, a)
		return
	}
	r.take(turn, op, q, w, body, next)
}

// take does a request of which somebody has the turn, and keeps its answer.
func (r *rooms) take(turn Turn, op *huma.Operation, q *http.Request, w http.ResponseWriter, body []byte, next func(huma.Context)) {
	heard := &hearing{ResponseWriter: w, status: http.StatusOK}
	var kept *Answered
	lasting := context.WithoutCancel(q.Context()) // it was done: say so, whoever went away
	defer func() {
		if err := turn.End(lasting, kept); err != nil {
			logOf(lasting).ErrorContext(lasting, "api: answer not kept", "error", err)
		}
	}()
	ctx := turn.In(q.Context())
	if about := turn.Acted(); about != "" {
		ctx = context.WithValue(ctx, brokenKey, true)
		if op.Metadata[again] != true {
			c := humago.NewContext(op, q.WithContext(ctx), heard)
			r.no(c, fault.New("api.key-done", "about", about))
			kept = heard.answer()
			return
		}
	}
	once := q.WithContext(ctx)
	once.Body = io.NopCloser(bytes.NewReader(body))
	next(humago.NewContext(op, once, heard))
	if heard.status < 500 && heard.status != http.StatusTooManyRequests {
		kept = heard.answer()
	}
}

// no answers with a fault.
func (r *rooms) no(c huma.Context, err error) {
	f := asFault(err)
	_ = huma.WriteErr(r.huma, c, statusOf(f), "", f) // who asked may be gone
}

func tellAgain(w http.ResponseWriter, a *Answered) {
	w.Header().Set("Content-Type", a.Media)
	w.Header().Set(replayed, "true")
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // who asked may be gone
}

// brokenOff says that a request was broken off before, after what it asks was done:
// only its answer is wanted.
func brokenOff(ctx context.Context) bool { return ctx.Value(brokenKey) == true }

// anew describes an act of which the answer can be given anew: see again.
func anew(op huma.Operation) huma.Operation {
	op.Metadata[again] = true
	return op
}

// keyOf reads a key: a string as structured fields have it, or as it is.
// Errors: api.key.
func keyOf(said []string) (string, error) {
	key := strings.TrimSpace(said[0])
	if inside, quoted := strings.CutPrefix(key, `"`); quoted {
		key, quoted = strings.CutSuffix(inside, `"`)
		if !quoted {
			return "", fault.New("api.key")
		}
		key = strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(key)
	}
	plain := strings.IndexFunc(key, func(c rune) bool { return c < ' ' || c > '~' }) < 0
	if len(said) != 1 || key == "" || len(key) > longest || !plain {
		return "", fault.New("api.key")
	}
	return key, nil
}

// sumOf tells what is asked from everything else. The boundary between parts of a
// form is another one each time, so the parts count.
func sumOf(q *http.Request, body []byte) string {
	sum := sha256.New()
	add(sum, q.Method, q.URL.EscapedPath(), q.URL.RawQuery)
	media, params, err := mime.ParseMediaType(q.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(media, "multipart/") || addParts(sum, body, params["boundary"]) != nil {
		add(sum, string(body))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func addParts(sum hash.Hash, body []byte, boundary string) error {
	parts := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		add(sum, part.FormName(), part.FileName(), string(content))
	}
}

// add adds fields, each led by its length so that no two lists read the same.
func add(sum hash.Hash, fields ...string) {
	for _, f := range fields {
		_, _ = sum.Write(binary.BigEndian.AppendUint64(nil, uint64(len(f)))) // a hash takes all
		_, _ = io.WriteString(sum, f)
	}
}

// hearing keeps what is answered.
type hearing struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (h *hearing) WriteHeader(status int) {
	h.status = status
	h.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (h *hearing) Write(b []byte) (int, error) {
	h.body.Write(b)
	n, err := h.ResponseWriter.Write(b)
	if err != nil { // who asked is gone; the answer is kept all the same
		return len(b), nil
	}
	return n, nil
}

// Unwrap is for http.ResponseController.
func (h *hearing) Unwrap() http.ResponseWriter { return h.ResponseWriter }

func (h *hearing) answer() *Answered {
	return &Answered{h.status, h.Header().Get("Content-Type"), h.body.Bytes()}
}

// failing is a reader that fails as another did; nil: it is empty.
type failing struct{ err error }

// Read implements io.Reader.
func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}
