// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"
)

// Crowd is how many people click, for how long, and how often.
type Crowd struct {
	People int
	For    time.Duration
	Think  time.Duration // between two clicks of one of them, on average
	Seed   uint64
}

// Clicked is what a crowd met.
type Clicked struct {
	Pages   map[Shape]Times
	Acts    Times // a bank line accepted, and taken back
	Idle    Times // the smallest page while nobody else asked anything
	Busy    Times // the same page while all of them clicked
	Refused int   // acts that others had done before
	Failed  []string
}

// All gives every time.
func (c Clicked) All() Times {
	all := slices.Clone(c.Acts)
	for _, t := range c.Pages {
		all = append(all, t...)
	}
	return all
}

// smallest is a page that needs no database: what it takes is what the machine and
// the network take.
const smallest = "/healthz"

// Idle asks the smallest page while nobody else asks anything.
func Idle(ctx context.Context, base string) (t Times, err error) {
	for range 200 {
		answer, err := read(ctx, http.DefaultClient, base+smallest)
		if err != nil {
			return t, err
		}
		t = append(t, answer.took)
	}
	return t, nil
}

// Together lets them all click. Each begins at a page of his own choice, thinks,
// and goes on; one in ten clicks accepts a bank line, and takes that back.
func Together(ctx context.Context, base string, pages Pages, crowd Crowd) (c Clicked, err error) {
	c = Clicked{Pages: map[Shape]Times{}}
	if c.Idle, err = Idle(ctx, base); err != nil {
		return c, err
	}
	ctx, stop := context.WithTimeout(ctx, crowd.For)
	defer stop()
	var all sync.WaitGroup
	tell := &teller{clicked: &c}
	for n := range crowd.People {
		all.Go(func() {
			p := person{tell: tell, base: base, pages: pages, chance: rand.New(rand.NewPCG(crowd.Seed, uint64(n)))}
			p.client = &http.Client{}
			p.client.Jar, _ = cookiejar.New(nil) // without options it cannot fail
			p.click(ctx, crowd.Think)
		})
	}
	all.Go(func() { tell.watch(ctx, base) })
	all.Wait()
	return c, nil
}

// teller gathers what people meet.
type teller struct {
	mu      sync.Mutex
	clicked *Clicked
}

func (t *teller) tell(what func(*Clicked)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	what(t.clicked)
}

// watch asks the smallest page over and over.
func (t *teller) watch(ctx context.Context, base string) {
	for ctx.Err() == nil {
		answer, err := read(ctx, http.DefaultClient, base+smallest)
		if err == nil {
			t.tell(func(c *Clicked) { c.Busy = append(c.Busy, answer.took) })
		}
		sleep(ctx, 100*time.Millisecond)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// person is one who clicks.
type person struct {
	tell   *teller
	base   string
	pages  Pages
	client *http.Client
	chance *rand.Rand
}

// click opens one page after another until the time is over.
func (p *person) click(ctx context.Context, think time.Duration) {
	shapes := slices.Sorted(maps.Keys(p.pages))
	for ctx.Err() == nil {
		sleep(ctx, time.Duration(p.chance.ExpFloat64()*float64(think)))
		if ctx.Err() != nil {
			return
		}
		if p.chance.IntN(10) == 0 {
			p.act(ctx)
			continue
		}
		shape := shapes[p.chance.IntN(len(shapes))]
		address := p.pages[shape][p.chance.IntN(len(p.pages[shape]))]
		answer, err := read(ctx, p.client, p.base+address)
		p.met(ctx, address, answer.status, err, func(c *Clicked) { c.Pages[shape] = append(c.Pages[shape], answer.took) })
	}
}

// met tells of an answer; what the end of the time cut off does not count.
func (p *person) met(ctx context.Context, address string, status int, err error, what func(*Clicked)) {
	p.tell.tell(func(c *Clicked) {
		switch {
		case err != nil && (ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded)):
		case err != nil:
			c.Failed = append(c.Failed, fmt.Sprintf("%s: %v", address, err))
		case status >= http.StatusInternalServerError:
			c.Failed = append(c.Failed, fmt.Sprintf("%s: %d", address, status))
		default:
			what(c)
		}
	})
}

// act accepts a line of the worklist, and takes that back.
func (p *person) act(ctx context.Context) {
	lines := p.pages["/worklist/…"]
	if len(lines) == 0 {
		return
	}
	address := lines[p.chance.IntN(len(lines))]
	before, err := read(ctx, p.client, p.base+address)
	page := before.body
	for _, end := range []string{"/accept", "/undo"} {
		form, found := formTo(page, end)
		if err != nil || !found {
			return
		}
		var status int
		began := time.Now()
		page, status, err = p.send(ctx, form)
		took := time.Since(began)
		p.met(ctx, form.action, status, err, func(c *Clicked) {
			if c.Acts = append(c.Acts, took); status >= http.StatusBadRequest {
				c.Refused++
			}
		})
	}
}

// send sends a form and follows to the page that it leads to.
func (p *person) send(ctx context.Context, f form) ([]byte, int, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base+f.action, strings.NewReader(f.values.Encode()))
	if err != nil {
		return nil, 0, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := p.client.Do(r)
	if err != nil {
		return nil, 0, err
	}
	body, err := readAll(answer)
	return body, answer.StatusCode, err
}

// form is a form of a page as it would be sent at once.
type form struct {
	action string
	values url.Values
}

// formTo gives the first form of a page whose address ends so.
func formTo(page []byte, end string) (f form, found bool) {
	for t := html.NewTokenizer(strings.NewReader(string(page))); ; {
		kind := t.Next()
		if kind == html.ErrorToken {
			return f, false
		}
		token := t.Token()
		attribute := map[string]string{}
		for _, a := range token.Attr {
			attribute[a.Key] = a.Val
		}
		switch {
		case kind == html.StartTagToken && token.Data == "form":
			f, found = form{attribute["action"], url.Values{}}, strings.HasSuffix(attribute["action"], end)
		case kind == html.EndTagToken && token.Data == "form" && found:
			return f, true
		case !found || attribute["name"] == "":
		case token.Data == "input" && attribute["type"] == "hidden", token.Data == "button" && !f.values.Has(attribute["name"]):
			f.values.Set(attribute["name"], attribute["value"])
		case token.Data == "input" && attribute["type"] == "radio" && (attribute["checked"] != "" || !f.values.Has(attribute["name"])):
			f.values.Set(attribute["name"], attribute["value"])
		}
	}
}
