// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"context"
	"slices"

	"rentmeester/app/books"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// RolesClaim gives the claim from which roles follow today, by the policy; "" none.
func (r *Room) RolesClaim(ctx context.Context) (string, error) {
	says, err := r.saysOfRoles(ctx)
	return says.Claim, err
}

// RolesFollowed gives the roles that the claim alone gives and takes today, by name.
func (r *Room) RolesFollowed(ctx context.Context) ([]string, error) {
	says, err := r.saysOfRoles(ctx)
	return says.Governed(), err
}

func (r *Room) saysOfRoles(ctx context.Context) (says policy.Elsewhere, err error) {
	err = r.Read(ctx, func(q *db.Queries) error {
		inForce, err := r.InForce(ctx, q)
		says = inForce.On(r.Today()).Elsewhere
		return err
	})
	return says, err
}

// follow gives somebody the roles that the claim of his account gives today, and ends
// those that it could give but does not: of these it alone decides. Other roles are
// left as they are. No second person confirms it: one did so when the policy said what
// the claim gives. takes false ends nothing, so that somebody can still manage people.
func (r *Room) follow(ctx context.Context, tx *store.Tx, row db.Person, a Account, takes bool) error {
	inForce, err := r.InForce(ctx, tx.Queries)
	if err != nil {
		return err
	}
	says := inForce.On(r.Today()).Elsewhere
	if says.Claim == "" {
		return nil
	}
	p, err := r.whole(ctx, tx.Queries, row)
	if err != nil {
		return err
	}
	wanted, changes := r.followed(p, says, a.Values, takes)
	if !changes {
		return nil
	}
	return r.keepingOne(ctx, tx, func() error {
		had, err := r.setRoles(ctx, tx, byElsewhere, row.ID, wanted)
		if err != nil {
			return err
		}
		return tx.Audit(ctx, byElsewhere, "person.roles-followed", books.Subject("person", row.ID), map[string]any{"name": row.Name, "before": had,
			"roles": Person{Roles: wanted}.RolesOn(r.Today()), "claim": says.Claim, "values": says.Named(a.Values), "kept": !takes})
	})
}

// followed gives the roles that somebody is to have, and whether these are others than
// he has.
func (r *Room) followed(p Person, says policy.Elsewhere, values []string, takes bool) (wanted []Grant, changes bool) {
	today := r.Today()
	given, governed := says.Given(values), says.Governed()
	for _, g := range p.Roles {
		switch over := g.Until != "" && g.Until < today; {
		case over: // it ended already
		case !slices.Contains(governed, g.Role), g.On(today) && slices.Contains(given, g.Role):
			wanted = append(wanted, g)
		case takes:
			changes = true
		default: // which is told
			wanted, changes = append(wanted, g), true
		}
	}
	for _, role := range given {
		if !slices.ContainsFunc(wanted, func(g Grant) bool { return g.Role == role && g.On(today) }) {
			wanted, changes = append(wanted, Grant{Role: role, From: today}), true
		}
	}
	return wanted, changes
}

// Untie lets an account elsewhere no longer be somebody's, and ends his sessions: the
// next account that comes with his address becomes his. That lets somebody into an
// account, so where two are needed it waits for a second person. Errors:
// people.not-found, people.not-tied.
func (r *Room) Untie(ctx context.Context, actor string, person int64) (waits bool, err error) {
	err = r.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: person})
		switch {
		case err != nil:
			return none(err, person)
		case row.Subject == "":
			return notTied(row)
		}
		if waits, err = r.Seconded(ctx, tx.Queries, policy.ManagePeople); err != nil {
			return err
		}
		if !waits {
			return r.untie(ctx, tx, actor, row, "")
		}
		if _, err := r.Ask(ctx, tx, actor, Request{Kind: AskUntie, Person: row.ID}); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "person.untie-asked", books.Subject("person", person), map[string]any{"name": row.Name})
	})
	return waits, err
}

// untie does what Untie says; askedBy is who asked it of the actor, "" nobody.
func (r *Room) untie(ctx context.Context, tx *store.Tx, actor string, row db.Person, askedBy string) error {
	untied, err := tx.UntiePerson(ctx, db.UntiePersonParams{Adm: r.Adm.Key, ID: row.ID})
	if err != nil {
		return books.Failed(err)
	}
	if untied == 0 {
		return notTied(row)
	}
	if _, err := tx.DropSessionsOf(ctx, db.DropSessionsOfParams{Adm: r.Adm.Key, PersonID: row.ID}); err != nil {
		return books.Failed(err)
	}
	payload := r.marked(map[string]any{"name": row.Name, "issuer": row.Issuer})
	if askedBy != "" {
		payload["askedBy"] = askedBy
	}
	return tx.Audit(ctx, actor, "person.untied", books.Subject("person", row.ID), payload)
}

func notTied(row db.Person) error { return fault.New("people.not-tied", "name", row.Name) }
