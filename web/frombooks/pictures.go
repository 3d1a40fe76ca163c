// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"
	"sync"

	"rentmeester/app/invoices"
)

// mostPictures is how many pages are kept drawn: a page is asked for when its
// invoice is shown, for its size, and at once again as a picture.
const mostPictures = 32

// pictures keeps pages as they were drawn. A document never changes.
type pictures struct {
	mu    sync.Mutex
	drawn map[pageKey]invoices.Picture
	order []pageKey // from old to new
}

type pageKey struct {
	document int64
	page     int
}

// picture gives a page of a document, counted from 0.
func (s *Source) picture(ctx context.Context, document int64, page int) (invoices.Picture, error) {
	key := pageKey{document, page}
	s.pictures.mu.Lock()
	p, there := s.pictures.drawn[key]
	s.pictures.mu.Unlock()
	if there {
		return p, nil
	}
	p, err := s.books.Invoices().PagePicture(ctx, document, page)
	if err == nil {
		s.pictures.keep(key, p)
	}
	return p, err
}

func (k *pictures) keep(key pageKey, p invoices.Picture) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.drawn == nil {
		k.drawn = map[pageKey]invoices.Picture{}
	}
	if _, there := k.drawn[key]; !there {
		k.order = append(k.order, key)
	}
	k.drawn[key] = p
	for len(k.order) > mostPictures {
		delete(k.drawn, k.order[0])
		k.order = k.order[1:]
	}
}
