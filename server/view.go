package server

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"evidelic/evidence"
	"evidelic/index"
	"evidelic/study"
)

// funcs are the functions of the templates.
func (s *Server) funcs() template.FuncMap {
	return template.FuncMap{
		"asset":  func(name string) string { return s.assets[name].href },
		"number": number,
		"plural": plural,
		"when":   func(t time.Time) string { return when(t, s.opt.Now()) },
		"stamp":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"source": sourceLabel,
		"langs":  languageNames,
		"lower":  strings.ToLower,
		"join":   func(list []string) string { return strings.Join(list, ", ") },
		"pair":   func(key string, value any) keyed { return keyed{key, value} },
	}
}

// keyed gives a template two things where it takes one.
type keyed struct {
	Key   string
	Value any
}

// number writes a whole number with thin spaces between thousands.
func number(n int) string {
	s := strconv.Itoa(n)
	start := 0
	if n < 0 {
		start = 1
	}
	for i := len(s) - 3; i > start; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// plural gives "1 study", "2 studies".
func plural(n int, one, many string) string {
	if n == 1 {
		return number(n) + " " + one
	}
	return number(n) + " " + many
}

// when says how far off a time is, in words; beyond two days the date.
func when(t, now time.Time) string {
	if t.IsZero() {
		return "never"
	}
	d := now.Sub(t)
	if d < 0 {
		if -d > 48*time.Hour {
			return t.UTC().Format("2 January 2006")
		}
		return "in " + length(-d)
	}
	switch {
	case d < 10*time.Second:
		return "just now"
	case d > 48*time.Hour:
		return t.UTC().Format("2 January 2006")
	}
	return length(d) + " ago"
}

func length(d time.Duration) string {
	switch {
	case d < time.Minute:
		return plural(int(d.Seconds()), "second", "seconds")
	case d < time.Hour:
		return plural(int(d.Minutes()), "minute", "minutes")
	}
	return plural(int(d.Hours()), "hour", "hours")
}

// sourceLabel gives a source's name for readers.
func sourceLabel(name string) string {
	switch name {
	case study.SourcePubMed:
		return "PubMed"
	case study.SourceEuropePMC:
		return "Europe PMC"
	case study.SourceClinicalTrials:
		return "ClinicalTrials.gov"
	case study.SourceCrossref:
		return "Crossref"
	case study.SourceOpenAlex:
		return "OpenAlex"
	case study.SourceBioRxiv:
		return "bioRxiv"
	case study.SourceMedRxiv:
		return "medRxiv"
	case study.SourceWebpage:
		return "Journal pages"
	}
	if repository, ok := strings.CutPrefix(name, "oai:"); ok {
		return "Repository " + repository
	}
	if file, ok := strings.CutPrefix(name, "import:"); ok {
		return "Imported file " + file
	}
	return name
}

// hitView is one study in a list.
type hitView struct {
	ID        string
	Href      string
	Title     template.HTML
	Authors   string
	Journal   string
	Year      int
	Kind      string // in words; "" for an article, which needs no saying
	Grave     bool
	Demo      bool // it is synthetic, and its title does not say so
	Withdrawn bool
	Notices   []noticeView
	Tags      []tagView
	Snippets  []snippetView
	IDs       []linkView
	COinS     string // the same for reference managers
	Pick      bool   // it can be ticked for the basket
	Why       []reasonView
}

// reasonView is a part of what a study's place in a list rests on.
type reasonView struct {
	Words string
	How   string // "" for a word of the query that the study has
	Score string
	Share int // of the whole, in percent
}

type snippetView struct {
	Section string
	Text    template.HTML
}

type linkView struct{ Label, Href string }

// tagView is a tag in words that leads to its proof.
type tagView struct {
	Task  string
	Text  string
	Href  string
	Grade string // a class for the few tags that have a colour
}

func hitViews(hits []index.Hit) []hitView {
	out := make([]hitView, len(hits))
	for i := range hits {
		out[i] = newHitView(&hits[i].Study)
		out[i].Why = reasonViews(hits[i].Why)
		for _, sn := range hits[i].Snippets {
			if sn.Field == "title" {
				if hits[i].Study.Title == sn.Text {
					out[i].Title = markText(sn.Text, sn.Marks, "")
				}
				continue
			}
			out[i].Snippets = append(out[i].Snippets, snippetView{sn.Section, markText(sn.Text, sn.Marks, "")})
		}
	}
	return out
}

func newHitView(st *study.Study) hitView {
	v := hitView{ID: st.ID, Href: "/study/" + st.ID, Title: titleHTML(st), Authors: shortAuthors(st.Authors), Journal: venue(st), Year: st.Year(),
		Grave: st.Retracted(), Demo: needsDemoMark(st), Withdrawn: st.Withdrawn, Notices: noticeViews(st), Tags: compactTags(st), IDs: listIDs(st), COinS: coins(st)}
	if st.Kind != study.KindArticle && st.Kind != "" {
		v.Kind = st.Kind.Label()
	}
	return v
}

// reasonViews gives the reasons for a score with their shares of it.
func reasonViews(why []index.Reason) []reasonView {
	sum := 0.0
	for _, r := range why {
		sum += max(r.Score, 0)
	}
	var out []reasonView
	for _, r := range why {
		v := reasonView{Words: r.Words, Score: strconv.FormatFloat(r.Score, 'f', 2, 64)}
		switch r.Kind {
		case "near":
			v.How = "close together"
		case "related":
			v.How = "typical of the first results"
		}
		if sum > 0 {
			v.Share = int(100*max(r.Score, 0)/sum + 0.5)
		}
		out = append(out, v)
	}
	return out
}

// shortAuthors names up to three authors.
func shortAuthors(authors []study.Author) string {
	var names []string
	for _, a := range authors {
		if len(names) == 3 {
			return strings.Join(names, ", ") + " et al."
		}
		names = append(names, a.String())
	}
	return strings.Join(names, ", ")
}

// venue gives where the report appeared.
func venue(st *study.Study) string {
	switch {
	case st.Journal.Title != "":
		return st.Journal.Title
	case st.Journal.Abbrev != "":
		return st.Journal.Abbrev
	case st.Book != nil:
		return st.Book.Title
	case st.Kind == study.KindRegistration && strings.HasPrefix(st.IDs.Registry, "NCT"):
		return "ClinicalTrials.gov"
	}
	return ""
}

// idLinks gives the identifiers with the addresses of their sources. A synthetic
// study's identifiers lead nowhere, so they are not linked.
func idLinks(st *study.Study) []linkView {
	var out []linkView
	add := func(id, label, base string) {
		if id == "" {
			return
		}
		href := ""
		if !st.Demo && base != "" {
			href = base + pathEscapeDOI(id)
		}
		out = append(out, linkView{strings.TrimSpace(label + " " + id), href})
	}
	add(st.IDs.PMID, "PMID", "https://pubmed.ncbi.nlm.nih.gov/")
	add(st.IDs.PMCID, "", "https://pmc.ncbi.nlm.nih.gov/articles/")
	add(st.IDs.DOI, "DOI", "https://doi.org/")
	add(st.IDs.EuropePMC, "Europe PMC", "https://europepmc.org/abstract/PPR/")
	add(st.NCT(), "Trial", registryBase(st.NCT()))
	add(st.IDs.OpenAlex, "OpenAlex", "https://openalex.org/")
	return out
}

// listIDs gives the identifiers that a list shows: those that people use. The
// study's page has all.
func listIDs(st *study.Study) []linkView {
	few := *st
	few.IDs.PMCID, few.IDs.OpenAlex = "", ""
	if few.IDs.PMID != "" || few.IDs.DOI != "" {
		few.IDs.EuropePMC = ""
	}
	if out := idLinks(&few); len(out) > 0 {
		return out
	}
	return idLinks(st)
}

func registryBase(number string) string {
	switch {
	case strings.HasPrefix(number, "NCT"):
		return "https://clinicaltrials.gov/study/"
	case strings.HasPrefix(number, "ISRCTN"):
		return "https://www.isrctn.com/"
	}
	return ""
}

// pathEscapeDOI escapes an identifier for a path and keeps its slashes, as DOI
// resolvers expect.
func pathEscapeDOI(id string) string {
	return strings.ReplaceAll(url.PathEscape(id), "%2F", "/")
}

// compactTasks are the tags that a list shows, in the order in which a clinician
// asks.
func compactTasks() []study.Task {
	return []study.Task{study.TaskDesign, study.TaskN, study.TaskSubstance, study.TaskDose, study.TaskRoute, study.TaskCondition,
		study.TaskComparator, study.TaskFollowup, study.TaskConclusion}
}

// compactTags gives the tags of a list in words. Without a design tag the
// publication types that say something stand in.
func compactTags(st *study.Study) []tagView {
	var out []tagView
	if len(st.Tags[study.TaskDesign].Values) == 0 {
		for _, t := range designTypes(st.PublicationTypes) {
			out = append(out, tagView{Task: "type", Text: t})
		}
	}
	for _, task := range compactTasks() {
		tag := st.Tags[task]
		if tag.Status != study.Reported || len(tag.Values) == 0 {
			continue
		}
		if task == study.TaskDesign {
			tag = withoutKind(tag, st.Kind)
		}
		out = append(out, tagView{Task: string(task), Text: tagWords(task, tag), Href: proofHref(st.ID, task), Grade: tagGrade(task, st)})
		if level := evidence.Level(st.Tags); task == study.TaskDesign && level > 0 {
			out = append(out, tagView{Task: string(study.TaskLevel), Text: "Level " + strconv.Itoa(level), Href: proofHref(st.ID, study.TaskLevel), Grade: "level"})
		}
	}
	return out
}

func proofHref(id string, task study.Task) string {
	return "/study/" + id + "?tag=" + url.QueryEscape(string(task)) + "#proof"
}

// tagWords gives the values of a tag, at most three of them, so that they can be
// read without the name of the task.
func tagWords(task study.Task, tag study.Tag) string {
	var words []string
	for i, v := range tag.Values {
		if i == 3 {
			words = append(words, "+"+strconv.Itoa(len(tag.Values)-3))
			break
		}
		words = append(words, valueWords(task, v))
	}
	text := strings.Join(words, ", ")
	switch {
	case task == study.TaskComparator && tag.Values[0].Value == "none":
		return "No comparator"
	case task == study.TaskComparator:
		return "vs " + text
	case task == study.TaskConclusion:
		return "Conclusion: " + text
	}
	return upperFirst(text)
}

// upperFirst writes a lower-case first letter of a plain word as a capital; names
// such as "5-MeO-DMT" or "n = 84" stay.
func upperFirst(s string) string {
	if len(s) < 2 || s[0] < 'a' || s[0] > 'z' || s[1] < 'a' || s[1] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

func valueWords(task study.Task, v study.TagValue) string {
	label := v.Label
	if label == "" {
		label = v.Value
	}
	if _, err := strconv.Atoi(label); err == nil && task == study.TaskN {
		return "n = " + label
	}
	return label
}

// withoutKind leaves out of a design what the kind of report says already.
func withoutKind(tag study.Tag, kind study.Kind) study.Tag {
	if len(tag.Values) > 1 {
		tag.Values = slices.DeleteFunc(slices.Clone(tag.Values), func(v study.TagValue) bool { return strings.EqualFold(v.Label, kind.Label()) })
	}
	return tag
}

// tagGrade gives the class of a tag that has a colour of its own: the design is
// the stronger the higher the study stands on the evidence ladder.
func tagGrade(task study.Task, st *study.Study) string {
	switch task {
	case study.TaskDesign:
		switch level := evidence.Level(st.Tags); {
		case level >= 1 && level <= 2:
			return "design high"
		case level >= 3 && level <= 4:
			return "design middle"
		}
		return "design"
	case study.TaskConclusion:
		return "conclusion"
	}
	return ""
}

// designTypes leaves out the publication types that say nothing of the design.
func designTypes(types []string) []string {
	var out []string
	for _, t := range types {
		if t == "Journal Article" || t == "English Abstract" || strings.HasPrefix(t, "Research Support") || t == "Preprint" || strings.Contains(t, "Retract") {
			continue
		}
		if out = append(out, t); len(out) == 2 {
			break
		}
	}
	return out
}
