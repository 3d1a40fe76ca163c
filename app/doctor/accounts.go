// SPDX-License-Identifier: EUPL-1.2

package doctor

import (
	"context"
	"strings"
	"time"

	"rentmeester/fault"
)

// Issuer is how a server that keeps the accounts of people stands.
type Issuer struct {
	Clock time.Time
	Keys  int
}

// skewElsewhere is by how much our clock may differ from that of such a server: what it
// signs is good from one moment to another.
const skewElsewhere = time.Minute

// accounts: the server where people log in answers, is the one that is meant, signs, and
// has the same time as we.
func (p *patient) accounts(ctx context.Context) {
	issuer := p.Settings.Get("oidc-issuer")
	if issuer == "" {
		if p.policy != nil && p.policy.Elsewhere.Claim != "" {
			p.warn(fault.New("doctor.accounts.none", "claim", p.policy.Elsewhere.Claim))
		}
		return
	}
	found, err := p.Accounts(ctx, issuer)
	if err != nil {
		p.failed(err)
		return
	}
	if off := p.Now().Sub(found.Clock).Abs(); !found.Clock.IsZero() && off > skewElsewhere {
		p.bad(fault.New("doctor.accounts.clock", "seconds", int(off.Seconds()), "issuer", issuer))
		return
	}
	p.good(fault.New("doctor.accounts", "issuer", issuer, "keys", found.Keys,
		"back", strings.TrimSuffix(p.Settings.Get("base-url"), "/")+"/login/oidc/back"))
}
