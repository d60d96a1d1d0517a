package cite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"

	"evidelic/study"
)

// flat is the short form of a JSON Lines record. A year may be a number or a
// string, authors a list of names.
type flat struct {
	ID       cslText  `json:"id"`
	PMID     cslText  `json:"pmid"`
	DOI      string   `json:"doi"`
	NCT      string   `json:"nct"`
	Title    string   `json:"title"`
	Abstract string   `json:"abstract"`
	Authors  []string `json:"authors"`
	Year     cslText  `json:"year"`
	Journal  string   `json:"journal"`
	Keywords []string `json:"keywords"`
}

// jsonl reads one object a line: the full form has "kind" and "ids", everything
// else is the flat form. Unknown fields, a second value on a line and a wrong type
// are errors of that line.
func (in input) jsonl() iter.Seq2[study.Record, error] {
	return func(yield func(study.Record, error) bool) {
		for l, err := range in.lines() {
			if err != nil {
				yield(study.Record{}, err)
				return
			}
			if strings.TrimSpace(l.text) == "" {
				continue
			}
			rec, err := in.jsonlRecord([]byte(l.text))
			if err != nil {
				err = in.fault(fmt.Sprintf("line %d", l.number), rec.Key, err.Error())
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

func (in input) jsonlRecord(b []byte) (study.Record, error) {
	var probe struct {
		Kind *json.RawMessage `json:"kind"`
		IDs  *json.RawMessage `json:"ids"`
	}
	if err := json.Unmarshal(b, &probe); err != nil {
		return study.Record{}, fmt.Errorf("it is not a JSON object: %w", err)
	}
	if probe.Kind != nil && probe.IDs != nil {
		return in.full(b)
	}
	var f flat
	if err := strict(b, &f); err != nil {
		return study.Record{}, err
	}
	rec, err := in.finish(f.report(), "", bytes.Clone(b), "application/json")
	if err == nil && strings.HasPrefix(rec.Source, "import:") && f.ID != "" {
		rec.Key = string(f.ID)
	}
	return rec, err
}

func strict(b []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("byte %d: more than one value on the line", dec.InputOffset())
	}
	return nil
}

func (f *flat) report() study.Report {
	rep := study.Report{Kind: study.KindArticle, Title: strings.TrimSuffix(clean(f.Title), ".")}
	setIDs(&rep.IDs, f.DOI, string(f.PMID), "", "")
	if n, _, ok := study.NormalRegistry(f.NCT); ok {
		if rep.IDs.PMID == "" && rep.IDs.DOI == "" {
			rep.Kind, rep.IDs.Registry = study.KindRegistration, n
		} else {
			rep.Trials = []study.TrialLink{{Number: n, Role: study.RoleReports}}
		}
	}
	for _, name := range f.Authors {
		if a := risName(name); !a.IsZero() {
			rep.Authors = append(rep.Authors, a)
		}
	}
	if ab := clean(f.Abstract); ab != "" {
		rep.Abstract = splitLabels(ab)
	}
	rep.Journal.Title = clean(f.Journal)
	rep.Published.Print = parseLooseDate(string(f.Year))
	for _, k := range f.Keywords {
		rep.Keywords = appendText(rep.Keywords, k)
	}
	if n, ok := retractedTitle(rep.Title); ok {
		rep.Notices = []study.Notice{n}
	}
	return rep
}

// full reads what jsonlWriter wrote. The record takes the name of the study's
// first record, so that importing an export into the library it came from changes
// nothing that is newer there.
func (in input) full(b []byte) (study.Record, error) {
	var s study.Study
	if err := strict(b, &s); err != nil {
		return study.Record{}, err
	}
	if !knownKind(s.Kind) {
		return study.Record{}, fmt.Errorf("kind %q is unknown", s.Kind)
	}
	revision := ""
	if len(s.Records) > 0 {
		revision = s.Records[0].Revision
	}
	rec, err := in.finish(s.Report, revision, bytes.Clone(b), "application/json")
	if err == nil && len(s.Records) > 0 && strings.HasPrefix(rec.Source, "import:") {
		rec.Source, rec.Key = s.Records[0].Source, s.Records[0].Key
	}
	return rec, err
}

func knownKind(k study.Kind) bool {
	for _, have := range study.Kinds() {
		if k == have {
			return true
		}
	}
	return false
}
