// SPDX-License-Identifier: EUPL-1.2

package paper

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

func sample() Paper {
	p := Paper{Title: "Rapportage 3e kwartaal", Lang: "nl", Made: time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC), Blocks: []Block{Heading(2, "Samenvatting"),
		Text("Café – € 1.234,56"), List("een", "twee")}}
	var rows [][]string
	for i := range 80 {
		rows = append(rows, []string{fmt.Sprintf("Project %d met een lange naam die niet op een regel past", i), "1.000,00"})
	}
	p.Blocks = append(p.Blocks, Rows([]Column{{"Project", false}, {"Bedrag", true}}, rows...))
	return p
}

func TestSamePaperSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	if err := WritePDF(&a, sample()); err != nil {
		t.Fatal(err)
	}
	if err := WritePDF(&b, sample()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two others")
	}
	for _, want := range []string{"%PDF-", "/Lang (nl)", "/Title", "/Outlines"} {
		if !bytes.Contains(a.Bytes(), []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	var out bytes.Buffer
	if err := WriteMarkdown(&out, sample()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# Rapportage 3e kwartaal\n", "## Samenvatting\n", "- twee\n", "| Project | Bedrag |\n|---|---:|\n| Project 0"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in %s", want, out.String()[:200])
		}
	}
}
