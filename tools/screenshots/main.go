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
	"flag"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"time"
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
	ctx, late := context.WithTimeout(ctx, patience)
	defer late()
	town := []string{"demo", "--lang", "nl", "--user", "Anneke de Boer", "--listen", "127.0.0.1:0", "--seed", strconv.FormatUint(*seed, 10),
		"--inhabitants", strconv.Itoa(*inhabitants), "--year", strconv.Itoa(*year)}
	chosen, most := shots, heaviest
	if *all {
		chosen, most = everyWay(), 10<<20
	}
	if err := run(ctx, *binary, town, *address, *dir, chosen, most); err != nil {
		log.Fatal("FAILED: ", err)
	}
}

// run serves the town, photographs it and stops it again.
func run(ctx context.Context, binary string, town []string, address, dir string, chosen []shot, most int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if address == "" {
		at, stop, err := serve(ctx, binary, town)
		if err != nil {
			return err
		}
		defer stop()
		address = at
	}
	camera, stopCamera, err := open(ctx)
	if err != nil {
		return err
	}
	defer stopCamera()
	return photograph(camera, address, dir, chosen, most)
}
