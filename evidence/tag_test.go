package evidence

import "testing"

func TestCuesCompile(t *testing.T) {
	if _, err := finder(); err != nil {
		t.Fatal(err)
	}
}
