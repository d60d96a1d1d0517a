package check

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// quantity is a number with its unit.
type quantity struct {
	shown string // as written
	key   string // "2 hour", "70 %": one form for all ways to write it
	value float64
	unit  string
	about nearness
}

// nearness is what a text says of a number: that it is just this one, or about,
// below or above it.
type nearness int

const (
	exactly nearness = iota
	roughly
	below
	above
	inWords // a share in words: "one in three"
)

// numberWords are the numbers that texts write out.
var numberWords = map[string]float64{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18, "twenty": 20, "twenty-four": 24, "thirty": 30,
	"forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half_a": 0.5, "half_an": 0.5, "a": 1, "an": 1}

// shareWords are the shares that texts write out, in percent.
var shareWords = map[string]float64{"half": 50, "halves": 50, "halved": 50, "third": 100. / 3, "thirds": 100. / 3, "quarter": 25, "quarters": 25, "fifth": 20, "fifths": 20}

var unitNames = map[string]string{"percent": "%", "per cent": "%", "hr": "hour", "h": "hour", "min": "minute", "mcg": "µg", "μg": "µg", "ug": "µg", "gram": "g",
	"microgram": "µg", "milligram": "mg", "mg per kg": "mg/kg", "milligrams per kilogram": "mg/kg", "patient": "people", "participant": "people",
	"adult": "people", "subject": "people", "volunteer": "people", "individual": "people", "veteran": "people", "person": "people", "children": "people", "adolescent": "people"}

const (
	anyNumber = `[0-9]+(?:[.,·][0-9]+)*|half_an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty(?:-four)?|thirty|forty|fifty|sixty|seventy|eighty|ninety`
	perKilo   = `\s?(?:/|per|·|\.)\s?kg|\skg\s?(?:[-−–]1|⁻¹)`
	units     = `%|percent|per cent|(?:milligrams?|mg|mcg|µg|μg|ug|micrograms?)(?:` + perKilo + `)?|grams?|g|hours?|hrs?|h|minutes?|mins?|days?|weeks?|months?|years?|sessions?|doses?|infusions?|patients|participants|people|adults|subjects|volunteers|individuals|veterans|children|adolescents`
	nearWords = `about|around|approximately|roughly|some|nearly|almost|close to|~|≈|up to|under|below|fewer than|less than|within|at most|over|above|more than|at least`
)

var (
	reQuantity = regexp.MustCompile(`(?i)(?:\b(` + nearWords + `)\s?(?:an? )?)?(?:\b|^)(` + anyNumber + `|an?)(?:\s?(?:-|–|to|or|and)\s?(` + anyNumber + `))?[\s_-]?(?:year-old |adult |healthy |american )?(` + units + `)(?:\b|$|[^a-z%])`)
	reHalfUnit = regexp.MustCompile(`(?i)\b(half)[ -](an?)[ -](minute|hour|day|week|month|year|milligram|gram)`)
	reOrdinal  = regexp.MustCompile(`(?i)\b(hour|day|week|month|year)s?\s([0-9]+)(?:[.,]([0-9]+))?\b`)
	reShare    = regexp.MustCompile(`(?i)\b(?:(?:(` + nearWords + `)\s)?(one|two|three|four|a)[\s-]+(thirds?|quarters?|half|fifths?)|(?:cut|reduced|fell|dropped|down|more than|less than|fewer than|about|nearly|almost|over)\s(?:\S+\s){0,4}?(half)\b|(half) (?:of|the)|(halved)|(one|two|three|four|[0-9]{1,2}) (?:in|out of|of) (?:every )?(two|three|four|five|six|seven|eight|nine|ten|[0-9]{1,3}))\b`)
	reWeight   = regexp.MustCompile(`(?i)^(.*?)(?:` + perKilo + `)$`)
	rePersons  = regexp.MustCompile(`[0-9]+(?:,[0-9]{3})*`)
)

// quantities reads the doses, durations, shares and counts of a text; a range
// gives both its ends.
func quantities(text string) []quantity {
	var out []quantity
	text = reHalfUnit.ReplaceAllString(strings.ReplaceAll(text, "\u00a0", " "), "${1}_${2}_${3}") // no share: a number of the unit
	rest := reShare.ReplaceAllStringFunc(text, func(s string) string {
		m := reShare.FindStringSubmatch(s)
		out = append(out, share(s, m))
		return strings.Repeat(" ", len(s))
	})
	for _, m := range reQuantity.FindAllStringSubmatch(rest, maxQuantities) {
		article := strings.EqualFold(m[2], "a") || strings.EqualFold(m[2], "an")
		unit := unitOf(m[4])
		if article && !timed(unit) {
			continue // "a dose" is no number
		}
		for _, n := range m[2:4] {
			if v, ok := plainNumber(n); ok {
				shown := strings.Trim(strings.ReplaceAll(m[0][len(m[1]):], "_", " "), " .,;:)")
				q := quantity{shown: shown, value: v, unit: unit, about: nearnessOf(m[1])}
				switch {
				case article:
					q.about = roughly
				case timed(unit) && strings.EqualFold(m[1], "over"):
					q.about = exactly // for that time
				}
				q.key = strconv.FormatFloat(v, 'f', -1, 64) + " " + unit
				out = append(out, q)
			}
		}
	}
	return out
}

// maxQuantities bounds the numbers of a text.
const maxQuantities = 400

// share reads a share in words as percent.
func share(text string, m []string) quantity {
	q := quantity{shown: strings.TrimSpace(text), unit: "%", about: inWords, value: shareWords["half"]}
	switch {
	case m[4] != "":
		q.shown = m[4]
	case m[3] != "":
		n, _ := plainNumber(m[2])
		q.value = n * shareWords[strings.ToLower(m[3])]
		if near := nearnessOf(m[1]); near == below || near == above {
			q.about = near
		}
	case m[7] != "":
		n, _ := plainNumber(m[7])
		of, _ := plainNumber(m[8])
		if of > 0 {
			q.value = 100 * n / of
		}
	}
	q.key = strconv.FormatFloat(math.Round(q.value), 'f', -1, 64) + " %"
	return q
}

func unitOf(written string) string {
	unit := strings.ToLower(written)
	weight := ""
	if m := reWeight.FindStringSubmatch(unit); m != nil {
		unit, weight = strings.TrimSpace(m[1]), "/kg"
	}
	if len(unit) > 2 {
		unit = strings.TrimSuffix(unit, "s")
	}
	if u, ok := unitNames[unit]; ok {
		unit = u
	}
	return unit + weight
}

func nearnessOf(word string) nearness {
	switch strings.ToLower(word) {
	case "":
		return exactly
	case "up to", "under", "below", "fewer than", "less than", "within", "at most":
		return below
	case "over", "above", "more than", "at least":
		return above
	}
	return roughly
}

// plainNumber reads figures and number words; a comma before three figures parts
// thousands.
func plainNumber(n string) (float64, bool) {
	n = strings.ToLower(strings.TrimSpace(n))
	if w, ok := numberWords[n]; ok {
		return w, true
	}
	n = strings.ReplaceAll(n, "·", ".")
	if parts := strings.Split(n, ","); len(parts) > 1 && len(parts[len(parts)-1]) == 3 {
		n = strings.Join(parts, "")
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(n, ",", "."), 64)
	return v, err == nil && n != ""
}

// figuresOf are the numbers that a study gives.
type figuresOf struct {
	list   []quantity
	counts map[float64]bool // bare numbers: of people, as in "n = 233"
}

func readFigures(text string) figuresOf {
	f := figuresOf{list: quantities(text), counts: map[float64]bool{}}
	for _, m := range reOrdinal.FindAllStringSubmatch(text, maxQuantities) {
		if v, ok := plainNumber(m[2]); ok {
			f.list = append(f.list, quantity{value: v, unit: unitOf(m[1])})
		}
	}
	for _, n := range rePersons.FindAllString(text, maxQuantities) {
		if v, ok := plainNumber(n); ok {
			f.counts[v] = true
		}
	}
	return f
}

// holds says whether one of the numbers is the one asked for: in its own unit to the
// last figure that is written, in another one within a tenth, as a month is four weeks.
func (f figuresOf) holds(q quantity) bool {
	if q.unit == "people" {
		for v := range f.counts {
			if q.near(v, q.value, 0.5) {
				return true
			}
		}
	}
	for _, have := range f.list {
		if have.unit == q.unit {
			if q.near(have.value, q.value, rounding(q.value)) {
				return true
			}
			continue
		}
		a, dim := base(q)
		b, other := base(have)
		if dim != "" && dim == other && q.near(b, a, tolerance(dim)*a) {
			return true
		}
	}
	return false
}

// near says whether a study's number is the claim's, as the claim means it.
func (q quantity) near(have, want, slack float64) bool {
	switch q.about {
	case roughly:
		slack = max(slack, 0.1*want)
		if q.unit == "%" {
			slack = 3
		}
	case inWords:
		slack = 5
	case below:
		return have <= want+slack && have >= want/2
	case above:
		return have >= want-slack && have <= 1.5*want
	}
	return math.Abs(have-want) <= slack+1e-9
}

// rounding is half of the last figure of a number: 71.2 % is 71 %.
func rounding(v float64) float64 {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	_, frac, _ := strings.Cut(s, ".")
	return 0.4999 * math.Pow(10, -float64(len(frac)))
}

// base gives a quantity in hours, milligrams or milligrams per kilogram, with the
// name of what it measures; "" for what has no other unit.
func base(q quantity) (value float64, dimension string) {
	if hours, ok := map[string]float64{"minute": 1. / 60, "hour": 1, "day": 24, "week": 168, "month": 730.5, "year": 8766}[q.unit]; ok {
		return q.value * hours, "time"
	}
	unit, weight := strings.CutSuffix(q.unit, "/kg")
	if mg, ok := map[string]float64{"µg": 0.001, "mg": 1, "g": 1000}[unit]; ok {
		if weight {
			return q.value * mg, "mass by weight"
		}
		return q.value * mg, "mass"
	}
	return 0, ""
}

// tolerance is how far two units may differ: those of time are used loosely.
func tolerance(dimension string) float64 {
	if dimension == "time" {
		return 0.1
	}
	return 0.001
}

func timed(unit string) bool {
	_, dimension := base(quantity{value: 1, unit: unit})
	return dimension == "time"
}

// missing lists the numbers of a claim that none of the found studies holds.
func missing(numbers []quantity, found []candidate) []string {
	var out []string
	for _, q := range numbers {
		have := slices.ContainsFunc(found, func(k candidate) bool { return k.read.says(q.shown) }) ||
			slices.ContainsFunc(found, func(k candidate) bool { return k.read.holds(q) })
		if !have && !contains(out, q.shown) {
			out = append(out, q.shown)
		}
	}
	return out
}
