// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"rentmeester/bench/extract/paper"
	"rentmeester/extract"
	"rentmeester/formats/ocr"
	"rentmeester/formats/pdf"
)

// madeSeed is of the invented invoices that were looked at; the blind ones have
// another.
const madeSeed = 7

// press prints HTML to PDF by one Chromium, which is started when it is needed.
type press struct {
	browser context.Context
	stop    func()
	kept    string // directory
}

// invented reads invented invoices, and hands each over with its truth.
func (p *press) invented(reader *pdf.Reader, half paper.Half, seed uint64, count int, scanned bool, visit func(name string, made paper.Page, doc *pdf.Document)) error {
	for i := range uint64(count) {
		made := paper.Make(half, seed, i)
		name := fmt.Sprintf("%s-%d-%04d", half, seed, i)
		raw, err := p.print(name, made.HTML)
		if err != nil {
			return err
		}
		doc, err := p.words(reader, name, raw)
		if err != nil {
			return err
		}
		if scanned {
			chance := rand.New(rand.NewPCG(seed, i))
			if doc, err = scannedPages(reader, raw, len(doc.Pages), chance, filepath.Join(p.kept, name+".json")); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		visit(fmt.Sprintf("%s (%s, %s)", name, made.Layout, made.Nature), made, doc)
	}
	return nil
}

// words reads what was printed, once.
func (p *press) words(reader *pdf.Reader, name string, raw []byte) (*pdf.Document, error) {
	kept, doc := filepath.Join(p.kept, name+".words"), &pdf.Document{}
	if saved, err := os.ReadFile(kept); err == nil {
		return doc, json.Unmarshal(saved, doc)
	}
	doc, err := reader.Read(context.Background(), bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	saved, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	return doc, os.WriteFile(kept, saved, 0o600)
}

// asVoorbeeldstad is who reads the invented invoices.
var asVoorbeeldstad = extract.Options{Own: extract.Identity{VAT: []string{"NL001234567B01"}}}

// print gives a page as PDF; what was printed before is not printed again.
func (p *press) print(name, html string) ([]byte, error) {
	source, target := filepath.Join(p.kept, name+".html"), filepath.Join(p.kept, name+".pdf")
	if before, err := os.ReadFile(source); err == nil && string(before) == html {
		if raw, err := os.ReadFile(target); err == nil {
			return raw, nil
		}
	}
	if err := p.start(); err != nil {
		return nil, err
	}
	for _, old := range []string{".json", ".words"} {
		_ = os.Remove(filepath.Join(p.kept, name+old))
	}
	if err := os.WriteFile(source, []byte(html), 0o600); err != nil {
		return nil, err
	}
	if err := chromedp.Do(p.browser, chromedp.Navigate("file://"+source)); err != nil {
		return nil, err
	}
	raw, err := chromedp.Run(p.browser, printed)
	if err != nil {
		return nil, err
	}
	return raw, os.WriteFile(target, raw, 0o600)
}

// printed is the page that the browser shows, as it is printed on its own size
// of paper.
func printed(ctx context.Context, t *chromedp.Target) ([]byte, error) {
	yes := true
	result, err := cdp.Call(ctx, t, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, PrintBackground: &yes})
	if err != nil {
		return nil, err
	}
	return result.Data, nil
}

func (p *press) start() error {
	if p.browser != nil {
		return nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
		allocated, stopBrowser := chromedp.NewExecAllocator(context.Background(), flags...)
		browser, cancel := chromedp.NewContext(allocated)
		p.browser, p.stop = browser, func() { cancel(); stopBrowser() }
		return nil
	}
	return errors.New("no Chromium to print with: run scripts/setup.sh")
}

func (p *press) close() {
	if p.stop != nil {
		p.stop()
	}
}

// scannedPages draws the pages as a scanner would: not quite straight, not
// quite sharp, with specks, packed as JPEG; now and then upside down.
func scannedPages(reader *pdf.Reader, raw []byte, count int, chance *rand.Rand, kept string) (*pdf.Document, error) {
	whole := &pdf.Document{}
	if saved, err := os.ReadFile(kept); err == nil {
		return whole, json.Unmarshal(saved, whole)
	}
	engine := ocr.New(ocr.Options{})
	var numbers []int
	for i := range count {
		numbers = append(numbers, i)
	}
	angle, turned := chance.Float64()*4-2, chance.IntN(10) == 0
	err := reader.Draw(context.Background(), bytes.NewReader(raw), 200, numbers, func(_ int, picture *image.Gray, _ float64) error {
		var packed bytes.Buffer
		if err := jpeg.Encode(&packed, worn(picture, angle, turned, chance), &jpeg.Options{Quality: 60}); err != nil {
			return err
		}
		result, err := engine.Image(context.Background(), &packed)
		if err != nil {
			return err
		}
		whole.Pages = append(whole.Pages, result.Document.Pages...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	saved, err := json.Marshal(whole)
	if err != nil {
		return nil, err
	}
	return whole, os.WriteFile(kept, saved, 0o600)
}
