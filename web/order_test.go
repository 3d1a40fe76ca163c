// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rentmeester/text"
)

func TestReceive(t *testing.T) {
	form := func(got ...string) url.Values {
		return url.Values{"slip": {" PB-9 "}, "on": {"2026-02-20"}, "line": {"1", "2"}, "counted": {"yes", "no"}, "got": got}
	}
	with := func(f url.Values, name, value string) url.Values { f[name] = []string{value}; return f }
	tests := map[string]struct {
		path   string
		form   url.Values
		status int
		want   string // what was done, or what the page says
	}{
		"both":           {"/orders/71/receipts", form("59,5", "1.250,00"), http.StatusSeeOther, "web receives on 71 PB-9 2026-02-20 1=59.5 2=1250.00"},
		"one":            {"/orders/71/receipts", form("", " 12 "), http.StatusSeeOther, "web receives on 71 PB-9 2026-02-20 2=12.00"},
		"nothing":        {"/orders/71/receipts", form("", ""), http.StatusBadRequest, "Er is bij geen enkele regel iets ingevuld"},
		"no quantity":    {"/orders/71/receipts", form("veel", ""), http.StatusBadRequest, "‘veel’ is geen aantal"},
		"no amount":      {"/orders/71/receipts", form("", "veel"), http.StatusBadRequest, "aria-describedby=\"got-wrong-2\""},
		"no day":         {"/orders/71/receipts", with(form("1", ""), "on", "gisteren"), http.StatusBadRequest, "gisteren"},
		"known already":  {"/orders/71/receipts", with(form("1", ""), "slip", "twice"), http.StatusBadRequest, "is al vastgelegd"},
		"order not here": {"/orders/99/receipts", form("", ""), http.StatusNotFound, "/"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			source := newTown()
			handler := New(source, Options{})
			q := httptest.NewRequest(http.MethodPost, test.path, strings.NewReader(test.form.Encode()))
			q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, q)
			if w.Code != test.status {
				t.Fatalf("%d: %s", w.Code, w.Body)
			}
			said := strings.Join(source.desk.acts, ";")
			if test.status != http.StatusSeeOther {
				if said != "" {
					t.Error(said)
				}
				said = w.Body.String()
			}
			if !strings.Contains(said, test.want) {
				t.Errorf("%s", said)
			}
		})
	}
}

func TestSetClock(t *testing.T) {
	for _, test := range []struct {
		form   string
		status int
		want   string
	}{
		{"performed=2026-03-01&why=pakbon", http.StatusSeeOther, "web sets the clock of 41 2026-03-01    pakbon"},
		{"agreed=2026-04-01&returned=2026-02-10&completed=2026-02-20&why=x", http.StatusSeeOther, "41  2026-04-01 2026-02-10 2026-02-20 x"},
		{"performed=morgen&why=x", http.StatusBadRequest, `id="clock-problem"`},
		{"performed=2026-03-01", http.StatusBadRequest, `value="2026-03-01"`},
	} {
		source := newTown()
		q := httptest.NewRequest(http.MethodPost, "/invoices/41/clock", strings.NewReader(test.form))
		q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		New(source, Options{}).ServeHTTP(w, q)
		if said := strings.Join(source.desk.acts, ";") + w.Body.String(); w.Code != test.status || !strings.Contains(said, test.want) {
			t.Errorf("%s: %d %s", test.form, w.Code, said)
		}
	}
}

func TestParseQuantity(t *testing.T) {
	for _, test := range []struct {
		lang  text.Lang
		typed string
		want  string // "" refused
	}{
		{text.NL, "12", "12"}, {text.NL, "1,5", "1.5"}, {text.NL, "1.5", "1.5"}, {text.NL, "0,125", "0.125"}, {text.NL, "1.500", "1500"}, {text.NL, "-2", "-2"},
		{text.EN, "1.125", "1.125"}, {text.EN, "1,500", "1500"}, {text.NL, "0.125", ""}, {text.NL, "x", ""}, {text.NL, "1,2,3", ""}, {text.EN, "1e3", ""},
	} {
		got, err := parseQuantity(test.lang, test.typed)
		if (err != nil) != (test.want == "") || err == nil && got.String() != test.want {
			t.Errorf("%s %q: %v %v, want %q", test.lang, test.typed, got, err, test.want)
		}
	}
}

// TestReceiptInBrowser records a receipt without a mouse: first wrong, and what is
// wrong stands with the field; then right.
func TestReceiptInBrowser(t *testing.T) {
	for _, v := range views {
		ctx, source := browser(t), newTown()
		server := newServer(t, source)
		if err := chromedp.Do(ctx, v.set(), chromedp.Navigate(server.URL+"/orders/71"), chromedp.Focus(chromedp.CSS("#got-1")), chromedp.KeyEvent("veel"), chromedp.KeyEvent(kb.Enter),
			chromedp.WaitVisible(chromedp.CSS("#got-wrong-1")), picture("order-wrong-"+v.name)); err != nil {
			t.Fatal(err)
		}
		accessible(t, ctx, "order-wrong-"+v.name)
		if typed := ask[string](t, ctx, `document.querySelector("#got-1").value`); typed != "veel" {
			t.Errorf("what was typed became %q", typed)
		}
		ask[string](t, ctx, `document.querySelector("#got-1").value = ""`)
		if err := chromedp.Do(ctx, chromedp.Focus(chromedp.CSS("#got-1")), chromedp.KeyEvent("2,5"), chromedp.KeyEvent(kb.Enter),
			chromedp.WaitVisible(chromedp.CSS(`.rm-said[role="status"]`))); err != nil {
			t.Fatal(err)
		}
		if len(source.desk.acts) != 1 || !strings.Contains(source.desk.acts[0], "receives on 71   1=2.5") {
			t.Errorf("did %q", source.desk.acts)
		}
	}
}
