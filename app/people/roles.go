// SPDX-License-Identifier: EUPL-1.2

package people

import (
	"context"
	"maps"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store"
	"rentmeester/store/db"
)

// SetRoles gives somebody exactly these roles from today on; what he had before
// stays known. Nobody gives himself a right that he has not. What he did not have
// already may wait for a second person: waits then says so, and nothing changed.
// Errors: people.not-found, people.own-roles, people.role, people.last.
func (r *Room) SetRoles(ctx context.Context, actor string, person int64, wanted []Grant) (waits bool, err error) {
	err = r.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: person})
		if err != nil {
			return none(err, person)
		}
		if actor == row.Name {
			if err := r.raises(ctx, tx.Queries, row, wanted); err != nil {
				return err
			}
		}
		p, err := r.whole(ctx, tx.Queries, row)
		if err != nil {
			return err
		}
		if waits, err = r.Seconded(ctx, tx.Queries, policy.ManagePeople); err != nil {
			return err
		}
		if waits = waits && r.widens(p.Roles, wanted); waits {
			return r.askRoles(ctx, tx, actor, row, p.Roles, wanted)
		}
		return r.giveRoles(ctx, tx, actor, row, wanted, "")
	})
	return waits, err
}

// giveRoles does what SetRoles says; askedBy is who asked it of the actor, "" nobody.
func (r *Room) giveRoles(ctx context.Context, tx *store.Tx, actor string, row db.Person, wanted []Grant, askedBy string) error {
	return r.keepingOne(ctx, tx, func() error {
		had, err := r.setRoles(ctx, tx, actor, row.ID, wanted)
		if err != nil {
			return err
		}
		payload := r.marked(map[string]any{"name": row.Name, "roles": wanted, "before": had})
		if askedBy != "" {
			payload["askedBy"] = askedBy
		}
		return tx.Audit(ctx, actor, "person.roles", books.Subject("person", row.ID), payload)
	})
}

// widens says whether roles are wanted that are not had on all of their days.
func (r *Room) widens(has, wanted []Grant) bool {
	for _, g := range wanted {
		if g.From == "" {
			g.From = r.Today()
		}
		covers := func(had Grant) bool {
			return had.Role == g.Role && had.From <= g.From && (had.Until == "" || g.Until != "" && g.Until <= had.Until)
		}
		if !slices.ContainsFunc(has, covers) {
			return true
		}
	}
	return false
}

// askRoles asks for roles, once they are known to be some that can be given. Errors:
// people.role, people.period.
func (r *Room) askRoles(ctx context.Context, tx *store.Tx, actor string, row db.Person, has, wanted []Grant) error {
	for _, g := range wanted {
		if _, err := r.grantable(ctx, tx, g); err != nil {
			return err
		}
	}
	if _, err := r.Ask(ctx, tx, actor, Request{Kind: AskRoles, Person: row.ID, Wish: Wish{Roles: wanted, Before: has}}); err != nil {
		return err
	}
	return tx.Audit(ctx, actor, "person.roles-asked", books.Subject("person", row.ID), map[string]any{"name": row.Name, "roles": wanted})
}

// raises says whether roles would give somebody a right that he has not, nor gets
// by what another gave him. Errors: people.own-roles.
func (r *Room) raises(ctx context.Context, q *db.Queries, row db.Person, wanted []Grant) error {
	p, err := r.whole(ctx, q, row)
	if err != nil {
		return err
	}
	inForce, err := r.InForce(ctx, q)
	if err != nil {
		return err
	}
	of := func(all []Grant) (rights policy.Rights) {
		for _, g := range all {
			if g.Until == "" || g.Until >= r.Today() {
				rights |= inForce.On(max(g.From, r.Today())).Roles.Of(g.Role)
			}
		}
		return rights
	}
	if beyond := (of(wanted) &^ of(p.Roles)).List(); len(beyond) > 0 {
		return fault.New("people.own-roles", "right", beyond[0])
	}
	return nil
}

// setRoles ends what is not wanted and grants what is and was not had. It gives the
// names of what was had today. Errors: those of grant.
func (r *Room) setRoles(ctx context.Context, tx *store.Tx, actor string, person int64, wanted []Grant) (had []string, err error) {
	had, kept, err := r.endRoles(ctx, tx, person, wanted)
	if err != nil {
		return nil, err
	}
	for _, g := range wanted {
		if slices.Contains(kept, g) {
			continue
		}
		if err := r.grant(ctx, tx, actor, person, g); err != nil {
			return nil, err
		}
	}
	return had, nil
}

// endRoles ends what somebody has, or will have, of roles that are not wanted:
// yesterday was the last day. It gives the names of what was had today, and what
// goes on.
func (r *Room) endRoles(ctx context.Context, tx *store.Tx, person int64, wanted []Grant) (had []string, kept []Grant, err error) {
	rows, err := tx.PersonRoles(ctx, db.PersonRolesParams{Adm: r.Adm.Key, PersonID: person})
	if err != nil {
		return nil, nil, books.Failed(err)
	}
	today, yesterday := r.Today(), day.Of(r.Today().Time().AddDate(0, 0, -1))
	for _, row := range rows {
		g := Grant{row.Role, day.Day(row.FromDay), day.Day(row.UntilDay)}
		if g.On(today) {
			had = append(had, g.Role)
		}
		switch {
		case slices.Contains(wanted, g):
			kept = append(kept, g)
		case g.From >= today:
			err = tx.DropPersonRole(ctx, db.DropPersonRoleParams{Adm: r.Adm.Key, ID: row.ID})
		case g.On(today) || g.Until > today:
			err = tx.EndPersonRole(ctx, db.EndPersonRoleParams{Adm: r.Adm.Key, ID: row.ID, UntilDay: string(yesterday)})
		}
		if err != nil {
			return nil, nil, books.Failed(err)
		}
	}
	return had, kept, nil
}

// grant gives a role that policy knows on its first day. Errors: people.role,
// people.period.
func (r *Room) grant(ctx context.Context, tx *store.Tx, actor string, person int64, g Grant) error {
	g, err := r.grantable(ctx, tx, g)
	if err != nil {
		return err
	}
	return tx.Add(ctx, db.PersonRole{Adm: tx.Adm, ID: tx.NewID(), PersonID: person, Role: g.Role, FromDay: string(g.From), UntilDay: string(g.Until),
		MadeBy: actor, MadeAt: tx.Stamp()})
}

// grantable gives a role with its first day, when it can be given. Errors:
// people.role, people.period.
func (r *Room) grantable(ctx context.Context, tx *store.Tx, g Grant) (Grant, error) {
	if g.From == "" {
		g.From = r.Today()
	}
	for _, d := range []day.Day{g.From, g.Until} {
		if _, err := day.Parse(string(d)); d != "" && err != nil {
			return g, fault.Wrap(err, "people.period", "role", g.Role)
		}
	}
	if g.Until != "" && g.Until < g.From {
		return g, fault.New("people.period", "role", g.Role)
	}
	inForce, err := r.InForce(ctx, tx.Queries)
	if err != nil {
		return g, err
	}
	known := inForce.On(g.From).Roles
	if _, is := known[g.Role]; !is {
		return g, fault.New("people.role", "role", fault.Clip(g.Role, 60), "roles", strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	}
	return g, nil
}

// SetBlocked keeps somebody out, or lets him in again. Who is blocked is out at
// once, and so is what acts in his name; to let him in again, with what he may do,
// can wait for a second person. Errors: people.not-found, people.last.
func (r *Room) SetBlocked(ctx context.Context, actor string, person int64, blocked bool) (waits bool, err error) {
	err = r.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.PersonByID(ctx, db.PersonByIDParams{Adm: r.Adm.Key, ID: person})
		if err != nil {
			return none(err, person)
		}
		waits = false
		if blocked == (row.BlockedBy != "") {
			return nil
		}
		if !blocked {
			if waits, err = r.Seconded(ctx, tx.Queries, policy.ManagePeople); err != nil {
				return err
			}
		}
		if !waits {
			return r.block(ctx, tx, actor, row, blocked, "")
		}
		if _, err := r.Ask(ctx, tx, actor, Request{Kind: AskUnblock, Person: row.ID}); err != nil {
			return err
		}
		return tx.Audit(ctx, actor, "person.unblock-asked", books.Subject("person", person), map[string]any{"name": row.Name})
	})
	return waits, err
}

// block does what SetBlocked says; askedBy is who asked it of the actor, "" nobody.
func (r *Room) block(ctx context.Context, tx *store.Tx, actor string, row db.Person, blocked bool, askedBy string) error {
	return r.keepingOne(ctx, tx, func() error {
		set, act := db.SetPersonBlockedParams{Adm: r.Adm.Key, ID: row.ID}, "person.unblocked"
		if blocked {
			set.BlockedBy, set.BlockedAt, act = actor, tx.Stamp(), "person.blocked"
			if err := r.shutOut(ctx, tx, actor, row.ID); err != nil {
				return err
			}
		}
		if _, err := tx.SetPersonBlocked(ctx, set); err != nil {
			return books.Failed(err)
		}
		payload := r.marked(map[string]any{"name": row.Name})
		if askedBy != "" {
			payload["askedBy"] = askedBy
		}
		return tx.Audit(ctx, actor, act, books.Subject("person", row.ID), payload)
	})
}

// shutOut ends the sessions and the links of somebody.
func (r *Room) shutOut(ctx context.Context, tx *store.Tx, actor string, person int64) error {
	if _, err := tx.DropSessionsOf(ctx, db.DropSessionsOfParams{Adm: r.Adm.Key, PersonID: person}); err != nil {
		return books.Failed(err)
	}
	return r.dropLinks(ctx, tx, actor, person)
}

// keepingOne makes a change, unless after it nobody could manage people any more
// who could before. Errors: people.last.
func (r *Room) keepingOne(ctx context.Context, tx *store.Tx, change func() error) error {
	before, err := r.managers(ctx, tx)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, err := r.managers(ctx, tx)
	if err == nil && before && !after {
		err = fault.New("people.last")
	}
	return err
}

// managers says whether somebody who is not blocked may manage people today, and
// goes on doing so.
func (r *Room) managers(ctx context.Context, tx *store.Tx) (bool, error) {
	if err := tx.Flush(ctx); err != nil { // the roles that were just given
		return false, err
	}
	all, err := r.everybody(ctx, tx.Queries)
	if err != nil {
		return false, err
	}
	inForce, err := r.InForce(ctx, tx.Queries)
	if err != nil {
		return false, err
	}
	for _, p := range all {
		lasting := slices.DeleteFunc(slices.Clone(p.Roles), func(g Grant) bool { return !g.On(r.Today()) || g.Until != "" })
		roles := Person{Roles: lasting}.RolesOn(r.Today())
		if !p.Blocked && inForce.On(r.Today()).Roles.Of(roles...).Has(policy.ManagePeople) {
			return true, nil
		}
	}
	return false, nil
}
