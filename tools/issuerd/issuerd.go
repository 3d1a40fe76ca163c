// SPDX-License-Identifier: EUPL-1.2

// Package issuerd is an OpenID Connect issuer for the length of a test that signs
// whatever it is told to, on a port of this machine only: for tokens that no real
// server would give (tools/oidcd runs one of those). It is for tests and imports
// nothing of ours.
package issuerd

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// As what the application is registered.
const (
	Client = "rentmeester"
	Secret = "geheim"
)

// Issuer signs tokens. What it says may be changed while it serves.
type Issuer struct {
	*httptest.Server
	t   *testing.T
	key *rsa.PrivateKey

	mu    sync.Mutex
	claim func(claims map[string]any) // changes the claims of the next tokens
	info  map[string]any              // what userinfo says; nil: there is none
	nonce string
	asked url.Values // the last question for tokens
	away  bool
	other *rsa.PrivateKey // signs in place of key
}

// Start starts an issuer. It ends with the test.
func Start(t *testing.T) *Issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &Issuer{t: t, key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("GET /auth", i.auth)
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /userinfo", func(w http.ResponseWriter, _ *http.Request) { i.answer(w, i.info) })
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		if i.away {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(i.Close)
	return i
}

// Say changes the claims of tokens from now on.
func (i *Issuer) Say(change func(claims map[string]any)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.claim = change
}

// Tell says what userinfo answers from now on; nil: it is not offered.
func (i *Issuer) Tell(info map[string]any) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.info = info
}

// Away makes every answer fail, or not any more.
func (i *Issuer) Away(away bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.away = away
}

// Forge signs with another key than the issuer publishes, from now on.
func (i *Issuer) Forge() {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		i.t.Fatal(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.other = key
}

// Asked is the last question for tokens.
func (i *Issuer) Asked() url.Values {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.asked
}

func (i *Issuer) answer(w http.ResponseWriter, what any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(what)
}

func (i *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	offered := map[string]any{"issuer": i.URL, "authorization_endpoint": i.URL + "/auth", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"RS256"}, "token_endpoint_auth_methods_supported": []string{"client_secret_post"},
		"end_session_endpoint": i.URL + "/leave"}
	if i.info != nil {
		offered["userinfo_endpoint"] = i.URL + "/userinfo"
	}
	i.answer(w, offered)
}

func (i *Issuer) keys(w http.ResponseWriter, _ *http.Request) {
	i.answer(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1",
		"n": part(i.key.N.Bytes()), "e": part(big.NewInt(int64(i.key.E)).Bytes())}}})
}

// auth logs in whoever comes, at once.
func (i *Issuer) auth(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	i.nonce = query.Get("nonce")
	to := query.Get("redirect_uri") + "?" + url.Values{"code": {"een-code"}, "state": {query.Get("state")}}.Encode()
	http.Redirect(w, r, to, http.StatusFound)
}

func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	i.asked = r.PostForm
	now := time.Now()
	claims := map[string]any{"iss": i.URL, "sub": "s-1", "aud": Client, "nonce": i.nonce, "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
		"email": "M.Bakker@example.nl", "email_verified": true}
	if i.claim != nil {
		i.claim(claims)
	}
	i.answer(w, map[string]any{"access_token": "toegang", "token_type": "Bearer", "expires_in": 3600, "id_token": i.sign(claims)})
}

func (i *Issuer) sign(claims map[string]any) string {
	head, _ := json.Marshal(map[string]string{"alg": "RS256", "kid": "1", "typ": "JWT"})
	body, err := json.Marshal(claims)
	if err != nil {
		i.t.Error(err)
	}
	said := part(head) + "." + part(body)
	sum, key := sha256.Sum256([]byte(said)), i.key
	if i.other != nil {
		key = i.other
	}
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		i.t.Error(err)
	}
	return said + "." + part(signature)
}

func part(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
