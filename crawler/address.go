package crawler

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"time"
)

// notPublic lists the networks that no public source lives in (IANA special
// purpose registries, RFC 6890 and its updates). A source, or a page that it
// links to, must not make us talk to the operator's own machines.
var notPublic = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
	"2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// nat64 embeds IPv4 addresses (RFC 6052): in a network that has IPv6 alone, every
// IPv4 host is reached through it.
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// publicAddress says whether an address may be talked to.
func publicAddress(a netip.Addr) bool {
	if !a.IsValid() {
		return false
	}
	a = a.Unmap().WithZone("")
	if nat64.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:]))
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// dialer opens connections to public addresses, and to those hosts that the
// operator has named.
type dialer struct {
	allowed map[string]bool // "host" or "host:port", lower case
	guarded net.Dialer
	plain   net.Dialer
}

func newDialer(allow []string) *dialer {
	d := &dialer{allowed: make(map[string]bool)}
	for _, h := range allow {
		d.allowed[strings.ToLower(h)] = true
	}
	d.plain = net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	d.guarded = d.plain
	// Control sees the address that is really dialled, after the name was
	// resolved: a name that resolves to a private address is caught here, and
	// cannot change between a check and its use.
	d.guarded.Control = func(_, address string, _ syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(address)
		if err != nil || !publicAddress(ap.Addr()) {
			return fmt.Errorf("%w: %s", ErrPrivateAddress, address)
		}
		return nil
	}
	return d
}

func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if d.allows(address) {
		return d.plain.DialContext(ctx, network, address)
	}
	return d.guarded.DialContext(ctx, network, address)
}

func (d *dialer) allows(address string) bool {
	address = strings.ToLower(address)
	host, _, err := net.SplitHostPort(address)
	return d.allowed[address] || (err == nil && d.allowed[host])
}
