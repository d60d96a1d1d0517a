package evidence

import "evidelic/study"

// fundingTask reads whether funding and conflicts of interest are stated
// (CONSORT 25; ICMJE): from the record's grants and statement, else the text.
func (d *doc) fundingTask() {
	for i, g := range d.s.Grants {
		if i < 3 && g.Agency != "" {
			d.field(study.TaskFunding, "funding", "grant", g.Agency, "funding.grant")
		}
	}
	if t := d.s.Trial; t != nil && t.Sponsor != "" {
		d.field(study.TaskFunding, "funding", "registry", t.Sponsor, "funding.sponsor")
	}
	if c := d.s.Conflicts; c != "" {
		d.field(study.TaskFunding, "conflicts", "statement", c, "funding.conflicts")
	}
	for _, h := range d.in(cueFunding, anyRole) {
		if d.sents[h.sent].role != roleTitle && !d.ofOthersTrials(h) {
			d.tag(study.TaskFunding, "funding", "funding.text", h)
		}
	}
	for _, h := range d.in(cueConflict, anyRole) {
		if r := d.sents[h.sent].role; r == roleTitle || r != roleOther && !d.near(h, 6, cueAuthors) {
			continue // conflicts of others, as a topic
		}
		if d.negated(h) || d.is(h.last, "no") {
			d.tag(study.TaskFunding, "no-conflicts", "funding.no-conflicts", h)
		} else {
			d.tag(study.TaskFunding, "conflicts", "funding.conflicts-text", h)
		}
	}
	d.status(study.TaskFunding, study.NotReported)
}

// ofOthersTrials says whether words of funding speak of trials or studies in
// general: "almost all trials have been sponsored by".
func (d *doc) ofOthersTrials(h span) bool {
	for k := h.first - 6; k < h.first; k++ {
		if k >= d.sents[h.sent].first && d.is(k, "trials", "studies") && d.is(h.first-1, "been", "were", "are") {
			return true
		}
	}
	return false
}
