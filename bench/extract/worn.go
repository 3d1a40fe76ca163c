// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"image"
	"math"
	"math/rand/v2"
)

// worn is a page as a scanner makes it.
func worn(clean *image.Gray, degrees float64, turned bool, chance *rand.Rand) *image.Gray {
	b := clean.Bounds()
	w, h := b.Dx(), b.Dy()
	out := image.NewGray(b)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	at := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= w || y >= h {
			return 255
		}
		return float64(clean.Pix[y*clean.Stride+x])
	}
	for y := range h {
		for x := range w {
			dx, dy := float64(x-w/2), float64(y-h/2)
			sx, sy := float64(w/2)+dx*cos+dy*sin, float64(h/2)-dx*sin+dy*cos
			ix, iy := int(math.Floor(sx)), int(math.Floor(sy))
			fx, fy := sx-float64(ix), sy-float64(iy)
			grey := (at(ix, iy)*(1-fx)+at(ix+1, iy)*fx)*(1-fy) + (at(ix, iy+1)*(1-fx)+at(ix+1, iy+1)*fx)*fy
			blurred := (at(ix-1, iy) + at(ix+1, iy) + at(ix, iy-1) + at(ix, iy+1)) / 4
			grey = 0.75*grey + 0.25*blurred + chance.NormFloat64()*12
			if chance.IntN(5000) == 0 {
				grey = 60
			}
			grey = min(max(grey*0.92+12, 0), 255)
			if turned {
				out.Pix[(h-1-y)*out.Stride+w-1-x] = uint8(grey)
			} else {
				out.Pix[y*out.Stride+x] = uint8(grey)
			}
		}
	}
	return out
}
