package index

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidelic/study"
)

// vocabulary is small, so that everything meets everything.
var vocabulary = strings.Fields("ketamine esketamine depression anxiety psilocybin placebo 5-MeO-DMT mice rat trial rapid relief anxious")

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func randomWords(r *rand.Rand, n int) string {
	var words []string
	for range r.IntN(n) {
		words = append(words, pick(r, vocabulary))
	}
	return strings.Join(words, " ")
}

// randomStudy makes a study with random text and facets.
func randomStudy(r *rand.Rand, n int) study.Study {
	s := article(numbered(n), randomWords(r, 6), randomWords(r, 30))
	s.Kind = pick(r, study.Kinds())
	s.Journal.Title = pick(r, []string{"", "Journal A", "Journal B", "Revue Ç"})
	s.Keywords = strings.Fields(randomWords(r, 3))
	s.PublicationTypes = []string{pick(r, []string{"Review", "Clinical Trial"})}
	s.Published.Print = study.Date{Year: 2015 + r.IntN(6), Month: r.IntN(13)}
	if r.IntN(3) == 0 {
		s.Published.Electronic = study.Date{Year: 2015 + r.IntN(6)}
	}
	if r.IntN(8) == 0 {
		s.Notices = []study.Notice{{Type: pick(r, study.NoticeTypes())}}
	}
	s.Tags = study.Tags{
		study.TaskScope: tag(pick(r, []string{"clinical", "mechanism", "out"})),
		study.TaskLevel: tag(pick(r, []string{"1-synthesis", "2-randomised", "4-cohort"})),
		study.TaskRoute: tag(pick(r, []string{"oral", "intranasal"}), "oral"),
	}
	if r.IntN(2) == 0 {
		s.Tags[study.TaskN] = tag(strconv.Itoa(r.IntN(100)))
		s.Tags[study.TaskRoute] = study.Tag{Status: study.NotReported}
	}
	if r.IntN(2) == 0 {
		n := r.IntN(50)
		s.CitedBy = &n
	}
	return s
}

func tag(values ...string) study.Tag {
	t := study.Tag{Status: study.Reported}
	for _, v := range values {
		t.Values = append(t.Values, study.TagValue{Value: v, Label: strings.ToUpper(v)})
	}
	return t
}

// churned gives a source and an index that have seen additions, changes,
// deletions and rebuilds in random order.
func churned(t *testing.T, r *rand.Rand) (*fakeSource, *Index) {
	src := newFake()
	for n := range 60 {
		src.put(randomStudy(r, n))
	}
	x := mustOpen(t, src)
	for range 5 {
		for range 40 {
			n := r.IntN(150)
			if _, ok := src.studies[numbered(n)]; ok && r.IntN(3) == 0 {
				src.remove(numbered(n), study.ChangeDeleted)
			} else {
				src.put(randomStudy(r, n))
			}
		}
		if err := x.Follow(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return src, x
}

// TestAgainstBruteForce compares matches, counts, filters, orders and scores
// with those computed from the studies one by one.
func TestAgainstBruteForce(t *testing.T) {
	for seed := range uint64(3) {
		r := rand.New(rand.NewPCG(seed, 1))
		src, x := churned(t, r)
		for range 60 {
			req := randomRequest(r)
			t.Run(fmt.Sprintf("%d %q %v %s", seed, req.Text, req.Filters, req.Sort), func(t *testing.T) { compare(t, src, x, req) })
		}
	}
}

func randomRequest(r *rand.Rand) Request {
	req := Request{Size: MaxSize, Facets: true, Filters: map[string][]string{}, AllScopes: r.IntN(3) == 0}
	req.Text = strings.Join([]string{pick(r, vocabulary), pick(r, vocabulary)}, pick(r, []string{" AND ", " OR ", " NOT "}))
	req.Sort = pick(r, []Sort{SortBest, SortNewest, SortEvidence, SortCited})
	for key, values := range map[string][]string{"route": {"oral", "intranasal", "not_reported"}, "year": {"2016", "2017..2018"}, "n": {"10..60"},
		"kind": {"article", "book"}, "journal": {"journal-a", "Revue Ç"}, "scope": {"out", "clinical"}} {
		if r.IntN(6) == 0 {
			req.Filters[key] = values[:1+r.IntN(len(values))]
		}
	}
	return req
}

// compare runs a request both ways.
func compare(t *testing.T, src *fakeSource, x *Index, req Request) {
	t.Helper()
	res, err := x.Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	b := brute(src, req)
	got := []string{}
	for _, h := range res.Hits {
		got = append(got, h.Study.ID)
		if want := b.scores[h.Study.ID]; req.Sort == SortBest && math.Abs(h.Score-want) > 1e-9 {
			t.Errorf("%s has the score %v, want %v", h.Study.ID, h.Score, want)
		}
	}
	if diff := cmp.Diff(b.order(req.Sort), got); diff != "" {
		t.Errorf("hits (-want +got):\n%s", diff)
	}
	if res.Total != len(b.ids) || res.OutOfScope != b.hidden {
		t.Errorf("total %d, hidden %d; want %d, %d", res.Total, res.OutOfScope, len(b.ids), b.hidden)
	}
	counts := map[string]int{}
	for _, f := range res.Facets {
		for _, c := range f.Choices {
			if c.Count > 0 {
				counts[f.Key+":"+c.Value] = c.Count
			}
		}
	}
	for _, y := range res.Years {
		counts["year:"+strconv.Itoa(y.Year)] = y.Count
	}
	if diff := cmp.Diff(b.facets, counts); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
}

// bruteAnswer is what brute gives.
type bruteAnswer struct {
	studies map[string]study.Study
	ids     []string
	scores  map[string]float64
	facets  map[string]int
	hidden  int
}

// brute answers a request of two words and an operator by looking at every
// study.
func brute(src *fakeSource, req Request) *bruteAnswer {
	words := strings.Fields(req.Text)
	b := &bruteAnswer{studies: src.studies, facets: map[string]int{}}
	scored := []string{words[0]}
	if words[1] != "NOT" {
		scored = append(scored, words[2])
	}
	b.scores = bruteScores(src.studies, scored)
	hidesOut := !req.AllScopes && req.Filters["scope"] == nil
	for id, s := range src.studies {
		l, r := has(s, words[0]), has(s, words[2])
		if ok := map[string]bool{"AND": l && r, "OR": l || r, "NOT": l && !r}[words[1]]; !ok {
			continue
		}
		values := facetsOf(s)
		out := hidesOut && s.Tags.Has(study.TaskScope, "out")
		failing := failingFilters(req, s, values)
		switch {
		case len(failing) == 0 && out:
			b.hidden++
		case len(failing) == 0:
			b.ids = append(b.ids, id)
		}
		for _, v := range values {
			key, _, _ := strings.Cut(v, ":")
			if !out && (len(failing) == 0 || len(failing) == 1 && failing[0] == key) {
				b.facets[v]++
			}
		}
	}
	return b
}

// has says whether a study has a word anywhere in its text.
func has(s study.Study, word string) bool {
	return slices.Contains(strings.Fields(s.Title+" "+s.AbstractText()+" "+strings.Join(s.Keywords, " ")), word)
}

// facetsOf lists a study's values as "key:value".
func facetsOf(s study.Study) []string {
	out := []string{"kind:" + string(s.Kind), "type:" + strings.ReplaceAll(strings.ToLower(s.PublicationTypes[0]), " ", "-")}
	if j := map[string]string{"Journal A": "journal-a", "Journal B": "journal-b", "Revue Ç": "revue-c"}[s.Journal.Title]; j != "" {
		out = append(out, "journal:"+j)
	}
	for _, n := range s.Notices {
		out = append(out, "notice:"+string(n.Type))
	}
	out = append(out, "year:"+strconv.Itoa(s.Published.Print.Year))
	if y := s.Published.Electronic.Year; y != 0 && y != s.Published.Print.Year {
		out = append(out, "year:"+strconv.Itoa(y))
	}
	for task, tg := range s.Tags {
		if tg.Status == study.NotReported {
			out = append(out, string(task)+":not_reported")
		}
		for _, v := range tg.Values {
			if task != study.TaskN {
				out = append(out, string(task)+":"+v.Value)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// failingFilters names the filters that a study does not pass.
func failingFilters(req Request, s study.Study, values []string) []string {
	var out []string
	for key, chosen := range req.Filters {
		ok := false
		for _, c := range chosen {
			from, to, err := parseRange(c)
			switch {
			case key == "n" && err == nil:
				n := number(strings.Join(s.Tags.Values(study.TaskN), ""))
				ok = ok || int(n) >= from && int(n) <= to
			case key == "year":
				for _, y := range []int{s.Published.Print.Year, s.Published.Electronic.Year} {
					ok = ok || y >= from && y <= to
				}
			default:
				ok = ok || slices.Contains(values, key+":"+map[string]string{"Revue Ç": "revue-c"}[c]) || slices.Contains(values, key+":"+c)
			}
		}
		if !ok {
			out = append(out, key)
		}
	}
	return out
}

// kinOf are the words of the vocabulary that have one root.
var kinOf = map[string][]string{"anxieti": {"anxious"}, "anxious": {"anxieti"}}

// bruteScores is the textbook's BM25F over every study, times the root of how often
// a study that has the word has it; words of the same root count a little.
func bruteScores(studies map[string]study.Study, words []string) map[string]float64 {
	fold := newFolder()
	texts := map[string][textFields][]token{}
	var avg [textFields]float64
	for id, s := range studies {
		fields := [textFields][]token{fold.analyze(s.Title), fold.analyze(s.AbstractText()), fold.analyze(strings.Join(s.Keywords, "\n"))}
		texts[id] = fields
		for f := range fields {
			avg[f] += float64(words32(fields[f])) / float64(len(studies))
		}
	}
	scores := map[string]float64{}
	done := map[string]bool{}
	for _, w := range words {
		for _, tok := range fold.analyze(w) {
			if done[tok.term] {
				continue
			}
			done[tok.term] = true
			weights := map[string]float64{}
			uses, own := 0, map[string]bool{}
			for id, fields := range texts {
				for f, tokens := range fields {
					tf, kin := 0, 0
					for _, u := range tokens {
						switch {
						case u.term == tok.term:
							tf++
						case slices.Contains(kinOf[tok.term], u.term):
							kin++
						}
					}
					uses += tf
					if tf > 0 {
						own[id] = true
					}
					if tf > 0 || kin > 0 {
						weights[id] += fieldWeights[f] * (float64(tf) + 0.3*float64(kin)) / (1 - fieldB[f] + fieldB[f]*float64(words32(tokens))/avg[f])
					}
				}
			}
			df, n := float64(len(own)), float64(len(studies))
			repeated := math.Sqrt(min(float64(uses)/max(df, 1), 4))
			for id, w := range weights {
				scores[id] += math.Log(1+(n-df+0.5)/(df+0.5)) * repeated * w * (bm25K1 + 1) / (w + bm25K1)
			}
		}
	}
	return scores
}

func words32(tokens []token) int { return int(words(tokens)) }

// order sorts the ids as a sort asks for.
func (b *bruteAnswer) order(sort Sort) []string {
	key := func(id string) [3]float64 {
		s := b.studies[id]
		day := float64(dateNumber(s.Published.Date()))
		cited, n := -1.0, -1.0
		if s.CitedBy != nil {
			cited = float64(*s.CitedBy)
		}
		if v := s.Tags.Values(study.TaskN); len(v) > 0 {
			n, _ = strconv.ParseFloat(v[0], 64)
		}
		level := float64(s.Tags.Values(study.TaskLevel)[0][0] - '0')
		if s.Retracted() {
			level += 1000
		}
		return map[Sort][3]float64{SortBest: {math.Round(b.scores[id] * 1e9), day}, SortNewest: {day}, SortEvidence: {-level, n, day}, SortCited: {cited, day}}[sort]
	}
	out := slices.Clone(b.ids)
	slices.SortFunc(out, func(x, y string) int {
		kx, ky := key(x), key(y)
		for i := range kx {
			if kx[i] != ky[i] {
				return map[bool]int{true: -1, false: 1}[kx[i] > ky[i]]
			}
		}
		return strings.Compare(x, y)
	})
	if out == nil {
		out = []string{}
	}
	return out
}

// TestSameScores wants one library to score alike however it was built.
func TestSameScores(t *testing.T) {
	src, x := churned(t, rand.New(rand.NewPCG(9, 9)))
	fresh := mustOpen(t, src)
	for _, text := range []string{"ketamine depression", "5-MeO-DMT OR rat", "psilocyb*"} {
		a, b := scoresOf(t, x, text), scoresOf(t, fresh, text)
		if !maps.Equal(a, b) {
			t.Errorf("%q: scores differ: %v", text, cmp.Diff(a, b))
		}
	}
}

func scoresOf(t *testing.T, x *Index, text string) map[string]float64 {
	res, err := x.Search(t.Context(), Request{Text: text, Size: MaxSize})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, h := range res.Hits {
		out[h.Study.ID] = h.Score
	}
	return out
}
