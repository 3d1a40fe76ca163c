// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"rentmeester/fault"
)

// nowhere answers an address that no page has.
func (p *pages) nowhere(_ http.ResponseWriter, r *http.Request) error {
	return fault.New("web.page.not-found", "path", r.URL.Path)
}
