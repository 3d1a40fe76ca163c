// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"encoding/base64"
	"encoding/json"

	"rentmeester/fault"
)

// cursor writes a place in a list. Nobody but uncursor should read it.
func cursor(place any) string {
	body, err := json.Marshal(place)
	if err != nil {
		panic(err) // places are plain values
	}
	return base64.RawURLEncoding.EncodeToString(body)
}

// uncursor reads a place; "" leaves it as it is. Errors: api.cursor.
func uncursor(said string, place any) error {
	if said == "" {
		return nil
	}
	body, err := base64.RawURLEncoding.DecodeString(said)
	if err == nil {
		err = json.Unmarshal(body, place)
	}
	if err != nil {
		return fault.Wrap(err, "api.cursor")
	}
	return nil
}
