// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// chunkSize is how much of an original stands in one row: what a reader of any
// file needs in memory.
const chunkSize = 1 << 20

// Hash gives the SHA-256 of what r holds, in hex, and its size in bytes.
func Hash(r io.Reader) (sum string, size int64, err error) {
	h := sha256.New()
	size, err = io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

// Keep stores an original under its hash, unless it is there already: known
// says so. The bytes are hashed again on their way in; a file that changed
// since it was hashed is refused. Errors: store.changed, store.failed.
func (tx *Tx) Keep(ctx context.Context, sum, name string, size int64, r io.Reader) (known bool, err error) {
	_, err = tx.FileByHash(ctx, db.FileByHashParams{Adm: tx.Adm, Sha256: sum})
	if err == nil {
		return true, nil
	}
	if !NoRows(err) {
		return false, fault.Wrap(err, "store.failed")
	}
	h := sha256.New()
	r = io.TeeReader(r, h)
	buf := make([]byte, chunkSize)
	for pos := int64(0); ; pos++ {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			if err := tx.Add(ctx, db.BlobChunk{Adm: tx.Adm, Sha256: sum, Pos: pos, Bytes: buf[:n]}); err != nil {
				return false, err
			}
			if err := tx.Flush(ctx); err != nil { // one chunk in memory at a time
				return false, err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return false, fault.Wrap(err, "store.read", "name", name)
		}
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sum {
		return false, fault.New("store.changed", "name", name)
	}
	return false, tx.Add(ctx, db.File{Adm: tx.Adm, Sha256: sum, Name: name, Size: size,
		State: "received", Args: "{}", Received: tx.Stamp()})
}

// Blob reads an original back. It keeps one chunk in memory and reads each by
// itself: what is kept under a hash never changes.
func (s *Store) Blob(ctx context.Context, adm int64, sum string) Original {
	read := func(f func(*db.Queries) error) error { return s.Read(ctx, adm, f) }
	return &blob{ctx: ctx, read: read, adm: adm, sum: sum, loaded: -1}
}

// Blob reads an original inside the step.
func (tx *Tx) Blob(ctx context.Context, sum string) Original {
	read := func(f func(*db.Queries) error) error { return f(tx.Queries) }
	return &blob{ctx: ctx, read: read, adm: tx.Adm, sum: sum, loaded: -1}
}

// Original is a kept file.
type Original interface {
	io.ReadSeeker
	io.ReaderAt
}

type blob struct {
	ctx    context.Context // a reader has no other place for it
	read   func(func(*db.Queries) error) error
	adm    int64
	sum    string
	size   int64
	sized  bool
	at     int64
	loaded int64 // position of chunk, -1 none
	chunk  []byte
}

func (b *blob) length() (int64, error) {
	if !b.sized {
		err := b.read(func(q *db.Queries) error {
			f, err := q.FileByHash(b.ctx, db.FileByHashParams{Adm: b.adm, Sha256: b.sum})
			b.size = f.Size
			return err
		})
		if err != nil {
			return 0, fault.Wrap(err, "store.no-blob", "sha256", b.sum)
		}
		b.sized = true
	}
	return b.size, nil
}

func (b *blob) Read(p []byte) (int, error) {
	size, err := b.length()
	if err != nil {
		return 0, err
	}
	if b.at >= size {
		return 0, io.EOF
	}
	if pos := b.at / chunkSize; pos != b.loaded {
		err := b.read(func(q *db.Queries) (err error) {
			b.chunk, err = q.Chunk(b.ctx, db.ChunkParams{Adm: b.adm, Sha256: b.sum, Pos: pos})
			return err
		})
		if err != nil {
			return 0, fault.Wrap(err, "store.no-blob", "sha256", b.sum)
		}
		b.loaded = pos
	}
	n := copy(p, b.chunk[b.at%chunkSize:])
	if n == 0 {
		return 0, fault.New("store.no-blob", "sha256", b.sum)
	}
	b.at += int64(n)
	return n, nil
}

func (b *blob) Seek(offset int64, whence int) (int64, error) {
	size, err := b.length()
	if err != nil {
		return 0, err
	}
	switch whence {
	case io.SeekCurrent:
		offset += b.at
	case io.SeekEnd:
		offset += size
	}
	if offset < 0 {
		return 0, fault.New("store.no-blob", "sha256", b.sum)
	}
	b.at = offset
	return offset, nil
}

// ReadAt implements io.ReaderAt, for readers that jump (zip). Not for several
// goroutines at once.
func (b *blob) ReadAt(p []byte, at int64) (int, error) {
	if _, err := b.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(b, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}
