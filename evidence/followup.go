package evidence

import (
	"strconv"
	"strings"

	"evidelic/study"
)

var periods = map[string]string{"hour": "hours", "hours": "hours", "h": "hours", "day": "days", "days": "days", "week": "weeks", "weeks": "weeks", "wk": "weeks", "month": "months", "months": "months", "year": "years", "years": "years", "yr": "years"}

// inDays weighs periods against each other.
var inDays = map[string]float64{"hours": 1.0 / 24, "days": 1, "weeks": 7, "months": 30.4, "years": 365}

// followupTask reads the longest time after treatment at which the study looked:
// a number of weeks and the like beside words of follow-up (CONSORT 14a).
func (d *doc) followupTask() {
	if d.facts.review || d.facts.animals {
		d.status(study.TaskFollowup, study.NotApplicable)
		return
	}
	var best span
	value, longest := "", 0.0
	for i := range d.text.Tokens {
		w := d.word(i)
		if strings.IndexByte("hdwmy", w[0]) < 0 {
			continue
		}
		unit := periods[w]
		if unit == "" || d.sents[d.of[i]].role&(ownRoles&^roleConclusion) == 0 {
			continue
		}
		n, first := d.numberBefore(i)
		s := span{first, i, int(d.of[i])}
		if n <= 0 || n > 400 || !d.near(s, 5, cueFollowup) || d.is(i+1, "old", "of", "before", "prior") || d.is(first-1, "aged", "age", "over") && d.is(i+1, "old") {
			continue
		}
		if l := float64(n) * inDays[unit]; l > longest {
			longest, best, value = l, s, strconv.Itoa(n)+"-"+unit
		}
	}
	if value != "" {
		d.tag(study.TaskFollowup, value, "followup.text", best)
	}
	d.status(study.TaskFollowup, study.NotReported)
}

// numberBefore gives the number that ends just before token i ("6", "six") and
// its first token, 0 when there is none.
func (d *doc) numberBefore(i int) (int, int) {
	for k := max(0, i-3); k < i; k++ {
		if n, last, ok := d.numberAt(k); ok && last == i-1 {
			return n, k
		}
	}
	return 0, i
}
