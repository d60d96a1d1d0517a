package crawler

import (
	"errors"
	"iter"

	"evidelic/study"
)

// errStopped says that whoever takes the pages wants no more.
var errStopped = errors.New("no more pages wanted")

// Walk turns a harvest that puts its pages one after another into the pages of a
// Source. The harvest returns the first error that put gives, or its own, which is
// yielded last; that nobody wants more pages is an error to the harvest alone.
func Walk(harvest func(put func(Page) error) error) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		stopped := false
		err := harvest(func(p Page) error {
			if stopped = stopped || !yield(p, nil); stopped {
				return errStopped
			}
			return nil
		})
		if err != nil && !stopped {
			yield(Page{}, err)
		}
	}
}

// Shortage gives the gap of a list that ended before as much had come as was
// announced, and nothing for one that did not. What names the list.
func Shortage(what string, announced, delivered int) []study.Gap {
	if delivered >= announced {
		return nil
	}
	return []study.Gap{{
		What: what, Announced: announced, Delivered: delivered,
		Reason: "the last page came before the announced total was reached",
	}}
}
