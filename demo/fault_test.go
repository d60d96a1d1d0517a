package demo_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"evidelic/demo"
	"evidelic/study"

	"github.com/google/go-cmp/cmp"
)

// places are one good request for each source.
var places = map[string]string{
	"efetch":    "/eutils/efetch.fcgi?db=pubmed&id=99000001,99000002,99000003,99000005,99000008,99000013",
	"esearch":   "/eutils/esearch.fcgi?db=pubmed&term=x&retmode=json&retmax=50",
	"europepmc": "/europepmc/search?query=x&format=json&resultType=core",
	"trials":    "/ctgov/studies?query.intr=ketamine&countTotal=true",
}

// raw asks without following redirects and without unpacking.
func raw(ctx context.Context, t *testing.T, address string, fault demo.Fault) (*http.Response, []byte, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity")
	if fault != "" {
		req.Header.Set("X-Demo-Fault", string(fault))
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 8<<20))
	return res, body, err
}

func broken(body []byte) bool {
	if bytes.HasPrefix(body, []byte("<")) {
		return xml.Unmarshal(body, new(struct{})) != nil
	}
	return !json.Valid(body)
}

func TestEachFaultCanBeSeen(t *testing.T) {
	_, base := newWorld(t, 200, demo.Faults{Patience: 100 * time.Millisecond})
	for place, address := range places {
		good, want, err := raw(t.Context(), t, base+address, "")
		if err != nil || good.StatusCode != http.StatusOK || broken(want) || len(want) < 200 {
			t.Fatalf("%s without a fault: %v, %d bytes", place, err, len(want))
		}
		for fault, seen := range map[demo.Fault]func(*http.Response, []byte, error) bool{
			demo.Fault429: func(r *http.Response, _ []byte, _ error) bool {
				return r.StatusCode == 429 && r.Header.Get("Retry-After") == "1"
			},
			demo.Fault429Bare: func(r *http.Response, _ []byte, _ error) bool {
				return r.StatusCode == 429 && r.Header.Get("Retry-After") == ""
			},
			demo.Fault500: func(r *http.Response, _ []byte, _ error) bool { return r.StatusCode == 500 },
			demo.Fault503: func(r *http.Response, _ []byte, _ error) bool {
				return r.StatusCode == 503 && strings.HasPrefix(r.Header.Get("Content-Type"), "text/plain")
			},
			demo.FaultCut: func(r *http.Response, b []byte, err error) bool {
				return errors.Is(err, io.ErrUnexpectedEOF) && r.ContentLength == int64(len(want)) && len(b) < len(want)
			},
			demo.FaultTruncated: func(r *http.Response, b []byte, err error) bool {
				return err == nil && len(b) == len(want)/2 && broken(b)
			},
			demo.FaultMalformed: func(r *http.Response, b []byte, _ error) bool { return len(b) == len(want) && broken(b) },
			demo.FaultErrorIn200: func(r *http.Response, b []byte, _ error) bool {
				return r.StatusCode == 200 && bytes.Contains(bytes.ToLower(b), []byte("err")) && len(b) < 400
			},
			demo.FaultEnvelope: func(r *http.Response, b []byte, _ error) bool {
				return r.StatusCode == 200 && !broken(b) && len(b) < 400
			},
			demo.FaultHTML: func(r *http.Response, b []byte, _ error) bool {
				return r.StatusCode == 200 && strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") && bytes.Contains(b, []byte("<html>"))
			},
			demo.FaultRedirect: func(r *http.Response, _ []byte, _ error) bool {
				return r.StatusCode == 302 && r.Header.Get("Location") == demo.PrivateAddress
			},
			demo.FaultCharset: func(r *http.Response, b []byte, _ error) bool {
				return !utf8.Valid(b) && strings.Contains(strings.ToLower(r.Header.Get("Content-Type")), "utf-8")
			},
			demo.FaultBomb: func(r *http.Response, b []byte, _ error) bool {
				return r.Header.Get("Content-Encoding") == "gzip" && unpacked(b) > 100<<20
			},
			demo.FaultSlow: func(_ *http.Response, b []byte, err error) bool { return err == nil && bytes.Equal(b, want) },
		} {
			res, body, err := raw(t.Context(), t, base+address, fault)
			if res == nil || !seen(res, body, err) {
				t.Errorf("%s: fault %s cannot be seen: %v, %v, %.200s", place, fault, res, err, body)
			}
		}
	}
}

// unpacked gives how large a gzip stream becomes, at most 101 MiB: more than any
// client should take.
func unpacked(packed []byte) int64 {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return 0
	}
	n, _ := io.Copy(io.Discard, io.LimitReader(z, 101<<20))
	return n
}

func TestHangingEndsWithTheClient(t *testing.T) {
	_, base := newWorld(t, 20, demo.Faults{Patience: time.Minute})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := raw(ctx, t, base+places["trials"]+"&demo_fault=hang", ""); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the client's deadline", err)
	}
}

func TestPassingFaultsPass(t *testing.T) {
	for _, times := range []int{1, 2} {
		w, base := newWorld(t, 50, demo.Faults{Chance: 1, Times: times, Kinds: []demo.Fault{demo.Fault500, demo.Fault429Bare}})
		for place, address := range places {
			for try := range times + 1 {
				res, _, err := raw(t.Context(), t, base+address, "")
				if err != nil {
					t.Fatal(err)
				}
				if struck := res.StatusCode != http.StatusOK; struck != (try < times) {
					t.Errorf("%s, times %d, try %d: status %d", place, times, try, res.StatusCode)
				}
			}
		}
		struck := 0
		for _, n := range w.Struck() {
			struck += n
		}
		if struck != times*len(places) {
			t.Errorf("%d strikes counted, want %d", struck, times*len(places))
		}
	}
}

func TestEveryNthRequestIsStruck(t *testing.T) {
	w, base := newWorld(t, 50, demo.Faults{Every: 3, Kinds: []demo.Fault{demo.Fault503}})
	var got []int
	for i := range 9 {
		res, _, err := raw(t.Context(), t, base+places["trials"]+"&pageSize="+strconv.Itoa(i+1), "")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, res.StatusCode)
	}
	if diff := cmp.Diff([]int{200, 200, 503, 200, 200, 503, 200, 200, 503}, got); diff != "" {
		t.Errorf("statuses: %s", diff)
	}
	if err := w.SetFaults(demo.Faults{}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if res, _, err := raw(t.Context(), t, base+places["trials"], ""); err != nil || res.StatusCode != 200 {
			t.Error("faults strike after they were switched off")
		}
	}
}

// TestBurst is what a harvest meets: with every second request struck by any
// fault, a client that tries again gets the whole truth.
func TestBurst(t *testing.T) {
	w, base := newWorld(t, 300, demo.Faults{Every: 2, Kinds: []demo.Fault{demo.Fault429Bare, demo.Fault500, demo.FaultCut, demo.FaultTruncated, demo.FaultErrorIn200}})
	var got []string
	cursor := "*"
	for range 400 {
		f := form("query", "x", "format", "json", "resultType", "core", "pageSize", "5", "cursorMark", cursor)
		res, body, err := raw(t.Context(), t, base+"/europepmc/search?"+f.Encode(), "")
		var a europeAnswer
		if err != nil || res.StatusCode != 200 || json.Unmarshal(body, &a) != nil || a.ErrCode != 0 {
			continue
		}
		got = append(got, a.keys()...)
		if a.Next == nil {
			break
		}
		cursor = *a.Next
	}
	slices.Sort(got)
	if diff := cmp.Diff(w.Truth().Sources[study.SourceEuropePMC].Keys, got); diff != "" {
		t.Errorf("delivered results differ: %s", diff)
	}
	if len(w.Struck()) < 4 {
		t.Errorf("only %v struck", w.Struck())
	}
}

func TestStandingFaults(t *testing.T) {
	w, base := newWorld(t, 400, demo.Faults{Standing: []demo.Fault{demo.FaultWrongTotal, demo.FaultRepeatCursor}})
	truth := w.Truth().Sources
	for name, s := range truth {
		if s.Announced != len(s.Keys)+7 {
			t.Errorf("%s: %d announced of %d, want 7 more", name, s.Announced, len(s.Keys))
		}
	}
	if got := esearch(t, base).Result.Count; got != strconv.Itoa(truth[study.SourcePubMed].Announced) {
		t.Errorf("esearch counts %s, want %d", got, truth[study.SourcePubMed].Announced)
	}
	first := europe(t, base, "x", "pageSize", "10", "cursorMark", "*")
	if first.Hits != truth[study.SourceEuropePMC].Announced || *first.Next == "*" {
		t.Errorf("Europe PMC: hitCount %d, want %d", first.Hits, truth[study.SourceEuropePMC].Announced)
	}
	second := europe(t, base, "x", "pageSize", "10", "cursorMark", *first.Next)
	if second.Next == nil || *second.Next != *first.Next {
		t.Error("Europe PMC's cursor does not repeat")
	}
	page := trials(t, base, "countTotal", "true")
	if page.Total == nil || *page.Total != truth[study.SourceClinicalTrials].Announced {
		t.Errorf("totalCount %v, want %d", page.Total, truth[study.SourceClinicalTrials].Announced)
	}
	if again := trials(t, base, "pageToken", page.Next); again.Next != page.Next {
		t.Error("the registry's token does not repeat")
	}
}
