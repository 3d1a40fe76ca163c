// SPDX-License-Identifier: EUPL-1.2

// Package fault is the one error type of Rentmeester: a machine code, the
// values that belong to it, and the place. The sentence a person reads is in
// the catalogue of package text under the same code, so that an error speaks
// the reader's language; the remedy stands there under code + ".do".
//
// It imports the standard library only; every room may import it.
package fault

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Error is a failure that somebody can act on.
type Error struct {
	Code string            `json:"code"`           // machine code and catalogue key, e.g. "camt.no-opening-balance"
	Args map[string]string `json:"args,omitempty"` // values for the placeholders of the sentence, in canonical form (1234.56, 2026-01-31)
	Err  error             `json:"-"`              // the cause, if any
}

// New makes an Error. The arguments are name, value pairs; values are kept in
// their canonical text form (fmt.Sprint). It panics on an odd count, which is
// a mistake in the program and not in its input.
func New(code string, pairs ...any) *Error {
	return &Error{Code: code, Args: Args(pairs...)}
}

// Wrap is New with a cause.
func Wrap(err error, code string, pairs ...any) *Error {
	return &Error{Code: code, Args: Args(pairs...), Err: err}
}

// Args turns name, value pairs into the map that sentences take.
func Args(pairs ...any) map[string]string {
	if len(pairs)%2 != 0 {
		panic("fault: odd number of name, value arguments")
	}
	args := make(map[string]string, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		if text, plain := pairs[i+1].(string); plain {
			args[pairs[i].(string)] = text
		} else {
			args[pairs[i].(string)] = fmt.Sprint(pairs[i+1])
		}
	}
	return args
}

// Error gives the code and the values in a fixed order, for logs and tests;
// people are shown the sentence from the catalogue instead.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	names := make([]string, 0, len(e.Args))
	for name := range e.Args {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Fprintf(&b, " %s=%q", name, e.Args[name])
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Code gives the machine code of the first Error in err's chain, or "internal"
// for an error nobody foresaw, or "" for nil.
func Code(err error) string {
	if err == nil {
		return ""
	}
	var f *Error
	if errors.As(err, &f) {
		return f.Code
	}
	return "internal"
}

// Is says whether err, or a cause of it, has this machine code. Of several
// errors joined, one suffices.
func Is(err error, code string) bool {
	if f, ok := err.(*Error); ok && f.Code == code {
		return true
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return Is(e.Unwrap(), code)
	case interface{ Unwrap() []error }:
		for _, cause := range e.Unwrap() {
			if Is(cause, code) {
				return true
			}
		}
	}
	return false
}

// Clip makes a piece of input short enough for a sentence: at most so many bytes,
// whole letters, and then "…".
func Clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
