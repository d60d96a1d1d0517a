package evidence

import "evidelic/study"

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
	both := d.in(cueBothSexes, ownRoles)
	male, partM := d.sexWords(cueMale)
	female, partF := d.sexWords(cueFemale)
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
		n, first := d.numberBefore(h.first)
		switch {
		case d.is(h.first, "he", "his", "she", "her", "man", "woman", "boy", "girl", "gentleman"):
			if d.is_("case-report") {
				whole = append(whole, h)
			}
		case d.is(h.first-1, "%", "percent"), d.is(h.last+1, "=", ":"), d.is(h.last+1, "sex"), n > 0 && n < d.facts.n && first < h.first:
			part = append(part, h)
		case d.sents[h.sent].role == roleTitle, n > 0 && n == d.facts.n, d.near(h, 2, cuePersonNoun2), d.is(h.first-1, "healthy", "normal", "handed"), d.sents[h.sent].role == roleMethods && c == cueFemale && d.is(h.first, "cesarean", "parturients", "mothers", "pregnant", "hysterectomy", "postpartum"):
			whole = append(whole, h)
		}
	}
	return whole, part
}
