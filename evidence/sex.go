package evidence

import (
	"slices"

	"evidelic/study"
)

// sexTask reads the sex of the people: from the registry, else from words of the
// study's own sentences. Both named is both.
func (d *doc) sexTask() {
	if t := d.s.Trial; t != nil && t.Sex != "" {
		if v := map[string]string{"all": "both", "female": "female", "male": "male"}[lower(t.Sex)]; v != "" {
			d.field(study.TaskSex, v, "registry", t.Sex, "sex.registry")
			return
		}
	}
	if d.facts.animals {
		d.status(study.TaskSex, study.NotApplicable)
		return
	}
	both := slices.DeleteFunc(d.in(cueBothSexes, ownRoles), func(h span) bool {
		return d.is(h.last+1, "identity", "transitioning", "transition", "affirming", "dysphoria", "diverse", "minority", "minorities", "themed", "questioning")
	})
	male, partM := d.sexWords(cueMale)
	female, partF := d.sexWords(cueFemale)
	male, partM = d.wholeOfParts(male, partM, partF)
	female, partF = d.wholeOfParts(female, partF, partM)
	switch {
	case len(both) > 0:
		d.tag(study.TaskSex, "both", "sex.both", both...)
	case len(male)+len(partM) > 0 && len(female)+len(partF) > 0:
		d.tag(study.TaskSex, "both", "sex.male-and-female", append(male, partM...)[0], append(female, partF...)[0])
	case len(partM)+len(partF) > 0:
		d.tag(study.TaskSex, "both", "sex.part", append(partM, partF...)...)
	case len(male) > 0:
		d.tag(study.TaskSex, "male", "sex.male", male...)
	case len(female) > 0:
		d.tag(study.TaskSex, "female", "sex.female", female...)
	}
	if d.facts.review {
		d.status(study.TaskSex, study.NotApplicable)
	}
	d.status(study.TaskSex, study.NotReported)
}

// sexWords splits the words for one sex into those that speak of all people of
// the study and those that count a part of them: "12 (8 male)", "61 % women".
func (d *doc) sexWords(c cue) (whole, part []span) {
	for _, h := range d.in(c, ownRoles) {
		n, first := d.sexCount(h)
		switch {
		case d.is(h.first, "cesarean", "parturients", "postpartum", "maternal", "hysterectomy", "mastectomy", "obstetric", "gynecologic", "breast"):
			if d.sents[h.sent].role&(roleTitle|roleMethods) != 0 && c == cueFemale {
				whole = append(whole, h) // no number before them counts people
			}
		case d.is(h.first, "he", "his", "she", "her", "man", "woman", "boy", "girl", "gentleman"):
			if d.is_("case-report") {
				whole = append(whole, h)
			}
		case d.is(h.first, "pregnant") && (d.sentenceHas(h.sent, cueEligible) || !d.is(h.first+1, "women", "patients", "volunteers")):
			// who may not take part: "must not be pregnant"
		case d.is(h.last+1, "=", ":") && d.is(h.last+2, "100"):
			whole = append(whole, h)
		case d.is(h.first-1, "were", "was") && (d.is(h.first-2, "%") || d.is(h.first-3, "%")), d.is(h.first-1, "%", "percent"), d.is(h.last+1, "=", ":"), d.is(h.last+1, "sex"), n > 0 && n < d.facts.n && first < h.first:
			part = append(part, h)
		case d.sents[h.sent].role == roleTitle, n > 0 && n == d.facts.n, d.wholeWord(h, c):
			whole = append(whole, h)
		}
	}
	return whole, part
}

// sexCount gives the number before a word for one sex: "12 male users", "20
// healthy men".
func (d *doc) sexCount(h span) (n, first int) {
	if d.is(h.first-1, "healthy", "normal", "adult", "young", "recreational", "abstinent") {
		return d.numberBefore(h.first - 1)
	}
	return d.numberBefore(h.first)
}

// wholeWord says whether a word for one sex stands where the people are told of:
// beside a noun for them, not among results, which compare the sexes.
func (d *doc) wholeWord(h span, c cue) bool {
	switch d.sents[h.sent].role {
	case roleResults, roleConclusion:
		return false
	case roleMethods:
		if c == cueFemale && d.is(h.first, "cesarean", "parturients", "mothers", "hysterectomy", "postpartum") {
			return true
		}
	}
	return d.near(h, 2, cuePersonNoun2) || d.is(h.first-1, "healthy", "normal", "handed")
}

// wholeOfParts: groups of one sex that make up all people are the whole: "12 male
// users and 20 male controls".
func (d *doc) wholeOfParts(whole, part, others []span) (w, p []span) {
	total := 0
	for _, h := range part {
		if n, _ := d.sexCount(h); !d.is(h.first-1, "%") {
			total += n
		}
	}
	if len(others) == 0 && total > 0 && total >= d.facts.n {
		return append(whole, part...), nil
	}
	return whole, part
}
