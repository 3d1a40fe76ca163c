// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"
)

// corridor is where the people of the invented municipality see each other.
type corridor struct {
	mu    sync.Mutex
	here  map[string][]string
	fails bool
}

func (v *town) Here(_ context.Context, by, page string) (others []string, err error) {
	v.met.mu.Lock()
	defer v.met.mu.Unlock()
	if v.met.fails {
		return nil, errors.New("no answer")
	}
	if v.met.here == nil {
		v.met.here = map[string][]string{}
	}
	if !slices.Contains(v.met.here[page], by) {
		v.met.here[page] = append(v.met.here[page], by)
	}
	for _, who := range v.met.here[page] {
		if who != by {
			others = append(others, who)
		}
	}
	return others, v.fails
}

func (v *town) LastDone(_ context.Context, page string) (LastAct, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, d := range v.taken {
		if strings.TrimPrefix(page, "/worklist/") == d.Line.ID && time.Since(d.At) < time.Minute {
			return LastAct{By: d.By, Kind: "line." + string(d.Kind), At: d.At}, nil
		}
	}
	return LastAct{}, nil
}
