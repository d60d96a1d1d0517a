package crawler

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFetchFollowsRedirects(t *testing.T) {
	tests := []struct {
		name   string
		status int
		form   url.Values
		hops   int
		want   string // "": refused
	}{
		{"301", 301, nil, 1, "GET "},
		{"302", 302, nil, 1, "GET "},
		{"303", 303, nil, 1, "GET "},
		{"307", 307, nil, 1, "GET "},
		{"308", 308, nil, 1, "GET "},
		{"five", 302, nil, 5, "GET "},
		{"six", 302, nil, 6, ""},
		{"307 keeps a form", 307, url.Values{"a": {"b"}}, 1, "POST a=b"},
		{"302 would lose a form", 302, url.Values{"a": {"b"}}, 1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, func(_ int, w http.ResponseWriter, r *http.Request) {
				var n int
				fmt.Sscanf(r.URL.Path, "/%d", &n)
				if n > 0 {
					http.Redirect(w, r, fmt.Sprintf("/%d", n-1), tt.status)
					return
				}
				body, _ := io.ReadAll(r.Body)
				answer(w, "text/plain", r.Method+" "+string(body))
			})
			res, err := b.Fetch(t.Context(), Request{URL: fmt.Sprintf("%s/%d", b.srv.URL, tt.hops), Form: tt.form})
			if tt.want == "" {
				var redirect *RedirectError
				if !errors.As(err, &redirect) {
					t.Errorf("got %v, want a RedirectError", err)
				}
				return
			}
			if err != nil || string(res.Body) != tt.want || res.URL != b.srv.URL+"/0" {
				t.Errorf("got %+v, error %v, want %q", res, err, tt.want)
			}
			if got := len(b.slots.asked); got != tt.hops+1 {
				t.Errorf("%d slots, want one for each of %d requests", got, tt.hops+1)
			}
		})
	}
}

func TestFetchRefusesRedirects(t *testing.T) {
	for _, to := range []string{
		"http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/",
		"http://localhost:PORT/", "http://192.168.1.1:8080/",
	} {
		t.Run(to, func(t *testing.T) {
			b := newBench(t, func(n int, w http.ResponseWriter, r *http.Request) {
				if n > 1 {
					t.Errorf("request %d reached %s", n, r.Host)
				}
				_, port, _ := strings.Cut(strings.TrimPrefix(r.Host, "http://"), ":")
				w.Header().Set("Location", strings.Replace(to, "PORT", port, 1))
				w.WriteHeader(302)
			})
			if _, err := b.Fetch(t.Context(), Request{URL: b.srv.URL}); !errors.Is(err, ErrPrivateAddress) {
				t.Errorf("got %v, want ErrPrivateAddress", err)
			}
		})
	}
	for _, to := range []string{"", "file:///etc/passwd", "gopher://x/", "http://a:b@127.0.0.1/", "http://", "%zz", "http://127.0.0.1/" + strings.Repeat("x", maxURL)} {
		t.Run(clip(to, 30), func(t *testing.T) {
			b := newBench(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", to)
				w.WriteHeader(302)
			})
			_, err := b.Fetch(t.Context(), Request{URL: b.srv.URL})
			var redirect *RedirectError
			if !errors.As(err, &redirect) {
				t.Errorf("got %v, want a RedirectError", err)
			}
		})
	}
}

func TestAnotherHostGetsNoSecrets(t *testing.T) {
	var got []string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range []string{"X-Api-Key", "Authorization", "Referer", "Cookie"} {
			got = append(got, r.Header.Get(h))
		}
		if !strings.HasPrefix(r.UserAgent(), Product) || r.Header.Get("Accept") != "application/json" {
			t.Errorf("headers %v", r.Header)
		}
		answer(w, "application/json", `{}`)
	}))
	defer other.Close()
	b := newBench(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	}, other.Listener.Addr().String())
	req := Request{
		URL: b.srv.URL + "/?api_key=secret", Accept: jsonOnly, Pace: Pace{Key: "secret", Daily: 5},
		Header: http.Header{"X-Api-Key": {"secret"}, "Authorization": {"secret"}},
	}
	if _, err := b.Fetch(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"", "", "", ""}, got); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	if last := b.slots.asked[len(b.slots.asked)-1]; strings.Contains(last, "secret") {
		t.Errorf("the other host's slot is under the first one's key: %s", last)
	}
	req.Form = url.Values{"api_key": {"secret"}}
	_, err := b.Fetch(t.Context(), req)
	var redirect *RedirectError
	if !errors.As(err, &redirect) {
		t.Errorf("a form for another host: got %v, want a RedirectError", err)
	}
}
