package clinicaltrials

import (
	"errors"
	"regexp"
	"strings"

	"evidelic/crawler"
	"evidelic/study"
)

// report maps a registration to the library's words.
func (r *rawStudy) report() (study.Report, error) {
	p := r.Protocol
	rep := study.Report{
		Kind:     study.KindRegistration,
		IDs:      study.IDs{Registry: p.Identification.NCT},
		Title:    crawler.PlainText(p.Identification.Brief),
		Abstract: p.sections(),
		MeSH:     r.Derived.headings(),
		Keywords: cleanAll(p.Conditions.Keywords),
		Grants:   p.Identification.grants(),
		Trials:   p.Identification.trials(),
		Links:    []study.Link{{Kind: "source", URL: "https://clinicaltrials.gov/study/" + p.Identification.NCT}},
		Dates: study.Dates{
			Entered: date(p.Status.FirstPosted.Date), Created: date(p.Status.FirstSubmitted), Revised: date(p.Status.LastPosted.Date),
		},
		Trial: r.trial(),
	}
	if rep.Title == "" {
		rep.Title = rep.Trial.OfficialTitle
	}
	if rep.Title == "" {
		return rep, errors.New("protocolSection.identificationModule.briefTitle: the record has no title")
	}
	if rep.Trial.Sponsor != "" {
		rep.Authors = []study.Author{{Collective: rep.Trial.Sponsor}} // as the NLM cites registrations
	}
	for _, ref := range p.References.References {
		rep.Relations = append(rep.Relations, ref.relations()...)
	}
	return rep, nil
}

// sections gives the two descriptions as the abstract.
func (p *protocol) sections() []study.Section {
	var out []study.Section
	for _, s := range []study.Section{
		{Label: "Brief summary", Text: markdown(p.Description.Brief)},
		{Label: "Detailed description", Text: markdown(p.Description.Detailed)},
	} {
		if s.Text != "" {
			out = append(out, s)
		}
	}
	return out
}

// headings gives the MeSH terms that the registry derives from conditions and
// interventions, each once.
func (d *derived) headings() []study.Heading {
	var out []study.Heading
	seen := map[string]bool{}
	for _, list := range []meshes{d.Conditions, d.Interventions} {
		for _, m := range list.Meshes {
			h := study.Heading{Name: crawler.CleanText(m.Term), UI: meshUI(m.ID)}
			if h.Name != "" && !seen[h.Name] {
				seen[h.Name] = true
				out = append(out, h)
			}
		}
	}
	return out
}

var reMeSH = regexp.MustCompile(`^([CD])000([0-9]{6})$`)

// meshUI gives a MeSH identifier as NLM writes it. The registry has filled the
// older ones, of six digits, up to nine ("D000003550" is D003550); the younger
// ones have nine, from about D000066000 and C000588000 on.
func meshUI(s string) string {
	s = crawler.CleanText(s)
	m := reMeSH.FindStringSubmatch(s)
	if m == nil || m[1] == "D" && m[2] >= "066000" || m[1] == "C" && m[2] >= "588000" {
		return s
	}
	return m[1] + m[2]
}

// trial maps what the registry says about the trial itself.
func (r *rawStudy) trial() *study.Trial {
	p := r.Protocol
	t := &study.Trial{
		OfficialTitle:     crawler.PlainText(p.Identification.Official),
		Acronym:           crawler.CleanText(p.Identification.Acronym),
		Status:            words(p.Status.Overall),
		WhyStopped:        markdown(p.Status.WhyStopped),
		Conditions:        cleanAll(p.Conditions.Conditions),
		Start:             date(p.Status.Start.Date),
		PrimaryCompletion: date(p.Status.PrimaryCompletion.Date),
		Completion:        date(p.Status.Completion.Date),
		CompletionActual:  p.Status.Completion.Type == "ACTUAL",
		ResultsPosted:     date(p.Status.ResultsPosted.Date),
		HasResults:        r.HasResults || p.Status.ResultsPosted.Date != "",
		Sponsor:           crawler.CleanText(p.Sponsors.Lead.Name),
		SecondaryIDs:      p.Identification.secondary(),
		PrimaryOutcomes:   outcomes(p.Outcomes.Primary),
		SecondaryOutcomes: outcomes(p.Outcomes.Secondary),
	}
	for _, c := range p.Sponsors.Collaborators {
		t.Collaborators = append(t.Collaborators, cleanAll([]string{c.Name})...)
	}
	for _, l := range p.Contacts.Locations {
		if c := crawler.CleanText(l.Country); c != "" && !has(t.Countries, c) {
			t.Countries = append(t.Countries, c)
		}
	}
	p.Design.into(t)
	p.Eligibility.into(t)
	p.arms(t)
	return t
}

// into sets the design.
func (d *design) into(t *study.Trial) {
	t.Type = words(d.Type)
	for _, p := range d.Phases {
		if p == "NA" {
			t.NoPhase = true
		} else if s := phase(p); s != "" {
			t.Phases = append(t.Phases, s)
		}
	}
	t.NoPhase = t.NoPhase && len(t.Phases) == 0
	t.Allocation = words(d.Info.Allocation)
	t.Model = strings.TrimSuffix(words(first(d.Info.Model, d.Info.Observational)), " assignment")
	t.Masking = words(d.Info.Masking.Masking)
	for _, who := range d.Info.Masking.Who {
		t.Masked = append(t.Masked, cleanAll([]string{words(who)})...)
	}
	t.Purpose = words(d.Info.Purpose)
	if n := d.Enrollment.Count; n != nil && *n >= 0 {
		t.Enrollment, t.EnrollmentActual = n, d.Enrollment.Type == "ACTUAL"
	}
}

// into sets who may take part.
func (e *eligibility) into(t *study.Trial) {
	t.Eligibility = markdown(e.Criteria)
	t.Healthy = e.Healthy
	t.Sex = words(e.Sex)
	t.MinAge, t.MaxAge = crawler.CleanText(e.MinAge), crawler.CleanText(e.MaxAge)
	for _, a := range e.StdAges {
		t.AgeGroups = append(t.AgeGroups, cleanAll([]string{words(a)})...)
	}
}

// arms sets arms and interventions.
func (p *protocol) arms(t *study.Trial) {
	for _, a := range p.Arms.Groups {
		t.Arms = append(t.Arms, study.Arm{
			Label: crawler.CleanText(a.Label), Type: words(a.Type), Description: markdown(a.Description), Interventions: cleanAll(a.Interventions),
		})
	}
	for _, i := range p.Arms.Interventions {
		t.Interventions = append(t.Interventions, study.Intervention{
			Type: words(i.Type), Name: crawler.CleanText(i.Name), Description: markdown(i.Description), OtherNames: cleanAll(i.OtherNames),
		})
	}
}

func outcomes(list []outcome) []study.Outcome {
	var out []study.Outcome
	for _, o := range list {
		v := study.Outcome{Measure: crawler.CleanText(o.Measure), TimeFrame: crawler.CleanText(o.TimeFrame), Description: markdown(o.Description)}
		if v != (study.Outcome{}) {
			out = append(out, v)
		}
	}
	return out
}

// secondary gives the trial's other numbers, each once: former NCT numbers, the
// sponsor's, and those of other registries in their normal form.
func (id *identification) secondary() []string {
	var out []string
	add := func(s string) {
		if n, _, ok := study.NormalRegistry(s); ok {
			s = n
		}
		if s = crawler.CleanText(s); s != "" && s != id.NCT && !has(out, s) {
			out = append(out, s)
		}
	}
	for _, a := range id.Aliases {
		add(a)
	}
	add(id.Org.ID)
	for _, s := range id.Secondary {
		add(s.ID)
	}
	return out
}

// trials gives the numbers under which other registries hold the same trial. An
// NCT number among the secondary ones is left out: it may be a parent study.
func (id *identification) trials() []study.TrialLink {
	var out []study.TrialLink
	seen := map[string]bool{}
	for _, s := range id.Secondary {
		n, registry, ok := study.NormalRegistry(s.ID)
		if ok && registry != "ClinicalTrials.gov" && !seen[n] {
			seen[n] = true
			out = append(out, study.TrialLink{Number: n, Role: study.RoleReports})
		}
	}
	return out
}

// funders are the types of secondary numbers that name a grant.
var funders = map[string]bool{"NIH": true, "FDA": true, "VA": true, "CDC": true, "AHRQ": true, "SAMHSA": true, "OTHER_GRANT": true}

func (id *identification) grants() []study.Grant {
	var out []study.Grant
	for _, s := range id.Secondary {
		if !funders[s.Type] {
			continue
		}
		g := study.Grant{ID: crawler.CleanText(s.ID), Agency: s.Type}
		if d := crawler.CleanText(s.Domain); d != "" || s.Type == "OTHER_GRANT" {
			g.Agency = d
		}
		out = append(out, g)
	}
	return out
}
