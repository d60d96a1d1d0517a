package study

import "strings"

// typingErrors says whether two titles differ by typing alone: each word that only
// one has is a word of the other but for a letter or two, or all of them together
// are, where words were run together.
func typingErrors(a, b []string) bool {
	x, y := onlyIn(a, b), onlyIn(b, a)
	if s, t := withoutGreek(x), withoutGreek(y); len(s) == len(x) || len(t) == len(y) {
		x, y = s, t // a Greek letter was lost on the way, not another one put in its place
	}
	if len(x) == 0 && len(y) == 0 {
		return true
	}
	if anyContrary(x, y) {
		return false
	}
	s, t := strings.Join(x, ""), strings.Join(y, "")
	return min(len(s), len(t)) >= 8 && s[0] == t[0] && !opposite(s, t) && distance(s, t, 2) <= 2 || allMistyped(x, b) && allMistyped(y, a)
}

// greekWords are the names of the letters that stand in titles.
var greekWords = map[string]bool{"alpha": true, "beta": true, "gamma": true, "delta": true, "epsilon": true, "kappa": true, "lambda": true, "mu": true, "omega": true, "sigma": true}

// withoutGreek leaves the names of Greek letters out.
func withoutGreek(words []string) []string {
	var out []string
	for _, w := range words {
		if !greekWords[w] {
			out = append(out, w)
		}
	}
	return out
}

// anyContrary says whether a word of x and one of y are nearly the same and not one
// mistyped: they begin in other ways.
func anyContrary(x, y []string) bool {
	for _, v := range x {
		for _, w := range y {
			if opposite(v, w) || v[0] != w[0] && min(len(v), len(w)) >= 6 && distance(v, w, 2) <= 2 {
				return true
			}
		}
	}
	return false
}

// onlyIn gives the words of a, small ones aside, that b has not.
func onlyIn(a, b []string) []string {
	in := make(map[string]bool, len(b))
	for _, w := range b {
		in[w] = true
	}
	var out []string
	for _, w := range a {
		if len(w) >= 3 && !smallWords[w] && !in[w] {
			out = append(out, w)
		}
	}
	return out
}

// allMistyped says whether each of words is like one of a title.
func allMistyped(words, title []string) bool {
	for _, x := range words {
		found := false
		for i := 0; i < len(title) && !found; i++ {
			found = mistyped(x, title[i])
		}
		if !found {
			return false
		}
	}
	return true
}

// slips says whether two titles differ in one or two words, each by one letter.
func slips(a, b []string) bool {
	x, y := onlyIn(a, b), onlyIn(b, a)
	if len(x) != len(y) || len(x) > 2 {
		return false
	}
	for i := range x {
		if min(len(x[i]), len(y[i])) < 5 || opposite(x[i], y[i]) || distance(x[i], y[i], 1) > 1 {
			return false
		}
	}
	return true
}

// parallel says whether two titles have a word or a few in the place of others, as
// those of companion reports have that share their pages: "diseases of the nervous
// system", "diseases of the digestive system". What only one has, and words that
// are nearly the same, tell none apart.
func parallel(a, b []string) bool {
	n := min(len(a), len(b))
	head, tail := 0, 0
	for head < n && a[head] == b[head] {
		head++
	}
	for tail < n-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	x, y := a[head:len(a)-tail], b[head:len(b)-tail]
	if len(x) > 3 || len(y) > 3 || head+tail < 5 || subsequence(x, y) || subsequence(y, x) {
		return false
	}
	s, t := greekLetters.Replace(strings.Join(x, "")), greekLetters.Replace(strings.Join(y, ""))
	if len(s) > len(t) {
		s, t = t, s
	}
	if len(s) <= 2 && strings.HasSuffix(t, s) {
		return false // "2" of "β2"
	}
	limit := 1 + len(s)/5
	return opposite(s, t) || distance(s, t, limit) > limit
}

// greekLetters are written as one letter of our alphabet, too.
var greekLetters = strings.NewReplacer("alpha", "a", "beta", "b", "gamma", "g", "delta", "d", "kappa", "k", "omega", "w")

// subsequence says whether the words of x are among those of y, in their order.
func subsequence(x, y []string) bool {
	for _, w := range y {
		if len(x) > 0 && x[0] == w {
			x = x[1:]
		}
	}
	return len(x) == 0
}

// mistyped says whether x is y but for a letter, or for two where they are long.
// People seldom mistype the first: "maternal" is no "paternal".
func mistyped(x, y string) bool {
	n := min(len(x), len(y))
	return n >= 5 && x[0] == y[0] && !opposite(x, y) && (distance(x, y, 1) <= 1 || n >= 8 && distance(x, y, 2) <= 2)
}

// opposites are beginnings of words that say the contrary, or another place, in a
// letter or two.
var opposites = [][2]string{{"hypo", "hyper"}, {"intra", "inter"}, {"intra", "extra"}, {"inter", "extra"}, {"pre", "peri"}, {"pre", "pro"}, {"pre", "re"},
	{"af", "ef"}, {"ab", "ad"}, {"micro", "macro"}, {"in", "ex"}, {"im", "ex"}, {"", "in"}, {"", "un"}, {"", "non"}, {"", "re"}, {"", "a"}, {"", "de"}, {"", "es"}, {"", "ar"}}

// opposite says whether two words differ in such a beginning.
func opposite(x, y string) bool {
	for _, o := range opposites {
		for _, w := range [2][2]string{{x, y}, {y, x}} {
			if strings.HasPrefix(w[0], o[0]) && strings.HasPrefix(w[1], o[1]) && w[0][len(o[0]):] == w[1][len(o[1]):] {
				return true
			}
		}
	}
	return false
}
