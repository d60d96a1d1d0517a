package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"evidelic/study"
)

// row is what the columns hold of one study. It is stored beside the study's
// postings, in the same batch, so that columns and postings are of one moment
// and a start needs nothing from the store: it reads 10,000 studies in a third
// of a second on 2 cores, checksums and words of the library included.
type row struct {
	id     string
	dates  [dateKinds]uint32 // yyyymmdd, unknown parts 0; 0 when not given
	n      int32             // participants; -1 when not reported
	cited  int32             // -1 when not known
	lens   [textFields]uint32
	values []rowValue
	places []byte // where words stand that are there more than once; see occurrence
	stems  []byte // see packStems; not stored
}

// rowValue is one value of a facet.
type rowValue struct{ key, value, label string }

// The dates of a row.
const (
	datePrint = iota
	dateElectronic
	dateEntered
	dateCreated
	dateRevised
	dateKinds
)

// The text fields that are scored.
const (
	textTitle = iota
	textAbstract
	textOther
	textFields
)

// The facet keys beside the tasks of study.Tags.
const (
	keyKind    = "kind"
	keyYear    = "year"
	keyJournal = "journal"
	keyType    = "type"
	keySource  = "source"
	keyNotice  = "notice"
)

// NotReported is the value under which a facet counts the studies that do not
// report an answer to a task.
const NotReported = string(study.NotReported)

// newRow reads the columns' part off a study.
func newRow(s *study.Study, fold *folder) *row {
	r := &row{id: s.ID, n: -1, cited: -1}
	for i, d := range []study.Date{s.Published.Print, s.Published.Electronic, s.Dates.Entered, s.Dates.Created, s.Dates.Revised} {
		r.dates[i] = dateNumber(d)
	}
	if s.CitedBy != nil {
		r.cited = int32(min(max(*s.CitedBy, 0), 1<<30))
	}
	r.addReport(s, fold)
	for _, task := range study.Tasks() {
		r.addTag(task, s.Tags)
	}
	return r
}

// addReport adds the facets that the bibliographic description gives.
func (r *row) addReport(s *study.Study, fold *folder) {
	r.add(keyKind, string(s.Kind), s.Kind.Label())
	for _, y := range years(s) {
		r.add(keyYear, fmt.Sprint(y), fmt.Sprint(y))
	}
	if j := journalName(s); j != "" {
		r.add(keyJournal, slug(fold, j), j)
	}
	for _, t := range s.PublicationTypes {
		r.add(keyType, slug(fold, t), t)
	}
	for _, rec := range s.Records {
		r.add(keySource, rec.Source, rec.Source)
	}
	for _, n := range s.Notices {
		r.add(keyNotice, string(n.Type), n.Type.Label())
	}
}

// addTag adds a task's values, or that it is not reported. Sample sizes go to
// their own column.
func (r *row) addTag(task study.Task, tags study.Tags) {
	tag, ok := tags[task]
	switch {
	case !ok:
	case task == study.TaskN:
		for _, v := range tag.Values {
			r.n = max(r.n, number(v.Value))
		}
	case tag.Status == study.NotReported:
		r.add(string(task), NotReported, "Not reported")
	default:
		for _, v := range tag.Values {
			r.add(string(task), v.Value, v.Label)
		}
	}
}

// add appends a value unless it is empty or there.
func (r *row) add(key, value, label string) {
	if value == "" {
		return
	}
	for _, v := range r.values {
		if v.key == key && v.value == value {
			return
		}
	}
	r.values = append(r.values, rowValue{key, value, label})
}

// years gives the years of publication, print and electronic; those of a
// registration are of its first posting.
func years(s *study.Study) []int {
	var out []int
	for _, d := range []study.Date{s.Published.Print, s.Published.Electronic} {
		if !d.IsZero() && (len(out) == 0 || out[0] != d.Year) {
			out = append(out, d.Year)
		}
	}
	if len(out) == 0 && s.Year() != 0 {
		out = append(out, s.Year())
	}
	return out
}

// journalName gives the name that readers know the journal by.
func journalName(s *study.Study) string {
	if s.Journal.Title != "" {
		return s.Journal.Title
	}
	return s.Journal.Abbrev
}

// slug writes a name as a facet value: folded, with hyphens.
func slug(fold *folder, name string) string {
	return strings.ReplaceAll(fold.foldKey(name), " ", "-")
}

// number reads a count from a tag's value; -1 when it is none.
func number(s string) int32 {
	if s == "" || len(s) > 9 || !allDigits(s) {
		return -1
	}
	var n int32
	for i := 0; i < len(s); i++ {
		n = n*10 + int32(s[i]-'0')
	}
	return n
}

// dateNumber gives a date as yyyymmdd.
func dateNumber(d study.Date) uint32 {
	return uint32(max(d.Year, 0)*10000 + d.Month*100 + d.Day)
}

// encode writes the row for keeping. The values are written as their codes: what
// they stand for is kept once for the whole index.
func (r *row) encode(codes []uint32) []byte {
	b := make([]byte, 0, 96+len(r.places))
	b = appendString(b, r.id)
	for _, d := range r.dates {
		b = binary.AppendUvarint(b, uint64(d))
	}
	b = binary.AppendVarint(b, int64(r.n))
	b = binary.AppendVarint(b, int64(r.cited))
	for _, n := range r.lens {
		b = binary.AppendUvarint(b, uint64(n))
	}
	b = binary.AppendUvarint(b, uint64(len(codes)))
	for _, c := range codes {
		b = binary.AppendUvarint(b, uint64(c))
	}
	return append(b, r.places...)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

var errRow = errors.New("a stored row is damaged")

// rowReader takes a row apart; after the first damage everything is zero.
type rowReader struct {
	b   []byte
	bad bool
}

func (d *rowReader) uint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.b, d.bad = nil, true
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *rowReader) int() int64 {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.b, d.bad = nil, true
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *rowReader) string() string {
	n := d.uint()
	if n > uint64(len(d.b)) {
		d.b, d.bad = nil, true
		return ""
	}
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

// decodeRow reads what encode wrote; values are those of the codes.
func decodeRow(b []byte, values []value) (*row, error) {
	d := rowReader{b: b}
	r := &row{id: d.string()}
	for i := range r.dates {
		r.dates[i] = uint32(d.uint())
	}
	r.n, r.cited = int32(d.int()), int32(d.int())
	for i := range r.lens {
		r.lens[i] = uint32(d.uint())
	}
	for n := d.uint(); n > 0 && !d.bad; n-- {
		code := d.uint()
		if code >= uint64(len(values)) {
			return nil, errRow
		}
		r.values = append(r.values, rowValue(values[code]))
	}
	if d.bad || r.id == "" {
		return nil, errRow
	}
	r.places = slices.Clone(d.b)
	return r, nil
}

// encodeValues writes what codes stand for, in the order of the codes.
func encodeValues(values []value) []byte {
	var b []byte
	for _, v := range values {
		b = appendString(appendString(appendString(b, v.key), v.value), v.label)
	}
	return b
}

// decodeValues reads what encodeValues wrote.
func decodeValues(b []byte) ([]value, error) {
	d := rowReader{b: b}
	var out []value
	for len(d.b) > 0 {
		out = append(out, value{d.string(), d.string(), d.string()})
	}
	if d.bad {
		return nil, errRow
	}
	return out, nil
}
