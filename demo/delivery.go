// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"io"
	"os"
	"path/filepath"
	"slices"

	"rentmeester/fault"
)

// delivery is a file of the bank that is written and comes on some day.
type delivery struct {
	name    string
	slot    int
	morning bool // before that day's statement
}

// planDelivery decides when the statement of each day of the main account comes:
// the same evening, or up to three business days later, after those of the days
// between.
func (w *world) planDelivery() {
	last := len(w.cal.open) - 1
	for slot := range w.cal.open {
		comes := slot
		if w.rng.Float64() < w.rates.StatementLate {
			comes = min(last, slot+w.between(1, 3))
		}
		w.delivered = append(w.delivered, comes)
	}
}

// first says that today's statement comes before that of the day on which the
// payment was booked that now comes back.
func (w *world) first(paid int) mess {
	if w.delivered[paid] > w.delivered[w.slot] {
		return returnFirst
	}
	return 0
}

// stamp is a day in the name of a file.
func (w *world) stamp(slot int) string { return w.cal.time(w.cal.open[slot]).Format("20060102") }

// bankFile opens a file of the bank that comes on some day; names sort in the
// order in which the files come.
func (w *world) bankFile(name string, slot int, morning bool) (*output, error) {
	if slot >= len(w.cal.open) {
		slot, morning = len(w.cal.open)-1, false
	}
	w.coming = append(w.coming, delivery{name, slot, morning})
	return create(filepath.Join(w.dir, filepath.FromSlash(name)))
}

// deliver lists the files that come now.
func (w *world) deliver(morning bool) {
	rest, from := w.coming[:0], len(w.truth.Files)
	for _, d := range w.coming {
		if d.slot < w.slot || d.slot == w.slot && (d.morning || !morning) {
			w.truth.Files = append(w.truth.Files, d.name)
		} else {
			rest = append(rest, d)
		}
	}
	w.coming = rest
	slices.Sort(w.truth.Files[from:])
}

// again lets some statement files come once more, on the business day after they
// came: the same bytes under another name.
func (w *world) again(out *output, folder, kind string, came int) error {
	if w.rng.Float64() >= w.rates.Redelivered {
		return nil
	}
	slot := min(came+1, len(w.cal.open)-1)
	copied, err := w.bankFile(folder+w.stamp(slot)+"-z-again-"+w.stamp(w.slot)+kind, slot, false)
	if err != nil {
		return err
	}
	from, err := os.Open(out.file.Name())
	if err != nil {
		return copied.close(fault.Wrap(err, "demo.write", "folder", w.dir))
	}
	_, err = io.Copy(copied, from)
	from.Close() //nolint:errcheck // it was only read
	return copied.close(err)
}
