// SPDX-License-Identifier: EUPL-1.2

package predict

// list grows by pieces, so that nothing is copied and nothing stands twice while
// it grows.
type list[T any] struct {
	pieces [][]T
	n      int
}

const piece = 1 << 12

func (l *list[T]) add(v T) {
	if l.n%piece == 0 {
		l.pieces = append(l.pieces, make([]T, 0, piece))
	}
	last := &l.pieces[len(l.pieces)-1]
	*last = append(*last, v)
	l.n++
}

func (l *list[T]) at(i int) *T { return &l.pieces[i/piece][i%piece] }

// cut takes away what comes from a place on.
func (l *list[T]) cut(n int) {
	l.n = n
	l.pieces = l.pieces[:(n+piece-1)/piece]
	if n%piece > 0 {
		last := &l.pieces[len(l.pieces)-1]
		*last = (*last)[:n%piece]
	}
}
