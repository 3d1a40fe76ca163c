// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"

	"rentmeester/algorithms"
	"rentmeester/app/staff"
	"rentmeester/coding"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store/db"
	"rentmeester/text"
)

// Algorithms gives what is known of each algorithm in use: what policy says, which
// models decided, and what was measured here. program is the version of the program.
func (b *Books) Algorithms(ctx context.Context, program string) ([]algorithms.Facts, error) {
	view, err := b.StandingView(ctx)
	if err != nil {
		return nil, err
	}
	var all []algorithms.Facts
	err = b.read(ctx, func(q *db.Queries) error {
		p, err := b.policy(ctx, q)
		if err != nil {
			return err
		}
		known := describedBy(p.On(day.Of(b.Now())), first(b.Adm.Name, "?"), program)
		bank, err := b.bankFacts(ctx, q, known, view)
		if err != nil {
			return err
		}
		codings, err := b.codingFacts(ctx, q, known)
		if err != nil {
			return err
		}
		work, err := b.Staff().Algorithm(ctx, q, known)
		all = []algorithms.Facts{bank, codings, work}
		return err
	})
	return all, err
}

// Registrations gives them as the register of algorithms takes them. Error:
// algorithms.no-contact.
func Registrations(all []algorithms.Facts) ([]algorithms.Record, error) {
	records := make([]algorithms.Record, len(all))
	for i, f := range all {
		if f.Contact == "" {
			return nil, fault.New("algorithms.no-contact")
		}
		records[i] = algorithms.Register(f)
	}
	return records, nil
}

// describedBy gives what holds for every algorithm.
func describedBy(s policy.Settings, administration, program string) algorithms.Facts {
	r := s.Register
	return algorithms.Facts{Organization: first(r.Organization, administration), Contact: r.Contact, Website: r.Website, URL: r.URL,
		Processing: r.Processing, Impact: r.Impact, SourceCode: r.SourceCode, Policy: s.Version, Program: program}
}

// StaffPapers gathers what the papers about who does what say, of a period.
func (b *Books) StaffPapers(ctx context.Context, from, until day.Day, program string) (p staff.Papers, err error) {
	var known algorithms.Facts
	err = b.read(ctx, func(q *db.Queries) error {
		said, err := b.policy(ctx, q)
		if err != nil {
			return err
		}
		known = describedBy(said.On(day.Of(b.Now())), first(b.Adm.Name, "?"), program)
		return nil
	})
	if err != nil {
		return p, err
	}
	return b.Staff().Papers(ctx, from, until, known)
}

// month gives the month of a time.
func month(at string) string { return at[:min(len(at), len("2026-01"))] }

func percent(part, whole float64) string {
	if whole == 0 {
		whole = 1
	}
	return text.Percent(part / whole)
}

func (b *Books) bankFacts(ctx context.Context, q *db.Queries, f algorithms.Facts, v StandingView) (algorithms.Facts, error) {
	begun, err := q.FirstDecision(ctx, b.Adm.Key)
	if err != nil {
		return f, failed(err)
	}
	s := v.Current
	f.Kind, f.Begin, f.Models = algorithms.Bank, month(begun), []string{Model}
	f.Promise = algorithms.Said{Code: "algorithms.bank.promise." + s.Promise.Bank, Args: fault.Args("wrong", text.Percent(s.Promise.Wrong),
		"confidence", text.Percent(s.Promise.Confidence), "sample", text.Percent(s.Promise.Sample))}
	f.Standing = []algorithms.Said{algorithms.Said(s.May()), algorithms.Said(s.Because())}
	if s.Decided == 0 {
		f.Measured = []algorithms.Said{{Code: "algorithms.unmeasured"}}
		return f, nil
	}
	f.Measured = append(f.Measured, algorithms.Said{Code: "algorithms.bank.decided", Args: fault.Args("decided", s.Decided, "automatic", s.Automatic,
		"share", percent(float64(s.Automatic), float64(s.Decided)), "corrected", s.Corrected, "undone", percent(float64(s.Corrected), float64(s.Automatic)))})
	if m := s.Measured; m.Blind > 0 {
		f.Measured = append(f.Measured, algorithms.Said{Code: "algorithms.bank.sampled", Args: fault.Args("drawn", s.Drawn, "blind", m.Blind,
			"wrong", m.BlindWrong, "bound", text.Percent(m.Bound))})
	}
	for _, r := range v.Reliability {
		if r.N > 0 {
			f.Measured = append(f.Measured, algorithms.Said{Code: "algorithms.bank.calibration", Args: fault.Args("error", text.Percent(v.Calibration))})
			break
		}
	}
	return f, nil
}

func (b *Books) codingFacts(ctx context.Context, q *db.Queries, f algorithms.Facts) (algorithms.Facts, error) {
	uses, err := q.CodingUse(ctx, b.Adm.Key)
	if err != nil {
		return f, failed(err)
	}
	f.Kind = algorithms.Coding
	f.Promise = algorithms.Said{Code: "algorithms.coding.promise"}
	pilot, err := b.Invoices().Pilot(ctx)
	if err != nil {
		return f, err
	}
	f.Standing = []algorithms.Said{{Code: "algorithms.coding.standing"}}
	if pilot.Codings == "budget" {
		may := pilot.May()
		f.Standing = []algorithms.Said{{Code: may.Code, Args: may.Args}, {Code: "algorithms.coding.automatic", Args: fault.Args("wrong", percent(pilot.Promised, 1),
			"confidence", percent(pilot.Confidence, 1), "sample", percent(pilot.Sample, 1), "done", pilot.Automatic, "undone", pilot.Corrected)}}
	}
	for _, u := range uses {
		if f.Begin == "" || month(u.First) < f.Begin {
			f.Begin = month(u.First)
		}
		f.Models = append(f.Models, u.Model)
		n := float64(u.Proposed)
		f.Measured = append(f.Measured, algorithms.Said{Code: "algorithms.coding.measured", Args: fault.Args("model", u.Model,
			"first", u.First[:min(len(u.First), 10)], "last", u.Last[:min(len(u.Last), 10)], "proposed", u.Proposed, "taken", u.Taken,
			"share", percent(float64(u.Taken), n), "claimed", percent(u.Claimed, n))})
	}
	if len(uses) == 0 {
		f.Models, f.Measured = []string{coding.LastModel}, []algorithms.Said{{Code: "algorithms.unmeasured"}}
	}
	files, err := q.PastFiles(ctx, b.Adm.Key)
	used, documents := 0, int64(0)
	for _, file := range files {
		if file.State == "used" {
			used, documents = used+1, documents+file.Documents
		}
	}
	if used > 0 {
		f.Measured = append(f.Measured, algorithms.Said{Code: "algorithms.coding.audited", Args: fault.Args("files", used, "documents", documents)})
	}
	return f, failed(err)
}
