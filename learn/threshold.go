// SPDX-License-Identifier: EUPL-1.2

package learn

// Case is one claim that was judged.
type Case struct {
	Probability float64 // claimed, 0 to 1
	Right       bool
	Day         int // when it was judged, counted in days; of what has months only
}

// Proof is what Threshold found.
type Proof struct {
	Found     bool
	Threshold float64 // proved from here on; when not Found, where the testing began or ended
	Cases     int     // judged from that threshold on
	Wrong     int     // of which wrong
	Bound     float64 // exact upper bound of the wrong share
	Unsteady  bool    // when not Found: it is proved over the whole, but no month can rely on it
}

// Grid gives the thresholds that may be proved, from the highest down: fixed
// beforehand, finer where claims are surer.
func Grid() []float64 {
	var grid []float64
	for i := 9999; i >= 9990; i-- {
		grid = append(grid, float64(i)/10_000)
	}
	for i := 998; i >= 990; i-- {
		grid = append(grid, float64(i)/1_000)
	}
	for i := 98; i >= 50; i-- {
		grid = append(grid, float64(i)/100)
	}
	return grid
}

// Threshold gives the lowest claimed probability from which on the share that is
// wrong is proved to be at most the limit.
//
// Testing many thresholds and keeping the one that comes out well would break
// the promise more often than agreed. So the grid is walked in a fixed order,
// from the highest threshold down, each tested at full confidence by the exact
// bound, and the first that fails ends it: fixed-sequence testing, as in "Learn
// then Test" (Angelopoulos, Bates, Candès, Jordan and Lei, arXiv:2110.01052,
// 2021). The first threshold that is truly bad must be passed before any harm is
// done, and passing it has a chance of at most 1-confidence.
//
// Thresholds above which there are few cases are stepped over: those could prove
// nothing, or nothing unless all were right, so that one wrong case would end it
// all. The walk begins where half of the cases lie above it, or three times as
// many as can prove something. That depends on what was claimed, not on what
// proved right, so the order stays fixed as far as right and wrong can tell.
//
// Of what is proved the lowest is taken at which the months, if any are known, let
// expect that the next one keeps the promise as well, but for the slack, nine
// times in ten: that chooses among what is proved, so what is proved holds.
func Threshold(cases []Case, months Months, limit, confidence float64) (proof Proof) {
	lately := months.whole()
	n, wrong := make([]int, len(grid)), make([]int, len(grid))
	for _, c := range cases {
		if i := cell(grid, c.Probability); i < len(grid) {
			n[i]++
			if !c.Right {
				wrong[i]++
			}
		}
	}
	total := 0
	for _, more := range n {
		total += more
	}
	enough := Enough(limit, confidence)
	enough = max(enough, min(3*enough, total/2))
	at, proved := Proof{}, Proof{}
	for i, threshold := range grid {
		at.Threshold, at.Cases, at.Wrong = threshold, at.Cases+n[i], at.Wrong+wrong[i]
		if at.Cases < enough && i < len(grid)-1 {
			continue
		}
		if !within(at.Wrong, at.Cases, limit, confidence) {
			break
		}
		if !proved.Unsteady {
			proved, proved.Unsteady = at, true
		}
		if steady(lately, i, limit) {
			proof, proof.Found = at, true
		}
	}
	switch {
	case proof.Found:
	case proved.Unsteady:
		proof = proved
	default:
		proof = at
	}
	proof.Bound = UpperBound(proof.Wrong, proof.Cases, confidence)
	return proof
}

// cell gives the first place in the grid, which goes down, that is at or below a
// probability; len(grid) when it is below all.
func cell(grid []float64, probability float64) int {
	low, high := 0, len(grid)
	for low < high {
		middle := (low + high) / 2
		if grid[middle] <= probability {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// Looks plans when evidence that keeps growing is tested. To test after every
// case until it comes out well would break the promise, so there are looks: the
// first at the number of cases with which something can be proved at all, each
// next one half as many cases further. Look j has confidence
// 1-(1-confidence)/(j(j+1)); what the looks may miss together adds up to
// 1-confidence, however many there are.
//
// It gives the look that n cases have reached (0 none yet), the confidence of it,
// and how many cases the next one takes.
func Looks(n int, limit, confidence float64) (look int, at float64, next int) {
	next = Enough(limit, spent(1, confidence))
	for next <= n && look < maxLooks {
		look++
		next += (next + 1) / 2
	}
	return look, spent(max(look, 1), confidence), next
}

const maxLooks = 60 // by then the cases are beyond counting

func spent(look int, confidence float64) float64 {
	return 1 - (1-confidence)/float64(look*(look+1))
}
