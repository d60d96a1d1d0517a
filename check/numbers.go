package check

import (
	"regexp"
	"strings"
)

// quantity is a number with its unit, in one form.
type quantity struct {
	shown string // as written
	key   string // "2 hour", "70 %"
}

var numberWords = map[string]string{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"ten": "10", "twelve": "12", "half": "0.5"}

var unitNames = map[string]string{"percent": "%", "per cent": "%", "hr": "hour", "h": "hour", "min": "minute", "mcg": "µg", "μg": "µg", "ug": "µg",
	"microgram": "µg", "milligram": "mg", "mg per kg": "mg/kg", "milligrams per kilogram": "mg/kg"}

var reQuantity = regexp.MustCompile(`(?i)\b([0-9]+(?:[.,][0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?:\s?(?:-|–|to|or)\s?([0-9]+(?:[.,][0-9]+)?|two|three|four|five|six|seven|eight|nine|ten|twelve))?[\s-]?(%|percent|per cent|mg/kg|mg per kg|milligrams?|mg|mcg|µg|μg|ug|micrograms?|grams?|g|hours?|hrs?|h|minutes?|mins?|days?|weeks?|months?|years?|sessions?|doses?|infusions?|patients|participants|people|adults)(?:\b|$|[^a-z%])`)

// quantities reads the doses, durations, shares and counts of a text; a range
// gives both its ends.
func quantities(text string) []quantity {
	var out []quantity
	for _, m := range reQuantity.FindAllStringSubmatch(text, 200) {
		unit := strings.ToLower(m[3])
		if len(unit) > 2 && unit != "hrs" {
			unit = strings.TrimSuffix(unit, "s")
		}
		if u, ok := unitNames[unit]; ok {
			unit = u
		}
		shown := strings.TrimRight(m[0], " .,;:)")
		for _, n := range m[1:3] {
			if n = plainNumber(n); n != "" {
				out = append(out, quantity{shown, n + " " + unit})
			}
		}
	}
	return out
}

func plainNumber(n string) string {
	n = strings.ToLower(n)
	if w, ok := numberWords[n]; ok {
		return w
	}
	if _, frac, ok := strings.Cut(n, ","); ok && len(frac) == 3 {
		return strings.ReplaceAll(n, ",", "")
	}
	n = strings.ReplaceAll(n, ",", ".")
	if strings.Contains(n, ".") {
		n = strings.TrimRight(strings.TrimRight(n, "0"), ".")
	}
	return n
}

// missing lists the numbers of a claim that none of the found studies holds.
func missing(numbers []quantity, found []candidate) []string {
	var out []string
	for _, q := range numbers {
		have := false
		for i := range found {
			have = have || found[i].read.holds(q.key)
		}
		if !have && !contains(out, q.shown) {
			out = append(out, q.shown)
		}
	}
	return out
}
