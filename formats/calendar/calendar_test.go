// SPDX-License-Identifier: EUPL-1.2

package calendar

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"rentmeester/day"
	"rentmeester/fault"
)

var amsterdam = func() *time.Location {
	z, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return z
}()

// events writes a calendar of events.
func events(all ...string) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//nl\r\n")
	for i, e := range all {
		b.WriteString("BEGIN:VEVENT\r\nUID:" + string(rune('a'+i)) + "\r\nDTSTAMP:20260101T000000Z\r\n" + strings.ReplaceAll(e, "|", "\r\n") + "\r\nEND:VEVENT\r\n")
	}
	b.WriteString("END:VCALENDAR\r\n")
	return b.String()
}

func TestBusy(t *testing.T) {
	for name, c := range map[string]struct {
		calendar string
		want     string
	}{
		"whole days, with what it is about":   {events("DTSTART;VALUE=DATE:20260907|DTEND;VALUE=DATE:20260909|SUMMARY:ziek|DESCRIPTION:griep"), "09-07 00:00–09-09 00:00"},
		"one whole day":                       {events("DTSTART;VALUE=DATE:20260907"), "09-07 00:00–09-08 00:00"},
		"hours in UTC":                        {events("DTSTART:20260907T070000Z|DTEND:20260907T110000Z"), "09-07 09:00–09-07 13:00"},
		"hours of a zone":                     {events("DTSTART;TZID=Europe/London:20260907T090000|DURATION:PT2H"), "09-07 10:00–09-07 12:00"},
		"a zone nobody knows":                 {events("DTSTART;TZID=W. Europe Standard Time:20260907T090000|DURATION:PT2H30M"), "09-07 09:00–09-07 11:30"},
		"two weeks in which the clock is set": {events("DTSTART;VALUE=DATE:20261019|DURATION:P2W"), "10-19 00:00–11-02 00:00"},
		"free":                                {events("DTSTART;VALUE=DATE:20260907|TRANSP:TRANSPARENT"), ""},
		"called off":                          {events("DTSTART;VALUE=DATE:20260907|STATUS:CANCELLED"), ""},
		"free for Outlook":                    {events("DTSTART;VALUE=DATE:20260907|X-MICROSOFT-CDO-BUSYSTATUS:FREE"), ""},
		"before":                              {events("DTSTART;VALUE=DATE:20260807"), ""},
		"over the first day":                  {events("DTSTART;VALUE=DATE:20260830|DTEND;VALUE=DATE:20260902"), "09-01 00:00–09-02 00:00"},
		"each Friday but one":                 {events("DTSTART;TZID=Europe/Amsterdam:20260102T090000|DTEND;TZID=Europe/Amsterdam:20260102T170000|RRULE:FREQ=WEEKLY;BYDAY=FR|EXDATE;TZID=Europe/Amsterdam:20260911T090000"), "09-04 09:00–09-04 17:00 09-18 09:00–09-18 17:00 09-25 09:00–09-25 17:00"},
		"a moved Friday": {strings.Replace(events("DTSTART:20260904T070000Z|DTEND:20260904T080000Z|RRULE:FREQ=WEEKLY;COUNT=2",
			"RECURRENCE-ID:20260911T070000Z|DTSTART:20260912T070000Z|DTEND:20260912T080000Z"), "UID:b", "UID:a", 1), "09-04 09:00–09-04 10:00 09-12 09:00–09-12 10:00"},
		"two over each other": {events("DTSTART;VALUE=DATE:20260907|DTEND;VALUE=DATE:20260909", "DTSTART:20260908T100000Z|DTEND:20260909T100000Z"), "09-07 00:00–09-09 12:00"},
		"free and busy":       {"BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\nUID:x\r\nFREEBUSY;FBTYPE=BUSY:20260907T070000Z/20260907T090000Z,20260908T070000Z/PT1H\r\nFREEBUSY;FBTYPE=FREE:20260909T070000Z/PT1H\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n", "09-07 09:00–09-07 11:00 09-08 09:00–09-08 10:00"},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := Busy(strings.NewReader(c.calendar), "2026-09-01", map[bool]day.Day{true: "2026-11-10", false: "2026-10-01"}[strings.Contains(name, "clock")], amsterdam)
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for _, p := range all {
				said = append(said, p.Start.Format("01-02 15:04")+"–"+p.End.Format("01-02 15:04"))
			}
			if got := strings.Join(said, " "); got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
		})
	}
}

func TestBusyRefuses(t *testing.T) {
	for name, c := range map[string]struct{ calendar, code string }{
		"no calendar":      {"naam;uren\njan;8\n", "calendar.unreadable"},
		"broken off":       {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:geheim", "calendar.unreadable"},
		"no day":           {events("DTSTART:morgen"), "calendar.unreadable"},
		"every second":     {events("DTSTART:20200101T000000Z|RRULE:FREQ=SECONDLY"), "calendar.recurrence"},
		"no rule":          {events("DTSTART:20200101T000000Z|RRULE:FREQ=OOIT"), "calendar.recurrence"},
		"never, too often": {events(slices.Repeat([]string{"DTSTART:20260101T000000Z|RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}, maxNever+1)...), "calendar.recurrence"},
		"since the Flood":  {events("DTSTART:10000101T000000Z|RRULE:FREQ=DAILY"), "calendar.recurrence"},
	} {
		if _, err := Busy(strings.NewReader(c.calendar), "2026-09-01", "2026-10-01", amsterdam); fault.Code(err) != c.code || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWritten: what is written is read again; it takes up no time.
func TestWritten(t *testing.T) {
	var b bytes.Buffer
	entry := Entry{ID: "1@x", From: "2026-09-07", Until: "2026-09-11", Title: "Zaaksysteem: bouwer", Text: "24 uur", Changed: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)}
	if err := Write(&b, "Jan", []Entry{entry}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"DTSTART;VALUE=DATE:20260907\r\n", "DTEND;VALUE=DATE:20260912\r\n", "SUMMARY:Zaaksysteem: bouwer\r\n", "TRANSP:TRANSPARENT\r\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in %s", want, b.String())
		}
	}
	if all, err := Busy(bytes.NewReader(b.Bytes()), "2026-09-01", "2026-10-01", amsterdam); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
}

func FuzzBusy(f *testing.F) {
	f.Add(events("DTSTART;VALUE=DATE:20260907|DTEND;VALUE=DATE:20260909|SUMMARY:x"))
	f.Add(events("DTSTART:20260102T090000Z|DURATION:P1D|RRULE:FREQ=WEEKLY;BYDAY=FR|EXDATE:20260911T090000Z"))
	f.Fuzz(func(t *testing.T, body string) {
		all, err := Busy(strings.NewReader(body), "2026-09-01", "2026-10-01", amsterdam)
		if err != nil && fault.Code(err) == "internal" {
			t.Fatal(err)
		}
		for i, p := range all {
			if !p.Start.Before(p.End) || i > 0 && !p.Start.After(all[i-1].End) {
				t.Fatalf("%v", all)
			}
		}
	})
}
