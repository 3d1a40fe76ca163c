// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rentmeester/app/doctor"
	"rentmeester/highs"
	"rentmeester/oidc"
	"rentmeester/store"
	"rentmeester/text"
	"rentmeester/web"
)

func (p *program) doctorCommand() *cobra.Command {
	ready := false
	c := &cobra.Command{Use: "doctor", Short: p.say("cli.doctor.short"), Long: p.say("cli.doctor.long"), Args: cobra.NoArgs}
	c.Flags().BoolVar(&ready, "ready", false, p.say("cli.doctor.ready"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		if ready {
			return p.tellReady(c.Context())
		}
		all := doctor.Examine(c.Context(), p.world())
		if err := p.tellDoctor(all); err != nil {
			return err
		}
		if doctor.Worst(all) == doctor.Bad {
			return codedError{exitNo}
		}
		return nil
	}
	return c
}

// tellReady says whether Rentmeester serves here and is ready, for who watches it.
func (p *program) tellReady(ctx context.Context) error {
	address := firstOf(p.settings.Get("listen"), defaultListen)
	serving, ready := askReady(ctx, address)
	if p.json {
		if err := p.printJSON(map[string]bool{"serving": serving, "ready": ready}); err != nil {
			return err
		}
	} else {
		key := map[bool]string{true: "doctor.serving", false: "doctor.serving.unready"}[ready]
		if !serving {
			key = "cli.doctor.away"
		}
		p.printf(key, "address", address)
	}
	if !ready {
		return codedError{exitNo}
	}
	return nil
}

// told is a finding for scripts.
type told struct {
	Check  string       `json:"check"`
	State  doctor.State `json:"state"`
	Code   string       `json:"code"`
	Say    string       `json:"message"`
	Remedy string       `json:"remedy,omitempty"`
}

func (p *program) tellDoctor(all []doctor.Finding) error {
	list := []told{}
	for _, f := range all {
		what, remedy := text.Fault(p.lang, f.Why)
		if f.State == doctor.Good {
			remedy = ""
		}
		list = append(list, told{f.Check, f.State, f.Why.Code, what, remedy})
	}
	if p.json {
		return p.printJSON(map[string]any{"state": doctor.Worst(all), "findings": list})
	}
	marks := map[doctor.State]string{doctor.Good: "✓", doctor.Warn: "!", doctor.Bad: "✗"}
	for i, t := range list {
		fmt.Fprintf(p.out, "%s %s\n", marks[t.State], t.Say)
		if t.Remedy != "" {
			fmt.Fprintf(p.out, "  → %s\n", t.Remedy)
		}
		if cause := rootCause(all[i].Why); cause != "" && all[i].Why.Err != nil {
			fmt.Fprintf(p.out, "    (%s)\n", cause)
		}
	}
	p.printf("cli.doctor." + string(doctor.Worst(all)))
	return nil
}

// world is this machine, for the doctor.
func (p *program) world() doctor.World {
	address, err := p.address()
	w := doctor.World{
		Now: p.now, Env: p.env, Stat: os.Stat, MayWrite: mayWrite, Free: freeIn, Others: open, Bind: bind,
		Head: headOf, Backups: datedBackups, Languages: languagesOfTesseract, Dial: dial, Accounts: askIssuer, Ready: askReady,
		Settings: p.settings, Wrong: p.wrong, Home: p.home, Address: address, Adm: p.adm,
		Listen: firstOf(p.settings.Get("listen"), defaultListen), Assets: !web.AssetsMissing(), Solver: highs.Version(),
		Look: p.look, Open: p.openStore,
	}
	if err != nil {
		w.Look = func(context.Context) (store.Look, error) { return store.Look{}, err }
	}
	return w
}

func askIssuer(ctx context.Context, issuer string) (doctor.Issuer, error) {
	found, err := oidc.Look(ctx, issuer)
	return doctor.Issuer{Clock: found.Clock, Keys: found.Keys}, err
}

func headOf(name string) (i store.DumpInfo, err error) {
	f, err := os.Open(name)
	if err != nil {
		return i, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return store.DumpHead(f)
}

func datedBackups(dir string) ([]string, error) {
	all, err := filepath.Glob(filepath.Join(dir, backupGlob))
	slices.Sort(all)
	return all, err
}

func mayWrite(dir string) error {
	f, err := os.CreateTemp(dir, ".rentmeester-doctor-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func bind(address string) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	return l.Close()
}

func dial(ctx context.Context, host string, port int) error {
	c, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return err
	}
	return c.Close()
}

// askReady asks whether Rentmeester serves on an address, and is ready to.
func askReady(ctx context.Context, address string) (serving, ready bool) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return false, false
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return false, false
	}
	answer, err := (&http.Client{Timeout: 5 * time.Second}).Do(r)
	if err != nil {
		return false, false
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	var said struct {
		Program string `json:"program"`
		Ready   bool   `json:"ready"`
	}
	err = json.NewDecoder(io.LimitReader(answer.Body, 1<<16)).Decode(&said)
	serving = err == nil && said.Program == "rentmeester"
	return serving, serving && said.Ready
}

// languagesOfTesseract asks the program that reads scans what it can read.
func languagesOfTesseract(ctx context.Context) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	said, err := exec.CommandContext(ctx, "tesseract", "--list-langs").Output()
	if err != nil {
		return nil, err
	}
	return strings.Fields(string(said)), nil
}
