// SPDX-License-Identifier: EUPL-1.2

package ocr

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"rentmeester/fault"
	"rentmeester/formats/pdf"
)

const (
	mostOutput = 16 << 20 // bytes of what the program may say
	mostSays   = 64 << 10 // bytes of its complaints that are kept
	afterKill  = 2 * time.Second
)

// run lets the program read a picture and gives what it writes.
func (e *Engine) run(ctx context.Context, picture *image.Gray, dpi float64, mode string, format ...string) ([]byte, error) {
	program, err := exec.LookPath(e.options.Program)
	if err != nil {
		return nil, fault.Wrap(err, "ocr.missing", "program", e.options.Program)
	}
	ctx, cancel := context.WithTimeout(ctx, e.options.PageTime)
	defer cancel()
	args := append([]string{"stdin", "stdout", "-l", e.options.Languages, "--psm", mode, "--dpi", strconv.Itoa(int(dpi + 0.5))}, format...)
	command := bounded(ctx, program, args, e.options.Memory, e.options.PageTime)
	command.Env = []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C", "PATH=/usr/local/bin:/usr/bin:/bin"}
	command.Env = append(command.Env, kept()...)
	command.WaitDelay = afterKill
	out, says := &limited{most: mostOutput, full: cancel}, &limited{most: mostSays}
	command.Stdin, command.Stdout, command.Stderr = pgm(picture), out, says
	err = command.Run()
	switch {
	case out.over:
		return nil, fault.New("ocr.output", "limit", mostOutput>>20)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, fault.Wrap(ctx.Err(), "ocr.time")
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && strings.Contains(says.kept.String(), "Failed loading language"):
		return nil, fault.Wrap(err, "ocr.language", "languages", e.options.Languages)
	case err != nil:
		return nil, fault.Wrap(fmt.Errorf("%w: %s", err, lastLine(says.kept.String())), "ocr.failed")
	}
	return out.kept.Bytes(), nil
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(strings.ToValidUTF8(s, "")), "\n")
	return lines[len(lines)-1]
}

// limited is a buffer that takes no more than it may. It is no bytes.Buffer
// itself, for that would be filled past Write.
type limited struct {
	kept bytes.Buffer
	most int
	over bool
	full func() // called when there is too much; nil to drop the rest
}

func (l *limited) Write(p []byte) (int, error) {
	if room := l.most - l.kept.Len(); len(p) > room {
		if l.full != nil {
			l.over = true
			l.full()
			return 0, io.ErrShortWrite
		}
		l.kept.Write(p[:room])
		return len(p), nil
	}
	return l.kept.Write(p)
}

// pgm writes a grey picture in the plainest format that there is.
func pgm(picture *image.Gray) io.Reader {
	b := picture.Bounds()
	head := fmt.Sprintf("P5\n%d %d\n255\n", b.Dx(), b.Dy())
	rows := make([]io.Reader, 0, 2)
	rows = append(rows, strings.NewReader(head))
	if picture.Stride == b.Dx() {
		rows = append(rows, bytes.NewReader(picture.Pix[:b.Dx()*b.Dy()]))
		return io.MultiReader(rows...)
	}
	for y := range b.Dy() {
		rows = append(rows, bytes.NewReader(picture.Pix[y*picture.Stride:y*picture.Stride+b.Dx()]))
	}
	return io.MultiReader(rows...)
}

// pageOf reads the table that the program writes: a line for each word, with
// its box in pixels and its confidence in percent.
func pageOf(table []byte, width, height int, dpi float64) pdf.Page {
	points := 72 / dpi
	page := pdf.Page{Width: float64(width) * points, Height: float64(height) * points, Words: []pdf.Word{}}
	var text strings.Builder
	line := ""
	lines := bufio.NewScanner(bytes.NewReader(table))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		columns := strings.Split(lines.Text(), "\t")
		if len(columns) != 12 || columns[0] != "5" {
			continue
		}
		word, ok := wordOf(columns, points)
		if !ok {
			continue
		}
		if at := strings.Join(columns[1:5], " "); at != line && line != "" {
			text.WriteString("\n")
			line = at
		} else if line != "" {
			text.WriteString(" ")
		} else {
			line = at
		}
		text.WriteString(word.Text)
		page.Words = append(page.Words, word)
	}
	page.Text = text.String()
	return page
}

// wordOf reads one line of the table. Rules of a table that were taken for
// signs are no words.
func wordOf(columns []string, points float64) (pdf.Word, bool) {
	var at [4]float64
	for i := range at {
		value, err := strconv.ParseFloat(columns[6+i], 64)
		if err != nil {
			return pdf.Word{}, false
		}
		at[i] = value * points
	}
	sure, err := strconv.ParseFloat(columns[10], 64)
	text := strings.TrimSpace(columns[11])
	if err != nil || strings.Trim(text, "|_—–-=~[]{}‘’'\"“”.,°*<>\\/") == "" && text != "-" || text == "" {
		return pdf.Word{}, false
	}
	text = strings.Trim(text, "|_")
	if text == "" {
		return pdf.Word{}, false
	}
	return pdf.Word{Text: text, Confidence: min(max(sure, 1), 100) / 100,
		Box: pdf.Box{Left: at[0], Top: at[1], Right: at[0] + at[2], Bottom: at[1] + at[3]}}, true
}
