// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
)

// splitSeed parts the documents in two halves: one to look at while the engine
// is made, the other to measure it on once.
const splitSeed = 20260302

// halves gives the PDFs under a directory, by their path in it, parted at
// random and the same every time.
func halves(root string) (looked, blind []string, err error) {
	var all []string
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.EqualFold(filepath.Ext(path), ".pdf") {
			return err
		}
		name, err := filepath.Rel(root, path)
		all = append(all, filepath.ToSlash(name))
		return err
	})
	slices.Sort(all)
	chance := rand.New(rand.NewPCG(splitSeed, 0))
	chance.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:len(all)/2], all[len(all)/2:], err
}
