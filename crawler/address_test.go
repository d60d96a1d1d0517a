package crawler

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestPublicAddress(t *testing.T) {
	tests := map[string]bool{
		"130.14.29.110": true, "193.62.193.80": true, "2607:f220:41e:4290::110": true, "64:ff9b::820e:1d6e": true, "1.1.1.1": true,
		"127.0.0.1": false, "127.9.9.9": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false, "172.32.0.1": true,
		"192.168.0.1": false, "169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false,
		"198.18.0.1": false, "203.0.113.9": false,
		"::": false, "::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "fe80::1%eth0": false, "fd00::1": false, "ff02::1": false,
		"64:ff9b::7f00:1": false, "64:ff9b::a00:1": false, "2002:7f00:1::": false, "::7f00:1": false,
	}
	for s, want := range tests {
		if got := publicAddress(netip.MustParseAddr(s)); got != want {
			t.Errorf("%s: got %v, want %v", s, got, want)
		}
	}
	if publicAddress(netip.Addr{}) {
		t.Error("no address is public")
	}
}

func TestFetchRefusesPrivateHosts(t *testing.T) {
	b := newBench(t, func(int, http.ResponseWriter, *http.Request) {})
	for name, allow := range map[string][]string{
		"nothing allowed":      nil,
		"another port allowed": {"127.0.0.1:1"},
		"another host allowed": {"localhost"},
	} {
		f, err := NewFetcher(b.slots, Options{AllowPrivate: allow})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Fetch(t.Context(), Request{URL: b.srv.URL}); !errors.Is(err, ErrPrivateAddress) || b.hits.Load() != 0 {
			t.Errorf("%s: got %v after %d requests, want ErrPrivateAddress after none", name, err, b.hits.Load())
		}
	}
	f, err := NewFetcher(b.slots, Options{AllowPrivate: []string{"LOCALHOST"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Fetch(t.Context(), Request{URL: strings.Replace(b.srv.URL, "127.0.0.1", "localhost", 1)}); err != nil {
		t.Errorf("allowed by name: %v", err)
	}
}
