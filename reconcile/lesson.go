// SPDX-License-Identifier: EUPL-1.2

package reconcile

import (
	"strconv"
	"strings"

	"rentmeester/fault"
)

// Lesson is a decision to learn from: the evidence of what was proposed, and which
// of it was right. It means something only to the version of the engine that
// proposed it.
type Lesson struct {
	pattern pattern
	sets    []uint64 // evidence of the choices, the best first
	Right   int      // place of the right one; or NoneRight, NotFirst
}

// What else a person may say of the choices.
const (
	NoneRight = -1 // it was something else
	NotFirst  = -2 // not the first; of the others nothing was said
)

// LessonOf makes a lesson; ok is false when nothing was proposed.
func LessonOf(p *Proposal, right int) (l Lesson, ok bool) {
	if p.Best == nil {
		return l, false
	}
	l.pattern, ok = patternFrom(p.Pattern)
	choicesOf(p, func(c *Choice) { l.sets = append(l.sets, c.Evidence) })
	if l.Right = right; right >= len(l.sets) {
		l.Right = NoneRight
	}
	return l, ok
}

// String writes a lesson to be kept: "pattern;set,set;right".
func (l Lesson) String() string {
	sets := make([]string, len(l.sets))
	for i, set := range l.sets {
		sets[i] = strconv.FormatUint(set, 36)
	}
	return l.pattern.key() + ";" + strings.Join(sets, ",") + ";" + strconv.Itoa(l.Right)
}

// ParseLesson reads what String wrote.
func ParseLesson(s string) (l Lesson, err error) {
	parts := strings.Split(s, ";")
	ok := len(parts) == 3
	if ok {
		l.pattern, ok = patternFrom(parts[0])
	}
	if ok {
		for _, part := range strings.Split(parts[1], ",") {
			set, err := strconv.ParseUint(part, 36, 64)
			ok = ok && err == nil
			l.sets = append(l.sets, set)
		}
		l.Right, err = strconv.Atoi(parts[2])
		ok = ok && err == nil && l.Right >= NotFirst && l.Right < len(l.sets)
	}
	if !ok {
		return Lesson{}, fault.New("reconcile.lesson", "lesson", s)
	}
	return l, nil
}

// Adopt lets the engine go on with another model, such as one that learned.
func (e *Engine) Adopt(m *Model) { e.settings.Model = m }
