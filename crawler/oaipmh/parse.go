package oaipmh

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"evidelic/crawler"
	"evidelic/study"
)

// Answer is one answer as read.
type Answer struct {
	Records  []study.Record
	Deleted  []string            // identifiers of records that the repository has deleted
	Failed   []study.RecordError // records that could not be read; the others are good
	Warnings []string
	Size     int    // records, deleted ones and those that could not be read among them
	Left     int    // records that are no reports: images, data sets, software
	Total    int    // what the repository says the whole list has; 0 when it does not say
	Token    string // where the list goes on; "" at its end

	identify *repository
	date     string // the repository's own time
}

// Error is a refusal in the protocol's own words.
type Error struct {
	Code    string // "badResumptionToken", "noRecordsMatch", …
	Message string
}

// Error names the code and gives the repository's words.
func (e *Error) Error() string {
	if e.Message == "" {
		return "the repository refused: " + e.Code
	}
	return "the repository refused: " + e.Code + ": " + e.Message
}

// Parse reads an answer to Identify, ListRecords or GetRecord. What the protocol
// calls an error is one, of type *Error. XML with characters that XML does not
// allow, or with an ampersand that stands alone, is mended, and a warning says so.
// The caller sets Fetched.
func Parse(source string, body []byte) (Answer, error) {
	var e envelope
	var a Answer
	err := decode(body, &e)
	if err != nil {
		mended := mend(body)
		if bytes.Equal(mended, body) || decode(mended, &e) != nil {
			return Answer{}, fmt.Errorf("read the answer: %w", err)
		}
		a.Warnings = append(a.Warnings, "the answer was no good XML and had to be mended: "+crawler.CleanText(err.Error()))
	}
	for _, f := range e.Errors {
		return Answer{}, &Error{Code: crawler.CleanText(f.Code), Message: crawler.CleanText(f.Text[:min(len(f.Text), 300)])}
	}
	a.identify, a.date = e.Identify, strings.TrimSpace(e.ResponseDate)
	var records []record
	switch {
	case e.List != nil:
		records = e.List.Records
		if t := e.List.Token; t != nil {
			a.Token = strings.TrimSpace(t.Value)
			a.Total, _ = strconv.Atoi(strings.TrimSpace(t.Size))
			a.Total = max(0, a.Total)
		}
	case e.Get != nil:
		records = e.Get.Records
	case e.Identify == nil:
		return Answer{}, errors.New("the answer holds neither records nor a description of the repository")
	}
	a.Size = len(records)
	for i := range records {
		a.add(source, i, &records[i])
	}
	return a, nil
}

// decode reads XML that is in UTF-8 already, whatever its declaration says. It
// starts from nothing, so that a second reading has no remains of the first.
func decode(body []byte, e *envelope) error {
	*e = envelope{}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	d.Entity = xml.HTMLEntity
	if err := d.Decode(e); err != nil {
		return err
	}
	return nil
}

var reAmpersand = regexp.MustCompile(`&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?`)

// mend takes away what XML does not allow and escapes ampersands that stand alone.
func mend(body []byte) []byte {
	body = bytes.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r', r >= ' ' && r != utf8.RuneError && r != '\ufffe' && r != '\uffff':
			return r
		}
		return -1
	}, body)
	return reAmpersand.ReplaceAllFunc(body, func(m []byte) []byte {
		if len(m) == 1 {
			return []byte("&amp;")
		}
		return m
	})
}

// maxIdentifier bounds an identifier in bytes.
const maxIdentifier = 500

// add reads one record.
func (a *Answer) add(source string, i int, r *record) {
	id := crawler.CleanText(r.Header.Identifier)
	fail := func(reason string) {
		a.Failed = append(a.Failed, study.RecordError{Source: source, Position: fmt.Sprintf("record %d", i+1), Key: id, Reason: reason})
	}
	switch {
	case id == "":
		fail("header: there is no identifier")
		return
	case len(id) > maxIdentifier:
		id = id[:80]
		fail("header: the identifier is too long")
		return
	case r.Header.Status == "deleted":
		a.Deleted = append(a.Deleted, id)
		return
	case r.Metadata.DC == nil:
		fail("metadata: there is no Dublin Core")
		return
	case !r.Metadata.DC.isReport():
		a.Left++
		return
	}
	rep, err := r.Metadata.DC.report()
	if err != nil {
		fail(err.Error())
		return
	}
	stamp := crawler.CleanText(r.Header.Datestamp)
	if _, err := parseStamp(stamp); err != nil {
		stamp = ""
	}
	a.Records = append(a.Records, study.Record{
		Source: source, Key: id, Revision: stamp, Report: rep, Raw: bytes.Clone(bytes.TrimSpace(r.Metadata.Raw)), RawType: "application/xml",
	})
}
