package main

import (
	"math/rand/v2"
	"slices"
)

// resamples is the number of bootstrap samples behind an interval.
const resamples = 1000

// measureTags gives a task's F1 and its 95 % bootstrap interval (percentiles over
// rows drawn with replacement, the same draw each time).
func measureTags(task string, answers []answer) (f1, low, high float64) {
	rows, classes := encode(answers)
	score := weightedF1
	if task == "dose" {
		score = microF1
	}
	all := make([]int, len(rows))
	for i := range all {
		all[i] = i
	}
	f1 = score(rows, all, classes)
	rng := rand.New(rand.NewPCG(1, 2))
	scores := make([]float64, resamples)
	sample := make([]int, len(rows))
	for k := range scores {
		for i := range sample {
			sample[i] = rng.IntN(len(rows))
		}
		scores[k] = score(rows, sample, classes)
	}
	slices.Sort(scores)
	return f1, scores[resamples*25/1000], scores[resamples*975/1000-1]
}

// row is an answer with its labels as numbers.
type row struct{ want, got []int }

func encode(answers []answer) ([]row, int) {
	number := map[string]int{}
	of := func(labels []string) []int {
		var out []int
		for _, l := range labels {
			if _, ok := number[l]; !ok {
				number[l] = len(number)
			}
			out = append(out, number[l])
		}
		return out
	}
	rows := make([]row, len(answers))
	for i, a := range answers {
		rows[i] = row{of(a.want), of(a.got)}
	}
	return rows, len(number)
}

// tally counts true positives, false positives and false negatives by class.
func tally(rows []row, sample []int, classes int) (tp, fp, fn []int) {
	tp, fp, fn = make([]int, classes), make([]int, classes), make([]int, classes)
	for _, i := range sample {
		for _, c := range rows[i].want {
			if slices.Contains(rows[i].got, c) {
				tp[c]++
			} else {
				fn[c]++
			}
		}
		for _, c := range rows[i].got {
			if !slices.Contains(rows[i].want, c) {
				fp[c]++
			}
		}
	}
	return tp, fp, fn
}

// weightedF1 is scikit-learn's f1_score(average="weighted", zero_division=0):
// the mean of the classes' F1, weighted by how often each is true. On a
// multi-label task the classes are the columns of the indicator matrix; on a
// single-label task that gives the same as the multiclass measure.
func weightedF1(rows []row, sample []int, classes int) float64 {
	tp, fp, fn := tally(rows, sample, classes)
	total, weight := 0.0, 0
	for c := range classes {
		support := tp[c] + fn[c]
		weight += support
		if d := 2*tp[c] + fp[c] + fn[c]; d > 0 {
			total += float64(support) * 2 * float64(tp[c]) / float64(d)
		}
	}
	if weight == 0 {
		return 0
	}
	return total / float64(weight)
}

// microF1 pools all pairs of row and string.
func microF1(rows []row, sample []int, classes int) float64 {
	tp, fp, fn := tally(rows, sample, classes)
	t, d := 0, 0
	for c := range classes {
		t += tp[c]
		d += 2*tp[c] + fp[c] + fn[c]
	}
	if d == 0 {
		return 0
	}
	return 2 * float64(t) / float64(d)
}
