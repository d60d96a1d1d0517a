package evidence

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// example is a text and the values that a task reads off it, in the order of
// the tag.
type example struct {
	name, title, abstract string
	want                  []string
}

// testExamples runs a task's positive and negative examples.
func testExamples(t *testing.T, task study.Task, examples []example) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			s := textStudy(e.title, e.abstract)
			tags := Tag(s)
			checkProofs(t, s, tags)
			if diff := cmp.Diff(e.want, tags.Values(task)); diff != "" {
				t.Errorf("%s of %q (-want +got):\n%s", task, e.title, diff)
			}
		})
	}
}
