package store

import (
	"bytes"
	"fmt"
	"reflect"

	"evidelic/study"
)

// packStudy gives a study as it is stored.
func packStudy(s *study.Study) ([]byte, error) {
	b, err := marshal(s)
	if err != nil {
		return nil, fmt.Errorf("study %s: %w", s.ID, err)
	}
	return pack(b), nil
}

// pack gives the draft's study as it is stored. Most studies are of one record and
// say what it says: its JSON is there already.
func (d *draft) pack() ([]byte, error) {
	if len(d.rows) != 1 || !reflect.DeepEqual(d.study.Report, d.rows[0].rec.Report) {
		return packStudy(&d.study)
	}
	b, err := withReport(d.study, d.rows[0].json)
	if err != nil {
		return nil, fmt.Errorf("study %s: %w", d.study.ID, err)
	}
	return pack(b), nil
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
