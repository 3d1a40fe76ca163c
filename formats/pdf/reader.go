// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"rentmeester/fault"
)

// Options are how a Reader works.
type Options struct {
	Cache  string // directory for the translated module, made when it is not there; "" for none. Whoever can write there can run code
	AtOnce int    // documents that are read at the same time; 0 for one
}

// Reader reads PDFs. It starts with the first of them and is safe for use by
// several goroutines.
type Reader struct {
	options Options

	mu    sync.Mutex
	pool  pdfium.Pool
	cache wazero.CompilationCache
	busy  sync.WaitGroup

	open context.Context // ends when the Reader closes
	end  context.CancelFunc
}

var errClosed = errors.New("the reader of PDFs was closed")

// New makes a Reader. It costs nothing until the first Read.
func New(options Options) *Reader {
	options.AtOnce = max(options.AtOnce, 1)
	open, end := context.WithCancel(context.Background())
	return &Reader{options: options, open: open, end: end}
}

// Start translates the module, when that was not done yet. That takes seconds, on a
// busy machine a minute: who gives a document a bounded time starts the Reader
// before the clock. Errors: pdf.start, pdf.closed.
func (r *Reader) Start() error {
	_, err := r.start()
	if err == nil {
		r.busy.Done()
	}
	return err
}

// Read reads a whole document, until ctx ends. Errors: pdf.read, pdf.too-large,
// pdf.none, pdf.damaged, pdf.scripts, pdf.page, pdf.encrypted, pdf.too-many-pages,
// pdf.too-much-text, pdf.too-many-files, pdf.files-too-large, pdf.time,
// pdf.broke-off, pdf.start, pdf.closed; or the context's own when it was
// cancelled.
func (r *Reader) Read(ctx context.Context, in io.Reader) (*Document, error) {
	data, err := io.ReadAll(io.LimitReader(in, MostBytes+1))
	switch {
	case err != nil:
		return nil, fault.Wrap(err, "pdf.read")
	case len(data) > MostBytes:
		return nil, fault.New("pdf.too-large", "limit", MostBytes>>20)
	case !bytes.Contains(data[:min(len(data), headSize)], []byte("%PDF-")):
		return nil, fault.New("pdf.none")
	}
	pool, err := r.start()
	if err != nil {
		return nil, err
	}
	defer r.busy.Done()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(r.open, func() { cancel(errClosed) })()
	document, err := readWith(ctx, pool, data)
	if err != nil {
		return nil, ended(ctx, err)
	}
	return document, nil
}

// readWith reads a document with a machine of its own.
func readWith(ctx context.Context, pool pdfium.Pool, data []byte) (*Document, error) {
	machine, err := guarded(func() (pdfium.Pdfium, error) { return pool.GetInstanceWithContext(ctx) })
	if err != nil {
		return nil, fault.Wrap(err, "pdf.start")
	}
	defer watch(ctx, machine)()
	return guarded(func() (*Document, error) { return open(ctx, machine, data) })
}

// watch stops the machine when the context ends. The function it gives lets go
// of the machine, in either case.
func watch(ctx context.Context, machine pdfium.Pdfium) (release func()) {
	killed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(killed)
		_, _ = guarded(func() (any, error) { return nil, machine.Kill() })
	})
	return func() {
		if !stop() {
			<-killed
			return
		}
		_, _ = guarded(func() (any, error) { return nil, machine.Close() })
	}
}

// ended puts the end of the context before what went wrong because of it.
func ended(ctx context.Context, err error) error {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errClosed):
		return fault.Wrap(cause, "pdf.closed")
	case errors.Is(cause, context.DeadlineExceeded):
		return fault.Wrap(cause, "pdf.time")
	case cause != nil:
		return cause
	}
	return err
}

// guarded makes an error of a panic in the library.
func guarded[T any](run func() (T, error)) (result T, err error) {
	defer func() {
		if failed := recover(); failed != nil {
			err = fault.Wrap(fmt.Errorf("%v", failed), "pdf.broke-off")
		}
	}()
	return run()
}

// start gives the pool of machines, which it makes the first time, and counts
// one more reading that is busy.
func (r *Reader) start() (pdfium.Pool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open.Err() != nil {
		return nil, fault.New("pdf.closed")
	}
	if r.pool == nil {
		pool, err := r.translate()
		if err != nil {
			return nil, errors.Join(fault.Wrap(err, "pdf.start"), r.closeCache())
		}
		r.pool = pool
	}
	r.busy.Add(1)
	return r.pool, nil
}

// translate makes machine code of the module.
func (r *Reader) translate() (pdfium.Pool, error) {
	config := wazero.NewRuntimeConfig().WithCloseOnContextDone(true).WithMemoryLimitPages(memoryPages).
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling)
	if r.options.Cache != "" {
		// Without the cache it works as well, only later.
		if cache, err := wazero.NewCompilationCacheWithDir(r.options.Cache); err == nil {
			r.cache, config = cache, config.WithCompilationCache(cache)
		}
	}
	return guarded(func() (pdfium.Pool, error) {
		return webassembly.Init(webassembly.Config{
			Context: context.Background(), MaxTotal: r.options.AtOnce, RuntimeConfig: config,
			FSConfig: wazero.NewFSConfig(), // no files: the default is all of them
			Stdout:   io.Discard, Stderr: io.Discard,
		})
	})
}

// Close gives back the memory. It breaks off the documents that are being read
// and waits until they are let go: the library cannot close under them. A Reader
// that never read anything closes too. Errors: what the library says.
func (r *Reader) Close() error {
	r.mu.Lock()
	r.end() // from here on none begins
	r.mu.Unlock()
	r.busy.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pool == nil {
		return nil
	}
	_, err := guarded(func() (any, error) { return nil, r.pool.Close() })
	r.pool = nil
	return errors.Join(err, r.closeCache())
}

func (r *Reader) closeCache() error {
	if r.cache == nil {
		return nil
	}
	cache := r.cache
	r.cache = nil
	return cache.Close(context.Background())
}

// open reads the document with a machine of its own.
func open(ctx context.Context, machine pdfium.Pdfium, data []byte) (*Document, error) {
	opened, err := machine.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return nil, fault.Wrap(err, "pdf.encrypted")
	case errors.Is(err, pdfiumerrors.ErrFormat), errors.Is(err, pdfiumerrors.ErrFile), errors.Is(err, pdfiumerrors.ErrUnknown), errors.Is(err, pdfiumerrors.ErrSuccess):
		return nil, fault.Wrap(err, "pdf.damaged")
	case err != nil:
		return nil, fault.Wrap(err, "pdf.broke-off")
	}
	reading := reading{ctx, machine, opened.Document}
	if err := reading.scripts(data); err != nil {
		return nil, err
	}
	document := &Document{Info: reading.info()}
	if document.Files, err = reading.files(); err != nil {
		return nil, err
	}
	if document.Pages, err = reading.pages(); err != nil {
		return nil, err
	}
	return document, nil
}
