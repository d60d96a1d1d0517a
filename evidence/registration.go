package evidence

import (
	"regexp"
	"strings"

	"evidelic/study"
)

// registries are the numbers of the registries of the WHO's network, and of
// PROSPERO for reviews.
var registries = regexp.MustCompile(`(?i)^(NCT ?\d{8}|ISRCTN ?\d{8}|ACTRN ?\d{14}p?|EUCTR\d{4}-\d{6}-\d{2}|EudraCT[:#, a-z()]{0,20}\d{4}-\d{6}-\d{2}|ChiCTR[-A-Z]*\d{8,10}|CTRI/\d{4}/\d{2,3}/\d{6}|IRCT\d{11,14}N?\d{0,3}|JPRN-[A-Z]+\d+|UMIN\d{9}|jRCTs?\d{9,10}|KCT\d{7}|DRKS\d{8}|NTR\d{3,5}|NL\d{4,8}|TCTR\d{11}|PACTR\d{15,16}|RBR-[0-9a-z]{6,7}|CRD ?\d{8,14})\b`)

// registrationTask reads the trial's registration number: from the record, else
// from the text.
func (d *doc) registrationTask() {
	if n := d.s.IDs.Registry; n != "" {
		d.field(study.TaskRegistration, lower(n), "registry", n, "registration.registry")
	}
	for i, t := range d.s.Trials {
		if i < 20 {
			d.field(study.TaskRegistration, lower(t.Number), "databank", t.Number, "registration.databank")
		}
	}
	for i, found := 0, 0; i < len(d.text.Tokens) && found < 20; i++ {
		if !registryWord(d.word(i)) {
			continue
		}
		start := int(d.text.Tokens[i].Start)
		if m := registries.FindStringIndex(d.text.Raw[start:min(start+64, len(d.text.Raw))]); m != nil {
			number := d.text.Raw[start : start+m[1]]
			if d.facts.review && !strings.HasPrefix(lower(number), "crd") {
				continue // the number of a trial that is reviewed
			}
			d.byteTag(study.TaskRegistration, lower(strings.ReplaceAll(number, " ", "")), "registration.text", start, start+m[1])
			found++
		}
	}
	if d.facts.animals {
		d.status(study.TaskRegistration, study.NotApplicable)
	}
	d.status(study.TaskRegistration, study.NotReported)
}

// registryWord admits the expression: only words that start as a number of a
// registry does are looked at.
func registryWord(w string) bool {
	if len(w) < 2 || strings.IndexByte("niaecjukdtpr", w[0]) < 0 {
		return false
	}
	for _, p := range [...]string{"nct", "isrctn", "actrn", "euctr", "eudract", "chictr", "ctri", "irct", "jprn", "umin", "jrct", "kct", "drks", "ntr", "nl", "tctr", "pactr", "rbr", "crd"} {
		if w[0] == p[0] && w[1] == p[1] && strings.HasPrefix(w, p) {
			return true
		}
	}
	return false
}

// byteTag tags bytes that are not whole tokens.
func (d *doc) byteTag(task study.Task, value, rule string, start, end int) {
	p := study.Proof{Field: "title", Start: start, End: end, Text: strings.Clone(d.text.Raw[start:end]), Rule: rule}
	if start >= d.cut {
		p.Field, p.Start, p.End = "abstract", start-d.cut, end-d.cut
	}
	d.put(task, value, p.Field, p)
}
