// SPDX-License-Identifier: EUPL-1.2

package books

import (
	"errors"
	"io"
	"os"
)

// spool is a temporary file that removes itself.
type spool struct{ *os.File }

// Close closes and removes the file.
func (s spool) Close() error { return errors.Join(s.File.Close(), os.Remove(s.Name())) }

// Spool puts what r holds in a temporary file, for readers that go twice over
// their input (the hash first, then the content).
func Spool(r io.Reader) (interface {
	io.ReadSeeker
	io.Closer
}, error) {
	file, err := os.CreateTemp("", "rentmeester-*")
	if err != nil {
		return nil, err
	}
	s := spool{file}
	if _, err = io.Copy(file, r); err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// SpoolMember is Spool for what must be opened first, as a file in a zip.
func SpoolMember(open func() (io.ReadCloser, error)) (interface {
	io.ReadSeeker
	io.Closer
}, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	s, err := Spool(r)
	return s, errors.Join(err, r.Close())
}
