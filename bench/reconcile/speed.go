// SPDX-License-Identifier: EUPL-1.2

package town

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"rentmeester/reconcile"
)

// Speed is what one scale cost. Times are those of the machine and the hour.
type Speed struct {
	Scale    int     `json:"scale"`
	Items    int     `json:"items"`
	Lines    int     `json:"lines"`
	Build    float64 `json:"build_us_per_item"`
	Alone    float64 `json:"alone_lines_per_second"`     // each line by itself, two workers
	Live     float64 `json:"live_lines_per_second"`      // a week at a time
	FirstDay float64 `json:"first_day_lines_per_second"` // what still waits counts each time it is seen
	Learn    float64 `json:"learn_us_per_line"`          // taking a decision into account
	EngineMB float64 `json:"engine_mb"`                  // held by the engine
	Peak     float64 `json:"peak_mb"`                    // of the process, with the town and its truth; 0 unknown
	CPU      float64 `json:"cpu_us_per_line"`            // processor time, living a week at a time
	Growth   float64 `json:"growth"`                     // CPU against that of the smallest scale; 0 unknown
}

// Arrival is how soon the first proposal for a newly arrived line is there.
type Arrival struct {
	Items  int     `json:"items"`
	Lines  int     `json:"lines"`
	First  float64 `json:"first_ms"` // the very first, nothing warm
	Median float64 `json:"median_ms"`
	Most   float64 `json:"p99_ms"`   // of 99 in 100
	Worst  float64 `json:"worst_ms"` // also what the machine did meanwhile
}

// Workers of the engine in every measurement.
const Workers = 2

// Alone measures how many lines a second are explained each by itself.
func Alone(t *Town) float64 {
	e := reconcile.New(settings(0, nil), t.Items, t.Batches, nil, nil)
	n := min(len(t.Lines), 20_000)
	start := time.Now()
	done := make(chan bool)
	for k := range Workers {
		go func() {
			for i := k * n / Workers; i < (k+1)*n/Workers; i++ {
				e.Propose(t.Lines[i*(len(t.Lines)/n)].Line)
			}
			done <- true
		}()
	}
	for range Workers {
		<-done
	}
	return float64(n) / time.Since(start).Seconds()
}

// Arrive measures the first proposal for new lines among so many open items: those
// of the town, with the same again for invented neighbours until there are enough.
func Arrive(t *Town, items int) Arrival {
	e := reconcile.New(settings(0, nil), crowd(t.Items, items), nil, nil, nil)
	runtime.GC()
	out := Arrival{Items: items}
	var took []float64
	const most = 2000
	for i := 0; i < len(t.Lines) && len(took) < most; i += max(1, len(t.Lines)/most) {
		if t.Lines[i].BatchCount > 1 {
			continue
		}
		start := time.Now()
		e.Propose(t.Lines[i].Line)
		took = append(took, float64(time.Since(start).Nanoseconds())/1e6)
	}
	if out.Lines = len(took); out.Lines == 0 {
		return out
	}
	out.First = took[0]
	slices.Sort(took)
	out.Median, out.Most, out.Worst = took[len(took)/2], took[len(took)*99/100], took[len(took)-1]
	return out
}

// crowd gives so many items: those given, and then the same for other people with
// other numbers, who live nearby and owe as much.
func crowd(items []reconcile.Item, n int) []reconcile.Item {
	out := make([]reconcile.Item, 0, n)
	for i := range n {
		item, turn := items[i%len(items)], i/len(items)
		if turn > 0 {
			mark := fmt.Sprint(turn)
			item.Number, item.PartyNumber = mark+item.Number, mark+item.PartyNumber
			item.Reference, item.EndToEndID, item.MandateID = shifted(item.Reference, turn), marked(item.EndToEndID, mark), marked(item.MandateID, mark)
			item.IBAN, item.BatchID = shifted(item.IBAN, turn), ""
		}
		item.ID = int64(i) + 1
		out = append(out, item)
	}
	return out
}

func marked(s, mark string) string {
	if s == "" {
		return ""
	}
	return s + mark
}

// shifted gives a text of the same form with other digits.
func shifted(s string, by int) string {
	out := []byte(s)
	for i := len(out) - 1; i >= 0 && by > 0; i-- {
		if c := out[i]; c >= '0' && c <= '9' {
			sum := int(c-'0') + by
			out[i], by = byte('0'+sum%10), sum/10
		}
	}
	return string(out)
}
