// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"net/mail"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/api"
	"rentmeester/fault"
)

func (p *program) openapiCommand() *cobra.Command {
	older := false
	c := &cobra.Command{Use: "openapi", Short: p.say("cli.openapi.short"), Args: cobra.NoArgs}
	c.Flags().BoolVar(&older, "openapi-3.0", false, p.say("cli.openapi.older"))
	c.RunE = func(*cobra.Command, []string) error {
		contact, err := p.apiContact()
		if err != nil {
			return err
		}
		make := api.OpenAPI
		if older {
			make = api.OpenAPI30
		}
		body, err := make(p.lang, api.Options{Contact: contact})
		if err != nil {
			return unforeseen(err)
		}
		_, err = p.out.Write(append(body, '\n'))
		return unforeseen(err)
	}
	return c
}

// apiContact reads whom users of the API may ask: "Name <mail> URL". Errors:
// cli.openapi.contact.
func (p *program) apiContact() (api.Contact, error) {
	said := p.settings.Get("api-contact")
	if said == "" {
		return api.Contact{}, nil
	}
	who, url, _ := strings.Cut(said, ">")
	address, err := mail.ParseAddress(who + ">")
	if url = strings.TrimSpace(url); err != nil || address.Name == "" || !strings.HasPrefix(url, "https://") {
		return api.Contact{}, fault.New("cli.openapi.contact", "value", said)
	}
	return api.Contact{Name: address.Name, Email: address.Address, URL: url}, nil
}
