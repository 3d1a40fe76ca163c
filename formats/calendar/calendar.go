// SPDX-License-Identifier: EUPL-1.2

// Package calendar reads from a calendar (iCalendar, RFC 5545) when somebody is busy,
// and writes one to be followed. Of an event it takes when it is and nothing else: what
// it is about, where, with whom and why never leave this room.
//
// It imports day and fault.
package calendar

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"

	"rentmeester/day"
	"rentmeester/fault"
)

// Bounds on what a calendar may cost to read.
const (
	maxBytes  = 16 << 20
	maxEvents = 20_000
	maxLooked = 100_000 // occurrences of events that come again
	maxNever  = 10      // events that never come though they come again: each is sought to the year 9999
)

// Period is a time somebody is busy.
type Period struct{ Start, End time.Time }

// Busy gives when a calendar says that somebody is busy between two days, in the order
// of time. Events that come again are followed; what is free or called off is no time
// at all. Times without a zone, or of one that nobody knows, are in the zone given.
// Errors: calendar.unreadable, calendar.too-large, calendar.recurrence.
func Busy(r io.Reader, from, until day.Day, zone *time.Location) ([]Period, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxBytes {
		return nil, fault.New("calendar.too-large", "most", maxBytes>>20)
	}
	if !bytes.Contains(body, []byte("BEGIN:VCALENDAR")) {
		return nil, fault.New("calendar.unreadable")
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(body))
	if err != nil {
		return nil, fault.New("calendar.unreadable") // what it says may tell what is in it
	}
	if len(cal.Components) > maxEvents {
		return nil, fault.New("calendar.too-large", "most", maxBytes>>20)
	}
	in := reader{zone: zone, from: in(from, zone), until: in(until, zone), moved: map[string]map[int64]bool{}, left: maxLooked, never: maxNever}
	return in.read(cal)
}

func in(d day.Day, zone *time.Location) time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
}

type reader struct {
	zone        *time.Location
	from, until time.Time
	moved       map[string]map[int64]bool // by UID: times (Unix) of which another event says what became
	left, never int
	all         []Period
}

func (r *reader) read(cal *ics.Calendar) ([]Period, error) {
	for _, e := range cal.Events() {
		if p := e.GetProperty(ics.ComponentPropertyRecurrenceId); p != nil {
			if at, _, ok := r.moment(&p.BaseProperty); ok {
				if r.moved[e.Id()] == nil {
					r.moved[e.Id()] = map[int64]bool{}
				}
				r.moved[e.Id()][at.Unix()] = true
			}
		}
	}
	for _, e := range cal.Events() {
		if err := r.event(e); err != nil {
			return nil, err
		}
	}
	for _, c := range cal.Components {
		if b, is := c.(*ics.VBusy); is {
			r.freeBusy(b)
		}
	}
	slices.SortFunc(r.all, func(a, b Period) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return a.End.Compare(b.End)
	})
	return joined(r.all), nil
}

// event adds the times of one event.
func (r *reader) event(e *ics.VEvent) error {
	value := func(name ics.ComponentProperty) string {
		if p := e.GetProperty(name); p != nil {
			return strings.ToUpper(strings.TrimSpace(p.Value))
		}
		return ""
	}
	if value(ics.ComponentPropertyTransp) == "TRANSPARENT" || value(ics.ComponentPropertyStatus) == "CANCELLED" || value("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE" {
		return nil
	}
	begins := e.GetProperty(ics.ComponentPropertyDtStart)
	if begins == nil {
		return nil
	}
	start, wholeDay, ok := r.moment(&begins.BaseProperty)
	if !ok {
		return fault.New("calendar.unreadable")
	}
	end := r.end(e, start, wholeDay)
	if value(ics.ComponentPropertyRrule) == "" || e.GetProperty(ics.ComponentPropertyRecurrenceId) != nil {
		r.add(start, end)
		return nil
	}
	return r.again(e, start, end, value(ics.ComponentPropertyRrule))
}

// end gives when an event ends: as it says, after as long as it says, or at the end of
// its day.
func (r *reader) end(e *ics.VEvent, start time.Time, wholeDay bool) time.Time {
	if p := e.GetProperty(ics.ComponentPropertyDtEnd); p != nil {
		if end, _, ok := r.moment(&p.BaseProperty); ok {
			return end
		}
	}
	if p := e.GetProperty(ics.ComponentPropertyDuration); p != nil {
		if d, ok := duration(p.Value); ok {
			const day = 24 * time.Hour // a day is a date further, also where the clock is set
			return start.AddDate(0, 0, int(d/day)).Add(d % day)
		}
	}
	if wholeDay {
		return start.AddDate(0, 0, 1)
	}
	return start
}

// again adds the times of an event that comes again.
func (r *reader) again(e *ics.VEvent, start, end time.Time, rule string) error {
	option, err := rrule.StrToROptionInLocation(rule, start.Location())
	if err != nil || option.Freq > rrule.DAILY { // each hour is nobody's absence
		return fault.New("calendar.recurrence", "rule", rule)
	}
	option.Dtstart = start
	each, err := rrule.NewRRule(*option)
	if err != nil {
		return fault.New("calendar.recurrence", "rule", rule)
	}
	not := map[int64]bool{}
	for _, p := range e.GetProperties(ics.ComponentPropertyExdate) {
		for value := range strings.SplitSeq(p.Value, ",") {
			one := p.BaseProperty
			one.Value = value
			if at, _, ok := r.moment(&one); ok {
				not[at.Unix()] = true
			}
		}
	}
	next := each.Iterator()
	at, more := next()
	if !more {
		if r.never--; r.never < 0 {
			return fault.New("calendar.recurrence", "rule", rule)
		}
	}
	for ; more && at.Before(r.until); at, more = next() {
		if r.left--; r.left < 0 {
			return fault.New("calendar.recurrence", "rule", rule)
		}
		if !not[at.Unix()] && !r.moved[e.Id()][at.Unix()] {
			r.add(at, time.Date(at.Year(), at.Month(), at.Day()+days(start, end), end.Hour(), end.Minute(), end.Second(), 0, at.Location()))
		}
	}
	return nil
}

// days counts the midnights between two moments.
func days(start, end time.Time) int {
	return day.Of(end).Sub(day.Of(start))
}

func (r *reader) freeBusy(b *ics.VBusy) {
	for _, p := range b.GetProperties(ics.ComponentPropertyFreebusy) {
		if kind := p.ICalParameters["FBTYPE"]; len(kind) > 0 && strings.EqualFold(kind[0], "FREE") {
			continue
		}
		for value := range strings.SplitSeq(p.Value, ",") {
			from, until, _ := strings.Cut(value, "/")
			start, _, ok := r.moment(&ics.BaseProperty{Value: from})
			if !ok {
				continue
			}
			if end, _, ok := r.moment(&ics.BaseProperty{Value: until}); ok {
				r.add(start, end)
			} else if d, ok := duration(until); ok {
				r.add(start, start.Add(d))
			}
		}
	}
}

// add adds a time, as far as it is asked for.
func (r *reader) add(start, end time.Time) {
	start, end = start.In(r.zone), end.In(r.zone)
	if start.Before(r.from) {
		start = r.from
	}
	if end.After(r.until) {
		end = r.until
	}
	if start.Before(end) {
		r.all = append(r.all, Period{start, end})
	}
}

// moment reads a day or a time.
func (r *reader) moment(p *ics.BaseProperty) (at time.Time, wholeDay, ok bool) {
	value, zone := strings.TrimSpace(p.Value), r.zone
	if id := p.ICalParameters["TZID"]; len(id) > 0 {
		if known, err := time.LoadLocation(id[0]); err == nil {
			zone = known
		}
	}
	var err error
	switch {
	case len(value) == len("20060102"):
		at, err = time.ParseInLocation("20060102", value, r.zone)
		return at, true, err == nil
	case strings.HasSuffix(value, "Z"):
		at, err = time.Parse("20060102T150405Z", value)
		at = at.In(r.zone)
	default:
		at, err = time.ParseInLocation("20060102T150405", value, zone)
	}
	return at, false, err == nil
}

var lasting = regexp.MustCompile(`^\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$`)

// duration reads how long something lasts, as RFC 5545 writes it.
func duration(value string) (sum time.Duration, ok bool) {
	found := lasting.FindStringSubmatch(strings.TrimSpace(value))
	if found == nil {
		return 0, false
	}
	for i, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(found[i+1])
		sum += time.Duration(n) * unit
	}
	return sum, true
}

// joined puts times together that touch or lie over each other.
func joined(sorted []Period) (all []Period) {
	for _, p := range sorted {
		if last := len(all) - 1; last >= 0 && !p.Start.After(all[last].End) {
			if p.End.After(all[last].End) {
				all[last].End = p.End
			}
			continue
		}
		all = append(all, p)
	}
	return all
}

// Entry is something in a calendar that is written.
type Entry struct {
	ID          string // the same each time it is written
	From, Until day.Day
	Title, Text string
	Changed     time.Time
	Tentative   bool
}

// Write writes a calendar of whole days that take up no time: whoever follows it sees
// what he works on, and stays free.
func Write(w io.Writer, name string, entries []Entry) error {
	cal := ics.NewCalendarFor("Rentmeester")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(name)
	for _, e := range entries {
		one := cal.AddEvent(e.ID)
		one.SetDtStampTime(e.Changed)
		one.SetAllDayStartAt(e.From.Time())
		one.SetAllDayEndAt(e.Until.Add(1).Time())
		one.SetSummary(e.Title)
		if e.Text != "" {
			one.SetDescription(e.Text)
		}
		one.SetTimeTransparency(ics.TransparencyTransparent)
		if e.Tentative {
			one.SetStatus(ics.ObjectStatusTentative)
		}
	}
	return cal.SerializeTo(w, ics.WithNewLineWindows)
}
