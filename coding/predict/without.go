// SPDX-License-Identifier: EUPL-1.2

package predict

// Part is something that the ranker and the judge go by.
type Part string

// Parts.
const (
	Names   Part = "names"   // suppliers with a like name
	Watch   Part = "watch"   // how well it went lately, for this supplier and this coding
	Judge   Part = "judge"   // everything but what the ranker claims
	Linear  Part = "linear"  // the linear model
	Recency Part = "recency" // how long ago, and what came last
)

// without are places of features that are hidden: from the ranker, and from the
// judge besides.
type without struct{ ranker, judge []int }

// Without hides parts from the ranker and the judge from now on, to see what they
// are worth. Who comes into question stays the same.
func (m *Model) Without(parts ...Part) {
	for _, p := range parts {
		switch p {
		case Names:
			for _, k := range []key{byName, byFirstWord} {
				m.hidden.ranker = append(m.hidden.ranker, 2*int(k), 2*int(k)+1)
			}
			m.hidden.ranker = append(m.hidden.ranker, fNameWords, fNameN)
		case Linear:
			m.hidden.ranker = append(m.hidden.ranker, fLinear, fGap, fPart+partLinear, fPart+partLinearGap,
				fPart+partWidth+partLinear, fPart+partWidth+partLinearGap)
		case Recency:
			m.hidden.ranker = append(m.hidden.ranker, fRecent, fShort, fPlace, fSince, fRun, fIdle, fFollows, fSupplierSince,
				fLastText, fLastShape, fLastAmount, fLastArea, fLastCase, fLastDocument, fLastHead, fLastAnyText)
		case Watch:
			m.hidden.judge = append(m.hidden.judge, jSupplierHits, jSupplierSeen, jCodeHits, jCodeSeen, jCaseHits, jCaseSeen, jHits,
				jAreaHits, jAreaSeen, jPairHits, jPairSeen, jKindHits, jKindSeen)
		case Judge:
			for f := range jWidth {
				if f != jFirst {
					m.hidden.judge = append(m.hidden.judge, f)
				}
			}
		}
	}
	m.state.hidden = m.hidden
}

// blank hides features of the candidates.
func (s *state) blank(k *look) {
	for _, f := range s.hidden.ranker {
		for _, at := range k.rank {
			k.row(at)[f] = 0
		}
	}
}
