// SPDX-License-Identifier: EUPL-1.2

package load

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// Shape is an address with its numbers taken out: pages of one shape are made by
// the same code.
type Shape string

// Pages are addresses by their shape, as a person reaches them by clicking.
type Pages map[Shape][]string

// numbers are what differs between pages of one shape.
var numbers = regexp.MustCompile(`^\d+$|\d{3}`)

// ShapeOf gives the shape of an address: numbers in its path, and what its
// parameters say, are left out.
func ShapeOf(address string) Shape {
	u, err := url.Parse(address)
	if err != nil {
		return Shape(address)
	}
	parts := strings.Split(u.Path, "/")
	for i, p := range parts {
		if numbers.MatchString(p) {
			parts[i] = "…"
		}
	}
	shape := strings.Join(parts, "/")
	if names := slices.Sorted(func(yield func(string) bool) {
		for name := range u.Query() {
			if !yield(name) {
				return
			}
		}
	}); len(names) > 0 {
		shape += "?" + strings.Join(names, "&")
	}
	return Shape(shape)
}

// asked are addresses that stand behind a field to type in, not behind a link.
var asked = []string{"/worklist?q=jansen", "/worklist?q=12,50", "/invoices?q=2025", "/suppliers?q=bouw", "/orders?q=onderhoud",
	"/search?q=jansen", "/search?q=bouw", "/search?q=12,50", "/search?q=NL25BNGH", "/search?q=2025"}

// each is how many addresses of one shape are kept, opened how many to find others.
const (
	each   = 10
	opened = 4
)

// Crawl opens the pages from the first one and gives the addresses that it found,
// some of each shape. It sends nothing.
func Crawl(ctx context.Context, base string) (Pages, error) {
	found, visits := Pages{}, map[Shape]int{}
	queue := append([]string{"/"}, asked...)
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		shape := ShapeOf(address)
		if visits[shape] == opened {
			continue
		}
		visits[shape]++
		page, err := read(ctx, http.DefaultClient, base+address)
		if ctx.Err() != nil || visits[shape] == 1 && shape == "/" && err != nil {
			return nil, errors.Join(err, ctx.Err())
		}
		if err != nil || page.status != http.StatusOK {
			continue
		}
		found.add(address)
		for _, link := range links(page.body) {
			if found.add(link) {
				queue = append(queue, link)
			}
		}
	}
	return found, nil
}

// add says whether an address is new and kept.
func (p Pages) add(address string) bool {
	shape := ShapeOf(address)
	if len(p[shape]) >= each || slices.Contains(p[shape], address) {
		return false
	}
	p[shape] = append(p[shape], address)
	return true
}

// said is what came of an address.
type said struct {
	body   []byte
	status int
	took   time.Duration // to the last byte; of a file to take along, to the first
	file   bool          // it is one, and is not read further: it may be of any size
}

// read opens an address and gives what came.
func read(ctx context.Context, client *http.Client, address string) (s said, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return s, err
	}
	began := time.Now()
	answer, err := client.Do(r)
	if err != nil {
		return s, err
	}
	s.status, s.file = answer.StatusCode, strings.HasPrefix(answer.Header.Get("Content-Disposition"), "attachment")
	if s.file {
		s.body = make([]byte, 1)
		_, err = io.ReadFull(answer.Body, s.body)
		s.took = time.Since(began)
		cancel() // the rest is not wanted
		return s, errors.Join(err, answer.Body.Close())
	}
	s.body, err = readAll(answer)
	s.took = time.Since(began)
	return s, err
}

func readAll(answer *http.Response) ([]byte, error) {
	body, err := io.ReadAll(answer.Body)
	return body, errors.Join(err, answer.Body.Close())
}

// links gives the addresses on the same site that a page links to or shows.
func links(page []byte) (all []string) {
	for t := html.NewTokenizer(strings.NewReader(string(page))); ; {
		switch t.Next() {
		case html.ErrorToken:
			return all
		case html.StartTagToken, html.SelfClosingTagToken:
			token := t.Token()
			for _, a := range token.Attr {
				leads := token.Data == "a" && a.Key == "href" || token.Data == "img" && a.Key == "src"
				address, _, _ := strings.Cut(a.Val, "#")
				if leads && strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.Contains(address, "lang=") {
					all = append(all, address)
				}
			}
		}
	}
}
