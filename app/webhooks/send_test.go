// SPDX-License-Identifier: EUPL-1.2

package webhooks

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"rentmeester/fault"
	"rentmeester/store/db"
)

// A webhook stands on the internet; elsewhere only where the application manager says.
func TestWhereAWebhookMayStand(t *testing.T) {
	open := &Board{}
	office := &Board{Networks: []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16")}}
	for _, c := range []struct {
		url          string
		code, office string
	}{
		{"https://hooks.example.org/x", "", ""},
		{"https://8.8.8.8/x", "", ""},
		{"http://127.0.0.1:9000/x", "", ""},
		{"http://localhost:9000/x", "", ""},
		{"http://[::1]:9000/x", "", ""},
		{"http://hooks.example.org/x", "webhooks.url", "webhooks.url"},
		{"https://jan:geheim@hooks.example.org/", "webhooks.url", "webhooks.url"},
		{"https://hooks.example.org/#x", "webhooks.url", "webhooks.url"},
		{"ftp://hooks.example.org/", "webhooks.url", "webhooks.url"},
		{"hooks.example.org", "webhooks.url", "webhooks.url"},
		{"https://10.20.3.4/", "webhooks.private", ""},
		{"https://10.21.3.4/", "webhooks.private", "webhooks.private"},
		{"https://169.254.169.254/latest/", "webhooks.private", "webhooks.private"},
		{"https://[fd00::1]/", "webhooks.private", "webhooks.private"},
		{"https://[::ffff:10.0.0.1]/", "webhooks.private", "webhooks.private"},
		{"https://[64:ff9b::a00:1]/", "webhooks.private", "webhooks.private"},
		{"https://[::10.0.0.1]/", "webhooks.private", "webhooks.private"},
		{"https://[::ffff:0:a00:1]/", "webhooks.private", "webhooks.private"},
		{"https://[2001:0:a00:1::]/", "webhooks.private", "webhooks.private"},
		{"https://[fec0::1]/", "webhooks.private", "webhooks.private"},
		{"https://[fe80::1]/", "webhooks.private", "webhooks.private"},
		{"https://100.64.0.1/", "webhooks.private", "webhooks.private"},
		{"https://0.0.0.0/", "webhooks.private", "webhooks.private"},
	} {
		if got := fault.Code(open.mayStand(c.url)); got != c.code {
			t.Errorf("%s: %q, want %q", c.url, got, c.code)
		}
		if got := fault.Code(office.mayStand(c.url)); got != c.office {
			t.Errorf("%s in the office: %q, want %q", c.url, got, c.office)
		}
	}
}

// A name that leads to this machine at the moment of sending leads nowhere, and a
// redirect is not followed.
func TestNamesThatLeadInside(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, "/elders", http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	client := (&Board{}).client()
	get := func(host string) (*http.Response, error) {
		q, err := http.NewRequestWithContext(context.WithValue(t.Context(), hostKey{}, host), http.MethodPost, server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		return client.Do(q)
	}
	if _, err := get("hooks.example.org"); !errors.Is(err, errPrivate) || asked != 0 {
		t.Error(err, asked)
	}
	answer, err := get("127.0.0.1")
	if err != nil || answer.StatusCode != http.StatusTemporaryRedirect || asked != 1 {
		t.Fatal(err, asked)
	}
	_ = answer.Body.Close()
}

// The example of Standard Webhooks signs as it says there.
func TestSignatureOfStandardWebhooks(t *testing.T) {
	w := db.Webhook{Secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
	got := signatures(w, "", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
