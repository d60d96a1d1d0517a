package demo

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"evidelic/study"
)

// limiter counts requests by second, and by minute where a source has such a
// limit. It forgets everybody when a new minute begins, so it stays small.
type limiter struct {
	mu      sync.Mutex
	second  int64
	minute  int64
	inSec   map[string]int
	inMin   map[string]int
	timeNow func() time.Time
}

func newLimiter() *limiter {
	return &limiter{inSec: map[string]int{}, inMin: map[string]int{}, timeNow: time.Now}
}

// count gives how many requests who has made in this second and this minute,
// this one included.
func (l *limiter) count(who string) (inSecond, inMinute int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.timeNow().Unix()
	if now != l.second {
		l.second = now
		clear(l.inSec)
	}
	if now/60 != l.minute {
		l.minute = now / 60
		clear(l.inMin)
	}
	l.inSec[who]++
	l.inMin[who]++
	return l.inSec[who], l.inMin[who]
}

// limit refuses a call that comes too fast, in the way of its source: NCBI with
// JSON (3 a second, 10 with a key: NBK25497), Europe PMC with plain text (10 a
// second and 500 a minute: its staff, 2026-02-26). ClinicalTrials.gov states no
// limit.
func (w *World) limit(c *call) (a answer, refused bool) {
	if w.limits == nil {
		return answer{}, false
	}
	switch c.source {
	case study.SourcePubMed:
		return w.limitEutils(c)
	case study.SourceEuropePMC:
		second, minute := w.limits.count("europepmc " + c.client())
		if second > 10 || minute > 500 {
			return plainText(http.StatusTooManyRequests, "Too Many Requests"), true
		}
	}
	return answer{}, false
}

func (w *World) limitEutils(c *call) (answer, bool) {
	most, who := 3, c.client()
	if key := c.form.Get("api_key"); key != "" {
		most, who = 10, key
	}
	sec, _ := w.limits.count("eutils " + who)
	left := max(most-sec, 0)
	h := http.Header{"X-Ratelimit-Limit": {strconv.Itoa(most)}, "X-Ratelimit-Remaining": {strconv.Itoa(left)}}
	if sec <= most {
		return answer{header: h}, false
	}
	a := rateError(http.StatusTooManyRequests, who, sec, most)
	a.header = h
	a.header.Set("Retry-After", "1")
	return a, true
}

// rateError is NCBI's refusal: JSON whatever was asked for.
func rateError(status int, who string, count, most int) answer {
	body := fmt.Sprintf(`{"error":"API rate limit exceeded","api-key":%q,"count":"%d","limit":"%d"}`, who, count, most)
	return answer{status: status, kind: "application/json", body: []byte(body)}
}
