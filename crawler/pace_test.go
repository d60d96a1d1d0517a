package crawler

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMemorySlots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m MemorySlots
		start := time.Now()
		take := func(host, key string, interval time.Duration, daily int) time.Duration {
			at, err := m.ReserveSlot(t.Context(), host, key, interval, daily)
			if err != nil {
				t.Fatal(err)
			}
			return at.Sub(start)
		}
		got := []time.Duration{
			take("a", "", time.Second, 0), take("a", "", time.Second, 0), take("a", "", 10*time.Second, 0),
			take("a", "key", time.Second, 0), take("b", "", time.Second, 0),
		}
		want := []time.Duration{0, time.Second, 11 * time.Second, 0, 0}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("slots (-want +got):\n%s", diff)
		}
		day := 24 * time.Hour // a bubble's clock starts at midnight UTC
		got = nil
		for range 5 {
			got = append(got, take("c", "", time.Minute, 2))
		}
		if diff := cmp.Diff([]time.Duration{0, time.Minute, day, day + time.Minute, 2 * day}, got); diff != "" {
			t.Errorf("slots with two a day (-want +got):\n%s", diff)
		}
		<-time.After(time.Hour) // by the bubble's clock
		if got := take("a", "", time.Second, 0); got != time.Hour {
			t.Errorf("after a pause: %v, want at once", got)
		}
	})
}

func TestSleepEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		why := errors.New("stopped")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Minute, func() { cancel(why) })
		start := time.Now()
		if err := sleep(ctx, time.Hour); !errors.Is(err, why) || time.Since(start) != time.Minute {
			t.Errorf("got %v after %v, want the cause after a minute", err, time.Since(start))
		}
		if err := sleep(ctx, 0); !errors.Is(err, why) {
			t.Errorf("an ended context: got %v, want the cause", err)
		}
	})
}

func TestSlotHost(t *testing.T) {
	for in, want := range map[string]string{
		"https://Example.ORG/x":    "example.org",
		"https://example.org:443/": "example.org",
		"http://example.org:443/":  "example.org:443",
		"http://example.org:80":    "example.org",
		"http://example.org:":      "example.org",
		"http://[2001:DB8::1]:80/": "[2001:db8::1]",
		"http://127.0.0.1:8080":    "127.0.0.1:8080",
	} {
		u, err := url.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := slotHost(u); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}
