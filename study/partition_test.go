package study

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rec makes a record: "pubmed:1", then kind, then identifiers as "pmid:1".
func rec(name string, kind Kind, ids ...string) Record {
	source, key, _ := strings.Cut(name, ":")
	r := Record{Source: source, Key: key, Report: Report{Kind: kind, Title: name}}
	for _, id := range ids {
		rule, v, _ := strings.Cut(id, ":")
		switch rule {
		case "pmid":
			r.Report.IDs.PMID = v
		case "pmcid":
			r.Report.IDs.PMCID = v
		case "doi":
			r.Report.IDs.DOI = v
		case "registry":
			r.Report.IDs.Registry = v
		case "europepmc":
			r.Report.IDs.EuropePMC = v
		}
	}
	return r
}

// shape writes groups as "pubmed:1+crossref:x(doi)", sorted.
func shape(records []Record, groups []Group) []string {
	var out []string
	for _, g := range groups {
		var names []string
		for _, m := range g.Members {
			n := records[m.Index].ID().String()
			if m.Rule != "" {
				n += "(" + m.Rule + ")"
			}
			names = append(names, n)
		}
		out = append(out, strings.Join(names, "+"))
	}
	slices.Sort(out)
	return out
}

func TestPartition(t *testing.T) {
	gone := rec("pubmed:2", KindArticle, "pmid:2", "doi:x")
	gone.Gone = true
	for _, tt := range []struct {
		name     string
		records  []Record
		verdicts []Verdict
		want     []string
	}{
		{"alone", []Record{rec("pubmed:1", KindArticle, "pmid:1")}, nil, []string{"pubmed:1"}},
		{"no identifiers, no join", []Record{rec("import:a:1", ""), rec("import:a:2", "")}, nil, []string{"import:a:1", "import:a:2"}},
		{"a chain of identifiers", []Record{rec("crossref:x", KindArticle, "doi:x"), rec("europepmc:MED:1", KindArticle, "pmid:1", "doi:x"),
			rec("pubmed:1", KindArticle, "pmid:1")}, nil, []string{"pubmed:1+europepmc:MED:1(pmid)+crossref:x(doi)"}},
		{"two PMIDs never join", []Record{rec("pubmed:1", KindArticle, "pmid:1", "doi:x"), rec("pubmed:2", KindArticle, "pmid:2", "doi:x"),
			rec("crossref:x", KindArticle, "doi:x")}, nil, []string{"pubmed:1+crossref:x(doi)", "pubmed:2"}},
		{"two PMIDs do not meet through a third", []Record{rec("pubmed:1", KindArticle, "pmid:1", "doi:x"), rec("pubmed:2", KindArticle, "pmid:2", "pmcid:PMC2"),
			rec("europepmc:PMC:2", KindArticle, "pmcid:PMC2", "doi:x")}, nil, []string{"pubmed:1", "pubmed:2+europepmc:PMC:2(pmcid)"}},
		{"a deleted PMID keeps nothing away", []Record{rec("pubmed:1", KindArticle, "pmid:1", "doi:x"), gone}, nil, []string{"pubmed:1+pubmed:2(doi)"}},
		{"preprint and article stay two", []Record{rec("pubmed:1", KindArticle, "pmid:1", "doi:x"), rec("europepmc:PPR:1", KindPreprint, "doi:x", "pmid:1")},
			nil, []string{"europepmc:PPR:1", "pubmed:1"}},
		{"registration only with registration", []Record{rec("clinicaltrials:NCT1", KindRegistration, "registry:NCT1"),
			rec("crossref:x", KindArticle, "registry:NCT1"), rec("import:f:1", KindRegistration, "registry:NCT1")},
			nil, []string{"clinicaltrials:NCT1+import:f:1(registry)", "crossref:x"}},
		{"an erratum with its article's DOI", []Record{rec("pubmed:1", KindArticle, "pmid:1", "doi:x"), rec("crossref:e", KindNotice, "doi:x")},
			nil, []string{"crossref:e", "pubmed:1"}},
		{"sources that differ on what a notice is", []Record{rec("pubmed:1", KindNotice, "pmid:1"), rec("openalex:W1", KindArticle, "pmid:1")},
			nil, []string{"pubmed:1+openalex:W1(pmid)"}},
		{"kept apart by an operator", []Record{rec("pubmed:1", KindArticle, "doi:x"), rec("crossref:x", KindArticle, "doi:x"), rec("openalex:W1", KindArticle, "doi:x")},
			[]Verdict{{A: RecordKey{"crossref", "x"}, B: RecordKey{"pubmed", "1"}}}, []string{"crossref:x", "pubmed:1+openalex:W1(doi)"}},
		{"joined by an operator", []Record{rec("pubmed:1", KindArticle, "pmid:1"), rec("pubmed:2", KindArticle, "pmid:2")},
			[]Verdict{{A: RecordKey{"pubmed", "2"}, B: RecordKey{"pubmed", "1"}, Join: true, Reason: "one paper twice"}}, []string{"pubmed:1+pubmed:2(operator)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := shape(tt.records, Partition(tt.records, tt.verdicts))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("groups (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPartitionSaysWhy(t *testing.T) {
	records := []Record{rec("crossref:10.1/x", KindArticle, "doi:10.1/x"), rec("pubmed:1", KindArticle, "doi:10.1/x")}
	g := Partition(records, nil)
	if len(g) != 1 {
		t.Fatalf("%d groups, want 1", len(g))
	}
	want := []Member{{Index: 1}, {Index: 0, Rule: "doi", Evidence: "same DOI 10.1/x, as in pubmed:1"}}
	if diff := cmp.Diff(want, g[0].Members); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}

// tangle makes records whose identifiers meet often and contradict each other.
func tangle(rng *rand.Rand, n int) []Record {
	sources := []string{"pubmed", "europepmc", "clinicaltrials", "crossref", "openalex", "medrxiv", "import:a.ris", "oai:x"}
	kinds := []Kind{KindArticle, KindArticle, KindArticle, KindPreprint, KindRegistration, KindNotice, KindBook, ""}
	pick := func(prefix string, odds, of int) string {
		if rng.IntN(100) >= odds {
			return ""
		}
		return fmt.Sprint(prefix, 1+rng.IntN(of))
	}
	out := make([]Record, n)
	for i := range out {
		r := Record{Source: sources[rng.IntN(len(sources))], Key: fmt.Sprint("k", i), Gone: rng.IntN(10) == 0}
		r.Report = Report{Kind: kinds[rng.IntN(len(kinds))], Title: pick("title ", 80, 100), Volume: pick("", 50, 9),
			Keywords: []string{pick("k", 100, 5), pick("K", 100, 5)},
			Notices:  []Notice{{Type: NoticeRetraction, Source: r.Source, By: Ref{PMID: pick("", 50, 3), DOI: pick("d", 50, 3)}}},
			Trials:   []TrialLink{{Number: pick("NCT", 100, 4), Role: RoleMentions}, {Number: "NCT1", Role: RoleReports}},
			Relations: []Relation{{Type: CommentIn, Target: Ref{PMID: pick("", 50, 3), DOI: pick("d", 50, 3), Text: pick("t", 50, 2)}},
				{Type: ErratumIn, Target: Ref{PMID: pick("", 50, 3)}}},
			IDs: IDs{PMID: pick("", 40, n/4+1), PMCID: pick("PMC", 30, n/4+1), DOI: pick("10.1/", 60, n/4+1),
				Registry: pick("NCT", 15, n/4+1), EuropePMC: pick("PPR", 20, n/4+1)}}
		out[i] = r
	}
	return out
}

func TestAnyOrderGivesTheSameStudies(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 7))
		records := tangle(rng, 2+rng.IntN(24))
		var verdicts []Verdict
		for range rng.IntN(4) {
			a, b := records[rng.IntN(len(records))], records[rng.IntN(len(records))]
			verdicts = append(verdicts, Verdict{A: a.ID(), B: b.ID(), Join: rng.IntN(2) == 0, Reason: "because"})
		}
		want := library(records, verdicts)
		for range 4 {
			shuffled, again := slices.Clone(records), slices.Clone(verdicts)
			rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			rng.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
			if diff := cmp.Diff(want, library(shuffled, again)); diff != "" {
				t.Fatalf("seed %d: another order gives another library (-want +got):\n%s", seed, diff)
			}
		}
	}
}

// merged is all that Partition and Merge say about one study.
type merged struct {
	Report     Report
	Provenance map[string]string
	Why        []string
}

// library makes the studies of records, by the name of their first record.
func library(records []Record, verdicts []Verdict) map[string]merged {
	out := map[string]merged{}
	for _, g := range Partition(records, verdicts) {
		var members []Record
		var m merged
		for _, at := range g.Members {
			members = append(members, records[at.Index])
			m.Why = append(m.Why, records[at.Index].ID().String()+" "+at.Rule+" "+at.Evidence)
		}
		m.Report, m.Provenance = Merge(members)
		out[members[0].ID().String()] = m
	}
	return out
}

func TestClosuresCanBePartitionedAlone(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 8))
		records := tangle(rng, 40)
		whole := library(records, nil)
		pieces := map[string]merged{}
		for _, piece := range closures(records) {
			for name, m := range library(piece, nil) {
				pieces[name] = m
			}
		}
		if diff := cmp.Diff(whole, pieces); diff != "" {
			t.Fatalf("seed %d: closures alone differ (-whole +pieces):\n%s", seed, diff)
		}
	}
}

// closures splits records by the chains of shared keys.
func closures(records []Record) [][]Record {
	var out [][]Record
	used := make([]bool, len(records))
	for i := range records {
		if used[i] {
			continue
		}
		keys, members := map[string]bool{}, []Record{}
		for grew := true; grew; {
			grew = false
			for j := range records {
				own := Keys(&records[j])
				for _, k := range MatchKeys(&records[j]) {
					own = append(own, fmt.Sprint(k))
				}
				meets := j == i || slices.ContainsFunc(own, func(k string) bool { return keys[k] })
				if used[j] || !meets {
					continue
				}
				used[j], grew = true, true
				members = append(members, records[j])
				for _, k := range own {
					keys[k] = true
				}
			}
		}
		out = append(out, members)
	}
	return out
}

func TestPartitionKeepsEveryRecordOnce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	records := tangle(rng, 60)
	seen := map[int]int{}
	for _, g := range Partition(records, nil) {
		for _, m := range g.Members {
			seen[m.Index]++
		}
	}
	for i := range records {
		if seen[i] != 1 {
			t.Errorf("record %d is in %d groups, want 1", i, seen[i])
		}
	}
}
