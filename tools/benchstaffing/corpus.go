// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// instance is a problem with what the literature knows of it.
type instance struct {
	name, file   string
	kind         string // a to e, or gap
	agents, jobs int
	least        int // no assignment costs less
	known        int // an assignment that costs this is known
}

// instances reads the list of instances and takes those whose names match.
func instances(corpus string, only *regexp.Regexp) (out []instance, err error) {
	dir := filepath.Join(corpus, "staffing", "gap", "data")
	file, err := os.Open(filepath.Join(dir, "data.csv"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, row := range rows[min(1, len(rows)):] {
		in := instance{name: filepath.Base(row[0]), file: filepath.Join(dir, row[0])}
		if !only.MatchString(in.name) {
			continue
		}
		in.kind = regexp.MustCompile(`^[a-z]+`).FindString(in.name)
		for place, to := range map[int]*int{3: &in.jobs, 4: &in.agents, 5: &in.least, 7: &in.known} {
			if *to, err = strconv.Atoi(row[place]); err != nil {
				return nil, fmt.Errorf("data.csv, %s: %w", in.name, err)
			}
		}
		out = append(out, in)
	}
	slices.SortStableFunc(out, func(a, b instance) int {
		return cmp.Or(cmp.Compare(a.order(), b.order()), cmp.Compare(a.jobs, b.jobs), cmp.Compare(a.agents, b.agents))
	})
	if len(out) == 0 {
		return nil, fmt.Errorf("no instance in %s matches %s", dir, only)
	}
	return out, nil
}

// order puts gap1 to gap12 before a to e.
func (in instance) order() string {
	if in.kind == "gap" {
		return ""
	}
	return in.kind
}
