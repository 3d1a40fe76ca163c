// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/fault"
)

// argumentsOf says what the words stand for that commands name their arguments by;
// "" is nothing of the books, as a file.
var argumentsOf = map[string]string{
	"LINE": "line", "DECISION": "decision", "INVOICE": "invoice", "OTHER": "invoice", "CREDITNOTE": "invoice", "DOCUMENT": "document", "ORDER": "order", "RUN": "run",
	"SUPPLIER": "supplier", "IBAN": "account", "LETTER": "letter", "TOKEN": "token", "NUMBER": "invoice", "WEBHOOK": "webhook", "WORKER": "worker",
	"PROJECT": "project-code", "CODE": "", "AMOUNT": "",
	"WORD": "", "URL": "", "FILE": "", "DIR": "", "NAME": "", "SLUG": "", "YEAR": "", "KIND": "", "FIELD": "", "VALUE": "", "EXPORT": "",
}

// alsoSaid are flags without which a command does not get as far as the books.
var alsoSaid = map[string][]string{
	"pay release": {"--hash", "HASH"}, "pay file": {"--out", "OUT"}, "accept": {"--item", "1"}, "order receive": {"--amount", "1.00"},
	"invoice code": {"--account", "4410"}, "invoice hold": {"--comment", "omdat"}, "invoice reject": {"--comment", "omdat"}, "invoice question": {"--to", "Carla Smit", "--comment", "waarom"},
}

// lists are commands that show much at once.
var lists = []string{
	"status", "worklist", "worklist --json", "invoice list", "supplier list", "order list", "projects list", "pay list", "document list", "outbox list", "autopilot", "algorithms",
	"audit verify", "export matches", "export journal", "export openitems", "export mandates", "export codings", "policy show",
}

var capitals = regexp.MustCompile(`[A-Z]{3,}`)

// saidBy is what a command said in one installation, without where that stands.
func (c *crossing) saidBy(i *installation, args ...string) string {
	var out, errs bytes.Buffer
	p := &program{in: strings.NewReader(""), out: &out, err: &errs, env: func(string) string { return "" }, now: func() time.Time { return crossingNow }}
	args = append(slices.Concat(i.flags, []string{"--administration", here, "--user", clerk}), args...)
	file := filepath.Join(c.t.TempDir(), "out.xml")
	if at := slices.Index(args, "OUT"); at >= 0 {
		args[at] = file
	}
	code := p.run(c.t.Context(), args)
	return strings.NewReplacer(i.flags[1], "PLACE", fault.Masked(i.flags[1]), "PLACE", file, "FILE").Replace(fmt.Sprintf("%d\n%s\n%s", code, out.String(), errs.String()))
}

// both wants the same words and the same exit code of both installations.
func (c *crossing) both(args ...string) (code string) {
	c.t.Helper()
	c.asked++
	with, alone := c.saidBy(c.with, args...), c.saidBy(c.alone, args...)
	if with != alone {
		c.t.Errorf("%q: %s", args, firstDifference(with, alone))
	}
	code, _, _ = strings.Cut(with, "\n")
	return code
}

// leaves visits every command that does something.
func leaves(c *cobra.Command, path string, visit func(path string, c *cobra.Command)) {
	for _, sub := range c.Commands() {
		leaves(sub, strings.TrimSpace(path+" "+sub.Name()), visit)
	}
	if c.Runnable() {
		visit(path, c)
	}
}

// TestCrossingTheCommands gives every command that takes an identifier those of the
// other administration.
func TestCrossingTheCommands(t *testing.T) {
	crossings(t, onBoth[:1], func(c *crossing) {
		p := &program{env: func(string) string { return "" }, now: time.Now}
		p.loadSettings(nil)
		tried := 0
		leaves(p.command(), "", func(path string, command *cobra.Command) {
			_, usage, _ := strings.Cut(command.Use, " ")
			usage, _, _ = strings.Cut(usage, "--")
			var named []string
			for _, word := range capitals.FindAllString(usage, -1) {
				kind, known := argumentsOf[word]
				if !known {
					t.Errorf("%s: what is %s? Say it in argumentsOf, so that what a neighbour has can be asked for", path, word)
				}
				if kind != "" {
					named = append(named, kind)
				}
			}
			if len(named) == 0 {
				return
			}
			tried++
			c.crossCommand(path, usage, named)
		})
		if tried < 30 {
			t.Errorf("only %d commands take an identifier", tried)
		}
		for _, list := range lists {
			if code := c.both(strings.Fields(list)...); code != "0" {
				t.Errorf("%s: %s", list, code)
			}
		}
	})
}

func (c *crossing) crossCommand(path, usage string, named []string) {
	own, theirs := c.ask(named[0])
	if len(theirs) == 0 {
		theirs = c.theirs[named[0]][:1]
	}
	for n, id := range append(slices.Clone(theirs[:min(2, len(theirs))]), own[0]) {
		args := append(strings.Fields(path), id)
		for _, kind := range named[1:] {
			args = append(args, c.theirs[kind][0])
		}
		if strings.Contains(usage, "FIELD=VALUE") {
			args = append(args, "number=1")
		} else if strings.Contains(usage, "KIND") {
			args = append(args, "iban")
		}
		for _, word := range alsoSaid[path] {
			if word == "HASH" {
				word = c.theirs["hash"][0]
			}
			args = append(args, word)
		}
		code := c.both(args...)
		if n < len(theirs[:min(2, len(theirs))]) && code == "0" && named[0] != "supplier" && !slices.Contains(c.own[named[0]], id) {
			c.t.Errorf("%q did something with what only the neighbour has", args)
		}
	}
}
