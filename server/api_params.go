package server

import "evidelic/index"

// FilterParams are the filters of the API. A repeated parameter is OR; different
// parameters are AND.
type FilterParams struct {
	Kind          []string `query:"kind,explode" doc:"article, preprint, registration, book, notice"`
	Year          []string `query:"year,explode" doc:"Years of publication: 2020..2024, 2020.., ..2024 or 2024"`
	Journal       []string `query:"journal,explode" doc:"Journal, as its facet names it"`
	Type          []string `query:"type,explode" doc:"Publication type, as its facet names it"`
	Source        []string `query:"source,explode" doc:"Source that holds a record of the study: pubmed, europepmc, clinicaltrials, …"`
	Notice        []string `query:"notice,explode" doc:"retraction, withdrawal, replacement, concern, correction"`
	Scope         []string `query:"scope,explode" doc:"clinical, mechanism, adjacent, out"`
	Substance     []string `query:"substance,explode" doc:"Substance studied"`
	Condition     []string `query:"condition,explode" doc:"Condition treated"`
	Design        []string `query:"design,explode" doc:"Design of the study"`
	Level         []string `query:"level,explode" doc:"Level on the evidence ladder"`
	Phase         []string `query:"phase,explode" doc:"Phase of a trial"`
	N             []string `query:"n,explode" doc:"Number of participants: 20..100, 100.. or ..20"`
	Comparator    []string `query:"comparator,explode" doc:"What it was compared with"`
	Route         []string `query:"route,explode" doc:"Route of administration"`
	Dose          []string `query:"dose,explode" doc:"Dose"`
	Regimen       []string `query:"regimen,explode" doc:"Single, repeated, microdosing"`
	Psychotherapy []string `query:"psychotherapy,explode" doc:"Whether psychotherapy was given"`
	Setting       []string `query:"setting,explode" doc:"Setting"`
	Age           []string `query:"age,explode" doc:"Age group"`
	Sex           []string `query:"sex,explode" doc:"Sex of the participants"`
	Followup      []string `query:"followup,explode" doc:"Length of follow-up"`
	Outcome       []string `query:"outcome,explode" doc:"Outcome or instrument"`
	Harms         []string `query:"harms,explode" doc:"Whether harms were reported"`
	Conclusion    []string `query:"conclusion,explode" doc:"Direction of the conclusion"`
	Registration  []string `query:"registration,explode" doc:"Whether a registration is named"`
	Funding       []string `query:"funding,explode" doc:"Whether funding is stated"`
	AllScopes     bool     `query:"all_scopes" doc:"Count and show studies that are out of scope, too"`
}

// filters gives the parameters by facet key; those that are absent are left out.
func (p *FilterParams) filters() map[string][]string {
	all := map[string][]string{
		"kind": p.Kind, "year": p.Year, "journal": p.Journal, "type": p.Type, "source": p.Source, "notice": p.Notice,
		"scope": p.Scope, "substance": p.Substance, "condition": p.Condition, "design": p.Design, "level": p.Level,
		"phase": p.Phase, "n": p.N, "comparator": p.Comparator, "route": p.Route, "dose": p.Dose, "regimen": p.Regimen,
		"psychotherapy": p.Psychotherapy, "setting": p.Setting, "age": p.Age, "sex": p.Sex, "followup": p.Followup,
		"outcome": p.Outcome, "harms": p.Harms, "conclusion": p.Conclusion, "registration": p.Registration, "funding": p.Funding,
	}
	out := map[string][]string{}
	for key, values := range all {
		if v := notEmpty(values); len(v) > 0 {
			out[key] = v
		}
	}
	return out
}

// searchInput is what a search takes.
type searchInput struct {
	Q string `query:"q" doc:"The query as typed: words, \"phrases\", AND OR NOT, field tags. Empty matches every study"`
	FilterParams
	Sort     string `query:"sort" enum:"best,newest,evidence,cited" default:"best" doc:"Order of the hits"`
	Page     int    `query:"page" minimum:"1" default:"1" doc:"Page of hits; page times size reaches 10,000"`
	Size     int    `query:"size" minimum:"1" maximum:"200" default:"20" doc:"Hits a page"`
	Cursor   string `query:"cursor" maxLength:"4096" doc:"The next of an answer, instead of page: leads to any depth"`
	Facets   bool   `query:"facets" default:"true" doc:"Count the facets"`
	Snippets bool   `query:"snippets" default:"true" doc:"Make snippets for the hits"`
	Explain  bool   `query:"explain" doc:"Say of each hit what its score consists of; the search takes twice the time"`
}

func (in *searchInput) request() (index.Request, error) {
	req := index.Request{Text: in.Q, Filters: in.filters(), Sort: index.Sort(in.Sort), Page: in.Page, Size: in.Size,
		Cursor: in.Cursor, Facets: in.Facets, Snippets: in.Snippets, AllScopes: in.AllScopes, Explain: in.Explain}
	return req, checkRequest(req)
}

// exportInput is what an export takes: a search without pages.
type exportInput struct {
	Q string `query:"q" doc:"The query as typed. Empty matches every study"`
	FilterParams
	Sort   string   `query:"sort" enum:"best,newest,evidence,cited" default:"best" doc:"Order of the studies"`
	ID     []string `query:"id,explode" maxItems:"200" doc:"These studies, in this order, in place of a search: our ids (ev…)"`
	Format string   `query:"format" required:"true" doc:"Format of the file"`
}

func (in *exportInput) request() (index.Request, error) {
	req := index.Request{Text: in.Q, Filters: in.filters(), Sort: index.Sort(in.Sort), Page: 1, Size: index.MaxSize, AllScopes: in.AllScopes}
	return req, checkRequest(req)
}
