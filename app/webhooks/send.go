// SPDX-License-Identifier: EUPL-1.2

package webhooks

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"rentmeester/store"
	"rentmeester/store/db"
)

// errPrivate is for an address that a webhook may not stand at.
var errPrivate = errors.New("private network")

type hostKey struct{}

// client connects to what is public only, whatever a name leads to at that moment:
// the address is looked at when it is dialled. What says of itself that it is this
// machine may be. It follows no redirects and asks no proxy.
func (b *Board) client() *http.Client {
	dial := &net.Dialer{Timeout: patience, ControlContext: func(ctx context.Context, _, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		host, _ := ctx.Value(hostKey{}).(string)
		if loopback(host) && at.Addr().Unmap().IsLoopback() || b.reachable(at.Addr()) {
			return nil
		}
		return errPrivate
	}}
	return &http.Client{Timeout: patience,
		Transport:     &http.Transport{DialContext: dial.DialContext, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 1, ResponseHeaderTimeout: patience},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// inside are addresses that are not of the internet, besides what netip knows: also
// those of IPv6 that lead to one of IPv4 by whatever stands in between.
var inside = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("::ffff:0:0:0/96"), netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("fec0::/10")}

// reachable says whether a webhook may stand at an address.
func (b *Board) reachable(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	holds := func(p netip.Prefix) bool { return p.Contains(ip) }
	if slices.ContainsFunc(b.Networks, holds) {
		return true
	}
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !slices.ContainsFunc(inside, holds)
}

// send sends an event, signed by Standard Webhooks. It gives the status of the answer
// and why it did not arrive, "" it did.
func (b *Board) send(ctx context.Context, client *http.Client, w db.Webhook, d db.Delivery) (status int, why string) {
	body, err := b.body(d)
	if err != nil {
		return 0, brief(err.Error())
	}
	u, err := url.Parse(w.Url)
	if err != nil {
		return 0, brief(err.Error())
	}
	q, err := http.NewRequestWithContext(context.WithValue(ctx, hostKey{}, u.Hostname()), http.MethodPost, w.Url, bytes.NewReader(body))
	if err != nil {
		return 0, brief(err.Error())
	}
	at := strconv.FormatInt(b.Now().Unix(), 10)
	id := b.eventID(d)
	q.Header.Set("Content-Type", "application/cloudevents+json; charset=utf-8")
	q.Header.Set("User-Agent", "Rentmeester")
	q.Header.Set("Webhook-Id", id)
	q.Header.Set("Webhook-Timestamp", at)
	q.Header.Set("Webhook-Signature", signatures(w, store.Stamp(b.Now()), id, at, body))
	answer, err := client.Do(q)
	if err != nil {
		return 0, brief(plain(err))
	}
	defer func() { _ = answer.Body.Close() }()       // it was read as far as wanted
	_, _ = io.CopyN(io.Discard, answer.Body, 64<<10) // so that the connection can be used again
	if answer.StatusCode/100 != 2 {
		return answer.StatusCode, fmt.Sprintf("HTTP %d", answer.StatusCode)
	}
	return answer.StatusCode, ""
}

// plain says what went wrong without the address, which may hold a secret.
func plain(err error) string {
	if errors.Is(err, errPrivate) {
		return errPrivate.Error()
	}
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err.Error()
	}
	return err.Error()
}

// signatures gives that by the secret, and by the one before while that holds.
func signatures(w db.Webhook, now, id, at string, body []byte) string {
	all := []string{sign(w.Secret, id, at, body)}
	if w.Former != "" && now < w.Until {
		all = append(all, sign(w.Former, id, at, body))
	}
	return strings.Join(all, " ")
}

// sign gives HMAC-SHA256 over identifier, time and body.
func sign(secret, id, at string, body []byte) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, prefix))
	if err != nil {
		panic(err) // made by newSecret
	}
	mac := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(mac, "%s.%s.", id, at) // a hash takes all
	_, _ = mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
