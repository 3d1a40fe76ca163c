// SPDX-License-Identifier: EUPL-1.2

package pdf

import (
	"context"
	"errors"
	"image"
	"strings"
	"testing"

	"rentmeester/fault"
)

func draw(t *testing.T, raw string, dpi int, pages ...int) ([]*image.Gray, error) {
	t.Helper()
	var all []*image.Gray
	err := shared.Draw(context.Background(), strings.NewReader(raw), dpi, pages, func(_ int, picture *image.Gray, _ float64) error {
		all = append(all, picture)
		return nil
	})
	return all, err
}

// TestDraw draws pages: text is dark on white, at its place, in the size asked.
func TestDraw(t *testing.T) {
	raw := made("", []string{at(20, 80, "MMMMMM"), ""})
	all, err := draw(t, raw, 144, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if size := all[0].Rect.Size(); size != image.Pt(400, 200) {
		t.Errorf("%v pixels, want 400 by 200", size)
	}
	dark := func(picture *image.Gray, from, to int) (count int) {
		for y := from; y < to; y++ {
			for x := range picture.Rect.Dx() {
				if picture.GrayAt(x, y).Y < 100 {
					count++
				}
			}
		}
		return count
	}
	if dark(all[0], 20, 42) < 100 || dark(all[0], 60, 200) > 0 || dark(all[1], 0, 200) > 0 {
		t.Errorf("dark pixels: %d on the line, %d under it, %d on the empty page", dark(all[0], 20, 42), dark(all[0], 60, 200), dark(all[1], 0, 200))
	}
}

// TestDrawLarge: a page as large as a hall is drawn coarser, one as large as a
// town is refused.
func TestDrawLarge(t *testing.T) {
	all, err := draw(t, made("/MediaBox[0 0 3000 3000]", []string{""}), 300, 0)
	if err != nil || all[0].Rect.Dx()*all[0].Rect.Dy() > MostPixels*11/10 {
		t.Errorf("%v", err)
	}
	if _, err := draw(t, made("/MediaBox[0 0 2000000 2000000]", []string{""}), 300, 0); fault.Code(err) != "pdf.page-too-large" {
		t.Errorf("got %v", err)
	}
}

func TestDrawRefusals(t *testing.T) {
	if _, err := draw(t, "no PDF", 100, 0); fault.Code(err) != "pdf.none" {
		t.Errorf("got %v", err)
	}
	if _, err := draw(t, made("", []string{""}), 100, 7); fault.Code(err) != "pdf.page" {
		t.Errorf("a page that is not there: %v", err)
	}
	stop := errors.New("genoeg")
	err := shared.Draw(context.Background(), strings.NewReader(made("", []string{"", ""})), 72, []int{0, 1}, func(int, *image.Gray, float64) error { return stop })
	if !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := shared.Draw(ended, strings.NewReader(made("", []string{""})), 72, []int{0}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
