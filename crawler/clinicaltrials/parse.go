package clinicaltrials

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"evidelic/crawler"
	"evidelic/study"
)

// Answer is one page of a search as read.
type Answer struct {
	Records   []study.Record
	Failed    []study.RecordError // records that could not be read; the others are good
	Warnings  []string
	Size      int    // records on the page, whether they could be read or not
	Total     int    // what the registry says the whole search has; on the first page only
	Counted   bool   // whether the answer has a total
	NextToken string // "" on the last page
}

// Parse reads one answer of /studies, or of /studies/{NCT} (a page of one). A
// record that cannot be read goes into Failed with its number and its place; an
// answer that is cut off or is no list of studies is an error. The caller sets
// Fetched.
func Parse(body []byte) (Answer, error) {
	var e struct {
		envelope
		Single json.RawMessage `json:"protocolSection"`
	}
	if err := crawler.ReadJSON(body, &e); err != nil {
		return Answer{}, err
	}
	switch {
	case e.Single != nil && e.Studies == nil:
		e.Studies = make([]json.RawMessage, 1)
		if err := crawler.ReadJSON(body, &e.Studies[0]); err != nil {
			return Answer{}, err
		}
	case e.Studies == nil && (e.Total == nil || *e.Total != 0):
		return Answer{}, errors.New("the answer has no list of studies")
	}
	a := Answer{NextToken: e.Next, Size: len(e.Studies), Counted: e.Total != nil}
	if e.Total != nil {
		a.Total = max(0, *e.Total)
	}
	for i, raw := range e.Studies {
		a.add(i, raw)
	}
	return a, nil
}

// add reads one study.
func (a *Answer) add(i int, raw json.RawMessage) {
	rec, err := parseStudy(raw)
	if err != nil {
		a.Failed = append(a.Failed, crawler.Unreadable(study.SourceClinicalTrials, i, keyOf(raw), err))
		return
	}
	a.Records = append(a.Records, rec)
}

var reNCT = regexp.MustCompile(`^NCT[0-9]{8}$`)

// parseStudy reads one study into a record.
func parseStudy(raw json.RawMessage) (study.Record, error) {
	var r rawStudy
	if err := crawler.ReadRecord(raw, &r); err != nil {
		return study.Record{}, err
	}
	if r.Protocol == nil {
		return study.Record{}, errors.New("protocolSection: the record has none")
	}
	nct := r.Protocol.Identification.NCT
	if !reNCT.MatchString(nct) {
		return study.Record{}, fmt.Errorf("protocolSection.identificationModule.nctId: %.40q is no registry number", nct)
	}
	rep, err := r.report()
	if err != nil {
		return study.Record{}, err
	}
	// The version of the data is no part of the record: it changes daily for every
	// registration, whether the registration does or not. The harvest names it.
	return study.Record{
		Source: study.SourceClinicalTrials, Key: nct, Revision: rep.Dates.Revised.String(), Report: rep,
		Raw: bytes.Clone(raw), RawType: "application/json",
	}, nil
}

// keyOf finds the number of a record that cannot be read; "" when it has none.
func keyOf(raw json.RawMessage) string {
	id := raw
	for _, name := range []string{"protocolSection", "identificationModule", "nctId"} {
		var fields map[string]json.RawMessage
		if json.Unmarshal(id, &fields) != nil {
			return ""
		}
		id = fields[name]
	}
	var nct string
	if json.Unmarshal(id, &nct) != nil || !reNCT.MatchString(nct) {
		return ""
	}
	return nct
}
