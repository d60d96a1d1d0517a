package evidence

import (
	"strconv"
	"strings"

	"evidelic/lexicon"
	"evidelic/study"
)

var massUnits = map[string]string{"mg": "mg", "milligram": "mg", "milligrams": "mg", "mgs": "mg", "µg": "ug", "μg": "ug", "mcg": "ug", "ug": "ug", "microgram": "ug", "micrograms": "ug", "g": "g", "gram": "g", "grams": "g", "mcgs": "ug"}

// doseTask reads the doses of the psychedelic: a number, or several of one list
// ("0, 75, and 100 mg"), with a unit of mass and what it is per (kg, minute). A
// dose that stands by another drug is that drug's.
func (d *doc) doseTask() {
	if d.facts.animals {
		d.status(study.TaskDose, study.NotApplicable)
		return
	}
	for i := range d.text.Tokens {
		if d.kind(i-1) != lexicon.Number { // before any word is looked up
			continue
		}
		unit := massUnits[d.word(i)]
		if unit == "" || d.sents[d.of[i]].role&(ownRoles|roleBackground) == 0 {
			continue
		}
		first, numbers := d.doseNumbers(i - 1)
		per, last := d.dosePer(i)
		s := span{first, last, int(d.of[i])}
		if per == "bad" || !d.doseOfDrug(s) || d.sentenceHas(s.sent, cueAnimal) {
			continue
		}
		for _, n := range numbers {
			if strings.Trim(n, "0.,") == "" || len(n) > 1 && n[0] == '0' && n[1] >= '0' && n[1] <= '9' {
				continue // nothing of it, the placebo; or a point was lost: "0215 mg/kg"
			}
			d.tag(study.TaskDose, doseSlug(n, unit, per), "dose.text", s)
		}
	}
	if d.facts.review {
		d.status(study.TaskDose, study.NotApplicable)
	}
	d.status(study.TaskDose, study.NotReported)
}

// doseNumbers walks back over a list of numbers that ends at token i.
func (d *doc) doseNumbers(i int) (int, []string) {
	first := i
	numbers := []string{d.raw(i)}
	if d.is(i-1, ".") && d.is(i-2, "0") { // a space crept in: "0. 25 mg/kg"
		first, numbers[0] = i-2, "0."+d.raw(i)
	}
	for k := first - 1; k > i-24 && k >= 0; k-- {
		switch {
		case d.is(k-1, "="): // "(N = 35, 0.5 g of mushrooms)"
			return first, numbers
		case d.kind(k) == lexicon.Number && (d.is(k+1, ",", "and", "or", "to", "/", "vs", "versus", "–") || d.text.Tokens[k].End+3 >= d.text.Tokens[k+1].Start && d.text.Tokens[k+1].Start > d.text.Tokens[k].End && !d.text.Tokens[k+1].Spaced):
			first = k
			numbers = append([]string{d.raw(k)}, numbers...)
		case d.is(k, ",", "and", "or", "to", "/", "vs", "versus"):
		default:
			return first, numbers
		}
	}
	return first, numbers
}

// dosePer reads "/kg", "per kilogram", "/70 kg", "/min" after the unit at token
// i. "bad" is a concentration, not a dose.
func (d *doc) dosePer(i int) (string, int) {
	if !d.is(i+1, "/", "per", "kg") {
		return "", i
	}
	k := i + 2
	switch {
	case d.is(i+1, "kg"):
		k = i + 1
	case d.is(k, "("): // "mg/(kg·h)"
		k++
	}
	switch w := d.word(k); w {
	case "kg", "kilogram", "kgbw":
		last := k
		if d.is(k+1, "/", "per", "·", "⋅", "*") && d.is(k+2, "h", "hr", "hour", "min", "minute", "day", "d") {
			return "kg-" + d.word(k+2), k + 2
		}
		return "kg", last
	case "70":
		if d.is(k+1, "kg") {
			return "70-kg", k + 1
		}
	case "h", "hr", "hour", "min", "minute", "day", "d", "week", "session":
		return w, k
	case "ml", "l", "dl", "g", "mmol", "m", "mg":
		return "bad", k
	}
	return "", i
}

// doseOfDrug says whether the dose is the psychedelic's: the nearest drug named
// in the sentence decides, the one before in doubt.
func (d *doc) doseOfDrug(s span) bool {
	if d.is(s.last+1, "/") && d.is(s.last+2, "ml", "l", "dl") {
		return false
	}
	for k := s.last + 1; k <= s.last+8; k++ {
		if d.is(k, "alcohol", "ethanol") && d.is(s.last+1, "of", "(") {
			return false
		}
	}
	before, after := d.drugNear(s)
	switch {
	case before == nil && after == nil:
		return !d.facts.review
	case before == nil:
		return after.Kind == lexicon.Drug
	case after == nil:
		return before.Kind == lexicon.Drug
	case after.first-s.last <= 2 && !d.is(s.last+1, ")", ",", "and", ";", "+", "plus", "/", "with", "or", "versus", "vs", "followed", "combined"):
		return after.Kind == lexicon.Drug
	}
	return before.Kind == lexicon.Drug
}

// drugNear gives the nearest drugs before and after in the sentence.
func (d *doc) drugNear(s span) (before, after *named) {
	i := d.nameAt(s.first)
	for k := i - 1; k >= 0 && k > i-20 && d.names[k].sent == s.sent; k-- {
		if n := &d.names[k]; n.Kind == lexicon.Drug || n.Kind == lexicon.OtherDrug {
			before = n
			break
		}
	}
	for k := i; k < len(d.names) && k < i+20 && d.names[k].sent == s.sent; k++ {
		if n := &d.names[k]; n.Kind == lexicon.Drug || n.Kind == lexicon.OtherDrug {
			after = n
			break
		}
	}
	return before, after
}

// decimal reads a number with a point, rounded down.
func (d *doc) decimal(i int) (int, bool) {
	if d.kind(i) != lexicon.Number {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(d.raw(i), "·", "."), 64)
	return int(f), err == nil && f < 1e6
}

// doseSlug writes "0.5-mg-kg", "25-mg", "20-mg-70-kg".
func doseSlug(number, unit, per string) string {
	number = decimalPoint(number)
	if strings.HasPrefix(number, ".") {
		number = "0" + number
	}
	slug := number + "-" + unit
	if per != "" {
		slug += "-" + per
	}
	return slug
}

// decimalPoint writes a number with a point: "0,5" and "0·5" are 0.5, "1,204" is
// 1204. A tenfold dose is the worst thing to misread here.
func decimalPoint(number string) string {
	number = strings.ReplaceAll(number, "·", ".")
	whole, rest, found := strings.Cut(number, ",")
	if found && (whole == "0" || len(rest) < 3) && !strings.ContainsAny(rest, ",.") {
		return whole + "." + rest
	}
	return strings.ReplaceAll(number, ",", "")
}

// doseLabel writes a dose's slug as people do: "0.5 mg/kg".
func doseLabel(slug string) string {
	parts := strings.SplitN(slug, "-", 3)
	if len(parts) < 2 {
		return slug
	}
	label := parts[0] + " " + strings.Replace(parts[1], "ug", "µg", 1)
	if len(parts) == 3 {
		per := strings.ReplaceAll(strings.ReplaceAll(parts[2], "70-kg", "70 kg"), "-", "/")
		label += "/" + per
	}
	return label
}
