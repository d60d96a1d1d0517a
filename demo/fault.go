package demo

// Fault names one way in which a source can fail. The name is also what a test
// puts into a request's X-Demo-Fault header or demo_fault parameter.
type Fault string

// The passing faults. As part of Faults.Kinds they strike a request once or
// twice; the same request, sent again, is answered.
const (
	Fault429        Fault = "429"          // HTTP 429 with Retry-After: 1
	Fault429Bare    Fault = "429-bare"     // HTTP 429 without Retry-After
	Fault500        Fault = "500"          // HTTP 500 with an HTML diagnostic
	Fault503        Fault = "503"          // HTTP 503, plain text
	FaultHang       Fault = "hang"         // no answer until the client gives up, at most Faults.Patience
	FaultCut        Fault = "cut"          // half of the body that Content-Length announced
	FaultTruncated  Fault = "truncated"    // half of the body, ended properly
	FaultMalformed  Fault = "malformed"    // a body of the right length that is neither XML nor JSON
	FaultErrorIn200 Fault = "error-in-200" // an error message inside HTTP 200, in the source's own form
	FaultEnvelope   Fault = "envelope"     // Europe PMC's {"version":"6.9"}; elsewhere as FaultErrorIn200
	FaultHTML       Fault = "html"         // a page "blocked" instead of data, HTTP 200
	FaultCharset    Fault = "charset"      // ISO 8859-1 under a header that says UTF-8
	FaultSlow       Fault = "slow"         // the right answer, in small pieces over Faults.Patience
	FaultBomb       Fault = "gzip-bomb"    // a megabyte that unpacks to a gibibyte
	FaultRedirect   Fault = "redirect"     // to an address in a private network
)

// The standing faults, for Faults.Standing: they change every answer that they
// apply to.
const (
	FaultWrongTotal   Fault = "wrong-total"   // announces 7 more than there are
	FaultRepeatCursor Fault = "repeat-cursor" // a later page's cursor leads to the same page again; not for PubMed, which has none
)

// extraTotal is by how much FaultWrongTotal overstates a total.
const extraTotal = 7

// PassingFaults lists the faults after which trying the same request again
// helps, cheapest first. The last two make a client wait.
func PassingFaults() []Fault {
	return []Fault{Fault429Bare, Fault500, Fault503, FaultCut, FaultTruncated, FaultMalformed, FaultErrorIn200, FaultEnvelope,
		FaultHTML, FaultCharset, FaultBomb, FaultRedirect, Fault429, FaultSlow, FaultHang}
}

// StandingFaults lists the faults that stay.
func StandingFaults() []Fault { return []Fault{FaultWrongTotal, FaultRepeatCursor} }

// before says whether the fault takes the place of an answer.
func (f Fault) before() bool {
	switch f {
	case Fault429, Fault429Bare, Fault500, Fault503, FaultHang, FaultHTML, FaultBomb, FaultRedirect, FaultEnvelope, FaultErrorIn200:
		return true
	}
	return false
}
