package clinicaltrials

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"evidelic/crawler"
)

// fields are the parts of a record that are asked for. Results tables, which can
// have megabytes, and the telephone numbers of contacts are left at the registry.
var fields = strings.Join([]string{
	"protocolSection.identificationModule", "protocolSection.statusModule", "protocolSection.sponsorCollaboratorsModule",
	"protocolSection.descriptionModule", "protocolSection.conditionsModule", "protocolSection.designModule",
	"protocolSection.armsInterventionsModule", "protocolSection.outcomesModule", "protocolSection.eligibilityModule",
	"protocolSection.contactsLocationsModule.locations.country", "protocolSection.referencesModule",
	"derivedSection.miscInfoModule", "derivedSection.conditionBrowseModule.meshes",
	"derivedSection.interventionBrowseModule.meshes", "hasResults",
}, "|")

// version asks for the version of the registry's data: a time stamp.
func (s *Source) version(ctx context.Context) (string, error) {
	resp, err := s.fetch.Fetch(ctx, s.get("/version", nil))
	if err != nil {
		return "", fmt.Errorf("clinicaltrials: version of the data: %w", err)
	}
	var v struct {
		Data string `json:"dataTimestamp"`
	}
	if err := json.Unmarshal(resp.Body, &v); err != nil {
		return "", fmt.Errorf("clinicaltrials: version of the data: %w", err)
	}
	if dayOf(v.Data) == "" {
		return "", fmt.Errorf("clinicaltrials: version of the data: %.40q is no time stamp", v.Data)
	}
	return v.Data, nil
}

// page fetches one page of a query and reads it.
func (s *Source) page(ctx context.Context, q Query, from, token string, size int, whole bool) (Answer, error) {
	a, err := s.ask(ctx, s.search(q, from, token, size, whole))
	if err != nil {
		return Answer{}, fmt.Errorf("clinicaltrials: %s: %w", q, err)
	}
	return a, nil
}

// ask asks for studies and reads the answer.
func (s *Source) ask(ctx context.Context, v url.Values) (Answer, error) {
	a, resp, err := crawler.Ask(ctx, s.fetch, s.get("/studies", v), Parse, nil)
	if err != nil {
		return Answer{}, err
	}
	a.Warnings = append(a.Warnings, resp.Warnings...)
	return a, nil
}

// String gives the expression in short, for errors and gaps.
func (q Query) String() string {
	var parts []string
	for _, p := range []struct{ name, value string }{{"intr", q.Intr}, {"cond", q.Cond}, {"term", q.Term}} {
		if p.value != "" {
			parts = append(parts, fmt.Sprintf("%s %.40q", p.name, p.value))
		}
	}
	return strings.Join(parts, ", ")
}

// search builds the parameters of a search. The total comes with the first page
// only.
func (s *Source) search(q Query, from, token string, size int, whole bool) url.Values {
	v := url.Values{"format": {"json"}, "markupFormat": {"markdown"}, "pageSize": {strconv.Itoa(size)}, "sort": {"LastUpdatePostDate:desc"}}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("query.intr", q.Intr)
	set("query.cond", q.Cond)
	set("query.term", q.Term)
	if from != "" {
		v.Set("filter.advanced", "AREA[LastUpdatePostDate]RANGE["+from+",MAX]")
	}
	if !whole {
		v.Set("fields", fields)
	}
	if token == "" {
		v.Set("countTotal", "true")
	} else {
		v.Set("pageToken", token)
	}
	return v
}

// get builds a request.
func (s *Source) get(path string, v url.Values) crawler.Request {
	address := s.opt.BaseURL + path
	if len(v) > 0 {
		address += "?" + v.Encode()
	}
	return crawler.Request{
		URL: address, Accept: []string{"application/json"}, MaxBytes: maxBody, Pace: crawler.Pace{Interval: s.opt.Interval},
	}
}

// refused says whether an error is the answer that the registry gives to a page
// token of other data.
func refused(err error) bool {
	var status *crawler.StatusError
	return errors.As(err, &status) && (status.Status == 400 || status.Status == 404 || status.Status == 410)
}

// unknownField says whether an error may be the answer to a name in fields that
// the registry does not know (any more): it is a 500, not a 400.
func unknownField(err error) bool {
	var status *crawler.StatusError
	return errors.As(err, &status) && status.Status == 500
}
