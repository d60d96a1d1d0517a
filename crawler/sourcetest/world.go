package sourcetest

import (
	"context"
	"testing"
	"time"

	"evidelic/crawler"
)

// freeSlots lets every request go at once.
type freeSlots struct{}

// ReserveSlot gives every request its slot at once.
func (freeSlots) ReserveSlot(context.Context, string, string, time.Duration, int) (time.Time, error) {
	return time.Now(), nil
}

// RealFetcher gives the crawler's own fetcher for servers on loopback, without
// pacing and with short pauses before it tries again.
func RealFetcher(t testing.TB) *crawler.Fetcher {
	t.Helper()
	f, err := crawler.NewFetcher(freeSlots{}, crawler.Options{
		AllowPrivate: []string{"127.0.0.1"}, Pause: time.Millisecond, Tries: 6, Timeout: 10 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}
