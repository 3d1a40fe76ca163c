// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"embed"
	"html/template"
	"io"
	"path"
	"strings"
	"sync"
	"time"

	"rentmeester/policy"
	"rentmeester/text"
)

//go:embed templates/*.html
var templateFiles embed.FS

// templates holds, for each language, a set for each page.
type templates map[text.Lang]map[string]*set

// set is the templates of one page. One that runs asks with "may" what who looks
// may do, so nobody else runs the same copy meanwhile; copies are kept to be used
// again.
type set struct {
	untouched *template.Template // never run: what has run cannot be copied
	mu        sync.Mutex
	free      []*bound
}

// bound is a copy of a set and the rights that its "may" looks at.
type bound struct {
	templates *template.Template
	rights    policy.Rights
}

// maxFree is how many copies of a set are kept.
const maxFree = 8

// run writes a block of the set for who has these rights.
func (s *set) run(out io.Writer, block string, rights policy.Rights, data any) error {
	one, err := s.take()
	if err != nil {
		return err
	}
	defer s.giveBack(one)
	one.rights = rights
	return one.templates.ExecuteTemplate(out, block, data)
}

func (s *set) take() (*bound, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(s.free) - 1; last >= 0 {
		one := s.free[last]
		s.free = s.free[:last]
		return one, nil
	}
	copied, err := s.untouched.Clone()
	one := &bound{templates: copied}
	if err == nil {
		copied.Funcs(template.FuncMap{"may": func(right policy.Right) bool { return one.rights.Has(right) }})
	}
	return one, err
}

func (s *set) giveBack(one *bound) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.free) < maxFree {
		s.free = append(s.free, one)
	}
}

// parsed keeps what parse gave for each zone: templates are part of the program, so
// one that serves several administrations, as tests do, reads them once.
var parsed sync.Map

// templatesOf gives all templates, telling times in a zone.
func templatesOf(zone *time.Location) templates {
	if all, known := parsed.Load(zone.String()); known {
		return all.(templates)
	}
	all, _ := parsed.LoadOrStore(zone.String(), parse(zone))
	return all.(templates)
}

// parse reads all templates; a mistake in one is a mistake in the program. Files
// that begin with "_" are shared by all pages.
func parse(zone *time.Location) templates {
	all := templates{}
	names, err := templateFiles.ReadDir("templates")
	if err != nil {
		panic(err)
	}
	for _, lang := range []text.Lang{text.NL, text.EN} {
		shared := template.Must(template.New("shared").Funcs(functions(lang, zone)).
			ParseFS(templateFiles, "templates/_*.html"))
		all[lang] = map[string]*set{}
		for _, entry := range names {
			if name := entry.Name(); !strings.HasPrefix(name, "_") {
				one := template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, "templates/"+name))
				all[lang][strings.TrimSuffix(name, path.Ext(name))] = &set{untouched: one}
			}
		}
	}
	return all
}
