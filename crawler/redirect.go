package crawler

import (
	"fmt"
	"net/http"
	"net/url"
)

// follow checks a redirect and gives the next hop. Another host gets neither the
// caller's headers nor its key; a form is never sent to another host, and never
// turned into a GET that would lose it.
func (c *call) follow(from hop, x *exchange) (hop, error) {
	refuse := func(to, reason string, err error) (hop, error) {
		return hop{}, &RedirectError{To: RedactURL(to), Reason: reason, Err: err}
	}
	to, err := url.Parse(x.location)
	if x.location == "" || err != nil || len(x.location) > maxURL {
		return refuse(x.location, "it names no usable address", nil)
	}
	to = from.url.ResolveReference(to)
	to.Fragment = ""
	if err := checkURL(to); err != nil {
		return refuse(to.String(), err.Error(), err)
	}
	home := from.home && slotHost(to) == slotHost(from.url) && to.Scheme == from.url.Scheme
	keeps := x.status == http.StatusTemporaryRedirect || x.status == http.StatusPermanentRedirect
	switch {
	case c.Form != nil && !(home && keeps):
		return refuse(to.String(), fmt.Sprintf("status %d would lose the form or send it to another host", x.status), nil)
	case from.url.Scheme == "https" && to.Scheme == "http" && !c.Robots:
		return refuse(to.String(), "it leads from https to http", nil)
	}
	return hop{to, home}, nil
}
