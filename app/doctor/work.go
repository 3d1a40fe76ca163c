// SPDX-License-Identifier: EUPL-1.2

package doctor

import (
	"context"
	"net"
	"net/url"
	"slices"
	"strings"

	"rentmeester/app/books"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/policy"
	"rentmeester/store/db"
)

func (p *patient) administration(ctx context.Context) {
	if p.store == nil {
		return
	}
	adm, err := p.store.Find(ctx, p.Adm)
	if err != nil {
		p.failed(err)
		return
	}
	p.books = &books.Books{Store: p.store, Adm: adm, Now: p.Now}
	p.good(fault.New("doctor.books", "name", adm.Name, "slug", adm.Slug))
}

func (p *patient) inForce(ctx context.Context) {
	if p.books == nil {
		return
	}
	var row db.CurrentPolicyRow
	err := p.books.Read(ctx, func(q *db.Queries) (err error) {
		row, err = q.CurrentPolicy(ctx, p.books.Adm.Key)
		return err
	})
	if err != nil {
		p.bad(fault.Wrap(err, "app.no-policy"))
		return
	}
	parsed, err := policy.Check([]byte(row.Body))
	if err != nil {
		p.failed(err)
		return
	}
	today := parsed.On(day.Of(p.Now()))
	p.policy = &today
	p.good(fault.New("doctor.policy", "version", row.Version, "since", row.Since))
}

// secret is a file that should be for the program's user alone.
func (p *patient) secret(file string) {
	info, err := p.Stat(file)
	switch {
	case err != nil:
		p.bad(fault.Wrap(err, "doctor.secrets.unread", "file", file))
	case p.Others(info):
		p.bad(fault.New("doctor.secrets.open", "file", file))
	default:
		p.good(fault.New("doctor.secrets", "file", file))
	}
}

// secrets: files that hold a password are readable for their user only.
func (p *patient) secrets(context.Context) {
	if p.Settings.Get("oidc-secret") != "" && p.Settings.InFile("oidc-secret") {
		p.secret(p.Settings.File)
	} else if u, err := url.Parse(p.Settings.Get("database")); err == nil && u.User != nil && p.Settings.InFile("database") {
		if _, has := u.User.Password(); has {
			p.secret(p.Settings.File)
		}
	}
	files := []string{p.Settings.Get("database-file"), p.Settings.Get("oidc-secret-file")}
	if p.policy != nil {
		files = append(files, p.policy.Outgoing.PasswordFile, p.policy.Outgoing.OAuth.SecretFile)
		for _, m := range p.policy.Intake.Mailboxes {
			files = append(files, m.PasswordFile, m.OAuth.SecretFile)
		}
	}
	slices.Sort(files)
	for _, file := range slices.Compact(files) {
		if file != "" {
			p.secret(file)
		}
	}
}

// scans: the program that reads the words of a scan is there, with both languages.
func (p *patient) scans(ctx context.Context) {
	known, err := p.Languages(ctx)
	if err != nil {
		p.warn(fault.Wrap(err, "doctor.scans.none"))
		return
	}
	var lacking []string
	for _, language := range []string{"nld", "eng"} {
		if !slices.Contains(known, language) {
			lacking = append(lacking, language)
		}
	}
	if len(lacking) > 0 {
		p.warn(fault.New("doctor.scans.languages", "lacking", strings.Join(lacking, ", ")))
		return
	}
	p.good(fault.New("doctor.scans"))
}

func (p *patient) mail(ctx context.Context) {
	if p.policy == nil {
		return
	}
	o := p.policy.Outgoing
	if !o.On() {
		p.good(fault.New("doctor.mail.off"))
		return
	}
	if o.User != "" && !p.hasSecret(o.PasswordFile, o.PasswordVariable, o.OAuth) {
		p.bad(fault.New("doctor.mail.no-password", "setting", "outgoing", "variable", variable(o.PasswordVariable, o.OAuth)))
	}
	port := o.Port
	if port == 0 {
		port = map[string]int{"tls": 465, "starttls": 587, "plain": 25}[o.Security]
	}
	p.reach(ctx, o.Host, port)
}

func (p *patient) reach(ctx context.Context, host string, port int) {
	if err := p.Dial(ctx, host, port); err != nil {
		p.bad(fault.Wrap(err, "doctor.mail.away", "host", host, "port", port))
		return
	}
	p.good(fault.New("doctor.mail", "host", host, "port", port))
}

func variable(password string, o policy.OAuth) string {
	if o.On() {
		return o.SecretVariable
	}
	return password
}

func (p *patient) hasSecret(file, name string, o policy.OAuth) bool {
	if o.On() {
		file, name = o.SecretFile, o.SecretVariable
	}
	return file != "" || p.Env(name) != ""
}

func (p *patient) intake(ctx context.Context) {
	if p.policy == nil {
		return
	}
	for _, f := range p.policy.Intake.Folders {
		if err := p.MayWrite(f.Path); err != nil {
			p.bad(fault.Wrap(err, "doctor.intake.folder", "dir", f.Path))
			continue
		}
		p.good(fault.New("doctor.intake", "dir", f.Path))
	}
	for _, m := range p.policy.Intake.Mailboxes {
		if !p.hasSecret(m.PasswordFile, m.PasswordVariable, m.OAuth) {
			p.bad(fault.New("doctor.mail.no-password", "setting", "intake.mailboxes", "variable", variable(m.PasswordVariable, m.OAuth)))
		}
		port := m.Port
		if port == 0 {
			port = map[string]int{"tls": 993, "starttls": 143, "plain": 143}[m.Security]
		}
		p.reach(ctx, m.Host, port)
	}
}

// solver: what plans with proof is in the program.
func (p *patient) solver(context.Context) {
	if p.Solver == "" {
		p.warn(fault.New("highs.missing"))
		return
	}
	p.good(fault.New("doctor.solver", "version", p.Solver))
}

// serving: the pages are there, or could be.
func (p *patient) serving(ctx context.Context) {
	if !p.Assets {
		p.bad(fault.New("doctor.serving.assets"))
	}
	host, _, err := net.SplitHostPort(p.Listen)
	if ip := net.ParseIP(host); err == nil && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		p.warn(fault.New("doctor.serving.open", "address", p.Listen))
	}
	switch serving, ready := p.Ready(ctx, p.Listen); {
	case serving && ready:
		p.good(fault.New("doctor.serving", "address", p.Listen))
		return
	case serving:
		p.bad(fault.New("doctor.serving.unready", "address", p.Listen))
		return
	}
	if err := p.Bind(p.Listen); err != nil {
		p.bad(fault.Wrap(err, "doctor.serving.taken", "address", p.Listen))
		return
	}
	p.good(fault.New("doctor.serving.not", "address", p.Listen))
}

// safeWay says whether what goes to a database server can be read or answered by
// nobody else: it stays within the machine, or the server proves who it is.
func safeWay(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	if host == "" || host == "localhost" || ip != nil && ip.IsLoopback() || strings.HasPrefix(u.Query().Get("host"), "/") {
		return true
	}
	return u.Query().Get("sslmode") == "verify-full"
}
