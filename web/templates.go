// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"embed"
	"html/template"
	"path"
	"strings"
	"time"

	"rentmeester/text"
)

//go:embed templates/*.html
var templateFiles embed.FS

// templates holds, for each language, a set for each page.
type templates map[text.Lang]map[string]*template.Template

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
		all[lang] = map[string]*template.Template{}
		for _, entry := range names {
			if name := entry.Name(); !strings.HasPrefix(name, "_") {
				set := template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, "templates/"+name))
				all[lang][strings.TrimSuffix(name, path.Ext(name))] = set
			}
		}
	}
	return all
}
