// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rentmeester/fault"
	"rentmeester/text"
)

// aboutOne matches the pages that are about one thing, on which people see each
// other.
var aboutOne = regexp.MustCompile(`^/(worklist|invoices|post|suppliers|orders|runs)/[A-Za-z0-9_.-]{1,100}$`)

// together is who else has a page open, and what was done since it was.
type together struct {
	Page   string
	Since  int64 // when it was opened, in milliseconds
	Others []string
	Done   *LastAct
}

// Poll is where the page asks again.
func (t together) Poll() string {
	return "/presence?" + url.Values{"page": {t.Page}, "since": {strconv.FormatInt(t.Since, 10)}}.Encode()
}

// presence tells a page that stays open who else looks at it, and what somebody
// else did meanwhile. It is asked every few seconds and never in the way: what
// fails tells nothing.
func (p *pages) presence(w http.ResponseWriter, r *http.Request) error {
	since, err := strconv.ParseInt(r.URL.Query().Get("since"), 10, 64)
	at := r.URL.Query().Get("page")
	if err != nil || !aboutOne.MatchString(at) {
		return fault.New("web.form-unreadable")
	}
	now, err := p.together(r, at, since)
	if err != nil {
		p.options.Log.WarnContext(r.Context(), "web: presence", "error", err)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return p.part(w, r, "keys", "togetherNow", http.StatusOK, now)
}

func (p *pages) together(r *http.Request, at string, since int64) (t together, err error) {
	t = together{Page: at, Since: since}
	if t.Others, err = p.source.Here(r.Context(), p.user(r), at); err != nil {
		return t, err
	}
	done, err := p.source.LastDone(r.Context(), at)
	if err == nil && done.Kind != "" && done.By != p.user(r) && done.At.UnixMilli() > since {
		t.Done = &done
	}
	return t, err
}

// meet gives the page of one thing who else has it open. After an act that went
// wrong it also tells what somebody else did shortly before.
func (p *pages) meet(r *http.Request) *together {
	at, since := thingOf(r.URL.Path), p.options.Now()
	if at == "" {
		return nil
	}
	if r.Method != http.MethodGet {
		since = since.Add(-recently)
	} else if at != r.URL.Path {
		return nil
	}
	now, err := p.together(r, at, since.UnixMilli())
	if err != nil {
		p.options.Log.WarnContext(r.Context(), "web: presence", "error", err)
		return nil
	}
	return &now
}

// recently is how long before an act that went wrong somebody else may have done
// what it was overtaken by.
const recently = time.Hour

// thingOf gives the page of the thing that an address belongs to, "" of none.
func thingOf(path string) string {
	parts := strings.SplitN(path, "/", 4)
	if len(parts) < 3 || !aboutOne.MatchString("/"+parts[1]+"/"+parts[2]) {
		return ""
	}
	return "/" + parts[1] + "/" + parts[2]
}

// overtaken adds to what went wrong who was there before, and when.
func (p *pages) overtaken(r *http.Request, told said) said {
	at := thingOf(r.URL.Path)
	if at == "" {
		return told
	}
	done, err := p.source.LastDone(r.Context(), at)
	if err != nil || done.Kind == "" || done.By == p.user(r) || p.options.Now().Sub(done.At) > recently {
		return told
	}
	told.Left = append(told.Left, doneSentence(p.langOf(r), p.options.Location, done))
	return told
}

// doneSentence says who did what and when.
func doneSentence(lang text.Lang, zone *time.Location, done LastAct) Sentence {
	who := done.By
	if who == "" {
		who = text.Say(lang, "web.event.program", nil)
	}
	what := "web.together.kind." + done.Kind
	if !text.Has(lang, what) {
		what = "web.together.kind.other"
	}
	return Sentence{"web.together.did", fault.Args("who", who, "what", text.Say(lang, what, nil), "when", moment(lang, done.At.In(zone)))}
}
