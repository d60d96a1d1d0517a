package server

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"evidelic/study"
)

// aboutView is what the about page shows.
type aboutView struct {
	frame
	Library   study.Library
	Abstracts string // the policy in words
	Terms     []termsView
	Accuracy  Table
}

// termsView is a source and the terms on which its records are shown.
type termsView struct{ Name, Href, What, Terms string }

func (s *Server) aboutPage(c echo.Context) error {
	lib, err := s.opt.Library.Library(c.Request().Context())
	if err != nil {
		return err
	}
	p := aboutView{frame: s.frame("About", "about"), Library: lib, Abstracts: policyWords(s.opt.Abstracts), Terms: sourceTerms(), Accuracy: s.opt.Accuracy}
	p.Canonical = s.address("/about")
	return s.render(c, http.StatusOK, "about", p)
}

func policyWords(p Policy) string {
	switch p {
	case PolicyLicensed:
		return "This library shows abstracts only where a licence lets anybody show them; for the others it links to the source."
	case PolicyExtract:
		return "This library shows abstracts whole where a licence lets anybody show them, and the beginning of the others."
	}
	return "This library shows abstracts whole, each with its source and, where the source gives one, its copyright line. " +
		"Abstracts belong to their authors and publishers."
}

// sourceTerms says where records come from and on which terms.
func sourceTerms() []termsView {
	return []termsView{
		{"PubMed", "https://pubmed.ncbi.nlm.nih.gov/", "Citations and abstracts of the biomedical literature.",
			"Courtesy of the U.S. National Library of Medicine (NLM). NLM neither endorses nor checks this library, and this copy may lag behind NLM's own, most recent data. " +
				"Some abstracts are under copyright; whoever uses them further must follow the publisher's terms."},
		{"Europe PMC", "https://europepmc.org/", "Articles and preprints, with licences where they are known.",
			"From Europe PMC. Each text keeps the licence of its publisher or author; a record without a licence is not free to reuse."},
		{"ClinicalTrials.gov", "https://clinicaltrials.gov/", "Registrations of trials, as their sponsors wrote them.",
			"From the U.S. National Library of Medicine. Sponsors answer for what they registered; being listed says nothing about a trial's quality. " +
				"The registry's current entry is what counts."},
		{"Crossref", "https://www.crossref.org/", "Facts about publications: DOIs, retractions and corrections, licences, versions.",
			"Crossref claims no rights in these facts. Abstracts remain their publishers'."},
		{"OpenAlex", "https://openalex.org/", "Links between works, and whether they were retracted.", "Data under CC0."},
		{"bioRxiv and medRxiv", "https://www.medrxiv.org/", "Preprints and where they were published later.",
			"Each preprint keeps the licence that its authors chose. Preprints were not peer reviewed."},
		{"Journal pages and repositories", "https://www.openarchives.org/", "What publishers put into the heads of their pages, and open repositories, where the operator has added them.",
			"Fetched as far as robots.txt allows; the terms of each site hold."},
	}
}

// apiView is what the page about the API shows: the addresses as described in
// the OpenAPI document, so that the two cannot differ.
type apiView struct {
	frame
	Operations []operationView
	Base       string
}

type operationView struct {
	Method, Path, Summary, Description string
	Example                            string
	Params                             []paramView
	Statuses                           []string
}

type paramView struct {
	Name, In, Type, Description, Default string
	Required, Repeats                    bool
}

func (s *Server) apiPage(c echo.Context) error {
	p := apiView{frame: s.frame("API", "api"), Operations: s.operations, Base: s.opt.BaseURL}
	p.Canonical = s.address("/api")
	return s.render(c, http.StatusOK, "api", p)
}

// operationViews reads the page's content off the description.
func operationViews(doc *huma.OpenAPI) []operationView {
	var out []operationView
	for path, item := range doc.Paths {
		op, method := item.Get, http.MethodGet
		if op == nil {
			op, method = item.Post, http.MethodPost
		}
		if op == nil {
			continue
		}
		v := operationView{Method: method, Path: path, Summary: op.Summary, Description: op.Description, Example: example(path)}
		for _, p := range op.Parameters {
			v.Params = append(v.Params, newParamView(p))
		}
		for status := range op.Responses {
			if status != "default" {
				v.Statuses = append(v.Statuses, status)
			}
		}
		slices.Sort(v.Statuses)
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b operationView) int { return strings.Compare(a.Path, b.Path) })
	return out
}

func newParamView(p *huma.Param) paramView {
	v := paramView{Name: p.Name, In: p.In, Type: p.Schema.Type, Description: p.Description, Required: p.Required}
	if p.Schema.Type == huma.TypeArray {
		v.Type, v.Repeats = p.Schema.Items.Type, true
	}
	if p.Schema.Default != nil {
		v.Default = strings.Trim(fmt.Sprint(p.Schema.Default), `"`)
	}
	return v
}

// example gives an address to try for a path of the description.
func example(path string) string {
	switch path {
	case apiPrefix + "/search":
		return path + "?q=ketamine+depression&kind=article&size=5"
	case apiPrefix + "/check/references", apiPrefix + "/check/draft":
		return "" // takes a body
	case apiPrefix + "/query/complete":
		return path + "?q=ket"
	case apiPrefix + "/studies/{id}/similar":
		return apiPrefix + "/studies/pmid:31290965/similar"
	case apiPrefix + "/query/translate":
		return path + "?q=ketamine+AND+depression"
	case apiPrefix + "/search/record":
		return path + "?q=ketamine+depression&format=text"
	case apiPrefix + "/search/since":
		return path + "?q=ketamine+depression&asof=1"
	case apiPrefix + "/export":
		return path + "?q=psilocybin&format=ris"
	case apiPrefix + "/studies/{id}/records":
		return apiPrefix + "/studies/pmid:31290965/records"
	case apiPrefix + "/flow":
		return path + "?q=psilocybin"
	case apiPrefix + "/studies/{id}":
		return apiPrefix + "/studies/pmid:31290965"
	case apiPrefix + "/studies/{id}/citation":
		return apiPrefix + "/studies/pmid:31290965/citation?format=ris"
	}
	return path
}
