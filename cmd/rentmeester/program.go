// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"rentmeester/app"
	"rentmeester/fault"
	"rentmeester/oauth"
	"rentmeester/policy"
	"rentmeester/settings"
	"rentmeester/store"
	"rentmeester/text"
)

// Exit codes, documented in docs/commands.md.
const (
	exitOK      = 0
	exitFailed  = 1 // something unforeseen, or the database is out of reach
	exitUsage   = 2 // wrong command, flag or argument
	exitRefused = 3 // a file, or part of it, was refused or put in quarantine
	exitNo      = 4 // the request cannot be carried out: no such line, already settled …
	exitBroken  = 5 // a check found that the books are not whole
)

// program holds what comes from outside and the flags every verb has.
type program struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	now      func() time.Time
	etc      string // the file of settings of the machine; "" none

	settings settings.Settings
	wrong    []*fault.Error // in the settings
	lang     text.Lang
	home     string
	database string
	// databaseSaid: by a flag, so the settings do not matter
	databaseSaid bool

	adm  string
	user string
	json bool

	tokens map[policy.OAuth]*oauth.Source // see tokensFor
}

// codedError carries an exit code for an outcome that was already told.
type codedError struct{ code int }

func (codedError) Error() string { return "" }

func (p *program) run(ctx context.Context, args []string) int {
	p.loadSettings(args)
	p.lang = p.chosenLang(args)
	root := p.command()
	root.SetArgs(args)
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var coded codedError
	if errors.As(err, &coded) {
		return coded.code
	}
	return p.tell(err)
}

// tell says what went wrong and what to do, and gives the exit code for it.
func (p *program) tell(err error) int {
	var f *fault.Error
	code := exitUsage // cobra's own errors: unknown command, flag or argument
	switch {
	case errors.As(err, &f):
		code = exitCode(f.Code)
	case errors.Is(err, errUnforeseen):
		code = exitFailed
	default:
		err = misused(err)
	}
	what, remedy := text.Fault(p.lang, err)
	if p.json {
		body, _ := json.Marshal(map[string]any{"error": map[string]any{"code": fault.Code(err), "message": what, "remedy": remedy}})
		fmt.Fprintln(p.err, string(body))
		return code
	}
	fmt.Fprintln(p.err, what)
	if remedy != "" {
		fmt.Fprintln(p.err, "→ "+remedy)
	}
	if cause := rootCause(err); cause != "" {
		fmt.Fprintln(p.err, "  ("+cause+")")
	}
	return code
}

// misuses are the errors that cobra gives, in English only, for what people get
// wrong most, and the fault that says so in both languages.
var misuses = []struct {
	said *regexp.Regexp
	code string
}{
	{regexp.MustCompile(`^unknown command "(.*?)" for`), "cli.unknown-command"},
	{regexp.MustCompile(`^unknown (?:shorthand )?flag: (\S+)`), "cli.unknown-flag"},
	{regexp.MustCompile(`^(?:accepts|requires) .* arg\(s\), (?:only )?received (\d+)`), "cli.how-many"},
}

func misused(err error) *fault.Error {
	for _, m := range misuses {
		if found := m.said.FindStringSubmatch(err.Error()); found != nil {
			return fault.New(m.code, "value", found[1])
		}
	}
	return fault.New("cli.usage", "error", err)
}

// exitCode gives the exit code for a fault.
func exitCode(fault string) int {
	switch fault {
	case "store.home", "store.open", "store.migrate", "store.keep", "store.busy", "store.failed", "store.read", "store.changed", "store.no-blob",
		"internal":
		return exitFailed
	case "cli.listen", "cli.output":
		return exitNo
	case "app.export-what", "app.export-format":
		return exitUsage
	}
	if strings.HasPrefix(fault, "cli.") || strings.HasPrefix(fault, "settings.") {
		return exitUsage
	}
	return exitNo
}

var errUnforeseen = errors.New("unforeseen")

// rootCause gives the technical cause under the faults, for who must mend it.
func rootCause(err error) string {
	var f *fault.Error
	for errors.As(err, &f) {
		if f.Err == nil {
			return ""
		}
		err = f.Err
	}
	return err.Error()
}

// chosenLang finds the language before the commands are built, since their help
// is in it too: --lang, the settings, the locale, else Dutch.
func (p *program) chosenLang(args []string) text.Lang {
	chosen := p.settings.Get("lang")
	if chosen == "" && strings.HasPrefix(firstOf(p.env("LC_ALL"), p.env("LC_MESSAGES"), p.env("LANG")), "en") {
		chosen = "en"
	}
	chosen = firstOf(flagIn(args, "--lang"), chosen)
	if chosen == "en" {
		return text.EN
	}
	return text.NL
}

// flagIn gives the value of a flag before the commands are built; "" when it is
// not among the arguments.
func flagIn(args []string, name string) (value string) {
	for i, a := range args {
		if said, found := strings.CutPrefix(a, name+"="); found {
			value = said
		} else if a == name && i+1 < len(args) {
			value = args[i+1]
		}
	}
	return value
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

func (p *program) say(key string, pairs ...any) string {
	return text.Say(p.lang, key, fault.Args(pairs...))
}

func (p *program) printf(key string, pairs ...any) {
	fmt.Fprintln(p.out, p.say(key, pairs...))
}

// printJSON writes a result for scripts.
func (p *program) printJSON(v any) error {
	out := json.NewEncoder(p.out)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(v)
}

func (p *program) command() *cobra.Command {
	root := &cobra.Command{
		Use: "rentmeester", Short: p.say("cli.short"), Long: p.say("cli.long"),
		SilenceErrors: true, SilenceUsage: true, Version: version(),
	}
	flags := root.PersistentFlags()
	flags.StringVar(&p.home, "home", p.defaultHome(), p.say("cli.flag.home"))
	flags.StringVar(&p.database, "database", "", p.say("cli.flag.database"))
	p.database = p.settings.Get("database") // no default: help would show its password
	flags.StringVar(&p.adm, "administration", p.settings.Get("administration"), p.say("cli.flag.administration"))
	flags.StringVar(&p.user, "user", p.defaultUser(), p.say("cli.flag.user"))
	flags.BoolVar(&p.json, "json", false, p.say("cli.flag.json"))
	flags.String("lang", string(p.lang), p.say("cli.flag.lang"))
	flags.String("config", p.settings.File, p.say("cli.flag.config"))
	root.PersistentPreRunE = p.mustBeSet
	for _, make := range []func() *cobra.Command{
		p.initCommand, p.importCommand, p.intakeCommand, p.reconcileCommand, p.worklistCommand, p.acceptCommand, p.rejectCommand,
		p.undoCommand, p.statusCommand, p.autopilotCommand, p.quarantineCommand, p.exportCommand, p.searchCommand, p.resultsCommand, p.auditCommand, p.policyCommand, p.rulesCommand,
		p.invoiceCommand, p.orderCommand, p.projectsCommand, p.supplierCommand, p.documentCommand, p.payCommand, p.outboxCommand, p.listsCommand, p.tokenCommand, p.peopleCommand, p.webhookCommand, p.codingCommand, p.staffingCommand, p.algorithmsCommand,
		p.serveCommand, p.openapiCommand, p.demoCommand, p.backupCommand, p.restoreCommand, p.migrateCommand, p.configCommand, p.doctorCommand,
	} {
		root.AddCommand(make())
	}
	p.localise(root)
	return root
}

// localise puts the words that cobra adds by itself into the reader's language.
func (p *program) localise(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = p.say("cli.help.short")
		case "completion":
			c.Short = p.say("cli.completion.short")
		}
	}
	root.InitDefaultVersionFlag()
	if f := root.Flags().Lookup("version"); f != nil {
		f.Usage = p.say("cli.help.version")
	}
	p.helpFlags(root)
	p.plainHelp(root)
	root.SetUsageTemplate(strings.NewReplacer(
		"{{.CommandPath}} [command]{{end}}", "{{.CommandPath}} "+p.say("cli.help.command")+"{{end}}",
		"Usage:", p.say("cli.help.usage"), "Available Commands:", p.say("cli.help.commands"),
		"Global Flags:", p.say("cli.help.global"), "Flags:", p.say("cli.help.flags"),
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`, p.say("cli.help.more"),
	).Replace(root.UsageTemplate()))
}

// helpFlags says of each command what --help does; its usage names no flags, for
// these stand below it.
func (p *program) helpFlags(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.Flags().Lookup("help").Usage = p.say("cli.help.flag")
	c.DisableFlagsInUseLine = true
	for _, below := range c.Commands() {
		p.helpFlags(below)
	}
}

// defaultHome is where the platform keeps the data of a program.
func (p *program) defaultHome() string {
	if home := p.settings.Get("home"); home != "" {
		return home
	}
	base := p.env("XDG_DATA_HOME")
	switch {
	case runtime.GOOS == "windows":
		base = p.env("LOCALAPPDATA")
	case runtime.GOOS == "darwin":
		base = filepath.Join(p.env("HOME"), "Library", "Application Support")
	case base == "":
		base = filepath.Join(p.env("HOME"), ".local", "share")
	}
	return filepath.Join(base, "rentmeester")
}

// openStore opens the database that the flags and settings name.
func (p *program) openStore(ctx context.Context) (*store.Store, error) {
	address, err := p.address()
	if err != nil {
		return nil, err
	}
	if address != "" {
		return store.OpenPostgres(ctx, address)
	}
	return store.OpenSQLite(ctx, p.home)
}

// withBooks runs f on the books that the flags name.
func (p *program) withBooks(ctx context.Context, f func(*app.Books) error) (err error) {
	s, err := p.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	books, err := app.Open(ctx, s, p.adm, p.now)
	if err != nil {
		return err
	}
	done := equip(books)
	defer func() { err = errors.Join(err, done()) }()
	return unforeseen(f(books))
}

// unforeseen marks an error that is no fault, so that it is not taken for a
// mistake in the command line.
func unforeseen(err error) error {
	var f *fault.Error
	var coded codedError
	if err == nil || errors.As(err, &f) || errors.As(err, &coded) {
		return err
	}
	return fmt.Errorf("%w: %w", errUnforeseen, err)
}

// terminal says whether a person watches what is written to w.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
