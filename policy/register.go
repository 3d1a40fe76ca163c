// SPDX-License-Identifier: EUPL-1.2

package policy

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Register is what the public register of algorithms must know and no program does.
type Register struct {
	Organization string // as in the list of the government; "" the name of the administration
	Contact      string // mail address or website for questions
	Website      string // page about the process
	URL          string // where the registration itself stands
	Processing   string // in the register of processing of personal data
	Impact       string // which assessments were made, or why none
	SourceCode   string // where the source code can be read
}

// registerPart is what a part of a policy says of it; "" is what it does not say.
type registerPart struct{ Register }

const registerSettings = "organization, contact, website, url, processing, impact, source-code"

func (p registerPart) apply(to *Register) {
	for _, one := range []struct {
		to   *string
		said string
	}{{&to.Organization, p.Organization}, {&to.Contact, p.Contact}, {&to.Website, p.Website}, {&to.URL, p.URL},
		{&to.Processing, p.Processing}, {&to.Impact, p.Impact}, {&to.SourceCode, p.SourceCode}} {
		if one.said != "" {
			*one.to = one.said
		}
	}
}

var (
	mailAddress = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	webAddress  = regexp.MustCompile(`^https://\S+$`)
)

// readRegister reads that part. Errors: policy.value-at.
func readRegister(node yaml.Node, from string) (p registerPart, err error) {
	err = eachSetting(&node, from, "register", registerSettings, func(name string, value *yaml.Node) string {
		said := strings.TrimSpace(value.Value)
		long := func(to *string, most int) string {
			if *to = said; said == "" || len([]rune(said)) > most {
				return "1 – " + strconv.Itoa(most)
			}
			return ""
		}
		web := func(to *string) string {
			if *to = said; !webAddress.MatchString(said) || len(said) > 500 {
				return "https://…"
			}
			return ""
		}
		switch name {
		case "organization":
			return long(&p.Organization, 100)
		case "contact":
			if mailAddress.MatchString(said) {
				return long(&p.Contact, 500)
			}
			return web(&p.Contact)
		case "website":
			return web(&p.Website)
		case "url":
			return web(&p.URL)
		case "processing":
			return web(&p.Processing)
		case "source-code":
			return web(&p.SourceCode)
		}
		return long(&p.Impact, 2500)
	})
	return p, err
}
