package cite

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplitISSNs(t *testing.T) {
	got := splitISSNs([]string{"1234-5678(Electronic),8765-432x(Print)", "1234-5678", "NO ISSN"})
	if diff := cmp.Diff([]string{"1234-5678", "8765-432X", "NO ISSN"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
