package server

import (
	"time"

	"evidelic/study"
)

// The samples are invented: a trial with tags, a retracted study, a preprint, a
// registration, a synthetic one and one full of hostile strings.
func fakeStudies() []study.Study {
	return []study.Study{sampleTrial(), sampleRetracted(), samplePreprint(), sampleRegistration(), sampleDemo(), sampleHostile()}
}

func sampleTrial() study.Study {
	enrolled := 3
	s := study.Study{ID: "evbbbbbb2", Seq: 5, Created: testNow.Add(-72 * time.Hour), Changed: testNow.Add(-2 * time.Hour)}
	s.Report = study.Report{
		Kind: study.KindArticle, Title: "Oral ketamine for treatment-resistant depression: a randomised, placebo-controlled trial of H2O intake",
		TitleMarkup: "Oral ketamine for treatment-resistant depression: a <i>randomised</i>, placebo-controlled trial of H<sub>2</sub>O intake",
		IDs:         study.IDs{PMID: "900001", PMCID: "PMC900001", DOI: "10.1002/(sici)1097<1::aid>3.0.co;2-#"},
		Authors: []study.Author{{Family: "van der Berg", Given: "Anna", Initials: "A", ORCID: "0000-0002-1825-0097", Affiliations: []string{"Institute of Examples, Utrecht"}},
			{Family: "Okafor", Initials: "CN"}, {Family: "Smith", Initials: "J", Suffix: "Jr"}, {Collective: "The Example Trial Group"}},
		Journal: study.Journal{Title: "Journal of Invented Psychiatry", Abbrev: "J Invent Psychiatry", ISSN: []string{"1234-567X"}}, Volume: "12", Issue: "3", Pages: "132-42",
		Published: study.Published{Print: study.Date{Year: 2024, Month: 4}, Electronic: study.Date{Year: 2024, Month: 2, Day: 9}},
		Abstract: []study.Section{
			{Label: "BACKGROUND", Category: "BACKGROUND", Text: "Ketamine acts within hours, but most trials gave it intravenously."},
			{Label: "METHODS", Category: "METHODS", Text: "We randomised 84 adults with treatment-resistant depression to oral ketamine 1 mg/kg or placebo, three times a week for 4 weeks."},
			{Label: "RESULTS", Category: "RESULTS", Text: "MADRS fell by 11.2 points with ketamine and 5.3 with placebo (P<0.001). Dissociation was mild and short."},
			{Label: "CONCLUSIONS", Category: "CONCLUSIONS", Text: "Oral ketamine relieved depressive symptoms within a week and was well tolerated."},
		},
		PublicationTypes: []string{"Journal Article", "Randomized Controlled Trial"}, Keywords: []string{"ketamine", "oral"},
		MeSH: []study.Heading{{Name: "Ketamine", Major: true, Qualifiers: []study.Qualifier{{Name: "administration & dosage"}}}, {Name: "Adult"}}, Languages: []string{"eng"},
		Copyright: "© 2024 The Invented Society of Psychiatry.", Conflicts: "CNO received fees from Example Pharma.",
		Grants: []study.Grant{{ID: "EX-77", Agency: "Example Foundation", Country: "Netherlands"}},
		Trials: []study.TrialLink{{Number: "NCT09999999", Role: study.RoleReports}}, CitedBy: &enrolled,
		References: []study.Ref{{PMID: "900002"}},
		Relations:  []study.Relation{{Type: study.CommentIn, Target: study.Ref{PMID: "900777", Text: "J Invent Psychiatry. 2024;12(5):200"}}},
	}
	s.Records = []study.RecordRef{
		{Source: "pubmed", Key: "900001", Fetched: testNow.Add(-50 * time.Hour)},
		{Source: "europepmc", Key: "MED:900001", Fetched: testNow.Add(-20 * time.Hour), Rule: "pmid", Evidence: "both name PMID 900001"},
	}
	s.Provenance = map[string]string{"title": "pubmed:900001", "abstract": "pubmed:900001", "license": "europepmc:MED:900001"}
	s.Tags = sampleTags(&s)
	return s
}

// sampleTags proves each value by words that it looks up, so that offsets are
// right by construction.
func sampleTags(s *study.Study) study.Tags {
	one := func(value, label, section, words string) study.Tag {
		start := indexOf(s.AbstractText(), words)
		return study.Tag{Status: study.Reported, Values: []study.TagValue{{Value: value, Label: label, From: "abstract",
			Proofs: []study.Proof{{Field: "abstract", Section: section, Start: start, End: start + len(words), Text: words, Rule: "sample"}}}}}
	}
	design := one("rct", "Randomised controlled trial", "METHODS", "randomised")
	title := indexOf(s.Title, "randomised")
	design.Values[0].Proofs = append(design.Values[0].Proofs,
		study.Proof{Field: "title", Start: title, End: title + 10, Text: "randomised", Rule: "sample"},
		study.Proof{Field: "publication type", Text: "Randomized Controlled Trial", Rule: "sample"})
	return study.Tags{
		study.TaskDesign: design, study.TaskN: one("84", "84", "METHODS", "84 adults"), study.TaskSubstance: one("ketamine", "Ketamine", "METHODS", "oral ketamine"),
		study.TaskDose: one("1-mg-kg", "1 mg/kg", "METHODS", "1 mg/kg"), study.TaskRoute: one("oral", "Oral", "METHODS", "oral"),
		study.TaskCondition:  one("trd", "Treatment-resistant depression", "METHODS", "treatment-resistant depression"),
		study.TaskComparator: one("placebo", "Placebo", "METHODS", "placebo"), study.TaskFollowup: {Status: study.NotReported},
		study.TaskConclusion: one("for", "In favour", "CONCLUSIONS", "Oral ketamine relieved depressive symptoms within a week and was well tolerated."),
	}
}

func sampleRetracted() study.Study {
	s := study.Study{ID: "evaaaaaa1", Seq: 9, Created: testNow.Add(-90 * time.Hour), Changed: testNow.Add(-2 * time.Hour)}
	s.Report = study.Report{Kind: study.KindArticle, Title: "MDMA-assisted therapy for PTSD: an invented retracted study", IDs: study.IDs{PMID: "900002", DOI: "10.9999/ret.1"},
		Authors: []study.Author{{Family: "Doe", Initials: "J"}}, Journal: study.Journal{Title: "Archives of Examples"}, Published: study.Published{Print: study.Date{Year: 2019}},
		Abstract: []study.Section{{Text: "MDMA was followed by large improvements. The data could not be confirmed; ketamine is not studied here."}},
		Notices: []study.Notice{
			{Type: study.NoticeCorrection, Source: "pubmed", Date: study.Date{Year: 2020}, By: study.Ref{PMID: "900090"}},
			{Type: study.NoticeRetraction, Source: "pubmed", By: study.Ref{PMID: "900099", DOI: "10.9999/ret.2", Text: "Arch Ex. 2024;9:1"}, Date: study.Date{Year: 2024, Month: 8, Day: 10},
				Detail: "Retracted Publication", Checked: testNow.Add(-20 * time.Hour)}}}
	s.Records = []study.RecordRef{{Source: "pubmed", Key: "900002", Fetched: testNow.Add(-10 * time.Hour)}}
	return s
}

func samplePreprint() study.Study {
	s := study.Study{ID: "evcccccc3", Seq: 6, Created: testNow, Changed: testNow}
	s.Report = study.Report{Kind: study.KindPreprint, Title: "Psilocybin for end-of-life anxiety: a preprint", IDs: study.IDs{DOI: "10.9999/pre.1", EuropePMC: "PPR900003"},
		Authors: []study.Author{{Family: "Roe", Initials: "B"}}, Journal: study.Journal{Title: "medRxiv"}, Published: study.Published{Electronic: study.Date{Year: 2025, Month: 1, Day: 5}},
		Abstract: []study.Section{{Text: "Psilocybin and ketamine were compared in an open-label study of 20 people."}}, License: study.License{Code: "cc-by", URL: "https://creativecommons.org/licenses/by/4.0/"},
		Relations: []study.Relation{{Type: study.UpdateIn, Target: study.Ref{ID: "evbbbbbb2", DOI: "10.1002/later"}}}}
	s.Records = []study.RecordRef{{Source: "europepmc", Key: "PPR900003", Fetched: testNow}}
	return s
}

func sampleRegistration() study.Study {
	n, healthy := 120, false
	s := study.Study{ID: "evdddddd4", Seq: 7, Created: testNow, Changed: testNow}
	s.Report = study.Report{Kind: study.KindRegistration, Title: "Sublingual ketamine at home for depression", IDs: study.IDs{Registry: "NCT09999999"},
		Abstract: []study.Section{{Text: "A trial of sublingual ketamine taken at home after a supervised session."}}, Dates: study.Dates{Entered: study.Date{Year: 2023, Month: 5, Day: 1}},
		Trial: &study.Trial{Status: "recruiting", Type: "interventional", Phases: []string{"2", "3"}, Allocation: "randomized", Model: "parallel", Masking: "double", Enrollment: &n, Healthy: &healthy,
			Conditions: []string{"Depression"}, Sponsor: "Example University", Countries: []string{"Netherlands"}, MinAge: "18 Years", Sex: "all", Start: study.Date{Year: 2023, Month: 6},
			Arms:            []study.Arm{{Label: "Ketamine", Type: "experimental", Description: "100 mg, sublingual"}, {Label: "Placebo", Type: "placebo comparator"}},
			Interventions:   []study.Intervention{{Type: "drug", Name: "Ketamine", Description: "lozenge"}},
			PrimaryOutcomes: []study.Outcome{{Measure: "MADRS", TimeFrame: "4 weeks"}}, Eligibility: "Inclusion: adults.\nExclusion: psychosis."}}
	s.Records = []study.RecordRef{{Source: "clinicaltrials", Key: "NCT09999999", Fetched: testNow}}
	return s
}

func sampleDemo() study.Study {
	s := study.Study{ID: "eveeeeee5", Seq: 8, Created: testNow, Changed: testNow}
	s.Report = study.Report{Kind: study.KindArticle, Title: "LSD microdosing and ketamine in a synthetic world", IDs: study.IDs{PMID: "900005"}, Demo: true,
		Published: study.Published{Print: study.Date{Year: 2022}}, Abstract: []study.Section{{Text: "Invented from end to end."}}}
	s.Records = []study.RecordRef{{Source: "pubmed", Key: "900005", Fetched: testNow}}
	return s
}

func sampleHostile() study.Study {
	const bad = `<script>alert(1)</script>`
	s := study.Study{ID: "evffffff6", Seq: 8, Created: testNow, Changed: testNow}
	s.Report = study.Report{Kind: study.KindArticle, Title: "Ketamine " + bad, TitleMarkup: "Ketamine <i>" + bad + "</i>", IDs: study.IDs{PMID: "900006", DOI: `10.9999/"><script>`},
		Authors: []study.Author{{Family: bad, Affiliations: []string{bad}}}, Journal: study.Journal{Title: bad}, Copyright: bad, Conflicts: bad, Keywords: []string{bad}, Volume: bad,
		PublicationTypes: []string{bad}, MeSH: []study.Heading{{Name: bad}}, Abstract: []study.Section{{Label: bad, Text: bad + " </script> ketamine"}},
		OtherAbstract: []study.Abstract{{Type: bad, Language: bad, Sections: []study.Section{{Label: bad, Text: bad}}}},
		Notices:       []study.Notice{{Type: study.NoticeConcern, Source: bad, Detail: bad, By: study.Ref{Text: bad, DOI: bad}}},
		Links:         []study.Link{{Kind: "publisher", URL: "javascript:alert(1)"}, {Kind: "pdf", URL: "https://example.org/a.pdf"}},
		License:       study.License{Code: bad, URL: "javascript:alert(1)"}, Grants: []study.Grant{{ID: bad, Agency: bad}},
		Relations: []study.Relation{{Type: study.RelationType(bad), Target: study.Ref{Text: bad, DOI: bad}, Note: bad}}}
	s.Records = []study.RecordRef{{Source: bad, Key: bad, Rule: bad, Evidence: bad}}
	s.Provenance = map[string]string{bad: bad}
	s.Tags = study.Tags{study.TaskDesign: {Status: study.Reported, Values: []study.TagValue{{Value: bad, Label: bad, From: bad,
		Proofs: []study.Proof{{Field: "abstract", Start: -4, End: 9999, Text: bad, Rule: bad}, {Field: "title", Start: 3, End: 2, Text: bad, Rule: bad}}}}}}
	return s
}

func fakeStates() []study.SourceState {
	return []study.SourceState{
		{Source: "pubmed", Records: 18204, NextRun: testNow.Add(5 * time.Hour), Last: &study.Harvest{Source: "pubmed", Started: testNow.Add(-3 * time.Hour), Ended: testNow.Add(-2 * time.Hour),
			Outcome: study.HarvestPartial, From: "2026-03-01", To: "2026-03-04", Announced: 210, Seen: 208, New: 31, Changed: 14, Failed: 1,
			Gaps:     []study.Gap{{What: "2026-03-02..2026-03-03", Announced: 120, Delivered: 118, Reason: "two citations were announced and never sent"}},
			Warnings: []string{"The query translation differs from the last run."}}},
		{Source: "europepmc", Records: 9120, Running: &study.Harvest{Source: "europepmc", Started: testNow.Add(-4 * time.Minute), Outcome: study.HarvestRunning, Announced: 4000, Seen: 1400, New: 12, Changed: 3}},
		{Source: "clinicaltrials", Records: 0, NextRun: testNow.Add(20 * time.Minute), Retry: "the registry answered 503; tried again after its Retry-After",
			Last: &study.Harvest{Source: "clinicaltrials", Started: testNow.Add(-time.Hour), Ended: testNow.Add(-time.Hour), Outcome: study.HarvestFailed, Error: "get https://clinicaltrials.example/api: 503"}},
	}
}

func fakeChanges() []study.Change {
	at := func(seq uint64, id string, kind study.ChangeKind, hours int) study.Change {
		return study.Change{Seq: seq, Study: id, Kind: kind, At: testNow.Add(-time.Duration(hours) * time.Hour)}
	}
	joined := at(5, "evjoined1", study.ChangeJoined, 30)
	joined.Other = "evaaaaaa1"
	return []study.Change{at(1, "evaaaaaa1", study.ChangeAdded, 90), at(2, "evjoined1", study.ChangeAdded, 80), at(3, "evbbbbbb2", study.ChangeAdded, 72),
		at(4, "evdddddd4", study.ChangeAdded, 50), joined, at(6, "evcccccc3", study.ChangeChanged, 20), at(7, "evdddddd4", study.ChangeTagged, 10),
		at(8, "eveeeeee5", study.ChangeAdded, 5), at(9, "evaaaaaa1", study.ChangeNoticed, 2)}
}
