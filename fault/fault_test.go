// SPDX-License-Identifier: EUPL-1.2

package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestError(t *testing.T) {
	err := Wrap(New("money.invalid", "value", "x"), "table.bad", "row", 12, "column", "bedrag")
	if got := err.Error(); got != `table.bad column="bedrag" row="12": money.invalid value="x"` {
		t.Error(got)
	}
	if New("a").Error() != "a" {
		t.Error(New("a"))
	}
}

func TestCodeAndIs(t *testing.T) {
	inner := New("inner")
	outer := fmt.Errorf("reading: %w", Wrap(fmt.Errorf("deeper: %w", inner), "outer"))
	joined := Wrap(errors.Join(New("first"), outer), "joined")
	for _, c := range []struct {
		err  error
		code string
		is   []string
		not  []string
	}{
		{nil, "", nil, []string{"", "internal"}},
		{io.EOF, "internal", nil, []string{"internal", "inner"}},
		{inner, "inner", []string{"inner"}, []string{"outer"}},
		{outer, "outer", []string{"outer", "inner"}, []string{"first"}},
		{joined, "joined", []string{"joined", "first", "outer", "inner"}, []string{"other"}},
		{Wrap(io.EOF, "cut-off"), "cut-off", []string{"cut-off"}, []string{"internal"}},
	} {
		if got := Code(c.err); got != c.code {
			t.Errorf("Code(%v) = %q", c.err, got)
		}
		for _, code := range c.is {
			if !Is(c.err, code) {
				t.Errorf("%v is not %s", c.err, code)
			}
		}
		for _, code := range c.not {
			if Is(c.err, code) {
				t.Errorf("%v is %s", c.err, code)
			}
		}
	}
	if !errors.Is(Wrap(io.EOF, "cut-off"), io.EOF) {
		t.Error("the cause is lost")
	}
}

func TestArgsPanicsOnAnOddCount(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	var pairs []any
	for range 3 {
		pairs = append(pairs, "name")
	}
	Args(pairs...)
}
