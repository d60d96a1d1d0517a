package server

import (
	"context"
	"net/url"
	"sync"
	"time"

	"evidelic/index"
)

// topic is an entry point of the home page: a search under a name.
type topic struct {
	Name  string
	Query string
}

// topicGroup is a row of topics.
type topicGroup struct {
	Name   string
	Topics []topic
}

// topicGroups are the questions that readers come with, in their words; each is
// a plain search, so that it can be opened, changed and repeated.
func topicGroups() []topicGroup {
	return []topicGroup{
		{"How ketamine works", []topic{
			{"NMDA antagonism", "ketamine NMDA antagonist"}, {"Glutamate", "ketamine glutamate"},
			{"Synaptic plasticity", "ketamine synaptic plasticity"}, {"Rapid relief", "ketamine rapid antidepressant"},
		}},
		{"For which condition", []topic{
			{"Treatment-resistant depression", "treatment-resistant depression"}, {"Anxiety", "anxiety"}, {"PTSD", "PTSD"},
			{"Suicidal ideation", "suicidal ideation"}, {"Addiction", "addiction OR \"substance use disorder\""},
		}},
		{"By which route", []topic{
			{"Intravenous", "intravenous ketamine"}, {"Intramuscular", "intramuscular ketamine"}, {"Oral", "oral ketamine"},
			{"Sublingual", "sublingual ketamine"}, {"Intranasal", "intranasal ketamine OR intranasal esketamine"},
		}},
		{"The course of treatment", []topic{
			{"Assessment", "ketamine eligibility assessment"}, {"Dosing session", "psychedelic dosing session"},
			{"Integration", "psychedelic integration therapy"}, {"Safety of repeated use", "repeated ketamine safety"},
		}},
		{"The neighbours", []topic{
			{"Esketamine", "esketamine"}, {"Psilocybin", "psilocybin"}, {"MDMA", "MDMA"}, {"LSD", "LSD"}, {"DMT and ayahuasca", "DMT OR ayahuasca"},
			{"5-MeO-DMT", "5-MeO-DMT"}, {"Ibogaine", "ibogaine"}, {"Mescaline", "mescaline"},
		}},
	}
}

// topicView is a topic with its count; Known is false when the count could not
// be made, which is shown as no number and never as 0.
type topicView struct {
	Name  string
	Href  string
	Count int
	Known bool
}

type topicGroupView struct {
	Name   string
	Topics []topicView
}

// topicAge is how long counts are kept: short enough to be called live.
const topicAge = 30 * time.Second

// topicCache keeps the counts of the home page for topicAge, so that a busy home
// page costs one round of searches and not one a visitor.
type topicCache struct {
	mu   sync.Mutex
	made time.Time
	view []topicGroupView
}

// topicViews gives the topics with their counts. A count that fails is left out
// and not kept.
func (s *Server) topicViews(ctx context.Context) []topicGroupView {
	s.topics.mu.Lock()
	defer s.topics.mu.Unlock()
	now := s.opt.Now()
	if s.topics.view != nil && now.Sub(s.topics.made) < topicAge && !now.Before(s.topics.made) {
		return s.topics.view
	}
	view, whole := s.countTopics(ctx)
	if whole {
		s.topics.view, s.topics.made = view, now
	}
	return view
}

func (s *Server) countTopics(ctx context.Context) (view []topicGroupView, whole bool) {
	whole = true
	for _, g := range topicGroups() {
		gv := topicGroupView{Name: g.Name}
		for _, t := range g.Topics {
			tv := topicView{Name: t.Name, Href: "/search?q=" + url.QueryEscape(t.Query)}
			res, err := s.opt.Search.Search(ctx, index.Request{Text: t.Query, Sort: index.SortBest, Page: 1, Size: 1})
			if err == nil {
				tv.Count, tv.Known = res.Total, true
			} else {
				whole = false
			}
			gv.Topics = append(gv.Topics, tv)
		}
		view = append(view, gv)
	}
	return view, whole
}
