// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rentmeester/fault"
	"rentmeester/settings"
	"rentmeester/text"
	"rentmeester/vitals"
)

// etcFile holds the settings of the machine.
const etcFile = "/etc/rentmeester/rentmeester.yaml"

// loadSettings reads the settings before the commands are built, since they are
// the defaults of the flags. What is wrong with them stops every command but those
// that tell of it.
func (p *program) loadSettings(args []string) {
	named := firstOf(flagIn(args, "--config"), p.env("RENTMEESTER_CONFIG"))
	file, body, err := p.settingsFile(named)
	p.settings, p.wrong = settings.Read(file, body, p.env)
	if err != nil {
		p.wrong = append(p.wrong, fault.Wrap(err, "settings.file", "file", file))
	}
}

// settingsFile finds the file: the one that is named must be there.
func (p *program) settingsFile(named string) (file string, body []byte, err error) {
	places := []string{named}
	if named == "" {
		places = p.usualPlaces()
	}
	for _, file := range places {
		body, err := os.ReadFile(file)
		if named == "" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		return file, body, err
	}
	return "", nil, nil
}

func (p *program) usualPlaces() (places []string) {
	base := p.env("XDG_CONFIG_HOME")
	if base == "" && p.env("HOME") != "" {
		base = filepath.Join(p.env("HOME"), ".config")
	}
	if base != "" {
		places = append(places, filepath.Join(base, "rentmeester", "rentmeester.yaml"))
	}
	if p.etc != "" {
		places = append(places, p.etc)
	}
	return places
}

// mustBeSet refuses to work with settings that are wrong. The first mistake is
// told; `config check` tells all.
func (p *program) mustBeSet(c *cobra.Command, _ []string) error {
	p.databaseSaid = c.Flags().Changed("database")
	for at := c; at != nil; at = at.Parent() {
		switch at.Name() {
		case "config", "doctor", "help", "completion":
			return nil
		}
	}
	if len(p.wrong) > 0 {
		return p.wrong[0]
	}
	return nil
}

func (p *program) defaultUser() string {
	return firstOf(p.settings.Get("user"), p.env("USER"), p.env("USERNAME"), "user")
}

// address gives that of PostgreSQL, "" for the embedded database. --database goes
// before a file that the settings name, also when it is empty. Errors: cli.database, settings.database-file.
func (p *program) address() (string, error) {
	if file := p.settings.Get("database-file"); p.database == "" && file != "" && !p.databaseSaid {
		raw, err := os.ReadFile(file)
		said := strings.TrimSpace(string(raw))
		if err != nil || said == "" {
			return "", fault.Wrap(err, "settings.database-file", "file", file)
		}
		p.database = said
	}
	if p.database != "" && !strings.HasPrefix(p.database, "postgres://") && !strings.HasPrefix(p.database, "postgresql://") {
		return "", fault.New("cli.database", "database", fault.Masked(p.database))
	}
	return p.database, nil
}

// eventLog is the log of a command that goes on as a service, in place of sentences,
// which name people; nil when the settings say nothing of a log or a script reads.
func (p *program) eventLog() *slog.Logger {
	if form := p.settings.Get("log"); form != "" && !p.json {
		return vitals.NewLog(p.err, form, nil)
	}
	return nil
}

// tellOrLog tells of trouble that a service goes on after.
func (p *program) tellOrLog(log *slog.Logger, what string, err error) {
	if log == nil {
		p.tell(err)
		return
	}
	log.Error(what, "error", err)
}

func (p *program) configCommand() *cobra.Command {
	c := &cobra.Command{Use: "config", Short: p.say("cli.config.short"), Args: cobra.NoArgs, RunE: help}
	show := &cobra.Command{Use: "show", Short: p.say("cli.config.show"), Long: p.say("cli.config.show.long"), Args: cobra.NoArgs}
	show.RunE = func(*cobra.Command, []string) error { return p.showConfig() }
	check := &cobra.Command{Use: "check [FILE]", Short: p.say("cli.config.check"), Long: p.say("cli.config.check.long"), Args: cobra.MaximumNArgs(1)}
	check.RunE = func(_ *cobra.Command, args []string) error {
		s, wrong := p.settings, p.wrong
		if len(args) == 1 {
			body, err := os.ReadFile(args[0])
			if err != nil {
				return fault.Wrap(err, "cli.no-file", "name", args[0])
			}
			s, wrong = settings.Read(args[0], body, func(string) string { return "" })
		}
		return p.tellMistakes(s, wrong)
	}
	c.AddCommand(show, check)
	return c
}

func (p *program) showConfig() error {
	all := p.settings.All()
	if p.json {
		return p.printJSON(map[string]any{"file": p.settings.File, "settings": all})
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, v := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\n", v.Key, v.Value, firstOf(v.From, p.say("cli.config.unset")))
	}
	return w.Flush()
}

func (p *program) tellMistakes(s settings.Settings, wrong []*fault.Error) error {
	if p.json {
		said := []*saidFault{}
		for _, f := range wrong {
			said = append(said, p.saidFault(f))
		}
		if err := p.printJSON(map[string]any{"file": s.File, "good": len(wrong) == 0, "mistakes": said}); err != nil {
			return err
		}
	} else {
		for _, f := range wrong {
			what, remedy := text.Fault(p.lang, f)
			fmt.Fprintf(p.out, "%s\n→ %s\n", what, remedy)
		}
		if len(wrong) == 0 {
			p.printf("cli.config.good", "file", firstOf(s.File, p.say("cli.config.no-file")))
		}
	}
	if len(wrong) > 0 {
		return codedError{exitNo}
	}
	return nil
}
