// SPDX-License-Identifier: EUPL-1.2

// Command crash kills rentmeester with SIGKILL at random instants while it
// imports and reconciles an invented town, on SQLite and (where
// RENTMEESTER_TEST_POSTGRES names a server) on PostgreSQL with two processes at
// work at once. After every kill the books must be whole; after every life, a
// run that was killed as often as chance had it must have ended exactly where an
// undisturbed run ends: nothing lost, nothing done twice.
//
//	go run ./tools/crash -kills 200 -seed 1
//
// It uses only the command line, as a user would, and stops by itself.
package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // to make a database for each life

	"rentmeester/demo"
	"rentmeester/money"
	"rentmeester/policy"
)

func main() {
	kills := flag.Int("kills", 200, "how often to kill on each database")
	seed := flag.Uint64("seed", 1, "of the instants and the town")
	inhabitants := flag.Int("inhabitants", 400, "size of the town")
	statements := flag.Int("statements", 60, "how many files of bank statements to take, from the beginning of the year; 0 all")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*kills, *seed, *inhabitants, *statements); err != nil {
		log.Fatal("FAILED: ", err)
	}
}

func run(kills int, seed uint64, inhabitants, statements int) (err error) {
	dir, err := os.MkdirTemp("", "rentmeester-crash-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	t := trial{dir: dir, binary: filepath.Join(dir, "rentmeester"), town: filepath.Join(dir, "town"),
		rng: rand.New(rand.NewPCG(seed, 9)), postgres: os.Getenv("RENTMEESTER_TEST_POSTGRES")}
	if out, err := exec.Command("go", "build", "-o", t.binary, "./cmd/rentmeester").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	if err := os.Mkdir(t.town, 0o700); err != nil {
		return err
	}
	_, err = demo.Generate(demo.Options{Seed: seed, Inhabitants: inhabitants, Year: 2025, Rates: demo.DefaultRates()}, t.town)
	if err != nil {
		return err
	}
	if err := keepFirst(filepath.Join(t.town, "bank"), statements); err != nil {
		return err
	}
	if err := bills(filepath.Join(t.town, "invoices")); err != nil {
		return err
	}
	for _, database := range []string{"sqlite", "postgres"} {
		if database == "postgres" && t.postgres == "" {
			log.Print("postgres: skipped, RENTMEESTER_TEST_POSTGRES is not set")
			continue
		}
		if err := t.on(database, kills); err != nil {
			return fmt.Errorf("%s: %w", database, err)
		}
	}
	return nil
}

// keepFirst leaves the first files of each folder under dir, so that a life is
// short and 200 of them are a matter of minutes.
func keepFirst(dir string, files int) error {
	folders, err := os.ReadDir(dir)
	if err != nil || files == 0 {
		return err
	}
	for _, folder := range folders {
		list, err := os.ReadDir(filepath.Join(dir, folder.Name()))
		if err != nil {
			return err
		}
		for _, f := range list[min(files/len(folders), len(list)):] {
			if err := os.Remove(filepath.Join(dir, folder.Name(), f.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// bills writes a list of suppliers and invoices of them and of strangers: right
// ones, wrong ones, and some that come twice; and what is to be paid by an earlier
// program.
func bills(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	list := "nummer;naam;kvk;btw-nummer;iban\nC-1;Leverancier B.V.;12345678;NL001234567B01;NL02ABNA0123456789\n"
	if err := os.WriteFile(filepath.Join(dir, "0-suppliers.csv"), []byte(list), 0o600); err != nil {
		return err
	}
	open := "number,kind,party_number,party_name,iban,amount,currency,issued,due\n"
	for n := range 60 {
		open += fmt.Sprintf("L-%d,payable,C-1,Leverancier B.V.,NL02ABNA0123456789,%d.00,EUR,2025-01-31,2025-03-31\n", n, 10+n)
	}
	if err := os.WriteFile(filepath.Join(dir, "0-payables.csv"), []byte(open), 0o600); err != nil {
		return err
	}
	for n := range 40 {
		b := demo.Bill{Number: fmt.Sprint("F", n), Net: money.Cents(1000 + n), Wrong: n%7 == 0, Credit: n%5 == 0}
		switch n % 4 {
		case 1:
			b.Name, b.VAT, b.KvK, b.IBAN = "Nieuw B.V.", "NL009876543B01", "87654321", "NL36INGB0007654321"
		case 2:
			b.Number = fmt.Sprint("f-", n-2)
		}
		name, content := fmt.Sprintf("%02d.xml", n), b.UBL()
		switch n % 8 {
		case 3: // in a mail, with the same as a PDF
			name = fmt.Sprintf("%02d.eml", n)
			content = demo.Mail("info@leverancier.example", b.Number, "Mon, 02 Mar 2026 09:00:00 +0100", "Zie bijlage",
				[2]string{"factuur.pdf", b.PDF(demo.Shown{})}, [2]string{"factuur.xml", b.UBL()})
		case 4: // on paper only
			name, content = fmt.Sprintf("%02d.pdf", n), b.PDF(demo.Shown{})
		case 5: // a mail with paper only, and something that is no invoice
			name = fmt.Sprintf("%02d.eml", n)
			content = demo.Mail("info@leverancier.example", b.Number, "Tue, 03 Mar 2026 09:00:00 +0100", "Zie bijlagen",
				[2]string{"factuur.pdf", b.PDF(demo.Shown{})}, [2]string{"brief.pdf", demo.Letter(fmt.Sprint("Herinnering ", n), "U heeft onze factuur nog niet betaald.")})
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// trial is a town, a program and a source of chance.
type trial struct {
	dir, binary, town, postgres string
	rng                         *rand.Rand
	lives, kills                int
}

// on kills on one database until there were enough kills.
func (t *trial) on(database string, kills int) error {
	reference, err := t.born(database)
	if err != nil {
		return err
	}
	t.kills = 0
	start := time.Now()
	for _, verb := range verbs(t.town) {
		if out, err := reference.start(verb...).CombinedOutput(); err != nil {
			return fmt.Errorf("undisturbed %s: %w\n%s", verb[0], err, out)
		}
	}
	whole := time.Since(start)
	want, err := reference.outcome()
	if err != nil {
		return err
	}
	log.Printf("%s: undisturbed run in %v", database, whole.Round(time.Millisecond))
	for done, lives := 0, 0; done < kills; lives++ {
		n, err := t.live(database, whole, kills-done, want)
		done += n
		if err != nil {
			return fmt.Errorf("life %d, after %d kills: %w", lives+1, done, err)
		}
		if done >= kills {
			log.Printf("%s: %d kills in %d lives; after each the books were whole, after each life the outcome was that of the undisturbed run", database, done, lives+1)
		}
	}
	return nil
}

func verbs(town string) [][]string {
	return [][]string{
		{"import", filepath.Join(town, "openitems"), filepath.Join(town, "orders"), filepath.Join(town, "bank"), filepath.Join(town, "invoices")},
		{"reconcile"},
		{"pay", "run"},
	}
}

// live is one database from birth to a finished run, killed on the way. Each
// verb is started until it ends by itself; the instant of the kill is any
// within the time that the whole run takes undisturbed.
func (t *trial) live(database string, whole time.Duration, kills int, want string) (killed int, err error) {
	b, err := t.born(database)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, b.die()) }()
	for _, verb := range verbs(t.town) {
		for range 1000 {
			ended, err := t.attempt(b, database, verb, whole, killed < kills)
			if err != nil {
				return killed, err
			}
			if ended {
				break
			}
			killed++
			if err := b.whole(); err != nil {
				return killed, err
			}
			if t.kills++; t.kills%25 == 0 {
				log.Printf("%s: %d kills, the books whole after each", database, t.kills)
			}
		}
	}
	got, err := b.outcome()
	if err == nil && got != want {
		err = fmt.Errorf("the outcome differs from the undisturbed run:\n%s", difference(want, got))
	}
	return killed, err
}

// attempt starts a verb, on PostgreSQL twice at the same time, and kills the
// first at a random instant. It says whether that one ended by itself.
func (t *trial) attempt(b *books, database string, verb []string, whole time.Duration, mayKill bool) (ended bool, err error) {
	first := b.start(verb...)
	var said strings.Builder
	first.Stdout, first.Stderr = &said, &said
	var second *exec.Cmd
	if database == "postgres" {
		second = b.start(verb...)
	}
	if err := first.Start(); err != nil {
		return false, err
	}
	if second != nil {
		if err := second.Start(); err != nil {
			return false, err
		}
	}
	done := make(chan error, 1)
	go func() { done <- first.Wait() }()
	at := time.Duration(t.rng.Int64N(int64(whole)))
	if !mayKill {
		at = time.Hour
	}
	select {
	case err = <-done:
		ended = true
	case <-time.After(at):
		err = errors.Join(first.Process.Kill())
		<-done // the error of a killed process says nothing new
	}
	if second != nil {
		if !ended {
			err = errors.Join(err, second.Process.Kill())
			_ = second.Wait() // killed too
		} else if waited := second.Wait(); waited != nil {
			err = errors.Join(err, fmt.Errorf("the second process: %w", waited))
		}
	}
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", verb[0], err, said.String())
	}
	return ended, err
}

// books is one database that a life is lived in.
type books struct {
	binary string
	flags  []string
	drop   func() error
}

func (t *trial) born(database string) (*books, error) {
	t.lives++
	b := &books{binary: t.binary}
	if database == "sqlite" {
		home := filepath.Join(t.dir, fmt.Sprintf("home-%d", t.lives))
		b.flags, b.drop = []string{"--home", home}, func() error { return os.RemoveAll(home) }
	} else if err := t.bornPostgres(b); err != nil {
		return nil, err
	}
	text := filepath.Join(t.dir, "policy.yaml")
	if err := os.WriteFile(text, unsampled(), 0o600); err != nil {
		return nil, err
	}
	if out, err := b.start("init", "crash", "--policy", text).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("init: %w\n%s", err, out)
	}
	return b, nil
}

func (t *trial) bornPostgres(b *books) error {
	name := fmt.Sprintf("crash_%d_%d", os.Getpid(), t.lives)
	address, err := url.Parse(t.postgres)
	if err != nil {
		return err
	}
	execute := func(statement string) error {
		server, err := sql.Open("pgx", t.postgres)
		if err != nil {
			return err
		}
		_, err = server.ExecContext(context.Background(), statement)
		return errors.Join(err, server.Close())
	}
	if err := execute("CREATE DATABASE " + name); err != nil {
		return err
	}
	address.Path = "/" + name
	b.flags, b.drop = []string{"--database", address.String()}, func() error { return execute("DROP DATABASE " + name + " WITH (FORCE)") }
	return nil
}

func (b *books) die() error { return b.drop() }

func (b *books) start(args ...string) *exec.Cmd {
	return exec.Command(b.binary, append(append([]string{}, b.flags...), args...)...)
}

// whole asks the program to verify the audit chain, the bookings, the sums and
// the originals.
func (b *books) whole() error {
	out, err := b.start("audit", "verify", "--json").CombinedOutput()
	if err != nil {
		return fmt.Errorf("audit verify: %w\n%s", err, out)
	}
	return nil
}

// unsampled is the default policy with an account to pay from, and without a blind sample: which lines that draws
// depends on identifiers and on the hour, so that no two runs would do the same.
func unsampled() []byte {
	const sample, none = `sample: "1%"`, `sample: "0%"`
	if !bytes.Contains(policy.Default, []byte(sample)) {
		panic("crash: the default policy has no " + sample)
	}
	return bytes.Replace(bytes.Replace(policy.Default, []byte(sample), []byte(none), 1), []byte("# account: NL02"), []byte("account: NL13TEST0123456789 # NL02"), 1)
}

// outcome says everything that a run leads to, but for the identifiers, which
// depend on how often it began again.
func (b *books) outcome() (string, error) {
	if err := b.whole(); err != nil {
		return "", err
	}
	out, err := b.start("status", "--json").Output()
	if err != nil {
		return "", err
	}
	var status map[string]any
	if err := json.Unmarshal(out, &status); err != nil {
		return "", err
	}
	delete(status, "autopilot") // since when it stands so is the hour of the run
	lines := []string{fmt.Sprint(status)}
	for what, leave := range map[string]string{"matches": "decision", "journal": "entry statement decision", "openitems": "decision"} {
		more, err := b.export(what, strings.Fields(leave))
		if err != nil {
			return "", err
		}
		lines = append(lines, more...)
	}
	owed, err := b.invoices()
	if err != nil {
		return "", err
	}
	lines = append(lines, owed...)
	kept, err := b.documents()
	if err != nil {
		return "", err
	}
	lines = append(lines, kept...)
	paid, err := b.runs()
	if err != nil {
		return "", err
	}
	lines = append(lines, paid...)
	sort.Strings(lines)
	return onAccount.ReplaceAllString(strings.Join(lines, "\n"), "OA-"), nil
}

// onAccount is the number of an item for money on account, which holds an identifier.
var onAccount = regexp.MustCompile(`\bOA-\d+`)

// export gives the rows of an export without the columns named.
func (b *books) export(what string, leave []string) ([]string, error) {
	out, err := b.start("export", what).Output()
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(strings.NewReader(string(out))).ReadAll()
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, row := range rows[1:] {
		kept := []string{what}
		for i, cell := range row {
			skip := false
			for _, column := range leave {
				skip = skip || rows[0][i] == column
			}
			if !skip {
				kept = append(kept, cell)
			}
		}
		lines = append(lines, strings.Join(kept, "|"))
	}
	return lines, nil
}

// invoices gives every invoice with how it stands and what holds it.
func (b *books) invoices() (lines []string, err error) {
	out, err := b.start("invoice", "list", "--limit", "1000", "--json").Output()
	if err != nil {
		return nil, err
	}
	var list []struct {
		Number, Kind, Name, State string
		Payable                   json.Number
		Holds                     []struct{ Kind, State string }
	}
	if err := json.Unmarshal(out, &list); err != nil {
		return nil, err
	}
	for _, i := range list {
		lines = append(lines, fmt.Sprint("invoice ", i))
	}
	return lines, nil
}

// documents gives every document with what it was taken for.
func (b *books) documents() (lines []string, err error) {
	out, err := b.start("document", "list", "--limit", "1000", "--json").Output()
	if err != nil {
		return nil, err
	}
	var list []struct {
		Name, SHA256, Channel, Media, Kind, State string
		Pages                                     int
	}
	if err := json.Unmarshal(out, &list); err != nil {
		return nil, err
	}
	for _, d := range list {
		lines = append(lines, fmt.Sprint("document ", d))
	}
	return lines, nil
}

// runs gives every payment run.
func (b *books) runs() (lines []string, err error) {
	out, err := b.start("pay", "list", "--json").Output()
	if err != nil {
		return nil, err
	}
	var list []struct {
		Count     int
		Total     json.Number
		State     string
		Execution string
	}
	if err := json.Unmarshal(out, &list); err != nil {
		return nil, err
	}
	for _, run := range list {
		lines = append(lines, fmt.Sprint("run ", run))
	}
	return lines, nil
}

// difference gives the first lines in which two outcomes differ.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		if i >= len(w) || i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("want %s\ngot  %s", strings.Join(w[i:min(i+3, len(w))], "\n     "), strings.Join(g[i:min(i+3, len(g))], "\n     "))
		}
	}
	return "none"
}
