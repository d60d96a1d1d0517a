package server

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"evidelic/study"
)

// relationView is a report that this one is tied to.
type relationView struct {
	Words string
	Text  string
	Links []linkView
	Note  string
	Date  string
}

func relationViews(st *study.Study) []relationView {
	var out []relationView
	for _, r := range st.Relations {
		out = append(out, relationView{relationWords(r.Type, st.Kind), r.Target.Text, refLinks(r.Target), r.Note, r.Date.String()})
	}
	return out
}

// relationWords says what the other report is to this one.
func relationWords(t study.RelationType, kind study.Kind) string {
	words := map[study.RelationType]string{
		study.RetractionIn: "Retracted in", study.RetractionOf: "Retracts", study.ConcernIn: "Expression of concern in", study.ConcernFor: "Expression of concern for",
		study.ErratumIn: "Corrected in", study.ErratumFor: "Corrects", study.CorrectedRepublishedIn: "Corrected and republished in",
		study.CorrectedRepublishedFrom: "Corrected and republished from", study.RetractedRepublishedIn: "Retracted and republished in",
		study.RetractedRepublishedFrom: "Retracted and republished from", study.RepublishedIn: "Republished in", study.RepublishedFrom: "Republished from",
		study.UpdateIn: "Later version", study.UpdateOf: "Earlier version", study.CommentIn: "Comment in", study.CommentOn: "Comment on",
		study.TrialResult: "Results in", study.TrialReference: "Reference",
	}
	if t == study.UpdateIn && kind == study.KindPreprint {
		return "Published as"
	}
	if w, ok := words[t]; ok {
		return w
	}
	return string(t)
}

// recordView is a record that the study is made of.
type recordView struct {
	Source, Key, Href string
	Fetched           time.Time
	Why               string
	Gone              bool
}

func recordViews(st *study.Study) []recordView {
	var out []recordView
	for _, r := range st.Records {
		why := "the first record of this study"
		if r.Rule != "" {
			why = "joined by " + r.Rule
			if r.Evidence != "" {
				why += ": " + r.Evidence
			}
		}
		if len(st.Records) == 1 && r.Rule == "" {
			why = "the only record"
		}
		href := ""
		if !st.Demo {
			href = recordHref(r)
		}
		out = append(out, recordView{sourceLabel(r.Source), r.Key, href, r.Fetched, why, r.Gone})
	}
	return out
}

func recordHref(r study.RecordRef) string {
	switch r.Source {
	case study.SourcePubMed:
		return "https://pubmed.ncbi.nlm.nih.gov/" + url.PathEscape(r.Key)
	case study.SourceClinicalTrials:
		return "https://clinicaltrials.gov/study/" + url.PathEscape(r.Key)
	case study.SourceEuropePMC:
		db, id, ok := strings.Cut(r.Key, ":")
		if !ok {
			db, id = "PPR", r.Key
		}
		return "https://europepmc.org/article/" + url.PathEscape(db) + "/" + url.PathEscape(id)
	}
	return ""
}

// fieldView says which record a field came from.
type fieldView struct{ Field, Record string }

func fieldViews(st *study.Study) []fieldView {
	var out []fieldView
	for field, record := range st.Provenance {
		source, key, _ := strings.Cut(record, ":")
		out = append(out, fieldView{strings.ReplaceAll(field, "_", " "), sourceLabel(source) + " " + key})
	}
	slices.SortFunc(out, func(a, b fieldView) int { return strings.Compare(a.Field, b.Field) })
	return out
}

// changeView is an entry of the study's history.
type changeView struct {
	At    time.Time
	Words string
	Other string
	Seq   uint64
}

// changeViews gives the history, newest first.
func changeViews(changes []study.Change) []changeView {
	var out []changeView
	for _, c := range slices.Backward(changes) {
		out = append(out, changeView{c.At, changeWords(c.Kind), c.Other, c.Seq})
	}
	return out
}

func changeWords(k study.ChangeKind) string {
	switch k {
	case study.ChangeAdded:
		return "Added to the library"
	case study.ChangeChanged:
		return "Changed by a source"
	case study.ChangeNoticed:
		return "A notice came or went"
	case study.ChangeTagged:
		return "Tags read again"
	case study.ChangeJoined:
		return "Joined into another study"
	case study.ChangeSplit:
		return "Separated from another study"
	case study.ChangeDeleted:
		return "Left without a record"
	}
	return string(k)
}

// citationView is a reference to copy.
type citationView struct{ Name, Label, Text string }

// citations gives the reference in every style; one that cannot be written is
// left out and logged, since the study matters more.
func (s *Server) citations(st *study.Study) []citationView {
	var out []citationView
	if s.opt.Cite == nil {
		return nil
	}
	for _, style := range s.opt.Styles {
		text, _, err := s.opt.Cite(st, style.Name)
		if err != nil {
			s.opt.Logger.Warn("cite", "study", st.ID, "style", style.Name, "error", err)
			continue
		}
		out = append(out, citationView{style.Name, style.Label, text})
	}
	return out
}

// citationLinks gives the files of one study. NBIB holds only studies with a
// PMID, so it is not offered without one.
func (s *Server) citationLinks(st *study.Study) []linkView {
	var out []linkView
	for _, f := range s.formats {
		if f.Name == "nbib" && st.IDs.PMID == "" {
			continue
		}
		out = append(out, linkView{f.Label, fmt.Sprintf("%s%s/citation?format=%s", studyPath, st.ID, f.Name)})
	}
	return out
}

// trialView is a registry number that the study is listed for.
type trialView struct {
	Number, Href string
	Mentioned    bool // the study names the trial and does not report it
	Here         bool // the registration is in this library
}

// maxTrials bounds the registrations that are looked up for one page: reviews
// list hundreds.
const maxTrials = 12

// trialViews leads to the registration in this library, else to the registry.
func (s *Server) trialViews(ctx context.Context, st *study.Study) []trialView {
	var out []trialView
	for i, t := range st.Trials {
		v := trialView{Number: t.Number, Mentioned: t.Role == study.RoleMentions}
		if base := registryBase(t.Number); base != "" && !st.Demo {
			v.Href = base + url.PathEscape(t.Number)
		}
		if i < maxTrials {
			// A failure leaves the link to the registry, which is right as well.
			if id, err := s.opt.Library.Resolve(ctx, "nct:"+t.Number); err == nil && id != st.ID {
				v.Href, v.Here = pagePath+id, true
			}
		}
		out = append(out, v)
	}
	return out
}

// languageNames gives NLM's codes in words; a code that is rare stays as it is.
func languageNames(codes []string) []string {
	names := map[string]string{"eng": "English", "ger": "German", "fre": "French", "spa": "Spanish", "por": "Portuguese", "ita": "Italian", "dut": "Dutch", "chi": "Chinese",
		"jpn": "Japanese", "rus": "Russian", "pol": "Polish", "kor": "Korean", "tur": "Turkish", "cze": "Czech", "dan": "Danish", "swe": "Swedish", "nor": "Norwegian",
		"fin": "Finnish", "hun": "Hungarian", "heb": "Hebrew", "ara": "Arabic", "per": "Persian", "ukr": "Ukrainian", "en": "English"}
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = firstOf(names[strings.ToLower(c)], c)
	}
	return out
}
