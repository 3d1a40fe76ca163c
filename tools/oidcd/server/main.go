// SPDX-License-Identifier: EUPL-1.2

// Command server is an OpenID Connect server for tests: the OpenID-certified library
// of zitadel with its example storage, on a port of this machine only. It prints its
// issuer, takes the addresses of applications that may use it on standard input, one
// a line, and lines that begin with "roles", a name and the roles that it has (claim
// realm_access.roles, as Keycloak has it); it ends when that ends. It is a module of its own, so that what it needs
// stands in no other.
package main

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// The one application that is registered.
const (
	client = "rentmeester"
	secret = "geheim~é+7/x="
)

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	issuer := "http://" + listener.Addr().String()
	places := &applications{}
	storage.RegisterClients(storage.WebClient(client, secret, "http://127.0.0.1/unused"))
	kept, roles := registered{Storage: storage.NewStorage(users{}), places: places}, &roleBook{}
	kept.roles = roles
	server := &http.Server{Handler: exampleop.SetupServer(issuer, kept, slog.New(slog.DiscardHandler), false), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			if said, is := strings.CutPrefix(lines.Text(), "roles "); is {
				roles.set(strings.Fields(said))
			} else {
				places.add(strings.TrimSpace(lines.Text()))
			}
			fmt.Println("added")
		}
		_ = server.Close()
	}()
	fmt.Println("issuer", issuer)
	_ = server.Serve(listener) // it ends when standard input does
	return nil
}

// users are the accounts; everybody's password is his name with "-geheim" after it.
type users struct{}

func (users) ExampleClientID() string { return client }

func (users) GetUserByID(id string) *storage.User {
	name, known := strings.CutPrefix(id, "sub-")
	if !known {
		return nil
	}
	return users{}.GetUserByUsername(name)
}

// GetUserByUsername gives an account; that of "onbevestigd" has an address that
// nobody verified.
func (users) GetUserByUsername(name string) *storage.User {
	return &storage.User{ID: "sub-" + name, Username: name, Password: name + "-geheim", FirstName: name,
		Email: name + "@Example.nl", EmailVerified: name != "onbevestigd"}
}

// applications are the addresses under which the application may be.
type applications struct {
	mu  sync.Mutex
	all []string
}

func (a *applications) add(address string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all = append(a.all, address)
}

func (a *applications) with(path string) (all []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, one := range a.all {
		all = append(all, one+path)
	}
	return all
}

// registered is the example storage, with an application whose addresses come in
// while it serves, as a test that picks a port needs.
type registered struct {
	*storage.Storage
	places *applications
	roles  *roleBook
}

// SetUserinfoFromRequest tells the roles of an account as Keycloak does, in the token
// that says who it is.
func (r registered) SetUserinfoFromRequest(ctx context.Context, info *oidc.UserInfo, token op.IDTokenRequest, scopes []string) error {
	if err := r.Storage.SetUserinfoFromRequest(ctx, info, token, scopes); err != nil {
		return err
	}
	r.tell(info, token.GetSubject())
	return nil
}

// SetUserinfoFromToken tells them to who asks apart.
func (r registered) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, token, subject, origin string) error {
	if err := r.Storage.SetUserinfoFromToken(ctx, info, token, subject, origin); err != nil {
		return err
	}
	r.tell(info, subject)
	return nil
}

func (r registered) tell(info *oidc.UserInfo, subject string) {
	info.AppendClaims("realm_access", map[string]any{"roles": r.roles.of(subject)})
}

// roleBook says which roles accounts have.
type roleBook struct {
	mu  sync.Mutex
	has map[string][]string // by subject
}

// set takes a name and the roles it has from now on.
func (b *roleBook) set(said []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.has == nil {
		b.has = map[string][]string{}
	}
	b.has["sub-"+said[0]] = said[1:]
}

func (b *roleBook) of(subject string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string{}, b.has[subject]...)
}

func (r registered) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	found, err := r.Storage.GetClientByClientID(ctx, id)
	if err != nil {
		return nil, err
	}
	return application{found, r.places}, nil
}

type application struct {
	op.Client
	places *applications
}

func (a application) RedirectURIs() []string { return a.places.with("/login/oidc/back") }

func (a application) PostLogoutRedirectURIs() []string { return a.places.with("/login") }
