// SPDX-License-Identifier: EUPL-1.2

package oidc

import (
	"crypto/tls"
	"io"
	"net/http"
	"slices"
	"time"

	"golang.org/x/oauth2"
)

const (
	patience = 10 * time.Second // for one answer, to its end
	most     = 1 << 20          // bytes of one answer
)

// newClient gives a client that waits for no answer too long, reads none too long,
// and sends nothing elsewhere.
func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	return &http.Client{Transport: bounded{transport}, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// bounded cuts off answers that are too long.
type bounded struct{ next http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, most), answer.Body}
	return answer, nil
}

// styleOf says how the secret is shown, by what the server takes; in a header when
// it does not say.
func styleOf(methods []string) oauth2.AuthStyle {
	if !slices.Contains(methods, "client_secret_basic") && slices.Contains(methods, "client_secret_post") {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader
}
