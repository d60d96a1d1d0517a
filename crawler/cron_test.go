package crawler

import (
	"strings"
	"testing"
	"time"
)

func TestParseCron(t *testing.T) {
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct{ name, in, next, err string }{
		{"each day", "CRON_TZ=UTC 30 3 * * *", "2025-03-02 03:30", ""},
		{"spaces", "  CRON_TZ=UTC  30  3 * *   * ", "2025-03-02 03:30", ""},
		{"Mondays", "TZ=UTC 0 6 * * 1", "2025-03-03 06:00", ""},
		{"descriptor", "TZ=UTC @daily", "2025-03-02 00:00", ""},
		{"interval", "@every 6h", "2025-03-01 18:00", ""},
		{"empty", "", "", "between 1 and 200"},
		{"long", strings.Repeat("1,", 200) + "1 * * * *", "", "between 1 and 200"},
		{"too few fields", "0 3 * *", "", "expected exactly 5 fields"},
		{"seconds", "0 0 3 * * *", "", "expected exactly 5 fields"},
		{"hour 25", "0 25 * * *", "", "above maximum"},
		{"words", "every day", "", "expected exactly 5 fields"},
		{"zone alone", "TZ=UTC", "", "nothing follows the time zone"},
		{"unknown zone", "TZ=Mars/Olympus 0 3 * * *", "", "bad location"},
		{"never", "0 0 30 2 *", "", "no such date"},
		{"too often", "@every 1s", "", "more often"},
		{"step 0", "*/0 * * * *", "", "step"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := ParseCron(tt.in)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) || !strings.Contains(err.Error(), "30 3 * * *") {
					t.Errorf("got error %v, want one with %q and an example", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Next(now).UTC().Format("2006-01-02 15:04"); got != tt.next {
				t.Errorf("next: got %s, want %s", got, tt.next)
			}
		})
	}
}

func FuzzParseCron(f *testing.F) {
	for _, s := range []string{"30 3 * * *", "@every 6h", "CRON_TZ=Europe/Berlin 0 */6 * * 1-5", "TZ=", "TZ=UTC", "0 0 30 2 *", "@", "*/0 * * * *", "1-,2 * * * *"} {
		f.Add(s)
	}
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCron(s)
		if err != nil {
			return
		}
		if next := c.Next(now); !next.IsZero() && !next.After(now) {
			t.Errorf("%q: next run %v is not after %v", s, next, now)
		}
	})
}
