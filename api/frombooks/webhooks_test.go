// SPDX-License-Identifier: EUPL-1.2

package frombooks_test

import (
	"net/http"
	"strings"
	"testing"

	"rentmeester/api"
	"rentmeester/policy"
	"rentmeester/store/storetest"
)

// TestNoWebhookOnTheServerFromAfar: who makes a webhook through the API does not sit at
// the server; he may not have it knock on doors that only the server itself can reach.
func TestNoWebhookOnTheServerFromAfar(t *testing.T) {
	v := serve(t, storetest.SQLite(t), api.Options{}).listen()
	for _, url := range []string{"http://127.0.0.1:9200/books/_doc", "http://localhost:2375/containers/create", "http://[::1]:1/"} {
		q := v.as(v.add("tester", policy.RightsOf(policy.Programs), 30)).request(http.MethodPost, "/webhooks", "application/json", strings.NewReader(`{"url":"`+url+`"}`))
		answer, said := v.do(q)
		if answer.StatusCode/100 != 4 || !strings.Contains(string(said), "webhooks.private") {
			t.Errorf("%s: %d %s", url, answer.StatusCode, said)
		}
	}
}
