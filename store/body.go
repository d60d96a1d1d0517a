package store

import (
	"bytes"
	"fmt"
	"reflect"

	"evidelic/study"
)

// study gives a study as it is stored.
func (p *packer) study(s *study.Study) ([]byte, error) {
	b, err := marshal(s)
	if err != nil {
		return nil, fmt.Errorf("study %s: %w", s.ID, err)
	}
	return p.pack(b), nil
}

// draft gives the draft's study as it is stored. Most studies are of one record and
// say what it says: its JSON is there already, where the record came in just now.
func (p *packer) draft(d *draft) ([]byte, error) {
	if len(d.rows) != 1 || d.rows[0].json == nil || !reflect.DeepEqual(d.study.Report, d.rows[0].rec.Report) {
		return p.study(&d.study)
	}
	b, err := withReport(d.study, d.rows[0].json)
	if err != nil {
		return nil, fmt.Errorf("study %s: %w", d.study.ID, err)
	}
	return p.pack(b), nil
}

// withReport gives the JSON of a study with the JSON of its report put in: that of a
// study with an empty report has it in the same place.
func withReport(s study.Study, report []byte) ([]byte, error) {
	s.Report = study.Report{}
	empty, err := marshal(s.Report)
	if err != nil {
		return nil, err
	}
	bare, err := marshal(&s)
	if err != nil {
		return nil, err
	}
	before, after, found := bytes.Cut(bare, empty[1:len(empty)-1])
	if !found {
		return nil, fmt.Errorf("the empty report %s is not in it", empty)
	}
	return bytes.Join([][]byte{before, report[1 : len(report)-1], after}, nil), nil
}
