// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rentmeester/app"
	"rentmeester/app/books"
	"rentmeester/app/payments"
	"rentmeester/day"
	"rentmeester/fault"
	"rentmeester/ident"
	"rentmeester/money"
	"rentmeester/paying"
	"rentmeester/text"
)

// withPayments runs f on the payment runs of the books that the flags name.
func (p *program) withPayments(ctx context.Context, f func(*payments.Desk) error) error {
	return p.withBooks(ctx, func(b *app.Books) error { return f(b.Payments()) })
}

func (p *program) payCommand() *cobra.Command {
	c := &cobra.Command{Use: "pay", Short: p.say("cli.pay.short"), Long: p.say("cli.pay.long")}
	c.AddCommand(p.payRunCommand(), p.payListCommand(), p.payShowCommand(), p.payReleaseCommand(), p.payFileCommand(),
		p.payWithdrawCommand(), p.payTermsCommand())
	return c
}

// number reads an identifier that was given as an argument.
func numberOf(said string) (int64, error) {
	id, err := strconv.ParseInt(said, 10, 64)
	if err != nil {
		return 0, fault.New("cli.number", "value", said)
	}
	return id, nil
}

func (p *program) payRunCommand() *cobra.Command {
	on, dry := "", false
	c := &cobra.Command{Use: "run", Short: p.say("cli.pay.run.short"), Long: p.say("cli.pay.run.long"), Args: cobra.NoArgs}
	c.Flags().StringVar(&on, "day", "", p.say("cli.pay.run.day"))
	c.Flags().BoolVar(&dry, "dry-run", false, p.say("cli.pay.run.dry"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		d, err := optionalDay(on)
		if err != nil {
			return err
		}
		return p.withPayments(c.Context(), func(desk *payments.Desk) error {
			var v payments.RunView
			if dry {
				v, err = desk.Plan(c.Context(), d)
			} else {
				v, err = desk.Make(c.Context(), p.user, d)
			}
			if err != nil {
				return err
			}
			return p.printRun(v)
		})
	}
	return c
}

func optionalDay(said string) (day.Day, error) {
	if said == "" {
		return "", nil
	}
	d, err := day.Parse(said)
	if err != nil {
		return "", fault.New("cli.pay-day", "value", said)
	}
	return d, nil
}

func (p *program) payListCommand() *cobra.Command {
	limit, skip := 100, 0
	c := &cobra.Command{Use: "list", Short: p.say("cli.pay.list.short"), Args: cobra.NoArgs}
	c.Flags().IntVar(&limit, "limit", 100, p.say("cli.invoice.list.limit"))
	c.Flags().IntVar(&skip, "skip", 0, p.say("cli.invoice.list.skip"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		if limit < 1 || skip < 0 {
			return fault.New("cli.number", "value", min(limit, skip))
		}
		return p.withPayments(c.Context(), func(desk *payments.Desk) error {
			list, err := desk.List(c.Context(), limit, skip)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(list)
			}
			for _, r := range list {
				p.printf("cli.pay.one", "run", r.ID, "day", r.Execution, "count", r.Count, "total", money.Cents(r.Total),
					"state", p.say("payments.is."+r.State), "maker", r.MadeBy)
			}
			if len(list) == 0 {
				p.printf("cli.pay.list.empty")
			}
			return nil
		})
	}
	return c
}

func (p *program) payShowCommand() *cobra.Command {
	c := &cobra.Command{Use: "show RUN", Short: p.say("cli.pay.show.short"), Args: cobra.ExactArgs(1)}
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.onRun(c.Context(), args[0], func(desk *payments.Desk, run int64) (payments.RunView, error) { return desk.Show(c.Context(), run) })
	}
	return c
}

// onRun does something with a run and shows how it stands then.
func (p *program) onRun(ctx context.Context, said string, do func(*payments.Desk, int64) (payments.RunView, error)) error {
	run, err := numberOf(said)
	if err != nil {
		return err
	}
	return p.withPayments(ctx, func(desk *payments.Desk) error {
		v, err := do(desk, run)
		if err != nil {
			return err
		}
		return p.printRun(v)
	})
}

func (p *program) payReleaseCommand() *cobra.Command {
	sum := ""
	c := &cobra.Command{Use: "release RUN --hash SHA256", Short: p.say("cli.pay.release.short"), Long: p.say("cli.pay.release.long"), Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&sum, "hash", "", p.say("cli.pay.release.hash"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if sum == "" {
			return fault.New("cli.pay-hash")
		}
		return p.onRun(c.Context(), args[0], func(desk *payments.Desk, run int64) (payments.RunView, error) {
			return desk.Release(c.Context(), p.user, run, strings.TrimSpace(sum))
		})
	}
	return c
}

func (p *program) payWithdrawCommand() *cobra.Command {
	why := ""
	c := &cobra.Command{Use: "withdraw RUN", Short: p.say("cli.pay.withdraw.short"), Long: p.say("cli.pay.withdraw.long"), Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&why, "because", "", p.say("cli.pay.withdraw.because"))
	c.RunE = func(c *cobra.Command, args []string) error {
		return p.onRun(c.Context(), args[0], func(desk *payments.Desk, run int64) (payments.RunView, error) {
			return desk.Withdraw(c.Context(), p.user, run, strings.TrimSpace(why))
		})
	}
	return c
}

func (p *program) payFileCommand() *cobra.Command {
	out := ""
	c := &cobra.Command{Use: "file RUN --out FILE", Short: p.say("cli.pay.file.short"), Long: p.say("cli.pay.file.long"), Args: cobra.ExactArgs(1)}
	c.Flags().StringVarP(&out, "out", "o", "", p.say("cli.pay.file.out"))
	c.RunE = func(c *cobra.Command, args []string) error {
		run, err := numberOf(args[0])
		if err != nil {
			return err
		}
		if out == "" {
			return fault.New("cli.pay-out")
		}
		return p.withPayments(c.Context(), func(desk *payments.Desk) error {
			seal, err := p.fetchFile(c.Context(), desk, run, out)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(map[string]any{"run": run, "file": out, "sha256": seal.SHA256, "bytes": seal.Bytes,
					"count": seal.Count, "total": books.Euro(seal.Total)})
			}
			if out != "-" {
				p.printf("cli.pay.file.done", "file", out, "count", seal.Count, "total", seal.Total, "sha256", seal.SHA256)
			}
			return nil
		})
	}
	return c
}

// fetchFile writes the file of a run; "-" is the screen. Nothing is left of a file
// that was not written in full, and a file that is there is not overwritten.
func (p *program) fetchFile(ctx context.Context, desk *payments.Desk, run int64, out string) (seal paying.Seal, err error) {
	if out == "-" {
		return desk.Fetch(ctx, p.user, run, p.out)
	}
	f, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return seal, fault.Wrap(err, "cli.output", "name", out)
	}
	if seal, err = desk.Fetch(ctx, p.user, run, f); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return seal, errors.Join(err, os.Remove(out))
	}
	return seal, nil
}

func (p *program) payTermsCommand() *cobra.Command {
	account, part, discount, until := "", "", "", ""
	c := &cobra.Command{Use: "terms INVOICE", Short: p.say("cli.pay.terms.short"), Long: p.say("cli.pay.terms.long"), Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&account, "g-account", "", p.say("cli.pay.terms.account"))
	c.Flags().StringVar(&part, "g-amount", "0.00", p.say("cli.pay.terms.part"))
	c.Flags().StringVar(&discount, "discount", "0.00", p.say("cli.pay.terms.discount"))
	c.Flags().StringVar(&until, "until", "", p.say("cli.pay.terms.until"))
	c.RunE = func(c *cobra.Command, args []string) error {
		invoice, err := numberOf(args[0])
		if err != nil {
			return err
		}
		t, err := termsOf(account, part, discount, until)
		if err != nil {
			return err
		}
		return p.withPayments(c.Context(), func(desk *payments.Desk) error {
			if err := desk.SetTerms(c.Context(), p.user, invoice, t); err != nil {
				return err
			}
			if p.json {
				return p.printJSON(map[string]any{"invoice": invoice, "gAccount": t.GIBAN, "gAmount": books.Euro(t.GAmount), "discount": books.Euro(t.Discount), "until": t.Until})
			}
			p.printf("cli.pay.terms.done", "invoice", invoice)
			return nil
		})
	}
	return c
}

func termsOf(account, part, discount, until string) (t payments.Terms, err error) {
	if account != "" {
		iban, ok := ident.IBAN(account)
		if !ok || !ident.GAccount(iban) {
			return t, fault.New("cli.pay-g-account", "value", account)
		}
		t.GIBAN = iban
	}
	if t.GAmount, err = money.Parse(part); err != nil {
		return t, err
	}
	if t.Discount, err = money.Parse(discount); err != nil {
		return t, err
	}
	d, err := optionalDay(until)
	t.Until = string(d)
	return t, err
}

// runJSON is a run as scripts read it: each reason with its sentence.
type runJSON struct {
	payments.RunView
	Sentences map[string]string `json:"sentences"` // of the reasons, by what they are about: "payment 3", "item 12"
}

func (p *program) printRun(v payments.RunView) error {
	if p.json {
		out := runJSON{v, map[string]string{}}
		for _, one := range v.Payments {
			if len(one.Reasons) > 0 {
				out.Sentences[fmt.Sprint("payment ", one.Pos)] = p.sentences(one.Reasons)
			}
		}
		for _, l := range v.Left {
			out.Sentences[fmt.Sprint("item ", l.Item)] = p.sentences(l.Reasons)
		}
		return p.printJSON(out)
	}
	p.printRunHead(v)
	for _, one := range v.Payments {
		p.printPayment(one)
	}
	if len(v.Left) > 0 {
		p.printf("cli.pay.left", "count", len(v.Left))
	}
	for _, l := range v.Left {
		p.printf("cli.pay.left.one", "number", l.Number, "name", l.Name, "amount", money.Cents(l.Amount), "why", p.sentences(l.Reasons))
		if l.Late.Count > 0 {
			p.printf("cli.pay.late.one", "days", l.Late.Days, "risk", money.Cents(l.Late.Interest+l.Late.Compensation))
		}
	}
	p.printRunGains(v)
	p.printReleases(v)
	return nil
}

func (p *program) printRunHead(v payments.RunView) {
	switch {
	case v.ID != 0:
		p.printf("cli.pay.head", "run", v.ID, "state", p.say("payments.is."+v.State), "day", v.Execution, "account", v.Account,
			"count", v.Count, "total", money.Cents(v.Total), "maker", v.MadeBy)
	case v.Count == 0:
		p.printf("cli.pay.nothing", "day", v.Execution)
	default:
		p.printf("cli.pay.proposal", "day", v.Execution, "account", v.Account, "count", v.Count, "total", money.Cents(v.Total))
	}
	if v.EndedBy != "" {
		p.printf("cli.pay.ended", "person", v.EndedBy, "why", firstOf(v.EndedWhy, "–"))
	}
}

func (p *program) printPayment(one payments.PaymentView) {
	p.printf("cli.pay.payment", "pos", one.Pos, "name", one.Name, "iban", one.IBAN, "amount", money.Cents(one.Amount),
		"text", firstOf(one.Text, one.Reference), "state", p.say("payments.payment."+one.State))
	if len(one.Settles) > 1 {
		for _, s := range one.Settles {
			p.printf("cli.pay.settle", "number", s.Number, "amount", money.Cents(s.Amount))
		}
	}
	for _, s := range one.Settles {
		if s.Discount != 0 {
			p.printf("cli.pay.discount", "number", s.Number, "amount", money.Cents(s.Discount))
		}
		if s.Late.Count > 0 {
			p.printf("cli.pay.late.one", "days", s.Late.Days, "risk", money.Cents(s.Late.Interest+s.Late.Compensation))
		}
	}
	if len(one.Reasons) > 0 {
		fmt.Fprintf(p.out, "     %s\n", p.sentences(one.Reasons))
	}
}

// printRunGains tells what the run brings and risks.
func (p *program) printRunGains(v payments.RunView) {
	if v.Discount != 0 {
		p.printf("cli.pay.gain", "amount", money.Cents(v.Discount))
	}
	if v.Credit != 0 {
		p.printf("cli.pay.credit", "amount", money.Cents(v.Credit))
	}
	if v.PaidLate.Count > 0 {
		p.printf("cli.pay.late.paid", "count", v.PaidLate.Count, "days", v.PaidLate.Days, "risk", money.Cents(v.PaidLate.Interest+v.PaidLate.Compensation))
	}
	if v.LeftLate.Count > 0 {
		p.printf("cli.pay.late.left", "count", v.LeftLate.Count, "days", v.LeftLate.Days, "risk", money.Cents(v.LeftLate.Interest+v.LeftLate.Compensation))
	}
	if v.OldRate && v.PaidLate.Count+v.LeftLate.Count > 0 {
		p.printf("cli.pay.old-rate")
	}
}

func (p *program) printReleases(v payments.RunView) {
	if v.ID == 0 {
		return
	}
	p.printf("cli.pay.file", "message", v.MessageID, "version", v.Version, "bytes", v.Bytes, "sha256", v.SHA256)
	for _, r := range v.Releases {
		p.printf("cli.pay.released", "person", r.Person, "at", r.At)
		if r.Why != nil {
			fmt.Fprintf(p.out, "     %s\n", text.Say(p.lang, r.Why.Code, r.Why.Args))
		}
	}
	if v.State == "draft" && v.Missing > 0 {
		p.printf("cli.pay.missing", "count", v.Missing)
	}
}

func (p *program) sentences(reasons []payments.Reason) string {
	all := make([]string, len(reasons))
	for i, r := range reasons {
		all[i] = text.Say(p.lang, r.Code, r.Args)
	}
	return strings.Join(all, " ")
}
