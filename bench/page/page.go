// SPDX-License-Identifier: EUPL-1.2

// Package page puts what was measured into a page of docs, between its marks, so that
// what people wrote around it stays. It imports nothing of ours.
package page

import (
	"fmt"
	"os"
	"strings"
)

// Put writes a text into a file, in the place of what stands there between two marks.
func Put(file, begin, end, text string) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(old), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("%s has no place between %q and %q", file, begin, end)
	}
	return os.WriteFile(file, []byte(before+begin+text+end+after), 0o600)
}
