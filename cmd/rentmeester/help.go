// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/text"
)

var (
	flagKind    = regexp.MustCompile(`(?m)^( +(?:-\w, +)?--[\w.-]+ )(stringArray|strings|string|uint|int|float|duration)( +)`)
	argumentFor = regexp.MustCompile(`\b[A-Z]{3,}\b`)
)

// plainHelp puts the reader's words in the place of the names that the libraries have
// for what goes behind a flag ("stringArray") and that the usage has for arguments.
func (p *program) plainHelp(root *cobra.Command) {
	help := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		var said strings.Builder
		out := c.OutOrStdout()
		c.SetOut(&said)
		help(c, args)
		c.SetOut(out)
		fmt.Fprint(out, p.plainWords(said.String()))
	})
}

func (p *program) plainWords(help string) string {
	help = flagKind.ReplaceAllStringFunc(help, func(line string) string {
		part := flagKind.FindStringSubmatch(line)
		word := p.say("cli.kind.number")
		switch {
		case strings.HasPrefix(part[2], "string"):
			word = p.say("cli.kind.text")
		case part[2] == "duration":
			word = p.say("cli.kind.duration")
		}
		return part[1] + fmt.Sprintf("%-*s", len(part[2])+len(part[3])-1, word) + " " // what is explained stays in its column
	})
	help = strings.ReplaceAll(help, "(default ", "("+p.say("cli.kind.default")+" ")
	return argumentFor.ReplaceAllStringFunc(help, func(word string) string {
		if text.Has(p.lang, "cli.argument."+word) {
			return p.say("cli.argument." + word)
		}
		return word
	})
}
