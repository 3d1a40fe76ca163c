// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rentmeester/web"
	"rentmeester/web/frombooks"
)

// How long one may stay in: unused, and at most. The settings may say otherwise.
const (
	sessionIdle  = 60 // minutes
	sessionHours = 12
)

// login says how people log in; nil where the visitor chooses a name.
func (p *program) login(source *frombooks.Source, s serving) *web.Login {
	if len(s.users) > 0 {
		return nil
	}
	return &web.Login{
		Sessions: source.Room().Sessions(time.Duration(p.count("session-idle", sessionIdle)) * time.Minute),
		Longest:  time.Duration(p.count("session-hours", sessionHours)) * time.Hour,
		Secure:   strings.HasPrefix(p.settings.Get("base-url"), "https://"),
		From:     behind(p.settings.List("proxies")),

		Elsewhere:     p.elsewhere(),
		ElsewhereName: p.settings.Get("oidc-name"),
		NoPasswords:   p.settings.Get("password-login") == "off",
	}
}

// count gives a setting that is a number.
func (p *program) count(key string, otherwise int) int {
	if n, err := strconv.Atoi(p.settings.Get(key)); err == nil {
		return n
	}
	return otherwise
}

// tellFirst prints a link for whoever comes first, as long as nobody is there.
func (p *program) tellFirst(ctx context.Context, source *frombooks.Source, at net.Addr) error {
	link, needed, err := source.Room().FirstLink(ctx, p.operator())
	if err != nil || !needed {
		return err
	}
	p.printf("cli.serve.first")
	_, err = fmt.Fprintln(p.out, p.ownAddress(at.String())+"welcome?link="+link.Secret)
	return err
}

// behind gives where a request comes from: the other end of the connection, or,
// where that is one of our proxies, what it says of the end before it.
func behind(proxies []string) func(*http.Request) string {
	var ours []netip.Prefix
	for _, one := range proxies {
		if p, err := netip.ParsePrefix(one); err == nil {
			ours = append(ours, p)
		} else if ip, err := netip.ParseAddr(one); err == nil {
			ours = append(ours, netip.PrefixFrom(ip, ip.BitLen()))
		}
	}
	is := func(address string) bool {
		ip, err := netip.ParseAddr(address)
		return err == nil && slices.ContainsFunc(ours, func(p netip.Prefix) bool { return p.Contains(ip.Unmap()) })
	}
	return func(r *http.Request) string {
		from, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			from = r.RemoteAddr
		}
		said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(said) - 1; i >= 0 && is(from); i-- {
			before := strings.TrimSpace(said[i])
			if _, err := netip.ParseAddr(before); err != nil {
				break
			}
			from = before
		}
		return from
	}
}

// named adds the name in the address of the installation to those under which the
// pages may be asked.
func (p *program) named(said []string) []string {
	u, err := url.Parse(p.settings.Get("base-url"))
	if err != nil || u.Host == "" || slices.Contains(said, u.Host) {
		return said
	}
	return append(slices.Clone(said), u.Host)
}
