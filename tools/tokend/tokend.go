// SPDX-License-Identifier: EUPL-1.2

// Package tokend gives tokens for the length of a test, as Entra ID does to an
// application (client credentials), and says whose they are (RFC 7662), on ports of
// this machine only. It is for tests and imports tools/certificate.
package tokend

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"rentmeester/tools/certificate"
)

// Who may have a token, and for what.
const (
	Client = "11111111-2222-3333-4444-555555555555"
	Secret = "geheim~é+7/x="
	Scope  = "https://outlook.office365.com/.default"
)

// Server gives tokens.
type Server struct {
	Token, Plain, Introspect string // addresses; Plain and Introspect without encryption
	Roots                    *x509.CertPool
	RootsFile                string

	mu    sync.Mutex
	user  string
	life  int
	given []string
}

// Start starts a server whose tokens open the mailbox of a user and live an hour.
// It ends with the test.
func Start(t *testing.T, user string) *Server {
	t.Helper()
	s := &Server{user: user, life: 3600}
	var key string
	s.RootsFile, key, s.Roots = certificate.Make(t, t.TempDir())
	pair, err := tls.LoadX509KeyPair(s.RootsFile, key)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", s.give)
	mux.HandleFunc("POST /introspect", s.introspect)
	mux.HandleFunc("POST /away", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	mux.HandleFunc("POST /elsewhere", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/token", http.StatusTemporaryRedirect)
	})
	secured, plain := httptest.NewUnstartedServer(mux), httptest.NewServer(mux)
	secured.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	secured.Config.ErrorLog = nil
	secured.StartTLS()
	t.Cleanup(func() { secured.Close(); plain.Close() })
	s.Token, s.Plain, s.Introspect = secured.URL+"/token", plain.URL+"/token", plain.URL+"/introspect"
	return s
}

// For says whose mailbox tokens open from now on, and how many seconds they live.
func (s *Server) For(user string, life int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.user, s.life = user, life
}

// Given says how many tokens were given.
func (s *Server) Given() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.given)
}

// Whose says whose mailbox a token opens; "" nobody's.
func (s *Server) Whose(token string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, given := range s.given {
		if given == token {
			return s.user
		}
	}
	return ""
}

// give answers the question for a token, refusals in the words of Entra ID. The
// secret that was tried is told on purpose: it must go no further.
func (s *Server) give(w http.ResponseWriter, r *http.Request) {
	client, secret, basic := r.BasicAuth()
	if !basic {
		client, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	switch {
	case basic: // as some servers do, to have the other way tried too
		refuse(w, http.StatusUnauthorized, "invalid_client", "use the body")
	case r.PostFormValue("grant_type") != "client_credentials":
		refuse(w, http.StatusBadRequest, "unsupported_grant_type", "no")
	case client != Client:
		refuse(w, http.StatusBadRequest, "unauthorized_client", "AADSTS700016: Application with identifier '"+client+"' was not found in the directory.")
	case secret != Secret:
		refuse(w, http.StatusUnauthorized, "invalid_client", "AADSTS7000215: Invalid client secret provided: "+secret)
	case r.PostFormValue("scope") != Scope:
		refuse(w, http.StatusBadRequest, "invalid_scope", "AADSTS1002012: The provided value for scope is not valid.")
	default:
		s.mu.Lock()
		defer s.mu.Unlock()
		token := fmt.Sprintf("token-%d-of-the-test", len(s.given))
		s.given = append(s.given, token)
		answer(w, http.StatusOK, map[string]any{"token_type": "Bearer", "access_token": token, "expires_in": s.life})
	}
}

func (s *Server) introspect(w http.ResponseWriter, r *http.Request) {
	user := s.Whose(r.PostFormValue("token"))
	answer(w, http.StatusOK, map[string]any{"active": user != "", "username": user})
}

func refuse(w http.ResponseWriter, status int, code, words string) {
	answer(w, status, map[string]any{"error": code, "error_description": words})
}

func answer(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
