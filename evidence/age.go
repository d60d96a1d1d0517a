package evidence

import (
	"slices"

	"evidelic/lexicon"
	"evidelic/study"
)

// ageTask reads the age group of the people: MeSH's age groups, from the
// registry, else from words for people and from ages told.
func (d *doc) ageTask() {
	if t := d.s.Trial; t != nil && len(t.AgeGroups) > 0 {
		for _, g := range t.AgeGroups {
			if v := map[string]string{"child": "child", "adult": "adult", "older adult": "older-adult"}[lower(g)]; v != "" {
				d.field(study.TaskAge, v, "registry", g, "age.registry")
			}
		}
		return
	}
	if d.facts.animals {
		d.status(study.TaskAge, study.NotApplicable)
		return
	}
	for _, r := range []struct {
		value, rule string
		cue         cue
	}{{"child", "age.child", cueChild}, {"adolescent", "age.adolescent", cueAdolescent}, {"adult", "age.adult", cueAdult}, {"older-adult", "age.older", cueOlder}} {
		for _, h := range d.in(r.cue, d.peopleIn()) {
			if r.cue == cueChild && d.obstetric() && d.sents[h.sent].role != roleTitle {
				continue // the newborn of the women treated
			}
			if r.cue == cueChild && d.is(h.first, "pediatric", "paediatric") && len(d.in(cueAdolescent, d.peopleIn())) > 0 {
				continue // "pediatric" is of adolescents too
			}
			if r.cue == cueAdult && h.first == h.last && d.is(h.first, "adult") && d.sents[h.sent].role != roleTitle && len(d.inTitle(cueAdolescent))+len(d.inTitle(cueChild)) > 0 && len(d.inTitle(cueAdult)) == 0 && d.is(h.first-1, "in") {
				continue // what is known "in adult depression"
			}
			if !d.before(h, 3, cueHistory) && !d.negated(h) && !d.notPeople(h) && !d.ownChildren(h, r.value) {
				d.tag(study.TaskAge, r.value, r.rule, h)
			}
		}
	}
	d.agesTold()
	if d.facts.review {
		d.status(study.TaskAge, study.NotApplicable)
	}
	d.status(study.TaskAge, study.NotReported)
}

// notPeople refuses names of scales and events: "Children's Depression Rating
// Scale", "childhood trauma", "adult attachment".
func (d *doc) notPeople(s span) bool {
	if d.is(s.last, "school") && d.is(s.last+1, "education", "diploma", "degree", "graduate", "graduates", "or") {
		return true
	}
	for k := s.last + 1; d.is(s.last+1, "(") && k < s.last+9; k++ {
		if d.is(k, ")") {
			return d.is(k+1, "no") // a register's form: "Elderly (>=65 years) no"
		}
	}
	return d.is(s.last+1, "depression", "behavior", "trauma", "abuse", "maltreatment", "adversity", "attachment", "onset", "adhd", "life", "experiences", "version", "studies", "study", "trials", "literature", "data", "research", "birth", "psychiatry", "psychiatrists", "psychiatrist") || d.is(s.last+1, "and") && d.is(s.last+3, "psychiatry", "psychiatrists") || d.is(s.first, "childhood")
}

// obstetric says whether the title is about women around a birth.
func (d *doc) obstetric() bool {
	return slices.ContainsFunc(d.inTitle(cueFemale), func(h span) bool {
		return d.is(h.first, "cesarean", "parturients", "postpartum", "maternal", "pregnant", "obstetric")
	})
}

// ownChildren says whether the children are those of the one patient of a case
// report.
func (d *doc) ownChildren(h span, group string) bool {
	return group == "child" && d.is_("case-report") && d.sents[h.sent].role != roleTitle && !d.is(h.first, "pediatric", "boy", "girl")
}

// agesTold reads "aged 18 to 65 years", "mean age 34.2 years" and "24-year-old".
func (d *doc) agesTold() {
	told := d.peopleIn()
	for i := range d.text.Tokens {
		if d.is(i, "year", "years") && (d.is(i+1, "old") || d.is(i+2, "old")) && d.sents[d.of[i]].role&told != 0 {
			d.yearsOld(i)
			continue
		}
		if !d.is(i, "age", "aged", "ages") || d.is(i-1, "this") && d.is(i+1, "range") || d.sents[d.of[i]].role&told == 0 {
			continue
		}
		for k := i + 1; k < i+7 && k <= d.sents[d.of[i]].last; k++ {
			if n, last, ok := d.ageAt(k); ok {
				d.tagAges(n, i, last)
				break
			}
			if !d.is(k, "of", "between", "from", "range", "ranged", "ranging", "mean", "average", "median", "=", ":", "was", "were", "is", "≥", ">", "over", "at", "least", "years", "sd", "(", "m", "group", "in", "to", "above", ",") {
				break
			}
		}
	}
}

// yearsOld reads "24-year-old" and "24 years old" at the word for years.
func (d *doc) yearsOld(i int) {
	first := i - 1
	if d.is(first, "-", "‐", "–") {
		first--
	}
	for _, k := range []int{first - 1, first - 2} { // "18-65 years old" (a hyphen is no token), "18 to 65 years old"
		low, _, ok := d.numberAt(k)
		if ok && d.kind(k) == lexicon.Number && (k == first-1 || d.is(first-1, "to", "and", "–")) {
			d.rangeOfYears(low, k, i)
			return
		}
	}
	if n, _, ok := d.numberAt(first); ok && !d.is(first-1, "≤", "<", "under", "below") && n >= 1 && n < 110 && d.kind(first) == lexicon.Number {
		last := i + 1
		if !d.is(last, "old") {
			last++
		}
		d.tag(study.TaskAge, ageGroup(n), "age.told", span{first, last, int(d.of[i])})
	}
}

// rangeOfYears tags the groups of a range of ages whose upper end stands before the
// word for years at token i; the upper end itself is left out, as in tagAges.
func (d *doc) rangeOfYears(low, from, i int) {
	high, last, ok := d.numberAt(i - 1)
	if !ok || low < 1 || high <= low || high > 110 {
		return
	}
	for _, g := range slices.Compact([]string{ageGroup(low), ageGroup((low + high) / 2), ageGroup(high - 1)}) {
		d.tag(study.TaskAge, g, "age.told", span{from, last, int(d.of[i])})
	}
}

// tagAges tags the group of an age, or every group of a range of ages: "aged 15
// to 34 years". The upper end itself is left out, so that trials of people up to
// 65 are none of older adults.
func (d *doc) tagAges(low, first, last int) {
	s := span{first, last, int(d.of[first])}
	groups := []string{ageGroup(low)}
	joined := d.kind(last+1) == lexicon.Number && !d.text.Tokens[last+1].Spaced // "18-80": a hyphen is no token
	if joined || d.is(last+1, "to", "-", "–", "and", "through") || d.is(last+1, "years", "yrs") && d.is(last+2, "to", "-", "–", "through") {
		k := last + 2
		switch {
		case joined:
			k = last + 1
		case d.is(last+1, "years", "yrs"):
			k++
		}
		if high, end, ok := d.ageAt(k); ok && high > low && int(d.of[end]) == s.sent {
			s.last = end
			groups = slices.Compact([]string{groups[0], ageGroup((low + high) / 2), ageGroup(high - 1)})
		}
	}
	if k := last + 1; low < 18 && (d.is(k, "years", "yrs") && d.is(k+1, "and", "or") && d.is(k+2, "older", "above", "over") || d.is(k, "and", "or") && d.is(k+1, "older", "above", "over")) {
		groups = append(groups, "adult") // "aged 15 years and older"
	}
	for _, g := range groups {
		d.tag(study.TaskAge, g, "age.told", s)
	}
}

// ageAt reads an age at token k: a number below 100 that no unit but years follows.
func (d *doc) ageAt(k int) (n, last int, ok bool) {
	if n, last, ok = d.numberAt(k); !ok {
		n, ok = d.decimal(k)
		last = k
	}
	if d.is(last+1, "%", ".", "mg", "weeks", "months", "days", "hours") && !d.text.Tokens[last+1].Spaced && !d.is(last+1, ".") {
		return 0, k, false
	}
	return n, last, ok && n >= 1 && n < 100 && !d.is(last+1, "mg", "weeks", "months", "days", "hours", "point", "healthy", "patients")
}

// ageGroup follows MeSH: child to 12, adolescent 13 to 18 (18 counts as adult
// here, as trials of adults begin there), older adult from 65.
func ageGroup(n int) string {
	switch {
	case n < 13:
		return "child"
	case n < 18:
		return "adolescent"
	case n < 65:
		return "adult"
	}
	return "older-adult"
}
