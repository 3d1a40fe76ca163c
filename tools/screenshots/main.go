// SPDX-License-Identifier: EUPL-1.2

// Command screenshots makes the pictures in docs/images anew: it lets
// bin/rentmeester invent a small town, opens its pages in Chromium and keeps what
// it sees. Run it in the root of the repository, after make build:
//
//	go run ./tools/screenshots
//
// The town lives in a temporary folder that goes when the pictures are there.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"time"

	"rentmeester/bench/serving"
)

const (
	patience = 5 * time.Minute // for all of it
	heaviest = 250 << 10       // bytes in one picture: readers of the README wait for them
)

func main() {
	log.SetFlags(0)
	binary := flag.String("rentmeester", filepath.Join("bin", "rentmeester"), "the program")
	dir := flag.String("dir", filepath.Join("docs", "images"), "where the pictures go")
	seed := flag.Uint64("seed", 1, "chance that invents the town")
	inhabitants := flag.Int("inhabitants", 1000, "size of the town")
	year := flag.Int("year", 2025, "year that is invented")
	all := flag.Bool("all", false, "every page in light and dark, wide and narrow, to look at (with -dir elsewhere)")
	address := flag.String("address", "", "of pages that are served already; none is invented then")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	bounded := patience
	if *all {
		bounded *= 5 // some hundred and fifty pages
	}
	ctx, late := context.WithTimeout(ctx, bounded)
	defer late()
	town := []string{"demo", "--lang", "nl", "--user", "Anneke de Boer", "--listen", "127.0.0.1:0", "--seed", strconv.FormatUint(*seed, 10),
		"--inhabitants", strconv.Itoa(*inhabitants), "--year", strconv.Itoa(*year)}
	inside, door, most := shots, atTheDoor, heaviest
	if *all {
		inside, door, most = everyWay(append(others, shots...)), everyWay(atTheDoor), 10<<20
	}
	keep := func(camera context.Context, address string, shots []shot) error {
		return photograph(camera, address, *dir, shots, most)
	}
	if err := run(ctx, *binary, town, *address, *dir, inside, door, keep); err != nil {
		log.Fatal("FAILED: ", err)
	}
}

// run serves the town, photographs it and stops it again; and its door, as who is
// not in yet sees it.
func run(ctx context.Context, binary string, town []string, address, dir string, inside, door []shot, keep func(context.Context, string, []shot) error) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	camera, stopCamera, err := open(ctx)
	if err != nil {
		return err
	}
	defer stopCamera()
	if address != "" {
		return keep(camera, address, inside)
	}
	books, err := os.MkdirTemp("", "rentmeester-town-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(books)) }()
	shown, err := serving.Start(ctx, os.Stderr, binary, append(town, "--dir", books)...)
	if err != nil {
		return err
	}
	defer shown.Stop()
	if err := keep(camera, shown.Address, inside); err != nil {
		return err
	}
	asks, err := serving.Start(ctx, os.Stderr, binary, "serve", "--lang", "nl", "--home", filepath.Join(books, "home"), "--listen", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer asks.Stop()
	return keep(camera, asks.Address, door)
}
