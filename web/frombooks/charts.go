// SPDX-License-Identifier: EUPL-1.2

package frombooks

import (
	"context"

	"rentmeester/web"
)

// Ageing implements web.Charted.
func (s *Source) Ageing(ctx context.Context, kind string) (list []web.Age, err error) {
	ages, err := s.books.Ageing(ctx, kind)
	for _, a := range ages {
		list = append(list, web.Age(a))
	}
	return list, translate(err)
}
