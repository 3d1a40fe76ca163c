// SPDX-License-Identifier: EUPL-1.2

package paying

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"rentmeester/formats/pain"
	"rentmeester/money"
	"rentmeester/payment"
)

// Seal says which file was written: whoever releases it sees these on the
// screen, and sees them again at the bank.
type Seal struct {
	SHA256 string // in hexadecimal
	Bytes  int64
	Count  int
	Total  money.Cents
}

// Write writes the file of a message and seals it. Errors: those of pain.Write.
func Write(w io.Writer, version string, m payment.Message) (Seal, error) {
	s := Seal{}
	for _, b := range m.Blocks {
		s.Count += len(b.Transfers)
		for _, t := range b.Transfers {
			s.Total += t.Amount
		}
	}
	hash, size := sha256.New(), counter(0)
	if err := pain.Write(io.MultiWriter(w, hash, &size), version, m); err != nil {
		return Seal{}, err
	}
	s.SHA256, s.Bytes = hex.EncodeToString(hash.Sum(nil)), int64(size)
	return s, nil
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// Rule says who may release a file to the bank.
type Rule struct {
	People int                    // so many different people; 0 is 2
	Maker  bool                   // the one who made the run may be among them
	Limit  money.Cents            // most that a person may release who is not named in Limits; 0 none
	Limits map[string]money.Cents // most that each may release, by name; 0 nothing
}

// Released is that a person released a file, as he saw it.
type Released struct {
	Person string
	SHA256 string
}

// Standing is where the release of a file stands.
type Standing struct {
	Done    bool
	By      []string // whose release counts, in order
	Missing int      // so many people more
	Refused []Refusal
}

// Refusal is a release that does not count, and why.
type Refusal struct {
	Person string
	Reason Reason
}

// Stand says where the release of a file stands, and of every release that does
// not count why. Nobody counts twice, however he writes his name.
func (r Rule) Stand(file Seal, maker string, given []Released) Standing {
	needed := r.People
	if needed < 1 {
		needed = 2
	}
	var s Standing
	counted := map[string]bool{}
	for _, one := range given {
		why := r.refuses(file, maker, one)
		if why == "" && counted[folded(one.Person)] {
			why = "again"
		}
		if why != "" {
			s.Refused = append(s.Refused, Refusal{one.Person, r.said(why, file, one)})
			continue
		}
		counted[folded(one.Person)] = true
		s.By = append(s.By, one.Person)
	}
	s.Missing = max(0, needed-len(s.By))
	s.Done = s.Missing == 0
	return s
}

// May says whether a person may release a file now, and if not why.
func (r Rule) May(file Seal, maker, person string, given []Released) (Reason, bool) {
	before := r.Stand(file, maker, given)
	after := r.Stand(file, maker, append(given[:len(given):len(given)], Released{person, file.SHA256}))
	if len(after.By) > len(before.By) {
		return Reason{}, true
	}
	return after.Refused[len(after.Refused)-1].Reason, false
}

func (r Rule) refuses(file Seal, maker string, one Released) string {
	most, limited := r.most(one.Person)
	switch {
	case folded(one.Person) == "":
		return "nobody"
	case file.SHA256 == "" || !strings.EqualFold(one.SHA256, file.SHA256):
		return "other-file"
	case folded(one.Person) == folded(maker) && !r.Maker:
		return "maker"
	case limited && file.Total > most:
		return "limit"
	}
	return ""
}

func (r Rule) said(why string, file Seal, one Released) Reason {
	most, _ := r.most(one.Person)
	reason := because(why, "person", one.Person, "limit", most, "amount", file.Total)
	reason.Key = "paying.release." + why
	return reason
}

// most gives what a person may release, and whether there is a bound to it.
func (r Rule) most(person string) (money.Cents, bool) {
	bound, named := money.Cents(0), false
	for name, limit := range r.Limits {
		if folded(name) == folded(person) && (!named || limit < bound) {
			bound, named = limit, true
		}
	}
	if named {
		return bound, true
	}
	return r.Limit, r.Limit > 0
}

// folded is the form in which names of people are compared.
func folded(person string) string { return strings.ToLower(strings.Join(strings.Fields(person), " ")) }
