package evidence

import (
	"regexp"
	"strings"

	"evidelic/study"
)

// registries are the numbers of the registries of the WHO's network, and of
// PROSPERO for reviews.
var registries = regexp.MustCompile(`(?i)\b(NCT ?\d{8}|ISRCTN ?\d{8}|ACTRN ?\d{14}p?|EUCTR\d{4}-\d{6}-\d{2}|EudraCT[:#, a-z]{0,20}\d{4}-\d{6}-\d{2}|ChiCTR[-A-Z]*\d{8,10}|CTRI/\d{4}/\d{2,3}/\d{6}|IRCT\d{11,14}N?\d{0,3}|JPRN-[A-Z]+\d+|UMIN\d{9}|jRCTs?\d{9,10}|KCT\d{7}|DRKS\d{8}|NTR\d{3,5}|NL\d{4,8}|TCTR\d{11}|PACTR\d{15,16}|RBR-[0-9a-z]{6,7}|CRD ?\d{8,14})\b`)

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
	if d.registryWord() {
		for _, m := range registries.FindAllStringIndex(d.text.Raw, 20) {
			d.byteTag(study.TaskRegistration, lower(strings.ReplaceAll(d.text.Raw[m[0]:m[1]], " ", "")), "registration.text", m[0], m[1])
		}
	}
	if d.facts.animals {
		d.status(study.TaskRegistration, study.NotApplicable)
	}
	d.status(study.TaskRegistration, study.NotReported)
}

// registryWord admits the expression: a text without any registry's letters
// need not be searched.
func (d *doc) registryWord() bool {
	for _, w := range []string{"nct", "isrctn", "actrn", "euctr", "eudract", "chictr", "ctri/", "irct", "jprn", "umin", "jrct", "kct", "drks", "ntr", "nl", "tctr", "pactr", "rbr-", "crd"} {
		for i := 0; ; {
			k := strings.Index(d.text.Low[i:], w)
			if k < 0 {
				break
			}
			if i += k + len(w); i < len(d.text.Low) && strings.ContainsRune("0123456789/- :#", rune(d.text.Low[i])) {
				return true
			}
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
