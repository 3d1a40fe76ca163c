// SPDX-License-Identifier: EUPL-1.2

package ocr

import "image"

// Upright gives a picture of a page as it was read: turned to stand upright and
// put straight, so that the boxes of its words lie on the words. A page that was
// read as it came is given as it is.
func Upright(picture image.Image, how Page) image.Image {
	if how.Turned == 0 && how.Skew == 0 {
		return picture
	}
	grey := greyOf(picture)
	if how.Turned != 0 {
		grey = turnRight(grey, how.Turned)
	}
	if how.Skew != 0 {
		grey = straighten(grey, how.Skew)
	}
	return grey
}
