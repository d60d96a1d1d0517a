package study

import (
	"encoding/json"
	"testing"
)

func TestParseDate(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"2024", "2024"}, {"2024-04", "2024-04"}, {"2024-04-02", "2024-04-02"}, {"2024/4/2", "2024-04-02"}, {"2024-02-29", "2024-02-29"},
		{"", ""}, {"-2024", ""}, {"2024-", ""}, {"2024--04", ""}, {"2024-04/02", ""}, {"2024-00", ""}, {"2024-13", ""}, {"2023-02-29", ""},
		{"24", ""}, {"0999", ""}, {"2024-+4", ""}, {"20240402", ""}, {"2024-04-02T00:00", ""}, {"2024-004", ""},
	} {
		got, err := ParseDate(tt.in)
		if got.String() != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("ParseDate(%q) = %q, %v, want %q", tt.in, got, err, tt.want)
		}
	}
}

func TestDateOrder(t *testing.T) {
	order := []Date{{}, {Year: 2023, Month: 12, Day: 31}, {Year: 2024}, {Year: 2024, Month: 1}, {Year: 2024, Month: 1, Day: 1}}
	for i := range order {
		for j := range order {
			if got, want := order[i].Compare(order[j]), compareInt(i, j); got != want {
				t.Errorf("%v.Compare(%v) = %d, want %d", order[i], order[j], got, want)
			}
		}
	}
}

func compareInt(a, b int) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2024", "2024-04", "2024/04/02", "2001 Spring", "1000-1-1 ", "2001-04-02 Spring", "2001 Monsoon", "2001-02-30", "0000", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := json.Marshal(s)
		if err != nil {
			t.Skip()
		}
		var d, again Date
		if d.UnmarshalJSON(b) != nil {
			return
		}
		out, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(out, &again); err != nil || again != d {
			t.Errorf("%q reads as %+v, which is written %s and read as %+v, %v", s, d, out, again, err)
		}
	})
}
