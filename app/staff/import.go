// SPDX-License-Identifier: EUPL-1.2

package staff

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"rentmeester/fault"
)

// mostList is the largest list that is read.
const mostList = 64 << 20

// Import reads a list of people, of work or of skills. The file is not kept.
// Errors: staff.list-large, those of SkillList and Keep.
func (d *Desk) Import(ctx context.Context, actor, name string, r io.Reader) (Brought, error) {
	body, err := io.ReadAll(io.LimitReader(r, mostList+1))
	if err != nil {
		return Brought{}, err
	}
	if len(body) > mostList {
		return Brought{}, fault.New("staff.list-large", "file", name, "most", mostList>>20)
	}
	sum := sha256.Sum256(body)
	from := From{Name: name, SHA256: hex.EncodeToString(sum[:])}
	if IsSkillList(string(body[:min(len(body), 4096)])) {
		return d.SkillList(ctx, actor, bytes.NewReader(body), from)
	}
	return Brought{}, fault.New("staff.list-empty", "file", name)
}
