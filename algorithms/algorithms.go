// SPDX-License-Identifier: EUPL-1.2

// Package algorithms describes the algorithms that an administration has in use:
// for the register of algorithms of the Dutch government (publication standard 1.0)
// and as a model card for people. What it says comes from what is in force and what
// was measured; what only the organisation knows comes from its policy, and is left
// empty when that does not say it.
//
// Values go in, texts come out. It imports text.
package algorithms

import (
	"strings"

	"rentmeester/text"
)

// Kind is an algorithm: the key of its texts in the catalogue.
type Kind string

const (
	Bank   Kind = "bank"   // which open items a bank line settles
	Coding Kind = "coding" // where an invoice is booked

	Staffing Kind = "staffing" // who does which work
)

// Facts is what is known of an algorithm in use.
type Facts struct {
	Kind         Kind
	Organization string
	Contact      string // mail address or website
	Website      string
	URL          string // of the registration itself
	Processing   string // in the register of processing of personal data
	Impact       string // which assessments were made, or why none
	SourceCode   string
	Begin        string   // month in which it began, "2026-01"; "" it was never used
	Policy       string   // version in force
	Program      string   // version of the program
	Models       []string // name and version
	Promise      Said     // what policy accepts of it
	Standing     []Said   // what it may do now, and why
	Measured     []Said   // figures of this administration
}

// Said is a sentence of the catalogue with its values.
type Said struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Link is a reference with its title.
type Link struct {
	Title string `json:"title"`
	Link  string `json:"link"`
}

// Record is a registration, by publication standard 1.0.
type Record struct {
	Name            string   `json:"name"`
	Short           string   `json:"description_short"`
	Organization    string   `json:"organization"`
	Category        []string `json:"category"`
	Status          string   `json:"status"`
	Begin           string   `json:"begin_date,omitempty"`
	Contact         string   `json:"contact_email"`
	Website         string   `json:"website,omitempty"`
	Publication     string   `json:"publication_category"`
	URL             string   `json:"url,omitempty"`
	Goal            string   `json:"goal"`
	Proportionality string   `json:"proportionality"`
	Human           string   `json:"human_intervention"`
	Risks           string   `json:"risks"`
	Basis           string   `json:"lawful_basis"`
	BasisLinks      []Link   `json:"lawful_basis_grouping"`
	Processing      string   `json:"process_index_url,omitempty"`
	Impact          string   `json:"impacttoetsen,omitempty"`
	SourceData      string   `json:"source_data"`
	Methods         string   `json:"methods_and_models"`
	Provider        string   `json:"provider"`
	PublicCode      string   `json:"publiccode,omitempty"`
	Lang            string   `json:"lang"`
	StandardVersion string   `json:"standard_version"`
	SourceID        string   `json:"source_id"`
	Tags            string   `json:"tags"`
}

// Values of the standard.
const (
	inUse         = "In gebruik"
	inDevelopment = "In ontwikkeling"
	otherKind     = "Overige algoritmes"     // decides nothing about people, and is no high risk
	touchesPeople = "Impactvolle algoritmes" // proposes what people notice
)

var themes = []string{"Organisatie en bedrijfsvoering", "Overheidsfinanciën"}

// laws are where the process rests on.
var laws = []Link{
	{"Gemeentewet", "https://wetten.overheid.nl/BWBR0005416"},
	{"Besluit begroting en verantwoording provincies en gemeenten", "https://wetten.overheid.nl/BWBR0014606"},
}

// lawsOfWork are those of an employer who gives out work.
var lawsOfWork = []Link{
	{"Ambtenarenwet 2017", "https://wetten.overheid.nl/BWBR0001947"},
	{"Wet op de ondernemingsraden", "https://wetten.overheid.nl/BWBR0002747"},
}

// Register gives the registration of an algorithm; the register takes Dutch only.
func Register(f Facts) Record {
	say := f.sayer(text.NL)
	kind, rests, about := otherKind, laws, themes
	if f.Kind == Staffing {
		kind, rests, about = touchesPeople, lawsOfWork, themes[:1]
	}
	status := inUse
	if f.Begin == "" {
		status = inDevelopment
	}
	return Record{
		Name: say("name"), Short: say("short"), Organization: f.Organization, Category: about, Status: status, Begin: f.Begin,
		Contact: f.Contact, Website: f.Website, Publication: kind, URL: f.URL, Goal: say("goal"), Proportionality: say("proportionality"),
		Human: say("human") + " " + f.all(text.NL, f.Standing...), Risks: say("risks") + " " + f.all(text.NL, append([]Said{f.Promise}, f.Measured...)...),
		Basis: say("basis"), BasisLinks: rests, Processing: f.Processing, Impact: f.Impact, SourceData: say("data"),
		Methods: f.methods(text.NL), Provider: say("provider"), PublicCode: f.SourceCode, Lang: "nld", StandardVersion: "1.0",
		SourceID: "rentmeester-" + string(f.Kind), Tags: say("tags"),
	}
}

// sayer gives what says a sentence about the algorithm, by the last word of its key.
func (f Facts) sayer(lang text.Lang) func(string) string {
	return func(what string) string { return text.Say(lang, "algorithms."+string(f.Kind)+"."+what, nil) }
}

// all says sentences one after the other.
func (f Facts) all(lang text.Lang, sentences ...Said) string {
	var list []string
	for _, s := range sentences {
		if s.Code != "" {
			list = append(list, text.Say(lang, s.Code, s.Args))
		}
	}
	return strings.Join(list, " ")
}

// methods tells how each model in use works, with the versions of all that decides.
func (f Facts) methods(lang text.Lang) string {
	said := []string{f.sayer(lang)("method")}
	for _, model := range f.Models {
		name, _, _ := strings.Cut(model, "/")
		if key := "algorithms.model." + name; text.Has(lang, key) {
			said = append(said, text.Say(lang, key, map[string]string{"model": model}))
		} else {
			said = append(said, text.Say(lang, "algorithms.model.other", map[string]string{"model": model}))
		}
	}
	return strings.Join(append(said, f.versions(lang)), " ")
}

func (f Facts) versions(lang text.Lang) string {
	return text.Say(lang, "algorithms.versions", map[string]string{"program": f.Program, "policy": f.Policy})
}
