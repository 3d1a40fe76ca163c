// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rentmeester/oidc"
	"rentmeester/tools/issuerd"
)

// TestPersonsInBrowser looks at the pages of who comes in.
func TestPersonsInBrowser(t *testing.T) {
	inBrowser(t, persons)
}

// TestLoginInBrowser logs in as somebody does, in both languages and every width,
// and looks at what is there only then.
func TestLoginInBrowser(t *testing.T) {
	ctx := browser(t)
	complained := complaints(t, ctx)
	for _, v := range views {
		for _, lang := range []string{"nl", "en"} {
			if lang == "en" && v.name != "wide" {
				continue
			}
			server := httptest.NewServer(New(newTown(), Options{Administration: "Gemeente Voorbeeldstad", Location: time.UTC, Login: newLogin()}))
			look := func(name string, steps ...chromedp.Action[chromedp.Void]) {
				t.Helper()
				name += "-" + v.name + "-" + lang
				if err := chromedp.Do(ctx, append(steps, picture(name))...); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				accessible(t, ctx, name)
				if wide := ask[float64](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
					t.Errorf("%s: %v pixels of horizontal scrolling", name, wide)
				}
			}
			enter := func(password, until string) chromedp.Action[chromedp.Void] {
				return chromedp.Steps(typed("#who", "m.bakker"), typed("#password", password), chromedp.Click(chromedp.CSS(`main form button`)), chromedp.WaitVisible(chromedp.CSS(until)), whole)
			}
			look("login", v.set(), chromedp.Navigate(withParam(server.URL+"/me", "lang", lang)), chromedp.WaitVisible(chromedp.CSS("#who")))
			look("login-refused", enter("wrong", "#login-problem"))
			look("me", enter("m.bakker", "#language"))
			if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`form[action="/logout"] button`)), chromedp.WaitVisible(chromedp.CSS("#who"))); err != nil {
				t.Fatal(err)
			}
			server.Close()
		}
	}
	for _, c := range complained() {
		if !strings.Contains(c, "403") { // the browser tells of a login that was refused
			t.Error(c)
		}
	}
}

// TestElsewhereInBrowser looks at the two ways in, and logs in and out at an issuer.
func TestElsewhereInBrowser(t *testing.T) {
	ctx := browser(t)
	complained := complaints(t, ctx)
	for _, v := range views {
		issuer := issuerd.Start(t)
		login := newLogin()
		server := httptest.NewUnstartedServer(nil)
		home := "http://" + server.Listener.Addr().String()
		login.ElsewhereName = "Gemeente Voorbeeldstad"
		login.Elsewhere = oidc.New(oidc.Settings{Issuer: issuer.URL, Client: issuerd.Client, Back: home + "/login/oidc/back", Home: home + "/login",
			Secret: func() (string, error) { return issuerd.Secret, nil }})
		server.Config.Handler = New(newTown(), Options{Administration: "Gemeente Voorbeeldstad", Location: time.UTC, Login: login})
		server.Start()
		look := func(name string, steps ...chromedp.Action[chromedp.Void]) {
			t.Helper()
			if err := chromedp.Do(ctx, append(steps, picture(name+"-"+v.name))...); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			accessible(t, ctx, name)
		}
		look("login-elsewhere", v.set(), chromedp.Navigate(server.URL+"/me"), chromedp.WaitVisible(chromedp.CSS("#elsewhere")), whole)
		look("me-elsewhere", chromedp.Click(chromedp.CSS("#elsewhere")), chromedp.WaitVisible(chromedp.CSS("#language")), whole)
		if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`form[action="/logout"] button`)), chromedp.WaitVisible(chromedp.CSS("#elsewhere")), whole); err != nil {
			t.Fatalf("not back from logging out there: %v", err)
		}
		server.Close()
	}
	for _, c := range complained() {
		t.Error(c)
	}
}

// typed puts a value in a field.
func typed(field, value string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Evaluate[string](`document.querySelector("`+field+`").value = "`+value+`"`)(ctx, target)
		return err
	})
}

// whole waits until a page is there to its end.
func whole(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
	for {
		state, err := chromedp.Evaluate[string](`document.querySelector("footer") ? document.readyState : ""`)(ctx, target)
		if err != nil || state == "complete" {
			return chromedp.Void{}, err
		}
		select {
		case <-ctx.Done():
			return chromedp.Void{}, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
